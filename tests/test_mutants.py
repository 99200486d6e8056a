"""The programs that ask whether tests can fail: mutants are single changes, and the oracle notices a changed rule."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from mutation import mutants_of

ROOT = Path(__file__).parents[1]

SAMPLE = '''"""A module."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from x import y

FACTORS = {"‰": 1, "%": 10}
Alias = dict[str, int]


class Kind:
    """A class."""

    title = "标题"
    limit: int = 3

    def rate(self, value: "int | None", *, least: int = 0) -> int:
        """Say what it does."""
        assert value is not None
        if not value > least and self.limit:
            raise ValueError(f"too {least}")
        return -value if value < 2 else max(1, value * 2)
'''


def test_every_mutant_is_one_change_that_is_python() -> None:
    """One line differs, the whole compiles, none is there twice, and the line that is told is the one that changed."""
    found = mutants_of(SAMPLE)
    assert len({one.text for one in found}) == len(found)
    original = SAMPLE.splitlines()
    for one in found:
        ast.parse(one.text)
        changed = one.text.splitlines()
        assert [at for at, (old, new) in enumerate(zip(original, changed, strict=True), start=1) if old != new] == [
            one.line
        ]
        assert one.diff(SAMPLE).splitlines() == [f"-{original[one.line - 1]}", f"+{changed[one.line - 1]}"]


@pytest.mark.parametrize(
    "line",
    [
        "FACTORS = {('‰X'): 1, \"%\": 10}",
        'FACTORS = {"‰": (2), "%": 10}',
        'FACTORS = {"‰": 1, "%": (9)}',
        "    limit: int = (4)",
        "    limit: int = (2)",
        "        if not (not value > least and self.limit):",
        "        if False:",
        "        if (not value > least or self.limit):",
        "        if (self.limit):",
        "        if (value > least) and self.limit:",
        "        if not (value >= least) and self.limit:",
        "        if not (value < least) and self.limit:",
        "            pass",
        "        return None",
        "        return (max(1, value * 2) if value < 2 else -value)",
        "        return (value) if value < 2 else max(1, value * 2)",
        "        return -value if (value <= 2) else max(1, value * 2)",
        "        return -value if value < 2 else (min(1, value * 2))",
        "        return -value if value < 2 else max(1, (value // 2))",
    ],
)
def test_mutants_change_what_has_behaviour(line: str) -> None:
    """Tables, defaults, conditions, comparisons, signs, operators; statements are left out."""
    assert line in {one.text.splitlines()[one.line - 1] for one in mutants_of(SAMPLE)}


def test_mutants_leave_alone_what_has_none() -> None:
    """Docstrings, imports for type checkers, annotations, titles, other names for types, assertions, words of messages."""
    touched = {one.line for one in mutants_of(SAMPLE)}
    quiet = {
        number
        for number, text in enumerate(SAMPLE.splitlines(), start=1)
        if any(sign in text for sign in ('"""', "import", "Alias", "title", "assert", "TYPE_CHECKING", "class"))
    }
    assert not touched & quiet
    assert not any("'int | NoneX'" in one.text or "too X" in one.text for one in mutants_of(SAMPLE))


@pytest.mark.parametrize(
    ("module", "old", "new"),
    [
        ("scoring/target_formulas.py", "return then(ACTUAL / TARGET)", "return then(ACTUAL * TARGET)"),
        ("scoring/scorers/fund_rate.py", "held(above / below)", "held(below / above)"),
        ("model/rounding.py", "return (2 * numerator + denominator) //", "return (2 * numerator + denominator - 1) //"),
    ],
)
def test_the_oracle_notices_a_changed_rule(tmp_path: Path, module: str, old: str, new: str) -> None:
    """A formula, a bound and the rounding, each changed in a copy of the package: ``make oracle`` exits 1."""
    copied = tmp_path / "src" / "perfeval"
    shutil.copytree(ROOT / "src" / "perfeval", copied, ignore=shutil.ignore_patterns("__pycache__"))
    path = copied / module
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "tests/oracle.py", "--evaluations", "400", "--processes", "1"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    compared = re.search(r"(\d+) evaluations under \d+ sets compared", done.stdout)
    assert compared is not None, done.stderr
    assert (int(compared[1]) >= 400, done.returncode) == (True, 1)
    assert "by fractions" in done.stdout
