"""Exact values: a formula as a Python function on integer ratios, generated from its graph.

Numbers are pairs of integers that are never reduced, so nothing is rounded and no greatest common divisor is sought. The text of
the function holds integers and names made here, nothing that a set's file says; words are handed to it as values.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from attrs import define, field, frozen

from perfeval.scoring.number_systems.columns import ColumnFormula, column_formula
from perfeval.scoring.number_systems.expressions import (
    Arithmetic,
    Comparison,
    Condition,
    Constant,
    Either,
    Expression,
    Extreme,
    Fact,
    NumberFact,
    Numeric,
    OneOf,
    Undefined,
    Where,
    WordFact,
    calculated,
    facts_of,
    where,
)
from perfeval.scoring.protocols import Rate, Unscorable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import Indicator
    from perfeval.scoring.number_systems.column_tape import NumberBounds, WordBounds

Pair = tuple[str, str]
"""The texts of a numerator and a denominator."""

_DEEPEST_INDENT = 60
"""How far branches are indented; Python takes 100 levels."""

_OPPOSITE = {"minimum": "<=", "maximum": ">="}


@frozen
class RateFormula:
    """A scorer's formula (计分公式): the graph, and what is made of it.

    Args:
        expression: The graph.

    """

    expression: Numeric

    @cached_property
    def value(self) -> Callable[[Indicator, Row, Funds], Rate | Unscorable]:
        """The function from an indicator, its row and the money to the number, or to why there is none."""
        return generated(self.expression)

    def columns(self, bounds: Mapping[Fact, NumberBounds | WordBounds]) -> ColumnFormula:
        """Return the formula on columns of many rows, given what is known of the facts that have a column.

        Raises:
            MissingExtraError: If NumPy is not installed.

        """
        return column_formula(self.expression, bounds=bounds)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that the formula reads, each once."""
        return facts_of(self.expression)


def holds(condition: Condition, indicator: Indicator, row: Row, funds: Funds) -> bool:
    """Return whether a condition holds of a row; it does not where the facts do not suffice."""
    value = RateFormula(where(condition, 1, 0)).value(indicator, row, funds)
    return not isinstance(value, Unscorable) and value[0] > 0


def generated(expression: Numeric) -> Callable[[Indicator, Row, Funds], Rate | Unscorable]:
    """Return *expression* as a function on exact values."""
    for node in expression.walk():
        hash(node)  # kept from the leaves upwards, so that no graph is too deep to be looked up
    writer = _Writer()
    numerator, denominator = writer.number(expression, "    ", {})
    writer.lines.append(f"    return {numerator}, {denominator}")
    source = "\n".join(["def value(indicator, row, funds):", *writer.lines])
    space: dict[str, object] = {"Unscorable": Unscorable, **writer.values}
    exec(compile(source, "<formula>", "exec"), space)  # noqa: S102 - the text is made of integers and of our own names
    return space["value"]  # type: ignore[return-value]


