"""`perfeval sets`, `show`, `check`, `schema`: indicator sets, and whether files are what they should be."""

from __future__ import annotations

import json

import click

from perfeval.codec.loading import load
from perfeval.commands.session import WRONG_INPUT, Session, warn_of_failures
from perfeval.errors import Location, PerfEvalError
from perfeval.model.dossier import Dossier
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlay_difference import diff
from perfeval.model.overlay_effects import apply_overlay
from perfeval.model.overlays import Overlay


@click.command()
@click.pass_obj
def sets(session: Session) -> None:
    """列出指标体系。 List the indicator sets."""
    from perfeval.commands.terminal import print_sets

    found = []
    for name in session.registry.set_ids:
        try:
            found.append(session.registry.indicator_set(name))
        except PerfEvalError as error:  # the other sets are there all the same
            click.echo(error.render(session.language), err=True)
    print_sets(found, language=session.language)
    warn_of_failures(session)


@click.command()
@click.argument("indicator_set", metavar="SET")
@click.option("--against", metavar="SET", help="与另一体系比较 / print what differs from another set")
@click.pass_obj
def show(session: Session, indicator_set: str, against: str | None) -> None:
    """显示一套指标体系。 Show an indicator set, or what it changes of another."""
    from perfeval.commands.terminal import print_set

    chosen = session.registry.indicator_set(indicator_set)
    if against is None:
        print_set(chosen, language=session.language)
        return
    from perfeval.codec.dumping import dump

    click.echo(dump(diff(session.registry.indicator_set(against), chosen)), nl=False)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False), metavar="FILE…")
@click.pass_obj
def check(session: Session, files: tuple[str, ...]) -> None:
    """检查指标体系、叠加层和档案文件。 Check sets, overlays and dossiers; all errors are printed."""
    wrong = 0
    for path in files:
        try:
            _check_one(load(path, vocabulary=session.registry.vocabulary), session)
        except PerfEvalError as error:
            wrong += 1
            # What shows only in the registry, such as a base of several versions, has no place of its own.
            placed = (issue if str(issue.location) else issue.at(Location(path=path)) for issue in error.issues)
            click.echo(PerfEvalError(placed).render(session.language), err=True)
        else:
            click.echo(session.speak(f"{path}：无误", f"{path}: ok"))
    if wrong:
        raise SystemExit(WRONG_INPUT)


def _check_one(loaded: object, session: Session) -> None:
    """Check what a file alone cannot show: an overlay against its base, a dossier against its set."""
    from perfeval.scoring.compiled import compiled

    if isinstance(loaded, Overlay):
        loaded = apply_overlay(loaded, base=session.registry.indicator_set(loaded.base))
    if isinstance(loaded, IndicatorSet):
        compiled(loaded)
    elif isinstance(loaded, Dossier):
        session.scored(loaded)


@click.command()
@click.argument("kind", type=click.Choice(["indicator-set", "overlay", "dossier"]))
@click.pass_obj
def schema(session: Session, kind: str) -> None:
    """打印 JSON Schema。 Print the JSON Schema of a kind of file."""
    from perfeval.codec.schema import schema_of

    text = json.dumps(schema_of(kind, vocabulary=session.registry.vocabulary), ensure_ascii=False, indent=2)
    click.echo(text)
