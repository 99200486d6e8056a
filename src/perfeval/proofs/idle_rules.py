"""Parts of a set's rules that leave a gap, overlap, or never count, each with a mend, as checkers of decision tables find them.

A part never counts where the rule without it gives every row the same: the solver is asked whether the two ever differ.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import evolve

from perfeval.errors.language import Text
from perfeval.proofs.claims import rules_of
from perfeval.proofs.idle_policies import remarks_of_policies
from perfeval.proofs.idle_tables import remarks_of_table
from perfeval.proofs.solving import differ, reaches, varies
from perfeval.proofs.verdicts import Remark
from perfeval.scoring.aggregators import LookupTable
from perfeval.scoring.facts import NUMERIC, QUALITATIVE, TARGET_KIND
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.number_systems.expressions import number
from perfeval.scoring.scorers.bands import Bands
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.checklist import Checklist
from perfeval.scoring.scorers.deduction import Deduction
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.scoring.scorers.interpolate import Interpolate
from perfeval.scoring.scorers.rating_tiers import Rating
from perfeval.scoring.scorers.ratio import Ratio
from perfeval.scoring.step_texts import number_text, percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.model.declarations import DeclaredScorer
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.proofs.claims import ScoringRule
    from perfeval.scoring.number_systems.expressions import Condition

PartOfRule = tuple[Text, Text, FormulaScorer]
"""A part of a scorer, how to mend it where it never counts, and the scorer without it."""

_TAKE_OUT = Text("删去它，或改到能起作用的数值", "take it out, or give it a value at which it counts")
_FEWEST_POINTS = 2


def remarks_of(indicators: IndicatorSet) -> Iterator[Remark]:
    """Yield what in *indicators* leaves a gap, overlaps, or never counts, in the order of the form.

    Raises:
        MissingExtraError: If the solver is not installed.

    """
    for rule in rules_of(indicators):
        if rule.is_looked_up:
            continue  # whatever its rate does, nothing asks for it
        if not rule.is_ever_scored:
            yield _never_scored(rule)
            continue
        if rule.formula is not None and varies(rule.formula, assuming=rule.fixed) is False:
            what = Text("每一行的得分率都一样", "every row has the same rate")
            mend = Text("换一个计分方法，或改它的参数", "choose another scorer, or change its parameters")
            yield Remark(rules=(rule.title,), kind="idle", what=what, mend=mend)
        elif (
            rule.formula is not None and reaches((rule.formula >= 1,), rate=rule.formula, assuming=rule.fixed) is False
        ):
            what = Text("没有一行能得满分", "no row can get full points")
            mend = Text("让最好的一档得分率为 100%，或降低分值", "let the best rate be 100%, or lower the points")
            yield Remark(rules=(rule.title,), kind="gap", what=what, mend=mend)
        if isinstance(rule.aggregator, LookupTable):
            yield from remarks_of_table(rule, rule.aggregator)
        elif rule.scorer is not None:
            yield from _remarks_of_scorer(rule, rule.scorer, rule.fixed)
    yield from remarks_of_policies(indicators)


def _never_scored(rule: ScoringRule) -> Remark:
    what = Text(
        "没有一行能计分：计分方法读不了体系写定的内容",
        "no row can be scored: the scorer cannot read what the set fixes",
    )
    mend = Text(
        "给指标值写明比较符号（≥10），补上评价要点，或换一个计分方法",
        "write the target with its sign (≥10), add checklist items, or choose another scorer",
    )
    return Remark(rules=(rule.title,), kind="gap", what=what, mend=mend)


def _remarks_of_scorer(rule: ScoringRule, scorer: DeclaredScorer, fixed: tuple[Condition, ...]) -> Iterator[Remark]:
    if isinstance(scorer, ByTarget):
        yield from _remarks_of_branches(rule, scorer, fixed)
        return
    if not isinstance(scorer, FormulaScorer):
        return
    for part, mend, without in _parts(scorer):
        if _never_differ(rule, scorer, without, fixed):
            yield Remark(rules=(rule.title,), kind="idle", what=part, mend=mend)
    if isinstance(scorer, Rating) and any(tier.lower < tier.upper for tier in scorer.tiers):
        yield from _remarks_of_tiers(rule, scorer)
    if isinstance(scorer, Checklist | Deduction):
        yield from _remarks_of_items(rule, scorer)
    if isinstance(scorer, Ratio | Bands | Interpolate) and scorer.at_most is None:
        yield from _remarks_of_missed_targets(rule, scorer, fixed)


def _remarks_of_branches(rule: ScoringRule, scorer: ByTarget, fixed: tuple[Condition, ...]) -> Iterator[Remark]:
    branches = (
        (NUMERIC, scorer.quantitative, Text("quantitative", "quantitative")),
        (QUALITATIVE, scorer.qualitative, Text("qualitative", "qualitative")),
    )
    for kind, branch, name in branches:
        known = (*fixed, TARGET_KIND.is_one_of(kind))
        if reaches(known, rate=number(0)) is False:
            what = Text(
                f"{name.zh} 从不采用：指标值已由体系写定", f"{name.en} is never taken: the set fixes the target"
            )
            mend = Text("直接写所用的计分方法", "declare the scorer that is used by itself")
            yield Remark(rules=(rule.title,), kind="idle", what=what, mend=mend)
        else:
            yield from _remarks_of_scorer(rule, branch, known)


def _parts(scorer: FormulaScorer) -> Iterator[PartOfRule]:
    """Yield each part that a scorer can do without, with the scorer that does."""
    if isinstance(scorer, Ratio):
        yield from _parts_of_ratio(scorer)
    elif isinstance(scorer, Bands | FundRate):
        for band in scorer.bands:
            if band.lower != 0:
                rest = tuple(one for one in scorer.bands if one is not band)
                lower, rate = _bound(band.lower, scorer), percent_text(band.rate)
                what = Text(f"{lower} 起得分率 {rate} 的一档", f"the band from {lower} with the rate {rate}")
                mend = Text("删去它，或改它的下限、得分率", "take it out, or change its lower bound or its rate")
                yield what, mend, evolve(scorer, bands=rest)
    elif isinstance(scorer, Interpolate) and len(scorer.points) > _FEWEST_POINTS:
        for point in scorer.points:
            rest_of_points = tuple(one for one in scorer.points if one is not point)
            at, rate = number_text(point.at), percent_text(point.rate)
            what = Text(f"{at} 处得分率 {rate} 的一点", f"the point at {at} with the rate {rate}")
            yield what, _TAKE_OUT, evolve(scorer, points=rest_of_points)
    if isinstance(scorer, Ratio | Bands | Interpolate) and scorer.at_most is not None:
        what = Text(f"at-most（{scorer.at_most}）", f"at-most ({scorer.at_most})")
        yield what, _TAKE_OUT, evolve(scorer, at_most=None)


def _parts_of_ratio(scorer: Ratio) -> Iterator[PartOfRule]:
    gate, rule = scorer.pass_gate, scorer.over_fulfilment
    if gate is not None:
        line = percent_text(gate)
        without = evolve(scorer, pass_gate=None, pass_gate_rescale=False)
        yield Text(f"及格线 {line}", f"the pass gate {line}"), _TAKE_OUT, without
    if scorer.pass_gate_rescale and gate is None:
        yield (
            Text("pass-gate-rescale（没有及格线）", "pass-gate-rescale (without a gate)"),
            _TAKE_OUT,
            evolve(scorer, pass_gate_rescale=False),
        )
    if scorer.zero_target != "full-if-met":
        what = Text(f"zero-target: {scorer.zero_target}", f"zero-target: {scorer.zero_target}")
        yield what, _TAKE_OUT, evolve(scorer, zero_target="full-if-met")
    if scorer.equal != "at-least":
        what = Text(f"equal: {scorer.equal}", f"equal: {scorer.equal}")
        yield what, _TAKE_OUT, evolve(scorer, equal="at-least")
    if rule is not None:
        threshold = percent_text(rule.threshold)
        what = Text(f"超额界限 {threshold}", f"the over-fulfilment threshold {threshold}")
        yield what, _TAKE_OUT, evolve(scorer, over_fulfilment=None)
        if rule.floor > 0:
            floor = percent_text(rule.floor)
            what = Text(f"超额扣分的下限 {floor}", f"the floor {floor} of over-fulfilment")
            yield what, _TAKE_OUT, evolve(scorer, over_fulfilment=evolve(rule, floor=Fraction(0)))


def _bound(lower: Fraction, scorer: Bands | FundRate) -> str:
    is_rate = isinstance(scorer, FundRate) or scorer.of == "completion" or max(one.lower for one in scorer.bands) <= 1
    return percent_text(lower) if is_rate else number_text(lower)


def _never_differ(rule: ScoringRule, scorer: FormulaScorer, other: FormulaScorer, fixed: tuple[Condition, ...]) -> bool:
    """Whether two scorers give every row the same."""
    one, two = (each.formula_for(rule.indicator.checklist) for each in (scorer, other))
    if one is None or two is None:
        return False
    return differ(one.expression, two.expression, assuming=fixed) is False


def _remarks_of_tiers(rule: ScoringRule, scorer: Rating) -> Iterator[Remark]:
    """Yield the rates that no tier allows; between two tiers, below the lowest, above the highest."""
    ordered = sorted(scorer.tiers, key=lambda tier: (tier.lower, tier.upper))
    holes = []
    reached = Fraction(0)
    for tier in ordered:
        if tier.lower > reached:
            holes.append((reached, tier.lower))
        reached = max(reached, tier.upper)
    if reached < 1:
        holes.append((reached, Fraction(1)))
    for one, two in pairwise(ordered):
        if one.allows(two.lower) and two.allows(two.lower):
            rate = percent_text(two.lower)
            what = Text(
                f"得分率 {rate} 同在“{one.name}”与“{two.name}”两档",
                f"the rate {rate} lies in {one.name!r} and in {two.name!r}",
            )
            mend = Text("改其中一档的界限", "change a bound of one of them")
            yield Remark(rules=(rule.title,), kind="overlap", what=what, mend=mend)
    for lower, upper in holes:
        span = f"{percent_text(lower)}–{percent_text(upper)}"
        what = Text(f"没有一档包含得分率 {span}", f"no tier allows the rates {span}")
        mend = Text("把相邻一档的范围接上", "extend the range of a tier next to it")
        yield Remark(rules=(rule.title,), kind="gap", what=what, mend=mend)


def _remarks_of_items(rule: ScoringRule, scorer: Checklist | Deduction) -> Iterator[Remark]:
    """Yield the items that are worth nothing."""
    if isinstance(scorer, Deduction):
        idle = [
            Text(f"“{item.name}”每次扣 0 分", f"{item.name!r} takes off 0 points")
            for item in scorer.items
            if item.points == 0
        ]
    else:
        idle = [
            Text(f"评价要点“{item.text}”所占份额为 0", f"the checklist item {item.text!r} has the share 0")
            for item in rule.indicator.checklist
            if item.share == 0 and not item.required
        ]
    for what in idle:
        yield Remark(rules=(rule.title,), kind="idle", what=what, mend=_TAKE_OUT)


def _remarks_of_missed_targets(
    rule: ScoringRule, scorer: Ratio | Bands | Interpolate, fixed: tuple[Condition, ...]
) -> Iterator[Remark]:
    """Yield that no formula is declared for a missed ≤ target, where such a row can be."""
    if _never_differ(rule, scorer, evolve(scorer, at_most="zero"), fixed):
        return
    what = Text(
        "≤ 类指标未达标时没有公式，须由评价人写明得分", "a missed ≤ target has no formula; its score must be stated"
    )
    choices = "target-over-actual / linear-deviation / zero"
    mend = Text(f"写明 at-most：{choices}", f"declare at-most: {choices}")
    yield Remark(rules=(rule.title,), kind="gap", what=what, mend=mend)
