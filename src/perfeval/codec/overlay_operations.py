"""The operations of an overlay as files write them: a verb with its target, and the fields it sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from perfeval.codec import tree
from perfeval.codec.converter import fields_of, located, made, unknown_key, valid
from perfeval.errors import FormatError, Issue, PerfEvalError
from perfeval.errors.language import Text
from perfeval.model.address_book import joined_names, names_in
from perfeval.model.hierarchy import Indicator
from perfeval.model.overlays import CHANGEABLE, Add, Move, Operation, Remove, SetFields

if TYPE_CHECKING:
    from perfeval.codec.converter import NodeConverter

VERBS = ("set", "add", "remove", "move")
POSITION_KEYS = frozenset({"before", "after"})


def read_operation(node: tree.AnyNode, converter: NodeConverter) -> Operation:
    """Return one operation.

    Raises:
        FormatError: If there is no verb or several, or a key that the verb does not know; all problems at once.

    """
    mapping = valid(tree.as_mapping(node))
    verbs = [verb for verb in VERBS if verb in mapping.entries]
    if len(verbs) != 1:
        expected = Text("一个动词：" + " / ".join(VERBS), "one verb: " + " / ".join(VERBS))
        found = ", ".join(verbs) or ", ".join(tree.shown(key) for key in mapping.entries)
        raise FormatError([Issue(code="overlay-operation", expected=expected, found=found, location=mapping.location)])
    verb = verbs[0]
    target = valid(tree.as_text(mapping.entries[verb]))
    if verb == "set":
        return SetFields(target=target, changes=_changes(mapping, converter), place=mapping.location)
    if verb == "add":
        return _added(mapping, target, converter)
    known = {"move": {"move", "to", *POSITION_KEYS}, "remove": {"remove"}}[verb]
    issues = [unknown_key(mapping, key, owner=verb, known=known) for key in mapping.entries if key not in known]
    if issues:
        raise FormatError(issues)
    if verb == "remove":
        return Remove(target=target, place=mapping.location)
    texts = {key: _text(mapping, key) for key in ("to", "before", "after")}
    return Move(target=target, place=mapping.location, **texts)


def _text(mapping: tree.MappingNode, key: str) -> str:
    child = mapping.entries.get(key)
    return "" if child is None or tree.is_null(child) else str(valid(tree.as_text(child)))


def _changes(mapping: tree.MappingNode, converter: NodeConverter) -> tuple[tuple[str, Any], ...]:
    """Return the fields that ``set`` changes; a key without a value unsets what the base has."""
    fields = {key: one for key, one in fields_of(Indicator).items() if one.name in CHANGEABLE}
    changes: list[tuple[str, Any]] = []
    issues: list[Issue] = []
    for key, child in mapping.entries.items():
        if key == "set":
            continue
        if key not in fields:
            issues.append(unknown_key(mapping, key, owner="set", known=fields))
            continue
        one = fields[key]
        try:
            value = _default_of(one) if tree.is_null(child) else converter.read_field(child, one)
            changes.append((one.name, value))
        except PerfEvalError as error:
            issues.extend(located(issue, child) for issue in error.issues)
    if issues:
        raise FormatError(issues)
    return tuple(changes)


def _default_of(one: attrs.Attribute[Any]) -> Any:  # noqa: ANN401 - the field's type
    default: Any = one.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # Factory is a class at run time
        return default.factory()
    return None if default is attrs.NOTHING else default


def _added(mapping: tree.MappingNode, target: str, converter: NodeConverter) -> Add:
    """Return an addition: below *target* where the name has a key of its own, else at *target*, which ends in the name."""
    *above, name = names_in(target)
    has_name = "name" in mapping.entries and not tree.is_null(mapping.entries["name"])
    parent, address = (target, "") if has_name else (joined_names(tuple(above)), target)
    fields = fields_of(Indicator)
    values: dict[str, Any] = {"name": name}
    issues: list[Issue] = []
    for key, child in mapping.entries.items():
        if key == "add" or key in POSITION_KEYS or tree.is_null(child):
            continue
        if key not in fields:
            issues.append(unknown_key(mapping, key, owner="add", known=fields))
            continue
        try:
            values[fields[key].name] = converter.read_field(child, fields[key])
        except PerfEvalError as error:
            issues.extend(located(issue, child) for issue in error.issues)
    if "code" not in values and not issues:
        where = mapping.location
        issues.append(Issue(code="missing-key", values={"owner": "add", "key": "code"}, location=where))
    if issues:
        raise FormatError(issues)
    indicator: Indicator = made(lambda: Indicator(**values), mapping)
    before, after = _text(mapping, "before"), _text(mapping, "after")
    place = mapping.location
    return Add(parent=parent, indicator=indicator, address=address, before=before, after=after, place=place)
