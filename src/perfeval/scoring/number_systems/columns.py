"""Columns: a formula on NumPy's int64, for many rows at once, digit for digit what exact values give.

A number is a pair of columns, numerator and denominator. What could pass int64 is known before the first row, and is computed on
Python's integers instead. NumPy is an extra (``frames``), loaded with the first formula.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from perfeval.errors import Issue, Location, NumberError, missing_extra
from perfeval.errors.language import Text
from perfeval.scoring.number_systems.column_recording import tape_of
from perfeval.scoring.number_systems.column_tape import (
    DIVIDED_BY_ZERO,
    LARGEST,
    ColumnPart,
    NumberBounds,
    Tape,
    Whole,
    WordBounds,
)
from perfeval.scoring.number_systems.expressions import WordFact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from perfeval.scoring.number_systems.expressions import Fact, Numeric

    Integers = NDArray[Any]
    """A column of integers: int64, or Python's own (dtype object)."""

BLOCK = 16_384
"""How many rows are computed at a time, so that what is computed between stays in the processor's cache."""


@frozen(kw_only=True, eq=False)
class NumberColumn:
    """A number on every row, or why there is none.

    Args:
        numerators: The numerators.
        denominators: The denominators, all positive; one integer where it is common.
        lacking: 0 where there is a number, else the position of the reason, counted from 1; None: every row has one.
        reasons: Why rows have no number.

    """

    numerators: Integers
    denominators: Integers | int = 1
    lacking: Integers | None = None
    reasons: tuple[Text, ...] = ()


@frozen(kw_only=True, eq=False)
class WordColumn:
    """A word on every row, or why there is none.

    Args:
        positions: The positions among the words of the fact, counted from 0.
        lacking: 0 where there is a word, else the position of the reason, counted from 1; None: every row has one.
        reasons: Why rows have no word.

    """

    positions: Integers
    lacking: Integers | None = None
    reasons: tuple[Text, ...] = ()


@frozen(eq=False)
class ColumnFormula:
    """A formula on columns.

    Args:
        tape: Its steps.

    """

    tape: Tape
    _numpy: Any = field(repr=False)

    @property
    def is_wide(self) -> bool:
        """Whether a number in it could pass int64, so that it is computed on Python's integers, exactly and slowly."""
        return bool(self.tape.wide)

    def value(self, columns: Mapping[Fact, NumberColumn | WordColumn], *, rows: int) -> NumberColumn:
        """Return the number of every row, or why there is none; a row without one reads 0.

        Args:
            columns: The facts for which bounds were given; what stands in a row that lacks its fact is not looked at, but
                keeps to the bounds.
            rows: How many rows there are.

        Raises:
            NumberError: If a column is not there, has another length, or leaves its bounds.
            ZeroDivisionError: If the formula divides by zero without asking first.

        """
        numpy, tape = self._numpy, self.tape
        read = tuple(dict.fromkeys(fact for fact, _ in tape.inputs.values()))
        given = {fact: _Checked(fact, tape.bounds[fact], rows, numpy) for fact in read}
        inputs, reasons = {}, list(tape.reasons)
        for fact in read:
            parts = given[fact].parts(columns.get(fact), first_reason=len(reasons))
            inputs.update({slot: parts[part] for slot, (one, part) in tape.inputs.items() if one == fact})
            reasons += columns[fact].reasons
        result = tape.result
        top, bottom = self._room(result.top, rows), self._room(result.bottom, rows)
        lacking = numpy.zeros(rows, dtype=numpy.int32)
        for start in range(0, rows, BLOCK):
            block = slice(start, start + BLOCK)
            slots = self._run({slot: column[block] for slot, column in inputs.items()})
            for room, slot in ((top, result.top.slot), (bottom, result.bottom.slot), (lacking, result.lacking)):
                if slot is not None:
                    room[block] = slots[slot]
        if (lacking == DIVIDED_BY_ZERO).any():
            message = "a formula divides by zero without asking first"
            raise ZeroDivisionError(message)
        nothing = lacking != 0
        top[nothing] = 0
        if result.bottom.slot is None:
            return NumberColumn(
                numerators=top, denominators=result.bottom.factor, lacking=lacking, reasons=tuple(reasons)
            )
        bottom[nothing] = 1
        return NumberColumn(numerators=top, denominators=bottom, lacking=lacking, reasons=tuple(reasons))

    def _room(self, whole: Whole, rows: int) -> Integers:
        """Return a column to be filled."""
        is_wide = whole.slot in self.tape.wide or (whole.slot is None and abs(whole.factor) > LARGEST)
        room: Integers = self._numpy.full(rows, whole.factor, dtype=object if is_wide else self._numpy.int64)
        return room

    @cached_property
    def _constants(self) -> dict[int, Any]:
        wide, asarray = self.tape.wide, self._numpy.asarray
        return {
            slot: asarray(value, dtype=object) if slot in wide else asarray(value)
            for slot, value in self.tape.constants.items()
        }

    def _run(self, slots: dict[int, Any]) -> dict[int, Any]:
        """Take every step on one block of rows."""
        numpy = self._numpy
        slots.update(self._constants)
        for step in self.tape.steps:
            operands = [slots[one] for one in step.operands]
            if step.is_wide:
                operands = [numpy.asarray(one, dtype=object) for one in operands]
            slots[step.slot] = getattr(numpy, step.function)(*operands)
        return slots


