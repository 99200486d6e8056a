"""Solver terms: a formula for all inputs at once, so that what it promises is proved and not sampled.

Numbers are real numbers, words the positions in a fact's list. The solver is z3 (the extra ``proof``).
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from perfeval.errors import missing_extra
from perfeval.scoring.number_systems.expressions import (
    Arithmetic,
    Comparison,
    Condition,
    Constant,
    Either,
    Expression,
    Extreme,
    NumberFact,
    Numeric,
    OneOf,
    Undefined,
    Where,
    WordFact,
)

if TYPE_CHECKING:
    from perfeval.scoring.number_systems.expressions import Fact

Term = Any
"""A term of the solver, which has no types."""


def solver_library() -> Any:  # noqa: ANN401 - untyped library
    """Return the solver.

    Raises:
        MissingExtraError: If it is not installed.

    """
    try:
        import z3  # noqa: PLC0415 - an extra
    except ImportError:
        raise missing_extra(extra="proof", package="z3-solver") from None
    return z3


class SolverTerms:
    """One world of facts: every formula put into it speaks of the same row.

    Args:
        name: Tells the facts of this world from those of another.
        context: The solver's memory, which worlds of one question share; None: one of its own, so that what was asked before
            changes no answer.

    """

    def __init__(self, name: str = "", *, context: Term = None) -> None:
        """Begin with no fact."""
        self._z3 = solver_library()
        self._name = name
        self.context = self._z3.Context() if context is None else context
        self.facts: dict[Fact, Term] = {}
        self._numbers: dict[Numeric, Term] = {}
        self._defined: dict[Expression, Term] = {}

    @property
    def bounds(self) -> list[Term]:
        """What is known of the facts used so far."""
        known = []
        for fact, term in self.facts.items():
            lower, upper = (0, len(fact.words) - 1) if isinstance(fact, WordFact) else (fact.lower, fact.upper)
            known += [] if lower is None else [term >= self._constant(lower)]
            known += [] if upper is None else [term <= self._constant(upper)]
        return known

    def _constant(self, value: Fraction | int) -> Term:
        return value if isinstance(value, int) else self._z3.RealVal(value, self.context)

    def fact(self, fact: Fact) -> Term:
        """Return the variable of *fact*."""
        if fact not in self.facts:
            name = f"{self._name}{len(self.facts)}"
            self.facts[fact] = (
                self._z3.Real(name, self.context) if isinstance(fact, NumberFact) else self._z3.Int(name, self.context)
            )
        return self.facts[fact]

    def number(self, node: Numeric) -> Term:
        """Return the term of a number; where it is not defined the term may be any number."""
        if node not in self._numbers:
            for one in node.walk():  # operands first, so that a deep graph needs no deep stack
                if isinstance(one, Numeric) and one not in self._numbers:
                    self._numbers[one] = self._number(one)
        return self._numbers[node]

    def _number(self, node: Numeric) -> Term:
        if isinstance(node, Constant):
            return self._z3.RealVal(node.value, self.context)
        if isinstance(node, NumberFact):
            return self.fact(node)
        if isinstance(node, Undefined):
            return self._z3.FreshReal(ctx=self.context)
        parts = [self.number(one) for one in node.operands if isinstance(one, Numeric)]
        if isinstance(node, Where):
            return self._z3.If(self.truth(node.condition), *parts)
        left, right = parts
        if isinstance(node, Extreme):
            return self._z3.If(left <= right if node.which == "minimum" else left >= right, left, right)
        assert isinstance(node, Arithmetic)
        return {"+": left.__add__, "-": left.__sub__, "*": left.__mul__, "/": left.__truediv__}[node.sign](right)

    def truth(self, node: Condition) -> Term:
        """Return the term of a condition."""
        if isinstance(node, Either):
            return self._z3.Or(self.truth(node.left), self.truth(node.right))
        if isinstance(node, OneOf):
            word = self.fact(node.fact)
            found = [word == node.fact.words.index(one) for one in node.words if one in node.fact.words]
            return self._z3.Or(found) if found else self._z3.BoolVal(False, self.context)  # noqa: FBT003 - the solver's
        assert isinstance(node, Comparison)
        left, right = self.number(node.left), self.number(node.right)
        return left < right if node.sign == "<" else left <= right if node.sign == "<=" else left == right

    def defined(self, node: Expression) -> Term:
        """Return the term that says that the facts suffice for *node*; a division by zero is not defined."""
        if node not in self._defined:
            for one in node.walk():
                if one not in self._defined:
                    self._defined[one] = self._defined_by(one)
        return self._defined[node]

    def _defined_by(self, node: Expression) -> Term:
        if isinstance(node, Undefined):
            return self._z3.BoolVal(False, self.context)  # noqa: FBT003 - the solver's
        if isinstance(node, Where):
            yes, no = self.defined(node.yes), self.defined(node.no)
            return self._z3.And(self.defined(node.condition), self._z3.If(self.truth(node.condition), yes, no))
        parts = [self.defined(one) for one in node.operands]
        if isinstance(node, Arithmetic) and node.sign == "/":
            parts.append(self.number(node.right) != 0)
        return self._z3.And(parts) if parts else self._z3.BoolVal(True, self.context)  # noqa: FBT003 - the solver's


def value_in(model: Term, term: Term) -> Fraction | None:
    """Return the value of *term* in a solver's counter-example; None for an irrational one."""
    found = model.eval(term, model_completion=True)
    numerator = getattr(found, "as_fraction", None)
    if numerator is not None:
        return Fraction(numerator())
    as_integer = getattr(found, "as_long", None)
    return None if as_integer is None else Fraction(as_integer())
