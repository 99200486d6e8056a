"""The law of absence: what a row that has no actual value does, asked by the engine before any scorer, component or group.

Missing evidence never raises a score: a row that is missing or unverifiable gets what the set's policy says, which is nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.errors.language import Text
from perfeval.model.dossier import Absence
from perfeval.scoring.protocols import Rate

if TYPE_CHECKING:
    from perfeval.model.absence_and_vetoes import AbsencePolicy
    from perfeval.model.dossier import Row

_RATES: dict[str, Rate] = {"zero": (0, 1)}


def rate_of_absence(row: Row, policy: AbsencePolicy) -> Rate | None:
    """Return the rate of a row whose evidence is missing or unverifiable; None where the facts decide."""
    if row.absence is Absence.MISSING:
        return _RATES[policy.missing]
    return _RATES[policy.unverifiable] if row.absence is Absence.UNVERIFIABLE else None


def step_of_absence(row: Row) -> Text:
    """Say that a row without an actual value gets nothing."""
    assert row.absence is not None, "it is asked of an absence"
    text = row.absence.text
    return Text(f"实际完成值{text.zh}，按 0 计", f"the actual value is {text.en}, so the rate is 0")
