"""A compiled set: what the engine needs of an indicator set, worked out once a set; every dossier is bound to it."""

from __future__ import annotations

import weakref
from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from perfeval.errors import Issue, Location, ScoringError
from perfeval.errors.language import Text
from perfeval.model.address_book import joined_names
from perfeval.model.consistency import aggregator_problems
from perfeval.model.exact_arithmetic import total_of
from perfeval.model.numbers import decimal_places, units_of
from perfeval.model.plugin_faults import HARM
from perfeval.model.validated import changed
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.kinds_that_fail import failed_check, guarded, raising
from perfeval.scoring.protocols import Aggregator, aggregator_of, scorer_of
from perfeval.scoring.scorers.stated import Stated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    from perfeval.model.address_book import AddressBook
    from perfeval.model.declarations import DeclaredScorer
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import ChecklistItem, Indicator
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.scoring.protocols import Rate, Unscorable

    RateFunction = Callable[[Indicator, Row, Funds], Rate | Unscorable]


@frozen(kw_only=True, eq=False)
class Leaf:
    """An indicator that is scored by itself.

    Args:
        indicator: The indicator; a component carries the points of the group that holds them.
        names: The names from level 1 down to its own.
        home: The code of the group it stands in; empty at level 1.
        code: Its code.
        points: Its points, in units; None where the dossier gives them.
        rate: What makes a rate of its row; None leaves it to the evaluators, or to the aggregator.
        aggregator: What combines its components.
        components: The children whose rates an aggregator combines.

    """

    indicator: Indicator
    names: tuple[str, ...]
    home: str
    code: str
    points: int | None
    rate: RateFunction | None
    aggregator: Aggregator | None
    components: tuple[Leaf, ...] = ()

    @property
    def path(self) -> str:
        """The names as a text to read."""
        return joined_names(self.names)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Travel to another process without the formula's code, which is made again there."""
        parts = (self.indicator, self.names, self.home, self.points, self.components)
        return _leaf, parts

    def with_points(self, points: Decimal, units: int) -> Leaf:
        """Return the leaf with the points that a dossier gives it."""
        return evolve(
            self,
            indicator=changed(self.indicator, points=points),
            points=units,
            components=tuple(one.with_points(points, units) for one in self.components),
        )


@frozen(kw_only=True, eq=False)
class Group:
    """A group whose points are the sum of what stands in it.

    Args:
        indicator: The indicator.
        names: The names from level 1 down to its own.
        points: Its points, in units; None where it declares none.
        default_rate: What makes a rate of the rows that a project brings, if they have no scorer of their own.

    """

    indicator: Indicator
    names: tuple[str, ...]
    points: int | None
    default_rate: RateFunction | None

    @property
    def path(self) -> str:
        """The names as a text to read."""
        return joined_names(self.names)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Travel to another process without the formula's code, which is made again there."""
        return _group, (self.indicator, self.names, self.points)


@frozen(kw_only=True, eq=False)
class CompiledSet:
    """One indicator set, ready to be bound to any number of dossiers.

    Args:
        base: The set.
        book: Its address book.
        leaves: The leaves in the order of the form.
        groups: The groups, parents first.
        groups_by_code: The same, by code.
        has_all_points: Whether the set gives every leaf its points.
        is_complete: Whether they reach full marks, so that a dossier need bring no row of its own.
        form: The form from top to bottom: leaves, and each group where it ends, which is where a dossier's own rows go.
        components: The codes of the components, each with the code of the leaf that combines it.
        parents: The code of the group in which each group stands, by its own.
        places: How many decimal places the quantum, and so a unit, has.
        step: The quantum, in units.

    """

    base: IndicatorSet
    book: AddressBook
    leaves: tuple[Leaf, ...]
    groups: tuple[Group, ...]
    groups_by_code: dict[str, Group]
    has_all_points: bool
    is_complete: bool
    form: tuple[Leaf | Group, ...]
    components: dict[str, str]
    parents: dict[str, str]
    places: int
    step: int


_COMPILED: dict[int, tuple[weakref.ref[IndicatorSet], CompiledSet]] = {}


def compiled(indicators: IndicatorSet) -> CompiledSet:
    """Return *indicators* compiled; kept for as long as the set itself lives.

    Raises:
        IndicatorSetError: If a plugin's aggregator fails while it looks at its group.
        ScoringError: If the set declares what is not scored yet: a panel or corrections.

    """
    key = id(indicators)
    kept = _COMPILED.get(key)
    if kept is not None and kept[0]() is indicators:
        return kept[1]
    made = _compile(indicators)
    _COMPILED[key] = (weakref.ref(indicators, partial(_forget, _COMPILED, key)), made)
    return made


def _forget(kept: dict[int, tuple[weakref.ref[IndicatorSet], CompiledSet]], key: int, _: object) -> None:
    kept.pop(key, None)


