"""Values to the data of a file: the inverse of reading, key for key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from perfeval.codec.file_kinds import FORMAT, FORMAT_KEY
from perfeval.codec.overlay_operations import DROPS_KEY
from perfeval.model.dossier import Dossier
from perfeval.model.hierarchy import Indicator
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlays import Add, Move, Operation, Overlay, Remove
from perfeval.model.plain_values import key_of, plain_fields, to_plain

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.funds import FundLine, Funds


def to_file_data(value: IndicatorSet | Overlay | Dossier) -> dict[str, Any]:
    """Return the data of a file, ``format: 1`` first; numbers stay text that reads back exactly."""
    if isinstance(value, Overlay):
        return {FORMAT_KEY: FORMAT, **_overlay_data(value)}
    data: dict[str, Any] = {FORMAT_KEY: FORMAT, **to_plain(value)}
    if isinstance(value, Dossier):
        data.update(_dossier_parts(value))
    return data


def _dossier_parts(dossier: Dossier) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    if dossier.rows:
        parts["rows"] = {row.address: _row_data(row) for row in dossier.rows}
    if dossier.funds.lines or "funds" in to_plain(dossier):
        parts["funds"] = _funds_data(dossier.funds)
    return parts


def _row_data(row: Row) -> dict[str, Any]:
    data = to_plain(row)
    data.pop("address")
    # A row without a word must still be read as a row, not as a group.
    return data or {"reason": ""}


def _funds_data(funds: Funds) -> dict[str, Any]:
    data: dict[str, Any] = {"unit": funds.unit}
    if funds.items:
        data["items"] = {line.name: _line_data(line) for line in funds.items}
    if funds.total is not None:
        data["total"] = to_plain(funds.total)
    if funds.sources:
        data["sources"] = {line.name: _line_data(line) for line in funds.sources}
    return data


def _line_data(line: FundLine) -> dict[str, Any]:
    data = to_plain(line)
    data.pop("name")
    return data


def _overlay_data(overlay: Overlay) -> dict[str, Any]:
    data: dict[str, Any] = {"overlay": overlay.id, "base": overlay.base}
    keys = {one.name: key_of(one) for one in attrs.fields(IndicatorSet)}
    data.update({keys[name]: plain_fields(IndicatorSet, name, value) for name, value in overlay.overrides})
    if overlay.drops_citations:
        data[DROPS_KEY] = True
    if overlay.operations:
        data["operations"] = [_operation_data(operation) for operation in overlay.operations]
    return data


def _operation_data(operation: Operation) -> dict[str, Any]:
    if isinstance(operation, Remove):
        return {"remove": operation.target}
    if isinstance(operation, Move):
        return {"move": operation.target, "to": operation.to, **_position(operation)}
    if isinstance(operation, Add):
        return _addition_data(operation)
    keys = {one.name: key_of(one) for one in attrs.fields(Indicator)}
    changes = {keys[name]: plain_fields(Indicator, name, value) for name, value in operation.changes}
    return {"set": operation.target, **changes}


def _addition_data(operation: Add) -> dict[str, Any]:
    name = operation.indicator.name
    data = to_plain(operation.indicator)
    data.pop("name")
    path = f"{operation.parent}/{name}" if operation.parent else name
    return {"add": path, **data, **_position(operation)}


def _position(operation: Add | Move) -> dict[str, str]:
    return {key: text for key in ("before", "after") if (text := getattr(operation, key))}
