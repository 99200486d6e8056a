"""Compiling to PDF/UA-1: a missing glyph is an error that names the character and what to install."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typst

from perfeval.plugin import Issue, NotFoundError, ScoringError
from perfeval_typst.markup import source

if TYPE_CHECKING:
    from perfeval.plugin import Document

FONT_VARIABLE = "PERFEVAL_FONT_PATH"
STANDARD: Literal["ua-1"] = "ua-1"
_MISSING = re.compile(r"the text `\"?(?P<text>.*?)\"?` could not be displayed")


def write_pdf(document: Document, *, font_paths: tuple[Path, ...] = ()) -> bytes:
    """Draw *document* as PDF/UA-1; the same document gives the same bytes.

    Args:
        document: What to draw.
        font_paths: Folders of fonts, beside those of the system and of ``PERFEVAL_FONT_PATH``.

    Raises:
        NotFoundError: If a character cannot be drawn with any font (``font-missing``).

    """
    paths = (*map(str, font_paths), *(path for path in os.environ.get(FONT_VARIABLE, "").split(os.pathsep) if path))
    try:
        content = typst.compile(source(document).encode(), font_paths=_fonts(paths), pdf_standards=[STANDARD])
    except typst.TypstError as error:
        raise _told(error) from error
    assert isinstance(content, bytes)
    return content


@lru_cache(maxsize=8)
def _fonts(paths: tuple[str, ...]) -> typst.Fonts:
    """Return the fonts of the system and of *paths*; scanning them costs more than compiling a document."""
    return typst.Fonts(include_system_fonts=True, font_paths=list(paths))


def _told(error: typst.TypstError) -> NotFoundError | ScoringError:
    match = _MISSING.search(str(error))
    if match:
        return NotFoundError([Issue(code="font-missing", values={"text": match["text"]})])
    return ScoringError([Issue(code="pdf-failed", values={"cause": str(error)})])
