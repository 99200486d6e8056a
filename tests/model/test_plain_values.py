"""Values as plain data: what the functions of the façade give is data for services, whole, and in the language that is asked for."""

from __future__ import annotations

import inspect
import json
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import perfeval
from perfeval import (
    Case,
    Dossier,
    Project,
    Registry,
    audit_case,
    compare,
    evaluate,
    explain,
    load_dossier,
    prove,
    read_form,
    replay,
)
from perfeval.errors.language import LANGUAGES
from perfeval.model.plain_values import plain_value, shortest, to_plain
from perfeval.model.quantities import parse_quantity

ROOT = Path(__file__).parents[2]


@cache
def given() -> dict[str, list[Any]]:
    """Return what each function of the façade gives that is not a value of files itself."""
    registry = Registry.discover()
    dossier = load_dossier(ROOT / "examples" / "wuhua-2023.yaml", vocabulary=registry.vocabulary)
    indicators = registry.set_for(dossier)
    evaluation = evaluate(dossier, indicators=indicators)
    rules = registry.audit_rules.values()
    readings = read_form(ROOT / "tests/data/forms/wuhua-2023.docx", readers=registry.readers.values())
    unscored = Case(dossier=dossier, issues=(perfeval.Issue(code="set-unknown", values={"id": "x"}),))
    results = [
        *(audit_case(Case.of(dossier, indicators=indicators), rules=rules),),
        audit_case(unscored, rules=rules),
    ]
    return {
        "explain": list(explain(evaluation)),
        "read_form": list(readings),
        "audit_case": results,
        "compare": [compare([one.case for one in results], rules=rules)],
        "replay": [replay(evaluation.to_dict(), registry=registry)],
        "prove": [prove(registry.indicator_set("cn.mof.2020-10.self"))],
        "findings": list(results[0].findings),
        "not-checked": list(results[1].not_checked),
    }


def chosen(data: Any, language: str) -> Any:
    """Return data in both languages as it is in one."""
    if isinstance(data, dict):
        return (
            data[language] if set(data) == set(LANGUAGES) else {key: chosen(one, language) for key, one in data.items()}
        )
    return [chosen(one, language) for one in data] if isinstance(data, list) else data


@pytest.mark.parametrize("name", list(given()))
def test_results_are_data_in_the_language_that_is_asked_for(name: str) -> None:
    """It survives JSON, and both languages at once are what each says alone."""
    assert given()[name]
    for one in given()[name]:
        both = one.to_dict()
        assert json.loads(json.dumps(both)) == both
        for language in LANGUAGES:
            assert one.to_dict(language) == chosen(both, language)


def test_no_result_of_the_facade_was_left_out() -> None:
    """A function gives text, a value of files, paths, or one of the results above."""
    others = {
        "apply_overlay",
        "diff",
        "dump",
        "evaluate",
        "hookimpl",
        "load_dossier",
        "load_indicator_set",
        "load_overlay",
    }
    others |= {"draw", "draw_findings", "parse", "parse_quantity", "produce"}
    functions = {name for name in perfeval.__all__ if not inspect.isclass(getattr(perfeval, name))}
    assert functions - others == set(given()) - {"findings", "not-checked"}


def test_a_dict_keeps_its_values() -> None:
    """Whatever it holds, and however deep; its keys become text."""
    issue = perfeval.Issue(code="path-unknown", values={"path": "甲", "more": {1: (Decimal("1.50"), "丙")}})  # type: ignore[dict-item]
    assert to_plain(issue)["values"] == {"path": "甲", "more": {"1": ["1.5", "丙"]}}


def test_what_is_as_usual_is_left_out_unless_all_is_asked_for() -> None:
    """Defaults that are made anew each time, such as a table of money without a line, are as usual too."""
    dossier = Dossier(indicators="x", year=2024, project=Project(name="某"))
    assert dossier.to_dict() == {"format": 1, "indicators": "x", "year": 2024, "project": {"name": "某"}}
    assert {"indicators", "year", "project"} == set(to_plain(dossier))
    assert {"funds", "rows", "vetoes"} < set(to_plain(dossier, whole=True))


def test_a_number_alone_is_a_number_where_numbers_are_asked_for() -> None:
    """A target of 10 in a file; with a sign or a unit it is text, and so is all of it where numbers are text."""
    asked = {"10": Decimal(10), "0.5": Decimal("0.5"), "≥10": "≥10", "10个": "10个"}
    for text, wanted in asked.items():
        assert plain_value(parse_quantity(text), number=shortest) == wanted
        assert plain_value(parse_quantity(text)) == text


def test_no_value_of_a_finding_is_lost() -> None:
    """Headings out of order are named alike, and each is told."""
    (found,) = [one for one in given()["findings"] if one.code == "X10"]
    names = [name for name, _ in found.values]
    assert len(set(names)) < len(names)
    assert [(one["name"], one["value"]) for one in found.to_dict()["values"]] == list(found.values)
    assert found.to_dict("zh")["id"] == found.id
    assert found.to_dict("en")["location"]["path"] == found.location.path


def test_the_data_of_an_audit_says_why_there_is_no_score() -> None:
    """The set that is not known, as an issue."""
    scored, unscored = given()["audit_case"]
    assert (scored.to_dict()["scored"], scored.to_dict()["issues"]) == (True, [])
    assert unscored.to_dict()["scored"] is False
    assert [one["code"] for one in unscored.to_dict("zh")["issues"]] == ["set-unknown"]


def test_the_steps_of_an_explanation_are_data() -> None:
    """Numbers as decimal text, the steps in one language."""
    first = given()["explain"][0]
    data = first.to_dict("zh")
    assert data["points"] == str(first.points)
    assert data["steps"] == [step.zh for step in first.steps]
    assert data["names"] == list(first.names)
