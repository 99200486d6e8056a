"""`perfeval audit`: what is wrong in dossiers and filled forms."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfeval.commands.session import FORCE, IN_PART, WRONG_INPUT, Session

if TYPE_CHECKING:
    from perfeval.audit.findings import Severity


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE…")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="输出文件，格式依后缀 / file, whose suffix tells the format: .docx .xlsx .pdf .html .md .json .sarif …",
)
@click.option("--format", "format_", help="输出格式，后缀不能说明时用 / format, where the suffix does not tell it")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="何级未决问题使退出码为 1 / what makes the exit code 1",
)
@click.option("--workers", type=click.IntRange(min=1), default=os.cpu_count() or 1, help="并行进程数 / processes")
@FORCE
@click.pass_obj
def audit(  # noqa: PLR0913, PLR0917 - what the command takes
    session: Session,
    files: tuple[Path, ...],
    output: Path | None,
    format_: str | None,
    fail_on: Severity,
    workers: int,
    *,
    force: bool,
) -> None:
    """勾稽校验：查档案或填好的评价表。 Audit dossiers and filled forms: what is wrong, where, and what to do."""
    from perfeval.audit.inspection import compare
    from perfeval.audit.summary import summarise
    from perfeval.batches.audit_in_bulk import audit_files, draw_findings, writer_of_findings
    from perfeval.batches.found_files import files_in
    from perfeval.codec.written_files import write_file
    from perfeval.commands.progress import Progress
    from perfeval.commands.terminal import print_audits, print_comparison, print_summary

    if output is None and format_ is not None:
        raise click.UsageError(session.speak("--format 须与 -o 同用", "--format needs -o"))
    writer = None if format_ is None else session.registry.writers[format_]
    if output is not None and writer is None:
        writer = writer_of_findings(output, session.registry)  # refused now, not after a long audit
    paths = files_in(files, registry=session.registry)
    with Progress(len(paths), language=session.language) as progress:
        results, errors = audit_files(paths, registry=session.registry, workers=workers, progress=progress.step)
    rules = session.registry.audit_rules
    comparison = compare([result.case for result in results], rules=rules.values())
    for error in errors:
        click.echo(error.render(session.language), err=True)
    if output is None:
        print_audits(results, language=session.language)
        print_comparison(comparison, language=session.language)
        if len(results) > 1:
            print_summary(summarise(results, rules=rules), language=session.language)
    else:
        drawn = draw_findings(
            results,
            file=output,
            registry=session.registry,
            writer=writer,
            comparison=comparison,
            language=session.language,
            plugin_failures=session.plugin_failures(),
        )
        write_file(output, drawn.content, replace=force)
        click.echo(str(output))
    session.tell([*comparison.faults, *(one for result in results for one in result.faults)])
    if any(result.fails(fail_on) for result in results) or comparison.fails(fail_on) or (errors and not results):
        raise SystemExit(WRONG_INPUT)
    if errors or comparison.faults or any(result.faults or result.case.issues for result in results):
        raise SystemExit(IN_PART)
