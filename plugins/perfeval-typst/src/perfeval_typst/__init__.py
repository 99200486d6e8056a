"""PDF output: a writer that draws any blocks through typst, and a command that takes font folders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.plugin import Text, Writer, hookimpl
from perfeval_typst.pdf import write_pdf

if TYPE_CHECKING:
    import click


@hookimpl
def perfeval_renderers() -> list[Writer]:
    """Return the PDF writer."""
    return [Writer(format="pdf", suffix=".pdf", title=Text("PDF 文档", "PDF document"), write=write_pdf)]


@hookimpl
def perfeval_commands() -> list[click.Command]:
    """Return ``perfeval pdf``, which takes folders of fonts."""
    from perfeval_typst.command import pdf  # noqa: PLC0415 - click is needed by the command line alone

    return [pdf]
