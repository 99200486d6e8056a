"""XML from outside, read with its limits enforced while it is read: how many elements, how deep, in which encoding."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from perfeval.errors import FormatError, Issue, Location
from perfeval.model.limits import ELEMENTS, LEVELS

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_CHUNK = 64 * 1024
_HEAD = 200
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})""")
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"utf-16", b"utf-16le", b"utf-16be", b"us-ascii", b"ascii"})


def read_xml(part: bytes, *, name: str) -> Element:
    """Return the root of an XML document that declares no document type.

    Args:
        part: The document.
        name: What it is called in its file, for messages.

    Raises:
        FormatError: If it has more elements, or stands deeper, than any form; or is in another encoding than UTF-8 or UTF-16.
        xml.etree.ElementTree.ParseError: If it is no XML.

    """
    declared = _ENCODING.search(part[:_HEAD].replace(b"\0", b""))
    if declared is not None and declared[1].lower() not in _ENCODINGS:
        values = {"kind": "UTF-8 / UTF-16", "cause": declared[1].decode("ascii")}
        raise FormatError([Issue(code="form-corrupt", values=values, location=Location(place=name))])
    parser: Any = ET.XMLPullParser(("start", "end"))
    count = depth = 0
    root: Element | None = None
    for at in range(0, len(part), _CHUNK):
        parser.feed(part[at : at + _CHUNK])
        for event, element in parser.read_events():
            if event == "end":
                depth -= 1
                continue
            root = element if root is None else root
            count, depth = count + 1, depth + 1
            LEVELS.check(depth, name=name)
        ELEMENTS.check(count, name=name)
    parser.close()
    if root is None:
        raise ET.ParseError("no element found")  # noqa: EM101 - as the parser itself says it
    return root
