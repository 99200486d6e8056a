"""Golden cases: a region's real dossiers with the results its forms print, and the checks every set must pass."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from perfeval.codec.dumping import dump
from perfeval.codec.loading import load_dossier, parse
from perfeval.scoring.engine import evaluate
from perfeval.testing.invariants import check_evaluation

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping

    from perfeval.model.evaluation import Evaluation
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.registry.lookup import Registry


def check_set(registry: Registry, set_id: str) -> IndicatorSet:
    """Assert that a set loads, cites its sources, and reads back from its own YAML; return it.

    Args:
        registry: Where the set is registered.
        set_id: Its id.

    Raises:
        AssertionError: Naming what does not hold.
        PerfEvalError: If the set does not load.

    """
    indicators = registry.indicator_set(set_id)
    assert indicators.citations, f"{set_id} cites no source"
    again = parse(dump(indicators), vocabulary=registry.vocabulary)
    assert again == indicators, f"{set_id} does not read back from its own YAML"
    return indicators


def check_case(
    registry: Registry,
    path: str | os.PathLike[str],
    *,
    total: str,
    grade: str,
    scores: Mapping[str, str] | None = None,
) -> Evaluation:
    """Assert that a dossier scores as its form prints; return the evaluation.

    Args:
        registry: Where its set is registered.
        path: The dossier.
        total: The printed total, as decimal text.
        grade: The printed grade.
        scores: Printed scores by code or path of names, as decimal text; of groups or of rows.

    Raises:
        AssertionError: Naming the number that differs.

    """
    dossier = load_dossier(path, vocabulary=registry.vocabulary)
    evaluation = evaluate(dossier, indicators=registry.set_for(dossier))
    check_evaluation(evaluation)
    assert evaluation.total == Decimal(total), f"the total is {evaluation.total}, the form prints {total}"
    assert evaluation.grade.name == grade, f"the grade is {evaluation.grade.name}, the form prints {grade}"
    for address, printed in (scores or {}).items():
        score = evaluation.node(address).score
        assert score == Decimal(printed), f"{address} scores {score}, the form prints {printed}"
    return evaluation
