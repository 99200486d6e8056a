"""The rows of a dossier: nested by the names of groups, or keyed by path or code."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from perfeval.codec import tree
from perfeval.codec.chinese_words import key_in_chinese, near_key
from perfeval.codec.file_types import FileType
from perfeval.codec.located_issues import collected, made, valid
from perfeval.codec.written_scalars import words_schema
from perfeval.errors import FormatError, Issue
from perfeval.errors.language import Text
from perfeval.model.address_book import joined_names, names_in
from perfeval.model.dossier import ABSENCE_WORDS, Absence, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from collections.abc import Set as AbstractSet

    from perfeval.codec.file_types import FileField, FileTypes, FileWriter, NodeReader, Schema, SchemaMaker
    from perfeval.model.plain_values import Plain

ADDRESS = "address"
"""The field of a row that no key holds, for it is the keys above."""


class RowsType(FileType):
    """The rows of a dossier: those below a mapping, and below its mappings that are groups."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> tuple[Row, ...]:
        """Return every row, in the order of the file.

        Raises:
            FormatError: With the problems of all rows.

        """
        fields = row_fields(reader.types)
        rows = collected(
            _addresses(node, "", fields.keys()), lambda address, child: _row(address, child, reader, fields)
        )
        return tuple(rows)

    def dump(self, value: tuple[Row, ...], writer: FileWriter) -> Plain:
        """Return the rows by their groups, where those that stand together make one; else by their whole addresses."""
        if not writer.shown:
            return {row.address: _row_data(row, writer) for row in value}
        data: dict[str, Plain] = {}
        addresses, keys = {row.address for row in value}, row_fields(writer.types).keys()
        for group, together in groupby(value, key=lambda row: joined_names(names_in(row.address)[:-1])):
            found = {row.address: _row_data(row, writer) for row in together}
            inner = {names_in(address)[-1]: content for address, content in found.items()}
            if group and group not in addresses and group not in data and not keys & inner.keys():
                data[group] = inner
            else:
                data.update(found)
        return data

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return the schema of a group, which holds rows and groups; a mapping with any key of a row is a row."""
        fields = row_fields(maker.types)
        row = maker.shared(Row, "Row", lambda: maker.keys(Row, fields))

        def group() -> Schema:
            below = {"if": {"anyOf": [{"required": [key]} for key in fields]}, "then": row, "else": self.schema(maker)}
            return {"type": "object", "additionalProperties": {"anyOf": [{"type": "null"}, maker.of(Absence), below]}}

        return maker.shared(self, "Rows", group)

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Return a row with the names above it."""
        return {"一级指标/二级指标": {"三级指标": {"target": "≥90%", "actual": "95%"}}}

    def may_hold(self, key: str, types: FileTypes) -> bool:  # noqa: ARG002 - see FileType
        """Whatever the name of an indicator."""
        return True


class AbsenceType(FileType):
    """Why a row has no actual value, in a word of either language."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> Absence:  # noqa: ARG002 - see FileType
        """Return the absence that *node* names, such as 缺失 or not-applicable.

        Raises:
            FormatError: If it is no such word.

        """
        text = valid(tree.as_text(node))
        if text not in ABSENCE_WORDS:
            words = " / ".join(ABSENCE_WORDS)
            expected = Text(f"一行的各键，或 {words}", f"keys of a row, or {words}")
            found = tree.shown(text)
            hint = key_in_chinese(text, [one.value for one in Absence])
            raise FormatError(
                [Issue(code="wrong-value", expected=expected, found=found, hint=hint, location=node.location)]
            )
        return ABSENCE_WORDS[text]

    def schema(self, maker: SchemaMaker) -> Schema:  # noqa: ARG002 - see FileType
        """Return the words."""
        return words_schema(ABSENCE_WORDS)

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Return the most usual one."""
        return Absence.MISSING.value


_ROW = Text("请写成 件数: {target: ≥10个, actual: 8个}", "write it like 件数: {target: ≥10个, actual: 8个}")


def row_fields(types: FileTypes) -> dict[str, FileField]:
    """Return the keys of a row; a mapping that has one of them is a row, any other mapping a group of rows."""
    return {key: one for key, one in types.fields_of(Row).items() if key != ADDRESS}


def _addresses(node: tree.AnyNode, above: str, keys: AbstractSet[str]) -> Iterator[tuple[str, tree.AnyNode]]:
    """Yield each row's address and node; a row left empty is not filled in."""
    for key, child in valid(tree.as_mapping(node)).entries.items():
        address = f"{above}/{key}" if above else key
        if isinstance(child, tree.MappingNode) and child.entries and not keys & child.entries.keys():
            yield from _addresses(child, address, keys)
        elif not tree.is_null(child):
            yield address, child


def _row(address: str, node: tree.AnyNode, reader: NodeReader, fields: Mapping[str, FileField]) -> Row:
    if isinstance(node, tree.ScalarNode):
        _refuse_key_of_row(address, node, reader, fields.keys())
        return Row(address=address, absence=reader.read(node, Absence), place=node.location)
    mapping = valid(tree.as_mapping(node, shape=_ROW))
    actual = mapping.entries.get("actual")
    if isinstance(actual, tree.ScalarNode) and actual.text in ABSENCE_WORDS and not tree.is_null(actual):
        # ``actual: missing`` is an absence, any other actual a quantity.
        others = {key: one for key, one in fields.items() if key != "actual"}
        values = reader.read_fields(mapping, others, owner=Row.called, ignore=("actual",))
        values["absence"] = ABSENCE_WORDS[actual.text]
    else:
        values = reader.read_fields(mapping, fields, owner=Row.called)
    return made(lambda: Row(address=address, place=mapping.location, **values), mapping)


def _row_data(row: Row, writer: FileWriter) -> Plain:
    data = writer.fields(row)
    data.pop(ADDRESS)
    if writer.shown and data.keys() == {"absence"}:
        return data["absence"]
    # A row without a word must still be read as a row, not as a group.
    return data or {"reason": ""}


def _refuse_key_of_row(address: str, node: tree.ScalarNode, reader: NodeReader, keys: AbstractSet[str]) -> None:
    """Refuse what looks like a row of one word and is a key of the row around it, in Chinese or misspelt.

    Raises:
        FormatError: At the key, with the key that is meant.

    """
    key = str(node.step)
    if node.text in ABSENCE_WORDS or not isinstance(node.parent, tree.MappingNode) or "/" not in address:
        return
    if key_in_chinese(key, keys) or (near_key(key, keys) and key.isascii()):
        raise FormatError([reader.unknown(node.parent, key, owner=Row.called, known=keys)])
