"""perfeval inside other systems: the web service of the documentation, threads, and processes however they start."""

from __future__ import annotations

import importlib.util
import json
import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from fastapi.testclient import TestClient

from perfeval import (
    Case,
    PerfEvalError,
    Registry,
    audit_case,
    draw,
    evaluate,
    explain,
    load_dossier,
    parse,
    read_form,
)

ROOT = Path(__file__).parents[1]
SERVICE = ROOT / "examples" / "service.py"
FORMS = sorted((ROOT / "tests" / "data" / "forms").glob("*.docx"))[:4]
WUHUA = ROOT / "examples" / "wuhua-2023.yaml"


def module_at(path: Path) -> ModuleType:
    """Import a file that is no part of a package."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def client() -> Any:
    """Yield a client of the service, which runs its functions in threads."""
    with TestClient(module_at(SERVICE).app) as one:
        yield one


@pytest.fixture(scope="module")
def dossier() -> dict[str, Any]:
    """Return the dossier of the real case, as another system would send it."""
    return load_dossier(WUHUA, vocabulary=Registry.discover().vocabulary).to_dict()


def test_the_service_is_forty_lines() -> None:
    """Those of code; blank ones and docstrings apart."""
    text = SERVICE.read_text(encoding="utf-8")
    lines = [line for line in text.split('"""')[::2] for line in line.splitlines() if line.strip()]
    assert len(lines) <= 40


def test_a_dossier_is_scored(client: TestClient, dossier: dict[str, Any]) -> None:
    """The answer is what is stored of the evaluation, to the letter."""
    answer = client.post("/results", json=dossier)
    assert answer.status_code == 200
    registry = Registry.discover()
    here = parse(dossier, vocabulary=registry.vocabulary)
    wanted = evaluate(here, indicators=registry.set_for(here)).to_dict()  # type: ignore[arg-type]
    assert answer.json() == wanted
    assert (answer.json()["total"], answer.json()["grade"]) == ("91", "优")


def test_numbers_of_a_body_are_exact(client: TestClient, dossier: dict[str, Any]) -> None:
    """A number with more digits than a float has is scored as it stands."""
    text = json.dumps(dossier, ensure_ascii=False).replace("293.08", "293.0800000000000000000000001")
    assert text.count("293.0800000000000000000000001")
    stored = client.post("/results", content=text.encode()).json()
    assert "293.0800000000000000000000001" in json.dumps(stored)


def test_every_problem_of_a_body_is_told_with_its_place(client: TestClient, dossier: dict[str, Any]) -> None:
    """422, each with code, line and column, and both languages; nothing is scored."""
    wrong = {**dossier, "year": "二〇二三", "kinds": "self"}
    answer = client.post("/results", content=json.dumps(wrong, ensure_ascii=False, indent=1).encode())
    assert answer.status_code == 422
    codes = {one["code"] for one in answer.json()}
    assert codes == {"not-a-number", "unknown-key"}
    assert all(one["location"]["line"] and one["location"]["column"] for one in answer.json())
    assert all(one["message"]["zh"] and one["message"]["en"] for one in answer.json())


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"[]", b"{", b"null", b'{"format": 1}', b"\x00", b"{" * 10_000])
def test_no_body_breaks_it(client: TestClient, body: bytes) -> None:
    """Whatever comes is a 422 with at least one problem."""
    answer = client.post("/results", content=body)
    assert (answer.status_code, bool(answer.json())) == (422, True)


@pytest.mark.parametrize(
    ("name", "media_type", "begins"),
    [
        ("scoresheet.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("report.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("problems.html", "text/html", b"<!doctype html>"),
        ("report.pdf", "application/pdf", b"%PDF"),
    ],
)
def test_documents_come_as_bytes(
    client: TestClient, dossier: dict[str, Any], name: str, media_type: str, begins: bytes
) -> None:
    """Each with its media type."""
    answer = client.post(f"/documents/{name}", json=dossier)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media_type)
    assert answer.content[:20].lower().startswith(begins.lower())


