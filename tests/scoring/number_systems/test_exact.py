"""Exact values: the function made from a graph gives what the graph means, lazily, without rounding."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any, cast

import pytest
from attrs import field, frozen
from formula_graphs import FACTS, INDICATOR, LACKING, ROW, WORD, Drawn, Values, exactly, formulas, meant, rows
from hypothesis import given

from perfeval.errors.language import Text
from perfeval.model.funds import Funds
from perfeval.scoring.number_systems.exact import RateFormula
from perfeval.scoring.number_systems.expressions import Numeric, Undefined, maximum, minimum, number, where
from perfeval.scoring.number_systems.shallow_graphs import stepwise
from perfeval.scoring.protocols import Rate, Unscorable

A, B, C = FACTS
FUNDS = Funds()


@frozen(order=False, cache_hash=True)
class Told(Drawn):
    """A number that counts how often it is read."""

    reads: Counter[str] = field(eq=False)
    value: Fraction = Fraction(1)

    def read(self, *_: Any) -> Rate:
        """Return the number."""
        self.reads[self.name] += 1
        return self.value.as_integer_ratio()


@given(formula=formulas(), values=rows())
def test_exact_values_are_what_the_formula_means(formula: Numeric, values: Values) -> None:
    """The same number, and where there is none the reason that comes first."""
    assert exactly(formula, values) == meant(formula, values)


@given(formula=formulas(), values=rows())
def test_a_denominator_is_positive(formula: Numeric, values: Values) -> None:
    """Whatever the signs of what was divided."""
    value = RateFormula(formula).value(INDICATOR, ROW, cast("Funds", values))
    assert isinstance(value, Unscorable) or value[1] > 0


@pytest.mark.parametrize(("above", "below"), [(3, -4), (-3, -4), (-3, 4), (0, -4)])
def test_a_negative_denominator_turns_both_signs(above: int, below: int) -> None:
    """Also where the quotient is then compared."""
    values: Values = {A: Fraction(above), B: Fraction(below), C: Fraction(0), WORD: "高"}
    assert exactly(A / B, values) == Fraction(above, below)
    assert exactly(where(A / B < 0, 1, 0), values) == int(Fraction(above, below) < 0)


def test_only_the_branch_that_is_taken_is_read() -> None:
    """Each fact once, however often it stands in the formula; none of the other branch."""
    reads: Counter[str] = Counter()
    asked, taken, left = (Told(name, reads) for name in ("asked", "taken", "left"))
    formula = RateFormula(where(asked + asked > 0, taken * taken + taken, left / 0))
    assert formula.value(INDICATOR, ROW, FUNDS) == (2, 1)
    assert reads == {"asked": 1, "taken": 1}


def test_an_undefined_branch_says_why() -> None:
    """The reason is the formula's own; what is lacking in a condition comes first."""
    reason = Text("没有规定", "no rule")
    formula = where(A > 0, Undefined(reason), 1)
    lacking: Values = {A: LACKING, B: Fraction(0), C: Fraction(0), WORD: "高"}
    assert exactly(formula, lacking) == LACKING
    assert exactly(formula, {**lacking, A: Fraction(1)}) == reason
    assert exactly(formula + B, {**lacking, A: Fraction(0)}) == 1


def test_a_division_that_nothing_guards_is_told() -> None:
    """A fault of the formula, not of the row."""
    with pytest.raises(ZeroDivisionError, match="without asking"):
        exactly(1 / A, {A: Fraction(0)})


def test_many_bands_and_deep_choices() -> None:
    """300 bands in one table; 150 choices, each in the branch of the last, more than Python indents; 2000 addends in a chain."""
    row: Values = {A: Fraction(1, 2), B: Fraction(0), C: Fraction(0), WORD: "高"}
    bands = stepwise(A, [(Fraction(at, 300), number(Fraction(at, 600))) for at in range(301)])
    assert exactly(bands, row) == Fraction(1, 4)
    choices = number(-1)
    for at in reversed(range(150)):
        choices = where(at >= A * 500, at, choices + 0)
    assert exactly(choices, {**row, A: Fraction(149, 500)}) == 149
    assert exactly(choices, row) == -1
    chain: Numeric = A
    for _ in range(2_000):
        chain += A
    assert exactly(chain, row) == Fraction(2_001, 2)


def test_what_stands_often_is_computed_once() -> None:
    """60 squarings of squares are 60 statements, not 2⁶⁰."""
    node: Numeric = maximum(A, -1)
    for _ in range(60):
        node = minimum(node * node, 1)
    assert exactly(node, {A: Fraction(1)}) == 1


def test_words_of_a_file_never_enter_the_text() -> None:
    """A word is a value, whatever it spells."""
    assert exactly(where(WORD.is_one_of('"); raise SystemExit', "高"), 1, 0), {WORD: "高"}) == 1
