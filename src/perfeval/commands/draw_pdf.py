"""`perfeval pdf`: the documents of a dossier as PDF, with folders of fonts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
from attrs import evolve

from perfeval.commands.session import DOSSIER, FORCE, Session


@click.command()
@DOSSIER
@click.option(
    "-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="输出文件夹 / folder"
)
@click.option(
    "--font-path",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="字体文件夹，可多次给出 / a folder of fonts; may be given several times",
)
@FORCE
@click.pass_obj
def pdf(session: Session, dossier: str, output: Path, font_path: tuple[Path, ...], *, force: bool) -> None:
    """出具 PDF 文档。 Write the documents of a dossier as PDF."""
    from perfeval.commands.terminal import print_paths
    from perfeval.documents.output_folder import produce
    from perfeval.documents.pdf.pdf_writer import write_pdf

    evaluation = session.evaluation(dossier)
    writer = evolve(session.registry.writers["pdf"], write=partial(write_pdf, font_paths=font_path))
    layouts = session.registry.layouts_for(evaluation.base)
    files = produce(
        evaluation, folder=output, layouts=layouts, writers=[writer], language=session.language, replace=force
    )
    print_paths(files, language=session.language)
