"""Replay: a stored result agrees with itself, and says every single thing that no longer does."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import (
    Dossier,
    FileError,
    FormatError,
    Indicator,
    IndicatorSet,
    NotFoundError,
    PerfEvalError,
    Project,
    Registry,
    Row,
    evaluate,
    hookimpl,
    load_dossier,
    replay,
)
from perfeval.model.citations import Period
from perfeval.registry.discovery import Plugin
from perfeval.scoring.aggregators import WeakestLink
from perfeval.scoring.scorers.yes_no import YesNo
from perfeval.testing import dossiers_for, indicator_sets

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
TWO = (Indicator(code="A", name="甲", points=60), Indicator(code="B", name="乙/丙（件/年）", points=40))


def registry_of(*sets: IndicatorSet, version: str = "1.0") -> Registry:
    """Return the registry of the built-in plugin and of one that brings *sets*."""
    own = SimpleNamespace(perfeval_indicator_sets=hookimpl(lambda: list(sets)))
    built_in = Registry.of().plugins
    return Registry([*built_in, Plugin(name="own", distribution="perfeval-own", version=version, module=own)])


def stored_by(indicators: IndicatorSet, dossier: Dossier) -> dict[str, Any]:
    """Return the result that a service would store: through JSON and back."""
    own = registry_of(indicators)
    result = evaluate(dossier, indicators=own.indicator_set(indicators.id)).to_dict()
    read: dict[str, Any] = json.loads(json.dumps(result))
    return read


def small(**changes: Any) -> tuple[IndicatorSet, Dossier]:
    """Return a set of two rows, with changes, and a dossier for it."""
    indicators = IndicatorSet(**{"id": "two", "version": "1", "title": "两项", "indicators": TWO, **changes})
    rows = (Row(address="A", score=50), Row(address="B", score=Decimal("39.5")))
    return indicators, Dossier(indicators="two", year=2023, project=Project(name="某项目"), rows=rows)


def texts_in(data: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the place of every text in plain data."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        if isinstance(value, str):
            yield (*place, key)
        yield from texts_in(value, (*place, key))


def changed(data: dict[str, Any], place: tuple[Any, ...], value: object) -> dict[str, Any]:
    """Return a copy with one value changed."""
    result = copy.deepcopy(data)
    inside: Any = result
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = value
    return result


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_agrees_with_what_was_stored(path: Path) -> None:
    """As a dict, as its JSON in text, in bytes and in an open file."""
    registry = Registry.discover()
    dossier = load_dossier(path, vocabulary=registry.vocabulary)
    stored = evaluate(dossier, indicators=registry.set_for(dossier)).to_dict()
    text = json.dumps(stored)
    for form in (stored, text, text.encode(), io.BytesIO(text.encode()), io.StringIO(text)):
        result = replay(form, registry=registry)
        assert result.agrees
        assert (result.differences, result.issues) == ((), ())


@given(indicator_sets().flatmap(lambda one: st.tuples(st.just(one), dossiers_for(one))))
def test_any_result_agrees_with_itself(case: tuple[IndicatorSet, Dossier]) -> None:
    """Whatever the set and the dossier; every row, the total, the grade, the set and the versions are compared."""
    indicators, dossier = case
    stored = stored_by(indicators, dossier)
    result = replay(stored, registry=registry_of(indicators))
    assert result.agrees
    assert {path.partition("/")[0] for path in result.agreed} >= {"total", "grade", "set", "perfeval", "plugins"}
    # A component has no score of its own.
    scored = {node.code for node in evaluate(dossier, indicators=indicators).nodes if node.score is not None}
    assert {
        path.rpartition("[")[2].removesuffix("]/score") for path in result.agreed if path.endswith("/score")
    } == scored


@given(st.data())
def test_whatever_is_changed_in_a_result_is_told(data: st.DataObject) -> None:
    """One text of a stored result, changed, is a difference with the old and the new, or an error: it never agrees."""
    indicators, dossier = small()
    stored = stored_by(indicators, dossier)
    place = data.draw(st.sampled_from([place for place in texts_in(stored) if place != ("dossier", "dossier")]))
    never_agrees(changed(stored, place, data.draw(st.sampled_from(["7", "别的", "0.125"]))), registry_of(indicators))


def values_in(data: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the place of every value in plain data that is not empty, lists and mappings included."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        if value not in ("", [], {}):
            yield (*place, key)
        yield from values_in(value, (*place, key))


CHANGES = {
    "left out": None,
    "a number": lambda _: 5,
    "a list": lambda _: ["别的"],
    "empty": lambda value: type(value)() if isinstance(value, list | dict | str) else None,
    "a list with one more": lambda value: [*value, "别的"] if isinstance(value, list) else [value],
}


@pytest.mark.parametrize("how", CHANGES)
def test_whatever_has_another_shape_or_is_left_out_is_told(how: str) -> None:
    """Every value of a stored result but its dossier's, whole lists and mappings included: an error or a difference."""
    indicators, dossier = small(
        effective=Period(until=date(2020, 1, 1)),
        indicators=(
            TWO[0].replace(aggregator=WeakestLink(), children=(Indicator(code="C", name="丙", scorer=YesNo()),)),
            TWO[1],
        ),
    )
    rows = (Row(address="C", actual="是"), Row(address="B", score="39.5", reason="天气"))
    registry, dossier = registry_of(indicators), dossier.replace(rows=rows)
    result = evaluate(dossier, indicators=registry.indicator_set("two"), allow_out_of_force=True).to_dict()
    stored = json.loads(json.dumps(result))
    assert replay(stored, registry=registry).agrees
    assert stored["out-of-force"]
    assert {"scorers", "aggregators"} <= {key for one in stored["plugins"] for key in one}
    places = [place for place in values_in(stored) if place[0] != "dossier" or place == ("dossier",)]
    assert len(places) > 40
    for place in places:
        never_agrees(made_other(stored, place, CHANGES[how]), registry)


