"""What is a scorer, by its shape alone: a kind, a rate of so many facts, and steps."""

from __future__ import annotations

from typing import Any

import pytest

from perfeval.model.declarations import is_declared
from perfeval.plugin import Ratio, WeakestLink


def scorer(**parts: Any) -> object:
    """Return a value of a class of its own with these attributes."""
    return type("Made", (), parts)()


def rate(self: object, indicator: object, row: object, funds: object) -> tuple[int, int]:
    """Return all."""
    del self, indicator, row, funds
    return (1, 1)


def rate_of_indicator(self: object, indicator: object) -> tuple[int, int]:
    """Return all, of too little."""
    del self, indicator
    return (1, 1)


def rate_of_anything(self: object, *facts: object) -> tuple[int, int]:
    """Return all, of anything."""
    del self, facts
    return (1, 1)


def rate_with_more(self: object, indicator: object, row: object, funds: object, *, more: object) -> tuple[int, int]:
    """Return all, of more than there is."""
    del self, indicator, row, funds, more
    return (1, 1)


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        (Ratio(), True),
        (Ratio, False),
        (WeakestLink(), False),
        (scorer(kind="x", rate=rate, steps=rate), True),
        (scorer(kind=5, rate=rate, steps=rate), False),
        (scorer(rate=rate, steps=rate), False),
        (scorer(kind="x", rate=rate), False),
        (scorer(kind="x", steps=rate), False),
        (scorer(kind="x", rate=rate, steps="none"), False),
        (scorer(kind="x", rate="none", steps=rate), False),
        (scorer(kind="x", rate=rate_of_indicator, steps=rate), False),
        (scorer(kind="x", rate=rate_of_anything, steps=rate), True),
        (scorer(kind="x", rate=rate_with_more, steps=rate), False),
        ("ratio", False),
        (None, False),
    ],
)
def test_a_scorer_is_known_by_its_shape(value: object, is_one: bool) -> None:  # noqa: FBT001 - a case
    """A class is none, an aggregator is none, and neither is what cannot be asked for the rate of a row."""
    assert is_declared(value, 3) is is_one
