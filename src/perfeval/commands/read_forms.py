"""`perfeval read`: filled forms become dossiers."""

from __future__ import annotations

from pathlib import Path

import click

from perfeval.commands.session import FORCE, IN_PART, WRONG_INPUT, Session, harmless


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path), metavar="FILE…")
@click.option(
    "-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="输出文件夹 / folder"
)
@click.option("--workers", type=click.IntRange(min=1), help="并行进程数，缺省为核数 / processes; default: one a core")
@FORCE
@click.pass_obj
def read(session: Session, files: tuple[Path, ...], output: Path, workers: int | None, *, force: bool) -> None:
    """读入填好的 Word、Excel、HTML 评价表。 Read filled forms (files or folders) into dossiers."""
    from perfeval.batches.found_files import forms_in
    from perfeval.batches.read_in_bulk import read_forms
    from perfeval.commands.progress import Progress
    from perfeval.commands.terminal import print_batch

    paths = forms_in(files, registry=session.registry)
    with Progress(len(paths), language=session.language) as progress:
        try:
            result = read_forms(
                paths, folder=output, registry=session.registry, workers=workers, replace=force, progress=progress.step
            )
        except KeyboardInterrupt:
            zh = f"已处理 {progress.done} / {len(paths)} 个文件，结果保留在 {output}；再次运行同一命令即从此处继续"
            en = f"{progress.done} of {len(paths)} files are done and kept in {output}; run the same command again to go on"
            click.echo(harmless(session.speak(zh, en)), err=True)
            raise
    print_batch(result, language=session.language)
    failed = result.count("failed")
    if failed or result.count("partly"):
        raise SystemExit(WRONG_INPUT if failed == len(result.outcomes) else IN_PART)
