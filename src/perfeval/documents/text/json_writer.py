"""The JSON writer: what a document shows, for machines: its data and its blocks, every exact number as a string."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from perfeval.model.exact_arithmetic import digits_of
from perfeval.model.plain_values import plain_value, to_plain

if TYPE_CHECKING:
    from perfeval.documents.blocks import Document

_FORMAT = 1
# JSON would hold them raw: halves of a character no UTF-8 can write, and controls that a terminal may obey.
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x7f-\x9f\u2028\u2029]")


def write_json(document: Document) -> bytes:
    """Draw *document* as UTF-8 JSON: ``data`` as the layout gives it, and the blocks it prints.

    Keys are sorted, so that equal documents give equal bytes. A block names its kind under ``type``
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
        "data": plain_value(document.data, number=digits_of),
        "blocks": [to_plain(block, number=digits_of) for block in document.blocks],
    }
    text = json.dumps(shown, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    text = _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", _HALF_CHARACTERS.sub("\ufffd", text))
    return text.encode("utf-8")
