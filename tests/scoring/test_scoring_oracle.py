"""The engine against the oracle by fractions: whole evaluations, of drawn sets and of every registered one."""

from __future__ import annotations

import ast
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle_by_fractions import disagreements

from perfeval import Evaluation, Registry, evaluate
from perfeval.model.rounding import Rounding
from perfeval.testing import dossiers_for, evaluations

SUPPORT = Path(__file__).parents[1] / "support"
REGISTRY = Registry.discover()


@settings(max_examples=300)
@given(evaluations())
def test_the_oracle_agrees_with_the_engine(evaluation: Evaluation) -> None:
    """Points, scores, what is computed, the total, both grades and the vetoes of any evaluation are the oracle's."""
    assert disagreements(evaluation) == []


@pytest.mark.parametrize("set_id", REGISTRY.set_ids)
@settings(max_examples=10)
@given(data=st.data())
def test_the_oracle_agrees_on_every_registered_set(set_id: str, data: st.DataObject) -> None:
    """A drawn dossier fits every set that is registered, and the oracle scores it as the engine does."""
    indicators = REGISTRY.indicator_set(set_id)
    assert disagreements(evaluate(data.draw(dossiers_for(indicators)), indicators=indicators)) == []


def test_the_oracle_knows_nothing_of_the_engine() -> None:
    """A second opinion that asked the first would be none: its modules import nothing of perfeval."""
    for name in ("oracle_by_fractions", "oracle_rules"):
        tree = ast.parse((SUPPORT / f"{name}.py").read_text(encoding="utf-8"))
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        modules += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
        assert not [one for one in modules if one.startswith("perfeval")]


def test_the_oracle_fails_when_a_score_is_changed() -> None:
    """One quantum more on any row, another grade or another veto is told, with the row."""
    found: list[str] = []

    @settings(max_examples=20, derandomize=True)
    @given(evaluations(), st.data())
    def changed(evaluation: Evaluation, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(evaluation.leaves) - 1))
        scores = tuple(score + (position == at) for position, score in enumerate(evaluation.scores))
        told = disagreements(evaluation.replace(scores=scores))
        assert len(told) == 1
        assert told[0].startswith("scores of ")
        found.extend(told)

    changed()
    assert len(found) >= 20


@given(st.fractions(min_value=0, max_value=1000), st.sampled_from(["0.01", "0.25", "0.5", "1", "2"]))
def test_the_oracle_rounds_by_itself(points: Fraction, quantum: str) -> None:
    """Its rounding is written out by cases; the engine's is integers alone: the two agree in every mode."""
    from oracle_by_fractions import _rounded  # noqa: PLC0415 - its inside

    for mode in ("half-up", "half-even", "down", "up"):
        quanta = points / Fraction(quantum)
        rounding = Rounding(quantum=quantum, mode=mode)  # type: ignore[arg-type]
        mine = _rounded(points, {"quantum": quantum, "mode": mode})
        assert mine == rounding.round(quanta.numerator, quanta.denominator) * Fraction(quantum)
