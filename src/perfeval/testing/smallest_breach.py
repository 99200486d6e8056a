"""Search by hypothesis for the smallest case that breaks a promise; the same cases are drawn every time."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from hypothesis import Phase, given, seed, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis import strategies as st

    from perfeval.errors.language import Text

EXAMPLES = 200
"""How many cases are drawn."""

Drawn = TypeVar("Drawn")


def smallest_breach(cases: st.SearchStrategy[Drawn], breach: Callable[[Drawn], Text | None]) -> Text | None:
    """Return what *breach* says of the smallest of *cases* of which it says something; None if it says nothing of any."""
    found: list[Text] = []

    @seed(0)
    @settings(max_examples=EXAMPLES, database=None, deadline=None, phases=(Phase.generate, Phase.shrink))
    @given(cases)
    def keeps_its_promises(case: Drawn) -> None:
        told = breach(case)
        if told is not None:
            found.append(told)
            raise _BreachError

    try:
        keeps_its_promises()
    except _BreachError:
        return found[-1]
    return None


class _BreachError(Exception):
    """A case that breaks a promise was drawn."""
