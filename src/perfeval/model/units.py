"""Units of targets and actuals: which are the same, and which differ by a power of ten."""

from __future__ import annotations

from decimal import Decimal

from perfeval.model.normal_form import normalise

# Each family of convertible units, with how many of the smallest one each is.
_FAMILIES: tuple[dict[str, Decimal], ...] = (
    {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)},
    {"‰": Decimal(1), "%": Decimal(10)},
)

PERCENT = "%"
PER_MILLE = "‰"


def factor_between(unit: str | None, other: str | None) -> Decimal | None:
    """Return by what a value in *unit* is multiplied to be in *other*; None if the two are not comparable.

    Equal units have the factor 1. A bare number is comparable with a bare number only: 95 is not 95 %.

    >>> factor_between("万元", "元")
    Decimal('10000')

    """
    first, second = normalise(unit or ""), normalise(other or "")
    if first == second:
        return Decimal(1)
    for family in _FAMILIES:
        if first in family and second in family:
            return family[first] / family[second]
    return None
