"""The PDF writer: PDF/UA-1 by way of typst; a character without a font is an error that names it and what to install."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from perfeval.documents.pdf.typst_markup import typst_source
from perfeval.errors import FormatError, Issue, NotFoundError, missing_extra

if TYPE_CHECKING:
    from pathlib import Path

    from perfeval.documents.blocks import Document

FONT_VARIABLE = "PERFEVAL_FONT_PATH"
_STANDARD = "ua-1"
_MISSING = re.compile(r"the text `\"?(?P<text>.*?)\"?` could not be displayed")


def write_pdf(document: Document, *, font_paths: tuple[Path, ...] = ()) -> bytes:
    """Draw *document* as PDF/UA-1 (tagged, accessible); the same document gives the same bytes. Nothing is fetched.

    Args:
        document: What to draw.
        font_paths: Folders of fonts, beside those of the system and of ``PERFEVAL_FONT_PATH``.

    Raises:
        NotFoundError: If a character cannot be drawn with any font (``font-missing``).
        FormatError: If the compiler refuses the document (``pdf-failed``).
        MissingExtraError: If typst is not installed (the extra ``pdf``).

    """
    typst = _typst()
    paths = (*map(str, font_paths), *(path for path in os.environ.get(FONT_VARIABLE, "").split(os.pathsep) if path))
    try:
        content = typst.compile(typst_source(document).encode(), font_paths=_fonts(paths), pdf_standards=[_STANDARD])
    except typst.TypstError as error:
        raise _told(error) from error
    assert isinstance(content, bytes)
    return content


def _typst() -> Any:  # noqa: ANN401 - a library without types
    try:
        import typst  # noqa: PLC0415 - an extra, loaded with the first document
    except ImportError:
        raise missing_extra(extra="pdf", package="typst") from None
    return typst


@lru_cache(maxsize=8)
def _fonts(paths: tuple[str, ...]) -> Any:  # noqa: ANN401 - as above
    """Return the fonts of the system and of *paths*; scanning them costs more than compiling a document."""
    return _typst().Fonts(include_system_fonts=True, font_paths=list(paths))


def _told(error: Exception) -> NotFoundError | FormatError:
    match = _MISSING.search(str(error))
    if match:
        return NotFoundError([Issue(code="font-missing", values={"text": match["text"]})])
    return FormatError([Issue(code="pdf-failed", values={"cause": str(error)})])
