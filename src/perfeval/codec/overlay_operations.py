"""The operations of an overlay as files write them: a verb with its target, and the fields it sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
from attrs import evolve

from perfeval.codec import tree
from perfeval.codec.chinese_words import key_in_chinese
from perfeval.codec.file_types import FileType
from perfeval.codec.located_issues import made, valid
from perfeval.errors import FormatError, Issue
from perfeval.errors.language import Text
from perfeval.model.address_book import joined_names, names_in
from perfeval.model.hierarchy import Indicator
from perfeval.model.overlays import CHANGEABLE, Add, Move, Operation, Remove, SetFields
from perfeval.model.plain_values import key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from perfeval.codec.file_types import FileField, FileTypes, FileWriter, NodeReader, Schema, SchemaMaker
    from perfeval.model.plain_values import Plain

POSITION_KEYS = frozenset({"before", "after"})


class OperationType(FileType):
    """An operation of an overlay, by its verb."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> Operation:
        """Return one operation.

        Raises:
            FormatError: If there is no verb or several, or a key that the verb does not know; all problems at once.

        """
        return _read(node, reader)

    def dump(self, value: Operation, writer: FileWriter) -> Plain:
        """Return the verb with its target, and what it sets."""
        if isinstance(value, Remove):
            return {"remove": value.target}
        if isinstance(value, Move):
            return {"move": value.target, "to": value.to, **_position(value)}
        if isinstance(value, Add):
            data = writer.fields(value.indicator)
            if value.address:
                data.pop("name")
            return {"add": value.address or value.parent, **data, **_position(value)}
        return {"set": value.target, **fields_by_name(Indicator, value.changes, writer)}

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return a schema for each verb."""
        verbs = {
            verb: maker.keys(kind, _keys_of(verb, maker.types), words={verb: maker.of(str)})
            for verb, (kind, _) in _MADE.items()
        }
        return {"anyOf": [*({**verbs, "set": {**verbs["set"], "minProperties": 2}}).values()]}

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Return the most usual one."""
        return {"set": "一级指标", "points": 10}


def fields_by_name(kind: type, values: Iterable[tuple[str, Any]], writer: FileWriter) -> dict[str, Plain]:
    """Return some fields of a class, given by their names, as the class's own file holds them."""
    attributes = attrs.fields_dict(kind)
    return {key_of(attributes[name]): writer.field(kind, attributes[name], content) for name, content in values}


def _position(operation: Add | Move) -> dict[str, Plain]:
    return {key: text for key in ("before", "after") if (text := getattr(operation, key))}


_TARGET = Text(
    "动词后写对象的路径或代码，如 set: 一级指标",
    "an address stands behind the verb, a path or a code, like set: 一级指标",
)


def _read(node: tree.AnyNode, reader: NodeReader) -> Operation:
    mapping = valid(tree.as_mapping(node))
    verbs = [verb for verb in _MADE if verb in mapping.entries]
    if len(verbs) != 1:
        expected = Text("一个动词：" + " / ".join(_MADE), "one verb: " + " / ".join(_MADE))
        found = ", ".join(verbs) or ", ".join(tree.shown(key) for key in mapping.entries)
        hint = next((hint for key in mapping.entries if (hint := key_in_chinese(key, _MADE))), None)
        where = mapping.location
        raise FormatError([Issue(code="overlay-operation", expected=expected, found=found, location=where, hint=hint)])
    verb = verbs[0]
    kind, make = _MADE[verb]
    target = valid(tree.as_text(mapping.entries[verb], shape=_TARGET))
    fields = _keys_of(verb, reader.types)
    # In a change, a key without a value unsets what the base has.
    values = reader.read_fields(mapping, fields, owner=kind.called, ignore=(verb,), unset=kind is SetFields)
    return make(mapping, target, values)


def _keys_of(verb: str, types: FileTypes) -> dict[str, FileField]:
    """Return the keys that may stand beside a verb."""
    if verb == "remove":
        return {}
    if verb == "move":
        return {key: one.optional() for key, one in types.fields_of(Move).items() if key != "target"}
    fields = types.fields_of(Indicator)
    if verb == "set":
        changed = {key: one for key, one in fields.items() if one.name in CHANGEABLE}
        return {key: evolve(one.optional(), needs_value=one.is_required) for key, one in changed.items()}
    positions = {key: one for key, one in types.fields_of(Add).items() if key in POSITION_KEYS}
    return {**fields, "name": fields["name"].optional(), **positions}


def _set(mapping: tree.MappingNode, target: str, values: dict[str, Any]) -> SetFields:
    """Return a change of fields."""
    return made(lambda: SetFields(target=target, changes=tuple(values.items()), place=mapping.location), mapping)


def _added(mapping: tree.MappingNode, target: str, values: dict[str, Any]) -> Add:
    """Return an addition: below *target* where the name has a key of its own, else at *target*, which ends in the name."""
    *above, name = names_in(target)
    parent, address = (target, "") if "name" in values else (joined_names(tuple(above)), target)
    placed = {key: values.pop(key) for key in POSITION_KEYS & values.keys()}
    indicator: Indicator = made(lambda: Indicator(**{"name": name, **values}), mapping)
    return Add(parent=parent, indicator=indicator, address=address, place=mapping.location, **placed)


def _removed(mapping: tree.MappingNode, target: str, _: dict[str, Any]) -> Remove:
    return Remove(target=target, place=mapping.location)


def _moved(mapping: tree.MappingNode, target: str, values: dict[str, Any]) -> Move:
    """Return a move; without ``to`` it leads to level 1."""
    return Move(**{"to": "", **values}, target=target, place=mapping.location)


_MADE: dict[str, tuple[type[Operation], Callable[[tree.MappingNode, str, dict[str, Any]], Operation]]] = {
    "set": (SetFields, _set),
    "add": (Add, _added),
    "remove": (Remove, _removed),
    "move": (Move, _moved),
}
"""The verbs, what each makes, and how."""
