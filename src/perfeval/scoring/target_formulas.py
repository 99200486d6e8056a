"""The formulas of a target met or missed: how much of a ≥, ≤ or = target an actual value reached.

Neither rule that we know gives one formula for a missed ≤ target (财预〔2020〕10号 is silent), so a set declares one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from perfeval.model.funds import Funds
from perfeval.model.hierarchy import Indicator
from perfeval.scoring.facts import ACTUAL, DIRECTIONS, TARGET, TARGET_DIRECTION
from perfeval.scoring.lack_sentences import NO_FORMULA, QUALITATIVE_DIRECTION, ZERO_TARGET
from perfeval.scoring.number_systems.exact import RateFormula
from perfeval.scoring.number_systems.expressions import Condition, Numeric, Undefined, maximum, number, where
from perfeval.scoring.number_systems.promises import RowPromise, Sense
from perfeval.scoring.number_systems.shallow_graphs import by_word
from perfeval.scoring.protocols import Unscorable

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from perfeval.model.dossier import Row
    from perfeval.model.quantities import Direction

AtMost = Literal["target-over-actual", "linear-deviation", "zero"]
"""The formula of a missed ≤ target: t/a, 1-(a-t)/t, or nothing."""

Equal = Literal["at-least", "exact", "deviation"]
"""How an = target is read: like ≥, anything else gets nothing, or 1-abs(a-t)/t."""

ZeroTarget = Literal["full-if-met", "unscorable"]
"""What becomes of a target of zero, to which there is no ratio."""


def completion(
    *,
    direction: Direction | None = None,
    at_most: AtMost | None,
    equal: Equal = "at-least",
    zero_target: ZeroTarget = "full-if-met",
    then: Callable[[Numeric], Numeric],
) -> Numeric:
    """Return the formula of *then* of how much of its target a row reached: 1 is met; above 1 only for over-fulfilment.

    Args:
        direction: The direction if the target does not carry it, or to overrule it.
        at_most: The formula of a missed ≤ target; None: there is none, and such a row cannot be scored.
        equal: How an = target is read.
        zero_target: What becomes of a target of zero.
        then: What the completion becomes.

    """

    def against(stands: Direction) -> Numeric:
        zero = _met_or_not(stands, then) if zero_target == "full-if-met" else Undefined.of(ZERO_TARGET)
        return where(TARGET > 0, _against_positive(stands, at_most, equal, then), zero)

    return _in_direction(direction, against)


def is_met(direction: Direction) -> Condition:
    """Return whether the actual value meets its target, read by *direction*."""
    met: dict[Direction, Condition] = {
        "at-least": ACTUAL >= TARGET,
        "above": ACTUAL > TARGET,
        "at-most": ACTUAL <= TARGET,
        "below": ACTUAL < TARGET,
    }
    return met.get(direction, ACTUAL.equals(TARGET))


def target_met(*, direction: Direction | None = None, equal: Equal = "at-least") -> Numeric:
    """Return the formula that is 1 where a row's target is met and 0 where it is missed.

    Args:
        direction: The direction if the target does not carry it, or to overrule it.
        equal: How an = target is read; one of zero is read exactly.

    """

    def against(stands: Direction) -> Numeric:
        exactly = where(is_met(stands), 1, 0)
        is_least = stands == "equal" and equal == "at-least"
        return where(TARGET > 0, where(is_met("at-least"), 1, 0), exactly) if is_least else exactly

    return _in_direction(direction, against)


def _in_direction(direction: Direction | None, against: Callable[[Direction], Numeric]) -> Numeric:
    """Return the formula for a direction; None: for the one that the target carries."""
    if direction == "qualitative":
        return Undefined.of(QUALITATIVE_DIRECTION)
    if direction is not None:
        return against(direction)
    return by_word(
        TARGET_DIRECTION, [((one,), partial(against, one)) for one in DIRECTIONS[:-1]], against(DIRECTIONS[-1])
    )


_MET = {one: RateFormula(target_met(direction=one)) for one in DIRECTIONS}
_BY_ITSELF, _NO_MONEY = Indicator(code="0", name="-"), Funds()


def meets_target(row: Row, direction: Direction) -> bool | None:
    """Return whether a row meets its target, read by *direction* as no scorer says otherwise; None where it does not tell."""
    met = _MET[direction].value(_BY_ITSELF, row, _NO_MONEY)
    return None if isinstance(met, Unscorable) else met[0] > 0


def promises_of_completion(
    rate: Numeric, *, direction: Direction | None = None, equal: Equal = "at-least", limit: Fraction | None = None
) -> tuple[RowPromise | Sense, ...]:
    """Return what a *rate* of a completion promises: met gives full points, and more never costs where more is wanted.

    Args:
        rate: The formula of the rate.
        direction: The direction if the target does not carry it.
        equal: How an = target is read.
        limit: The completion from which on other rules hold, which the set declares; None: there is none.

    """
    directions = DIRECTIONS if direction is None else (direction,)
    return tuple(
        promise
        for one in directions
        if one != "qualitative"
        for promise in _promises_in(one, rate, equal, limit, is_fixed=direction is not None)
    )


def _promises_in(
    direction: Direction, rate: Numeric, equal: Equal, limit: Fraction | None, *, is_fixed: bool
) -> tuple[RowPromise | Sense, ...]:
    under: tuple[Condition, ...] = () if is_fixed else (TARGET_DIRECTION.is_one_of(direction),)
    rises = direction in ("at-least", "above") or (direction == "equal" and equal == "at-least")
    if rises and limit is not None:
        under = (*under, (TARGET <= 0) | (limit * TARGET > ACTUAL))
    met = RowPromise(promise="met-is-full", under=(*under, is_met(direction)), holds=rate.equals(1))
    falls = direction in ("at-most", "below")
    at_zero = direction == "equal"  # a target of zero that is to be equalled is missed on both sides
    if not (rises or falls):
        return (met,)
    return (met, Sense(fact=ACTUAL, rises=rises, under=(*under, TARGET > 0) if at_zero else under))


def _met_or_not(direction: Direction, then: Callable[[Numeric], Numeric]) -> Numeric:
    """There is no ratio to a target of zero (or less): it is met or it is not."""
    return where(is_met(direction), then(number(1)), then(number(0)))


def _against_positive(
    direction: Direction, at_most: AtMost | None, equal: Equal, then: Callable[[Numeric], Numeric]
) -> Numeric:
    if direction in ("at-most", "below"):
        return where(is_met(direction), then(number(1)), _missed(at_most, then))
    if direction == "equal" and equal == "exact":
        return _met_or_not(direction, then)
    if direction == "equal" and equal == "deviation":
        return then(1 - maximum(ACTUAL - TARGET, TARGET - ACTUAL) / TARGET)
    # A strict target (> 5) that is only equalled is missed, yet the article's formula gives it 5/5 of its points.
    return then(ACTUAL / TARGET)


def _missed(at_most: AtMost | None, then: Callable[[Numeric], Numeric]) -> Numeric:
    if at_most is None:
        return Undefined.of(NO_FORMULA)
    if at_most == "zero":
        return then(number(0))
    return then(TARGET / ACTUAL if at_most == "target-over-actual" else 1 - (ACTUAL - TARGET) / TARGET)