def made_other(data: dict[str, Any], place: tuple[Any, ...], change: Any) -> dict[str, Any]:
    """Return a copy with one value changed, or left out."""
    result = copy.deepcopy(data)
    inside: Any = result
    for step in place[:-1]:
        inside = inside[step]
    if change is None:
        del inside[place[-1]]
    else:
        inside[place[-1]] = change(inside[place[-1]])
    return result


def never_agrees(wrong: dict[str, Any], registry: Registry) -> None:
    """Assert that a stored result is refused, or told to differ."""
    try:
        result = replay(wrong, registry=registry)
    except PerfEvalError:
        return
    assert not result.agrees, wrong


def test_each_difference_has_its_path_its_old_and_its_new() -> None:
    """Rows by names and code, those that came and those that went included."""
    indicators, dossier = small()
    stored = stored_by(indicators, dossier)
    stored["total"], stored["indicators"][1]["score"] = "90", "40"
    stored["indicators"].append({"code": "C", "name": "丁", "score": "1"})
    result = replay(stored, registry=registry_of(indicators))
    assert [(one.path, one.old, one.new) for one in result.differences] == [
        ("total", "90", "89.5"),
        ("indicators/乙/丙（件/年） [B]/score", "40", "39.5"),
        ("indicators/丁 [C]/name", "丁", None),
        ("indicators/丁 [C]/score", "1", None),
    ]
    assert not result.scores_agree
    assert "total" not in result.agreed
    assert "grade" in result.agreed


def test_versions_alone_may_differ() -> None:
    """Another version of perfeval or of a plugin is told, while the scores agree."""
    indicators, dossier = small()
    stored = stored_by(indicators, dossier)
    stored["perfeval"] = "0.0.1"
    result = replay(stored, registry=registry_of(indicators, version="2.0"))
    assert [one.path for one in result.differences] == ["perfeval", "plugins/own"]
    assert (result.differences[1].old, result.differences[1].new) == ("perfeval-own 1.0", "perfeval-own 2.0")
    assert result.scores_agree
    assert not result.agrees


