"""Parameters that no scorer can score by are refused when the scorer is made; those on their bounds are right."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from small_sets import set_of
from told_issues import issues_of, told_by

from perfeval.scoring.scorers.bands import Bands, RateBand
from perfeval.scoring.scorers.deduction import Deduction, DeductionItem
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.scoring.scorers.interpolate import Interpolate, RatePoint
from perfeval.scoring.scorers.rating_tiers import Rating, Tier
from perfeval.scoring.scorers.ratio import OverFulfilment, Ratio
from perfeval.scoring.scorers.yes_no import YesNo

if TYPE_CHECKING:
    from collections.abc import Callable


def bands(*pairs: tuple[object, object]) -> tuple[RateBand, ...]:
    """Return bands of (lower, rate)."""
    return tuple(RateBand(lower=lower, rate=rate) for lower, rate in pairs)  # type: ignore[arg-type]


def line(*pairs: tuple[object, object]) -> Interpolate:
    """Return an interpolation through (value, rate)."""
    return Interpolate(points=tuple(RatePoint(at=at, rate=rate) for at, rate in pairs))  # type: ignore[arg-type]


def tiers(*rows: tuple[str, object, object]) -> Rating:
    """Return a rating by (name, lower, upper)."""
    return Rating(tiers=tuple(Tier(name=name, lower=lower, upper=upper) for name, lower, upper in rows))  # type: ignore[arg-type]


def faults(*pairs: tuple[str, object]) -> tuple[DeductionItem, ...]:
    """Return faults and what each costs."""
    return tuple(DeductionItem(name=name, points=points) for name, points in pairs)  # type: ignore[arg-type]


REFUSED: dict[str, tuple[Callable[[], object], list[tuple[str, str, str]]]] = {
    "no band": (lambda: Bands(bands=()), [("Bands.bands", "有一档从 0 起", "没有档")]),
    "no band from 0": (lambda: Bands(bands=bands((60, 1), ("0.8", 1))), [("Bands.bands", "有一档从 0 起", "60、0.8")]),
    "a bound twice": (
        lambda: Bands(bands=bands((0, 0), ("0.6", 1), ("60%", 1))),
        [("Bands.bands/2/from", "下限不重复", "0.6")],
    ),
    "band rates out of range": (
        lambda: Bands(bands=bands((0, "-0.1"), ("0.6", "1.1"))),
        [("Bands.bands/0/rate", "得分率在 0 到 1 之间", "-0.1"), ("Bands.bands/1/rate", "得分率在 0 到 1 之间", "1.1")],
    ),
    "bands of money": (
        lambda: FundRate(numerator="spent", denominator="adjusted", bands=bands((1, 1))),
        [("FundRate.bands", "有一档从 0 起", "1")],
    ),
    "one point": (lambda: line((0, 0)), [("Interpolate.points", "至少两个点", "1")]),
    "no point": (line, [("Interpolate.points", "至少两个点", "0")]),
    "a value twice": (lambda: line((0, 0), ("0.5", 0), ("50%", 1)), [("Interpolate.points/2/at", "取值不重复", "0.5")]),
    "point rates out of range": (
        lambda: line((0, "-1/3"), (1, 2)),
        [
            ("Interpolate.points/0/rate", "得分率在 0 到 1 之间", "-1/3"),
            ("Interpolate.points/1/rate", "得分率在 0 到 1 之间", "2"),
        ],
    ),
    "no tier": (tiers, [("Rating.tiers", "至少一档", "0")]),
    "a tier twice": (lambda: tiers(("好", "0.5", 1), ("好", 0, "0.5")), [("Rating.tiers/1/name", "名称不重复", "好")]),
    "tiers outside": (
        lambda: tiers(("好", "0.8", "1.2"), ("差", "-0.1", "0.5")),
        [("Rating.tiers/0", "范围在 0 到 1 之内", "好"), ("Rating.tiers/1", "范围在 0 到 1 之内", "差")],
    ),
    "a tier upside down": (lambda: tiers(("好", "0.8", "0.7")), [("Rating.tiers/0", "范围在 0 到 1 之内", "好")]),
    "tiers that overlap": (
        lambda: tiers(("好", "0.7", 1), ("差", 0, "0.8")),
        [("Rating.tiers/0", "各档范围不重叠", "差, 好")],
    ),
    "neither items nor per": (Deduction, [("Deduction.items", "items 与 per 二者取一", "两者都有或都没有")]),
    "both items and per": (
        lambda: Deduction(items=faults(("迟报", 1)), per="1"),
        [("Deduction.items", "items 与 per 二者取一", "两者都有或都没有")],
    ),
    "a fault twice": (
        lambda: Deduction(items=faults(("迟报", 1), ("迟报", 2))),
        [("Deduction.items/1/name", "扣分项不重复", "迟报")],
    ),
    "a fault that adds points": (
        lambda: Deduction(items=faults(("迟报", "-1"))),
        [("Deduction.items/0/points", "扣分不为负", "-1")],
    ),
    "a count that adds points": (lambda: Deduction(per="-0.5"), [("Deduction.per", "扣分不为负", "-0.5")]),
    "a gate that everything passes": (
        lambda: Ratio(pass_gate=Fraction("0")),
        [("Ratio.pass_gate", "pass-gate 在 0 与 1 之间", "0%")],
    ),
    "a gate that nothing short of the target passes": (
        lambda: Ratio(pass_gate=Fraction(1)),
        [("Ratio.pass_gate", "pass-gate 在 0 与 1 之间", "100%")],
    ),
    "over-fulfilment of a target just met": (
        lambda: OverFulfilment(threshold="100%"),
        [("OverFulfilment.threshold", "threshold 高于 100%", "100%")],
    ),
    "a floor above full points": (
        lambda: OverFulfilment(threshold="130%", floor="1.01"),
        [("OverFulfilment.floor", "floor 在 [0, 1] 内", "101%")],
    ),
    "a floor below nothing": (
        lambda: OverFulfilment(threshold="130%", floor="-0.01"),
        [("OverFulfilment.floor", "floor 在 [0, 1] 内", "-1%")],
    ),
    "a word for both": (lambda: YesNo(yes=("是", "有"), no=("否", "有")), [("YesNo.no/1", "一个词只表示是或否", "有")]),
    "a no that costs nothing": (lambda: YesNo(no_rate="1"), [("YesNo.no_rate", "no-rate 在 [0, 1) 内", "100%")]),
    "a no below nothing": (lambda: YesNo(no_rate="-0.1"), [("YesNo.no_rate", "no-rate 在 [0, 1) 内", "-10%")]),
}


@pytest.mark.parametrize(("make", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_score_is_refused(make: Callable[[], object], expected: list[tuple[str, str, str]]) -> None:
    """Every problem, with the field that it is about, what was expected and what was found."""
    told = told_by(make)
    assert {code for code, *_ in told} == {"scorer-parameters"}
    assert [(place, wanted, found) for _, place, wanted, found in told] == expected


@pytest.mark.parametrize(
    "make",
    [
        lambda: Bands(bands=bands((0, 0), (1, 1))),
        lambda: Bands(bands=bands(("-1", "0.5"), (0, 1))),
        lambda: line((0, 0), (1, 1)),
        lambda: tiers(("好", "0.5", 1), ("差", 0, "0.5")),
        lambda: tiers(("好", 1, 1), ("差", 0, 0)),
        lambda: Deduction(items=faults(("迟报", 0))),
        lambda: Deduction(per="0"),
        lambda: Ratio(pass_gate=Fraction("0.01")),
        lambda: Ratio(pass_gate=Fraction("0.99")),
        lambda: OverFulfilment(threshold="1.01", floor="0"),
        lambda: OverFulfilment(threshold="1.01", floor="1"),
        lambda: YesNo(no_rate="0"),
        lambda: YesNo(no_rate="0.99"),
        lambda: FundRate(numerator="spent", denominator="adjusted"),
    ],
)
def test_what_lies_on_a_bound_is_right(make: Callable[[], object]) -> None:
    """Rates of 0 and 1, neighbouring tiers, tiers of one rate, faults that cost nothing."""
    assert make() is not None


WRITTEN = """\
  - code: A
    name: 甲
    points: 40
    scorer:
      type: bands
      bands:
        - {from: 0, rate: 0}
        - from: 60%
          rate: 110%
  - code: B
    name: 乙
    points: 60
    scorer:
      type: by-target
      quantitative:
        type: ratio
        pass-gate: 60%
        over-fulfilment:
          threshold: 90%
      qualitative:
        type: rating
        tiers: [{name: 好, from: 100%, to: 100%}, {name: 差, from: -1, to: 0}]
"""


def test_in_a_file_each_problem_stands_at_the_line_of_its_field() -> None:
    """However deep it is; all of them at once."""
    issues = issues_of(lambda: set_of(WRITTEN))
    places = [(one.location.line, str(one.location.place).rpartition("scorer/")[2]) for one in issues]
    assert places == [
        (13, "bands[2]/rate"),
        (23, "quantitative/over-fulfilment/threshold"),
        (26, "qualitative/tiers[2]"),
    ]
