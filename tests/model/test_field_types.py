"""Types of fields: what is taken as a mapping, and what is not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from told_issues import issues_of

from perfeval import Row


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
