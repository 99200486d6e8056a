"""What explanations say, word for word, for rows of every sort: each rule that applied, and each that did not."""

from __future__ import annotations

from typing import Any

import pytest
from small_sets import WEAKEST, scored, set_of
from told_steps import cases, told

from perfeval import Registry, explain

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[f"{case['scorer']['type']} {case['row']}" for case in CASES])
def test_a_row_is_explained_as_it_was_read(case: dict[str, Any]) -> None:
    """The score and each step, in both languages."""
    found = told(case["scorer"], case["row"], case.get("checklist", ()))
    assert found == {name: case[name] for name in ("score", "zh", "en")}


def test_every_kind_of_scorer_is_among_them() -> None:
    """None is left out."""
    assert {case["scorer"]["type"] for case in CASES} == set(Registry.discover().scorers)


def test_what_a_row_came_to() -> None:
    """Score and points as printed; nothing for a component, which has neither."""
    rows = "  质量/甲: {target: ≥8个, actual: 4个}\n  质量/乙: {actual: 0}\n"
    told_of = explain(scored(set_of(WEAKEST), rows), address="质量")
    assert [(one.name, one.outcome) for one in told_of] == [("质量", "50 / 100"), ("甲", ""), ("乙", "")]
