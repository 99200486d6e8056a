"""`perfeval limits`: how much a file may hold, in one table."""

from __future__ import annotations

import click

from perfeval.commands.session import Session
from perfeval.model.limits import LIMITS


@click.command()
@click.pass_obj
def limits(session: Session) -> None:
    """列出文件的各项上限。 List how much a file may hold."""
    for limit in LIMITS:
        click.echo(
            session.speak(
                f"{limit.most} {limit.unit.zh}：{limit.of.zh}", f"{limit.most} {limit.unit.en}: {limit.of.en}"
            )
        )
