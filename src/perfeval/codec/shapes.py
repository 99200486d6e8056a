"""What a value looks like in a file, on one line: what a message shows where something of another shape stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from perfeval.model.plain_values import plain_value

if TYPE_CHECKING:
    from perfeval.codec.file_types import FileField, FileTypes


def shape_of_field(one: FileField, types: FileTypes, depth: int = 0) -> str:
    """Return an example of the value of a field: its default where that says something, else what its type says."""
    default = one.default
    if default in (None, "", ()) or attrs.has(type(default)):
        return one.type.shape(types, depth)
    return "true" if default is False else flow_text(plain_value(default))


def flow_text(data: object) -> str:
    """Return plain data on one line, as YAML writes it within brackets."""
    if isinstance(data, dict):
        return f"{{{', '.join(f'{key}: {flow_text(value)}' for key, value in data.items())}}}"
    if isinstance(data, list):
        return f"[{', '.join(flow_text(item) for item in data)}]"
    return str(data).lower() if isinstance(data, bool) else str(data)
