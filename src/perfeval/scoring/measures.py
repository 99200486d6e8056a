"""The one number that bands and interpolation look at: the actual value itself, or how much of the target it reached."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from perfeval.scoring.facts import NO_ACTUAL, measured
from perfeval.scoring.protocols import Unscorable
from perfeval.scoring.target_formulas import AtMost, completion

if TYPE_CHECKING:
    from perfeval.model.dossier import Row

Measure = Literal["actual", "completion"]


def measure(row: Row, *, of: Measure, at_most: AtMost | None = None) -> Fraction | Unscorable:
    """Return the number that is banded: a percentage as a rate (95 % is 0.95), any other number as it is."""
    if of == "completion":
        return completion(row, at_most=at_most)
    actual = measured(row)
    if isinstance(actual, Unscorable):
        return actual
    if actual.value is None:
        return NO_ACTUAL
    return Fraction(*actual.ratio) if actual.is_percent else Fraction(actual.value)
