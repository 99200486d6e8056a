"""What a writer is: one output format that can draw any blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from perfeval.errors import Location, MissingExtraError, NotFoundError, PerfEvalError, PluginError
from perfeval.errors.language import Text
from perfeval.model.plugin_faults import HARM, WRITER, is_own_word, nonsense_from, raised_by
from perfeval.model.provenance import Contributor

if TYPE_CHECKING:
    from collections.abc import Callable

    from perfeval.documents.blocks import Document


@frozen(kw_only=True)
class DrawnFile:
    """A document as one file: its bytes, and what is said of them when they are sent or stored (文档文件).

    Args:
        name: The file's name, such as ``"report.docx"``.
        media_type: Its MIME type, such as ``"application/pdf"``.
        content: Its bytes.

    """

    name: str
    media_type: str
    content: bytes = field(repr=False)


@frozen(kw_only=True)
class Writer:
    """One output format (输出格式).

    Args:
        format: Its name on the command line, such as ``"docx"``; unique among all writers.
        suffix: The file's suffix, such as ``".docx"``.
        title: What it is, in both languages.
        write: Draws a document and returns the file's bytes: the same bytes for the same document.
        media_type: What a web service calls such a file (MIME type).
        contributor: The plugin that registered it, as the registry knows; None where it is used without one.

    """

    format: str
    suffix: str
    title: Text
    write: Callable[[Document], bytes]
    media_type: str = "application/octet-stream"
    contributor: Contributor | None = field(default=None, eq=False, repr=False)

    def draw(self, document: Document) -> bytes:
        """Return the bytes of the file.

        Raises:
            PluginError: If the writer raises, or returns no bytes; it is named with its plugin.

        """
        where = Location(place=document.name)
        try:
            drawn: object = self.write(document)
        except PerfEvalError as error:
            if is_own_word(error, self.contributor, PluginError, MissingExtraError, NotFoundError):
                raise
            raise PluginError([raised_by(self.contributor, WRITER, self.format, error, at=where)]) from error
        except HARM as cause:
            raise PluginError([raised_by(self.contributor, WRITER, self.format, cause, at=where)]) from cause
        if isinstance(drawn, bytes):
            return drawn
        raise PluginError([nonsense_from(self.contributor, WRITER, self.format, drawn, expected="bytes", at=where)])

    def file(self, document: Document) -> DrawnFile:
        """Return the document as a file.

        Raises:
            PluginError: If the writer raises, or returns no bytes; it is named with its plugin.

        """
        name = f"{document.name}{self.suffix}"
        return DrawnFile(name=name, media_type=self.media_type, content=self.draw(document))
