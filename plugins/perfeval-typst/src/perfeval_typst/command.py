"""``perfeval pdf``: the documents of a dossier as PDF, with folders of fonts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import evolve

from perfeval.plugin import produce
from perfeval_typst.pdf import write_pdf

if TYPE_CHECKING:
    from perfeval.plugin import Document, Session


@click.command("pdf")
@click.argument("dossier", type=click.Path(dir_okay=False))
@click.option(
    "-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="输出文件夹 / folder"
)
@click.option(
    "--font-path",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="字体文件夹，可多次给出 / a folder of fonts; may be given several times",
)
@click.pass_obj
def pdf(session: Session, dossier: str, output: Path, font_path: tuple[Path, ...]) -> None:
    """出具 PDF 文档。 Write the documents of a dossier as PDF."""
    evaluation = session.evaluation(dossier)

    def write(document: Document) -> bytes:
        return write_pdf(document, font_paths=font_path)

    writer = evolve(session.registry.writers["pdf"], write=write)
    layouts = session.registry.layouts_for(evaluation.base)
    for path in produce(evaluation, folder=output, layouts=layouts, writers=[writer], language=session.language):
        click.echo(str(path))
