"""Drawn scorers and aggregators: every built-in kind with every parameter that changes what it computes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from perfeval.model.funds import BUDGETS, COLUMNS
from perfeval.scoring.aggregators import LookupTable, TableEntry
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
from perfeval.scoring.target_formulas import AtMost

if TYPE_CHECKING:
    from perfeval.scoring.protocols import Scorer

amounts: st.SearchStrategy[Decimal] = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
"""Money and measurements, to the hundredth."""

rates: st.SearchStrategy[Fraction] = st.integers(0, 1000).map(lambda thousandths: Fraction(thousandths, 1000))
"""Rates in [0, 1]."""

coarse_rates: st.SearchStrategy[Fraction] = st.integers(0, 20).map(lambda twentieths: Fraction(twentieths, 20))
"""Rates in [0, 1] that forms print, on which bounds and values meet."""

_AT_MOST: st.SearchStrategy[AtMost | None] = st.sampled_from(["target-over-actual", "linear-deviation", "zero", None])

NATIONAL_TIERS = (
    Tier(name="达成年度指标", lower="80%", upper="100%"),
    Tier(name="部分达成并具有一定效果", lower="60%", upper="80%"),
    Tier(name="未达成且效果较差", lower="0%", upper="60%"),
)
SINGLE_RATES = (
    Tier(name="高", lower=1, upper=1),
    Tier(name="中", lower="1/2", upper="1/2"),
    Tier(name="低", lower=0, upper=0),
)
"""Tiers of a single rate, which need no rate chosen within them."""


@cache
def rising_bands() -> st.SearchStrategy[tuple[RateBand, ...]]:
    """Draw bands whose rates never fall."""
    return st.lists(st.tuples(coarse_rates, rates), max_size=4).map(_bands)


def _bands(pairs: list[tuple[Fraction, Fraction]]) -> tuple[RateBand, ...]:
    lowers = sorted({Fraction(0), *(lower for lower, _ in pairs)})
    values = sorted([*(rate for _, rate in pairs), Fraction(0)])
    return tuple(RateBand(lower=lower, rate=values[min(index, len(values) - 1)]) for index, lower in enumerate(lowers))


@cache
def _rising_points() -> st.SearchStrategy[tuple[RatePoint, ...]]:
    pairs = st.lists(st.tuples(coarse_rates, rates), min_size=2, max_size=4, unique_by=lambda pair: pair[0])
    return pairs.map(_points)


def _points(pairs: list[tuple[Fraction, Fraction]]) -> tuple[RatePoint, ...]:
    values, heights = sorted(value for value, _ in pairs), sorted(rate for _, rate in pairs)
    return tuple(RatePoint(at=at, rate=rate) for at, rate in zip(values, heights, strict=True))


@cache
def _over_fulfilments() -> st.SearchStrategy[OverFulfilment]:
    return st.builds(
        OverFulfilment,
        threshold=st.sampled_from(["120%", "130%", "3/2"]),
        effect=st.sampled_from(["full", "deduct-deviation", "zero"]),
        floor=st.sampled_from([Fraction(0), Fraction(1, 2)]),
    )


@cache
def _ratios() -> st.SearchStrategy[Scorer]:
    return st.builds(
        Ratio,
        direction=st.sampled_from([None, None, None, None, None, "at-least", "at-most", "above", "below", "equal"]),
        over_fulfilment=st.none() | _over_fulfilments(),
        pass_gate=st.sampled_from([None, None, Fraction(3, 5), Fraction(1, 2)]),
        pass_gate_rescale=st.booleans(),
        at_most=_AT_MOST,
        equal=st.sampled_from(["at-least", "exact", "deviation"]),
        zero_target=st.sampled_from(["full-if-met", "unscorable"]),
    )


@cache
def _measuring() -> st.SearchStrategy[Scorer]:
    measures = st.sampled_from(["actual", "completion"])
    return st.one_of(
        st.builds(Bands, bands=rising_bands(), of=measures, at_most=_AT_MOST),
        st.builds(Interpolate, points=_rising_points(), of=measures, at_most=_AT_MOST),
    )


@cache
def _deductions() -> st.SearchStrategy[Scorer]:
    faults = (DeductionItem(name="违规", points="1.5"), DeductionItem(name="迟报", points="0.25"))
    return st.sampled_from([Deduction(items=faults), Deduction(per="0.5"), Deduction(per=0)])


@cache
def ratings() -> st.SearchStrategy[Scorer]:
    """Draw a rating by the three national tiers, or by tiers of a single rate."""
    return st.sampled_from([Rating(tiers=NATIONAL_TIERS), Rating(tiers=SINGLE_RATES)])


@cache
def _yes_no() -> st.SearchStrategy[Scorer]:
    no_rates = st.sampled_from([Fraction(0), Fraction(1, 2), Fraction(1, 3)])
    return st.builds(YesNo, yes=st.just(("是", "已完成")), no=st.just(("否", "未完成")), no_rate=no_rates)


@cache
def _fund_rates() -> st.SearchStrategy[Scorer]:
    return st.builds(
        FundRate,
        numerator=st.sampled_from([*COLUMNS, "saved"]),
        denominator=st.sampled_from(BUDGETS),
        bands=st.just(()) | rising_bands(),
    )


@cache
def _by_target() -> st.SearchStrategy[Scorer]:
    words = st.one_of(ratings(), _yes_no(), st.just(Checklist()), st.just(Stated()))
    return st.builds(ByTarget, quantitative=st.one_of(_ratios(), _measuring()), qualitative=words)


@cache
def computing_scorers() -> st.SearchStrategy[Scorer]:
    """Draw a scorer of any built-in kind that computes; of a component nobody states a score."""
    return st.one_of(
        _ratios(),
        _ratios(),
        _measuring(),
        ratings(),
        st.just(Checklist()),
        _deductions(),
        _yes_no(),
        _fund_rates(),
        _by_target(),
    )


@cache
def scorers() -> st.SearchStrategy[Scorer]:
    """Draw a scorer of any built-in kind."""
    return st.one_of(computing_scorers(), st.just(Stated()))


@cache
def lookup_tables(names: tuple[str, ...]) -> st.SearchStrategy[LookupTable]:
    """Draw a table of the single-rate tiers of the components called *names*, some with a line for all that is left."""
    when = st.lists(
        st.tuples(st.sampled_from(names), st.sampled_from([tier.name for tier in SINGLE_RATES])), max_size=2
    )
    entries = st.builds(TableEntry, when=when.map(lambda pairs: tuple(dict(pairs).items())), rate=coarse_rates)
    return st.builds(
        LookupTable, table=st.lists(entries, min_size=1, max_size=3).map(tuple), otherwise=st.none() | coarse_rates
    )
