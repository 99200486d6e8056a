"""Whether a document of a plugin's layout is one that any writer can draw: every part of it of the type that blocks declare."""

from __future__ import annotations

from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from perfeval.documents.blocks import Document


def misfit_in(document: Document) -> tuple[str, object] | None:
    """Return where a document has a part that is not of its type, such as ``blocks/2/text``, with that part; None if nowhere."""
    return _misfit(document, Document)


def _misfit(value: object, kind: Any) -> tuple[str, object] | None:  # noqa: ANN401 - an annotation
    """Return where below a value something is not of its type; an empty place is the value itself."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _misfit_of_all(value, parts)
    if origin is tuple:
        return _misfit_in_tuple(value, parts)
    if origin is Literal:
        return None if value in parts and type(value) in map(type, parts) else ("", value)
    if not isinstance(value, get_origin(kind) or kind) or (isinstance(value, bool) and kind is int):
        return "", value
    for name, annotated in _fields(kind):
        found = _misfit(getattr(value, name), annotated)
        if found is not None:
            return _below(name, found)
    return None


def _misfit_of_all(value: object, kinds: tuple[Any, ...]) -> tuple[str, object] | None:
    """Return the misfit by the type that comes nearest: the one that the value itself is of."""
    if value is None and type(None) in kinds:
        return None
    found = [_misfit(value, kind) for kind in kinds]
    return None if None in found else max((one for one in found if one is not None), key=lambda one: len(one[0]))


def _misfit_in_tuple(value: object, parts: tuple[Any, ...]) -> tuple[str, object] | None:
    if not isinstance(value, tuple) or (parts[-1] is not ... and len(value) != len(parts)):
        return "", value
    kinds = parts if parts[-1] is not ... else (parts[0],) * len(value)
    for number, (one, kind) in enumerate(zip(value, kinds, strict=True)):
        found = _misfit(one, kind)
        if found is not None:
            return _below(str(number), found)
    return None


def _below(step: str, found: tuple[str, object]) -> tuple[str, object]:
    return f"{step}/{found[0]}".rstrip("/"), found[1]


@cache
def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    """Return the fields of a block with their types; a class that is none has none."""
    if not attrs.has(kind):
        return ()
    return tuple((one.name, one.type) for one in attrs.fields(attrs.resolve_types(kind)))
