"""Hypothesis strategies for every value; they build what is right, and filter nothing away.

Points add up by construction: full marks are split among the indicators in whole quanta, level by level.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from perfeval.model.dossier import Absence, Dossier, Project, Row
from perfeval.model.evaluation import Evaluation
from perfeval.model.funds import BUDGETS, COLUMNS, FundLine, Funds
from perfeval.model.grades import Band, GradeScale
from perfeval.model.hierarchy import ChecklistItem, Indicator
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlays import Add, Move, Operation, Overlay, Remove, SetFields
from perfeval.model.quantities import Direction, Quantity, format_quantity, parse_quantity
from perfeval.model.rounding import Rounding
from perfeval.scoring.engine import evaluate
from perfeval.scoring.scorers.bands import Bands, RateBand
from perfeval.scoring.scorers.checklist import Checklist
from perfeval.scoring.scorers.deduction import Deduction, DeductionItem
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.scoring.scorers.interpolate import Interpolate, RatePoint
from perfeval.scoring.scorers.rating_tiers import Rating, Tier
from perfeval.scoring.scorers.ratio import Ratio
from perfeval.scoring.scorers.stated import Stated
from perfeval.scoring.scorers.yes_no import YesNo

if TYPE_CHECKING:
    from perfeval.scoring.protocols import Scorer

QUANTA = (Decimal("0.01"), Decimal("0.1"), Decimal("0.5"), Decimal(1))
FULL_MARKS = Decimal(100)

amounts: st.SearchStrategy[Decimal] = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
"""Money and measurements, to the hundredth."""

rates: st.SearchStrategy[Fraction] = st.integers(0, 1000).map(lambda thousandths: Fraction(thousandths, 1000))
"""Rates in [0, 1]."""

names: st.SearchStrategy[str] = st.text(alphabet="决策过程产出效益数量质量时成本", min_size=1, max_size=6)
"""Names of indicators; they may repeat, as they do on forms."""


@st.composite
def parts_of(draw: st.DrawFn, whole: int, count: int) -> list[int]:
    """Draw *count* positive integers that add up to *whole*, which is at least *count*."""
    parts = []
    for left in range(count - 1, 0, -1):
        part = draw(st.integers(1, whole - left))
        parts.append(part)
        whole -= part
    return [*parts, whole]


@st.composite
def grade_scales(draw: st.DrawFn) -> GradeScale:
    """Draw bands that partition [0, 100]."""
    cuts = sorted(draw(st.sets(st.integers(1, 9_999), min_size=1, max_size=4)))
    bounds = [Decimal(0), *(Decimal(cut) / 100 for cut in cuts), FULL_MARKS]
    pairs = pairwise(bounds)
    return GradeScale(tuple(Band(name=f"等{i}", lower=low, upper=high) for i, (low, high) in enumerate(pairs)))


def rising_bands() -> st.SearchStrategy[tuple[RateBand, ...]]:
    """Draw bands whose rates never fall."""
    return st.lists(st.tuples(rates, rates), max_size=4).map(_bands)


def _bands(pairs: list[tuple[Fraction, Fraction]]) -> tuple[RateBand, ...]:
    lowers = sorted({Fraction(0), *(lower for lower, _ in pairs)})
    values = sorted([*(rate for _, rate in pairs), Fraction(0)])
    return tuple(RateBand(lower=lower, rate=values[min(index, len(values) - 1)]) for index, lower in enumerate(lowers))


_TIERS = (
    Tier(name="达成年度指标", lower="80%", upper="100%"),
    Tier(name="部分达成并具有一定效果", lower="60%", upper="80%"),
    Tier(name="未达成且效果较差", lower="0%", upper="60%"),
)


def scorers() -> st.SearchStrategy[Scorer]:
    """Draw a scorer of any built-in kind."""
    return st.one_of(
        st.builds(Ratio, at_most=st.sampled_from(["target-over-actual", "linear-deviation", "zero"])),
        st.just(Ratio(pass_gate=Fraction(3, 5), pass_gate_rescale=True, at_most="zero")),
        st.builds(Bands, bands=rising_bands(), of=st.just("actual")),
        st.lists(st.tuples(rates, rates), min_size=2, max_size=4, unique_by=lambda pair: pair[0]).map(_interpolate),
        st.just(Rating(tiers=_TIERS)),
        st.just(Checklist()),
        st.just(Deduction(items=(DeductionItem(name="违规", points="1.5"), DeductionItem(name="迟报", points="0.5")))),
        st.builds(YesNo, no_rate=st.sampled_from([Fraction(0), Fraction(1, 2)])),
        st.builds(
            FundRate,
            numerator=st.sampled_from([*COLUMNS, "saved"]),
            denominator=st.sampled_from(BUDGETS),
        ),
        st.just(Stated()),
    )


def _interpolate(pairs: list[tuple[Fraction, Fraction]]) -> Interpolate:
    values, heights = sorted(value for value, _ in pairs), sorted(rate for _, rate in pairs)
    return Interpolate(points=tuple(RatePoint(at=at, rate=rate) for at, rate in zip(values, heights, strict=True)))


@st.composite
def _indicators(draw: st.DrawFn, code: str, points: int, quantum: Decimal, depth: int) -> Indicator:
    """Draw an indicator of so many quanta, with children that add up to it."""
    value = points * quantum
    name = draw(names)
    if depth == 0 or points == 1 or draw(st.booleans()):
        checklist = (ChecklistItem(text="有依据"), ChecklistItem(text="合规", share=2, required=True))
        return Indicator(code=code, name=name, points=value, scorer=draw(scorers()), checklist=checklist)
    count = draw(st.integers(1, min(4, points)))
    parts = draw(parts_of(points, count))
    children = tuple(
        draw(_indicators(f"{code}.{number}", part, quantum, depth - 1)) for number, part in enumerate(parts, start=1)
    )
    return Indicator(code=code, name=name, points=draw(st.sampled_from([value, None])), children=children)


@st.composite
def indicator_sets(draw: st.DrawFn, *, depth: int = 3) -> IndicatorSet:
    """Draw a complete indicator set: every leaf has points and a scorer, and everything adds up to 100.

    Args:
        draw: Given by hypothesis.
        depth: The most levels there may be.

    """
    quantum = draw(st.sampled_from(QUANTA))
    parts = draw(parts_of(int(FULL_MARKS / quantum), draw(st.integers(1, 4))))
    tops = tuple(
        draw(_indicators(letter, part, quantum, depth - 1)) for letter, part in zip("ABCD", parts, strict=False)
    )
    rounding = Rounding(quantum=quantum, mode=draw(st.sampled_from(["half-up", "half-even", "down", "up"])))
    return IndicatorSet(
        id="test.set", title="测试指标体系", indicators=tops, rounding=rounding, grades=draw(grade_scales())
    )


@st.composite
def funds(draw: st.DrawFn, *, unit: str = "万元") -> Funds:
    """Draw a funds table whose every column is filled and positive."""
    line = FundLine(name="财政拨款").with_amounts({column: draw(amounts) + 1 for column in COLUMNS})
    return Funds(unit=unit, sources=(line,))


def leaves_with_paths(indicators: IndicatorSet) -> list[tuple[str, Indicator]]:
    """Return each leaf with its code, which names it however names repeat."""
    return [(one.code, one) for one in indicators.walk() if one.is_leaf]


@st.composite
def rows_for(draw: st.DrawFn, leaf: Indicator) -> Row:
    """Draw a row with enough facts for the leaf's scorer."""
    row = Row(address=leaf.code)
    changes = draw(_FACTS.get(getattr(leaf.scorer, "kind", ""), st.just({})))
    if getattr(leaf.scorer, "kind", "stated") == "stated":
        changes = {"score": (leaf.points or Decimal(0)) * draw(st.integers(0, 4)) / 4}
    return row.replace(**changes)


