"""Test a rule of a set that has no formula, and so cannot be proved: promise by promise, by hypothesis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.testing.aggregator_checks import breach_of_absence, breach_of_bounds
from perfeval.testing.scorer_checks import breach_of

if TYPE_CHECKING:
    from perfeval.errors.language import Text
    from perfeval.model.intentions import PromiseName
    from perfeval.proofs.claims import ScoringRule


def breaches_of(rule: ScoringRule) -> dict[PromiseName, Text | None]:
    """Return, of each promise that can be tested, the smallest case that breaks it; None where none was found.

    What an absence gives a row that a scorer scores is the engine's to say, and needs no test; of a group it is its aggregator's.
    """
    if rule.aggregator is not None:
        children = rule.indicator.children
        return {
            "bounded": breach_of_bounds(rule.aggregator, children=children),
            "absence": breach_of_absence(rule.aggregator, children=children),
        }
    return {} if rule.scorer is None else {"bounded": breach_of(rule.scorer, indicator=rule.indicator)}
