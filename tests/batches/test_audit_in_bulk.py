"""Audits of files: what cannot be scored is looked at unscored, and what cannot be read is told beside the results."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval import Registry, draw_findings
from perfeval.batches.audit_in_bulk import audit_files

EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml"


def test_a_dossier_whose_set_is_not_known_is_audited_unscored(tmp_path: Path) -> None:
    """The audit says why there is no score, and is no error."""
    path = tmp_path / "mine.yaml"
    path.write_text(EXAMPLE.read_text("utf-8").replace("kunming.wuhua.department", "kunmin"), "utf-8")
    (result,), errors = audit_files([path], registry=Registry.discover())
    assert not errors
    assert [issue.code for issue in result.case.issues] == ["set-unknown"]
    assert result.case.evaluation is None


def test_a_file_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    """Its error stands beside the result of the other file, and each file is told once."""
    (tmp_path / "broken.yaml").write_text("format: [1", "utf-8")
    (tmp_path / "mine.yaml").write_text(EXAMPLE.read_text("utf-8"), "utf-8")
    seen: list[object] = []
    results, errors = audit_files([tmp_path], registry=Registry.discover(), progress=seen.append)
    assert [str(one.case.evaluation.total) for one in results if one.case.evaluation] == ["91"]
    assert [one.issues[0].location.path for one in errors] == [str(tmp_path / "broken.yaml")]
    assert len(seen) == 2


@pytest.mark.parametrize(
    ("name", "media_type"),
    [("a.json", "application/json"), ("a.SARIF", "application/sarif+json"), ("a.md", "text/markdown; charset=utf-8")],
)
def test_findings_are_a_file_in_memory(name: str, media_type: str) -> None:
    """With its name and its MIME type; data or a document, by the suffix."""
    registry = Registry.discover()
    results, _ = audit_files([EXAMPLE], registry=registry)
    file = draw_findings(results, file=f"folder/{name}", registry=registry)
    assert (file.name, file.media_type) == (name, media_type)
    assert "X02" in file.content.decode()
    assert draw_findings(results, file="x", writer=registry.writers["json"], registry=registry).name == "x"
