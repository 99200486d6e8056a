"""Drawn facts: what a row gives to a scorer, found by asking the scorer what it reads, so that plugins' kinds have theirs.

Values lie where rules turn: on targets, on bounds, at zero, and where a score is exactly half a quantum.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from perfeval.model.dossier import Row
from perfeval.model.funds import COLUMNS, FundLine, Funds
from perfeval.model.numbers import decimal_of, round_half_up
from perfeval.model.quantities import Direction, Quantity, format_quantity, parse_quantity
from perfeval.scoring.facts import COUNTED, DIRECTIONS, MEASURED, TARGET, ActualWord
from perfeval.scoring.falling_rates import against_target
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.protocols import scorer_of
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.checklist import ShareMet
from perfeval.scoring.scorers.deduction import FaultCount
from perfeval.scoring.scorers.rating_tiers import ChosenRate, Tier
from perfeval.scoring.scorers.ratio import Ratio
from perfeval.testing.choosing import BOOLEANS, between, pick, seldom, up_to
from perfeval.testing.scorer_drawing import amounts, coarse_rates, rates

if TYPE_CHECKING:
    from perfeval.model.hierarchy import Indicator
    from perfeval.scoring.number_systems.expressions import Fact
    from perfeval.scoring.protocols import Scorer

Changes = dict[str, object]
"""Fields of a row."""

# A target's unit, an actual's unit, and how many powers of ten of the first one of the second is.
_UNITS: tuple[tuple[str, str | None, int], ...] = (
    ("个", "个", 0),
    ("个", None, 0),
    ("元", "万元", 4),
    ("万元", "元", -4),
    ("亿元", "万元", -4),
    ("%", "%", 0),
    ("%", "‰", -1),
    ("人", "万人", 4),
    ("人", "亿人", 8),
    ("元/人", "万元/人", 4),
    ("元/人", "元/万人", -4),
    ("个", "次", 0),
)


_CELLS = st.sampled_from([None, 0, 40, 60, 80, 100, 120]) | st.integers(1, 10**6)
_SHARES = st.sampled_from([Fraction(1), Fraction(1), Fraction(0), Fraction(1, 2)]) | rates


@st.composite
def funds(draw: st.DrawFn, *, unit: str = "万元") -> Funds:
    """Draw a funds table whose every column is filled and positive."""
    line = FundLine(name="财政拨款").with_amounts({column: draw(amounts) + 1 for column in COLUMNS})
    return Funds(unit=unit, sources=(line,))


@st.composite
def odd_funds(draw: st.DrawFn) -> Funds:
    """Draw a funds table as forms have them: some columns blank or zero, several sources, some with a printed total."""

    def line(name: str) -> FundLine:
        return FundLine(name=name).with_amounts(
            {column: None if (value := draw(_CELLS)) is None else decimal_of(value, 1) for column in COLUMNS}
        )

    names = pick(draw, [("财政拨款",), ("财政拨款", "上年结转")])
    lines = tuple(line(name) for name in names)
    total = line("合计") if seldom(draw, 4) else None
    unit = pick(draw, ["元", "万元"])
    if seldom(draw, 4):
        return Funds(unit=unit, items=lines, total=total)
    return Funds(unit=unit, sources=lines, total=total)


@st.composite
def rows_for(draw: st.DrawFn, leaf: Indicator, *, quantum: Decimal = Decimal("0.01")) -> Row:
    """Draw a row with what the leaf's scorer reads; a fact may be such that its rules give no rate (a bare target).

    Args:
        draw: Given by hypothesis.
        leaf: The indicator, with its points.
        quantum: The set's quantum, in points, so that some scores lie at half of one.

    """
    row = Row(address=leaf.code)
    scorer = scorer_of(leaf.scorer)
    if scorer is None or scorer.kind == "stated":
        return row.replace(score=draw(scores_up_to(leaf.points or Decimal(0), quantum)))
    return row.replace(**draw(_facts_for(scorer, leaf, quantum)))


@cache
def scores_up_to(points: Decimal, quantum: Decimal) -> st.SearchStrategy[Decimal]:
    """Draw a score that evaluators state: none, some or all of the points, in whole quanta or finer."""
    numerator, denominator = (Fraction(points) / Fraction(quantum)).as_integer_ratio()
    finer = st.integers(0, 10 * (numerator // denominator)).map(lambda tenths: Decimal(tenths) * quantum / 10)
    return st.sampled_from([points, points / 2, Decimal(0)]) | finer


@st.composite
def _facts_for(draw: st.DrawFn, scorer: Scorer, leaf: Indicator, quantum: Decimal) -> Changes:
    changes: Changes = {}
    if isinstance(scorer, ByTarget):
        is_number = draw(BOOLEANS) if leaf.target is None else leaf.target.is_number
        if not is_number and leaf.target is None:
            changes["target"] = pick(draw, [None, parse_quantity("定性"), parse_quantity("明显改善")])
        scorer = scorer.quantitative if is_number else scorer.qualitative
        if is_number and leaf.target is None:
            changes["target"] = parse_quantity("≥1个")
    facts = _facts_read(scorer, leaf)
    if facts is None or TARGET in facts:
        changes |= draw(_targets_and_actuals(scorer, leaf, quantum))
    for fact in facts or ():
        if fact in (MEASURED, COUNTED):
            changes["actual"] = draw(_measured_alone() if fact == MEASURED else _counts())
        elif isinstance(fact, ActualWord):
            changes["actual"] = parse_quantity(pick(draw, fact.known))
        elif isinstance(fact, ChosenRate):
            changes |= draw(_choices(fact.tiers, leaf, quantum))
    changes |= draw(_checks_and_deductions(facts or (), leaf))
    return changes


def _facts_read(scorer: Scorer, leaf: Indicator) -> tuple[Fact, ...] | None:
    """Return the facts that a scorer reads; None if it has no formula that says so."""
    formula = scorer.formula_for(leaf.checklist) if isinstance(scorer, FormulaScorer) else None
    return None if formula is None else formula.facts


@st.composite
def _checks_and_deductions(draw: st.DrawFn, facts: tuple[Fact, ...], leaf: Indicator) -> Changes:
    changes: Changes = {}
    items = [fact for fact in facts if isinstance(fact, ShareMet)]
    if items:
        by_text = draw(BOOLEANS)
        checks = [
            (leaf.checklist[item.position].text if by_text else str(item.position + 1), draw(_SHARES)) for item in items
        ]
        changes["checks"] = tuple(checks[: draw(between(1, len(checks)))])
    faults = [fact for fact in facts if isinstance(fact, FaultCount)]
    if faults:
        counts = st.integers(0, 8).map(lambda halves: decimal_of(halves * 5, 1))
        changes["deductions"] = tuple((fault.name, draw(counts)) for fault in faults)
    return changes


_ASKED: tuple[Direction | None, ...] = (*DIRECTIONS, "at-least", "at-most", None)


@st.composite
def _targets_and_actuals(draw: st.DrawFn, scorer: Scorer, leaf: Indicator, quantum: Decimal) -> Changes:
    """Draw a target and an actual value in comparable units, seldom in others."""
    if leaf.target is not None:
        actual = (leaf.target.value or Decimal(1)) * draw(up_to(8)) / 4
        return {"actual": format_quantity(direction=None, value=actual, unit=leaf.target.unit)}
    direction: Direction | None = pick(draw, [one for one in _ASKED if _agrees(scorer, one)])
    target, actual = draw(_two_numbers(scorer, direction, leaf, quantum))
    unit, other, power = pick(draw, _UNITS)
    return {
        "target": format_quantity(direction=direction, value=target, unit=unit),
        "actual": measurement(actual.scaleb(-power), other, is_equated=seldom(draw, 10)),
    }


def _agrees(scorer: Scorer, direction: Direction | None) -> bool:
    """Whether a target in this direction may stand beside the scorer; a dossier with one that may not is refused."""
    return against_target(scorer, format_quantity(direction=direction, value=Decimal(1), unit=None)) is None


def measurement(value: Decimal, unit: str | None, *, is_equated: bool = False) -> Quantity:
    """Return an actual value in a unit; some forms print an = before it."""
    return format_quantity(direction="equal" if is_equated else None, value=value, unit=unit)


@st.composite
def _two_numbers(
    draw: st.DrawFn, scorer: Scorer, direction: Direction | None, leaf: Indicator, quantum: Decimal
) -> tuple[Decimal, Decimal]:
    kind = pick(draw, ["any", "any", "equal", "half", "half", "half", "zero"])
    if kind == "zero":
        return pick(draw, [Decimal(0), Decimal(0), Decimal(-2)]), pick(draw, _NEAR_ZERO)
    if kind == "half" and leaf.points:
        quotient = draw(_quotients_at_half_a_quantum(scorer, direction, leaf.points, quantum))
        scale = draw(between(1, 9))
        return decimal_of(quotient.denominator * scale, 1), decimal_of(quotient.numerator * scale, 1)
    cents = draw(between(1, 10**6))
    reached = pick(draw, _bounds(scorer)) if kind == "equal" else Fraction(draw(up_to(40)), 20)
    return decimal_of(cents, 2), decimal_of(int(cents * reached * 100), 4)


def _bounds(scorer: Scorer) -> list[Fraction]:
    """Return the completions at which a scorer's rules turn: the target itself, gates, thresholds, bands."""
    far, gate = getattr(scorer, "over_fulfilment", None), getattr(scorer, "pass_gate", None)
    bounds = [Fraction(1), *([] if far is None else [far.threshold]), *([] if gate is None else [gate])]
    return [
        *bounds,
        *(band.lower for band in getattr(scorer, "bands", ())),
        *(one.at for one in getattr(scorer, "points", ())),
    ]


