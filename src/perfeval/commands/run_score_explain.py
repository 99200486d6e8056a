"""`perfeval run`, `score`, `explain`: a dossier is scored, its result printed and its documents written."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfeval.codec.json_text import json_text
from perfeval.codec.written_files import write_file
from perfeval.commands.session import DOSSIER, FORCE, Session
from perfeval.model.plugin_faults import PLUGIN_FAILURES
from perfeval.registry.discovery import quietly

if TYPE_CHECKING:
    from perfeval.documents.writers import Writer
    from perfeval.registry.lookup import Registry


_SUFFIX = re.compile(r"\.[A-Za-z]{2,5}")
_ALL = "docx,xlsx,html,markdown,json"


@click.command()
@DOSSIER
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    help="输出文件夹；或一个文件，格式依后缀 / folder; or one file, whose suffix tells the format",
)
@click.option("--formats", help=f"输出格式或后缀，逗号分隔 / formats or suffixes  [default: {_ALL}]")
@click.option("--document", help="只出一种文档，如 report / one document alone, such as report")
@FORCE
@click.pass_obj
def run(  # noqa: PLR0913 - what the command takes
    session: Session, dossier: str, *, output: Path, formats: str | None, document: str | None, force: bool
) -> None:
    """评分并出具全部文档。 Score a dossier, print the result and write its documents."""
    from perfeval.commands.terminal import print_evaluation, print_paths
    from perfeval.documents.output_folder import draw, produce

    registry, language = session.registry, session.language
    evaluation = session.evaluation(dossier)
    served = registry.layouts_for(evaluation.base)
    layouts = served if document is None else (registry.layout_for(evaluation.base, document),)
    writers = [_writer(name.strip(), registry) for name in (formats or _ALL).split(",") if name.strip()]
    if _is_file(output, registry):
        writers = [registry.writer_for(output)] if formats is None else writers
        if len(writers) != 1:
            raise click.UsageError(session.speak("一个文件只有一种格式", "one file has one format"))
        (drawn,) = draw(evaluation, layouts=layouts[:1], writers=writers, language=language)
        write_file(output, drawn.content, replace=force)
        files: tuple[Path, ...] = (output,)
    else:
        files = produce(evaluation, folder=output, layouts=layouts, writers=writers, language=language, replace=force)
    print_evaluation(evaluation, language=language)
    print_paths(files, language=language)


def _writer(name: str, registry: Registry) -> Writer:
    """Return the writer of a format, or of a suffix."""
    return registry.writer_for(name) if name.startswith(".") else registry.writers[name]


def _is_file(output: Path, registry: Registry) -> bool:
    """Whether an output is one file: its name ends as a file's does, and no folder stands there; 2024.12 is a folder's name."""
    suffixes = tuple(one.suffix.casefold() for one in registry.writers.values())
    is_named = output.name.casefold().endswith(suffixes) or _SUFFIX.fullmatch(output.suffix) is not None
    return is_named and not output.is_dir()


@click.command()
@DOSSIER
@click.option(
    "--json", "as_json", is_flag=True, help="打印可存档、可复算的 JSON / print JSON to store, which `replay` takes"
)
@click.pass_obj
def score(session: Session, dossier: str, *, as_json: bool) -> None:
    """评分并打印结果。 Score a dossier and print the result."""
    if as_json:
        data = quietly(lambda: session.evaluation(dossier).to_dict())
        if failures := session.plugin_failures():
            data[PLUGIN_FAILURES] = failures
        click.echo(json_text(data, indent=1))
        return
    from perfeval.commands.terminal import print_evaluation

    print_evaluation(session.evaluation(dossier), language=session.language)


@click.command()
@DOSSIER
@click.argument("code", required=False)
@click.pass_obj
def explain(session: Session, dossier: str, code: str | None) -> None:
    """说明每项得分的由来。 Explain the score of every indicator, or of CODE (a code or a path) and what is below it."""
    from perfeval.commands.terminal import print_explanations, print_out_of_force
    from perfeval.scoring.explanation import explain as explained

    evaluation = session.evaluation(dossier)
    print_out_of_force(evaluation, language=session.language)
    print_explanations(explained(evaluation, address=code), language=session.language)
