"""Every bound: a number above zero, what is counted and in what; and no other module has one of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from told_issues import issues_of

from perfeval import Text
from perfeval.model import limits
from perfeval.model.limits import LIMITS, Limit

SOURCE = Path(limits.__file__).parents[1]


def test_the_table_has_every_bound() -> None:
    """Each that the module defines."""
    assert set(LIMITS) == {one for one in vars(limits).values() if isinstance(one, Limit)}
    assert all(one.most > 0 for one in LIMITS)
    assert len({(one.unit, one.of) for one in LIMITS}) == len(LIMITS)


@pytest.mark.parametrize("floor", ["codec", "office", "batches"])
def test_no_module_that_reads_files_has_a_bound_of_its_own(floor: str) -> None:
    """They are here."""
    named = re.compile(r"^_?(?:LARGEST|DEEPEST|MOST|LONGEST)\w* = [0-9(]", re.MULTILINE)
    texts = {path.name: path.read_text(encoding="utf-8") for path in (SOURCE / floor).rglob("*.py")}
    found = {(name, one) for name, text in texts.items() for one in named.findall(text)}
    shown_alone = {
        ("tree.py", "_LONGEST_SHOWN = 6"),
        ("number_hints.py", "_LONGEST = 6"),
        ("yaml_text.py", "_LONGEST_KEY = 1"),
    }
    nested = {("written_containers.py", "_DEEPEST = 3")}
    assert found <= shown_alone | nested


def test_what_is_beyond_is_refused_with_its_place() -> None:
    """What is just within is not."""
    limit = Limit(3, Text("行", "rows"), Text("一张表", "a table"))
    limit.check(3, name="甲")
    (issue,) = issues_of(lambda: limit.check(4, name="甲"))
    assert (issue.code, issue.location.place) == ("form-bomb", "甲")
    assert issue.values["cause"] == Text("甲 多于 3 行", "甲 has more than 3 rows")
    assert limit.words == Text("至多 3 行", "at most 3 rows")
