"""Parameters that no scorer can score by are refused when the scorer is made; those on their bounds are right."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from told_issues import told_by

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


REFUSED: dict[str, tuple[Callable[[], object], list[tuple[str | None, str | None]]]] = {
    "no band": (lambda: Bands(bands=()), [("有一档从 0 起", "no band")]),
    "no band from 0": (lambda: Bands(bands=bands((60, 1), ("0.8", 1))), [("有一档从 0 起", "60, 0.8")]),
    "a bound twice": (lambda: Bands(bands=bands((0, 0), ("0.6", 1), ("60%", 1))), [("下限不重复", "0.6")]),
    "band rates out of range": (
        lambda: Bands(bands=bands((0, "-0.1"), ("0.6", "1.1"))),
        [("得分率在 0 到 1 之间", "-0.1"), ("得分率在 0 到 1 之间", "1.1")],
    ),
    "bands of money": (
        lambda: FundRate(numerator="spent", denominator="adjusted", bands=bands((1, 1))),
        [("有一档从 0 起", "1")],
    ),
    "one point": (lambda: line((0, 0)), [("至少两个点", "1")]),
    "no point": (line, [("至少两个点", "0")]),
    "a value twice": (lambda: line((0, 0), ("0.5", 0), ("50%", 1)), [("取值不重复", "0.5")]),
    "point rates out of range": (
        lambda: line((0, "-1/3"), (1, 2)),
        [("得分率在 0 到 1 之间", "-1/3"), ("得分率在 0 到 1 之间", "2")],
    ),
    "no tier": (tiers, [("至少一档", "0")]),
    "a tier twice": (lambda: tiers(("好", "0.5", 1), ("好", 0, "0.5")), [("名称不重复", "好")]),
    "tiers outside": (
        lambda: tiers(("好", "0.8", "1.2"), ("差", "-0.1", "0.5")),
        [("范围在 0 到 1 之内", "差"), ("范围在 0 到 1 之内", "好")],
    ),
    "a tier upside down": (lambda: tiers(("好", "0.8", "0.7")), [("范围在 0 到 1 之内", "好")]),
    "tiers that overlap": (lambda: tiers(("好", "0.7", 1), ("差", 0, "0.8")), [("各档范围不重叠", "差, 好")]),
    "neither items nor per": (Deduction, [("items 与 per 二者取一", "两者都有或都没有")]),
    "both items and per": (
        lambda: Deduction(items=faults(("迟报", 1)), per="1"),
        [("items 与 per 二者取一", "两者都有或都没有")],
    ),
    "a fault twice": (lambda: Deduction(items=faults(("迟报", 1), ("迟报", 2))), [("扣分项不重复", "迟报")]),
    "a fault that adds points": (lambda: Deduction(items=faults(("迟报", "-1"))), [("扣分不为负", "-1")]),
    "a count that adds points": (lambda: Deduction(per="-0.5"), [("扣分不为负", "-0.5")]),
    "a gate that everything passes": (lambda: Ratio(pass_gate=Fraction("0")), [("pass-gate 在 0 与 1 之间", "0%")]),
    "a gate that nothing short of the target passes": (
        lambda: Ratio(pass_gate=Fraction(1)),
        [("pass-gate 在 0 与 1 之间", "100%")],
    ),
    "over-fulfilment of a target just met": (
        lambda: OverFulfilment(threshold="100%"),
        [("threshold 高于 100%，floor 在 [0, 1] 内", "threshold 100%, floor 0%")],
    ),
    "a floor above full points": (
        lambda: OverFulfilment(threshold="130%", floor="1.01"),
        [("threshold 高于 100%，floor 在 [0, 1] 内", "threshold 130%, floor 101%")],
    ),
    "a floor below nothing": (
        lambda: OverFulfilment(threshold="130%", floor="-0.01"),
        [("threshold 高于 100%，floor 在 [0, 1] 内", "threshold 130%, floor -1%")],
    ),
    "a word for both": (lambda: YesNo(yes=("是", "有"), no=("否", "有")), [("一个词只表示是或否", "有")]),
    "a no that costs nothing": (lambda: YesNo(no_rate="1"), [("no-rate 在 [0, 1) 内", "100%")]),
    "a no below nothing": (lambda: YesNo(no_rate="-0.1"), [("no-rate 在 [0, 1) 内", "-10%")]),
}


@pytest.mark.parametrize(("make", "expected"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_score_is_refused(
    make: Callable[[], object], expected: list[tuple[str | None, str | None]]
) -> None:
    """Every problem, with what was expected and what was found."""
    told = told_by(make)
    assert {code for code, *_ in told} == {"scorer-parameters"}
    assert [(wanted, found) for _, _, wanted, found in told] == expected


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
