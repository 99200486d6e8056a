"""Stored results are not to be trusted: whatever is wrong in one is told at its place, all at once, and nothing else is raised."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import FormatError, PerfEvalError, Registry, evaluate, load_dossier
from perfeval.codec.stored_results import StoredResult, read_stored

REGISTRY = Registry.discover()
DOSSIER = load_dossier(Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml", vocabulary=REGISTRY.vocabulary)
STORED = evaluate(DOSSIER, indicators=REGISTRY.set_for(DOSSIER)).to_dict()


def read(stored: Any) -> StoredResult:
    """Read a stored result."""
    return read_stored(stored, vocabulary=REGISTRY.vocabulary)


def test_a_result_holds_its_dossier_whole() -> None:
    """Dict and text read alike, and the dossier is equal."""
    assert read(STORED).dossier == DOSSIER
    assert read(json.dumps(STORED)) == read(STORED)


@pytest.mark.parametrize("key", [key for key in STORED if key not in ("plugins", "unit", "vetoes", "out-of-force")])
def test_what_is_lacking_is_named(key: str) -> None:
    """Every key but those that may be empty is required."""
    with pytest.raises(FormatError) as caught:
        read({name: value for name, value in STORED.items() if name != key})
    assert {issue.code for issue in caught.value.issues} == {"format-version" if key == "format" else "missing-key"}


def test_all_problems_are_told_at_their_places() -> None:
    """In a dict by key path, for it has no lines; in a text by line and column too."""
    dossier = {**STORED["dossier"], "yaer": 2024, "project": ["甲"]}  # type: ignore[dict-item]
    wrong = {**STORED, "total": "九十一", "set": {"id": "x"}, "surplus": 1, "dossier": dossier}
    with pytest.raises(FormatError) as caught:
        read(wrong)
    places = {(issue.code, issue.location.place) for issue in caught.value.issues}
    assert places >= {
        ("not-a-number", "total"),
        ("missing-key", "set"),
        ("unknown-key", "surplus"),
        ("unknown-key", "dossier/yaer"),
        ("wrong-type", "dossier/project"),
    }
    assert {issue.location.line for issue in caught.value.issues} == {None}
    with pytest.raises(FormatError) as caught:
        read(json.dumps(wrong, indent=1))
    assert None not in {issue.location.line for issue in caught.value.issues}


def test_a_code_stands_once() -> None:
    """Of two rows with one code only one could be compared."""
    row = {"code": "A", "name": "甲", "children": [{"code": "A", "name": "乙"}]}
    with pytest.raises(FormatError) as caught:
        read({**STORED, "indicators": [row]})
    assert [(issue.code, issue.location.place) for issue in caught.value.issues] == [
        ("duplicate-code", "indicators[1]/children[1]/code")
    ]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.binary(max_size=2)
    | st.just(...),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5) | st.integers(), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(STORED)), json_values)
def test_any_value_anywhere_is_read_or_refused(key: str, value: object) -> None:
    """Whatever stands under a key, whatever type it has, nothing but a PerfEvalError is raised."""
    for wrong in ({**STORED, key: value}, {**STORED, "dossier": {**STORED["dossier"], key: value}}):  # type: ignore[dict-item]
        try:
            assert isinstance(read(wrong), StoredResult)
        except PerfEvalError:
            continue


@given(json_values | st.text(max_size=20))
def test_anything_at_all_is_refused(value: object) -> None:
    """A value that is no result, and a text that is no JSON."""
    with pytest.raises(PerfEvalError):
        read(value)


def test_a_dict_that_holds_itself_is_refused() -> None:
    """And one that is nested without bound."""
    ring: dict[str, Any] = {}
    ring["format"] = ring
    with pytest.raises(FormatError):
        read(ring)
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(FormatError):
        read({**STORED, "indicators": deep})
