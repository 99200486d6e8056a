"""What a formula lacks: everything that keeps it from being computed for one row, not only what it meets first.

A condition that cannot be decided hides which branch counts; what both branches lack is lacking all the same, and of a branch
that is never a number and another, it is the other that has to be computed.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import define, field

from perfeval.scoring.number_systems.expressions import (
    Arithmetic,
    Comparison,
    Constant,
    Either,
    Expression,
    Extreme,
    NumberFact,
    OneOf,
    Undefined,
    Where,
    WordFact,
)
from perfeval.scoring.protocols import Unscorable

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import Indicator

Lacks = tuple[Unscorable, ...]
Value = Fraction | bool | str | Lacks
"""What a node comes to; a tuple is what it lacks."""


def lacks_of(expression: Expression, indicator: Indicator, row: Row, funds: Funds) -> Lacks:
    """Return everything that *expression* lacks for a row, each once; nothing where it can be computed."""
    return _lacking(_Reader(indicator, row, funds).value(expression))


@define
class _Reader:
    """Computes by fractions, each node once."""

    indicator: Indicator
    row: Row
    funds: Funds
    known: dict[Expression, Value] = field(factory=dict)

    def value(self, node: Expression) -> Value:
        """Return what a node comes to."""
        if node not in self.known:
            self.known[node] = self._computed(node)
        return self.known[node]

    def _computed(self, node: Expression) -> Value:
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, Undefined):
            return (Unscorable(node.reason, lacks=node.lacks, mend=node.mend),)
        if isinstance(node, NumberFact):
            pair = node.read(self.indicator, self.row, self.funds)
            return (pair,) if isinstance(pair, Unscorable) else Fraction(*pair)
        if isinstance(node, WordFact):
            word = node.read(self.indicator, self.row, self.funds)
            return (word,) if isinstance(word, Unscorable) else word
        if isinstance(node, Where):
            return self._chosen(node)
        values = [self.value(operand) for operand in node.operands]
        lacking = tuple(dict.fromkeys(one for value in values for one in _lacking(value)))
        return lacking or _combined(node, values)

    def _chosen(self, node: Where) -> Value:
        condition = self.value(node.condition)
        if not isinstance(condition, tuple):
            return self.value(node.yes if condition else node.no)
        yes, no = (_lacking(self.value(branch)) for branch in (node.yes, node.no))
        if isinstance(node.yes, Undefined) or isinstance(node.no, Undefined):
            needed = no if isinstance(node.yes, Undefined) else yes
        else:
            needed = tuple(one for one in yes if one in no)
        return tuple(dict.fromkeys((*condition, *needed)))


def _lacking(value: Value) -> Lacks:
    return value if isinstance(value, tuple) else ()


def _combined(node: Expression, values: list[Value]) -> Value:
    if isinstance(node, OneOf):
        return values[0] in node.words
    if isinstance(node, Either):
        return bool(values[0]) or bool(values[1])
    left, right = (value if isinstance(value, Fraction) else Fraction(0) for value in values)
    if isinstance(node, Comparison):
        return {"<": left < right, "<=": left <= right, "==": left == right}[node.sign]
    if isinstance(node, Extreme):
        return min(left, right) if node.which == "minimum" else max(left, right)
    assert isinstance(node, Arithmetic)
    if node.sign == "/":
        # The formula asks before it divides; in a branch that may not count, nothing comes of it.
        return left / right if right else Fraction(0)
    return {"+": left + right, "-": left - right, "*": left * right}[node.sign]
