"""One question about formulas: answered for every row there can be, or by rows that show otherwise."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from perfeval.model.numbers import is_decimal
from perfeval.scoring.number_systems.expressions import (
    Comparison,
    Constant,
    NumberFact,
    OneOf,
    Where,
    WordFact,
    facts_of,
)
from perfeval.scoring.number_systems.promises import Sense
from perfeval.scoring.number_systems.solver import SolverTerms, solver_library, value_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from perfeval.scoring.number_systems.expressions import Condition, Expression, Fact, Numeric
    from perfeval.scoring.number_systems.promises import RowPromise

PATIENCE = 20_000
"""How long the solver may think about one question, in milliseconds."""

_USUAL, _LARGEST = 100, 200  # a counter-example out of a hundred is read at a glance
_PARTS = 10**9  # a dossier holds decimals only; beyond so many of them a row is told as a quotient


@frozen(kw_only=True)
class WitnessRow:
    """A row that takes part in a counter-example.

    Args:
        facts: What it says, fact by fact.
        value: What the promise is about: the rate, or the number that people speak of; None for one that is no fraction.
        rate: The rate it gets.

    """

    facts: tuple[tuple[Fact, Fraction | str], ...]
    value: Fraction | str | None
    rate: Fraction | None


@frozen(kw_only=True)
class Answer:
    """What the solver says of one question.

    Args:
        holds: Whether it holds of every row; None: the solver could not tell.
        rows: The rows that show that it does not, the one with less of the fact first.

    """

    holds: bool | None
    rows: tuple[WitnessRow, ...] = ()


@frozen
class _Telling:
    """How a counter-example is told: the number that people speak of, and what is known of every row."""

    spoken: Numeric | WordFact
    assuming: Sequence[Condition]

    @property
    def fixed(self) -> frozenset[Fact]:
        """The facts of which something is known."""
        return frozenset(fact for one in self.assuming for fact in facts_of(one))


def ask(rate: Numeric, promise: RowPromise | Sense, *, assuming: Sequence[Condition] = ()) -> Answer:
    """Return whether *promise* holds of every row for which *rate* is defined.

    Args:
        rate: The formula.
        promise: What is claimed of it.
        assuming: What is known of every row: the set's own target, the order of parameters that are unknown.

    Raises:
        MissingExtraError: If the solver is not installed.

    """
    if isinstance(promise, Sense):
        return _ask_sense(rate, promise, assuming)
    world = SolverTerms()
    broken = _given(world, (*assuming, *promise.under), rate)
    broken.append(solver_library().Not(world.truth(promise.holds)))
    spoken = _number_compared(promise.holds) or rate
    return _as_read(
        _answer(broken, [world], rate, _Telling(spoken, assuming)), rate, (*assuming, *promise.under, promise.holds)
    )


def ask_defined(rate: Numeric, *, assuming: Sequence[Condition] = ()) -> Answer:
    """Return whether every row has a *rate*, or a row that has none."""
    world = SolverTerms()
    broken = [world.truth(one) for one in assuming]
    broken += [world.defined(one) for one in assuming]
    broken.append(solver_library().Not(world.defined(rate)))
    return _answer(broken, [world], rate, _Telling(rate, assuming))


def reaches(conditions: Sequence[Condition], *, rate: Numeric, assuming: Sequence[Condition] = ()) -> bool | None:
    """Return whether a row meets all *conditions* and has a *rate*; None: the solver cannot tell."""
    world = SolverTerms()
    return _is_possible([*_given(world, (*conditions, *assuming), rate), *world.bounds], world)


def differ(one: Numeric, other: Numeric, *, assuming: Sequence[Condition] = ()) -> bool | None:
    """Return whether two formulas ever differ, in their value or in having one; None: the solver cannot tell."""
    library, world = solver_library(), SolverTerms()
    terms = [world.truth(condition) for condition in assuming]
    defined, also = world.defined(one), world.defined(other)
    unequal = library.And(defined, also, world.number(one) != world.number(other))
    terms.append(library.Or(defined != also, unequal))
    return _is_possible([*terms, *world.bounds], world)


def varies(rate: Numeric, *, assuming: Sequence[Condition] = ()) -> bool | None:
    """Return whether two rows ever have different rates; None: the solver cannot tell."""
    one = SolverTerms("one")
    two = SolverTerms("two", context=one.context)
    terms = [term for world in (one, two) for term in _given(world, assuming, rate)]
    terms.append(one.number(rate) != two.number(rate))
    return _is_possible([*terms, *one.bounds, *two.bounds], one)


def _given(world: SolverTerms, conditions: Sequence[Condition], rate: Numeric) -> list[Any]:
    truths = [world.truth(one) for one in conditions]
    return [*truths, world.defined(rate), *(world.defined(one) for one in conditions)]


def _is_possible(terms: list[Any], world: SolverTerms) -> bool | None:
    library, found = solver_library(), _solver(terms, world).check()
    return None if found == library.unknown else bool(found == library.sat)


def _ask_sense(rate: Numeric, sense: Sense, assuming: Sequence[Condition]) -> Answer:
    less = SolverTerms("less")
    more = SolverTerms("more", context=less.context)
    conditions = (*assuming, *sense.under)
    for fact in dict.fromkeys((*facts_of(rate), *(one for truth in conditions for one in facts_of(truth)))):
        if fact != sense.fact:
            more.facts[fact] = less.fact(fact)
    broken = [less.fact(sense.fact) < more.fact(sense.fact)]
    for world in (less, more):
        broken += _given(world, conditions, rate)
    lower, upper = less.number(rate), more.number(rate)
    broken.append(lower > upper if sense.rises else lower < upper)
    spoken = sense.fact if sense.spoken is None else sense.spoken.value
    return _as_read(_answer(broken, [less, more], rate, _Telling(spoken, assuming)), rate, conditions)


def _as_read(answer: Answer, rate: Numeric, conditions: Sequence[Condition]) -> Answer:
    """Return the answer without the facts that none of its rows is asked for: what the branch that is not taken reads."""
    read = {fact for one in conditions if rate not in one.operands for fact in facts_of(one)}
    for row in answer.rows:
        read.update(_facts_read(rate, dict(row.facts)))
    rows = [evolve(row, facts=tuple(one for one in row.facts if one[0] in read)) for row in answer.rows]
    return evolve(answer, rows=tuple(rows))


def _facts_read(rate: Numeric, known: Mapping[Fact, Fraction | str]) -> Iterator[Fact]:
    """Yield the facts that a formula reads of a row, as its words choose between the branches."""
    waiting: list[Expression] = [rate]
    seen: set[Expression] = set()
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if isinstance(node, NumberFact | WordFact):
            yield node
        elif isinstance(node, Where) and isinstance(node.condition, OneOf) and node.condition.fact in known:
            taken = node.yes if known[node.condition.fact] in node.condition.words else node.no
            waiting += [node.condition.fact, taken]
        else:
            waiting += node.operands


def _solver(terms: list[Any], world: SolverTerms) -> Any:  # noqa: ANN401 - untyped library
    solver = solver_library().Solver(ctx=world.context)
    solver.set("timeout", PATIENCE)
    solver.add(*terms)
    return solver


def _answer(broken: list[Any], worlds: list[SolverTerms], rate: Numeric, telling: _Telling) -> Answer:
    """Ask for rows that meet all of *broken*."""
    library, spoken = solver_library(), telling.spoken
    values = [world.fact(spoken) if isinstance(spoken, WordFact) else world.number(spoken) for world in worlds]
    solver = _solver([*broken, *(bound for world in worlds for bound in world.bounds)], worlds[0])
    found = solver.check()
    if found != library.sat:
        return Answer(holds=True if found == library.unsat else None)
    model = _plainest(solver, _wishes(worlds, values, _bounds_of(rate, spoken), telling.fixed))
    rows = []
    for world, term in zip(worlds, values, strict=True):
        value = value_in(model, term)
        said = spoken.words[int(value)] if isinstance(spoken, WordFact) and value is not None else value
        rows.append(WitnessRow(facts=_facts(model, world), value=said, rate=value_in(model, world.number(rate))))
    return Answer(holds=False, rows=tuple(rows))


def _number_compared(condition: Condition) -> Numeric | None:
    """Return the side of a comparison that is no constant: what the comparison is about."""
    if not isinstance(condition, Comparison):
        return None
    return condition.right if isinstance(condition.left, Constant) else condition.left


def _bounds_of(rate: Numeric, spoken: Numeric | WordFact) -> tuple[Fraction, ...]:
    """Return the constants with which a formula compares a number: its counter-examples are told at them."""
    found: dict[Fraction, None] = {}
    for node in rate.walk():
        if isinstance(node, Comparison) and spoken in (node.left, node.right):
            other = node.right if node.left == spoken else node.left
            # A dossier holds decimals only; what is computed of its values may be any quotient.
            if isinstance(other, Constant) and (
                is_decimal(other.value.denominator) or not isinstance(spoken, NumberFact)
            ):
                found[other.value] = None
    return tuple(found)


def _plainest(solver: Any, every_wish: Iterator[list[Any]]) -> Any:  # noqa: ANN401 - untyped library
    """Return the counter-example that meets the first wish that can be met, else any."""
    library = solver_library()
    model = solver.model()
    for wishes in every_wish:
        solver.push()
        solver.add(*wishes)
        is_met = solver.check() == library.sat
        if is_met:
            model = solver.model()
        solver.pop()
        if is_met:
            return model
    return model


def _wishes(
    worlds: list[SolverTerms], values: list[Any], bounds: tuple[Fraction, ...], fixed: frozenset[Fact]
) -> Iterator[list[Any]]:
    """Yield what is wished of a counter-example: plain numbers, at the formula's own bounds, or whole ones out of a hundred."""
    library = solver_library()
    terms = {str(term): (fact, term) for world in worlds for fact, term in world.facts.items()}
    numbers = [(fact, term) for fact, term in terms.values() if isinstance(fact, NumberFact)]
    whole = [library.IsInt(term) for _, term in numbers]
    small = [library.And(term >= 0, term <= _LARGEST) for _, term in numbers]
    varied = {fact for fact, _ in numbers if len({str(world.facts.get(fact)) for world in worlds}) > 1}
    usual = [term == _USUAL for fact, term in numbers if fact not in varied and fact not in fixed]
    for chosen in _neighbours(bounds, len(values)):
        at_bounds = [
            value == library.RealVal(bound, worlds[0].context) for value, bound in zip(values, chosen, strict=True)
        ]
        yield [*at_bounds, *usual]
    yield [*whole, *small, *usual]
    yield [*whole, *small]
    yield [*(library.IsInt(term * _USUAL) for _, term in numbers), *small]
    yield [library.IsInt(term * _PARTS) for _, term in numbers]


def _neighbours(bounds: tuple[Fraction, ...], count: int) -> Iterator[tuple[Fraction, ...]]:
    """Yield *count* bounds at a time, rising, those that lie next to each other first."""
    ordered = sorted(bounds)
    yield from sorted(combinations(ordered, count), key=lambda some: ordered.index(some[-1]) - ordered.index(some[0]))


def _facts(model: Any, world: SolverTerms) -> tuple[tuple[Fact, Fraction | str], ...]:  # noqa: ANN401 - untyped library
    facts: list[tuple[Fact, Fraction | str]] = []
    for fact, term in world.facts.items():
        found = value_in(model, term)
        if found is not None:
            facts.append((fact, found if isinstance(fact, NumberFact) else fact.words[int(found)]))
    return tuple(facts)
