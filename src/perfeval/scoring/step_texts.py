"""Numbers as the steps of an explanation print them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.errors import NumberError
from perfeval.model.numbers import exact, percentage, plain

if TYPE_CHECKING:
    from fractions import Fraction


def number_text(value: Fraction) -> str:
    """Print an exact number for a step: as a decimal where it has one, else as a quotient."""
    decimal = _decimal_text(value)
    return decimal if decimal is not None else str(value)


def _decimal_text(value: Fraction) -> str | None:
    try:
        return plain(exact(value))
    except NumberError:
        return None


def percent_text(value: Fraction) -> str:
    """Print a rate as a percentage with at most two decimals."""
    return percentage(value.numerator, value.denominator)


def percent_equation(value: Fraction) -> str:
    """Print the right side of an equation as a percentage: ``= 80%``, or ``≈ 73.68%`` where digits were cut.

    >>> from fractions import Fraction
    >>> percent_equation(Fraction(2, 3))
    '≈ 66.67%'

    """
    sign = "=" if (value * 10**4).denominator == 1 else "≈"
    return f"{sign} {percent_text(value)}"
