"""The overlay between two sets, such that applying it to the one gives the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from perfeval.model.address_book import AddressBook
from perfeval.model.overlay_effects import added, apply_operation, without
from perfeval.model.overlays import CHANGEABLE, OVERRIDABLE, Add, Move, Operation, Overlay, Remove, SetFields
from perfeval.model.set_names import SetName

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.model.hierarchy import Indicator
    from perfeval.model.indicator_set import IndicatorSet

    Indicators = tuple[Indicator, ...]


def diff(base: IndicatorSet, target: IndicatorSet) -> Overlay:
    """Return the overlay that makes *target* of *base*, all but its ``layers``, which say how a set was made; codes tell indicators apart."""
    overrides = tuple(
        (name, getattr(target, name)) for name in OVERRIDABLE if getattr(target, name) != getattr(base, name)
    )
    drops = added(base.citations, target.citations) != target.citations
    if target.citations != base.citations:
        own = target.citations if drops else target.citations[len(base.citations) :]
        overrides = tuple((name, own if name == "citations" else value) for name, value in overrides)
    base_name = SetName(id=base.id, version=base.version if base.id == target.id else None)
    return Overlay(
        id=target.id,
        base=str(base_name),
        overrides=overrides,
        operations=tuple(_operations(base.indicators, target.indicators)),
        drops_citations=drops,
    )


def _operations(base: Indicators, target: Indicators) -> Iterator[Operation]:
    """Yield what turns *base* into *target*: place every target indicator top down, remove the rest, set the fields.

    Parents are placed before their children, so when a node is moved its new parent stands already, and never inside
    the node itself; whatever is left then belongs to the base alone.
    """
    working = base
    kept = {one.code: one for indicator in base for one in indicator.walk()}
    wanted = {one.code for indicator in target for one in indicator.walk()}
    for operation in _placements(target, "", kept):
        if _is_needed(operation, working):
            yield operation
            working = apply_operation(operation, working)
    for code in [one.code for indicator in working for one in indicator.walk() if one.code not in wanted]:
        if any(one.code == code for indicator in working for one in indicator.walk()):
            yield Remove(target=code)
            working = without(working, code)
    for indicator in target:
        for one in indicator.walk():
            for changes in _changes(kept.get(one.code), one):
                yield SetFields(target=one.code, changes=changes)


def _placements(siblings: Indicators, parent: str, kept: dict[str, Indicator]) -> Iterator[Add | Move]:
    previous = ""
    for one in siblings:
        if one.code in kept:
            yield Move(target=one.code, to=parent, after=previous)
        else:
            yield Add(parent=parent, indicator=evolve(one, children=()), after=previous)
        yield from _placements(one.children, one.code, kept)
        previous = one.code


def _is_needed(operation: Add | Move, working: Indicators) -> bool:
    if isinstance(operation, Add):
        return True
    parent = AddressBook(working).find(operation.to).children if operation.to else working
    codes = [one.code for one in parent]
    if operation.target not in codes:
        return True
    position = codes.index(operation.target)
    return bool(operation.after) and codes[position - 1 : position] != [operation.after]


def _changes(old: Indicator | None, new: Indicator) -> Iterator[tuple[tuple[str, Any], ...]]:
    """Yield what changes *old* to *new*; citations are added to, so those of which some go are unset first."""
    if old is None:
        return
    changes = {name: getattr(new, name) for name in CHANGEABLE if getattr(new, name) != getattr(old, name)}
    if "citations" in changes:
        keeps = added(old.citations, new.citations) == new.citations
        changes["citations"] = new.citations[len(old.citations) :] if keeps else ()
        if not keeps and new.citations:
            yield (("citations", ()),)
            changes["citations"] = new.citations
    if changes:
        yield tuple(changes.items())
