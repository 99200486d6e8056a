"""What is one thing: the quick test and the slow one agree, bounds hold, and refusals say what was expected and found."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.errors import Issue, found_text
from perfeval.errors.language import Text
from perfeval.model.scalar_types import (
    YES_NO,
    ChoiceType,
    DayType,
    DecimalType,
    FieldType,
    FractionType,
    Names,
    TextType,
    TruthType,
    WholeType,
)

TYPES: tuple[tuple[FieldType, type], ...] = (
    (TextType(), str),
    (TruthType(), bool),
    (DayType(), date),
    (WholeType(), int),
    (WholeType(least=0), int),
    (WholeType(most=2), int),
    (WholeType(least=-1, most=1), int),
    (DecimalType(least=0, most=1), Decimal),
    (DecimalType(least=1), Decimal),
    (FractionType(least=0, most=1), Fraction),
    (FractionType(most=0), Fraction),
    (ChoiceType(words=("甲", "乙")), str),
)
values = st.one_of(
    st.integers(-3, 3),
    st.sampled_from([-1, 0, 1, 2]).flatmap(lambda one: st.sampled_from([one, Decimal(one), Fraction(one), str(one)])),
    st.sampled_from([True, False, None, "甲", "丙", "", "√", "60%", "2/3", "1.5", Decimal("0.5"), Decimal("NaN"), Decimal("1E+99")]),
    st.sampled_from([date(2024, 2, 29), datetime(2024, 2, 29, tzinfo=UTC), "2024-02-29", "2023-02-29", "2024-2-9", 1.5]),
    st.fractions(-2, 2),
    st.decimals(-2, 2, places=2),
)  # fmt: skip


@given(st.sampled_from(TYPES), values)
def test_the_quick_test_takes_what_the_slow_one_leaves_alone(one: tuple[FieldType, type], value: Any) -> None:
    """Both ways: what passes it is taken unchanged, and what is of the class and taken without a word passes it."""
    kind, class_ = one
    names: Names = {}
    quick = eval(kind.quick("value", names), {**names, "value": value})  # noqa: S307 - the expression is the house's own
    issues: list[Issue] = []
    taken = kind.taken(value, "field", issues)
    assert quick == (type(value) is class_ and not issues)
    if quick:
        assert taken is value
    if not issues:
        assert type(taken) is class_
        assert eval(kind.quick("value", names), {**names, "value": taken})  # noqa: S307 - as above
    for issue in issues:
        assert issue.location.place == "field"
        assert issue.found == found_text(value)
        assert issue.expected


@pytest.mark.parametrize(
    ("kind", "inside", "outside", "expected"),
    [
        (WholeType(least=0), (0, 5, "0"), (-1, "-1"), Text("不小于 0", "0 or more")),
        (WholeType(least=1, most=3), (1, 3), (0, 4), Text("1 到 3 之间", "from 1 to 3")),
        (DecimalType(least=0, most=1), ("0", "1"), ("-0.01", "1.01"), Text("0 到 1 之间", "from 0 to 1")),
        (FractionType(least=0), ("0%", "250%"), ("-1%",), Text("不小于 0", "0 or more")),
    ],
)
def test_bounds_belong_to_what_is_allowed(
    kind: FieldType, inside: tuple[Any, ...], outside: tuple[Any, ...], expected: Text
) -> None:
    """What lies beyond is refused with both bounds, or the one that there is."""
    issues: list[Issue] = []
    for value in inside:
        kind.taken(value, "x", issues)
    assert not issues
    for value in outside:
        kind.taken(value, "x", issues)
    assert [(issue.code, issue.expected) for issue in issues] == [("wrong-value", expected)] * len(outside)


@pytest.mark.parametrize(("word", "share"), [("√", 1), ("×", 0), ("是", 1), ("否", 0), (True, 1), (False, 0)])
def test_how_far_an_item_is_met_may_be_said_in_a_word(word: object, share: int) -> None:
    """Where a share is asked for, and nowhere else."""
    issues: list[Issue] = []
    assert FractionType(least=0, most=1, is_share=True).taken(word, "x", issues) == share
    assert not issues
    FractionType(least=0, most=1).taken(word, "x", issues)
    assert len(issues) == 1
    assert set(YES_NO.values()) == {0, 1}
