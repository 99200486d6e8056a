"""Prove the promises of an indicator set: for every row there can be, or with rows that break them (承诺证明)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from attrs import evolve

from perfeval.errors.language import Text
from perfeval.logs import record
from perfeval.proofs.claims import rules_of
from perfeval.proofs.idle_rules import remarks_of
from perfeval.proofs.rounding_and_grades import verdicts_of_grades, verdicts_of_rounding
from perfeval.proofs.solving import ask
from perfeval.proofs.targets_of_rows import full_where_met, rows_promised
from perfeval.proofs.verdicts import Remark, SetProof, Verdict
from perfeval.proofs.witness_sentences import counter_example

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.model.intentions import Intention, PromiseName
    from perfeval.model.rounding import Rounding
    from perfeval.proofs.claims import ScoringRule
    from perfeval.proofs.solving import Answer
    from perfeval.proofs.verdicts import VerdictState
    from perfeval.scoring.number_systems.expressions import Condition, Numeric
    from perfeval.scoring.number_systems.promises import RowPromise, Sense

Question = tuple["Numeric", "RowPromise | Sense", tuple["Condition", ...]]
Tester = Callable[["ScoringRule"], "Mapping[PromiseName, Text | None]"]
"""Tests a rule that has no formula: of each promise that it tried, what breaks it, or None."""


def prove(indicators: IndicatorSet, *, tested: Tester | None = None) -> SetProof:
    """Prove what the rules of *indicators* promise, for every row there can be.

    The rate of each rule lies in [0, 1], an absence never scores above a real value, better never scores less in the
    declared direction, a target that is met gets full points, gates, floors and bands do what they say; the rounding
    stays near and in order; every total has one grade. Where a rule breaks a promise, rows that show it are told.

    Args:
        indicators: The set.
        tested: Tests a rule that has no formula, and returns of each promise what breaks it, or None; without it, such a rule is
            not tested.

    Raises:
        IndicatorSetError: If an aggregator of the set names what is not there.
        MissingExtraError: If the solver is not installed (the extra ``proof``).

    """
    answers: dict[Question, Answer] = {}
    verdicts = [one for rule in rules_of(indicators) for one in _verdicts(rule, answers, tested, indicators.rounding)]
    verdicts += [*verdicts_of_rounding(indicators.rounding), *verdicts_of_grades(indicators.grades)]
    remarks = (*remarks_of(indicators), *_idle_intentions(indicators, verdicts))
    record("proofs", "INFO", "asked for %s promises of %s", len(verdicts), indicators.id)
    return SetProof(subject=indicators.id, verdicts=tuple(verdicts), remarks=_together(remarks))


def _verdicts(
    rule: ScoringRule,
    answers: dict[Question, Answer],
    tested: Tester | None,
    rounding: Rounding,
) -> Iterator[Verdict]:
    if rule.formula is None:
        yield from _without_formula(rule, tested)
        return
    promised: dict[PromiseName, list[RowPromise | Sense]] = {}
    for promise in rule.promises:
        promised.setdefault(promise.promise, []).append(promise)
    for name, promises in promised.items():
        found = [(one, _answered(rule.formula, one, rule.fixed, answers)) for one in promises]
        yield evolve(_verdict(rule, name, found, rounding), rows=rows_promised(rule, name))
    if (brought := full_where_met(rule)) is not None:
        full, rows = brought
        answer = _answered(rule.formula, full, rule.fixed, answers)
        yield evolve(_verdict(rule, full.promise, [(full, answer)], rounding), rows=rows)


def _answered(
    formula: Numeric, promise: RowPromise | Sense, fixed: tuple[Condition, ...], answers: dict[Question, Answer]
) -> Answer:
    """Ask the solver; rules that say the same are asked once."""
    question = (formula, promise, fixed)
    if question not in answers:
        answers[question] = ask(formula, promise, assuming=fixed)
    return answers[question]


def _verdict(
    rule: ScoringRule, name: PromiseName, found: list[tuple[RowPromise | Sense, Answer]], rounding: Rounding
) -> Verdict:
    points = rule.indicator.points if rule.indicator.is_leaf else None
    broken = [
        counter_example(answer.rows, promise, points=points, rounding=rounding, wording=rule.wording)
        for promise, answer in found
        if answer.holds is False
    ]
    intention = next((one for one in rule.indicator.intended if one.promise == name), None)
    is_open = any(answer.holds is None for _, answer in found)
    state: VerdictState = "undecided" if is_open else "proved"
    if broken:
        state = "broken" if intention is None else "meant"
    return Verdict(
        rule=rule.title,
        code=rule.indicator.code,
        promise=name,
        state=state,
        counter_examples=tuple(broken),
        intention=intention,
    )


def _without_formula(rule: ScoringRule, tested: Tester | None) -> Iterator[Verdict]:
    """Yield what tests say of a rule that has no formula; nothing is known of it where nobody tests."""
    breaches = {} if tested is None else tested(rule)
    if not breaches:
        yield Verdict(rule=rule.title, code=rule.indicator.code, promise="bounded", state="untested")
    for promise, breach in breaches.items():
        intention: Intention | None = next((one for one in rule.indicator.intended if one.promise == promise), None)
        broken: VerdictState = "broken" if intention is None else "meant"
        yield Verdict(
            rule=rule.title,
            code=rule.indicator.code,
            promise=promise,
            state="tested" if breach is None else broken,
            counter_examples=() if breach is None else (breach,),
            intention=intention,
        )


def _idle_intentions(indicators: IndicatorSet, verdicts: list[Verdict]) -> Iterator[Remark]:
    """Yield the promises that an indicator is meant to break and does not."""
    meant = {(one.code, one.promise) for one in verdicts if one.state == "meant"}
    for indicator in indicators.walk():
        for one in indicator.intended:
            if (indicator.code, one.promise) not in meant:
                path = indicators.path(indicator.code)
                what = Text(
                    f"intended {one.promise}：没有打破这项承诺", f"intended {one.promise}: the rule keeps this promise"
                )
                yield Remark(rules=(Text(path, path),), kind="idle", what=what, mend=Text("删去它", "take it out"))


def _together(remarks: Iterable[Remark]) -> tuple[Remark, ...]:
    """Return the remarks, those that say the same of several rules as one."""
    kept: dict[tuple[object, ...], Remark] = {}
    for one in remarks:
        key = (one.kind, one.what, one.mend)
        before = kept.get(key)
        kept[key] = one if before is None else evolve(before, rules=(*before.rules, *one.rules))
    return tuple(kept.values())
