"""Values to the data of a file: the inverse of reading, key for key, in the form that the documentation shows."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import attrs

from perfeval.codec.file_kinds import FORMAT, FORMAT_KEY
from perfeval.codec.fund_lines import ITEMS, SOURCES, TOTAL, TOTAL_NAME, UNIT
from perfeval.codec.overlay_operations import DROPS_KEY
from perfeval.codec.registered_types import TYPES
from perfeval.codec.rows import row_fields
from perfeval.model.address_book import joined_names, names_in
from perfeval.model.dossier import Dossier
from perfeval.model.hierarchy import Indicator
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.numbers import plain
from perfeval.model.overlays import Add, Move, Operation, Overlay, Remove
from perfeval.model.plain_values import NumberText, key_of, plain_fields, to_plain

if TYPE_CHECKING:
    from perfeval.model.dossier import Row, Signature
    from perfeval.model.funds import FundLine, Funds

_WORDS_OF_MONEY = frozenset({UNIT, ITEMS, TOTAL, SOURCES})


def to_file_data(
    value: IndicatorSet | Overlay | Dossier, *, number: NumberText = plain, shown: bool = False
) -> dict[str, Any]:
    """Return the data of a file, ``format: 1`` first.

    Args:
        value: The value.
        number: What stands for a number: text that reads back exactly, or the number itself.
        shown: Whether rows stand by their groups, absences as words, money and signatures by their names, as people write them and
            the documentation shows; else each has one shape, whatever it holds, as programs want it.

    """
    return {FORMAT_KEY: FORMAT, **_FileData(number, shown=shown).whole(value)}


class _FileData:
    """The data of each part that a file writes in a shorthand.

    Args:
        number: What stands for a number.
        shown: Whether shorthands are written as the documentation shows them.

    """

    def __init__(self, number: NumberText, *, shown: bool) -> None:
        self._number = number
        self._shown = shown

    def whole(self, value: IndicatorSet | Overlay | Dossier) -> dict[str, Any]:
        """Return the keys of a file, without its format."""
        if isinstance(value, Overlay):
            return self._overlay(value)
        data: dict[str, Any] = self._plain(value)
        if isinstance(value, Dossier):
            if value.rows:
                data["rows"] = self._rows(value.rows)
            if "funds" in data:
                data["funds"] = self._funds(value.funds)
            if value.signatures and self._shown:
                data["signatures"] = self._signatures(value.signatures)
        return data

    def _plain(self, value: object) -> dict[str, Any]:
        return to_plain(value, number=self._number)

    def _rows(self, rows: tuple[Row, ...]) -> dict[str, Any]:
        """Return the rows by their groups, where those that stand together make one; else by their whole addresses."""
        if not self._shown:
            return {row.address: self._row(row) for row in rows}
        data: dict[str, Any] = {}
        addresses = {row.address for row in rows}
        for group, together in groupby(rows, key=lambda row: joined_names(names_in(row.address)[:-1])):
            found = {row.address: self._row(row) for row in together}
            inner = {names_in(address)[-1]: content for address, content in found.items()}
            if group and group not in addresses and group not in data and not row_fields(TYPES).keys() & inner.keys():
                data[group] = inner
            else:
                data.update(found)
        return data

    def _row(self, row: Row) -> dict[str, Any] | str:
        data = self._plain(row)
        data.pop("address")
        if self._shown and data.keys() == {"absence"}:
            return str(data["absence"])
        # A row without a word must still be read as a row, not as a group.
        return data or {"reason": ""}

    def _funds(self, funds: Funds) -> dict[str, Any]:
        data: dict[str, Any] = {UNIT: funds.unit}
        if funds.items:
            data[ITEMS] = {line.name: self._line(line) for line in funds.items}
        if funds.total is not None:
            named = {} if self._shown and funds.total.name == TOTAL_NAME else {"name": funds.total.name}
            data[TOTAL] = {**named, **self._line(funds.total)}
        sources = {line.name: self._line(line) for line in funds.sources}
        inline = self._shown and not _WORDS_OF_MONEY & sources.keys()
        data.update(sources if inline else {SOURCES: sources} if sources else {})
        return data

    def _line(self, line: FundLine) -> dict[str, Any]:
        data = self._plain(line)
        data.pop("name")
        return data

    def _signatures(self, signatures: tuple[Signature, ...]) -> Any:  # noqa: ANN401 - by label, or a list
        """Return who signed by label; as a list where a label stands twice."""
        lines = [self._plain(one) for one in signatures]
        if len({one.label for one in signatures}) < len(signatures):
            return lines
        return {
            one.label: one.name
            if line.keys() <= {"label", "name"}
            else {key: line[key] for key in line if key != "label"}
            for one, line in zip(signatures, lines, strict=True)
        }

    def _overlay(self, overlay: Overlay) -> dict[str, Any]:
        data: dict[str, Any] = {"overlay": overlay.id, "base": overlay.base}
        data.update(self._fields(IndicatorSet, overlay.overrides))
        if overlay.drops_citations:
            data[DROPS_KEY] = True
        if overlay.operations:
            data["operations"] = [self._operation(operation) for operation in overlay.operations]
        return data

    def _fields(self, kind: type, values: tuple[tuple[str, Any], ...]) -> dict[str, Any]:
        keys = {one.name: key_of(one) for one in attrs.fields(kind)}
        return {keys[name]: plain_fields(kind, name, value, number=self._number) for name, value in values}

    def _operation(self, operation: Operation) -> dict[str, Any]:
        if isinstance(operation, Remove):
            return {"remove": operation.target}
        if isinstance(operation, Move):
            return {"move": operation.target, "to": operation.to, **_position(operation)}
        if isinstance(operation, Add):
            return self._addition(operation)
        return {"set": operation.target, **self._fields(Indicator, operation.changes)}

    def _addition(self, operation: Add) -> dict[str, Any]:
        data = self._plain(operation.indicator)
        if not operation.address:
            return {"add": operation.parent, **data, **_position(operation)}
        data.pop("name")
        return {"add": operation.address, **data, **_position(operation)}


def _position(operation: Add | Move) -> dict[str, str]:
    return {key: text for key in ("before", "after") if (text := getattr(operation, key))}
