"""Random formulas with their rows, and a reader of graphs on fractions that shares nothing with the number systems."""

from __future__ import annotations

import operator
from collections.abc import Callable
from fractions import Fraction
from typing import Any, cast

from attrs import field, frozen
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
        value = funds.numbers[self.name]
        return Unscorable(LACKING) if value is None else value.as_integer_ratio()


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
        return Unscorable(LACKING) if funds.word is None else funds.word


@frozen(kw_only=True)
class DrawnRow:
    """The values of one row."""

    numbers: dict[str, Fraction | None] = field(factory=dict)
    word: str | None = WORDS[0]


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


NAMES = ("a", "b", "c")
FACTS = tuple(Drawn(name) for name in NAMES)
WORD = DrawnWord()


def meaning(node: Any, row: DrawnRow) -> Any:
    """Return what a node means, by fractions, branch by branch; raise Lacks where it means nothing."""
    match node:
        case Constant(value):
            found: Any = value
        case Undefined(reason):
            raise Lacks(reason)
        case Drawn(name):
            found = _there(row.numbers[name])
        case DrawnWord():
            found = _there(row.word)
        case Where(condition, yes, no):
            found = meaning(yes if meaning(condition, row) else no, row)
        case OneOf(fact, words):
            found = meaning(fact, row) in words
        case Either(left, right):
            found = any([meaning(left, row), meaning(right, row)])
        case Extreme(word, left, right) | Arithmetic(word, left, right) | Comparison(word, left, right):
            found = _OF_TWO[word](meaning(left, row), meaning(right, row))
    return found


def _there(value: Any) -> Any:
    if value is None:
        raise Lacks(LACKING)
    return value


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


def rows(*, complete: bool = False) -> st.SearchStrategy[DrawnRow]:
    """Draw rows of numbers with two decimals, negative ones and zeros too; unless *complete*, one may be lacking."""
    value = st.one_of(
        st.sampled_from([Fraction(0), Fraction(1)]), st.integers(-500, 500).map(lambda n: Fraction(n, 100))
    )
    maybe = value if complete else st.one_of(value, value, value, st.none())
    word = st.sampled_from(WORDS) if complete else st.sampled_from([*WORDS, None])
    return st.builds(DrawnRow, numbers=st.fixed_dictionaries(dict.fromkeys(NAMES, maybe)), word=word)


def exactly(formula: Numeric, row: DrawnRow) -> Fraction | Text:
    """Return what exact values make of a formula and a row."""
    value = RateFormula(formula).value(INDICATOR, ROW, cast("Funds", row))
    return value.reason if isinstance(value, Unscorable) else Fraction(*value)


def meant(formula: Numeric, row: DrawnRow) -> Fraction | Text:
    """Return what a formula means of a row: a number, or why there is none."""
    try:
        return cast("Fraction", meaning(formula, row))
    except Lacks as lacks:
        return cast("Text", lacks.args[0])
