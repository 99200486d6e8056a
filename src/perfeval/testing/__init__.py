"""What authors of plugins import in their tests: checks and golden cases and, where hypothesis is installed, strategies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.facades import facade

if TYPE_CHECKING:
    from perfeval.testing.dossier_drawing import dossiers_for
    from perfeval.testing.golden_cases import check_case, check_set
    from perfeval.testing.invariants import check_evaluation
    from perfeval.testing.scorer_drawing import scorers
    from perfeval.testing.set_drawing import indicator_sets
    from perfeval.testing.strategies import evaluations, overlays_of

_HOMES: dict[str, str] = {
    "check_case": "testing.golden_cases",
    "check_set": "testing.golden_cases",
    "check_evaluation": "testing.invariants",
    "dossiers_for": "testing.dossier_drawing",
    "evaluations": "testing.strategies",
    "indicator_sets": "testing.set_drawing",
    "overlays_of": "testing.strategies",
    "scorers": "testing.scorer_drawing",
}

__all__ = [
    "check_case",
    "check_evaluation",
    "check_set",
    "dossiers_for",
    "evaluations",
    "indicator_sets",
    "overlays_of",
    "scorers",
]

__getattr__, __dir__ = facade(__name__, _HOMES)
