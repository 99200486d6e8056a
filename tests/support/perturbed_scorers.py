"""Each kind of scorer with one node of its formula changed, at every node in turn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import islice, product
from typing import Any

import attrs
from attrs import evolve, field, frozen
from formula_graphs import Values, meant

from perfeval.errors.language import Text
from perfeval.model.dossier import Row
from perfeval.model.funds import FundLine, Funds
from perfeval.model.hierarchy import ChecklistItem, Indicator
from perfeval.model.quantities import parse_quantity
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.number_systems.exact import RateFormula
from perfeval.scoring.number_systems.expressions import (
    Arithmetic,
    Comparison,
    Constant,
    Either,
    Expression,
    Extreme,
    NumberFact,
    Numeric,
    OneOf,
    Undefined,
    Where,
    substituted,
)
from perfeval.scoring.protocols import Unscorable
from perfeval.scoring.scorers.bands import Bands, RateBand
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.checklist import Checklist
from perfeval.scoring.scorers.deduction import Deduction, DeductionItem
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.scoring.scorers.interpolate import Interpolate, RatePoint
from perfeval.scoring.scorers.rating_tiers import Rating, Tier
from perfeval.scoring.scorers.ratio import OverFulfilment, Ratio
from perfeval.scoring.scorers.stated import Stated
from perfeval.scoring.scorers.yes_no import YesNo

BANDS = (
    RateBand(lower=0, rate=0),
    RateBand(lower="60%", rate="50%"),
    RateBand(lower="80%", rate="70%"),
    RateBand(lower=1, rate=1),
)
POINTS = (RatePoint(at=2, rate="10%"), RatePoint(at=4, rate="40%"), RatePoint(at=8, rate=1))
TIERS = (Tier(name="达成", lower="80%", upper=1), Tier(name="未达成", lower=0, upper="80%"))
ITEMS = tuple(
    ChecklistItem(text=text, share=share, required=share > 1) for text, share in (("甲", 2), ("乙", 1), ("丙", 1))
)
FAULTS = (DeductionItem(name="迟报", points="0.5"), DeductionItem(name="错报", points=2))

SCORERS: tuple[FormulaScorer, ...] = (
    Ratio(at_most="target-over-actual", equal="deviation", pass_gate=Fraction(3, 5), pass_gate_rescale=True),
    Ratio(
        at_most="linear-deviation",
        over_fulfilment=OverFulfilment(threshold="130%", effect="deduct-deviation", floor="20%"),
        zero_target="unscorable",
    ),
    Ratio(equal="exact"),
    Bands(bands=BANDS, of="completion", at_most="zero"),
    Bands(bands=BANDS),
    Interpolate(points=POINTS),
    FundRate(numerator="spent", denominator="adjusted", bands=BANDS),
    FundRate(numerator="saved", denominator="adjusted"),
    Deduction(items=FAULTS),
    Deduction(per="1.5"),
    Checklist(),
    YesNo(no_rate="1/3"),
    Rating(tiers=TIERS),
    ByTarget(quantitative=Ratio(), qualitative=Rating(tiers=TIERS)),
    Stated(),
)


@frozen(kw_only=True)
class Case:
    """What a scorer is given, and the values of the facts that its formula reads of it."""

    indicator: Indicator
    row: Row
    funds: Funds
    values: Values = field(factory=dict)


@frozen(kw_only=True)
class Perturbation:
    """A scorer whose formula differs in one node, and something that it scores differently.

    Args:
        original: The scorer as it is.
        scorer: The scorer with the changed formula.
        node: What was changed.
        case: What is scored.
        was: What the formula meant of it.
        becomes: What the changed one means.

    """

    original: FormulaScorer
    scorer: FormulaScorer
    node: Expression
    case: Case
    was: Fraction | Text
    becomes: Fraction | Text


def cases() -> Iterator[Case]:
    """Yield rows of every sort: each sign, met, missed and far above; words, tiers, checks and faults; money."""
    indicator = Indicator(code="A", name="A", points=5, checklist=ITEMS)
    plain = Row(address="A")
    numbers = (
        "-1",
        "0",
        "0.5",
        "0.6",
        "0.7",
        "0.8",
        "0.9",
        "1",
        "2",
        "3",
        "5",
        "6.5",
        "7",
        "8",
        "8.5",
        "9.5",
        "11",
        "15",
        "30",
    )
    targets = [parse_quantity(f"{sign}{number}") for sign, number in product("≥>≤<=", ("-3", "0", "8"))]
    for asked, actual in product((*targets, parse_quantity("定性"), parse_quantity("8")), numbers):
        yield Case(indicator=indicator, row=evolve(plain, target=asked, actual=parse_quantity(actual)), funds=Funds())
    for tier, rate, target in product(
        TIERS, (Fraction(0), Fraction(7, 10), Fraction(17, 20)), (None, parse_quantity("定性"))
    ):
        row = evolve(plain, target=target, rating=tier.name, rating_rate=rate)
        yield Case(indicator=indicator, row=row, funds=Funds())
    for word in ("是", "否", "不详"):
        yield Case(indicator=indicator, row=evolve(plain, actual=parse_quantity(word)), funds=Funds())
    for checks in product((Fraction(0), Fraction(1, 2), Fraction(1)), repeat=3):
        row = evolve(plain, checks=tuple((item.text, share) for item, share in zip(ITEMS, checks, strict=True)))
        yield Case(indicator=indicator, row=row, funds=Funds())
    for late, wrong, points in product((0, 1, 3), (0, 1, 2), (0, 5)):
        row = evolve(plain, deductions=(("迟报", Decimal(late)), ("错报", Decimal(wrong))))
        yield Case(indicator=evolve(indicator, points=points), row=row, funds=Funds())
    for count, points in product((-1, 0, 1, 2, 9), (0, 5)):
        row = evolve(plain, actual=parse_quantity(str(count)))
        yield Case(indicator=evolve(indicator, points=points), row=row, funds=Funds())
    for spent, adjusted in product((0, 30, 60, 70, 80, 90, 100, 120), (0, 100)):
        line = FundLine(name="年度资金总额", adjusted=adjusted, spent=spent)
        yield Case(indicator=indicator, row=plain, funds=Funds(total=line))


def perturbations(scorer: FormulaScorer) -> Iterator[Perturbation | Expression]:
    """Yield every change of a node with a case that shows it; a node of which no change shows stands by itself."""
    formula = scorer.formula_for(ITEMS)
    assert formula is not None
    given = [with_values(case, formula) for case in cases()]
    was = [meant(formula.expression, case.values) for case in given]
    for node in formula.expression.walk():
        shown = [
            Perturbation(
                original=scorer, scorer=with_formula(scorer, changed), node=node, case=case, was=before, becomes=after
            )
            for changed in (substituted(formula.expression, {node: change}) for change in _changes(node))
            for case, before, after in islice(_shown(changed, zip(given, was, strict=True)), 1)
        ]
        yield from shown
        if not shown:
            yield node


def _shown(
    changed: Numeric, given: Iterable[tuple[Case, Fraction | Text]]
) -> Iterator[tuple[Case, Fraction | Text, Fraction | Text]]:
    """Yield the cases of which a changed formula means something else, and what."""
    for case, before in given:
        try:
            after = meant(changed, case.values)
        except ZeroDivisionError:  # the change took away what guarded a division
            continue
        if after != before:
            yield case, before, after


def with_values(case: Case, formula: RateFormula) -> Case:
    """Return a case with what the facts of a formula say of it."""
    values: Values = {}
    for fact in formula.facts:
        read = fact.read(case.indicator, case.row, case.funds)
        values[fact] = (
            read.reason if isinstance(read, Unscorable) else read if isinstance(read, str) else Fraction(*read)
        )
    return evolve(case, values=values)


def with_formula(scorer: FormulaScorer, expression: Numeric) -> FormulaScorer:
    """Return a scorer of the same kind and parameters, but with another formula."""
    kind: Any = type(scorer)
    formula = RateFormula(expression)
    other = type(kind.__name__, (kind,), {"__slots__": (), "formula_for": lambda *_: formula})
    parameters = {one.name: getattr(scorer, one.name) for one in attrs.fields(kind)}
    made: FormulaScorer = other(**parameters)
    return made


def _changes(node: Expression) -> Iterator[Expression]:
    step = Fraction(1, 7)
    match node:
        case Constant(value):
            yield from (Constant(value + step), Constant(value - step))
        case NumberFact():
            yield from (node + step, node - step)
        case Arithmetic(sign, left, right):
            yield from (Arithmetic(other, left, right) for other in ("+", "-", "*") if other != sign)
        case Extreme(which, left, right):
            yield Extreme("maximum" if which == "minimum" else "minimum", left, right)
        case Comparison(sign, left, right):
            yield Comparison("<=" if sign == "<" else "<", left, right)
            yield Comparison(sign, left + step, right)
            yield Comparison(sign, right, left)
        case OneOf(fact, words):
            yield OneOf(fact, tuple(word for word in fact.words if word not in words))
        case Either(left, right):
            yield from (left, right)
        case Where(condition, yes, no):
            yield Where(condition, no, yes)
        case Undefined():
            yield Undefined(Text("另一原因", "another reason"))
