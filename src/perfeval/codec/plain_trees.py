"""Plain data, as ``json.loads`` gives it, to the located tree: places are the paths of keys, for there are no lines.

Numbers are as exact as they are given: a Decimal or a Fraction whole, a float by its ``repr``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from perfeval.codec.tree import NOWHERE, shown
from perfeval.codec.tree_builder import TreeBuilder
from perfeval.errors import Issue, found_text
from perfeval.errors.language import Text
from perfeval.model.exact_arithmetic import digits_of
from perfeval.model.numbers import MOST_DIGITS

if TYPE_CHECKING:
    from perfeval.codec.tree import AnyNode

_HALF_CHARACTER = re.compile(r"[\ud800-\udfff]")
_BITS_A_DIGIT = 4
_PLAIN = Text("文字、数、日期、true 或 false、列表、字典", "a text, a number, a day, true or false, a list, a dict")
_FINITE = Text("一个有限的数", "a finite number")
_WHOLE_CHARACTERS = Text("完整的字符", "whole characters")


def plain_tree(data: Mapping[str, Any], *, path: str | None = None) -> AnyNode:
    """Return the located tree of plain data.

    Args:
        data: What a file holds, as dicts and lists.
        path: What the data is called, for the locations.

    Raises:
        FormatError: If it holds what no file can say: a key that is no text, a value of another type, a number that is not finite; or
            is nested too deep (a ring, say), or has too many values.

    """
    builder = TreeBuilder(path)
    _take(data, builder)
    return builder.finish()


def _take(value: object, builder: TreeBuilder) -> None:
    """Add a value; the builder stops what is nested too deep, so this never goes far down."""
    if isinstance(value, Mapping):
        builder.open_mapping(NOWHERE, NOWHERE)
        for key, content in value.items():
            _take_key(key, builder)
            _take(content, builder)
        builder.close()
    elif isinstance(value, list | tuple):
        builder.open_sequence(NOWHERE, NOWHERE)
        for item in value:
            _take(item, builder)
        builder.close()
    elif isinstance(value, str) and not isinstance(value, Enum):
        builder.scalar(_text(value, builder), NOWHERE, NOWHERE, quoted=True)
    else:
        builder.scalar(_written(value, builder), NOWHERE, NOWHERE, quoted=False)


def _take_key(key: object, builder: TreeBuilder) -> None:
    if isinstance(key, str):
        builder.scalar(_text(key, builder), NOWHERE, NOWHERE, quoted=True)
        return
    builder.note(Issue(code="yaml-key", found=found_text(key), location=builder.where(NOWHERE, NOWHERE)))
    builder.odd_key(NOWHERE, NOWHERE)


def _text(value: str, builder: TreeBuilder) -> str:
    if _HALF_CHARACTER.search(value):
        where = builder.where(NOWHERE, NOWHERE)
        builder.note(Issue(code="wrong-value", expected=_WHOLE_CHARACTERS, found=shown(value), location=where))
    return value


def _written(value: object, builder: TreeBuilder) -> str:
    """Return a value that is no text as a file would write it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    number = _digits(value)
    if number is not None:
        return number
    is_number = isinstance(value, int | float | Decimal | Fraction)
    code, expected, found = (
        ("not-finite", _FINITE, _short(value)) if is_number else ("wrong-type", _PLAIN, found_text(value))
    )
    builder.note(Issue(code=code, expected=expected, found=found, location=builder.where(NOWHERE, NOWHERE)))
    return "0"


def _digits(value: object) -> str | None:
    """Return a number with every digit; None for what is none, is not finite, or is longer than any number may be."""
    if isinstance(value, Fraction):
        top, bottom = _digits(value.numerator), _digits(value.denominator)
        return None if top is None or bottom is None else top if bottom == "1" else f"{top}/{bottom}"
    if isinstance(value, int):
        return None if value.bit_length() > _BITS_A_DIGIT * MOST_DIGITS else int.__repr__(value)
    if isinstance(value, float):
        return float.__repr__(value) if abs(value) < float("inf") else None
    if isinstance(value, Decimal):
        return digits_of(value) if value.is_finite() else None
    return None


def _short(value: object) -> str:
    """Return a number that is refused, as far as it can be shown."""
    return "…" if isinstance(value, int | Fraction) else shown(str(value))
