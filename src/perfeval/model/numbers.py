"""Exact numbers: Decimal at the surface, scaled integers between, never a binary float.

A score is an integer count of a *unit*; :class:`Rounding` turns an exact ratio into such a count once, at a leaf.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal

from attrs import field, frozen

from perfeval.errors import Issue, NumberError
from perfeval.errors.language import Text

Number = int | Decimal | Fraction | str | float
"""What the API accepts as a number; a float is taken by its ``repr``, so 0.1 is 0.1."""

RoundingMode = Literal["half-up", "half-even", "down", "up"]

# More digits than any budget has; an exponent beyond it is an attack or a slip, and would cost memory to expand.
MOST_DIGITS = 60


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
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise NumberError([Issue(code="not-a-number", expected=Text("一个数", "a number"), found=repr(value))])
    try:
        return _checked(Decimal(repr(value) if isinstance(value, float) else value))
    except InvalidOperation:
        raise NumberError(
            [Issue(code="not-a-number", expected=Text("一个数", "a number"), found=repr(value))]
        ) from None


def _checked(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise NumberError([Issue(code="not-finite", expected=Text("有限的数", "a finite number"), found=str(value))])
    if len(str(value)) <= MOST_DIGITS and abs(value.adjusted()) <= MOST_DIGITS:
        return value  # nearly every number; a tuple of its digits would cost more than all the rest
    exponent = value.as_tuple().exponent
    if abs(value.adjusted()) > MOST_DIGITS or (isinstance(exponent, int) and abs(exponent) > MOST_DIGITS):
        raise NumberError(
            [
                Issue(
                    code="not-finite",
                    expected=Text(f"至多 {MOST_DIGITS} 位", f"at most {MOST_DIGITS} digits"),
                    found=f"{value:.3E}",
                )
            ]
        )
    return value


def _terminating(value: Fraction) -> Decimal:
    numerator, denominator = value.as_integer_ratio()
    if not is_decimal(denominator):
        raise NumberError(
            [Issue(code="not-a-number", expected=Text("有限小数", "a terminating decimal"), found=str(value))]
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
    return Decimal(f"{units}E-{places}")


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
    if "E" not in text:
        return len(text.partition(".")[2].rstrip("0"))
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int) or exponent >= 0:
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


@frozen(kw_only=True)
class Rounding:
    """How a set rounds a leaf's score: to multiples of a quantum, by a mode.

    Args:
        quantum: The smallest step of a score, in points: 0.01, 0.5, 1.
        mode: ``"half-up"`` (四舍五入), ``"half-even"``, ``"down"`` or ``"up"``.

    Raises:
        NumberError: If the quantum is not positive.

    """

    quantum: Decimal = field(default=Decimal("0.01"), converter=exact)
    mode: RoundingMode = "half-up"

    def __attrs_post_init__(self) -> None:
        """Refuse a quantum that is not positive."""
        if self.quantum <= 0:
            raise NumberError(
                [
                    Issue(
                        code="wrong-value",
                        expected=Text("大于 0 的取整单位", "a quantum above 0"),
                        found=str(self.quantum),
                    )
                ]
            )

    def round(self, numerator: int, denominator: int) -> int:
        """Return ``numerator / denominator`` as an integer, by the mode; both are counts of quanta, denominator > 0."""
        if self.mode == "half-up":
            return (2 * numerator + denominator) // (2 * denominator)
        if self.mode == "down":
            return numerator // denominator
        if self.mode == "up":
            return -(-numerator // denominator)
        quotient = (2 * numerator + denominator) // (2 * denominator)
        # Exactly half way, half-up has gone up: an odd quotient goes back down.
        is_half = (2 * numerator + denominator) % (2 * denominator) == 0
        return quotient - is_half * (quotient % 2)

    def fits(self, value: Decimal) -> bool:
        """Whether *value* is a whole number of quanta."""
        numerator, denominator = ratio_of(value, self.quantum)
        return numerator % denominator == 0


def optional_fraction(value: Number | None) -> Fraction | None:
    """Return *value* as :func:`fraction` does, and None as None."""
    return None if value is None else fraction(value)


def optional_exact(value: Number | None) -> Decimal | None:
    """Return *value* as :func:`exact` does, and None as None."""
    return None if value is None else exact(value)


def fraction(value: Number) -> Fraction:
    """Return *value* as an exact Fraction; text may be a percentage (``"60%"``) or a quotient (``"2/3"``).

    Raises:
        NumberError: If it is not a finite number.

    >>> fraction("60%")
    Fraction(3, 5)

    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str) and value.endswith("%"):
        return Fraction(exact(value[:-1])) / 100
    if isinstance(value, str) and value.count("/") == 1:
        numerator, denominator = (exact(part) for part in value.split("/"))
        if denominator:
            return Fraction(numerator) / Fraction(denominator)
    return Fraction(exact(value))
