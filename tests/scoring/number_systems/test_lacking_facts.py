"""What a formula lacks: everything that keeps it from a number, and nothing of a branch that is not taken."""

from __future__ import annotations

from fractions import Fraction
from typing import cast

import pytest
from formula_graphs import FACTS, INDICATOR, ROW, WORD, Values

from perfeval.errors.language import Text
from perfeval.model.funds import Funds
from perfeval.scoring.number_systems.expressions import Condition, Numeric, maximum, minimum, where
from perfeval.scoring.number_systems.lacking_facts import lacks_of

A, B, C = FACTS
LACKS = Text("没有填写", "not filled in")


def lacks(formula: Numeric, **values: object) -> int:
    """Return how many things a formula lacks where A, B and C have these values, None: none."""
    told: Values = {WORD: "高"}
    for fact, name in zip(FACTS, "abc", strict=True):
        value = values.get(name)
        told[fact] = LACKS if value is None else Fraction(str(value))
    return len(lacks_of(formula, INDICATOR, ROW, cast("Funds", told)))


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (minimum(A, B) < 2, True),
        (maximum(A, B) < 2, False),
        (A + B < 5, True),
        (A - B < 0, True),
        (A * B < 3, False),
        (B / A < 4, True),
        (A / 0 < 1, True),
        (A <= 1, True),
        (A < 1, False),
        (A.equals(1), True),
        ((A > 1) | (B > 1), True),
        ((A > 1) | (B > 5), False),
        (WORD.is_one_of("高"), True),
        (WORD.is_one_of("低"), False),
    ],
)
def test_the_branch_that_is_taken_says_what_is_lacking(condition: Condition, *, holds: bool) -> None:
    """With A = 1 and B = 3: where the condition holds C is lacking, else nothing."""
    assert lacks(where(condition, C, 7), a=1, b=3) == int(holds)
    assert lacks(where(condition, 7, C), a=1, b=3) == int(not holds)


def test_everything_is_told_once() -> None:
    """Of what is computed, of a condition, and of both branches where nobody knows which."""
    assert lacks(A + B + A) == 1  # one reason for both facts
    assert lacks(where(A > 0, B, C), b=1, c=1) == 1
    assert lacks(where(A > 0, 1, 2), a=1) == 0
