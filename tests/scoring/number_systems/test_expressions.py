"""The expression graph: how formulas are written, walked, and kept shallow."""

from __future__ import annotations

from fractions import Fraction

import pytest
from formula_graphs import FACTS, WORD, WORDS, Values, exactly, formulas, rows
from hypothesis import given
from hypothesis import strategies as st

from perfeval.scoring.number_systems.expressions import (
    Arithmetic,
    Constant,
    Expression,
    Extreme,
    Numeric,
    calculated,
    facts_of,
    held,
    number,
    where,
)
from perfeval.scoring.number_systems.shallow_graphs import any_of, by_word, stepwise, total

A, B, C = FACTS
SHARES = st.fractions(min_value=-2, max_value=2, max_denominator=9)
ROW: Values = {A: Fraction(3, 2), B: Fraction(-2), C: Fraction(0), WORD: "中"}


def depth(node: Expression) -> int:
    """Return how many nodes stand below each other."""
    return 1 + max((depth(one) for one in node.operands), default=0)


@given(formula=formulas())
def test_a_walk_names_every_node_once_operands_first(formula: Numeric) -> None:
    """No node comes before what it is made of."""
    walked = list(formula.walk())
    assert walked[-1] == formula
    assert len(set(walked)) == len(walked)
    seen: set[Expression] = set()
    for node in walked:
        assert seen.issuperset(node.operands)
        seen.add(node)
    assert set(facts_of(formula)) == {node for node in walked if node in {*FACTS, WORD}}


@given(formula=formulas())
def test_a_walk_within_some_kinds_stops_at_the_others(formula: Numeric) -> None:
    """What lies below a node of another kind is not reached."""
    reached: set[Expression] = {formula}
    for node in reversed(list(formula.walk(within=(Arithmetic, Extreme)))):
        assert node in reached
        reached |= set(node.operands) if isinstance(node, Arithmetic | Extreme) else set()


def test_signs_are_read_from_both_sides() -> None:
    """A plain number may stand on either side."""
    for written, meant in (
        (A + 1, "5/2"),
        (1 + A, "5/2"),
        (A - 1, "1/2"),
        (1 - A, "-1/2"),
        (A * 2, "3"),
        (2 * A, "3"),
        (A / 2, "3/4"),
        (3 / A, "2"),
        (where(A > 1, 1, 0), "1"),
        (where(Fraction(3, 2) <= A, 1, 0), "1"),
        (where(A < 1, 1, 0), "0"),
        (where(A <= 1, 1, 0), "0"),
        (where(A.equals(Fraction(3, 2)), 1, 0), "1"),
        (held(A), "1"),
        (held(B), "0"),
    ):
        assert exactly(written, ROW) == Fraction(meant)


@given(left=SHARES, right=SHARES)
def test_parameters_are_calculated_as_the_graph_would(left: Fraction, right: Fraction) -> None:
    """Each sign; a division by zero is left to the formula."""
    for sign, wanted in (("+", left + right), ("-", left - right), ("*", left * right)):
        assert calculated(sign, left, right) == wanted
    assert calculated("/", left, right) == (left / right if right else None)


@given(values=rows(), words=st.lists(st.lists(st.sampled_from((*WORDS, "无")), min_size=1, max_size=2), max_size=6))
def test_the_first_group_of_words_that_holds_the_word_counts(values: Values, words: list[list[str]]) -> None:
    """As if they were asked one after the other."""
    formula = by_word(WORD, [(tuple(group), lambda at=at: number(at)) for at, group in enumerate(words)], number(-1))
    if words and values[WORD] in WORDS:
        assert exactly(formula, values) == next((at for at, group in enumerate(words) if values[WORD] in group), -1)


@given(bounds=st.lists(SHARES, min_size=1, max_size=9, unique=True).map(sorted), value=SHARES)
def test_the_last_step_at_or_below_counts(bounds: list[Fraction], value: Fraction) -> None:
    """The first where all are above."""
    formula = stepwise(A, [(bound, number(at)) for at, bound in enumerate(bounds)])
    assert exactly(formula, {A: value}) == max(0, sum(bound <= value for bound in bounds) - 1)


@pytest.mark.parametrize("count", [0, 1, 2, 300])
def test_many_parts_make_a_shallow_graph(count: int) -> None:
    """A sum, a choice, an or and a choice of words over 300 parts stay far from the 64 levels that Excel nests."""
    added = total([A] * count)
    assert exactly(added, ROW) == count * Fraction(3, 2)
    if count:
        steps = stepwise(A, [(Fraction(at), Constant(Fraction(at))) for at in range(count)])
        either = where(any_of([A.equals(at) for at in range(count)]), 1, 0)
        words = by_word(WORD, [((str(at),), lambda: A) for at in range(count)], B)
        assert max(map(depth, (added, steps, either, words))) < 15
