"""What a writer is: one output format that can draw any blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.errors.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from perfeval.documents.blocks import Document


@frozen(kw_only=True)
class Writer:
    """One output format (输出格式).

    Args:
        format: Its name on the command line, such as ``"docx"``; unique among all writers.
        suffix: The file's suffix, such as ``".docx"``.
        title: What it is, in both languages.
        write: Draws a document and returns the file's bytes: the same bytes for the same document.

    """

    format: str
    suffix: str
    title: Text
    write: Callable[[Document], bytes]
