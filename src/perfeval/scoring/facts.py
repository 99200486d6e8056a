"""What the scorers ask of a row: its numbers in one unit, its completion, and the sentences when they are not there."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from perfeval.errors import NumberError
from perfeval.errors.language import Text
from perfeval.model.numbers import exact, percentage, plain
from perfeval.scoring.protocols import Rate, Unscorable

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.quantities import Quantity

ZERO: Rate = (0, 1)
FULL: Rate = (1, 1)

NO_ACTUAL = Unscorable(Text("没有填写实际完成值", "no actual value is filled in"))
NO_TARGET = Unscorable(Text("没有指标值", "there is no target"))


def measured(row: Row) -> Quantity | Unscorable:
    """Return the row's actual value if it is a measured number.

    An actual such as 不低于40台 repeats the target's wording; it is no measurement, and no number is guessed from it.
    """
    actual = row.actual
    if actual is None:
        return NO_ACTUAL
    if not actual.is_number:
        return Unscorable(Text(f"实际完成值“{actual.text}”不是数", f"the actual value {actual.text!r} is not a number"))
    if actual.direction not in (None, "equal"):
        return Unscorable(
            Text(
                f"实际完成值“{actual.text}”带有比较符号，不是实测值",
                f"the actual value {actual.text!r} carries a comparison, so it is not a measurement",
            )
        )
    return actual


def actual_and_target(row: Row) -> tuple[Fraction, Fraction] | Unscorable:
    """Return the actual and the target as exact numbers in one unit, or why that cannot be done."""
    actual, target = measured(row), row.target
    if isinstance(actual, Unscorable):
        return actual
    if target is None:
        return NO_TARGET
    if target.value is None:
        return Unscorable(Text(f"指标值“{target.text}”不是数", f"the target {target.text!r} is not a number"))
    value = _in_the_unit_of(target, actual)
    if value is None:
        return Unscorable(
            Text(
                f"实际完成值“{actual.text}”与指标值“{target.text}”单位不同",
                f"the actual {actual.text!r} and the target {target.text!r} have different units",
            )
        )
    return Fraction(value), Fraction(target.value)


def _in_the_unit_of(target: Quantity, actual: Quantity) -> Decimal | None:
    # A form with a column of units leaves them out of the actual; but a bare 95 beside 95 % could be 95 or 0.95.
    if actual.unit is None and not target.is_percent:
        return actual.value
    return actual.value_in(target.unit)


def as_rate(value: Fraction) -> Rate:
    """Return *value*, held to [0, 1], as a rate."""
    if value <= 0:
        return ZERO
    return FULL if value >= 1 else (value.numerator, value.denominator)


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

    >>> percent_equation(Fraction(2, 3))
    '≈ 66.67%'

    """
    sign = "=" if (value * 10**4).denominator == 1 else "≈"
    return f"{sign} {percent_text(value)}"
