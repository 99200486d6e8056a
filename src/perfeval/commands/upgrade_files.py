"""`perfeval upgrade`: files of an older format are brought to the present one."""

from __future__ import annotations

import click

from perfeval.commands.session import WRONG_INPUT, Session
from perfeval.errors import PerfEvalError


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False), metavar="FILE…")
@click.option("--check", is_flag=True, help="只说明，不改写 / only say what would be done")
@click.pass_obj
def upgrade(session: Session, files: tuple[str, ...], *, check: bool) -> None:
    """把旧格式的文件升级到现行格式。 Bring files of an older format to the present one, comments kept."""
    from perfeval.codec.text_files import encoded_as, read_text
    from perfeval.codec.upgrading import upgraded
    from perfeval.codec.written_files import write_file

    wrong = 0
    for path in files:
        try:
            text = read_text(path)
            new = upgraded(text, path=path)
            if new != text and not check:
                write_file(path, encoded_as(new, path), replace=True)
        except PerfEvalError as error:
            wrong += 1
            click.echo(error.render(session.language), err=True)
        else:
            told = ("已是现行格式", "has the present format") if new == text else ("需要升级", "needs the upgrade")
            done = ("已升级", "upgraded") if new != text and not check else told
            click.echo(f"{path}: {session.speak(*done)}")
    if wrong:
        raise SystemExit(WRONG_INPUT)
