"""The facts that formulas read: the engine's own reader of a row, its indicator and the money.

Each is a leaf of the expression graph. It says which keys of a row hold it, within which bounds it lies, and, where it cannot be
read, why; no formula is then asked.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, get_args

from attrs import frozen

from perfeval.errors.language import Text
from perfeval.model.funds import COLUMN_NAMES, Column
from perfeval.model.quantities import Direction
from perfeval.model.units import has_other_scales
from perfeval.scoring.lack_sentences import (
    NO_ACTUAL,
    NO_FAULTS_BY_NAME,
    NO_TARGET,
    actual_is_a_comparison,
    actual_is_no_number,
    different_units,
    no_amount,
    no_count,
    no_direction,
    no_scale,
    target_is_no_number,
    unknown_word,
)
from perfeval.scoring.number_systems.expressions import NumberFact, WordFact
from perfeval.scoring.protocols import Rate, Unscorable

if TYPE_CHECKING:
    from decimal import Decimal

    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import Indicator
    from perfeval.model.quantities import Quantity

DIRECTIONS: tuple[Direction, ...] = tuple(one for one in get_args(Direction) if one != "qualitative")
"""The directions in which a number is compared."""

NUMERIC, QUALITATIVE = "number", "qualitative"


def measured(row: Row) -> Quantity | Unscorable:
    """Return the row's actual value if it is a measured number.

    An actual such as 不低于40台 repeats the target's wording; it is no measurement, and no number is guessed from it.
    """
    actual = row.actual
    if actual is None:
        return NO_ACTUAL
    if actual.value is None:
        return actual_is_no_number(actual, row.target)
    return actual if actual.direction in (None, "equal") else actual_is_a_comparison(actual)


def counted_by_itself(row: Row) -> Quantity | Unscorable:
    """Return the row's actual value where there is no target to say in which unit it counts.

    5万元 and 50000元 are one amount, and without a target nobody knows which of the two numbers is meant; nothing is nothing in any unit.
    """
    actual = measured(row)
    if isinstance(actual, Unscorable) or not actual.value or not has_other_scales(actual.unit):
        return actual
    return no_scale(actual)


def asked(row: Row) -> Quantity | Unscorable:
    """Return the row's target if it is a number, else what it is lacking."""
    target = row.target
    if target is None:
        return NO_TARGET
    return target_is_no_number(target) if target.value is None else target


def actual_in_the_targets_unit(row: Row) -> Decimal | Unscorable:
    """Return the actual value in the unit of the target, or what is lacking: a measurement, a target, one unit for both."""
    actual, target = measured(row), asked(row)
    if isinstance(actual, Unscorable):
        return actual
    if isinstance(target, Unscorable):
        return target
    value = actual.value if actual.unit == target.unit else _in_the_unit_of(target, actual)
    return different_units(actual, target) if value is None else value


def actual_and_target(row: Row) -> tuple[Fraction, Fraction] | Unscorable:
    """Return the actual and the target as exact numbers in one unit, or why that cannot be done."""
    actual = actual_in_the_targets_unit(row)
    if isinstance(actual, Unscorable):
        return actual
    assert row.target is not None, "the actual value is in its unit"
    assert row.target.value is not None, "as above"
    return Fraction(actual), Fraction(row.target.value)


def as_rate(value: Fraction) -> Rate:
    """Return *value*, held to [0, 1], as a rate."""
    return max(Fraction(0), min(Fraction(1), value)).as_integer_ratio()


def _in_the_unit_of(target: Quantity, actual: Quantity) -> Decimal | None:
    # A form with a column of units leaves them out of the actual; but a bare 95 beside 95 % could be 95 or 0.95.
    if actual.unit is None and not target.is_percent:
        return actual.value
    return actual.value_in(target.unit)


