"""What a value of each type looks like in a file: the example that a message shows where something of another shape stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import attrs

from perfeval.codec.file_fields import fields_of
from perfeval.model.audit_thresholds import THRESHOLDS
from perfeval.model.file_keys import PAIRS, RATE, THRESHOLD
from perfeval.model.plain_values import plain_fields

if TYPE_CHECKING:
    from collections.abc import Callable

ANYTHING = "…"
"""The example of any text."""

_DEEPEST = 3
_FULLEST = 3
_SCALARS: dict[Any, str] = {str: ANYTHING, int: "1", bool: "true", Decimal: "1", Fraction: "100%", date: "2024-01-01"}


def shape_of(kind: Any, special: Callable[[Any], str | None], *, depth: int = 0) -> str:  # noqa: ANN401 - any annotation
    """Return an example of a value of a type as a file writes it on one line, such as ``{from: 2024-01-01}``.

    Args:
        kind: The type.
        special: The example of a type that is written in a shorthand; None for any other.
        depth: How deep in another example it stands.

    """
    if (own := special(kind) or _SCALARS.get(kind)) is not None:
        return own
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return str(parts[0])
    if origin in (Union, UnionType):
        return shape_of(next(one for one in parts if one is not type(None)), special, depth=depth)
    if origin is tuple:
        return f"[{shape_of(parts[0], special, depth=depth + 1)}]"
    if isinstance(kind, type) and attrs.has(kind) and depth < _DEEPEST:
        return _shape_of_class(kind, special, depth)
    return ANYTHING


def shape_of_field(one: attrs.Attribute[Any], special: Callable[[Any], str | None], *, depth: int = 0) -> str:
    """Return an example of the value of a field: its default where that says something, else what its type says."""
    default: Any = one.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # Factory is a class at run time
        default = default.factory()
    if default is not attrs.NOTHING and default not in (None, "", ()) and not attrs.has(type(default)):
        return "true" if default is False else flow_text(plain_fields_of(one, default))
    if one.metadata.get(PAIRS):
        item = get_args(get_args(one.type)[0])[1]
        key = next(iter(THRESHOLDS)) if one.metadata.get(THRESHOLD) else ANYTHING
        return f"{{{key}: {'90%' if one.metadata.get(RATE) else shape_of(item, special, depth=depth + 1)}}}"
    return "90%" if one.metadata.get(RATE) else shape_of(one.type, special, depth=depth)


def plain_fields_of(one: attrs.Attribute[Any], content: object) -> object:
    """Return the content of a field as plain data."""
    holder = attrs.make_class("Holder", {one.name: attrs.field(default=None, metadata=one.metadata)})
    return plain_fields(holder, one.name, content)


def flow_text(data: object) -> str:
    """Return plain data on one line, as YAML writes it within brackets."""
    if isinstance(data, dict):
        return f"{{{', '.join(f'{key}: {flow_text(value)}' for key, value in data.items())}}}"
    if isinstance(data, list):
        return f"[{', '.join(flow_text(item) for item in data)}]"
    return str(data).lower() if isinstance(data, bool) else str(data)


def _shape_of_class(kind: type, special: Callable[[Any], str | None], depth: int) -> str:
    """Show the keys that are required; if none is, the first ones."""
    fields = fields_of(kind)
    required = {key: one for key, one in fields.items() if one.default is attrs.NOTHING}
    chosen = required or dict(list(fields.items())[:_FULLEST])
    pairs = (f"{key}: {shape_of_field(one, special, depth=depth + 1)}" for key, one in chosen.items())
    return f"{{{', '.join(pairs)}}}"
