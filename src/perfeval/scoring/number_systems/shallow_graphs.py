"""Formulas over lists of any length, written so that the graph stays shallow: sums, steps, choices by a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.scoring.number_systems.expressions import number, where

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from fractions import Fraction

    from perfeval.scoring.number_systems.expressions import Condition, Numeric, WordFact


def total(addends: Sequence[Numeric]) -> Numeric:
    """Return the sum of any number of addends; the graph stays shallow however many there are."""
    if len(addends) <= 1:
        return addends[0] if addends else number(0)
    middle = len(addends) // 2
    return total(addends[:middle]) + total(addends[middle:])


def any_of(conditions: Sequence[Condition]) -> Condition:
    """Return whether one of the conditions, of which there is at least one, holds; the graph stays shallow."""
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    return any_of(conditions[:middle]) | any_of(conditions[middle:])


def stepwise(value: Numeric, steps: Sequence[tuple[Fraction, Numeric]]) -> Numeric:
    """Return the number of the last step at or below *value*, of the first step where all are above it.

    Args:
        value: What is compared.
        steps: From which value on which number holds, in rising order, at least one; the graph stays shallow however many.

    """
    if len(steps) == 1:
        return steps[0][1]
    middle = len(steps) // 2
    return where(value >= steps[middle][0], stepwise(value, steps[middle:]), stepwise(value, steps[:middle]))


def by_word(
    fact: WordFact, formulas: Sequence[tuple[tuple[str, ...], Callable[[], Numeric]]], otherwise: Numeric
) -> Numeric:
    """Return the formula of the first group of words that holds the fact's word, else *otherwise*; the graph stays shallow."""
    if not formulas:
        return otherwise
    if len(formulas) == 1:
        words, formula = formulas[0]
        return where(fact.is_one_of(*words), formula(), otherwise)
    middle = len(formulas) // 2
    first, second = formulas[:middle], formulas[middle:]
    inside = by_word(fact, first[:-1], first[-1][1]())
    return where(
        fact.is_one_of(*(one for words, _ in first for one in words)), inside, by_word(fact, second, otherwise)
    )
