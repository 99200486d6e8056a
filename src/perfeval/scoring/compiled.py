"""A compiled set: what the engine needs of an indicator set, worked out once a set; every dossier is bound to it."""

from __future__ import annotations

import weakref
from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from perfeval.errors import IndicatorSetError, Issue, Location
from perfeval.model.numbers import decimal_places
from perfeval.scoring.protocols import Aggregator, aggregator_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.model.address_book import AddressBook
    from perfeval.model.hierarchy import Indicator
    from perfeval.model.indicator_set import IndicatorSet


@frozen(kw_only=True, eq=False)
class Leaf:
    """An indicator that is scored by itself.

    Args:
        indicator: The indicator; a component carries the points of the group that holds them.
        path: Its path of names.
        home: The code of the group it stands in; empty at level 1.
        components: The children whose rates an aggregator combines.

    """

    indicator: Indicator
    path: str
    home: str
    components: tuple[Leaf, ...] = ()


@frozen(kw_only=True, eq=False)
class Group:
    """A group whose points are the sum of what stands in it.

    Args:
        indicator: The indicator.
        path: Its path of names.

    """

    indicator: Indicator
    path: str


@frozen(kw_only=True, eq=False)
class CompiledSet:
    """One indicator set, ready to be bound to any number of dossiers.

    Args:
        base: The set.
        book: Its address book.
        leaves: The leaves in the order of the form.
        groups: The groups, parents first.
        form: The form from top to bottom: leaves, and each group where it ends, which is where a dossier's own rows go.
        components: The codes of the components, each with the code of the leaf that combines it.
        paths: The path of each group, by its code.
        parents: The code of the group in which each group stands, by its own.
        places: How many decimal places the quantum has.

    """

    base: IndicatorSet
    book: AddressBook
    leaves: tuple[Leaf, ...]
    groups: tuple[Group, ...]
    form: tuple[Leaf | Group, ...]
    components: dict[str, str]
    paths: dict[str, str]
    parents: dict[str, str]
    places: int


_COMPILED: dict[int, tuple[weakref.ref[IndicatorSet], CompiledSet]] = {}


def compiled(indicators: IndicatorSet) -> CompiledSet:
    """Return *indicators* compiled; kept for as long as the set itself lives.

    Raises:
        IndicatorSetError: If an aggregator names a component or a tier that is not there.

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


def _compile(indicators: IndicatorSet) -> CompiledSet:
    form: list[Leaf | Group] = []
    groups: list[Group] = []
    issues: list[Issue] = []
    for index, top in enumerate(indicators.indicators):
        _collect(top, "", "", form, groups)
        issues += _aggregator_problems(top, f"indicators/{index}")
    if issues:
        raise IndicatorSetError(issues)
    leaves = tuple(one for one in form if isinstance(one, Leaf))
    components = {one.indicator.code: leaf.indicator.code for leaf in leaves for one in _all_components(leaf)}
    return CompiledSet(
        base=indicators,
        book=indicators.book,
        leaves=leaves,
        groups=tuple(groups),
        form=tuple(form),
        components=components,
        paths={group.indicator.code: group.path for group in groups},
        parents={child.code: group.indicator.code for group in groups for child in group.indicator.children},
        places=decimal_places(indicators.rounding.quantum),
    )


def _collect(one: Indicator, above: str, home: str, form: list[Leaf | Group], groups: list[Group]) -> None:
    path = f"{above}/{one.name}" if above else one.name
    if one.is_leaf:
        form.append(Leaf(indicator=one, path=path, home=home, components=_components(one, path, one)))
        return
    group = Group(indicator=one, path=path)
    groups.append(group)
    for child in one.children:
        _collect(child, path, one.code, form, groups)
    form.append(group)


def _components(group: Indicator, path: str, holder: Indicator) -> tuple[Leaf, ...]:
    """Return the components below *group*; each is scored as if it had the points of the leaf that holds them."""
    return tuple(
        Leaf(
            indicator=evolve(child, points=holder.points),
            path=f"{path}/{child.name}",
            home=group.code,
            components=_components(child, f"{path}/{child.name}", holder),
        )
        for child in (group.children if group.aggregator is not None else ())
    )


def _all_components(leaf: Leaf) -> Iterator[Leaf]:
    for one in leaf.components:
        yield one
        yield from _all_components(one)


def _aggregator_problems(one: Indicator, place: str) -> Iterator[Issue]:
    """Yield what an aggregator says of the children it finds, each at the key path of the aggregator."""
    aggregator = aggregator_of(one.aggregator)
    if aggregator is not None:
        check = getattr(aggregator, "problems", None)
        if isinstance(aggregator, Aggregator) and check is not None:
            yield from (issue.at(Location(place=f"{place}/aggregator")) for issue in check(one.children))
    for index, child in enumerate(one.children):
        yield from _aggregator_problems(child, f"{place}/children/{index}")