def test_a_set_with_another_content_is_a_difference() -> None:
    """The fingerprint differs, and what follows from it; the present set scores."""
    indicators, dossier = small()
    stored = stored_by(indicators, dossier)
    retitled = replay(stored, registry=registry_of(indicators.replace(title="两项（修订）")))
    assert {one.path for one in retitled.differences} == {"set/fingerprint", "fingerprint"}
    assert retitled.scores_agree
    renamed = indicators.replace(indicators=(TWO[0].replace(name="甲一"), TWO[1]))
    other = replay(stored, registry=registry_of(renamed))
    assert ("甲", "甲一") in [(one.old, one.new) for one in other.differences]


def test_a_dossier_that_the_present_set_refuses_says_why() -> None:
    """The problems stand in the replay, beside the difference of the set."""
    indicators, dossier = small()
    stored = stored_by(indicators, dossier)
    narrower = indicators.replace(indicators=(TWO[0].replace(points=45), TWO[1].replace(points=55)))
    result = replay(stored, registry=registry_of(narrower))
    assert [issue.code for issue in result.issues] == ["score-above-points"]
    assert [one.path for one in result.differences] == ["set/fingerprint"]
    assert not result.agrees
    assert not result.scores_agree
    assert "score-above-points" in result.speak("zh")


@pytest.mark.parametrize(("sets", "code"), [((), "set-unknown"), (("2",), "set-version-unknown")])
def test_a_set_that_is_registered_no_longer_is_an_error(sets: tuple[str, ...], code: str) -> None:
    """Neither another set nor another version takes its place."""
    indicators, dossier = small()
    stored = stored_by(indicators, dossier)
    with pytest.raises(NotFoundError) as caught:
        replay(stored, registry=registry_of(*(indicators.replace(version=one) for one in sets)))
    assert [issue.code for issue in caught.value.issues] == [code]


def test_the_version_that_scored_it_scores_it_again() -> None:
    """Beside a newer one, though the dossier names no version; and a set without a version is had too."""
    for version in ("1", ""):
        indicators, dossier = small(version=version)
        stored = stored_by(indicators, dossier)
        newer = indicators.replace(version="2", indicators=(TWO[0].replace(name="新甲"), TWO[1]))
        assert replay(stored, registry=registry_of(newer, indicators)).agrees


def test_what_was_allowed_out_of_force_is_allowed_again() -> None:
    """The note is compared too; without it the dossier is refused as at first."""
    indicators, dossier = small(effective=Period(until=date(2020, 12, 31)))
    registry = registry_of(indicators)
    scored = evaluate(dossier, indicators=registry.indicator_set("two"), allow_out_of_force=True)
    stored: dict[str, Any] = json.loads(json.dumps(scored.to_dict()))
    assert replay(stored, registry=registry).agrees
    stored["out-of-force"] = []
    assert [issue.code for issue in replay(stored, registry=registry).issues] == ["out-of-force"]


def test_files_and_documents_replay(tmp_path: Path) -> None:
    """A path is a file; a JSON document whose data is the result will do; what is neither is an error."""
    indicators, dossier = small()
    stored, registry = stored_by(indicators, dossier), registry_of(indicators)
    path = tmp_path / "result.json"
    for data in (stored, {"format": 1, "document": "scoresheet", "data": stored, "blocks": []}):
        path.write_text(json.dumps(data), "utf-8")
        assert replay(path, registry=registry).agrees
    with pytest.raises(FileError):
        replay(tmp_path / "none.json", registry=registry)
    with pytest.raises(FormatError):
        replay(7, registry=registry)  # type: ignore[arg-type]
    with pytest.raises(FormatError) as caught:
        replay(str(path), registry=registry)
    assert [issue.code for issue in caught.value.issues] == ["json-syntax"]
