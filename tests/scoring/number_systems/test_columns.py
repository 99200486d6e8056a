"""Columns give what a formula means, row by row, on int64 where the bounds allow it and on Python's integers where not."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from formula_graphs import FACTS, LACKING, WORD, WORDS, Values, formulas, meant, rows
from hypothesis import given
from hypothesis import strategies as st

from perfeval.errors import MissingExtraError, NumberError
from perfeval.errors.language import Text
from perfeval.scoring.number_systems.column_tape import LARGEST, NumberBounds, WordBounds
from perfeval.scoring.number_systems.columns import BLOCK, NumberColumn, WordColumn, column_formula
from perfeval.scoring.number_systems.exact import RateFormula
from perfeval.scoring.number_systems.expressions import Numeric, Undefined, held, maximum, number, where
from perfeval.scoring.number_systems.shallow_graphs import stepwise, total

A, B, C = FACTS
SCALE = 100
BOUNDS = {**dict.fromkeys(FACTS, NumberBounds(lowest=-500, highest=500, denominator=SCALE)), WORD: WordBounds()}
"""Of the numbers that are drawn: two decimals."""


def columns_of(drawn: Sequence[Values], *, scale: int | None = SCALE) -> dict[Any, NumberColumn | WordColumn]:
    """Return the columns of rows, with one denominator or with their own."""
    columns: dict[Any, NumberColumn | WordColumn] = {}
    for fact in FACTS:
        there = [value if isinstance(value := row[fact], Fraction) else Fraction(0) for row in drawn]
        columns[fact] = NumberColumn(
            numerators=np.array([one.numerator if scale is None else int(one * scale) for one in there], dtype=int),
            denominators=scale or np.array([one.denominator for one in there], dtype=int),
            lacking=np.array([int(row[fact] is LACKING) for row in drawn], dtype=int),
            reasons=(LACKING,),
        )
    columns[WORD] = WordColumn(
        positions=np.array([0 if row[WORD] is LACKING else WORDS.index(row[WORD]) for row in drawn], dtype=int),
        lacking=np.array([int(row[WORD] is LACKING) for row in drawn], dtype=int),
        reasons=(LACKING,),
    )
    return columns


def numbers(a: Fraction | int, b: Fraction | int = 0, c: Fraction | int | None = 0) -> Values:
    """Return a row of three numbers."""
    return {A: Fraction(a), B: Fraction(b), C: LACKING if c is None else Fraction(c), WORD: WORDS[0]}


def read_back(column: NumberColumn) -> list[Fraction | Text]:
    """Return a column as numbers and reasons."""
    denominators = np.broadcast_to(column.denominators, column.numerators.shape).tolist()
    codes = np.zeros(len(denominators), dtype=int) if column.lacking is None else column.lacking
    return [
        column.reasons[code - 1] if code else Fraction(top, bottom)
        for top, bottom, code in zip(column.numerators.tolist(), denominators, codes.tolist(), strict=True)
    ]


@given(formula=formulas(), drawn=st.lists(rows(), max_size=8), varies=st.booleans())
def test_columns_give_what_the_formula_means(formula: Numeric, drawn: list[Values], *, varies: bool) -> None:
    """Every row's number, and where there is none the reason that comes first; with common denominators and with own ones."""
    bounds = dict(BOUNDS)
    if varies:
        bounds.update(dict.fromkeys(FACTS, NumberBounds(lowest=-500, highest=500, denominator=SCALE, varies=True)))
    planned = RateFormula(formula).columns(bounds)
    columns = columns_of(drawn, scale=None if varies else SCALE)
    found = planned.value({fact: columns[fact] for fact in bounds}, rows=len(drawn))
    assert read_back(found) == [meant(formula, row) for row in drawn]
    assert (found.numerators.dtype == object) <= planned.is_wide


@given(formula=formulas(), drawn=st.lists(rows(), min_size=1, max_size=4), power=st.integers(15, 70))
def test_wide_bounds_change_no_digit(formula: Numeric, drawn: list[Values], power: int) -> None:
    """The same rows under bounds of any width, beyond int64 too, give the same numbers."""
    wide = NumberBounds(lowest=-(2**power), highest=2**power, denominator=SCALE)
    planned = column_formula(formula, bounds={**dict.fromkeys(FACTS, wide), WORD: WordBounds()})
    assert read_back(planned.value(columns_of(drawn), rows=len(drawn))) == [meant(formula, row) for row in drawn]


