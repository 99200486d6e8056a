"""Values as plain data: text, lists and dicts, numbers as decimal text; and the fingerprint of that data."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs

from perfeval.errors import NumberError
from perfeval.model.file_keys import KEY, PAIRS
from perfeval.model.grades import GradeScale
from perfeval.model.numbers import exact, plain
from perfeval.model.quantities import Quantity

Plain = str | bool | int | None | list["Plain"] | dict[str, "Plain"]


def to_plain(value: object) -> dict[str, object]:
    """Return an attrs value as a dict of plain values; fields left at their defaults are left out.

    Fields that are not part of the value (where it stood, memos) are left out too, so equal values give equal data.
    """
    plain_value = _plain(value)
    if not isinstance(plain_value, dict):
        message = f"not a value of the model: {type(value).__name__}"
        raise TypeError(message)
    return dict(plain_value)


def fingerprint(value: object) -> str:
    """Return the SHA-256 of a value's plain data, as hexadecimal text; equal values have equal fingerprints."""
    text = json.dumps(to_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _plain(value: Any) -> Plain:  # noqa: ANN401, PLR0911 - one branch for each kind of value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, Fraction):
        return _fraction_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Quantity):
        return value.text
    if isinstance(value, GradeScale):
        return [_plain(band) for band in value.bands]
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return _fields(value)


def _fields(value: Any) -> dict[str, Plain]:  # noqa: ANN401 - any attrs value
    kind = getattr(type(value), "kind", None)
    result: dict[str, Plain] = {"type": kind} if isinstance(kind, str) else {}
    for one in attrs.fields(type(value)):
        content = getattr(value, one.name)
        if one.eq and not _is_default(one, content):
            result[key_of(one)] = _pairs(content) if one.metadata.get(PAIRS) else _plain(content)
    return result


def plain_fields(kind: type, name: str, content: Any) -> Plain:  # noqa: ANN401 - the value of that field
    """Return the value of one field of an attrs class as plain values."""
    one = attrs.fields_dict(kind)[name]
    return _pairs(content) if one.metadata.get(PAIRS) else _plain(content)


def key_of(one: attrs.Attribute[Any]) -> str:
    """Return the key under which a file holds a field."""
    return str(one.metadata.get(KEY, one.name.replace("_", "-")))


def _pairs(content: tuple[tuple[str, Any], ...]) -> dict[str, Plain]:
    return {name: _plain(value) for name, value in content}


def _fraction_text(value: Fraction) -> str:
    """Print a rate as a percentage where that is exact, else as a quotient."""
    try:
        return f"{plain(exact(value * 100))}%"
    except NumberError:
        return str(value)


def _is_default(one: attrs.Attribute[Any], content: object) -> bool:
    default: Any = one.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # Factory is a class at run time
        return bool(content == default.factory())
    return default is not attrs.NOTHING and bool(content == default)
