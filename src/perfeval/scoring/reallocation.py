"""What becomes of the points of rows that do not apply (不涉及), as the set declares."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def reallocated(
    points: Sequence[int], *, dropped: Sequence[int], pools: Sequence[object], names: Sequence[str]
) -> tuple[list[int], list[int]]:
    """Return the points after those of dropped indicators went to the others, and the dropped ones that found no taker.

    Points go in proportion to the points of the takers, by largest remainder, so that they are conserved to the quantum;
    equal remainders go by name, never by the order of the rows.

    Args:
        points: The points of each indicator, in quanta.
        dropped: The positions whose points go.
        pools: What each indicator shares its points with: only indicators of one pool take each other's.
        names: A name of each indicator that does not depend on the order.

    """
    result = list(points)
    stranded: list[int] = []
    gone = set(dropped)
    for pool in dict.fromkeys(pools[position] for position in dropped):
        giving = [position for position in dropped if pools[position] == pool]
        taking = sorted(
            (at for at, one in enumerate(pools) if one == pool and at not in gone and points[at]),
            key=lambda at: names[at],
        )
        if not taking:
            stranded += giving
            continue
        shares = largest_remainder(sum(points[at] for at in giving), [points[at] for at in taking])
        for at in giving:
            result[at] = 0
        for at, share in zip(taking, shares, strict=True):
            result[at] += share
    return result, stranded


def largest_remainder(amount: int, weights: list[int]) -> list[int]:
    """Share *amount* in proportion to *weights*: whole parts first, the rest by largest remainder, ties to the first.

    >>> largest_remainder(10, [1, 1, 1])
    [4, 3, 3]

    """
    whole = sum(weights)
    shares = [amount * weight // whole for weight in weights]
    remainders = sorted(range(len(weights)), key=lambda index: (-(amount * weights[index] % whole), index))
    for index in remainders[: amount - sum(shares)]:
        shares[index] += 1
    return shares
