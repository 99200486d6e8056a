"""`perfeval replay`: stored results are scored again and compared with what they say."""

from __future__ import annotations

from pathlib import Path

import click

from perfeval.commands.session import WRONG_INPUT, Session
from perfeval.errors import PerfEvalError


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path), metavar="FILE…")
@click.pass_obj
def replay(session: Session, files: tuple[Path, ...]) -> None:
    """复算存档的结果，说明哪些仍然一致。 Score stored results again and say what still agrees with them."""
    from perfeval.commands.terminal import print_lines
    from perfeval.registry.rescoring import replay as replayed

    wrong = 0
    for path in files:
        try:
            result = replayed(path, registry=session.registry)
        except PerfEvalError as error:
            wrong += 1
            click.echo(error.render(session.language), err=True)
        else:
            wrong += not result.agrees
            print_lines(f"{path}: {result.speak(session.language)}")
    if wrong:
        raise SystemExit(WRONG_INPUT)
