"""What authors of plugins import in their tests: strategies, invariants and golden cases. Needs ``hypothesis``."""

from perfeval.testing.golden_cases import check_case, check_set
from perfeval.testing.invariants import check_evaluation
from perfeval.testing.strategies import dossiers_for, evaluations, indicator_sets, overlays_of, scorers

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
