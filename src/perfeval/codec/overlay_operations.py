"""The operations of an overlay as files write them: a verb with its target, and the fields it sets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

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

    from perfeval.codec.file_types import FileTypes, FileWriter, NodeReader
    from perfeval.model.plain_values import Plain

VERBS = ("set", "add", "remove", "move")
DROPS_KEY = "drops-citations"
"""The key by which an overlay leaves out the citations of its base."""

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

    def shape(self, types: FileTypes, depth: int) -> str:  # noqa: ARG002 - see FileType
        """Return the most usual one."""
        return "{set: 一级指标, points: 10}"


def fields_by_name(kind: type, values: Iterable[tuple[str, Any]], writer: FileWriter) -> dict[str, Plain]:
    """Return some fields of a class, given by their names, as the class's own file holds them."""
    attributes = attrs.fields_dict(kind)
    return {key_of(attributes[name]): writer.field(kind, attributes[name], content) for name, content in values}


def _position(operation: Add | Move) -> dict[str, Plain]:
    return {key: text for key in ("before", "after") if (text := getattr(operation, key))}


def _read(node: tree.AnyNode, reader: NodeReader) -> Operation:
    mapping = valid(tree.as_mapping(node))
    verbs = [verb for verb in VERBS if verb in mapping.entries]
    if len(verbs) != 1:
        expected = Text("一个动词：" + " / ".join(VERBS), "one verb: " + " / ".join(VERBS))
        found = ", ".join(verbs) or ", ".join(tree.shown(key) for key in mapping.entries)
        hint = next((hint for key in mapping.entries if (hint := key_in_chinese(key, VERBS))), None)
        where = mapping.location
        raise FormatError([Issue(code="overlay-operation", expected=expected, found=found, location=where, hint=hint)])
    verb = verbs[0]
    readers: dict[str, Callable[[tree.MappingNode, str, NodeReader], Operation]] = {
        "set": _set,
        "add": _added,
        "remove": _removed,
        "move": _moved,
    }
    return readers[verb](mapping, valid(tree.as_text(mapping.entries[verb])), reader)


def _set(mapping: tree.MappingNode, target: str, reader: NodeReader) -> SetFields:
    """Return a change of fields; a key without a value unsets what the base has."""
    fields = {key: one.optional() for key, one in reader.types.fields_of(Indicator).items() if one.name in CHANGEABLE}
    changes = reader.read_fields(mapping, fields, owner=SetFields.called, ignore=("set",), unset=True)
    return made(lambda: SetFields(target=target, changes=tuple(changes.items()), place=mapping.location), mapping)


def _added(mapping: tree.MappingNode, target: str, reader: NodeReader) -> Add:
    """Return an addition: below *target* where the name has a key of its own, else at *target*, which ends in the name."""
    *above, name = names_in(target)
    has_name = "name" in mapping.entries and not tree.is_null(mapping.entries["name"])
    parent, address = (target, "") if has_name else (joined_names(tuple(above)), target)
    positions = {key: one for key, one in reader.types.fields_of(Add).items() if key in POSITION_KEYS}
    fields = {**reader.types.fields_of(Indicator), **positions}
    values = reader.read_fields(mapping, fields, owner=Add.called, ignore=("add",), given={"name": name})
    placed = {key: values.pop(key) for key in POSITION_KEYS & values.keys()}
    indicator: Indicator = made(lambda: Indicator(**values), mapping)
    return Add(parent=parent, indicator=indicator, address=address, place=mapping.location, **placed)


def _removed(mapping: tree.MappingNode, target: str, reader: NodeReader) -> Remove:
    """Return a removal, which knows no other key."""
    reader.read_fields(mapping, {}, owner=Remove.called, ignore=("remove",))
    return Remove(target=target, place=mapping.location)


def _moved(mapping: tree.MappingNode, target: str, reader: NodeReader) -> Move:
    """Return a move; without ``to`` it leads to level 1."""
    fields = {key: one.optional() for key, one in reader.types.fields_of(Move).items() if key != "target"}
    values = reader.read_fields(mapping, fields, owner=Move.called, ignore=("move",))
    return Move(**{"to": "", **values}, target=target, place=mapping.location)
