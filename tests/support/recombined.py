"""More dossiers of drawn ones: the rows of the same set, put together anew, at a small part of what it costs to draw them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from perfeval import Dossier, Indicator, IndicatorSet, Row


def recombined(
    indicators: IndicatorSet, dossiers: Sequence[Dossier], *, count: int, chance: random.Random
) -> Iterator[Dossier]:
    """Yield dossiers each of which is one of *dossiers* with the rows of some indicators taken from the others.

    What the set itself gives points moves as a whole, a group under an aggregator with its components. What a project decides stays:
    rows of its own, and those whose points it gives; so do the funds and the vetoes. Whether what comes of it can be scored (points
    that nobody is left to take, a stated score that would have to be scaled) is for the engine to say.

    Args:
        indicators: The set that they fit.
        dossiers: Those whose rows are used.
        count: How many are made; some may be equal.
        chance: Where the choices come from.

    """
    movable = [leaf.code for one in indicators.indicators for leaf in _with_points(one)]
    kept = [_rows_of(indicators, one, movable) for one in dossiers]
    for _ in range(count):
        at = chance.randrange(len(dossiers))
        moved = [row for code in movable for row in chance.choice(kept)[code]]
        yield dossiers[at].replace(rows=(*kept[at][""], *moved))


def _with_points(one: Indicator) -> Iterator[Indicator]:
    """Yield what is scored, at an indicator or below it, and has its points from the set."""
    if not one.is_leaf:
        for child in one.children:
            yield from _with_points(child)
    elif one.points is not None:
        yield one


def _rows_of(indicators: IndicatorSet, dossier: Dossier, movable: Sequence[str]) -> dict[str, list[Row]]:
    """Return the rows of each indicator that can be moved, and at ``""`` those that stay."""
    rows: dict[str, list[Row]] = {code: [] for code in ("", *movable)}
    for row in dossier.rows:
        chain = indicators.book.chain(row.address) if indicators.book.knows(row.address) else ()
        rows[next((one.code for one in chain if one.code in rows), "")].append(row)
    return rows
