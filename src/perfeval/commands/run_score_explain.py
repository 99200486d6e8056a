"""`perfeval run`, `score`, `explain`: a dossier is scored, its result printed and its documents written."""

from __future__ import annotations

import json
from pathlib import Path

import click

from perfeval.commands.session import DOSSIER, Session
from perfeval.model.plugin_faults import PLUGIN_FAILURES
from perfeval.registry.discovery import quietly


@click.command()
@DOSSIER
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False), help="输出文件夹 / output folder")
@click.option(
    "--formats", default="docx,xlsx,html,markdown,json", show_default=True, help="输出格式，逗号分隔 / formats"
)
@click.pass_obj
def run(session: Session, dossier: str, output: str, formats: str) -> None:
    """评分并出具全部文档。 Score a dossier, print the result and write its documents."""
    from perfeval.commands.terminal import print_evaluation, print_paths
    from perfeval.documents.output_folder import produce

    evaluation = session.evaluation(dossier)
    names = [name.strip() for name in formats.split(",") if name.strip()]
    files = produce(
        evaluation,
        folder=Path(output),
        layouts=session.registry.layouts_for(evaluation.base),
        writers=[session.registry.writer(name) for name in names],
        language=session.language,
    )
    print_evaluation(evaluation, language=session.language)
    print_paths(files, language=session.language)


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
        click.echo(json.dumps(data, ensure_ascii=False, indent=1))
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