_NEAR_ZERO = (Decimal(0), Decimal(-1), Decimal(-2), Decimal("0.5"), Decimal(3))


@st.composite
def _quotients_at_half_a_quantum(
    draw: st.DrawFn, scorer: Scorer, direction: Direction | None, points: Decimal, quantum: Decimal
) -> Fraction:
    """Draw an actual over its target for which the points, before rounding, end in exactly half a quantum."""
    quanta = int(Fraction(points) / Fraction(quantum))
    rate = Fraction(2 * draw(between(0, max(0, quanta - 1))) + 1, 2 * quanta)
    if not isinstance(scorer, Ratio):
        return rate
    if scorer.pass_gate is not None and scorer.pass_gate_rescale:
        rate = scorer.pass_gate + (1 - scorer.pass_gate) * rate
    stands = scorer.direction or direction
    if stands in ("at-most", "below"):
        return 1 / rate if scorer.at_most == "target-over-actual" else 2 - rate
    return 2 - rate if stands == "equal" and scorer.equal == "deviation" and draw(BOOLEANS) else rate


@cache
def _measured_alone() -> st.SearchStrategy[Quantity]:
    """Draw a percentage, a rate per mille or a bare rate, often on a bound that sets use."""
    value = st.one_of(coarse_rates, coarse_rates, rates, st.sampled_from([Fraction(-1, 10), Fraction(6, 5)]))
    return st.builds(_measured, value, st.sampled_from([("%", 100), ("%", 100), ("‰", 1000), (None, 1)]))


def _measured(value: Fraction, unit: tuple[str | None, int]) -> Quantity:
    return measurement(round_half_up(value * unit[1], 3), unit[0])


@cache
def _counts() -> st.SearchStrategy[Quantity]:
    return st.integers(-1, 30).map(lambda count: measurement(Decimal(count), "次"))


@st.composite
def _choices(draw: st.DrawFn, tiers: tuple[Tier, ...], leaf: Indicator, quantum: Decimal) -> Changes:
    """Draw a tier, and a rate that it allows: its lowest, its middle, full, or one that scores half a quantum."""
    tier = pick(draw, tiers)
    word: Changes = {"rating": tier.name} if draw(up_to(3)) else {"actual": parse_quantity(tier.name)}
    if tier.lower == tier.upper and draw(BOOLEANS):
        return word
    chosen = [tier.lower, (tier.lower + tier.upper) / 2, tier.upper]
    if leaf.points:
        quanta = int(Fraction(leaf.points) / Fraction(quantum))
        chosen.append(Fraction(2 * int(tier.lower * quanta) + 1, 2 * quanta))
    return {**word, "rating_rate": pick(draw, [rate for rate in chosen if tier.allows(rate)])}
