"""The JSON writer: what a document shows, for machines: its data and its blocks, every exact number as a string."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

from attrs import NOTHING, fields, has

from perfeval.documents.blocks import Block, Formula

if TYPE_CHECKING:
    from attrs import AttrsInstance

    from perfeval.documents.blocks import Document

_FORMAT = 1
# These stand in a union, so a reader must be told which one it has.
_TAGGED = frozenset((*get_args(Block), *get_args(Formula)))
# JSON would hold them raw: halves of a character no UTF-8 can write, and controls that a terminal may obey.
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x7f-\x9f\u2028\u2029]")


def write_json(document: Document) -> bytes:
    """Draw *document* as UTF-8 JSON: ``data`` as the layout gives it, and the blocks it prints.

    Keys are sorted, so that equal documents give equal bytes. A block names its class under ``type``
    (``"signature-line"``) and leaves out what has its default value.

    Args:
        document: The document.

    Raises:
        TypeError: If the document's data holds something that JSON cannot say exactly, such as a float: a mistake in
            the layout.

    """
    shown = {
        "format": _FORMAT,
        "document": document.name,
        "title": document.title,
        "language": document.language,
        "style": document.style,
        "data": _plain(document.data),
        "blocks": [_plain(block) for block in document.blocks],
    }
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    text = _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", _HALF_CHARACTERS.sub("\ufffd", text))
    return text.encode("utf-8")


def _plain(value: object) -> object:
    """Return *value* as JSON can say it exactly."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    kind = type(value)
    if has(kind):
        return _plain_object(value, kind)
    message = f"{kind.__name__} {value!r} cannot be written exactly as JSON"
    raise TypeError(message)


def _plain_object(value: object, kind: type[AttrsInstance]) -> dict[str, object]:
    """Return an attrs object as a mapping, without what has its default value."""
    tag = {"type": _kebab(kind.__name__)} if kind in _TAGGED else {}
    filled = {one.name: getattr(value, one.name) for one in fields(kind)}
    defaults = {one.name: one.default for one in fields(kind) if one.default is not NOTHING}
    kept = {name: item for name, item in filled.items() if name not in defaults or item != defaults[name]}
    return {**tag, **{name: _plain(item) for name, item in kept.items()}}


def _kebab(name: str) -> str:
    """Print a class name as a key: SignatureLine is ``signature-line``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()
