"""The funds of a dossier: ``unit``, ``items``, ``total`` and ``sources`` are words of the format, every other key a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.codec import tree
from perfeval.codec.file_types import FileType
from perfeval.codec.located_issues import collected, made, valid
from perfeval.model.funds import FundLine, Funds

if TYPE_CHECKING:
    from perfeval.codec.file_types import FileTypes, FileWriter, NodeReader
    from perfeval.model.plain_values import Plain

UNIT, ITEMS, TOTAL, SOURCES = "unit", "items", "total", "sources"
TOTAL_NAME = "合计"
_WORDS = frozenset({UNIT, ITEMS, TOTAL, SOURCES})


class FundsType(FileType):
    """The table of money."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> Funds:
        """Return the table.

        Raises:
            FormatError: With the problems of all rows.

        """
        return _read(node, reader)

    def dump(self, value: Funds, writer: FileWriter) -> Plain:
        """Return the table; sources stand beside the words of the format, unless one is called as one of them."""
        data: dict[str, Plain] = {UNIT: value.unit}
        if value.items:
            data[ITEMS] = {line.name: _line_data(line, writer) for line in value.items}
        if value.total is not None:
            named: dict[str, Plain] = (
                {} if writer.shown and value.total.name == TOTAL_NAME else {"name": value.total.name}
            )
            data[TOTAL] = {**named, **_line_data(value.total, writer)}
        sources: dict[str, Plain] = {line.name: _line_data(line, writer) for line in value.sources}
        inline = writer.shown and not _WORDS & sources.keys()
        data.update(sources if inline else {SOURCES: sources} if sources else {})
        return data

    def shape(self, types: FileTypes, depth: int) -> str:  # noqa: ARG002 - see FileType
        """Return a table of one source."""
        return "{unit: 万元, 财政拨款: {initial: 100, adjusted: 100, spent: 90}}"

    def may_hold(self, key: str, types: FileTypes) -> bool:  # noqa: ARG002 - see FileType
        """Whatever the name of a source."""
        return True


def _read(node: tree.AnyNode, reader: NodeReader) -> Funds:
    mapping = valid(tree.as_mapping(node))
    entries = {key: child for key, child in mapping.entries.items() if not tree.is_null(child)}
    sources = {key: child for key, child in entries.items() if key not in _WORDS}
    if SOURCES in entries:
        sources = {**valid(tree.as_mapping(entries[SOURCES])).entries, **sources}
    items = valid(tree.as_mapping(entries[ITEMS])).entries if ITEMS in entries else {}
    total = {TOTAL_NAME: entries[TOTAL]} if TOTAL in entries else {}
    tagged = [
        (part, name, child)
        for part, rows in ((ITEMS, items), (SOURCES, sources), (TOTAL, total))
        for name, child in rows.items()
    ]
    lines = collected(
        [((part, name), child) for part, name, child in tagged],
        lambda key, child: (key[0], _line(key[1], child, reader)),
    )
    unit = valid(tree.as_text(entries[UNIT])) if UNIT in entries else Funds().unit
    return made(
        lambda: Funds(
            unit=unit,
            items=tuple(line for part, line in lines if part == ITEMS),
            sources=tuple(line for part, line in lines if part == SOURCES),
            total=next((line for part, line in lines if part == TOTAL), None),
        ),
        node,
    )


def _line(name: str, node: tree.AnyNode, reader: NodeReader) -> FundLine:
    line: FundLine = reader.read_class(node, FundLine, given={"name": name})
    return line


def _line_data(line: FundLine, writer: FileWriter) -> dict[str, Plain]:
    data = writer.fields(line)
    data.pop("name")
    return data
