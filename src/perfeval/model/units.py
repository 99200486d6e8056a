"""Units of targets and actuals: which are the same, and which differ by a power of ten."""

from __future__ import annotations

from decimal import Decimal

from perfeval.model.normal_form import normalise
from perfeval.model.numbers import decimal_of

# Each family of convertible units, with how many of the smallest one each is.
_FAMILIES: tuple[dict[str, Decimal], ...] = (
    {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)},
    {"‰": Decimal(1), "%": Decimal(10)},
)

PERCENT = "%"
PER_MILLE = "‰"


_MULTIPLIERS = {"万": Decimal(10**4), "亿": Decimal(10**8)}


def factor_between(unit: str | None, other: str | None) -> Decimal | None:
    """Return by what a value in *unit* is multiplied to be in *other*; None if the two are not comparable.

    Equal units have the factor 1. A bare number is comparable with a bare number only: 95 is not 95 %. Of a compound unit
    (万元/人) each part is compared with its own.

    >>> factor_between("万元", "元"), factor_between("万元/人", "元/人"), factor_between("元/万人", "元/人")
    (Decimal('10000'), Decimal('10000'), Decimal('0.0001'))

    """
    first, second = normalise(unit or ""), normalise(other or "")
    if first == second:
        return Decimal(1)
    above, *below = first.split("/")
    above_other, *below_other = second.split("/")
    factor = _factor(above, above_other)
    if factor is None or len(below) != len(below_other):
        return None
    for one, another in zip(below, below_other, strict=True):
        divisor = _factor(one, another)
        if divisor is None:
            return None
        factor = _quotient(factor, divisor)
    return factor


def _factor(unit: str, other: str) -> Decimal | None:
    if unit == other:
        return Decimal(1)
    for family in _FAMILIES:
        if unit in family and other in family:
            return _quotient(family[unit], family[other])
    (many, thing), (many_other, thing_other) = _counted(unit), _counted(other)
    return _quotient(many, many_other) if thing and thing == thing_other else None


def _counted(unit: str) -> tuple[Decimal, str]:
    """Return what a unit counts in: 万人 is ten thousand 人."""
    return (_MULTIPLIERS[unit[0]], unit[1:]) if unit[:1] in _MULTIPLIERS else (Decimal(1), unit)


def _quotient(many: Decimal, few: Decimal) -> Decimal:
    """Return the quotient of two powers of ten."""
    places = few.adjusted() - many.adjusted()
    return decimal_of(1, places) if places > 0 else Decimal(10**-places)
