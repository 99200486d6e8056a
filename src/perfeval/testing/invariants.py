"""The promises every evaluation keeps, whatever plugin scored it; each breach is an AssertionError that says which."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from perfeval.model.exact_arithmetic import total_of
from perfeval.model.numbers import ratio_of
from perfeval.scoring.explanation import explain

if TYPE_CHECKING:
    from perfeval.model.evaluation import Evaluation, Node


def check_evaluation(evaluation: Evaluation) -> None:
    """Assert that an evaluation is bounded, additive, conserves points, has one grade, and explains what it lost.

    Raises:
        AssertionError: Naming the promise that is broken, and where.

    """
    _bounded(evaluation)
    for top in evaluation.tree:
        _additive(top)
    tops = [node.score or Decimal(0) for node in evaluation.tree]
    assert total_of(tops) == evaluation.total, "additive: level 1 does not add up to the total"
    points = [node.points or Decimal(0) for node in evaluation.tree]
    assert total_of(points) == evaluation.full_marks, "points conserved: level 1 does not reach full marks"
    lost = total_of(one.lost for one in explain(evaluation))
    assert lost == evaluation.lost, "explanation: the deductions do not add up to the points lost"
    bands = [band for band in evaluation.indicators.grades.bands if band.lower <= evaluation.total]
    assert bands[0] == evaluation.grade_before_vetoes, "grade: not that of the printed total"
    assert evaluation.grade.lower <= evaluation.grade_before_vetoes.lower, "vetoes: a veto raised the grade"


def _bounded(evaluation: Evaluation) -> None:
    step = Fraction(*ratio_of(evaluation.indicators.rounding.quantum, evaluation.unit))
    for leaf, points, score, computed in zip(
        evaluation.leaves, evaluation.points, evaluation.scores, evaluation.computed, strict=True
    ):
        assert 0 <= score <= points, f"bounded: {leaf.name} scores {score} of {points}"
        if computed is not None:
            assert 0 <= computed <= points, f"bounded: {leaf.name} computes {computed} of {points}"
            assert computed % step == 0, f"rounding: {leaf.name} is no multiple of the quantum"


def _additive(node: Node) -> None:
    if node.is_leaf:
        return
    for what in ("points", "score"):
        parts = [getattr(child, what) for child in node.children]
        total = total_of(part for part in parts if part is not None)
        assert total == getattr(node, what), f"additive: the {what} of {node.name} are not the sum of its rows"
    for child in node.children:
        _additive(child)
