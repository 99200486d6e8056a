"""Text as XML may hold it."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

# XML 1.0 has no way to write these, not even as references.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_QUOTES = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


def clean(text: str) -> str:
    """Return *text* with every line break as a line feed, and what XML forbids as U+FFFD: seen, not silently lost."""
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def element_text(text: str) -> str:
    """Return *text* cleaned and escaped, to stand between two tags."""
    return escape(clean(text))


def attribute_text(text: str) -> str:
    """Return *text* cleaned and escaped, to stand between double quotes in a tag."""
    return escape(clean(text), _QUOTES)
