"""`perfeval new`: what an officer fills in, as commented YAML or as a workbook."""

from __future__ import annotations

from pathlib import Path

import click

from perfeval.commands.session import FORCE, Session
from perfeval.errors import NotFoundError
from perfeval.registry.named_items import unknown_suffix


@click.group()
def new() -> None:
    """新建待填文件。 Make a file to fill in."""


@new.command("dossier")
@click.option("--set", "set_id", required=True, metavar="ID", help="指标体系 / the indicator set")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="输出文件，缺省为屏幕 / file; default: print",
)
@FORCE
@click.pass_obj
def new_dossier(session: Session, set_id: str, output: Path | None, *, force: bool) -> None:
    """新建带注释的档案 YAML。 Make a commented dossier in YAML to fill in."""
    from perfeval.codec.blank_dossier import dossier_template
    from perfeval.codec.written_files import write_file

    if output is not None:
        _refuse_other_suffixes(output, (".yaml", ".yml"))
    text = dossier_template(session.registry.indicator_set(set_id), name=set_id, language=session.language)
    if output is None:
        click.echo(f"{session.comment()}{text}", nl=False)
    else:
        write_file(output, text.encode(), replace=force)
        click.echo(str(output))


@new.command("workbook")
@click.option("--set", "set_id", required=True, metavar="ID", help="指标体系 / the indicator set")
@click.option("--year", type=int, default=2024, show_default=True, help="年度 / the budget year")
@click.option("-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="输出文件 / file")
@FORCE
@click.pass_obj
def new_workbook(session: Session, set_id: str, year: int, output: Path, *, force: bool) -> None:
    """新建待填的 Excel 表。 Make a workbook to fill in; `perfeval read` reads it back."""
    from perfeval.codec.written_files import write_file
    from perfeval.workbook.blank_workbook import write_blank_workbook

    _refuse_other_suffixes(output, (".xlsx",))
    indicators = session.registry.indicator_set(set_id)
    content = write_blank_workbook(indicators, year=year, language=session.language)
    write_file(output, content, replace=force)
    click.echo(str(output))


def _refuse_other_suffixes(output: Path, known: tuple[str, ...]) -> None:
    """Refuse a file that would not hold what its suffix says.

    Raises:
        NotFoundError: If its suffix is none of those that are known.

    """
    if output.suffix.lower() not in known:
        raise NotFoundError([unknown_suffix(output, known)])
