"""The tape: what each of its operations comes to is what it is of integers, within the bounds that it says, wide where it must be."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from formula_graphs import FACTS
from hypothesis import given
from hypothesis import strategies as st

from perfeval.scoring.number_systems.column_tape import LARGEST, IntegerQuotient, NumberBounds, Tape, Whole

A, B, C = FACTS
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "multiply": operator.mul,
    "equal": operator.eq,
    "not_equal": operator.ne,
    "less": operator.lt,
    "less_equal": operator.le,
    "where": lambda condition, yes, no: yes if condition else no,
    "sign": lambda value: (value > 0) - (value < 0),
    "absolute": abs,
    "maximum": max,
    "minimum": min,
}


class Run:
    """A tape with three columns of one row each."""

    def __init__(self, values: tuple[int, int, int], spread: int) -> None:
        """Bounds that lie so far about the values."""
        self.values = dict(zip(FACTS, values, strict=True))
        self.spread = spread
        self.tape = Tape({one: NumberBounds(lowest=-1, highest=1) for one in FACTS})

    def column(self, fact: Any, factor: int) -> Whole:
        """Return a factor times a column."""
        value = self.values[fact]
        slot = self.tape.given(fact, "numerator")
        lowest, highest = value - self.spread, value + self.spread
        if max(abs(lowest), abs(highest)) > LARGEST:
            self.tape.wide.add(slot)
        return Whole(factor, slot, lowest, highest) if factor else Whole(0)

    def slots(self) -> dict[int, Any]:
        """Return what each slot holds."""
        held: dict[int, Any] = {slot: self.values[fact] for slot, (fact, _) in self.tape.inputs.items()}  # type: ignore[index]
        held.update(self.tape.constants)
        for step in self.tape.steps:
            held[step.slot] = FUNCTIONS[step.function](*(held[one] for one in step.operands))
        return held

    def of(self, whole: Whole) -> int:
        """Return what an integer comes to, which its column's bounds hold; nothing beyond int64 is computed in it."""
        held = self.slots()
        for step in self.tape.steps:
            sizes = [abs(int(held[one])) for one in (*step.operands, step.slot)]
            assert max(sizes) <= LARGEST or step.slot in self.tape.wide
        if whole.slot is None:
            return whole.factor
        column = int(held[whole.slot])
        assert whole.lowest <= column <= whole.highest
        return whole.factor * column

    def holds(self, slot: int) -> bool:
        """Return what a condition comes to."""
        return bool(self.slots()[slot])


values = st.integers(-9, 9) | st.sampled_from([-(2**62), 2**40, 2**63 - 1, -(2**63), 2**70])
factors = st.integers(-6, 6) | st.sampled_from([2**40, -(2**63), 2**64])
runs = st.builds(Run, st.tuples(values, values, values), st.integers(0, 3))
signs = st.sampled_from(["+", "-"])


def wholes(data: st.DataObject, run: Run) -> Whole:
    """Draw an integer: known, or on a column."""
    factor = data.draw(factors)
    fact = data.draw(st.sampled_from([None, A, B]))
    return Whole(factor) if fact is None else run.column(fact, factor)


@given(runs, signs, st.data())
def test_sums_and_products(run: Run, sign: Any, data: st.DataObject) -> None:
    """Of known integers, of one column, of two, with factors that have a common part, and with zero."""
    left, right = wholes(data, run), wholes(data, run)
    one, two = run.of(left), run.of(right)
    assert run.of(run.tape.total(left, right, sign)) == (one + two if sign == "+" else one - two)
    assert run.of(run.tape.product(left, right)) == one * two
    assert run.of(run.tape.written(left)) == one
    assert run.of(left.times(two if abs(two) < 100 else 3)) == one * (two if abs(two) < 100 else 3)


@pytest.mark.parametrize("zero_is_right", [True, False])
@pytest.mark.parametrize("sign", ["+", "-"])
def test_nothing_is_added_by_zero(zero_is_right: bool, sign: Any) -> None:  # noqa: FBT001 - a case
    """On either side, and no step is needed but for a sign."""
    run = Run((7, 0, 0), 0)
    zero, seven = Whole(0), run.column(A, 2)
    left, right = (seven, zero) if zero_is_right else (zero, seven)
    wanted = 14 if zero_is_right or sign == "+" else -14
    assert run.of(run.tape.total(left, right, sign)) == wanted
    assert run.tape.steps == []


@given(runs, st.data())
def test_a_choice_between_two(run: Run, data: st.DataObject) -> None:
    """The one where the condition holds, else the other; nothing is chosen between equals."""
    yes, no, asked = wholes(data, run), wholes(data, run), run.column(C, 1)
    condition = run.tape.compared("less", quotient(asked), quotient(Whole(0)))
    chosen = run.tape.select(condition, yes, no)
    assert run.of(chosen) == (run.of(yes) if run.of(asked) < 0 else run.of(no))
    assert run.tape.select(condition, yes, yes) == yes


