"""Located trees to values: a cattrs converter whose hooks read nodes, so that every problem knows its line and column.

A class is read field by field; all its problems are collected, and raised once as one FormatError. What a class itself
refuses when it is made (points that do not add up) is given the line of the part it names.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, Union, get_args, get_origin

import attrs
from cattrs import BaseConverter

from perfeval.codec import tree
from perfeval.errors import FormatError, Issue, Location, PerfEvalError, did_you_mean
from perfeval.errors.language import Text
from perfeval.model.file_keys import PAIRS, RATE
from perfeval.model.numbers import exact
from perfeval.model.plain_values import key_of
from perfeval.model.quantities import Direction
from perfeval.model.scalar_types import YES_NO
from perfeval.model.validated import resolved_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from perfeval.codec.vocabulary import Vocabulary

Read = TypeVar("Read")
Key = TypeVar("Key")

TYPE_KEY = "type"

# Fields that hold points, where a percentage is the likely slip.
_POINTS_FIELDS = frozenset({"points", "score", "review_score", "total", "per", "full_marks", "quantum"})

_DIRECTIONS: dict[str, Direction] = {
    "≥": "at-least",
    ">=": "at-least",
    "≤": "at-most",
    "<=": "at-most",
    "=": "equal",
    ">": "above",
    "<": "below",
    "定性": "qualitative",
}


class NodeConverter:
    """Reads located trees as values: plain types, tuples, choices and attrs classes; every other type is registered.

    Args:
        vocabulary: The scorers and aggregators that may be named.

    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Register the plain types; see the class."""
        self.vocabulary = vocabulary
        self._cattrs = BaseConverter()
        self._registered: list[object] = []
        plain: list[tuple[Any, Callable[[tree.AnyNode], Any]]] = [
            (str, tree.as_text),
            (int, tree.as_integer),
            (bool, tree.as_boolean),
            (Decimal, tree.as_decimal),
            (Fraction, tree.as_fraction),
            (date, tree.as_date),
        ]
        for kind, read in plain:
            self._cattrs.register_structure_hook(kind, _reading(read))
        self._cattrs.register_structure_hook_func(_is_tuple, self._tuple)
        self._cattrs.register_structure_hook_func(_is_literal, _literal)
        self._cattrs.register_structure_hook_func(_is_optional, self._optional)

    def register(self, kind: object, read: Callable[[tree.AnyNode, NodeConverter], Any]) -> None:
        """Read *kind* (a class, a protocol, or a tuple of one, such as ``tuple[Row, ...]``) by a function of its own."""
        self._registered.append(kind)
        self._cattrs.register_structure_hook_func(lambda one: one == kind, lambda node, _: read(node, self))

    def read(self, node: tree.AnyNode, kind: Any) -> Any:  # noqa: ANN401 - whatever *kind* is
        """Read *node* as *kind*: a registered type, or an attrs class.

        Raises:
            FormatError: With every problem found, each with its line and column.

        """
        if isinstance(kind, type) and attrs.has(kind) and kind not in self._registered:
            return self.read_class(node, kind)
        return self._cattrs.structure(node, kind)

    def read_class(
        self,
        node: tree.AnyNode,
        kind: type,
        *,
        ignore: frozenset[str] = frozenset(),
        given: dict[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401 - a value of *kind*
        """Read a mapping as an attrs class, field by field.

        Keys in *ignore* are somebody else's; *given* are fields that stand elsewhere in the file, such as the name that is
        the mapping's own key.
        """
        mapping = valid(tree.as_mapping(node))
        fields = fields_of(kind)
        issues: list[Issue] = []
        values: dict[str, Any] = dict(given or {})
        for key, child in mapping.entries.items():
            one = fields.get(key)
            if key in ignore or (one is not None and tree.is_null(child)):
                continue
            if one is None:
                issues.append(unknown_key(mapping, key, owner=kind.__name__, known=fields))
                continue
            try:
                values[one.name] = self.read_field(child, one)
            except PerfEvalError as error:
                issues.extend(located(issue, child) for issue in error.issues)
        failed = {issue.location.place for issue in issues}
        issues += [
            Issue(code="missing-key", values={"owner": kind.__name__, "key": key}, location=mapping.location)
            for key, one in fields.items()
            if one.default is attrs.NOTHING and one.name not in values and not _was_tried(mapping, key, failed)
        ]
        if issues:
            raise FormatError(issues)
        if any(one.name == "place" for one in attrs.fields(kind)):
            values["place"] = mapping.location
        return made(lambda: kind(**values), mapping)

    def read_field(self, node: tree.AnyNode, one: attrs.Attribute[Any]) -> Any:  # noqa: ANN401 - the field's type
        """Read the value of one field of a class."""
        kind = one.type
        if one.metadata.get(PAIRS):
            return self._pairs(node, kind, rates=bool(one.metadata.get(RATE)))
        if one.metadata.get(RATE):
            return exact(valid(tree.as_fraction(node)))
        if one.name in _POINTS_FIELDS and kind in (Decimal, Decimal | None):
            return valid(tree.as_points(node))
        return self.read(node, kind)

    def _optional(self, node: tree.AnyNode, kind: Any) -> Any:  # noqa: ANN401 - see read
        return self.read(node, next(one for one in get_args(kind) if one is not type(None)))

    def _tuple(self, node: tree.AnyNode, kind: Any) -> tuple[Any, ...]:  # noqa: ANN401 - see read
        item = get_args(kind)[0]
        if item is str and isinstance(node, tree.ScalarNode):
            return (valid(tree.as_text(node)),)
        items = enumerate(valid(tree.as_sequence(node)).items)
        return tuple(collected(items, lambda _, child: self.read(child, item)))

    def _pairs(self, node: tree.AnyNode, kind: Any, *, rates: bool) -> tuple[tuple[str, Any], ...]:  # noqa: ANN401
        """Read a mapping as the pairs of a field declared ``tuple[tuple[str, X], ...]``."""
        item = get_args(get_args(kind)[0])[1]

        def pair(key: str, child: tree.AnyNode) -> tuple[str, Any]:
            if rates:
                return key, exact(valid(tree.as_fraction(child)))
            return key, _share(child) if item is Fraction else self.read(child, item)

        return tuple(collected(valid(tree.as_mapping(node)).entries.items(), pair))


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
    """Return the issue with a line: its own, or that of the part of *node* its place names, or the node's."""
    if issue.location.line is not None:
        return issue
    place = issue.location.place
    found = _descend(node, place) if place else node
    where = found.location
    shown = where.place or place
    return issue.at(Location(path=where.path, line=where.line, column=where.column, place=shown))


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


