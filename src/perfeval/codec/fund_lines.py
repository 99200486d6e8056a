"""The funds of a dossier: ``unit``, ``items``, ``total`` and ``sources`` are words of the format, every other key a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.codec import tree
from perfeval.codec.located_issues import collected, made, valid
from perfeval.model.funds import FundLine, Funds

if TYPE_CHECKING:
    from perfeval.codec.converter import NodeConverter

UNIT, ITEMS, TOTAL, SOURCES = "unit", "items", "total", "sources"
TOTAL_NAME = "合计"


def read_funds(node: tree.AnyNode, converter: NodeConverter) -> Funds:
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
    tagged = [
        (part, name, child)
        for part, rows in ((ITEMS, items), (SOURCES, sources), (TOTAL, total))
        for name, child in rows.items()
    ]
    lines = collected(
        [((part, name), child) for part, name, child in tagged],
        lambda key, child: (key[0], _line(key[1], child, converter)),
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


def _line(name: str, node: tree.AnyNode, converter: NodeConverter) -> FundLine:
    line: FundLine = converter.read_class(node, FundLine, given={"name": name})
    return line
