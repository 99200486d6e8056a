"""The formulas of a target met or missed: how much of a ≥, ≤ or = target an actual value reached.

Neither rule that we know gives one formula for a missed ≤ target (财预〔2020〕10号 is silent), so a set declares one.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from perfeval.errors.language import Text
from perfeval.scoring.facts import actual_and_target
from perfeval.scoring.protocols import Unscorable

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.quantities import Direction

AtMost = Literal["target-over-actual", "linear-deviation", "zero"]
"""The formula of a missed ≤ target: t/a, 1-(a-t)/t, or nothing."""

Equal = Literal["at-least", "exact", "deviation"]
"""How an = target is read: like ≥, anything else gets nothing, or 1-abs(a-t)/t."""

ZeroTarget = Literal["full-if-met", "unscorable"]
"""What becomes of a target of zero, to which there is no ratio."""

_NO_FORMULA = Unscorable(
    Text(
        "≤ 类指标未达标，指标体系没有规定公式（at-most）", "the set declares no formula (at-most) for a missed ≤ target"
    )
)
_NO_DIRECTION = Unscorable(Text("指标值没有比较方向（≥、≤、=）", "the target has no direction (≥, ≤, =)"))
_ZERO_TARGET = Unscorable(Text("指标值为零，无法计算完成率", "the target is zero, so there is no completion rate"))


def completion(
    row: Row,
    *,
    direction: Direction | None = None,
    at_most: AtMost | None,
    equal: Equal = "at-least",
    zero_target: ZeroTarget = "full-if-met",
) -> Fraction | Unscorable:
    """Return how much of its target a row reached: 1 is met; above 1 only for over-fulfilment.

    Args:
        row: The row, with its target and its actual value.
        direction: The direction if the target does not carry it, or to overrule it.
        at_most: The formula of a missed ≤ target; None: there is none, and such a row cannot be scored.
        equal: How an = target is read.
        zero_target: What becomes of a target of zero.

    """
    numbers = actual_and_target(row)
    if isinstance(numbers, Unscorable):
        return numbers
    actual, target = numbers
    stands = direction or (row.target.direction if row.target is not None else None)
    if stands is None or stands == "qualitative":
        return _NO_DIRECTION
    if target <= 0:
        return _against_zero(actual, target, stands) if zero_target == "full-if-met" else _ZERO_TARGET
    if stands in ("at-most", "below"):
        return _held_below(actual, target, at_most, strict=stands == "below")
    if stands == "equal" and equal != "at-least":
        return Fraction(int(actual == target)) if equal == "exact" else 1 - abs(actual - target) / target
    # A strict target (> 5) that is only equalled is missed, yet the article's formula gives it 5/5 of its points.
    return actual / target


def _against_zero(actual: Fraction, target: Fraction, direction: Direction) -> Fraction:
    """There is no ratio to a target of zero (or less): it is met or it is not."""
    met = {
        "at-least": actual >= target,
        "above": actual > target,
        "at-most": actual <= target,
        "below": actual < target,
    }.get(direction, actual == target)
    return Fraction(int(met))


def _held_below(actual: Fraction, target: Fraction, at_most: AtMost | None, *, strict: bool) -> Fraction | Unscorable:
    if actual < target or (actual == target and not strict):
        return Fraction(1)
    if at_most is None:
        return _NO_FORMULA
    if at_most == "zero":
        return Fraction(0)
    return target / actual if at_most == "target-over-actual" else 1 - (actual - target) / target
