"""The solver's answers: proved where it holds, and rows that show it where it does not."""

from __future__ import annotations

from fractions import Fraction

from perfeval.errors.language import Text
from perfeval.proofs.solving import ask, ask_defined, differ, reaches
from perfeval.scoring.facts import ACTUAL, TARGET
from perfeval.scoring.number_systems.expressions import Undefined, held, maximum, number, where
from perfeval.scoring.number_systems.promises import RowPromise, Sense

COMPLETION = ACTUAL / TARGET
POSITIVE = (TARGET > 0, ACTUAL >= 0)


def old_formula():  # noqa: ANN201 - a formula
    """Return the rule as it once was: what lies beyond 130 % is taken off down to 50 %, and then the gate is asked."""
    less = maximum(Fraction(1, 2), 1 - (COMPLETION - Fraction(13, 10)))
    taken_off = where(Fraction(13, 10) <= COMPLETION, less, held(COMPLETION))
    return where(taken_off < Fraction(3, 5), 0, taken_off)


def test_a_gate_asked_after_the_deduction_breaks_the_floor() -> None:
    """The fault that stood here once is found, with a row of plain numbers."""
    floor = RowPromise(promise="floor", under=(Fraction(13, 10) <= COMPLETION,), holds=old_formula() >= Fraction(1, 2))
    answer = ask(old_formula(), floor, assuming=POSITIVE)
    assert answer.holds is False
    facts = dict(answer.rows[0].facts)
    reached = Fraction(facts[ACTUAL]) / Fraction(facts[TARGET])  # type: ignore[arg-type]
    assert reached >= Fraction(13, 10)
    assert answer.rows[0].rate == 0


def test_a_broken_order_has_two_rows() -> None:
    """The row with less of the fact comes first, all else is the same, and its rate is the higher."""
    answer = ask(old_formula(), Sense(fact=ACTUAL, rises=True), assuming=POSITIVE)
    assert answer.holds is False
    less, more = answer.rows
    assert dict(less.facts)[TARGET] == dict(more.facts)[TARGET]
    assert dict(less.facts)[ACTUAL] < dict(more.facts)[ACTUAL]  # type: ignore[operator]
    assert less.rate is not None
    assert more.rate is not None
    assert less.rate > more.rate


def test_what_holds_is_proved() -> None:
    """The share reached, held to [0, 1], is bounded and rises."""
    assert ask(held(COMPLETION), RowPromise(promise="bounded", holds=held(COMPLETION) <= 1), assuming=POSITIVE).holds
    assert ask(held(COMPLETION), Sense(fact=ACTUAL, rises=True), assuming=POSITIVE).holds


def test_undefined_rows_break_nothing_and_are_found() -> None:
    """A promise speaks of rows that have a rate; whether every row has one is a question of its own."""
    nothing = Undefined(Text("没有", "none"))
    partial = where(ACTUAL > 0, number(1), nothing)
    assert ask(partial, RowPromise(promise="met-is-full", holds=partial.equals(1))).holds
    assert ask_defined(partial).holds is False
    assert ask_defined(partial, assuming=(ACTUAL > 5,)).holds
    assert reaches((ACTUAL <= 0,), rate=partial) is False
    assert differ(partial, number(1)) is True
    assert differ(partial, where(ACTUAL > 0, 1, nothing)) is False
