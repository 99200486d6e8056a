"""The one home of arithmetic with Decimals: every result is exact, whatever the ambient Decimal context.

The operators ``+ - * / %``, ``sum``, ``abs`` and ``quantize`` ask the context of the thread, which anybody may have set: three digits of
precision, a trap for inexact results, another rounding. Nothing in the package uses them on Decimals; these functions ask a
context of their own.
"""

from __future__ import annotations

from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

EXACT = Context(
    prec=MAX_PREC,
    rounding=ROUND_HALF_UP,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero],
)
"""No sum, difference or product is rounded in it; what is rounded to a place is rounded half-up (四舍五入)."""

ZERO = Decimal(0)


def decimal_from(text: str) -> Decimal:
    """Return the number that plain digits write, however many they are.

    Raises:
        InvalidOperation: If *text* is no number.

    """
    return Decimal(text, EXACT)


def total_of(values: Iterable[Decimal]) -> Decimal:
    """Return the sum of any number of values.

    >>> total_of([Decimal("0.1"), Decimal("0.2")])
    Decimal('0.3')

    """
    total = ZERO
    for value in values:
        total = EXACT.add(total, value)
    return total


def difference(value: Decimal, less: Decimal) -> Decimal:
    """Return *value* less *less*."""
    return EXACT.subtract(value, less)


def apart(one: Decimal, other: Decimal) -> Decimal:
    """Return how far two values lie from each other; never negative."""
    return EXACT.abs(EXACT.subtract(one, other))


def product(one: Decimal, other: Decimal | int) -> Decimal:
    """Return the product of two values."""
    return EXACT.multiply(one, other)


def shifted(value: Decimal, places: int) -> Decimal:
    """Return *value* times that power of ten: 2 makes a rate a percentage.

    >>> shifted(Decimal("0.735"), 2)
    Decimal('73.5')

    """
    return EXACT.scaleb(value, places)


def rounded_to(value: Decimal, places: int) -> Decimal:
    """Return *value* with *places* digits after the point, exact halves away from zero.

    >>> rounded_to(Decimal("2.345"), 2)
    Decimal('2.35')

    """
    return EXACT.quantize(value, Decimal(f"1E-{places}"))


def digits_of(value: Decimal) -> str:
    """Print *value* with every digit it has, as Python does where nobody changed a setting.

    >>> digits_of(Decimal("1E+2")), digits_of(Decimal("2.50"))
    ('1E+2', '2.50')

    """
    return EXACT.to_sci_string(value)
