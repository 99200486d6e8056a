"""Random formulas with their rows, and a reader of graphs on fractions that shares nothing with the number systems."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from math import isclose
from typing import Any, cast

from attrs import frozen
from hypothesis import strategies as st

from perfeval.errors.language import Text
from perfeval.model.dossier import Row
from perfeval.model.funds import Funds
from perfeval.model.hierarchy import Indicator
from perfeval.scoring.number_systems.exact import RateFormula
from perfeval.scoring.number_systems.expressions import (
    Arithmetic,
    Comparison,
    Condition,
    Constant,
    Either,
    Extreme,
    Fact,
    NumberFact,
    Numeric,
    OneOf,
    Undefined,
    Where,
    WordFact,
    maximum,
    minimum,
    number,
    where,
)
from perfeval.scoring.protocols import Rate, Unscorable

LACKING = Text("没有填写", "not filled in")
INDICATOR, ROW = Indicator(code="A", name="A"), Row(address="A")
WORDS = ("高", "中", "低")


@frozen(order=False, cache_hash=True)
class Drawn(NumberFact):
    """A number that a test draws; it stands where the money would."""

    name: str

    @property
    def title(self) -> Text:
        """Its name."""
        return Text(self.name, self.name)

    def read(self, indicator: Indicator, row: Row, funds: Any) -> Rate | Unscorable:  # noqa: ARG002 - as every fact
        """Return the drawn number."""
        value = funds[self]
        return value.as_integer_ratio() if isinstance(value, Fraction) else Unscorable(value)


@frozen(order=False, cache_hash=True)
class DrawnWord(WordFact):
    """A word that a test draws."""

    @property
    def title(self) -> Text:
        """Its name."""
        return Text("词", "word")

    @property
    def words(self) -> tuple[str, ...]:
        """Every word."""
        return WORDS

    def read(self, indicator: Indicator, row: Row, funds: Any) -> str | Unscorable:  # noqa: ARG002 - as every fact
        """Return the drawn word."""
        value = funds[self]
        return Unscorable(value) if isinstance(value, Text) else value


Values = dict[Fact, Fraction | str | Text]
"""What a row says: the number or the word of each fact, or why there is none."""

_OF_TWO: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "minimum": min,
    "maximum": max,
}


class Lacks(Exception):  # noqa: N818 - it is no error
    """A formula has no number."""


FACTS = (Drawn("a"), Drawn("b"), Drawn("c"))
WORD = DrawnWord()


def meaning(node: Any, values: Values, *, kind: Callable[[Fraction], Any] = Fraction) -> Any:
    """Return what a node means, branch by branch; raise Lacks where it means nothing.

    Args:
        node: The node.
        values: The row.
        kind: The numbers that are computed with: fractions, or the binary ones of a spreadsheet.

    """
    match node:
        case Constant(value):
            found: Any = kind(value)
        case Undefined(reason):
            raise Lacks(reason)
        case NumberFact() | WordFact():
            found = values[node]
            if isinstance(found, Text):
                raise Lacks(found)
            found = kind(found) if isinstance(found, Fraction) else found
        case Where(condition, yes, no):
            found = meaning(yes if meaning(condition, values, kind=kind) else no, values, kind=kind)
        case OneOf(fact, words):
            found = meaning(fact, values, kind=kind) in words
        case Either(left, right):
            found = any([meaning(left, values, kind=kind), meaning(right, values, kind=kind)])
        case Extreme(word, left, right) | Arithmetic(word, left, right) | Comparison(word, left, right):
            found = _OF_TWO[word](meaning(left, values, kind=kind), meaning(right, values, kind=kind))
    return found


_PARAMETERS = st.fractions(min_value=-3, max_value=3, max_denominator=12)
_UNDEFINED = st.sampled_from(
    [Undefined(Text("没有规定", "no rule")), Undefined(Text("分母为零", "a zero denominator"))]
)


def formulas(*, undefined: bool = True) -> st.SearchStrategy[Numeric]:
    """Draw formulas that guard each division as a scorer does: by asking first; a part may stand in many places."""
    leaves: st.SearchStrategy[Numeric] = st.one_of(_PARAMETERS.map(number), st.sampled_from(FACTS))
    return st.recursive(leaves, lambda below: _larger(below, undefined=undefined), max_leaves=14)


def _larger(below: st.SearchStrategy[Numeric], *, undefined: bool) -> st.SearchStrategy[Numeric]:
    pairs = st.tuples(below, below)
    branch = st.one_of(below, below, _UNDEFINED) if undefined else below
    return st.one_of(
        st.builds(Arithmetic, st.sampled_from("+-*"), below, below),
        st.builds(Extreme, st.sampled_from(["minimum", "maximum"]), below, below),
        st.builds(where, conditions(below), branch, branch),
        pairs.map(lambda pair: where(pair[1].equals(0), number(0), pair[0] / pair[1])),
        pairs.map(
            lambda pair: where(pair[1] > 0, (pair[0] - pair[1]) / pair[1], maximum(pair[0], minimum(1, pair[1])))
        ),
    )


def conditions(numbers: st.SearchStrategy[Numeric]) -> st.SearchStrategy[Condition]:
    """Draw conditions on numbers and on the word."""
    simple = st.one_of(
        st.builds(Comparison, st.sampled_from(["<", "<=", "=="]), numbers, numbers),
        st.lists(st.sampled_from((*WORDS, "无")), min_size=1, max_size=2).map(lambda words: WORD.is_one_of(*words)),
    )
    return st.one_of(simple, st.tuples(simple, simple).map(lambda pair: pair[0] | pair[1]))


def rows() -> st.SearchStrategy[Values]:
    """Draw rows of numbers with two decimals, negative ones and zeros too; a number or the word may be lacking."""
    cents = st.one_of(st.sampled_from([0, 100]), st.integers(-500, 500)).map(lambda cents: Fraction(cents, 100))
    maybe = st.one_of(cents, cents, cents, st.just(LACKING))
    word = st.sampled_from([*WORDS, LACKING])
    parts: dict[Fact, st.SearchStrategy[Any]] = {**dict.fromkeys(FACTS, maybe), WORD: word}
    return st.fixed_dictionaries(parts)


def exactly(formula: Numeric, values: Values) -> Fraction | Text:
    """Return what exact values make of a formula and a row."""
    value = RateFormula(formula).value(INDICATOR, ROW, cast("Funds", values))
    return value.reason if isinstance(value, Unscorable) else Fraction(*value)


def meant(formula: Numeric, values: Values) -> Fraction | Text:
    """Return what a formula means of a row: a number, or why there is none."""
    try:
        return Fraction(meaning(formula, values))
    except Lacks as lacks:
        return cast("Text", lacks.args[0])


def is_safe_in_binary(formula: Numeric, values: Values) -> bool:
    """Whether binary numbers come to the same, so that a spreadsheet can: no equality hangs on a cut digit."""
    wanted = meant(formula, values)
    try:
        found = meaning(formula, values, kind=float)
    except Lacks:
        return isinstance(wanted, Text)
    except ZeroDivisionError:
        return False
    return isinstance(wanted, Fraction) and isclose(found, wanted, abs_tol=1e-9)
