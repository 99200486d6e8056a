"""`perfeval limits` prints every bound, and so does the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from command_line import run

from perfeval.model.limits import LIMITS

PAGE = Path(__file__).parents[2] / "docs" / "limits.md"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_bound_is_printed(language: str) -> None:
    """A line each, in one language."""
    result = run("--lang", language, "limits")
    lines = result.stdout.splitlines()
    assert len(lines) == len(LIMITS)
    for line, limit in zip(lines, LIMITS, strict=True):
        assert line.startswith(f"{limit.most} {limit.unit.speak(language)}")
        assert line.endswith(limit.of.speak(language))
        assert (re.search("[一-鿿]", line) is None) == (language == "en")


def test_the_documentation_has_the_same_table() -> None:
    """Row by row."""
    rows = re.findall(r"^\| (\d+) \| (.+) / (.+) \| (.+) \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(str(one.most), one.unit.zh, one.unit.en, one.of.zh, one.of.en) for one in LIMITS]
