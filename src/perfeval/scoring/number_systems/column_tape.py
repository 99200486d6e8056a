"""The tape of a formula on columns: which function runs on which columns, planned with bounds before there is a row.

A number is a quotient of two integers, the lower one positive; each is a factor times a column. Factors are known and reduced while
planning, so common constant denominators stay small; a product that could pass int64 is planned on Python's integers.
"""

from __future__ import annotations

from math import gcd, lcm
from typing import TYPE_CHECKING, Literal

from attrs import define, field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from perfeval.errors.language import Text
    from perfeval.scoring.number_systems.expressions import Fact

LARGEST = 2**63 - 1
"""The largest integer of an int64 column."""

DIVIDED_BY_ZERO = -1
"""The code of a row where a formula divides by zero without asking first; other codes count the reasons from 1, 0 is none."""

ColumnPart = Literal["numerator", "denominator", "lacking", "word"]


@frozen(kw_only=True)
class NumberBounds:
    """What is known of a column of numbers before its first row.

    Args:
        lowest: The least numerator.
        highest: The greatest numerator.
        denominator: The common denominator, such as 100 for amounts with two decimals; the greatest one where they vary.
        varies: Whether each row has a denominator of its own.
        may_lack: Whether a row may have no number.

    """

    lowest: int
    highest: int
    denominator: int = 1
    varies: bool = False
    may_lack: bool = True


@frozen(kw_only=True)
class WordBounds:
    """What is known of a column of words before its first row.

    Args:
        may_lack: Whether a row may have no word.

    """

    may_lack: bool = True


@frozen
class Whole:
    """An integer on every row: a factor times a column; without a column, the factor itself.

    Args:
        factor: The factor.
        slot: Where the column stands on the tape.
        lowest: The column's least value.
        highest: The column's greatest value.

    """

    factor: int
    slot: int | None = None
    lowest: int = 1
    highest: int = 1

    def times(self, factor: int) -> Whole:
        """Return the product with a known factor."""
        return Whole(self.factor * factor, self.slot, self.lowest, self.highest) if self.factor * factor else Whole(0)

    @property
    def column(self) -> Whole:
        """The column alone."""
        return Whole(1, self.slot, self.lowest, self.highest)


@frozen
class IntegerQuotient:
    """A number on every row.

    Args:
        top: The numerator.
        bottom: The denominator, positive on every row.
        lacking: The slot of the codes of the rows that have no number; None: every row has one.

    """

    top: Whole
    bottom: Whole
    lacking: int | None = None


@frozen
class Step:
    """One step of the tape: the NumPy function that is called, on which slots, and whether on Python's integers."""

    function: str
    operands: tuple[int, ...]
    slot: int
    is_wide: bool