@frozen(order=False, cache_hash=True)
class Actual(NumberFact):
    """The actual value (实际完成值) in the unit of the target."""

    fields: ClassVar[tuple[str, ...]] = ("target", "actual")

    @property
    def title(self) -> Text:
        """Its name."""
        return Text("实际完成值", "actual value")

    def read(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:  # noqa: ARG002 - as every fact
        """Return the number, or what is lacking."""
        value = actual_in_the_targets_unit(row)
        return value if isinstance(value, Unscorable) else value.as_integer_ratio()


@frozen(order=False, cache_hash=True)
class Target(NumberFact):
    """The target (指标值), in its own unit."""

    fields: ClassVar[tuple[str, ...]] = ("target",)

    @property
    def title(self) -> Text:
        """Its name."""
        return Text("指标值", "target")

    def read(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:  # noqa: ARG002 - as every fact
        """Return the number, or that there is none."""
        target = asked(row)
        if isinstance(target, Unscorable):
            return target
        return NO_TARGET if target.value is None else target.value.as_integer_ratio()


@frozen(order=False, cache_hash=True)
class TargetDirection(WordFact):
    """The direction of the target: ≥, ≤, >, <, =."""

    fields: ClassVar[tuple[str, ...]] = ("target",)

    @property
    def title(self) -> Text:
        """Its name."""
        return Text("比较方向", "direction")

    @property
    def words(self) -> tuple[str, ...]:
        """The directions."""
        return DIRECTIONS

    def read(self, indicator: Indicator, row: Row, funds: Funds) -> str | Unscorable:  # noqa: ARG002 - as every fact
        """Return the direction, or that the target has none: because it is no number, or is a bare one."""
        direction = None if row.target is None else row.target.direction
        if direction is not None and direction != "qualitative":
            return direction
        target = asked(row)
        return target if isinstance(target, Unscorable) else no_direction(target)


@frozen(order=False, cache_hash=True)
class TargetKind(WordFact):
    """Whether the target is a number or qualitative (定量, 定性)."""

    fields: ClassVar[tuple[str, ...]] = ("target",)

    @property
    def title(self) -> Text:
        """Its name."""
        return Text("指标性质", "kind of target")

    @property
    def words(self) -> tuple[str, ...]:
        """The two kinds."""
        return NUMERIC, QUALITATIVE

    def read(self, indicator: Indicator, row: Row, funds: Funds) -> str | Unscorable:  # noqa: ARG002 - as every fact
        """Return the kind; where something was measured and not rated, and the target is lacking or is no plain number, that."""
        target = row.target
        if target is not None and target.is_number:
            return NUMERIC
        is_measured = row.actual is not None and row.actual.is_number and not row.rating
        is_meant_as_number = target is None or any(sign.isdecimal() for sign in target.text)
        lacking = asked(row)
        return lacking if is_measured and is_meant_as_number and isinstance(lacking, Unscorable) else QUALITATIVE


@frozen(order=False, cache_hash=True)
class Measured(NumberFact):
    """The actual value by itself, in the unit of the target where there is one: a percentage as a rate (95 % is 0.95)."""

    fields: ClassVar[tuple[str, ...]] = ("actual",)

    @property
    def title(self) -> Text:
        """Its name."""
        return Text("实际完成值", "actual value")

    def read(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:  # noqa: ARG002 - as every fact
        """Return the number, or why the actual value is none."""
        target = row.target
        if target is not None and target.is_number:
            value = actual_in_the_targets_unit(row)
            return value if isinstance(value, Unscorable) else target.in_its_unit(value)
        actual = counted_by_itself(row)
        return actual if isinstance(actual, Unscorable) else actual.ratio


@frozen(order=False, cache_hash=True)
class Counted(NumberFact):
    """The actual value as a count of faults."""

    fields: ClassVar[tuple[str, ...]] = ("actual",)

    @property
    def title(self) -> Text:
        """Its name."""
        return Text("次数", "count")

    def read(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:  # noqa: ARG002 - as every fact
        """Return the number, or why the actual value is none."""
        if row.deductions:
            return NO_FAULTS_BY_NAME
        target = row.target
        by_itself = target is None or not target.is_number
        actual = counted_by_itself(row) if by_itself else measured(row)
        if isinstance(actual, Unscorable):
            return actual
        value = actual.value if by_itself else actual_in_the_targets_unit(row)
        if isinstance(value, Unscorable):
            return value
        assert value is not None, "it was measured"
        if value < 0 or (by_itself and actual.is_percent):
            return no_count(actual)
        return value.as_integer_ratio()


@frozen(order=False, cache_hash=True)
class Points(NumberFact):
    """The points (分值) of the indicator."""

    @property
    def title(self) -> Text:
        """Its name."""
        return Text("分值", "points")

    @property
    def lower(self) -> Fraction | None:
        """Points are never negative."""
        return Fraction(0)

    def read(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:  # noqa: ARG002 - as every fact
        """Return the points; 0 where there are none."""
        return (0, 1) if indicator.points is None else indicator.points.as_integer_ratio()


@frozen(order=False, cache_hash=True)
class Amount(NumberFact):
    """A column of the money, all sources together, in the table's unit."""

    column: Column

    @property
    def title(self) -> Text:
        """Its name."""
        return COLUMN_NAMES[self.column]

    @property
    def lower(self) -> Fraction | None:
        """Negative money is refused."""
        return Fraction(0)

    def read(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:  # noqa: ARG002 - as every fact
        """Return the amount, or that the table has none."""
        amount = funds.amount(self.column)
        return no_amount(self.column) if amount is None else amount.as_integer_ratio()


@frozen(order=False, cache_hash=True)
class ActualWord(WordFact):
    """The actual value as one of some words."""

    fields: ClassVar[tuple[str, ...]] = ("actual",)
    known: tuple[str, ...]

    @property
    def title(self) -> Text:
        """Its name."""
        return Text("实际完成值", "actual value")

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are known."""
        return self.known

    @property
    def choices(self) -> tuple[str, ...]:
        """The same: the actual value is one of them."""
        return self.known

    def read(self, indicator: Indicator, row: Row, funds: Funds) -> str | Unscorable:  # noqa: ARG002 - as every fact
        """Return the word, or which words there are."""
        word = "" if row.actual is None else row.actual.text
        return word if word in self.known else unknown_word(self.title, word, self.known, lacks="actual")


ACTUAL, TARGET, MEASURED, POINTS = Actual(), Target(), Measured(), Points()
COUNTED = Counted()
TARGET_DIRECTION, TARGET_KIND = TargetDirection(), TargetKind()
