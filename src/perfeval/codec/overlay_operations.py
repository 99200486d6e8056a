"""The operations of an overlay as files write them: a verb with its target, and the fields it sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from perfeval.codec import tree
from perfeval.codec.chinese_words import key_in_chinese
from perfeval.codec.converter import located, made, valid
from perfeval.codec.file_fields import fields_of
from perfeval.codec.indicator_slips import refuse_falling_rates
from perfeval.errors import FormatError, Issue, PerfEvalError
from perfeval.errors.language import Text
from perfeval.model.address_book import split_path
from perfeval.model.hierarchy import Indicator
from perfeval.model.overlays import CHANGEABLE, Add, Move, Operation, Remove, SetFields

if TYPE_CHECKING:
    from perfeval.codec.converter import NodeConverter

VERBS = ("set", "add", "remove", "move")
DROPS_KEY = "drops-citations"
"""The key by which an overlay leaves out the citations of its base."""

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
        hint = next((hint for key in mapping.entries if (hint := key_in_chinese(key, VERBS))), None)
        where = mapping.location
        raise FormatError([Issue(code="overlay-operation", expected=expected, found=found, location=where, hint=hint)])
    verb = verbs[0]
    target = valid(tree.as_text(mapping.entries[verb]))
    if verb == "set":
        changes = _changes(mapping, converter)
        return made(lambda: SetFields(target=target, changes=changes, place=mapping.location), mapping)
    if verb == "add":
        return _added(mapping, target, converter)
    known = {"move": {"move", "to", *POSITION_KEYS}, "remove": {"remove"}}[verb]
    owner = Move.called if verb == "move" else Remove.called
    issues = [
        converter.keys.unknown(mapping, key, owner=owner, known=known) for key in mapping.entries if key not in known
    ]
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
            issues.append(converter.keys.unknown(mapping, key, owner=SetFields.called, known=fields))
            continue
        one = fields[key]
        try:
            value = _default_of(one) if tree.is_null(child) else converter.read_field(child, one)
            changes.append((one.name, value))
        except PerfEvalError as error:
            issues.extend(located(issue, child) for issue in error.issues)
    if issues:
        raise FormatError(issues)
    refuse_falling_rates(dict(changes), mapping)
    return tuple(changes)


def _default_of(one: attrs.Attribute[Any]) -> Any:  # noqa: ANN401 - the field's type
    default: Any = one.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # Factory is a class at run time
        return default.factory()
    return None if default is attrs.NOTHING else default


def _added(mapping: tree.MappingNode, target: str, converter: NodeConverter) -> Add:
    """Return an addition; the last part of its path is the new name."""
    parent, name = split_path(target)
    fields = fields_of(Indicator)
    values: dict[str, Any] = {"name": name}
    issues: list[Issue] = []
    for key, child in mapping.entries.items():
        if key == "add" or key in POSITION_KEYS or tree.is_null(child):
            continue
        if key not in fields:
            issues.append(converter.keys.unknown(mapping, key, owner=Add.called, known={*fields, *POSITION_KEYS}))
            continue
        try:
            values[fields[key].name] = converter.read_field(child, fields[key])
        except PerfEvalError as error:
            issues.extend(located(issue, child) for issue in error.issues)
    if "code" not in values and not issues:
        where = mapping.location
        issues.append(Issue(code="missing-key", values={"owner": Add.called, "key": "code"}, location=where))
    if issues:
        raise FormatError(issues)
    refuse_falling_rates(values, mapping)
    indicator: Indicator = made(lambda: Indicator(**values), mapping)
    before, after = _text(mapping, "before"), _text(mapping, "after")
    return Add(parent=parent, indicator=indicator, before=before, after=after, place=mapping.location)
