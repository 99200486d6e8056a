"""The place where someone signs, in words, for the formats that are made of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.errors.language import Text

if TYPE_CHECKING:
    from perfeval.documents.blocks import SignatureLine
    from perfeval.errors.language import Language

_COLON = Text("：", ": ")
_DATE = Text("　　年　　月　　日", "Date: ____________")


def signature_label(line: SignatureLine, language: Language) -> str:
    """Return who signs with a colon behind it, as in 填报人（签字）： on the form."""
    return line.label if line.label.endswith((":", "：")) or not line.label else line.label + _COLON.speak(language)


def signature_date(line: SignatureLine, language: Language) -> str:
    """Return the date, or the blanks in which it is filled in by hand; nothing where the line has no date."""
    return (line.dated or _DATE.speak(language)) if line.date else ""
