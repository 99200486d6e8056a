"""`perfeval plugins`: what is installed, and what of it cannot be used."""

from __future__ import annotations

import click

from perfeval.commands.session import Session, warn_of_failures


@click.command()
@click.pass_obj
def plugins(session: Session) -> None:
    """列出插件及其问题。 List the plugins, and what of them cannot be used."""
    for plugin in session.registry.plugins:
        click.echo(f"{plugin.name}  {plugin.distribution} {plugin.version}".rstrip())
    warn_of_failures(session)
