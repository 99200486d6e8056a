"""Folders of forms: every file is counted once, an interrupted run is gone on with, and what was read loads."""

from __future__ import annotations

import json
from pathlib import Path

from perfeval import Registry, load_dossier
from perfeval.batches.found_files import forms_in
from perfeval.batches.read_in_bulk import read_forms

REGISTRY = Registry.of()
DATA = Path(__file__).parents[1] / "data" / "forms"
FORMS = sorted([*DATA.glob("[0-9]*.docx"), *DATA.glob("[0-9]*.xlsx")])
SEED = [DATA / "wuhua-2023.docx", DATA / "wuhua-2023.xlsx"]


def test_a_folder_is_read_and_the_counts_add_up(tmp_path: Path) -> None:
    """Every form is read or failed; a failure stops nothing; a second run does nothing again."""
    (tmp_path / "in").mkdir()
    for path in (*FORMS[:4], *SEED):
        (tmp_path / "in" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "in" / "broken.docx").write_bytes(b"no form")
    files = forms_in([tmp_path / "in"], registry=REGISTRY)
    seen: list[str] = []
    result = read_forms(
        files,
        folder=tmp_path / "out",
        registry=REGISTRY,
        workers=2,
        progress=lambda one: seen.append(one.path),
    )
    assert len(result.outcomes) == len(files) == len(seen) == 7
    assert sum(result.count(state) for state in ("read", "partly", "failed")) == 7
    assert result.count("failed") == 1
    (failed,) = [one for one in result.outcomes if one.state == "failed"]
    assert "form-corrupt" in failed.message.en
    assert len({name for one in result.outcomes for name in one.dossiers}) == 6
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.yaml")}
    again = read_forms(files, folder=tmp_path / "out", registry=REGISTRY, workers=1)
    assert [one.state for one in again.outcomes] == [one.state for one in result.outcomes]
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "out").glob("*.yaml")}


def test_an_interrupted_journal_is_gone_on_with(tmp_path: Path) -> None:
    """A line cut short, and a line of another make, count as not done; what is done is not done again."""
    first, second = FORMS[:2]
    read_forms([first], folder=tmp_path, registry=REGISTRY, workers=1)
    journal = tmp_path / "reading.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(b'{"path": 1}\n\xff\n' + whole + whole[:40])
    before = (tmp_path / f"{first.stem}.yaml").stat().st_mtime_ns
    result = read_forms([first, second], folder=tmp_path, registry=REGISTRY, workers=1)
    assert [one.state for one in result.outcomes] == ["read", "read"]
    assert [one.confidence for one in result.outcomes] == [100, 100]
    assert (tmp_path / f"{first.stem}.yaml").stat().st_mtime_ns == before
    last = journal.read_text("utf-8", errors="replace").splitlines()[-1]
    assert json.loads(last)["path"] == str(second)


def test_what_was_read_loads_and_can_be_scored(tmp_path: Path) -> None:
    """The dossier of a form is a file like any other."""
    path = DATA / "24-yunnan-yongde-mingliang-yingyang-2022.docx"
    read_forms([path], folder=tmp_path, registry=REGISTRY, workers=1)
    dossier = load_dossier(tmp_path / f"{path.stem}.yaml")
    assert dossier.printed.total == 96
    assert dossier.funds.unit == "元"