@pytest.mark.parametrize("name", ["reprot.docx", "report.dox"])
def test_what_is_not_found_names_the_nearest(client: TestClient, dossier: dict[str, Any], name: str) -> None:
    """A document or a format that there is not."""
    answer = client.post(f"/documents/{name}", json=dossier)
    assert answer.status_code == 422
    assert "report" in json.dumps(answer.json()) or "docx" in json.dumps(answer.json())


def test_a_form_is_uploaded_and_its_dossier_audited(client: TestClient) -> None:
    """A Word form becomes a dossier; what is wrong in it is told as the library tells it."""
    (reading,) = client.post("/forms", files={"file": (FORMS[0].name, FORMS[0].read_bytes())}).json()
    assert reading["dossier"]["project"]["name"]
    body = json.dumps(reading["dossier"]).encode()
    told = client.post("/audits", content=body).json()
    registry = Registry.discover()
    here = parse(body, name="body.json", vocabulary=registry.vocabulary)
    case = Case.of(here, indicators=registry.set_for(here))  # type: ignore[arg-type]
    assert told == json.loads(json.dumps(audit_case(case, rules=registry.audit_rules.values()).to_dict()))
    assert told["findings"]


def test_a_file_that_is_no_form_is_told(client: TestClient) -> None:
    """By the name under which it was sent."""
    answer = client.post("/forms", files={"file": ("照片.docx", b"no form")})
    assert answer.status_code == 422
    assert "照片.docx" in json.dumps(answer.json(), ensure_ascii=False)


# --- threads and processes ----------------------------------------------------------------------------------------


def everything(registry: Registry, form: Path) -> tuple[bytes, ...]:
    """Return all that can be made of a form, as bytes."""
    (reading,) = read_form(form, readers=registry.readers.values(), openers=registry.openers.values())
    indicators = registry.set_for(reading.dossier)
    case = Case.of(reading.dossier, indicators=indicators)
    made = [json.dumps(audit_case(case, rules=registry.audit_rules.values()).to_dict()).encode()]
    if case.evaluation is not None:
        writers = [registry.writer_for(suffix) for suffix in (".docx", ".xlsx", ".html")]
        drawn = draw(case.evaluation, layouts=registry.layouts_for(indicators), writers=writers)
        made += [one.content for one in drawn]
        made += [json.dumps(one.to_dict()).encode() for one in explain(case.evaluation)]
    return tuple(made)


def test_threads_share_a_registry() -> None:
    """Eight threads begin at once with one registry of which nothing has been asked: each gets, byte for byte, what one alone gets."""
    wanted = [everything(Registry.discover(), form) for form in FORMS]
    registry = Registry.discover()
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda form: everything(registry, form), FORMS * 4))
    assert got == wanted * 4


@pytest.mark.parametrize("start", multiprocessing.get_all_start_methods())
def test_values_travel_to_processes_and_back(start: str) -> None:
    """However a process begins: dossiers and sets go there, evaluations come back."""
    registry = Registry.discover()
    dossier = load_dossier(WUHUA, vocabulary=registry.vocabulary)
    indicators = registry.set_for(dossier)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context(start)) as pool:
        made = [pool.submit(evaluate, dossier, indicators=indicators) for _ in range(2)]
        assert [each.result() for each in made] == [evaluate(dossier, indicators=indicators)] * 2


def test_values_and_errors_can_be_pickled() -> None:
    """Evaluations, explanations, findings and errors too."""
    registry = Registry.discover()
    dossier = load_dossier(WUHUA, vocabulary=registry.vocabulary)
    evaluation = evaluate(dossier, indicators=registry.set_for(dossier))
    case = Case.of(dossier, indicators=evaluation.base)
    for value in (dossier, evaluation, explain(evaluation), audit_case(case, rules=registry.audit_rules.values())):
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - our own
    with pytest.raises(PerfEvalError) as caught:
        parse("format: 1\n")
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (type(again), again.issues, str(again)) == (type(caught.value), caught.value.issues, str(caught.value))
