"""`perfeval audit`: what is wrong in dossiers and filled forms."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfeval.commands.session import IN_PART, WRONG_INPUT, Session

if TYPE_CHECKING:
    from perfeval.audit.findings import Severity


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE…")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="输出文件 / file: .md .html .xlsx .docx .json .sarif",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="何级未决问题使退出码为 1 / what makes the exit code 1",
)
@click.option("--workers", type=click.IntRange(min=1), default=os.cpu_count() or 1, help="并行进程数 / processes")
@click.pass_obj
def audit(session: Session, files: tuple[Path, ...], output: Path | None, fail_on: Severity, workers: int) -> None:
    """勾稽校验：查档案或填好的评价表。 Audit dossiers and filled forms: what is wrong, where, and what to do."""
    from perfeval.audit.inspection import compare
    from perfeval.audit.summary import summarise
    from perfeval.batches.audit_in_bulk import audit_files, files_in, findings_text
    from perfeval.codec.text_files import write_file
    from perfeval.commands.progress import Progress
    from perfeval.commands.terminal import print_audits, print_comparison, print_summary

    paths = files_in(files)
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
        suffix, language = output.suffix, session.language
        write_file(
            output,
            findings_text(
                results,
                suffix=suffix,
                registry=session.registry,
                comparison=comparison,
                language=language,
                plugin_failures=session.plugin_failures(),
            ),
        )
        click.echo(str(output))
    if any(result.fails(fail_on) for result in results) or comparison.fails(fail_on) or (errors and not results):
        raise SystemExit(WRONG_INPUT)
    if errors or comparison.faults or any(result.faults or result.case.issues for result in results):
        raise SystemExit(IN_PART)
