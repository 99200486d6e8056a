"""Prove every built-in kind of scorer and aggregator with parameters that are unknown: for every set there can be.

A kind's own formula is recorded with parameters that are marked; each mark then becomes an unknown with the bounds that the kind
demands of it. Lists are proved at several lengths.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product
from typing import TYPE_CHECKING, Any, get_args

from attrs import evolve, field, frozen

from perfeval.errors.language import Text
from perfeval.model.absence_and_vetoes import AbsencePolicy
from perfeval.model.funds import COLUMNS
from perfeval.model.hierarchy import ChecklistItem, Indicator
from perfeval.model.numbers import exact
from perfeval.model.rounding import Rounding, RoundingMode
from perfeval.proofs.claims import ScoringRule
from perfeval.proofs.rounding_and_grades import verdicts_of_rounding
from perfeval.proofs.solving import ask
from perfeval.proofs.verdicts import SetProof, Verdict
from perfeval.proofs.witness_sentences import Wording, counter_example
from perfeval.scoring.aggregators import LookupTable, TableEntry, WeakestLink
from perfeval.scoring.facts import DIRECTIONS
from perfeval.scoring.number_systems.expressions import Constant, NumberFact, substituted
from perfeval.scoring.number_systems.promises import RowPromise, Sense
from perfeval.scoring.number_systems.shallow_graphs import total
from perfeval.scoring.scorers.bands import Bands, RateBand
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.checklist import Checklist
from perfeval.scoring.scorers.deduction import Deduction, DeductionItem
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.scoring.scorers.interpolate import Interpolate, RatePoint
from perfeval.scoring.scorers.rating_tiers import Rating, Tier
from perfeval.scoring.scorers.ratio import Effect, OverFulfilment, Ratio
from perfeval.scoring.scorers.yes_no import YesNo
from perfeval.scoring.target_formulas import AtMost, Equal, ZeroTarget

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from perfeval.model.declarations import DeclaredAggregator, DeclaredScorer
    from perfeval.scoring.number_systems.expressions import Condition, Expression, Numeric

LENGTHS = (1, 2, 3, 4)
"""How many bands, points, items or components are tried."""

_MOST_POINTS_OF_QUOTIENTS = 3


@frozen(order=False, cache_hash=True)
class Parameter(NumberFact):
    """A parameter of a kind that is not known.

    Args:
        name: Its name in files.
        least: The least value that the kind takes; None is unbounded.
        most: The greatest.

    """

    name: str
    least: Fraction | None = None
    most: Fraction | None = None

    @property
    def title(self) -> Text:
        """Its name."""
        return Text(self.name, self.name)

    @property
    def lower(self) -> Fraction | None:
        """The least value."""
        return self.least

    @property
    def upper(self) -> Fraction | None:
        """The greatest value."""
        return self.most


class Marks:
    """Marked values for parameters: no two alike, rising as they are made, none that a formula holds by itself."""

    def __init__(self) -> None:
        """Begin with none."""
        self.parameters: dict[Expression, Parameter] = {}

    def rate(self, name: str) -> Fraction:
        """Return a marked rate in [0, 1]."""
        return self._marked(Parameter(name, Fraction(0), Fraction(1)), above=Fraction(0))

    def at_least(self, name: str, least: int) -> Fraction:
        """Return a marked number that is *least* or more."""
        return self._marked(Parameter(name, Fraction(least)), above=Fraction(least))

    def any_number(self, name: str) -> Fraction:
        """Return a marked number without bounds."""
        return self._marked(Parameter(name), above=Fraction(0))

    def _marked(self, parameter: Parameter, *, above: Fraction) -> Fraction:
        mark = above + Fraction(10_007 + 101 * len(self.parameters), 20_000)
        self.parameters[Constant(mark)] = parameter
        return mark

    def unknown(self, mark: Fraction) -> Parameter:
        """Return the parameter that a mark stands for."""
        return self.parameters[Constant(mark)]

    def rising(self, marks: Sequence[Fraction], *, strictly: bool = False) -> tuple[Condition, ...]:
        """Return that the parameters of *marks* rise."""
        pairs = [(self.unknown(one), self.unknown(two)) for one, two in pairwise(marks)]
        return tuple(one < two if strictly else one <= two for one, two in pairs)


@frozen(kw_only=True)
class Variant:
    """A kind with one choice of its words, its numbers unknown.

    Args:
        title: Its choices.
        scorer: The scorer, its numbers marked.
        aggregator: Or the aggregator.
        indicator: The indicator that it scores.
        marks: The marked numbers.
        assuming: What the kind demands of them.

    """

    title: str
    scorer: DeclaredScorer | None = None
    aggregator: DeclaredAggregator | None = None
    indicator: Indicator = field(factory=lambda: Indicator(code="X", name="X"))
    marks: Marks = field(factory=Marks)
    assuming: tuple[Condition, ...] = ()


def variants_of_kinds() -> dict[str, tuple[Variant, ...]]:
    """Return every built-in kind that computes, with the variants in which it is proved."""
    return {
        "ratio": tuple(_ratios()),
        "bands": tuple(_bands()),
        "interpolate": tuple(_interpolations()),
        "rating": tuple(_ratings()),
        "checklist": tuple(_checklists()),
        "deduction": tuple(_deductions()),
        "yes-no": tuple(_answers()),
        "fund-rate": tuple(_fund_rates()),
        "by-target": tuple(_by_targets()),
        "weakest-link": tuple(_weakest_links()),
        "lookup-table": tuple(_lookup_tables()),
    }


def prove_kinds() -> Iterator[SetProof]:
    """Prove what every built-in kind promises, whatever its parameters, and every mode of rounding; one proof a kind.

    Raises:
        MissingExtraError: If the solver is not installed (the extra ``proof``).

    """
    for kind, variants in variants_of_kinds().items():
        yield SetProof(subject=kind, verdicts=tuple(one for variant in variants for one in verdicts_of(variant)))
    modes: tuple[RoundingMode, ...] = get_args(RoundingMode)
    roundings = tuple(one for mode in modes for one in verdicts_of_rounding(Rounding(mode=mode)))
    yield SetProof(subject=f"rounding: {', '.join(modes)}", verdicts=roundings)


def verdicts_of(variant: Variant) -> Iterator[Verdict]:
    """Yield what is known of each promise of one variant, whatever its numbers."""
    rule = ScoringRule(
        path=variant.title,
        indicator=variant.indicator,
        scorer=variant.scorer,
        aggregator=variant.aggregator,
        policy=AbsencePolicy(),
    )
    assert rule.formula is not None, "every built-in kind has a formula"
    unknown = variant.marks.parameters
    formula = substituted(rule.formula, unknown)
    for promise in rule.promises:
        general = _generalised(promise, unknown)
        answer = ask(formula, general, assuming=variant.assuming)
        examples = (
            (counter_example(answer.rows, general, points=None, wording=Wording()),) if answer.holds is False else ()
        )
        state = {True: "proved", False: "broken", None: "undecided"}[answer.holds]
        yield Verdict(rule=rule.title, promise=promise.promise, state=state, counter_examples=examples)  # type: ignore[arg-type]


def _generalised(promise: RowPromise | Sense, unknown: Mapping[Expression, Numeric]) -> RowPromise | Sense:
    """Return the promise with every mark replaced by its unknown."""
    under = tuple(substituted(one, unknown) for one in promise.under)
    if isinstance(promise, Sense):
        return evolve(promise, under=under, spoken=None)
    return evolve(promise, under=under, holds=substituted(promise.holds, unknown))


def _ratios() -> Iterator[Variant]:
    for direction, zero_target in product(DIRECTIONS, get_args(ZeroTarget)):
        readings: tuple[Equal, ...] = get_args(Equal) if direction == "equal" else ("at-least",)
        formulas: tuple[AtMost | None, ...] = (
            (*get_args(AtMost), None) if direction in ("at-most", "below") else (None,)
        )
        for equal, at_most in product(readings, formulas):
            plain = Ratio(direction=direction, zero_target=zero_target, equal=equal, at_most=at_most)
            words = ", ".join(word for word in (direction, zero_target, equal, at_most or "") if word)
            yield from _gated(plain, words)


def _gated(scorer: Ratio, words: str) -> Iterator[Variant]:
    effects: tuple[Effect | None, ...] = (None, *get_args(Effect))
    for gated, effect in product(("", "pass-gate", "pass-gate-rescale"), effects):
        marks = Marks()
        assuming: list[Condition] = []
        made = scorer
        if gated:
            gate = marks.rate("pass-gate")
            made = evolve(made, pass_gate=gate, pass_gate_rescale=gated == "pass-gate-rescale")
            assuming += [marks.unknown(gate) > 0, marks.unknown(gate) < 1]
        if effect is not None:
            floor = marks.rate("floor") if effect == "deduct-deviation" else Fraction(0)
            threshold = marks.at_least("threshold", 1)
            made = evolve(made, over_fulfilment=OverFulfilment(threshold=threshold, effect=effect, floor=floor))
            assuming.append(marks.unknown(threshold) > 1)
        title = ", ".join(word for word in (words, gated, effect or "") if word)
        yield Variant(title=title, scorer=made, marks=marks, assuming=tuple(assuming))


def _rate_bands(marks: Marks, length: int) -> tuple[tuple[RateBand, ...], tuple[Condition, ...]]:
    """Return bands from 0 with rising bounds and rates, and what is demanded of them."""
    lowers = [marks.at_least(f"from {number}", 0) for number in range(1, length)]
    rates = [marks.rate(f"rate {number}") for number in range(length)]
    bands = tuple(RateBand(lower=lower, rate=rate) for lower, rate in zip([Fraction(0), *lowers], rates, strict=True))
    positive = tuple(marks.unknown(lower) > 0 for lower in lowers[:1])
    return bands, (*positive, *marks.rising(lowers, strictly=True), *marks.rising(rates))


def _bands() -> Iterator[Variant]:
    for length in LENGTHS:
        marks = Marks()
        bands, assuming = _rate_bands(marks, length)
        yield Variant(title=f"{length} × actual", scorer=Bands(bands=bands), marks=marks, assuming=assuming)
        for at_most in get_args(AtMost):
            # A target that is met has a band of its own with full points; what lies below it is unknown.
            met = RateBand(lower=Fraction(1), rate=Fraction(1))
            below = tuple(marks.unknown(one.lower) < 1 for one in bands[1:])
            scorer = Bands(bands=(*bands, met), of="completion", at_most=at_most)
            title = f"{length} × completion, {at_most}"
            yield Variant(title=title, scorer=scorer, marks=marks, assuming=(*assuming, *below))


def _interpolations() -> Iterator[Variant]:
    for length in LENGTHS[1:]:
        marks = Marks()
        values = [marks.any_number(f"at {number}") for number in range(length)]
        rates = [marks.rate(f"rate {number}") for number in range(length)]
        points = tuple(RatePoint(at=value, rate=rate) for value, rate in zip(values, rates, strict=True))
        assuming = (*marks.rising(values, strictly=True), *marks.rising(rates))
        yield Variant(title=f"{length} × actual", scorer=Interpolate(points=points), marks=marks, assuming=assuming)
        # With more points than three, quotients of four unknowns are more than the solver can tell.
        for at_most in get_args(AtMost) if length <= _MOST_POINTS_OF_QUOTIENTS else ():
            met = RatePoint(at=Fraction(1), rate=Fraction(1))
            before = tuple(one for one in points if one.at < 1)
            below = tuple(marks.unknown(one.at) < 1 for one in before)
            scorer = Interpolate(points=(*before, met), of="completion", at_most=at_most)
            title = f"{length} × completion, {at_most}"
            yield Variant(title=title, scorer=scorer, marks=marks, assuming=(*assuming, *below))


def _ratings() -> Iterator[Variant]:
    yield Variant(title="[0%, 100%]", scorer=Rating(tiers=(Tier(name="X", lower=Fraction(0), upper=Fraction(1)),)))


def _checklists() -> Iterator[Variant]:
    for length in LENGTHS:
        for required in range(length + 1):
            marks = Marks()
            shares = [marks.at_least(f"share {one}", 0) for one in range(length)]
            items = tuple(
                ChecklistItem(text=str(one), share=exact(share), required=one < required)
                for one, share in enumerate(shares)
            )
            variant = Variant(
                title=f"{length} items, {required} required",
                scorer=Checklist(),
                indicator=Indicator(code="X", name="X", checklist=items),
                marks=marks,
                assuming=(total([marks.unknown(share) for share in shares]) > 0,),
            )
            yield variant


def _deductions() -> Iterator[Variant]:
    for length in LENGTHS:
        marks = Marks()
        costs = [exact(marks.at_least(f"points {one}", 0)) for one in range(length)]
        items = tuple(DeductionItem(name=str(one), points=cost) for one, cost in enumerate(costs))
        yield Variant(title=f"{length} items", scorer=Deduction(items=items), marks=marks)
    marks = Marks()
    yield Variant(title="per", scorer=Deduction(per=exact(marks.at_least("per", 0))), marks=marks)


def _answers() -> Iterator[Variant]:
    marks = Marks()
    no_rate = marks.rate("no-rate")
    yield Variant(title="no-rate", scorer=YesNo(no_rate=no_rate), marks=marks, assuming=(marks.unknown(no_rate) < 1,))


def _fund_rates() -> Iterator[Variant]:
    for numerator, denominator in product((*COLUMNS, "saved"), COLUMNS):
        if numerator == denominator:
            continue
        for length in (0, *LENGTHS):
            marks = Marks()
            bands, assuming = _rate_bands(marks, length) if length else ((), ())
            scorer = FundRate(numerator=numerator, denominator=denominator, bands=bands)  # type: ignore[arg-type]
            title = f"{numerator} / {denominator}" + (f", {length} bands" if length else "")
            yield Variant(title=title, scorer=scorer, marks=marks, assuming=assuming)


def _by_targets() -> Iterator[Variant]:
    rating = Rating(tiers=(Tier(name="X", lower=Fraction(0), upper=Fraction(1)),))
    for variant in _gated(Ratio(direction="at-least"), "at-least"):
        yield evolve(variant, scorer=ByTarget(quantitative=variant.scorer, qualitative=rating))  # type: ignore[arg-type]


def _components(length: int) -> Indicator:
    rating = Rating(tiers=(Tier(name="X", lower=Fraction(0), upper=Fraction(1)),))
    children = tuple(Indicator(code=str(one), name=str(one), scorer=rating) for one in range(length))
    return Indicator(code="X", name="X", children=children)


def _weakest_links() -> Iterator[Variant]:
    for length in LENGTHS:
        yield Variant(title=f"{length} components", aggregator=WeakestLink(), indicator=_components(length))


def _lookup_tables() -> Iterator[Variant]:
    for length in LENGTHS:
        marks, group = Marks(), _components(length)
        asked: list[Any] = [((child.code, "X"),) for child in group.children]
        lines = tuple(TableEntry(when=when, rate=marks.rate(f"rate {one}")) for one, when in enumerate(asked))
        table = LookupTable(table=lines, otherwise=marks.rate("otherwise"))
        yield Variant(title=f"{length} lines", aggregator=table, indicator=group, marks=marks)
