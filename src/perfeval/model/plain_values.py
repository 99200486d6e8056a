"""Values as plain data, for files, services and machines: text, lists and dicts, numbers as decimal text; and fingerprints."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs

from perfeval.errors import Issue, Location, NumberError
from perfeval.errors.language import Language, Text, spoken
from perfeval.model.file_keys import KEY, PAIRS, TYPE_KEY, WRITTEN_AS, WrittenType, as_compared
from perfeval.model.grades import GradeScale
from perfeval.model.numbers import exact, plain
from perfeval.model.quantities import Quantity

_NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,9})?")

Plain = str | bool | int | Decimal | None | list["Plain"] | dict[str, "Plain"]
NumberText = Callable[[Decimal], str | Decimal]


def to_plain(
    value: object, *, number: NumberText = plain, whole: bool = False, language: Language | None = None
) -> dict[str, Any]:
    """Return an attrs value as a dict of plain values: text, lists and dicts, numbers as decimal text.

    Fields that are not part of the value (where it stood) are left out, so equal values give equal data.

    Args:
        value: The value.
        number: How a number is printed: without trailing zeros, with every digit (``str``), or as the number itself
            (:func:`shortest`).
        whole: Whether fields left at their defaults, and the place a value stood at, are given too.
        language: The language of sentences; None gives both, as ``{"zh": …, "en": …}``.

    Raises:
        TypeError: If the value holds what cannot be said exactly, such as a float.

    """
    return dict(PlainWriter(number, whole=whole, language=language).fields(value))


def plain_value(value: object, *, number: NumberText = plain) -> Plain:
    """Return any value of ours as plain data; :func:`to_plain` says more."""
    return PlainWriter(number).value(value)


def shortest(number: Decimal) -> Decimal:
    """Return a number without trailing zeros, as a number."""
    return Decimal(plain(number))


def fingerprint(value: object) -> str:
    """Return the SHA-256 of a value's plain data, as hexadecimal text; equal values have equal fingerprints."""
    return fingerprint_of(plain_in_any_order(value))


def plain_in_any_order(value: object) -> dict[str, Plain]:
    """Return an attrs value as plain data that equal values share: what is equal in any order stands in one."""
    return _InOneOrder(plain).fields(value)


def fingerprint_of(data: Mapping[str, object]) -> str:
    """Return the SHA-256 of plain data, as hexadecimal text, whatever the order of its keys."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def key_of(one: attrs.Attribute[Any]) -> str:
    """Return the key under which a file holds a field."""
    return str(one.metadata.get(KEY, one.name.replace("_", "-")))


class PlainWriter:
    """Values to plain data: the one place that knows how each kind of value is written.

    Args:
        number: What stands for a number.
        whole: Whether fields left at their defaults, and the place a value stood at, are given too.
        language: The language of sentences; None gives both.

    """

    def __init__(self, number: NumberText, *, whole: bool = False, language: Language | None = None) -> None:
        """Begin; see the class."""
        self._number = number
        self._whole = whole
        self._language = language

    def value(self, value: Any) -> Plain:  # noqa: ANN401 - any value
        """Return any value as plain data.

        Raises:
            TypeError: If it holds what cannot be said exactly, such as a float.

        """
        if value is None or isinstance(value, bool | int | str):
            return value
        if isinstance(value, Decimal):
            return self._number(value)
        value = value.bands if isinstance(value, GradeScale) else value
        if isinstance(value, Quantity) and _NUMBER.fullmatch(value.text) and self._number is shortest:
            return Decimal(value.text)
        if isinstance(value, tuple | list):
            return [self.value(item) for item in value]
        if isinstance(value, dict):
            return {str(key): self.value(item) for key, item in value.items()}
        written = next((write for kind, write in _WRITTEN if isinstance(value, kind)), None)
        return self.fields(value) if written is None else written(value, self._language)

    def fields(self, value: Any) -> dict[str, Plain]:  # noqa: ANN401 - any attrs value
        """Return the fields of an attrs value by their keys: the one loop over them.

        Raises:
            TypeError: If it is no attrs value, or holds what cannot be said exactly.

        """
        if not attrs.has(type(value)):
            message = f"{type(value).__name__} {value!r} cannot be written exactly"
            raise TypeError(message)
        kind = getattr(type(value), "kind", None)
        result: dict[str, Plain] = {TYPE_KEY: kind} if isinstance(kind, str) else {}
        for one in attrs.fields(type(value)):
            content = getattr(value, one.name)
            if self._whole or (one.eq and not _is_default(one, content)):
                result[key_of(one)] = self.field(type(value), one, content)
        return result

    def field(self, kind: type, one: attrs.Attribute[Any], content: Any) -> Plain:  # noqa: ANN401, ARG002 - the content of a field of *kind*
        """Return the content of one field of a class."""
        held = one.metadata.get(WRITTEN_AS)
        if held is not None:
            content = _plain_of(held, content)
        if one.metadata.get(PAIRS):
            return {name: self.value(item) for name, item in content}
        return self.value(content)


class _InOneOrder(PlainWriter):
    """Values to plain data, each field as it is compared."""

    def field(self, kind: type, one: attrs.Attribute[Any], content: Any) -> Plain:  # noqa: ANN401 - see above
        return super().field(kind, one, as_compared(one, content))


def _plain_of(held: WrittenType, content: Any) -> Any:  # noqa: ANN401 - the content of a field
    """Return the values of a plugin's own type within a field as what files hold for them."""
    if isinstance(content, held.kind):
        return held.plain_of(content)
    return [_plain_of(held, one) for one in content] if isinstance(content, tuple | list) else content


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


_WRITTEN: tuple[tuple[type, Callable[[Any, Language | None], Any]], ...] = (
    (Fraction, lambda one, _: _fraction_text(one)),
    (date, lambda one, _: one.isoformat()),
    (Enum, lambda one, _: str(one.value)),
    (Quantity, lambda one, _: str(one.text)),
    (Text, spoken),
    (Location, lambda one, _: one.to_dict()),
    (Issue, lambda one, language: one.to_dict(language)),
)
# What is written otherwise than field by field, and how in a language.
