"""The funds of a dossier: ``unit``, ``items``, ``total`` and ``sources`` are words of the format, every other key a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.codec import tree
from perfeval.codec.converter import collected, made, valid
from perfeval.model.funds import FundLine, Funds

if TYPE_CHECKING:
    from perfeval.codec.converter import NodeConverter

UNIT, ITEMS, TOTAL, SOURCES = "unit", "items", "total", "sources"
TOTAL_NAME = "合计"


def read_funds(node: tree.Node, converter: NodeConverter) -> Funds:
    """Return the funds table written in *node*.

    Raises:
        FormatError: With the problems of all rows.

    """
    mapping = valid(tree.as_mapping(node))
    entries = {key: child for key, child in mapping.entries.items() if not tree.is_null(child)}
    sources = {key: child for key, child in entries.items() if key not in (UNIT, ITEMS, TOTAL, SOURCES)}
    if SOURCES in entries:
        sources = {**valid(tree.as_mapping(entries[SOURCES])).entries, **sources}
    items = valid(tree.as_mapping(entries[ITEMS])).entries if ITEMS in entries else {}
    total = {TOTAL_NAME: entries[TOTAL]} if TOTAL in entries else {}
    lines = {**{("items", key): child for key, child in items.items()}}
    lines.update({("sources", key): child for key, child in sources.items()})
    lines.update({("total", key): child for key, child in total.items()})
    children = list(lines.values())
    calls = [lambda key=key, child=child: _line(key[1], child, converter) for key, child in lines.items()]
    read = dict(zip(lines, collected(calls, children), strict=True))
    unit = valid(tree.as_text(entries[UNIT])) if UNIT in entries else Funds().unit

    def make() -> Funds:
        return Funds(
            unit=unit,
            items=tuple(line for (kind, _), line in read.items() if kind == "items"),
            sources=tuple(line for (kind, _), line in read.items() if kind == "sources"),
            total=read.get(("total", TOTAL_NAME)),
        )

    funds: Funds = made(make, node)
    return funds


def _line(name: str, node: tree.Node, converter: NodeConverter) -> FundLine:
    line: FundLine = converter.read_class(_named(node, name), FundLine)
    return line


def _named(node: tree.Node, name: str) -> tree.MappingNode:
    """Return the row with its key as its name, where it brings none of its own."""
    mapping = valid(tree.as_mapping(node))
    if "name" in mapping.entries:
        return mapping
    place = {"path": mapping.path, "line": mapping.line, "column": mapping.column}
    scalar = tree.ScalarNode(**place, parent=mapping, step="name", text=name, quoted=True)
    copy = tree.MappingNode(**place, parent=mapping.parent, step=mapping.step)
    copy.entries = {**mapping.entries, "name": scalar}
    copy.keys = {**mapping.keys, "name": scalar}
    return copy