def unknown_key(mapping: tree.MappingNode, key: str, *, owner: str, known: Any) -> Issue:  # noqa: ANN401 - any keys
    """Return the issue of a key that is not known, standing at the key."""
    return Issue(
        code="unknown-key",
        values={"owner": owner, "key": tree.shown(key)},
        location=mapping.keys[key].location,
        hint=did_you_mean(key, known),
    )


def fields_of(kind: type) -> dict[str, attrs.Attribute[Any]]:
    """Return the fields of an attrs class that a file may give, by their keys, with their types resolved."""
    return {key_of(one): one for one in resolved_fields(kind) if one.init and one.eq}


def _was_tried(mapping: tree.MappingNode, key: str, failed: set[str | None]) -> bool:
    """Whether a required key is there but could not be read, so that its own problem is enough."""
    return key in mapping.entries and not tree.is_null(mapping.entries[key]) and bool(failed)


def _share(node: tree.AnyNode) -> Fraction:
    """Read how far a checklist item is met: true, false, √, ×, or a rate."""
    if isinstance(node, tree.ScalarNode) and node.text in YES_NO:
        return YES_NO[node.text]
    if isinstance(node, tree.ScalarNode) and node.text in ("true", "false"):
        return Fraction(int(valid(tree.as_boolean(node))))
    share: Fraction = valid(tree.as_fraction(node))
    if not 0 <= share <= 1:
        expected = Text("0 到 1 之间", "from 0 to 1")
        raise FormatError([Issue(code="wrong-value", expected=expected, found=str(share), location=node.location)])
    return share


def _reading(read: Callable[[tree.AnyNode], Any]) -> Callable[[tree.AnyNode, Any], Any]:
    return lambda node, _: valid(read(node))


def _is_tuple(kind: Any) -> bool:  # noqa: ANN401 - any type
    return get_origin(kind) is tuple


def _is_literal(kind: Any) -> bool:  # noqa: ANN401 - any type
    origin: Any = get_origin(kind)
    return origin is Literal


def _is_optional(kind: Any) -> bool:  # noqa: ANN401 - any type
    return get_origin(kind) in (Union, UnionType) and type(None) in get_args(kind)


def _literal(node: tree.AnyNode, kind: Any) -> str:  # noqa: ANN401 - a Literal
    text: str = valid(tree.as_text(node))
    choices = get_args(kind)
    text = _DIRECTIONS.get(text, text) if "at-least" in choices else text
    if text not in choices:
        hint = did_you_mean(text, choices)
        expected, found = " / ".join(choices), tree.shown(text)
        issue = Issue(code="wrong-value", expected=expected, found=found, hint=hint, location=node.location)
        raise FormatError([issue])
    return text