@frozen
class _Checked:
    """What a fact's column must be."""

    fact: Fact
    bounds: NumberBounds | WordBounds
    rows: int
    numpy: Any

    def parts(self, column: NumberColumn | WordColumn | None, *, first_reason: int) -> dict[ColumnPart, Integers]:
        """Return the parts of *column* by their names, its reasons counted from *first_reason*."""
        lacking: Integers | int | None = None if column is None else column.lacking
        codes = self._within("lacking", 0 if lacking is None else lacking, 0, len(column.reasons) if column else 0)
        if isinstance(self.bounds, WordBounds) or not isinstance(column, NumberColumn):
            words = self.fact.words if isinstance(self.fact, WordFact) else ()
            if not isinstance(column, WordColumn) or not words:
                raise self._wrong(Text("这一列", "this column"), Text("没有", "none"), part="column")
            parts: dict[ColumnPart, Integers] = {"word": self._within("word", column.positions, 0, len(words) - 1)}
        else:
            least, greatest, denominator = self.bounds.lowest, self.bounds.highest, self.bounds.denominator
            least_denominator = 1 if self.bounds.varies else denominator
            parts = {
                "numerator": self._within("numerator", column.numerators, least, greatest),
                "denominator": self._within("denominator", column.denominators, least_denominator, denominator),
            }
        if not self.bounds.may_lack and codes.any():
            raise self._wrong(Text("每行都有", "every row has one"), str(codes.max()), part="lacking")
        parts["lacking"] = self.numpy.where(codes == 0, 0, codes + first_reason).astype(self.numpy.int32)
        return parts

    def _within(self, part: str, values: Integers | int, least: int, greatest: int) -> Integers:
        """Return a column as int64, or as Python's integers where its bounds ask for them."""
        numpy = self.numpy
        column = numpy.asarray(values)
        if column.dtype.kind not in "iuO" or column.shape not in ((), (self.rows,)):
            found = f"{column.dtype} {column.shape}"
            raise self._wrong(Text(f"{self.rows} 行整数", f"integers, {self.rows} rows"), found, part=part)
        if column.size and not (least <= column.min() and column.max() <= greatest):
            bounds = f"{least} … {greatest}"
            raise self._wrong(bounds, f"{column.min()} … {column.max()}", part=part)
        is_wide = max(abs(least), abs(greatest)) > LARGEST
        whole: Integers = numpy.broadcast_to(column.astype(object if is_wide else numpy.int64), (self.rows,))
        return whole

    def _wrong(self, expected: Text | str, found: Text | str, *, part: str) -> NumberError:
        place = f"{self.fact.title.zh} {part}"
        return NumberError([Issue(code="wrong-value", location=Location(place=place), expected=expected, found=found)])


def column_formula(expression: Numeric, *, bounds: Mapping[Fact, NumberBounds | WordBounds]) -> ColumnFormula:
    """Return a formula on columns.

    Args:
        expression: The formula.
        bounds: What is known of the facts that have a column; a fact without one is lacking on every row.

    Raises:
        MissingExtraError: If NumPy is not installed.

    """
    try:
        import numpy  # noqa: ICN001, PLC0415 - an extra
    except ImportError:
        raise missing_extra(extra="frames", package="numpy") from None
    return ColumnFormula(tape_of(expression, bounds), numpy)
