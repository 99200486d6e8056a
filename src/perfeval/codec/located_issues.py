"""Issues find their lines: what was read or the issue why not, collected over many nodes, each at the part of a node that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from perfeval.codec import tree
from perfeval.errors import FormatError, Issue, Location, PerfEvalError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Read = TypeVar("Read")
Key = TypeVar("Key")


def valid(value: Read | Issue) -> Read:
    """Return what was read, or raise the issue that was returned in its stead."""
    if isinstance(value, Issue):
        raise FormatError([value])
    return value


def made(make: Callable[[], Read], node: tree.AnyNode) -> Read:
    """Return what *make* makes of the values read from *node*; what it refuses gets the line of the part it names."""
    try:
        return make()
    except PerfEvalError as error:
        raise FormatError(located(issue, node) for issue in error.issues) from error


def collected(nodes: Iterable[tuple[Key, tree.AnyNode]], read: Callable[[Key, tree.AnyNode], Read]) -> list[Read]:
    """Return what *read* makes of each key and node, or raise the problems of all of them at once."""
    results: list[Read] = []
    issues: list[Issue] = []
    for key, node in nodes:
        try:
            results.append(read(key, node))
        except PerfEvalError as error:
            issues.extend(located(issue, node) for issue in error.issues)
    if issues:
        raise FormatError(issues)
    return results


def located(issue: Issue, node: tree.AnyNode) -> Issue:
    """Return the issue with a line: its own, or that of the part of *node* its place names, or the node's.

    In data that came from no text the key path is all that there is: one that leads from the root through *node* stays.
    """
    place = issue.location.place
    if issue.location.line is not None or (node.line == tree.NOWHERE and place and _leads_through(node, place)):
        return issue
    found = _descend(node, place) if place else node
    where = found.location
    shown = where.place or place
    return issue.at(Location(path=where.path, line=where.line, column=where.column, place=shown))


def _leads_through(node: tree.AnyNode, place: str) -> bool:
    """Whether a key path is one from the root, at or below *node*; a value names its own field in another way (Row.score)."""
    above = node.place
    if above is not None:
        return place == above or place.startswith((f"{above}/", f"{above}["))
    return isinstance(node, tree.MappingNode) and begins_in(node, place)


def begins_in(mapping: tree.MappingNode, place: str) -> bool:
    """Whether a key path begins with a key of a mapping."""
    keys = map(tree.shown, mapping.entries)
    return any(place == key or place.startswith((f"{key}/", f"{key}[")) for key in keys)


def _descend(node: tree.AnyNode, place: str) -> tree.AnyNode:
    """Follow a key path as far as it leads: keys of mappings, positions (from 0) in sequences."""
    for step in place.split("/"):
        below = None
        if isinstance(node, tree.MappingNode):
            below = node.entries.get(step) or node.entries.get(_key_of_field(step))
        elif isinstance(node, tree.SequenceNode) and step.isdecimal() and int(step) < len(node.items):
            below = node.items[int(step)]
        if below is None:
            break
        node = below
    return node


def _key_of_field(step: str) -> str:
    """Return the key of a field as a value's own check names it: Row.rating_rate is rating-rate."""
    return step.rpartition(".")[2].replace("_", "-")