@pytest.mark.parametrize("distance", [-1, 0, 1])
def test_the_edge_of_int64_is_known_before_the_first_row(distance: int) -> None:
    """The last product that fits is int64, the next one is not, and all are exact."""
    edge = LARGEST // 7 + distance
    formula = column_formula(A * 7, bounds={A: NumberBounds(lowest=-edge, highest=edge)})
    assert formula.is_wide is (distance > 0)
    found = formula.value({A: NumberColumn(numerators=np.array([edge, -edge]))}, rows=2)
    assert found.numerators.tolist() == [7 * edge, -7 * edge]
    assert found.numerators.dtype == (object if distance > 0 else np.int64)


def test_a_fact_beyond_int64_is_computed_on_pythons_integers() -> None:
    """A column of Python's integers goes in and comes out; comparisons, sizes and quotients included."""
    huge = 2**80
    formula = column_formula(
        where(A < B, maximum(A, B) / B, (A - B) / A), bounds=dict.fromkeys((A, B), NumberBounds(lowest=1, highest=huge))
    )
    pairs = [(huge, huge - 1), (3, huge), (huge, huge)]
    columns = {
        fact: NumberColumn(numerators=np.array([pair[at] for pair in pairs], dtype=object))
        for at, fact in enumerate((A, B))
    }
    assert formula.is_wide
    assert read_back(formula.value(columns, rows=3)) == [Fraction(1, huge), 1, 0]


@pytest.mark.parametrize("value", [2**63 - 1, 2**63, -(2**70), 0])
def test_a_number_that_is_known_is_the_same_on_every_row(value: int) -> None:
    """Beyond int64 too, as numerator or as denominator."""
    for formula, wanted in (
        (number(value), Fraction(value)),
        (number(Fraction(1, value or 7)), Fraction(1, value or 7)),
    ):
        found = column_formula(formula, bounds={}).value({}, rows=2)
        assert read_back(found) == [wanted, wanted]


@pytest.mark.parametrize("bounds", [NumberBounds(lowest=0, highest=2**63), NumberBounds(lowest=-(2**64), highest=0)])
def test_a_fact_that_goes_through_as_it_is_may_be_too_large(bounds: NumberBounds) -> None:
    """Nothing is computed of it, and it passes int64 all the same."""
    assert column_formula(A, bounds={A: bounds}).is_wide
    assert not column_formula(A, bounds={A: NumberBounds(lowest=-(2**63) + 1, highest=2**63 - 1)}).is_wide


@pytest.mark.filterwarnings("error")
def test_many_rows_in_blocks() -> None:
    """10⁴ rows and more than one block, negative and zero denominators included, each as by fractions."""
    count = max(10_000, BLOCK + 1)
    drawn = [numbers(Fraction(at % 601 - 300, 100), at % 7 - 3, None if at % 5 else at) for at in range(count)]
    formula = where(B.equals(0), Undefined(Text("零", "zero")), where(A < B, C, held(A / B)) / B)
    bounds = {**BOUNDS, C: NumberBounds(lowest=0, highest=count * SCALE, denominator=SCALE)}
    found = read_back(column_formula(formula, bounds=bounds).value(columns_of(drawn), rows=count))
    assert found == [meant(formula, row) for row in drawn]


def test_a_division_that_nothing_guards_is_told() -> None:
    """As exact values tell it: on a row that takes the branch, and only there."""
    columns = {A: NumberColumn(numerators=np.array([0, 4]))}
    bounds = {A: NumberBounds(lowest=0, highest=9)}
    asked = column_formula(where(A > 0, 1 / A, 0), bounds=bounds).value(columns, rows=2)
    assert read_back(asked) == [0, Fraction(1, 4)]
    with pytest.raises(ZeroDivisionError, match="without asking"):
        column_formula(where(A > 3, 0, 1 / A), bounds=bounds).value(columns, rows=2)


def test_common_denominators_stay_small() -> None:
    """Amounts of two decimals, divided, cut and weighed: int64 up to 10¹³ in hundredths, and no denominator of its own where none is needed."""
    bounds = dict.fromkeys((A, B), NumberBounds(lowest=0, highest=10**13, denominator=SCALE))
    rate = where(B > 0, held((A - B * Fraction(3, 5)) / (B * Fraction(2, 5))), 0)
    assert not column_formula(rate, bounds=bounds).is_wide
    halves = column_formula((A + B) / 2 + Fraction(1, 4), bounds=bounds)
    column = NumberColumn(numerators=np.array([50]), denominators=SCALE)
    assert halves.value({A: column, B: column}, rows=1).denominators == 2 * SCALE