def measurements(unit: str) -> st.SearchStrategy[Quantity]:
    """Draw an actual value in a unit."""
    return amounts.map(lambda amount: format_quantity(direction=None, value=amount, unit=unit))


def _targets() -> st.SearchStrategy[Quantity]:
    directions: tuple[Direction, ...] = ("at-least", "at-most", "equal")
    return st.builds(
        lambda direction, value: format_quantity(direction=direction, value=value, unit="个"),
        st.sampled_from(directions),
        amounts,
    )


def _percentages() -> st.SearchStrategy[Quantity]:
    return rates.map(lambda rate: parse_quantity(f"{Decimal(rate.numerator) * 100 / rate.denominator:f}%"))


def _ratings() -> st.SearchStrategy[dict[str, object]]:
    return st.sampled_from(
        [
            {"rating": tier.name, "rating_rate": rate}
            for tier in _TIERS
            for rate in (tier.lower, (tier.lower + tier.upper) / 2)
        ]
    )


def _checks() -> st.SearchStrategy[tuple[tuple[str, Fraction], ...]]:
    return st.tuples(st.tuples(st.just("1"), rates), st.tuples(st.just("2"), rates))


def _deductions() -> st.SearchStrategy[tuple[tuple[str, Decimal], ...]]:
    counts = st.integers(0, 5).map(Decimal)
    return st.tuples(st.tuples(st.just("违规"), counts), st.tuples(st.just("迟报"), counts))


