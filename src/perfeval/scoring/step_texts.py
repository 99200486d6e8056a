"""Numbers as the steps of an explanation print them: literally true, with ``≈`` where digits were cut."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import TYPE_CHECKING

from perfeval.model.numbers import (
    decimal_of,
    decimal_places,
    divide_half_up,
    is_decimal,
    plain,
    round_half_up,
    units_text,
)

if TYPE_CHECKING:
    from collections.abc import Collection
    from decimal import Decimal

    from perfeval.model.rounding import Rounding

WholeRatio = tuple[int, int]
"""Two integers, the second positive; arithmetic on them is a tenth of the time of fractions'."""

# How many decimals a percentage is cut to, if nothing speaks against it.
_PLACES = 2


def number_text(value: Fraction) -> str:
    """Print an exact number for a step: as a decimal where it has one, else as a quotient."""
    return quotient_text(value.numerator, value.denominator)


def quotient_text(numerator: int, denominator: int) -> str:
    """Print a quotient, in lowest terms or not, as :func:`number_text` prints its value.

    >>> quotient_text(6, 8), quotient_text(2, 3)
    ('0.75', '2/3')

    """
    if denominator == 1:
        return str(numerator)
    if (common := gcd(numerator, denominator)) != 1:
        return quotient_text(numerator // common, denominator // common)
    if not is_decimal(denominator):
        return f"{numerator}/{denominator}"
    # A denominator of twos and fives divides the power of ten that has as many digits as it has bits.
    places = denominator.bit_length() - 1
    return units_text(numerator * 10**places // denominator, places)


def percent_text(value: Fraction, *, apart_from: Collection[Fraction] = ()) -> str:
    """Print a rate as a percentage with two decimals; ``≈`` in front says that digits were cut.

    There are more digits where two would make a round figure of what is none, or a bound of what only lies near it.

    Args:
        value: The rate; 1 is 100 %.
        apart_from: Bounds, such as a pass gate, for which the rate must not be taken.

    >>> from fractions import Fraction
    >>> percent_text(Fraction(4, 5)), percent_text(Fraction(2, 3)), percent_text(Fraction(59999, 100000))
    ('80%', '≈ 66.67%', '59.999%')

    """
    told, places, is_exact = _percent(value, apart_from)
    return f"{'' if is_exact else '≈ '}{units_text(told, places)}%"


def percent_equation(value: Fraction, *, apart_from: Collection[Fraction] = ()) -> str:
    """Print the right side of an equation as a percentage: ``= 80%``, or ``≈ 73.68%`` where digits were cut.

    Args:
        value: The rate that the left side comes to; 1 is 100 %.
        apart_from: Bounds for which it must not be taken, as in :func:`percent_text`.

    >>> from fractions import Fraction
    >>> percent_equation(Fraction(2, 3))
    '≈ 66.67%'

    """
    told, places, is_exact = _percent(value, apart_from)
    return f"{'=' if is_exact else '≈'} {units_text(told, places)}%"


def percent_in_cell(value: Fraction, *, apart_from: Collection[Fraction] = ()) -> Decimal:
    """Return the percentage that a cell of a form prints: two decimals as forms have them, without a sign where digits were cut.

    There are more digits where two would make a round figure of what is none, or a bound of what only lies near it.

    Args:
        value: The rate; 1 is 100 %.
        apart_from: Bounds for which it must not be taken, as in :func:`percent_text`.

    >>> from fractions import Fraction
    >>> print(percent_in_cell(Fraction(3, 4)), percent_in_cell(Fraction(2, 3)), percent_in_cell(Fraction(99996, 100000)))
    75.00 66.67 99.996

    """
    told, places, _ = _percent(value, apart_from)
    return decimal_of(told, places)


def approximate_text(value: Fraction, places: int) -> str:
    """Print a number with so many decimals at most; ``≈`` in front says that digits were cut.

    >>> from fractions import Fraction
    >>> approximate_text(Fraction(5, 2), 2), approximate_text(Fraction(2, 3), 2)
    ('2.5', '≈ 0.67')

    """
    shown = round_half_up(value, places)
    return plain(shown) if Fraction(shown) == value else f"≈ {plain(shown)}"


def _percent(value: Fraction, apart_from: Collection[Fraction]) -> tuple[int, int, bool]:
    """Return the percentage that is printed, in units of so many decimals, and whether it is exact."""
    numerator, denominator = value.numerator * 100, value.denominator
    places, scale = _PLACES, 10**_PLACES
    while True:
        told = divide_half_up(numerator * scale, denominator)
        is_exact = told * denominator == numerator * scale
        if is_exact or not (told * 10 % scale == 0 or Fraction(told, 100 * scale) in apart_from):
            return told, places, is_exact
        places, scale = places + 1, scale * 10


def product_text(points: Decimal, rate: Fraction, rounding: Rounding) -> str:
    """Print the equation points × rate = product; whoever reckons it again, and rounds, comes to the same score.

    Digits are cut only where neither the product nor what the printed factors make of it then looks like a multiple of half a
    quantum that it is not, nor lies on the other side of one; the product is within half a unit of its last digit.

    Args:
        points: 分值.
        rate: The rate in [0, 1].
        rounding: How the set rounds.

    """
    points_top, points_bottom = points.as_integer_ratio()
    quantum_top, quantum_bottom = rounding.quantum.as_integer_ratio()
    product = points_top * rate.numerator, points_bottom * rate.denominator
    half = quantum_top, 2 * quantum_bottom
    given = plain(points)
    if product[0] * half[1] % (product[1] * half[0]) == 0:
        percent = (
            f"{quotient_text(rate.numerator * 100, rate.denominator)}%" if is_decimal(rate.denominator) else str(rate)
        )
        return f"{given} × {percent} = {quotient_text(*product)}"
    shown = _shown_product(product, half, decimal_places(rounding.quantum) + 2)
    percent_shown, is_exact = _shown_factor((points_top, points_bottom), rate, shown, half, product)
    return f"{given} × {plain(percent_shown)}% {'=' if is_exact else '≈'} {plain(shown)}"


def _shown_product(product: WholeRatio, half: WholeRatio, places: int) -> Decimal:
    """Return the product, which is no multiple of *half*, with as many digits as it needs not to look like one."""
    (top, bottom), (half_top, half_bottom) = product, half
    scale = 10**places
    while True:
        told = divide_half_up(top * scale, bottom)
        rest = abs(told * bottom - top * scale)
        if not rest or (told * half_bottom % (scale * half_top) and 2 * rest < bottom):
            return decimal_of(told, places)
        places, scale = places + 1, scale * 10


def _shown_factor(
    points: WholeRatio, rate: Fraction, shown: Decimal, half: WholeRatio, product: WholeRatio
) -> tuple[Decimal, bool]:
    """Return the percentage with as many digits as it needs for the product that is shown to be that of what is printed.

    Also return whether the equation is exact.
    """
    (top, bottom), (half_top, half_bottom) = product, half
    shown_top, shown_bottom = shown.as_integer_ratio()
    unit = 10 ** decimal_places(shown)
    places, scale = _PLACES, 10**_PLACES
    while True:
        percent = divide_half_up(rate.numerator * 100 * scale, rate.denominator)
        told, by = points[0] * percent, points[1] * 100 * scale
        quanta, rest = divmod(told * half_bottom, by * half_top)
        is_exact = told * bottom == top * by
        is_on_the_same_side = rest and quanta == top * half_bottom // (bottom * half_top)
        is_near = abs(told * shown_bottom - shown_top * by) * 2 * unit <= by * shown_bottom
        if is_exact or (is_on_the_same_side and is_near):
            return decimal_of(percent, places), is_exact and shown_top * bottom == top * shown_bottom
        places, scale = places + 1, scale * 10
