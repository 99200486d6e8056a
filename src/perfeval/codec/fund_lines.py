"""The funds of a dossier: ``unit``, ``items``, ``total`` and ``sources`` are words of the format, every other key a source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfeval.codec import tree
from perfeval.codec.file_types import ANYTHING, FileType
from perfeval.codec.located_issues import collected, made, valid
from perfeval.model.funds import FundLine, Funds

if TYPE_CHECKING:
    from perfeval.codec.file_types import FileField, FileTypes, FileWriter, NodeReader, Schema, SchemaMaker
    from perfeval.model.plain_values import Plain

UNIT, ITEMS, TOTAL, SOURCES = "unit", "items", "total", "sources"
TOTAL_NAME = "合计"
_LINE = {"initial": 100, "adjusted": 100, "spent": 90}


class LinesByName(FileType):
    """Lines of money, each under its name."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> tuple[FundLine, ...]:
        """Return the lines in order."""
        entries = valid(tree.as_mapping(node)).entries
        return tuple(collected(entries.items(), lambda name, child: _line(name, child, reader)))

    def dump(self, value: tuple[FundLine, ...], writer: FileWriter) -> dict[str, Plain]:
        """Return the lines by name."""
        return {line.name: _line_data(line, writer) for line in value}

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return the schema of lines under any names."""
        return {"type": "object", "additionalProperties": _line_schema(maker)}

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Return one line."""
        return {ANYTHING: _LINE}

    def may_hold(self, key: str, types: FileTypes) -> bool:  # noqa: ARG002 - see FileType
        """Whatever the name of a line."""
        return True


class TotalLine(FileType):
    """The line of the total, which need not say how it is called."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> FundLine:
        """Return the line."""
        line: FundLine = reader.read_class(
            node, FundLine, fields=_total_fields(reader.types), given={"name": TOTAL_NAME}
        )
        return line

    def dump(self, value: FundLine, writer: FileWriter) -> dict[str, Plain]:
        """Return the line, with its name where that is not the usual one."""
        named: dict[str, Plain] = {} if writer.shown and value.name == TOTAL_NAME else {"name": value.name}
        return {**named, **_line_data(value, writer)}

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return the schema of a line that may have a name."""
        return maker.shared(self, "TotalLine", lambda: maker.keys(FundLine, _total_fields(maker.types)))

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Return a line."""
        return _LINE


class FundsType(FileType):
    """The table of money: a line under every key that is no word of the format is a source."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> Funds:
        """Return the table.

        Raises:
            FormatError: With the problems of all rows.

        """
        mapping = valid(tree.as_mapping(node))
        words = reader.types.fields_of(Funds)
        inline = {key: child for key, child in mapping.entries.items() if key not in words}
        given = {key: child for key, child in inline.items() if not tree.is_null(child)}
        parts: list[Any] = collected(
            [("", mapping), *given.items()],
            lambda name, child: (
                reader.read_fields(mapping, words, owner=Funds.called, ignore=inline)
                if child is mapping
                else _line(name, child, reader)
            ),
        )
        values = dict(parts[0])
        sources = (*values.pop(SOURCES, ()), *parts[1:])
        return made(lambda: Funds(**values, sources=sources), node)

    def dump(self, value: Funds, writer: FileWriter) -> Plain:
        """Return the table; sources stand beside the words of the format, unless one is called as one of them."""
        data: dict[str, Plain] = {UNIT: value.unit}
        if value.items:
            data[ITEMS] = LinesByName().dump(value.items, writer)
        if value.total is not None:
            data[TOTAL] = TotalLine().dump(value.total, writer)
        sources = LinesByName().dump(value.sources, writer)
        inline = writer.shown and not writer.types.fields_of(Funds).keys() & sources.keys()
        data.update(sources if inline else {SOURCES: sources} if sources else {})
        return data

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return the schema of the words of the format and of sources."""
        source = {"anyOf": [{"type": "null"}, _line_schema(maker)]}
        return maker.shared(Funds, "Funds", lambda: {**maker.keys(Funds), "additionalProperties": source})

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Return a table of one source."""
        return {UNIT: "万元", "财政拨款": _LINE}

    def may_hold(self, key: str, types: FileTypes) -> bool:  # noqa: ARG002 - see FileType
        """Whatever the name of a source."""
        return True


def _total_fields(types: FileTypes) -> dict[str, FileField]:
    return {key: one.optional() for key, one in types.fields_of(FundLine).items()}


def _line_fields(types: FileTypes) -> dict[str, FileField]:
    """Return the keys of a line whose name is a key itself."""
    return {key: one for key, one in types.fields_of(FundLine).items() if key != "name"}


def _line(name: str, node: tree.AnyNode, reader: NodeReader) -> FundLine:
    line: FundLine = reader.read_class(node, FundLine, fields=_line_fields(reader.types), given={"name": name})
    return line


def _line_schema(maker: SchemaMaker) -> Schema:
    return maker.shared(FundLine, "FundLine", lambda: maker.keys(FundLine, _line_fields(maker.types)))


def _line_data(line: FundLine, writer: FileWriter) -> dict[str, Plain]:
    data = writer.fields(line)
    data.pop("name")
    return data
