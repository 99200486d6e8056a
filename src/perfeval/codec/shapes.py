"""What a value looks like in a file: what a message shows where something of another shape stands."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import attrs

from perfeval.model.plain_values import plain_value

if TYPE_CHECKING:
    from perfeval.codec.file_types import FileField, FileTypes

# What YAML reads within brackets as the text that it is.
_BARE = re.compile(r"(?!-(?:\s|$))[^\s:?,\[\]{}#&*!|>'\"%@`](?:[^,\[\]{}:#]|:(?!\s|$)|(?<!\s)#)*(?<!\s)")


def sample_of_field(one: FileField, types: FileTypes, depth: int = 0) -> Any:  # noqa: ANN401 - any JSON
    """Return what the key of a field may hold: its default where that says something, else what its type says."""
    default = one.default
    if default in (None, "", ()) or attrs.has(type(default)):
        return one.type.sample(types, depth)
    return True if default is False else plain_value(default)


def flow_text(data: object) -> str:
    """Return plain data on one line, as YAML writes it within brackets."""
    if isinstance(data, dict):
        return f"{{{', '.join(f'{flow_text(key)}: {flow_text(value)}' for key, value in data.items())}}}"
    if isinstance(data, list):
        return f"[{', '.join(flow_text(item) for item in data)}]"
    if isinstance(data, str) and not _BARE.fullmatch(data):
        return json.dumps(data, ensure_ascii=False)
    return str(data).lower() if isinstance(data, bool) else str(data)
