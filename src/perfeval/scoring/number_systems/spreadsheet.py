"""Spreadsheet expressions: a formula as the text of a cell.

A fact is the address of its cell. Where a fact has no cell, or the formula is undefined, the cell says that nothing is known
(``NA()``), in that branch alone. Excel nests 64 functions and takes 8192 characters; a deeper or a longer text is not given.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from attrs import define, field, frozen

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
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from perfeval.scoring.number_systems.expressions import Expression, Fact

_UNKNOWN, _ALWAYS, _NEVER = "NA()", "TRUE", "FALSE"
LONGEST_FORMULA = 8_000
"""How many characters a formula may have; Excel takes 8192."""

DEEPEST_FORMULA = 56
"""How deep a formula may nest; Excel takes 64 functions, and those who put this one into a cell need a few."""


@frozen(kw_only=True)
class Cells:
    """Where the facts stand.

    Args:
        addresses: The cell of each fact, such as ``G7``.
        words: How a cell spells a word, where it is not the word itself: ``at-least`` is ``≥``.

    """

    addresses: Mapping[Fact, str]
    words: Mapping[str, str] = field(factory=dict)


def spreadsheet_formula(expression: Numeric, *, cells: Cells) -> tuple[str, str] | None:
    """Return the condition under which the facts are there, and the value, as texts; None where a sheet knows too little.

    Args:
        expression: The formula.
        cells: Where the facts stand.

    """
    text = _Sheet(cells)
    try:
        for node in expression.walk():
            if isinstance(node, Numeric):
                text.number(node)
            text.ready(node)
    except _TooLarge:
        return None
    value = text.number(expression)
    return None if value == _UNKNOWN else (text.ready(expression), value)


@define
class _Sheet:
    cells: Cells
    values: dict[Expression, str] = field(factory=dict)
    conditions: dict[Expression, str] = field(factory=dict)

    def number(self, node: Numeric) -> str:
        """Return the text of a number."""
        if node not in self.values:
            self.values[node] = _taken(self._number(node))
        return self.values[node]

    def _number(self, node: Numeric) -> str:
        if isinstance(node, Constant):
            return _constant(node.value)
        if isinstance(node, NumberFact):
            return self.cells.addresses.get(node, _UNKNOWN)
        parts = [self.number(one) for one in node.operands if isinstance(one, Numeric)]
        if isinstance(node, Where):
            condition, (yes, no) = self.truth(node.condition), parts
            return _UNKNOWN if condition == _UNKNOWN or yes == no == _UNKNOWN else f"IF({condition},{yes},{no})"
        if isinstance(node, Arithmetic) and _UNKNOWN not in parts:
            return f"({parts[0]}{node.sign}{parts[1]})"
        if isinstance(node, Extreme) and _UNKNOWN not in parts:
            return f"{'MIN' if node.which == 'minimum' else 'MAX'}({parts[0]},{parts[1]})"
        return _UNKNOWN

    def truth(self, node: Condition) -> str:
        """Return the text of a condition."""
        if isinstance(node, Either):
            parts = [self.truth(node.left), self.truth(node.right)]
            return _UNKNOWN if _UNKNOWN in parts else f"OR({parts[0]},{parts[1]})"
        if isinstance(node, OneOf):
            address = self.cells.addresses.get(node.fact)
            if address is None:
                return _UNKNOWN
            # The sign = takes no notice of case; a word is that word.
            words = [f"EXACT({address},{_quoted(self.cells.words.get(word, word))})" for word in node.words]
            return words[0] if len(words) == 1 else f"OR({','.join(words)})"
        assert isinstance(node, Comparison)
        left, right = self.number(node.left), self.number(node.right)
        return _UNKNOWN if _UNKNOWN in (left, right) else f"{left}{'=' if node.sign == '==' else node.sign}{right}"

    def ready(self, node: Expression) -> str:
        """Return the condition under which every fact is there that the branch taken reads."""
        if node not in self.conditions:
            self.conditions[node] = _taken(self._ready(node))
        return self.conditions[node]

    def _ready(self, node: Expression) -> str:
        if isinstance(node, Where):
            condition, yes, no = (self.ready(one) for one in node.operands)
            inner = yes if yes == no else f"IF({self.truth(node.condition)},{yes},{no})"
            # AND asks both sides, and the inner one means nothing where a fact of the condition is not there.
            is_plain = _ALWAYS in (condition, inner) or _NEVER in (condition, inner)
            return _both(condition, inner) if is_plain else f"IF({condition},{inner},{_NEVER})"
        if isinstance(node, Undefined):
            return _NEVER
        if isinstance(node, NumberFact):
            address = self.cells.addresses.get(node)
            return _NEVER if address is None else f"ISNUMBER({address})"
        if isinstance(node, OneOf):
            return self.truth(OneOf(node.fact, node.fact.words)) if node.fact in self.cells.addresses else _NEVER
        result = _ALWAYS
        for operand in node.operands:
            result = _both(result, self.ready(operand))
        return result


class _TooLarge(Exception):  # noqa: N818 - it never leaves this module
    """Excel would not take the text."""


def _taken(text: str) -> str:
    """Return a text that Excel takes: neither too long nor too deep."""
    brackets = (1 if one == "(" else -1 for one in re.sub(r'"[^"]*"', "", text) if one in "()")
    if len(text) > LONGEST_FORMULA or max(accumulate(brackets), default=0) > DEEPEST_FORMULA:
        raise _TooLarge
    return text


def _both(left: str, right: str) -> str:
    """Return that both hold, said once."""
    if _NEVER in (left, right):
        return _NEVER
    if left in (_ALWAYS, right):
        return right
    return left if right == _ALWAYS else f"AND({left},{right})"


def _constant(value: Fraction) -> str:
    top, bottom = value.as_integer_ratio()
    return str(top) if bottom == 1 and top >= 0 else f"({top}/{bottom})" if bottom != 1 else f"({top})"


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