@define
class _Writer:
    """Writes the statements of a function; what an outer block has computed is known in the inner ones."""

    lines: list[str] = field(factory=list)
    values: dict[str, object] = field(factory=dict)
    names: list[None] = field(factory=list)
    constants: dict[Expression, Fraction | None] = field(factory=dict)

    def _name(self) -> str:
        self.names.append(None)
        return f"x{len(self.names)}"

    def _given(self, value: object) -> str:
        name = f"given{len(self.values)}"
        self.values[name] = value
        return name

    def number(self, node: Numeric, indent: str, known: dict[Expression, Pair]) -> Pair:
        """Write what computes *node*, and return its numerator and denominator; what it always needs comes operands first."""
        for one in node.walk(within=(Arithmetic, Extreme)):
            if isinstance(one, Numeric):
                pair = self._one(one, indent, known)
        return pair

    def _one(self, node: Numeric, indent: str, known: dict[Expression, Pair]) -> Pair:
        constant = self._constant(node)
        if constant is not None:
            return f"({constant.numerator})", f"{constant.denominator}"
        if node in known:
            return known[node]
        if isinstance(node, Undefined):
            self.lines.append(
                f"{indent}return {self._given(Unscorable(node.reason, lacks=node.lacks, mend=node.mend))}"
            )
            return "0", "1"
        pair = self._computed(node, indent, known)
        known[node] = pair
        return pair

    def _constant(self, node: Numeric) -> Fraction | None:
        """Return what parameters alone come to; its operands have been asked before."""
        if isinstance(node, Constant):
            return node.value
        if isinstance(node, Arithmetic) and node not in self.constants:
            left, right = (one.value if isinstance(one, Constant) else self.constants.get(one) for one in node.operands)
            self.constants[node] = None if left is None or right is None else calculated(node.sign, left, right)
        return self.constants.get(node)

    def _computed(self, node: Numeric, indent: str, known: dict[Expression, Pair]) -> Pair:
        if isinstance(node, NumberFact):
            return self._read(node.read, indent)
        if isinstance(node, Arithmetic):
            return self._arithmetic(node, indent, known)
        if isinstance(node, Extreme):
            return self._extreme(node, indent, known)
        if isinstance(node, Where):
            # What lies deeper than Python indents becomes a function of its own.
            is_deep = len(indent) >= _DEEPEST_INDENT
            return self._read(generated(node), indent) if is_deep else self._where(node, indent, known)
        raise TypeError(node)

    def _read(self, reader: Callable[[Indicator, Row, Funds], object], indent: str) -> Pair:
        name = self._name()
        self._ask(reader, name, indent)
        self.lines.append(f"{indent}{name}n, {name}d = {name}")
        return f"{name}n", f"{name}d"

    def _ask(self, reader: Callable[[Indicator, Row, Funds], object], name: str, indent: str) -> None:
        self.lines += [
            f"{indent}{name} = {self._given(reader)}(indicator, row, funds)",
            f"{indent}if {name}.__class__ is Unscorable: return {name}",
        ]

    def _arithmetic(self, node: Arithmetic, indent: str, known: dict[Expression, Pair]) -> Pair:
        (top, bottom), (other_top, other_bottom) = (self._one(one, indent, known) for one in (node.left, node.right))
        name = self._name()
        if node.sign in "+-":
            if bottom == other_bottom:
                self.lines.append(f"{indent}{name}n = {top} {node.sign} {other_top}")
                return f"{name}n", bottom
            self.lines.append(
                f"{indent}{name}n = {_product(top, other_bottom)} {node.sign} {_product(other_top, bottom)}"
            )
        elif node.sign == "*":
            self.lines.append(f"{indent}{name}n = {_product(top, other_top)}")
        else:
            self.lines.append(f"{indent}{name}n = {_product(top, other_bottom)}")
            other_bottom = other_top
        self.lines.append(f"{indent}{name}d = {_product(bottom, other_bottom)}")
        if node.sign == "/":
            self.lines += [
                f"{indent}if {name}d <= 0:",
                f"{indent}    if not {name}d: raise ZeroDivisionError('a formula divides by zero without asking first')",
                f"{indent}    {name}n, {name}d = -{name}n, -{name}d",
            ]
        return f"{name}n", f"{name}d"

    def _extreme(self, node: Extreme, indent: str, known: dict[Expression, Pair]) -> Pair:
        left, right = (self._one(one, indent, known) for one in (node.left, node.right))
        name, sign = self._name(), _OPPOSITE[node.which]
        self.lines += [
            f"{indent}if {_product(left[0], right[1])} {sign} {_product(right[0], left[1])}: {name}n, {name}d = {left[0]}, {left[1]}",
            f"{indent}else: {name}n, {name}d = {right[0]}, {right[1]}",
        ]
        return f"{name}n", f"{name}d"

    def _where(self, node: Where, indent: str, known: dict[Expression, Pair]) -> Pair:
        condition = self.truth(node.condition, indent, known)
        name = self._name()
        for head, branch in ((f"if {condition}:", node.yes), ("else:", node.no)):
            self.lines.append(f"{indent}{head}")
            pair = self.number(branch, indent + " ", dict(known))
            if not isinstance(branch, Undefined):
                self.lines.append(f"{indent} {name}n, {name}d = {pair[0]}, {pair[1]}")
        return f"{name}n", f"{name}d"

    def truth(self, node: Condition, indent: str, known: dict[Expression, Pair]) -> str:
        """Write what computes *node*, and return its text."""
        if isinstance(node, Either):
            left, right = (self.truth(one, indent, known) for one in (node.left, node.right))
            return f"({left} or {right})"
        if isinstance(node, OneOf):
            return f"{self._word(node.fact, indent, known)} in {self._given(frozenset(node.words))}"
        if isinstance(node, Comparison):
            first, second = (self.number(one, indent, known) for one in (node.left, node.right))
            return f"{_product(first[0], second[1])} {node.sign} {_product(second[0], first[1])}"
        raise TypeError(node)

    def _word(self, fact: WordFact, indent: str, known: dict[Expression, Pair]) -> str:
        if fact not in known:
            name = self._name()
            self._ask(fact.read, name, indent)
            known[fact] = (name, "")
        return known[fact][0]


def _product(left: str, right: str) -> str:
    """Return a product as text; a factor of 1 is not written."""
    if right in ("1", "(1)"):
        return left
    return right if left in ("1", "(1)") else f"{left} * {right}"