@given(runs, st.data())
def test_size_and_sign(run: Run, data: st.DataObject) -> None:
    """Their product is the integer; of zero the size is more than nothing, for it is divided by, and it is told."""
    whole = wholes(data, run)
    size, sign, zero = run.tape.size_and_sign(whole)
    value = run.of(whole)
    assert run.of(size) == abs(value) if value else run.of(size) > 0
    assert run.of(sign) * run.of(size) == value if value else True
    assert (zero is not None and run.holds(zero)) == (value == 0)
    assert run.of(sign) in (-1, 0, 1)


def quotient(top: Whole, bottom: Whole | None = None) -> IntegerQuotient:
    """Return a number."""
    return IntegerQuotient(top, bottom or Whole(1))


def numbers(data: st.DataObject, run: Run) -> IntegerQuotient:
    """Draw a number with a positive denominator: known, or on a column that is positive."""
    bottom = Whole(data.draw(st.integers(1, 6) | st.just(1000)))
    if run.values[C] > run.spread and data.draw(st.booleans()):
        bottom = run.column(C, data.draw(st.integers(1, 6)))
    return quotient(wholes(data, run), bottom)


def value_of(run: Run, number: IntegerQuotient) -> Fraction:
    """Return what a number comes to."""
    return Fraction(run.of(number.top), run.of(number.bottom))


@given(runs, st.data())
def test_numbers_keep_their_value(run: Run, data: st.DataObject) -> None:
    """Reduced, multiplied, brought to one denominator, compared, and chosen between."""
    one, two = numbers(data, run), numbers(data, run)
    first, second = value_of(run, one), value_of(run, two)
    assert value_of(run, run.tape.reduced(one.top, one.bottom, None)) == first
    assert value_of(run, run.tape.multiplied(one, two, None)) == first * second
    left, right, bottom = run.tape.aligned(one, two)
    assert (Fraction(run.of(left), run.of(bottom)), Fraction(run.of(right), run.of(bottom))) == (first, second)
    for function in ("less", "less_equal", "equal"):
        assert run.holds(run.tape.compared(function, one, two)) == FUNCTIONS[function](first, second)
    condition = run.tape.compared("less", quotient(run.column(A, 1)), quotient(Whole(1)))
    assert value_of(run, run.tape.chosen(condition, one, two, None)) == (first if run.values[A] < 1 else second)


@pytest.mark.parametrize("first", [None, 0, 5])
@pytest.mark.parametrize("second", [None, 0, 7])
def test_what_is_lacking_first_is_told(first: int | None, second: int | None) -> None:
    """The code of the first where it has one, else of the second."""
    tape = Tape({})
    slots = [None if code is None else tape.constant(code) for code in (first, second)]
    slot = tape.first_lacking(*slots)
    run = Run((0, 0, 0), 0)
    run.tape = tape
    assert (0 if slot is None else run.slots()[slot]) == (first or second or 0)
    assert (slot is None) == (first is None and second is None)


@pytest.mark.parametrize(
    ("value", "wide"), [(LARGEST, False), (-LARGEST, False), (LARGEST + 1, True), (-LARGEST - 1, True)]
)
def test_a_constant_beyond_int64_is_wide(value: int, wide: bool) -> None:  # noqa: FBT001 - a case
    """The largest that fits is not."""
    tape = Tape({})
    assert (tape.constant(value) in tape.wide) is wide
    assert tape.constant(value) == tape.constant(value)


def test_small_denominators_are_aligned_and_large_ones_are_not() -> None:
    """Two known ones whose common one is not much larger; a known integer beside anything; else both numbers keep their own."""
    run = Run((3, 4, 5), 0)
    condition = run.tape.compared("less", quotient(run.column(A, 1)), quotient(Whole(9)))
    near = run.tape.chosen(
        condition, quotient(run.column(A, 1), Whole(100)), quotient(run.column(B, 1), Whole(3)), None
    )
    assert near.bottom == Whole(300)
    far = run.tape.chosen(
        condition, quotient(run.column(A, 1), Whole(10_007)), quotient(run.column(B, 1), Whole(10_009)), None
    )
    assert far.bottom.slot is not None
    whole = run.tape.chosen(condition, quotient(Whole(2)), quotient(run.column(A, 1), run.column(C, 1)), None)
    assert whole.bottom == run.column(C, 1)
    column = run.tape.chosen(condition, quotient(run.column(B, 1)), quotient(run.column(A, 1), run.column(C, 1)), None)
    assert column.bottom.slot not in (None, run.column(C, 1).slot)
