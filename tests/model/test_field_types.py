"""Types of fields: what is taken as a mapping, and what is not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from told_issues import issues_of

from perfeval import IndicatorSet, Row, Text


@pytest.mark.parametrize("pairs", [{"甲": 1}, {"甲": "1"}, [("甲", 1)], (["甲", Decimal(1)],)])
def test_a_mapping_is_pairs_of_a_name_and_a_value(pairs: Any) -> None:
    """Whichever way Python holds them."""
    assert Row(address="A", deductions=pairs).deductions == (("甲", Decimal(1)),)


@pytest.mark.parametrize(
    ("pairs", "place"),
    [
        ("", "Row.deductions"),
        (b"", "Row.deductions"),
        (set(), "Row.deductions"),
        (frozenset({("甲", 1)}), "Row.deductions"),
        (3, "Row.deductions"),
        ([("甲",)], "Row.deductions/0"),
        ([("甲", 1), "乙1"], "Row.deductions/1"),
        ([("甲", 1), ("甲", 2)], "Row.deductions"),
    ],
)
def test_what_is_no_mapping_is_refused(pairs: Any, place: str) -> None:
    """A text is none, be it empty, nor is what has no order; each pair that is none is named."""
    (issue,) = issues_of(lambda: Row(address="A", deductions=pairs))
    assert str(issue.location.place).startswith(place)


def test_a_number_as_a_name_is_its_text() -> None:
    """As a file's key is."""
    assert Row(address="A", checks={1: True}).checks == (("1", 1),)


def test_a_name_stands_once_among_pairs() -> None:
    """Twice is refused with the name, whatever else is wrong."""
    issues = issues_of(lambda: Row(address="A", deductions=[("甲", 1), ("乙", "x"), ("甲", 1)]))
    assert [(one.code, one.location.place) for one in issues] == [
        ("not-a-number", "Row.deductions/乙"),
        ("duplicate-key", "Row.deductions/甲"),
    ]


def test_a_single_text_is_a_list_of_one() -> None:
    """Where texts are wanted, as in files."""
    assert Row(address="A", evidence="台账").evidence == ("台账",)
    assert Row(address="A", evidence=["台账", "合同"]).evidence == ("台账", "合同")


@pytest.mark.parametrize("word", ["", "Self", "selfs", "财政"])
def test_a_word_is_one_of_those_that_are_known(word: str) -> None:
    """Any other is refused by the field's name, with all that there are."""
    (issue,) = issues_of(lambda: IndicatorSet(id="cn.x", title="体系", kind=word))  # type: ignore[arg-type]
    assert issue.location.place == "IndicatorSet.kind"
    assert str(issue.expected) == str(Text(*["self / department / fiscal"] * 2))
