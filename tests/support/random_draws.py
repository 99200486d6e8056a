"""Draws by seed: what strategies draw at random, the same for the same seed, evenly and without looking for anything.

hypothesis itself, when it tests, repeats and changes what it drew before; to count what is drawn, and to check a million, each
draw is made of random bytes of its own.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

from hypothesis import given, settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis import strategies as st

Drawn = TypeVar("Drawn")

# Eight times as many as hypothesis itself takes for one example.
_BYTES = 64 * 1024


def drawer(strategy: st.SearchStrategy[Drawn]) -> Callable[[int], Drawn]:
    """Return the function from a seed to what it draws; what the strategy raises, it raises."""
    kept: list[Drawn] = []

    @settings(database=None, deadline=None)
    @given(strategy)
    def keep(value: Drawn) -> None:
        kept.append(value)

    def draw(seed: int) -> Drawn:
        kept.clear()
        keep.hypothesis.fuzz_one_input(random.Random(seed).randbytes(_BYTES))  # type: ignore[attr-defined] # noqa: S311 - no secrets
        if not kept:
            message = f"seed {seed} draws nothing: the strategy is too large, or refuses what it drew"
            raise ValueError(message)
        return kept[-1]

    return draw
