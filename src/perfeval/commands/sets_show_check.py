"""`perfeval sets`, `show`, `check`, `schema`: indicator sets, and whether files are what they should be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import evolve

from perfeval.codec.json_text import json_text
from perfeval.codec.loading import load_checked
from perfeval.commands.session import IN_PART, WRONG_INPUT, Session
from perfeval.errors import Issue, Location, PerfEvalError
from perfeval.errors.language import Text
from perfeval.model.dossier import Dossier
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlay_difference import diff
from perfeval.model.overlays import Overlay

if TYPE_CHECKING:
    from perfeval.codec.parsing import FileOfName
    from perfeval.registry.lookup import Registry

Loaded = IndicatorSet | Overlay | Dossier


@click.command()
@click.pass_obj
def sets(session: Session) -> None:
    """列出指标体系。 List the indicator sets."""
    from perfeval.commands.terminal import print_sets

    found, lost = [], False
    for name in session.registry.set_ids:
        try:
            found.append(session.registry.indicator_set(name))
        except PerfEvalError as error:  # the other sets are there all the same
            lost = True
            click.echo(error.render(session.language), err=True)
    print_sets(found, language=session.language)
    if lost:
        raise SystemExit(IN_PART)


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

    text = dump(diff(session.registry.indicator_set(against), chosen))
    click.echo(f"{session.comment()}{text}", nl=False)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False), metavar="FILE…")
@click.pass_obj
def check(session: Session, files: tuple[str, ...]) -> None:
    """检查指标体系、叠加层和档案文件；同时给出的文件互相可见。 Check sets, overlays and dossiers, all errors printed; files of one call see each other."""
    read, problems = _read(files, session)
    twice = _told_twice(read)
    for path, issue in twice.items():
        problems[path].append(issue)
    once = {path: one for path, one in read.items() if path not in twice}
    values = [one.loaded for one in once.values()]
    registry = session.registry.beside(one for one in values if isinstance(one, IndicatorSet | Overlay))
    unread = {Path(path).stem: path for path in files if path not in read}
    for path, one in once.items():
        try:
            _check_one(one.loaded, registry, session)
        except PerfEvalError as error:
            problems[path] += (one.placed(_of_unread(issue, unread)) for issue in error.issues)
    seen: set[tuple[str, str]] = set()
    for path, found in problems.items():
        if not found:
            click.echo(session.speak(f"{path}：无误", f"{path}: ok"))
            continue
        # What is wrong with a base is told once, and of what rests on it only that it waits.
        issues = [one for one in found if not one.location.line or (str(one.location), one.code) not in seen]
        seen |= {(str(one.location), one.code) for one in found}
        if not issues:
            where = found[0].location.path
            click.echo(session.speak(f"{path}：先改正 {where} 中的错误", f"{path}: mend {where} first"), err=True)
            continue
        # What shows only in the registry, such as two plugins that claim one set, has no place of its own.
        placed = (one if str(one.location) else one.at(Location(path=path)) for one in issues)
        click.echo(PerfEvalError(placed).render(session.language), err=True)
    if any(problems.values()):
        raise SystemExit(WRONG_INPUT)


def _read(files: tuple[str, ...], session: Session) -> tuple[dict[str, FileOfName], dict[str, list[Issue]]]:
    """Read each file; return what could be read, and the problems of every file."""
    read: dict[str, FileOfName] = {}
    problems: dict[str, list[Issue]] = {}
    for path in files:
        try:
            read[path] = load_checked(path, vocabulary=session.registry.vocabulary)
        except PerfEvalError as error:
            problems[path] = list(error.issues)
        else:
            problems[path] = [*read[path].misnamed, *read[path].told]
    return read, problems


def _told_twice(read: dict[str, FileOfName]) -> dict[str, Issue]:
    """Return, by its path, the issue of each file that holds what an earlier one holds: a set or an overlay of one id and version."""
    first: dict[tuple[str, str], str] = {}
    twice = {}
    for path, one in read.items():
        if isinstance(one.loaded, Dossier):
            continue
        said = (
            one.loaded.version
            if isinstance(one.loaded, IndicatorSet)
            else dict(one.loaded.overrides).get("version", "")
        )
        earlier = first.setdefault((one.loaded.id, said), path)
        if earlier != path:
            where = Location(path=path)
            twice[path] = Issue(code="set-twice", values={"id": one.loaded.id}, found=earlier, location=where)
    return twice


def _of_unread(issue: Issue, unread: dict[str, str]) -> Issue:
    """Say of a base or a set that is not known that its file was given too, and could not be read."""
    name = str(issue.values.get("base", issue.values.get("id", "")))
    if issue.code not in ("overlay-base", "set-unknown") or name not in unread:
        return issue
    path = unread[name]
    return evolve(issue, hint=Text(f"先改正 {path} 中的错误", f"mend {path} first"))


def _check_one(loaded: Loaded, registry: Registry, session: Session) -> None:
    """Check what a file alone cannot show: an overlay against its base, a dossier against its set."""
    from perfeval.scoring.compiled import compiled

    if isinstance(loaded, Dossier):
        session.scored(loaded, registry=registry)
        return
    compiled(registry.made_of(loaded))


@click.command()
@click.argument("kind", type=click.Choice(["indicator-set", "overlay", "dossier"]))
@click.pass_obj
def schema(session: Session, kind: str) -> None:
    """打印 JSON Schema，每个键有名称、说明和示例。 Print the JSON Schema of a kind of file, with a title, a description and an example of every key."""
    from perfeval.codec.schema import schema_of

    made = schema_of(kind, vocabulary=session.registry.vocabulary, language=session.language)
    if failures := session.plugin_failures():
        made["$comment"] = "\n".join((session.caveat(), *failures))
    click.echo(json_text(made, indent=2))