# What a row needs for each kind of scorer; a fund rate needs nothing of it, a stated score is drawn from the points.
_FACTS: dict[str, st.SearchStrategy[dict[str, object]]] = {
    "ratio": st.fixed_dictionaries({"target": _targets(), "actual": measurements("个")}),
    "bands": st.fixed_dictionaries({"actual": _percentages()}),
    "interpolate": st.fixed_dictionaries({"actual": _percentages()}),
    "rating": _ratings(),
    "checklist": st.fixed_dictionaries({"checks": _checks()}),
    "deduction": st.fixed_dictionaries({"deductions": _deductions()}),
    "yes-no": st.fixed_dictionaries({"actual": st.sampled_from(["是", "否"]).map(parse_quantity)}),
}


@st.composite
def dossiers_for(draw: st.DrawFn, indicators: IndicatorSet, *, absences: bool = True) -> Dossier:
    """Draw a dossier that fits *indicators*: facts for every scorer, some stated scores, some rows missing.

    Args:
        draw: Given by hypothesis.
        indicators: A complete set.
        absences: Whether rows may be missing or unverifiable.

    """
    rows = []
    for _, leaf in leaves_with_paths(indicators):
        row = draw(rows_for(leaf))
        if absences and getattr(leaf.scorer, "kind", "") != "fund-rate" and draw(st.integers(0, 7)) == 0:
            row = Row(address=row.address, absence=draw(st.sampled_from([Absence.MISSING, Absence.UNVERIFIABLE])))
        if draw(st.integers(0, 5)) == 0:
            row = row.replace(score=(leaf.points or Decimal(0)) * draw(st.integers(0, 2)) / 2)
        rows.append(row)
    order = draw(st.permutations(rows))
    return Dossier(
        id="test",
        indicators=indicators.id,
        year=2023,
        project=Project(name="测试项目"),
        funds=draw(funds()),
        rows=tuple(order),
    )


@st.composite
def evaluations(draw: st.DrawFn) -> Evaluation:
    """Draw an evaluation of a generated set and dossier."""
    indicators = draw(indicator_sets())
    return evaluate(draw(dossiers_for(indicators)), indicators=indicators)


@st.composite
def overlays_of(draw: st.DrawFn, base: IndicatorSet) -> Overlay:
    """Draw an overlay whose operations can all be done on *base*: renames, moves of whole level-1 indicators, additions."""
    codes = [one.code for one in base.walk()]
    operations: list[Operation] = [
        SetFields(target=code, changes=(("name", draw(names)), ("definition", draw(names))))
        for code in draw(st.lists(st.sampled_from(codes), max_size=4))
    ]
    if draw(st.booleans()):
        new = Indicator(code="NEW", name="新增", points=0, scorer=Stated())
        operations.append(Add(parent="", indicator=new))
        if draw(st.booleans()):
            operations.append(Remove(target="NEW"))
    tops = [one.code for one in base.indicators]
    if len(tops) > 1 and draw(st.booleans()):
        moved, anchor = draw(st.permutations(tops))[:2]
        operations.append(Move(target=moved, to="", before=anchor))
    title = draw(st.sampled_from(["", "某区指标体系"]))
    return Overlay(
        id="test.overlay",
        base=base.id,
        overrides=(("title", title),) if title else (),
        operations=tuple(operations),
    )
