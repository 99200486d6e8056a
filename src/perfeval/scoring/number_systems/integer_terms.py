"""Solver integers: the engine's own integer code, such as its rounding, run on unknown integers.

So what is proved is the code itself, and not a second telling of it.
"""

from __future__ import annotations

from typing import Any

from perfeval.scoring.number_systems.solver import Term, solver_library


class Quotients:
    """The quotients that a calculation asked for; the same quotient is the same unknown."""

    def __init__(self) -> None:
        """Begin with none."""
        self._terms: dict[tuple[str, str], Term] = {}
        self.known: list[Term] = []

    def of(self, dividend: Term, divisor: Term) -> Term:
        """Return the quotient, rounded down; what is known of it is noted.

        Args:
            dividend: What is divided.
            divisor: What it is divided by; positive.

        """
        key = (dividend.sexpr(), divisor.sexpr() if hasattr(divisor, "sexpr") else str(divisor))
        if key not in self._terms:
            quotient = self._terms[key] = solver_library().FreshInt("quotient")
            self.known += [divisor * quotient <= dividend, dividend < divisor * quotient + divisor]
        return self._terms[key]


class SolverInteger:
    """An unknown integer on which the engine's own integer code runs; divisors are positive.

    Args:
        term: Its term.
        quotients: The quotients that were asked for.

    """

    def __init__(self, term: Term, quotients: Quotients) -> None:
        """Wrap a term; see the class."""
        self.term = term
        self.quotients = quotients

    def _made(self, term: Term) -> SolverInteger:
        return SolverInteger(term, self.quotients)

    def __add__(self, other: SolverInteger | int) -> SolverInteger:
        """Return the sum."""
        return self._made(self.term + _term(other))

    def __sub__(self, other: SolverInteger | int) -> SolverInteger:
        """Return the difference."""
        return self._made(self.term - _term(other))

    def __mul__(self, other: SolverInteger | int) -> SolverInteger:
        """Return the product."""
        return self._made(self.term * _term(other))

    __rmul__ = __mul__

    def __neg__(self) -> SolverInteger:
        """Return the opposite."""
        return self._made(-self.term)

    def __floordiv__(self, other: SolverInteger | int) -> SolverInteger:
        """Return the quotient, rounded down."""
        return self._made(self.quotients.of(self.term, _term(other)))

    def __mod__(self, other: SolverInteger | int) -> SolverInteger:
        """Return what the quotient leaves."""
        return self - (self // other) * other

    def __eq__(self, other: object) -> Any:  # noqa: ANN401 - unknown, so 1 or 0 and no bool
        """Return 1 where the two are equal, else 0."""
        assert isinstance(other, SolverInteger | int)
        return self._made(solver_library().If(self.term == _term(other), 1, 0))

    def __hash__(self) -> int:
        """Return the hash of the term."""
        return hash(self.term)


def _term(value: SolverInteger | int) -> Term:
    return value.term if isinstance(value, SolverInteger) else value