def test_a_row_without_a_number_reads_nothing_of_one() -> None:
    """Its numerator is 0 and its denominator 1, whatever the columns hold there."""
    bounds = {A: NumberBounds(lowest=0, highest=100, may_lack=True), B: NumberBounds(lowest=1, highest=100)}
    formula = column_formula(A / B, bounds=bounds)
    columns = {
        A: NumberColumn(numerators=np.array([3, 50]), lacking=np.array([0, 1]), reasons=(LACKING,)),
        B: NumberColumn(numerators=np.array([7, 9])),
    }
    found = formula.value(columns, rows=2)
    assert (found.numerators.tolist(), np.asarray(found.denominators).tolist()) == ([3, 0], [7, 1])
    assert np.asarray(found.lacking).tolist() == [0, 1]


def test_a_fact_without_a_column_is_lacking() -> None:
    """In the branch that reads it, and nowhere else."""
    formula = column_formula(where(A > 0, B, where(WORD.is_one_of("高"), 1, 2)), bounds={A: BOUNDS[A]})
    found = formula.value({A: NumberColumn(numerators=np.array([1, 0]), denominators=SCALE)}, rows=2)
    assert [one.en for one in read_back(found) if isinstance(one, Text)] == [
        "the data has no column for the b",
        "the data has no column for the word",
    ]


def test_a_missing_column_is_told_as_such() -> None:
    """By the fact's name and the word for all of it."""
    with pytest.raises(NumberError) as caught:
        column_formula(A + 1, bounds={A: BOUNDS[A]}).value({}, rows=1)
    assert [issue.location.place for issue in caught.value.issues] == ["a column"]


def test_no_rows_and_no_facts() -> None:
    """A constant has as many rows as it is asked for."""
    assert read_back(column_formula(number(Fraction(1, 3)), bounds={}).value({}, rows=2)) == [Fraction(1, 3)] * 2
    assert read_back(column_formula(A + 1, bounds=BOUNDS).value(columns_of([]), rows=0)) == []


def test_a_deep_or_a_wide_graph_is_no_matter() -> None:
    """300 bands, 5000 addends, and a chain longer than Python's stack."""
    bands = stepwise(A, [(Fraction(at, 300), number(Fraction(at, 300))) for at in range(301)])
    drawn = [numbers(Fraction(at, 100)) for at in range(101)]
    found = read_back(column_formula(bands, bounds=BOUNDS).value(columns_of(drawn), rows=101))
    assert found == [Fraction(at, 100) for at in range(101)]
    many = column_formula(total([A] * 5_000), bounds=BOUNDS).value(columns_of(drawn[:2]), rows=2)
    assert read_back(many) == [0, 50]
    chain: Numeric = A
    for _ in range(sys.getrecursionlimit() * 2):
        chain = maximum(chain, B)
    assert read_back(column_formula(chain, bounds=BOUNDS).value(columns_of(drawn[:2]), rows=2)) == [0, Fraction(1, 100)]


@pytest.mark.parametrize(
    "column",
    [
        None,
        NumberColumn(numerators=np.array([501, 0]), denominators=SCALE),
        NumberColumn(numerators=np.array([0, -501]), denominators=SCALE),
        NumberColumn(numerators=np.array([0.5, 0]), denominators=SCALE),
        NumberColumn(numerators=np.array([1, 2, 3]), denominators=SCALE),
        NumberColumn(numerators=np.array([1, 2]), denominators=1),
        NumberColumn(numerators=np.array([1, 2]), denominators=np.array([SCALE, 0])),
        NumberColumn(numerators=np.array([1, 2]), denominators=SCALE, lacking=np.array([0, 1])),
        WordColumn(positions=np.array([0, 1])),
    ],
)
def test_a_column_that_is_not_what_was_said_is_refused(column: NumberColumn | WordColumn | None) -> None:
    """Not there, beyond its bounds, of floats, of another length, with other denominators, with codes for no reason."""
    formula = column_formula(A + 0, bounds={A: BOUNDS[A]})
    with pytest.raises(NumberError) as caught:
        formula.value({} if column is None else {A: column}, rows=2)
    assert caught.value.issues[0].location.place is not None
    assert caught.value.issues[0].location.place.startswith("a ")


def test_what_never_lacks_must_not_lack() -> None:
    """A column that was said to be complete is held to it."""
    formula = column_formula(A, bounds={A: NumberBounds(lowest=0, highest=1, may_lack=False)})
    column = NumberColumn(numerators=np.array([1]), lacking=np.array([1]), reasons=(LACKING,))
    with pytest.raises(NumberError):
        formula.value({A: column}, rows=1)


def test_without_numpy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line that installs it."""
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(MissingExtraError, match="frames"):
        column_formula(A, bounds=BOUNDS)