def _not_scored_yet(indicators: IndicatorSet) -> Iterator[Issue]:
    declared = {
        "panel": (indicators.panel.method != "none", Text("评委汇总方法（panel）", "a panel's method (panel)")),
        "corrections": (
            bool(indicators.corrections),
            Text("修正系数（corrections）", "corrections of the total (corrections)"),
        ),
    }
    for place, (is_declared, what) in declared.items():
        if is_declared:
            yield Issue(code="not-scored-yet", values={"what": what}, location=Location(place=place))


def _compile(indicators: IndicatorSet) -> CompiledSet:
    if not_yet := list(_not_scored_yet(indicators)):
        raise ScoringError(not_yet)
    places = decimal_places(indicators.rounding.quantum)
    compiler = _Compiler(places)
    for index, top in enumerate(indicators.indicators):
        compiler.collect(top, (), "")
        _ask_aggregators(top, f"indicators/{index}", indicators)
    leaves = tuple(one for one in compiler.form if isinstance(one, Leaf))
    groups = tuple(compiler.groups)
    points = [leaf.indicator.points for leaf in leaves]
    given = [one for one in points if one is not None]
    has_all_points = len(given) == len(points)
    return CompiledSet(
        base=indicators,
        book=indicators.book,
        leaves=leaves,
        groups=groups,
        groups_by_code={group.indicator.code: group for group in groups},
        has_all_points=has_all_points,
        is_complete=has_all_points and total_of(given) == indicators.full_marks,
        form=tuple(compiler.form),
        components={one.code: leaf.code for leaf in leaves for one in all_components(leaf)},
        parents={child.code: group.indicator.code for group in groups for child in group.indicator.children},
        places=places,
        step=units_of(indicators.rounding.quantum, places),
    )


class _Compiler:
    """Walks the hierarchy once, and notes its leaves and groups in the order of the form."""

    def __init__(self, places: int) -> None:
        self._places = places
        self.form: list[Leaf | Group] = []
        self.groups: list[Group] = []

    def collect(self, one: Indicator, above: tuple[str, ...], home: str) -> None:
        names = (*above, one.name)
        if one.is_leaf:
            self.form.append(self._leaf(one, names, home, one.points))
            return
        group = _group(one, names, self._units(one.points))
        self.groups.append(group)
        for child in one.children:
            self.collect(child, names, one.code)
        self.form.append(group)

    def _leaf(self, one: Indicator, names: tuple[str, ...], home: str, points: Decimal | None) -> Leaf:
        """Return a leaf; each component below it is scored as if it had the points of the leaf that holds them."""
        children = one.children if one.aggregator is not None else ()
        components = tuple(self._leaf(child, (*names, child.name), one.code, points) for child in children)
        indicator = one if one.points == points else evolve(one, points=points)
        return _leaf(indicator, names, home, self._units(points), components)

    def _units(self, points: Decimal | None) -> int | None:
        return None if points is None else units_of(points, self._places)


def _leaf(
    indicator: Indicator, names: tuple[str, ...], home: str, points: int | None, components: tuple[Leaf, ...]
) -> Leaf:
    return Leaf(
        indicator=indicator,
        names=names,
        home=home,
        code=indicator.code,
        points=points,
        rate=rate_function(indicator.scorer, indicator.checklist),
        aggregator=aggregator_of(indicator.aggregator),
        components=components,
    )


def _group(indicator: Indicator, names: tuple[str, ...], points: int | None) -> Group:
    default = rate_function(indicator.default_scorer, ())
    return Group(indicator=indicator, names=names, points=points, default_rate=default)


def rate_function(declared: DeclaredScorer | None, checklist: tuple[ChecklistItem, ...]) -> RateFunction | None:
    """Return what makes a rate of a row: the scorer's formula, or what it writes itself; None where evaluators state the score."""
    if declared is None or isinstance(declared, Stated):
        return None
    try:
        formula = declared.formula_for(checklist) if isinstance(declared, FormulaScorer) else None
        if formula is not None:
            return formula.value
    except HARM as cause:
        return raising(cause)
    scorer = scorer_of(declared)
    assert scorer is not None, "there is a declared one"
    return guarded(scorer.rate)


def all_components(leaf: Leaf) -> Iterator[Leaf]:
    """Yield the components of a leaf, and those below them."""
    for one in leaf.components:
        yield one
        yield from all_components(one)


def _ask_aggregators(one: Indicator, place: str, indicators: IndicatorSet) -> None:
    """Ask each aggregator that looks at its group, which found no fault when the set was made; one that fails is told with its plugin."""
    aggregator = aggregator_of(one.aggregator)
    if aggregator is not None:
        try:
            aggregator_problems(one, place)
        except HARM as cause:
            raise failed_check(aggregator, indicators, cause, Location(place=f"{place}/aggregator")) from cause
    for index, child in enumerate(one.children):
        _ask_aggregators(child, f"{place}/children/{index}", indicators)
