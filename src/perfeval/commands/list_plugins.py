"""`perfeval plugins`: what is installed, and what of it cannot be used; with ``--check`` everything of it is tried."""

from __future__ import annotations

import click

from perfeval.commands.session import WRONG_INPUT, Session, harmless, scorer_tester


@click.command()
@click.option("--check", is_flag=True, help="逐项试用插件带来的一切 / try everything that plugins bring")
@click.pass_obj
def plugins(session: Session, *, check: bool) -> None:
    """列出插件及其问题。 List the plugins, and what of them cannot be used."""
    failures = session.registry.failures
    for plugin in session.registry.plugins:
        click.echo(harmless(f"{plugin.name}  {plugin.distribution} {plugin.version}".rstrip()))
    wrong = 0
    if check:
        from perfeval.testing.plugin_trials import tried

        for trial in tried(session.registry, breach_of=scorer_tester()):
            wrong += trial.issue is not None
            result = session.speak("可用", "works") if trial.issue is None else trial.issue.render(session.language)
            what = trial.what.speak(session.language)
            click.echo(harmless(f"  {trial.plugin}: {what} {trial.name}: {result}"))
    if wrong or (check and failures):
        raise SystemExit(WRONG_INPUT)
