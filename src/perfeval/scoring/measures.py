"""The one number that bands and interpolation look at: the actual value itself, or how much of the target it reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from perfeval.scoring.facts import MEASURED
from perfeval.scoring.target_formulas import AtMost, completion

if TYPE_CHECKING:
    from collections.abc import Callable

    from perfeval.model.quantities import Direction
    from perfeval.scoring.number_systems.expressions import Numeric

Measure = Literal["actual", "completion"]


def banded(
    of: Measure,
    *,
    direction: Direction | None,
    at_most: AtMost | None,
    then: Callable[[Numeric], Numeric] | None = None,
) -> Numeric:
    """Return the formula of *then* of the number that is banded; without it, of the number itself."""
    chosen = then or _itself
    if of == "actual":
        return chosen(MEASURED)
    return completion(direction=direction, at_most=at_most, then=chosen)


def _itself(value: Numeric) -> Numeric:
    return value
