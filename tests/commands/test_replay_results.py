"""Stored results on the command line: scored again, each told by itself, whatever stands beside it."""

from __future__ import annotations

import json
from pathlib import Path

from command_line import EXAMPLE, run


def test_a_stored_result_is_replayed(tmp_path: Path) -> None:
    """What `score --json` prints agrees; what was changed is listed with old and new, in either language, and ends with 1."""
    printed = run("score", EXAMPLE, "--json")
    assert printed.exit_code == 0
    stored = tmp_path / "result.json"
    stored.write_text(printed.output, "utf-8")
    agreeing = run("replay", str(stored))
    assert (agreeing.exit_code, "不一致" in agreeing.output) == (0, False)
    assert "总分：一致" in agreeing.output
    changed = json.loads(printed.output)
    changed["grade"] = "良\x1b[31m"
    stored.write_text(json.dumps(changed), "utf-8")
    differing = run("--lang", "en", "replay", str(stored))
    assert differing.exit_code == 1
    assert "grade: 良[31m → 优" in differing.output
    assert "total: agrees" in differing.output


def test_replays_go_on_behind_a_file_that_is_none(tmp_path: Path) -> None:
    """Each file is told; the exit code is 1 if one of them is wrong."""
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(run("score", EXAMPLE, "--json").output, "utf-8")
    bad.write_text("{}", "utf-8")
    result = run("replay", str(bad), str(good))
    assert result.exit_code == 1
    assert "[format-version]" in result.output
    assert f"{good}: " in result.output


def test_a_json_document_is_replayed(tmp_path: Path) -> None:
    """The scoresheet that `run` writes as JSON holds the result whole."""
    assert run("run", EXAMPLE, "-o", str(tmp_path), "--formats", "json").exit_code == 0
    assert run("replay", str(tmp_path / "附件1-评价表.json")).exit_code == 0
