"""Small choices made quickly: strategies that are made once, for a strategy costs more to make than to draw from."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, TypeVar

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

Choice = TypeVar("Choice")

BOOLEANS = st.booleans()


@cache
def between(least: int, most: int) -> st.SearchStrategy[int]:
    """Draw a whole number, both bounds included."""
    return st.integers(least, most)


def up_to(most: int) -> st.SearchStrategy[int]:
    """Draw a whole number from 0 on."""
    return between(0, most)


def pick(draw: st.DrawFn, choices: Sequence[Choice]) -> Choice:
    """Draw one of some choices, of which there is at least one."""
    return choices[draw(between(0, len(choices) - 1))]


def seldom(draw: st.DrawFn, one_in: int) -> bool:
    """Draw whether something happens that happens once in so many times."""
    return draw(between(0, one_in - 1)) == one_in - 1
