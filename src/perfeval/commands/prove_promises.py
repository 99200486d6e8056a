"""`perfeval prove`: whether the rules of a set keep their promises, for every row there can be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from perfeval.commands.session import WRONG_INPUT, Session, harmless
from perfeval.errors import MissingExtraError, PerfEvalError
from perfeval.errors.language import Text

if TYPE_CHECKING:
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.proofs.set_proofs import Tester
    from perfeval.proofs.verdicts import Remark, SetProof, Verdict


@click.command()
@click.argument("sets", nargs=-1, metavar="[SET|FILE]…")
@click.option("--all", "every", is_flag=True, help="连已证明的也逐条列出 / list what is proved too")
@click.pass_obj
def prove(session: Session, sets: tuple[str, ...], *, every: bool) -> None:
    """证明指标体系的计分规则守信。 Prove the promises of sets; without SET, of every kind and every registered set.

    A promise that a set's own rules break is told with rows that show it, and the exit code is 1.
    """
    from perfeval.proofs.kind_proofs import prove_kinds
    from perfeval.proofs.set_proofs import prove as prove_set

    is_sound = True
    if not sets:
        for proof in prove_kinds():
            is_sound &= _print(proof, session, every=every)
    test = _tester()
    for name in sets or session.registry.set_ids:
        try:
            proof = prove_set(_indicators(name, session), tested=test)
        except MissingExtraError:
            raise
        except PerfEvalError as error:  # one set that cannot be had keeps no other from being proved
            is_sound = False
            click.echo(error.render(session.language), err=True)
        else:
            is_sound &= _print(proof, session, every=every)
    if not is_sound:
        raise SystemExit(WRONG_INPUT)


def _indicators(name: str, session: Session) -> IndicatorSet:
    """Return a registered set, or the set of a file, an overlay's applied to its base."""
    from perfeval.codec.loading import load
    from perfeval.errors import FormatError, Issue
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.model.overlay_effects import apply_overlay
    from perfeval.model.overlays import Overlay

    if not Path(name).is_file():
        return session.registry.indicator_set(name)
    loaded = load(name, vocabulary=session.registry.vocabulary)
    if isinstance(loaded, Overlay):
        return apply_overlay(loaded, base=session.registry.indicator_set(loaded.base))
    if isinstance(loaded, IndicatorSet):
        return loaded
    expected = Text("指标体系或叠加层", "an indicator set or an overlay")
    raise FormatError([Issue(code="wrong-value", expected=expected, found=name)])


def _tester() -> Tester | None:
    """Return what tests a rule without a formula; None where hypothesis is not installed."""
    try:
        from perfeval.testing.rule_checks import breaches_of
    except MissingExtraError:
        return None
    return breaches_of


def _print(proof: SetProof, session: Session, *, every: bool) -> bool:
    """Print what is known of one subject, and return whether it is sound."""
    from perfeval.proofs.verdicts import STATE_NAMES

    counts = [f"{STATE_NAMES[state].speak(session.language)} {count}" for state, count in proof.counts.items() if count]
    click.echo(f"{proof.subject}: {', '.join(counts)}")
    for verdict in proof.verdicts:
        if every or verdict.state != "proved" or verdict.rows is not None:
            _print_verdict(verdict, session)
    for remark in proof.remarks:
        _print_remark(remark, session)
    return proof.is_sound


def _print_verdict(verdict: Verdict, session: Session) -> None:
    from perfeval.proofs.verdicts import STATE_NAMES

    rule, title, state = (
        one.speak(session.language) for one in (verdict.rule, verdict.title, STATE_NAMES[verdict.state])
    )
    click.echo(harmless(f"  [{state}] {rule}: {title}"))
    if verdict.rows is not None:
        click.echo(harmless(f"    {session.speak('适用于：', 'of ')}{verdict.rows.speak(session.language)}"))
    for example in verdict.counter_examples:
        click.echo(harmless(f"    {example.speak(session.language)}"))
    if verdict.state == "broken":
        mend = Text(
            f"    改规则；若确是有意，在该指标下写 intended: [{{promise: {verdict.promise}, reason: …}}]",
            f"    mend the rule; if it is meant, declare intended: [{{promise: {verdict.promise}, reason: …}}] there",
        )
        click.echo(mend.speak(session.language))
    if verdict.intention is not None and verdict.state == "meant":
        click.echo(harmless(f"    {session.speak('理由', 'reason')}: {verdict.intention.reason}"))


def _print_remark(remark: Remark, session: Session) -> None:
    from perfeval.proofs.verdicts import REMARK_NAMES

    kind, what, mend = (one.speak(session.language) for one in (REMARK_NAMES[remark.kind], remark.what, remark.mend))
    click.echo(harmless(f"  [{kind}] {what}"))
    for rule in remark.rules:
        click.echo(harmless(f"    {rule.speak(session.language)}"))
    click.echo(harmless(f"    → {mend}"))
