"""Numbers as the steps of an explanation print them: literally true, with ``≈`` where digits were cut."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from perfeval.errors import NumberError
from perfeval.model.numbers import decimal_places, exact, plain, round_half_up

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from perfeval.model.rounding import Rounding

# How many decimals a percentage is cut to, if nothing speaks against it.
_PLACES = 2


def number_text(value: Fraction) -> str:
    """Print an exact number for a step: as a decimal where it has one, else as a quotient."""
    decimal = _decimal_text(value)
    return decimal if decimal is not None else str(value)


def _decimal_text(value: Fraction) -> str | None:
    try:
        return plain(exact(value))
    except NumberError:
        return None


def percent_text(value: Fraction, *, apart_from: Iterable[Fraction] = ()) -> str:
    """Print a rate as a percentage with two decimals; ``≈`` in front says that digits were cut.

    There are more digits where two would make a round figure of what is none, or a bound of what only lies near it.

    Args:
        value: The rate; 1 is 100 %.
        apart_from: Bounds, such as a pass gate, for which the rate must not be taken.

    >>> from fractions import Fraction
    >>> percent_text(Fraction(4, 5)), percent_text(Fraction(2, 3)), percent_text(Fraction(59999, 100000))
    ('80%', '≈ 66.67%', '59.999%')

    """
    shown = _percent(value, frozenset(apart_from))
    return f"{_sign(value, shown)}{plain(shown)}%"


def percent_equation(value: Fraction, *, apart_from: Iterable[Fraction] = ()) -> str:
    """Print the right side of an equation as a percentage: ``= 80%``, or ``≈ 73.68%`` where digits were cut.

    Args:
        value: The rate that the left side comes to; 1 is 100 %.
        apart_from: Bounds for which it must not be taken, as in :func:`percent_text`.

    >>> from fractions import Fraction
    >>> percent_equation(Fraction(2, 3))
    '≈ 66.67%'

    """
    shown = _percent(value, frozenset(apart_from))
    return f"{_sign(value, shown) or '= '}{plain(shown)}%"


def _sign(value: Fraction, shown: Decimal) -> str:
    return "" if Fraction(shown) == value * 100 else "≈ "


def _percent(value: Fraction, apart_from: frozenset[Fraction]) -> Decimal:
    places = _PLACES
    while True:
        shown = round_half_up(value * 100, places)
        told = Fraction(shown)
        is_mistaken = (told * 10).denominator == 1 or told / 100 in apart_from
        if told == value * 100 or not is_mistaken:
            return shown
        places += 1


def product_text(points: Decimal, rate: Fraction, rounding: Rounding) -> str:
    """Print the equation points × rate = product; whoever reckons it again, and rounds, comes to the same score.

    Digits are cut only where neither the product nor what the printed factors make of it then looks like a multiple of half a
    quantum that it is not, nor lies on the other side of one; the product is within half a unit of its last digit.

    Args:
        points: 分值.
        rate: The rate in [0, 1].
        rounding: How the set rounds.

    """
    exact_points, half = Fraction(points), Fraction(rounding.quantum) / 2
    product, given = exact_points * rate, plain(points)
    if product % half == 0:
        percent = _decimal_text(rate * 100)
        return f"{given} × {rate if percent is None else f'{percent}%'} = {number_text(product)}"
    shown = _shown_product(product, half, decimal_places(rounding.quantum) + 2)
    percent_shown = _shown_factor(exact_points, rate, shown, half)
    is_exact = Fraction(shown) == product and Fraction(percent_shown) == rate * 100
    return f"{given} × {plain(percent_shown)}% {'=' if is_exact else '≈'} {plain(shown)}"


def _shown_product(product: Fraction, half: Fraction, places: int) -> Decimal:
    """Return the product, which is no multiple of *half*, with as many digits as it needs not to look like one."""
    while True:
        shown = round_half_up(product, places)
        told = Fraction(shown)
        if told == product or (told % half and abs(told - product) * 2 * 10**places < 1):
            return shown
        places += 1


def _shown_factor(points: Fraction, rate: Fraction, shown: Decimal, half: Fraction) -> Decimal:
    """Return the percentage with as many digits as it needs for the product that is shown to be that of what is printed."""
    product, unit = points * rate, Fraction(1, 10 ** decimal_places(shown))
    places = _PLACES
    while True:
        percent = round_half_up(rate * 100, places)
        told = points * Fraction(percent) / 100
        is_on_the_same_side = told % half and told // half == product // half
        if told == product or (is_on_the_same_side and abs(told - Fraction(shown)) * 2 <= unit):
            return percent
        places += 1
