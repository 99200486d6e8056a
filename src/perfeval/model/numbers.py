"""Exact numbers: Decimal at the surface, scaled integers between, never a binary float.

Nothing here asks the ambient Decimal context: its precision, rounding, traps and capitals change no digit.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from numbers import Integral

from perfeval.errors import Issue, NumberError, found_text
from perfeval.errors.language import Text
from perfeval.model.exact_arithmetic import EXACT, digits_of
from perfeval.model.limits import DIGITS

Number = int | Decimal | Fraction | str | float
"""What the API accepts as a number; a float is taken by its ``repr``, so 0.1 is 0.1."""

# An exponent beyond it is an attack or a slip, and would cost memory to expand.
MOST_DIGITS = DIGITS.most
# Digits before the point and behind it, in bits: what a fraction needs that is such a number, above the line or below.
_MOST_BITS = 2 * MOST_DIGITS * 4


def exact(value: Number) -> Decimal:
    """Return *value* as the Decimal that it is written as.

    Args:
        value: An int, Decimal, terminating Fraction, decimal text or float (by its ``repr``).

    Raises:
        NumberError: If it is not a number, not finite, or has no finite decimal form.

    >>> exact(0.1)
    Decimal('0.1')

    """
    if isinstance(value, Decimal):
        return _checked(value)
    if isinstance(value, Fraction):
        return _terminating(value)
    if isinstance(value, bool) or not isinstance(value, Integral | float | str):
        raise NumberError([Issue(code="not-a-number", expected=Text("一个数", "a number"), found=found_text(value))])
    try:
        # Numbers of NumPy are of these kinds too, but print themselves with the name of their type.
        plainly = float.__repr__(value) if isinstance(value, float) else value if isinstance(value, str) else int(value)
        return _checked(Decimal(plainly, EXACT))
    except InvalidOperation:
        raise NumberError(
            [Issue(code="not-a-number", expected=Text("一个数", "a number"), found=found_text(value))]
        ) from None


def _checked(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise NumberError(
            [Issue(code="not-finite", expected=Text("有限的数", "a finite number"), found=digits_of(value))]
        )
    if len(str(value)) <= MOST_DIGITS and abs(value.adjusted()) <= MOST_DIGITS:
        return value  # nearly every number; a tuple of its digits would cost more than all the rest
    exponent = value.as_tuple().exponent
    if abs(value.adjusted()) > MOST_DIGITS or (isinstance(exponent, int) and abs(exponent) > MOST_DIGITS):
        found = f"1E{value.adjusted():+}"
        raise _too_long(found)
    return value


def _sized(value: Fraction) -> Fraction:
    if not is_short(value):
        raise _too_long(found_text(value))
    return value


def _too_long(found: str | Text) -> NumberError:
    expected = Text(f"至多 {MOST_DIGITS} 位", f"at most {MOST_DIGITS} digits")
    return NumberError([Issue(code="not-finite", expected=expected, found=found)])


def is_short(value: Fraction) -> bool:
    """Whether a fraction has no more digits, above and below the line, than a number may have before and behind its point."""
    return max(value.numerator.bit_length(), value.denominator.bit_length()) <= _MOST_BITS


def _terminating(value: Fraction) -> Decimal:
    numerator, denominator = _sized(value).as_integer_ratio()
    if not is_decimal(denominator):
        raise NumberError(
            [Issue(code="not-a-number", expected=Text("有限小数", "a terminating decimal"), found=found_text(value))]
        )
    # A denominator of twos and fives divides the power of ten that has as many digits as it has bits.
    places = denominator.bit_length() - 1
    return _shortest(numerator * 10**places // denominator, places)


def is_decimal(denominator: int) -> bool:
    """Whether a fraction in lowest terms with this *denominator* has an end as a decimal: it holds no primes but 2 and 5."""
    return bool(10 ** denominator.bit_length() % denominator == 0)


def _shortest(units: int, places: int) -> Decimal:
    while places and units % 10 == 0:
        units, places = units // 10, places - 1
    return decimal_of(units, places)


def decimal_of(units: int, places: int) -> Decimal:
    """Return *units* of the last of *places* decimals, exactly and whatever the ambient context.

    >>> decimal_of(9100, 2)
    Decimal('91.00')

    """
    return Decimal(f"{units}E-{places}", EXACT)


def units_of(value: Decimal, places: int) -> int:
    """Return how many units of the last of *places* decimals *value* is; it has no more decimals than that.

    >>> units_of(Decimal("91.5"), 2)
    9150

    """
    numerator, denominator = value.as_integer_ratio()
    return int(numerator * 10**places // denominator)


def decimal_places(value: Decimal) -> int:
    """Return how many digits after the point *value* needs: 0 for 90, 2 for 0.25.

    >>> decimal_places(Decimal("2.50"))
    1

    """
    text = str(value)
    if text.isdecimal():
        return 0
    if "E" not in text and "e" not in text:
        return len(text.partition(".")[2].rstrip("0"))
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or exponent >= 0 or not value:
        return 0
    zeros = next((index for index, digit in enumerate(reversed(digits)) if digit), len(digits))
    return max(0, -exponent - zeros)


def plain(value: Decimal) -> str:
    """Print *value* without an exponent and without trailing zeros.

    >>> plain(Decimal("91.00")), plain(Decimal("1E+2"))
    ('91', '100')

    """
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in {"-0", ""} else text


def units_text(units: int, places: int) -> str:
    """Print *units* of the last of *places* decimals, as :func:`plain` would.

    >>> units_text(9150, 2), units_text(-5, 1), units_text(300, 0)
    ('91.5', '-0.5', '300')

    """
    if not places:
        return str(units)
    digits = str(abs(units)).rjust(places + 1, "0")
    decimals = digits[-places:].rstrip("0")
    text = f"{digits[:-places]}.{decimals}" if decimals else digits[:-places]
    return f"-{text}" if units < 0 else text


def ratio_of(numerator: Decimal, denominator: Decimal) -> tuple[int, int]:
    """Return the two integers whose quotient is ``numerator / denominator`` exactly; the denominator is not zero."""
    top, bottom = numerator.as_integer_ratio(), denominator.as_integer_ratio()
    pair = (top[0] * bottom[1], top[1] * bottom[0])
    return pair if pair[1] > 0 else (-pair[0], -pair[1])


def divide_half_up(numerator: int, denominator: int) -> int:
    """Return the quotient rounded to an integer, exact halves up; the denominator is positive."""
    return (2 * numerator + denominator) // (2 * denominator)


def round_half_up(value: Fraction, places: int) -> Decimal:
    """Return *value* with *places* digits after the point, exact halves up.

    >>> round_half_up(Fraction(1, 8), 2)
    Decimal('0.13')

    """
    return decimal_of(divide_half_up(value.numerator * 10**places, value.denominator), places)


def percentage(numerator: int, denominator: int, *, places: int = 2) -> str:
    """Print a ratio as a percentage, exact halves up, without trailing zeros.

    >>> percentage(29308, 39780)
    '73.68%'

    """
    return f"{plain(round_half_up(Fraction(numerator * 100, denominator), places))}%"


def fraction(value: Number) -> Fraction:
    """Return *value* as an exact Fraction; text may be a percentage (``"60%"``) or a quotient (``"2/3"``).

    Raises:
        NumberError: If it is not a finite number, or has more digits than any rate has.

    >>> fraction("60%")
    Fraction(3, 5)

    """
    if isinstance(value, Fraction):
        return _sized(value)
    if isinstance(value, str) and value.endswith("%"):
        return Fraction(exact(value[:-1])) / 100
    if isinstance(value, str) and value.count("/") == 1:
        numerator, denominator = (exact(part) for part in value.split("/"))
        if denominator:
            return Fraction(numerator) / Fraction(denominator)
    return Fraction(exact(value))


def is_exact(value: Decimal) -> bool:
    """Whether :func:`exact` takes *value* as it is: finite, and of no more digits than any budget has."""
    if value.is_finite() and len(str(value)) <= MOST_DIGITS and -MOST_DIGITS <= value.adjusted() <= MOST_DIGITS:
        return True  # nearly every number
    try:
        _checked(value)
    except NumberError:
        return False
    return True


# --- what a field accepts -------------------------------------------------------------------------------------------------
#
# Converters of fields. They tell type checkers what may be given, and hand it on: the check of the whole value
# (:mod:`perfeval.model.validated`) makes the number of it, or refuses it by the name of its field.


def given_exact(value: Number) -> Decimal:
    """Hand on what a field of a Decimal is given."""
    return value  # type: ignore[return-value]  # made a Decimal, or refused, by the check of the value


def given_fraction(value: Number) -> Fraction:
    """Hand on what a field of a Fraction is given."""
    return value  # type: ignore[return-value]  # as above


def optional_exact(value: Number | None) -> Decimal | None:
    """Hand on what a field of a Decimal or None is given."""
    return value  # type: ignore[return-value]  # as above


def optional_fraction(value: Number | None) -> Fraction | None:
    """Hand on what a field of a Fraction or None is given."""
    return value  # type: ignore[return-value]  # as above