@define
class Tape:
    """A formula as steps, each of which fills a slot.

    Args:
        bounds: What is known of the facts that have a column.

    """

    bounds: Mapping[Fact, NumberBounds | WordBounds]
    steps: list[Step] = field(factory=list)
    inputs: dict[int, tuple[Fact, ColumnPart]] = field(factory=dict)
    constants: dict[int, int | bool | tuple[bool, ...]] = field(factory=dict)
    reasons: list[Text] = field(factory=list)
    wide: set[int] = field(factory=set)
    result: IntegerQuotient = IntegerQuotient(Whole(0), Whole(1))
    _known: dict[object, int] = field(factory=dict)

    def _new_slot(self, key: object) -> int:
        self._known[key] = len(self._known)
        return self._known[key]

    def constant(self, value: int | bool | tuple[bool, ...]) -> int:  # noqa: FBT001 - a value like the others
        """Return the slot of a constant."""
        key = (type(value), value)
        if key not in self._known:
            self.constants[self._new_slot(key)] = value
            if isinstance(value, int) and abs(value) > LARGEST:
                self.wide.add(self._known[key])
        return self._known[key]

    def given(self, fact: Fact, part: ColumnPart) -> int:
        """Return the slot of a part of a fact's column."""
        if (fact, part) not in self._known:
            self.inputs[self._new_slot((fact, part))] = (fact, part)
        return self._known[fact, part]

    def call(self, function: str, *operands: int, is_wide: bool = False) -> int:
        """Return the slot that a NumPy function fills; what was computed before is not computed again."""
        key = (function, operands)
        if key not in self._known:
            slot = self._new_slot(key)
            self.steps.append(Step(function, operands, slot, is_wide))
            if is_wide or not self.wide.isdisjoint(operands):
                self.wide.add(slot)
        return self._known[key]

    # Integers

    def written(self, whole: Whole) -> Whole:
        """Return an integer as a column of its own, its factor multiplied in."""
        if whole.slot is None:
            return Whole(1, self.constant(whole.factor), whole.factor, whole.factor)
        if whole.factor == 1:
            return whole
        return self._calculated("multiply", self.written(Whole(whole.factor)), whole.column)

    def _calculated(self, function: str, left: Whole, right: Whole) -> Whole:
        """Return what a function makes of two written columns, on Python's integers where int64 might not hold it."""
        assert left.slot is not None
        assert right.slot is not None
        ends = [
            _ARITHMETIC[function](one, other)
            for one in (left.lowest, left.highest)
            for other in (right.lowest, right.highest)
        ]
        bounds = (min(ends), max(ends), left.lowest, left.highest, right.lowest, right.highest)
        slot = self.call(function, left.slot, right.slot, is_wide=any(abs(one) > LARGEST for one in bounds))
        return Whole(1, slot, min(ends), max(ends))

    def product(self, left: Whole, right: Whole) -> Whole:
        """Return the product."""
        if left.slot is None or right.slot is None:
            return left.times(right.factor) if right.slot is None else right.times(left.factor)
        first, second = sorted((left.column, right.column), key=lambda one: one.slot or 0)
        return self._calculated("multiply", first, second).times(left.factor * right.factor)

    def total(self, left: Whole, right: Whole, sign: Literal["+", "-"]) -> Whole:
        """Return the sum or the difference."""
        if sign == "-":
            right = right.times(-1)
        if left.slot == right.slot:
            return left.column.times(left.factor + right.factor)
        if not left.factor or not right.factor:
            return right if not left.factor else left
        common = gcd(left.factor, right.factor)
        one, other = (self.written(whole.column.times(whole.factor // common)) for whole in (left, right))
        return self._calculated("add", one, other).times(common)

    def select(self, condition: int, yes: Whole, no: Whole) -> Whole:
        """Return one integer where a condition holds, else another."""
        if yes == no:
            return yes
        common = gcd(yes.factor, no.factor)
        one, other = (self.written(whole.column.times(whole.factor // common)) for whole in (yes, no))
        assert one.slot is not None
        assert other.slot is not None
        slot = self.call("where", condition, one.slot, other.slot)
        return Whole(common, slot, min(one.lowest, other.lowest), max(one.highest, other.highest))

    def size_and_sign(self, whole: Whole) -> tuple[Whole, Whole, int | None]:
        """Return the size of an integer, 1 where it is zero, its sign, and the slot that says where it is zero."""
        sign = Whole(-1 if whole.factor < 0 else 1)
        if not whole.factor:
            return Whole(1), sign, self.constant(value=True)
        if whole.slot is None or whole.lowest > 0:
            return whole.times(sign.factor), sign, None
        column, lowest, highest = whole.slot, whole.lowest, whole.highest
        zero = self.call("equal", column, self.constant(0)) if highest >= 0 else None
        if lowest < 0:
            sign = Whole(sign.factor, self.call("sign", column), -1, 1)
            column = self.call("absolute", column, is_wide=-lowest > LARGEST)
        if zero is not None:
            column = self.call("maximum", column, self.constant(1))
        return Whole(abs(whole.factor), column, 1, max(1, -lowest, highest)), sign, zero

    # Quotients

    def reduced(self, top: Whole, bottom: Whole, lacking: int | None) -> IntegerQuotient:
        """Return a quotient, common factors and a common column taken out."""
        top, bottom = _cancelled(top, bottom)
        return IntegerQuotient(top, bottom, lacking)

    def multiplied(self, left: IntegerQuotient, right: IntegerQuotient, lacking: int | None) -> IntegerQuotient:
        """Return the product of two quotients; what cancels is cancelled first."""
        top, other_bottom = _cancelled(left.top, right.bottom)
        other_top, bottom = _cancelled(right.top, left.bottom)
        return self.reduced(self.product(top, other_top), self.product(bottom, other_bottom), lacking)

    def aligned(self, left: IntegerQuotient, right: IntegerQuotient) -> tuple[Whole, Whole, Whole]:
        """Return the numerators of two quotients over one denominator, and that denominator."""
        if left.bottom == right.bottom:
            return left.top, right.top, left.bottom
        factor = lcm(left.bottom.factor, right.bottom.factor)
        tops = [one.top.times(factor // one.bottom.factor) for one in (left, right)]
        if left.bottom.slot == right.bottom.slot:
            return tops[0], tops[1], left.bottom.column.times(factor)
        columns = [one.bottom.column for one in (left, right)]
        bottom = self.product(*columns).times(factor)
        return self.product(tops[0], columns[1]), self.product(tops[1], columns[0]), bottom

    def compared(self, function: str, left: IntegerQuotient, right: IntegerQuotient) -> int:
        """Return the slot of a comparison."""
        first, second, _ = self.aligned(left, right)
        common = gcd(first.factor, second.factor) or 1
        one, other = (self.written(whole.column.times(whole.factor // common)) for whole in (first, second))
        assert one.slot is not None
        assert other.slot is not None
        bounds = (one.lowest, one.highest, other.lowest, other.highest)
        return self.call(function, one.slot, other.slot, is_wide=any(abs(bound) > LARGEST for bound in bounds))

    def chosen(self, condition: int, yes: IntegerQuotient, no: IntegerQuotient, lacking: int | None) -> IntegerQuotient:
        """Return one quotient where a condition holds, else another."""
        if yes.bottom != no.bottom and (_is_aligned_cheaply(yes, no) or _is_aligned_cheaply(no, yes)):
            first, second, bottom = self.aligned(yes, no)
            return self.reduced(self.select(condition, first, second), bottom, lacking)
        top, bottom = self.select(condition, yes.top, no.top), self.select(condition, yes.bottom, no.bottom)
        return self.reduced(top, bottom, lacking)

    def first_lacking(self, first: int | None, second: int | None) -> int | None:
        """Return the codes of what is lacking first."""
        if first is None or second is None or first == second:
            return second if first is None else first
        return self.call("where", self.call("not_equal", first, self.constant(0)), first, second)


_ARITHMETIC = {"multiply": int.__mul__, "add": int.__add__}


def _cancelled(top: Whole, bottom: Whole) -> tuple[Whole, Whole]:
    """Return a numerator and a denominator without the factor and the column that both have."""
    if not top.factor:
        return Whole(0), bottom
    common = gcd(top.factor, bottom.factor)
    if top.slot == bottom.slot:
        return Whole(top.factor // common), Whole(bottom.factor // common)
    return (
        Whole(top.factor // common, top.slot, top.lowest, top.highest),
        Whole(bottom.factor // common, bottom.slot, bottom.lowest, bottom.highest),
    )


def _is_aligned_cheaply(one: IntegerQuotient, other: IntegerQuotient) -> bool:
    """Whether two quotients over one denominator stay as small: both denominators are known, or *one* is a known integer."""
    if one.bottom.slot is None and other.bottom.slot is None:
        return lcm(one.bottom.factor, other.bottom.factor) <= max(one.bottom.factor, other.bottom.factor) * _STRETCH
    return one.top.slot is None and one.bottom == Whole(1)


_STRETCH = 1_000
"""How much larger a common known denominator may be than the larger of two."""
