"""What explanations say, word for word, for rows of every sort: each rule that applied, and each that did not."""

from __future__ import annotations

from typing import Any

import pytest
from told_steps import cases, told

from perfeval import Registry

CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=[f"{case['scorer']['type']} {case['row']}" for case in CASES])
def test_a_row_is_explained_as_it_was_read(case: dict[str, Any]) -> None:
    """The score and each step, in both languages."""
    found = told(case["scorer"], case["row"], case.get("checklist", ()))
    assert found == {name: case[name] for name in ("score", "zh", "en")}


def test_every_kind_of_scorer_is_among_them() -> None:
    """None is left out."""
    assert {case["scorer"]["type"] for case in CASES} == set(Registry.discover().scorers)
