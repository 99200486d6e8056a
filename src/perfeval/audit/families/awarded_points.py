"""Family C: scores against targets and actual values (计分).

Where the set's scorer computes a row's score, that is what is due: its formula, gate, bands and rounding are not reckoned again
here. Where nothing computes one (the set is unknown, or leaves the row to the evaluators), the article's completion rate is due.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.audit.drafting import about_row, is_off, not_checked
from perfeval.audit.rule import Rule, rule
from perfeval.errors.language import Text
from perfeval.model.audit_thresholds import OVER_FULFILMENT
from perfeval.model.numbers import plain, round_half_up
from perfeval.scoring.facts import actual_and_target
from perfeval.scoring.formula_scorers import direction_of, promises_made, whether_met
from perfeval.scoring.number_systems.exact import holds
from perfeval.scoring.number_systems.promises import RowPromise
from perfeval.scoring.protocols import Unscorable
from perfeval.scoring.step_texts import percent_text
from perfeval.scoring.target_formulas import meets_target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.audit.case import Case, SheetRow
    from perfeval.audit.findings import Finding, NotChecked
    from perfeval.model.dossier import Row
    from perfeval.model.quantities import Direction

_NONE = not_checked("没有可比的指标值和实际完成值", "no row has a number for target and actual")
ARTICLE_16 = "财预〔2020〕10号第十六条"


@frozen(kw_only=True)
class Compared:
    """A row whose target and actual are numbers in one unit.

    Args:
        row: The row.
        actual: The actual value.
        target: The target.
        direction: How they are compared, as the row's scorer reads it; a bare target of which it says nothing reads as ≥, as
            forms without a sign column mean it.
        facts: What the dossier filled in, with the target of the set.
        told: Whether the target is met, as the row's scorer says; None where it does not.

    """

    row: SheetRow
    actual: Fraction
    target: Fraction
    direction: Direction
    facts: Row
    told: bool | None

    @property
    def is_met(self) -> bool:
        """Whether the target is met: as the scorer says, else as its sign does."""
        return bool(meets_target(self.facts, self.direction)) if self.told is None else self.told

    @property
    def due(self) -> Decimal | None:
        """The score that the set's scorer computes; None where it computes none."""
        return self.row.computed

    @property
    def is_above(self) -> bool:
        """Whether more than the target is more than was asked for."""
        return self.direction in ("at-least", "above", "equal")

    @property
    def completion(self) -> Fraction | None:
        """Actual over target; None for a target of zero."""
        return self.actual / self.target if self.target > 0 else None

    @property
    def texts(self) -> tuple[str, str]:
        """Target and actual as printed."""
        target, actual = self.row.target, self.row.actual
        return ("" if target is None else target.text, "" if actual is None else actual.text)


def compared(case: Case) -> tuple[Compared, ...]:
    """Return the rows that can be compared, the money rows left out: family B looks at those."""
    found = []
    for row in case.scored:
        if row.row is None or row.target is None:
            continue
        facts = row.row.replace(target=row.target)
        numbers = actual_and_target(facts)
        if isinstance(numbers, Unscorable):
            continue
        told, direction = None, row.target.direction
        if row.indicator is not None:
            told = whether_met(row.scorer, row.indicator, facts, case.dossier.funds)
            direction = direction_of(row.scorer, row.indicator, facts, case.dossier.funds)
        found.append(
            Compared(
                row=row,
                actual=numbers[0],
                target=numbers[1],
                direction=direction or "at-least",
                facts=facts,
                told=told,
            )
        )
    return tuple(found)


def _scored(case: Case) -> list[Compared]:
    return [one for one in compared(case) if one.row.points and one.row.score is not None]


def _facts(one: Compared) -> tuple[tuple[str, str], ...]:
    target, actual = one.texts
    score, points = one.row.score or Decimal(0), one.row.points or Decimal(0)
    return (("指标值", target), ("实际完成值", actual), ("分值", plain(points)), ("得分", plain(score)))


@rule("C01", zh="达标而未得满分须说明", en="met, yet not full points", severity="warning", citation=ARTICLE_16)
def c01(case: Case) -> Iterator[Finding | NotChecked]:
    """A met target with fewer points than the set gives it, and no reason; a set may itself reduce results far above the target."""
    rows = _scored(case)
    if not rows:
        yield _NONE
    for one in rows:
        score, due = one.row.score, one.row.points if one.due is None else one.due
        if one.is_met and score is not None and due is not None and score < due and not one.row.reason:
            target, actual = one.texts
            yield about_row(
                one.row,
                Text(
                    f"“{one.row.name}”{actual} 已达 {target}，却失 {plain(one.row.lost)} 分且没有说明",
                    f"{one.row.name}: {actual} meets {target}, yet {plain(one.row.lost)} points are lost without a reason",
                ),
                Text("给满分，或写明扣分原因", "give full points, or the reason"),
                *_facts(one),
            )


@rule("C02", zh="未达标不得满分", en="missed, yet full points", severity="error", citation=ARTICLE_16)
def c02(case: Case) -> Iterator[Finding | NotChecked]:
    """A missed ≥ or = target with its full points, unless the set's own formula gives them."""
    yield from _full_though_missed(case, ("at-least", "above", "equal"))


@rule("C04", zh="超过上限不得满分", en="over an upper limit, yet full points", severity="error", citation=ARTICLE_16)
def c04(case: Case) -> Iterator[Finding | NotChecked]:
    """An exceeded ≤ target with its full points, unless the set's own formula gives them."""
    yield from _full_though_missed(case, ("at-most", "below"))


def _full_though_missed(case: Case, directions: tuple[str, ...]) -> Iterator[Finding | NotChecked]:
    rows = [one for one in _scored(case) if one.direction in directions]
    if not rows:
        yield _NONE
    for one in rows:
        if not one.is_met and one.row.is_full and one.due != one.row.points:
            target, actual = one.texts
            yield about_row(
                one.row,
                Text(
                    f"“{one.row.name}”{actual} 未达 {target}，却得满分 {plain(one.row.points or Decimal(0))}",
                    f"{one.row.name}: {actual} misses {target}, yet has full points",
                ),
                Text("按完成比例计分", "score by completion"),
                *_facts(one),
            )


@rule(
    "C03",
    zh="未达标按完成比例计分",
    en="a missed target is scored by completion",
    severity="warning",
    citation=ARTICLE_16,
)
def c03(case: Case) -> Iterator[Finding | NotChecked]:
    """A missed target whose score is not what the set's scorer computes; a score cut to its own precision differs too.

    Where nothing computes one, 完成值 / 指标值 × 分值 is due for ≥ and = targets.
    """
    rows = [one for one in _scored(case) if one.is_above or one.due is not None]
    if not rows:
        yield _NONE
    for one in rows:
        due = one.due if one.due is not None else _by_completion(one)
        if due is None or one.is_met or one.row.is_full or one.row.score is None or not is_off(one.row.score, due):
            continue
        by = ("按比例", "by completion") if one.due is None else ("按指标体系", "by the set")
        yield about_row(
            one.row,
            Text(
                f"“{one.row.name}”{by[0]}应得 {plain(due)}，实得 {plain(one.row.score)}",
                f"{one.row.name} is due {plain(due)} {by[1]}, scored {plain(one.row.score)}",
            ),
            Text("按 完成值 ÷ 指标值 × 分值 改正，或写明所用规则", "score actual over target, or state the rule used")
            if one.due is None
            else Text("按指标体系的计分方法改正", "score as the set does"),
            *_facts(one),
            (by[0], plain(due)),
        )


def _by_completion(one: Compared) -> Decimal | None:
    """Return 完成值 / 指标值 × 分值; None where there is no ratio, or the target had to be reached exactly."""
    completion = one.completion
    if completion is None or completion >= 1 or one.row.points is None:
        return None
    return round_half_up(Fraction(one.row.points) * max(Fraction(0), completion), 2)


@rule("C05", zh="≤类指标的计分公式须明确", en="the formula for ≤ targets is declared", severity="warning")
def c05(case: Case) -> Iterator[Finding | NotChecked]:
    """A row over its limit, which the set's scorer says is missed and yet cannot score: no formula (at-most) is declared."""
    if case.evaluation is None:
        yield not_checked("未能按指标体系计分", "the dossier could not be scored")
        return
    for one in compared(case):
        scorer, indicator = one.row.scorer, one.row.indicator
        if scorer is None or indicator is None or one.told is not False or not one.actual > one.target > 0:
            continue
        if isinstance(scorer.rate(indicator, one.facts, case.dossier.funds), Unscorable):
            yield about_row(
                one.row,
                Text(
                    f"“{one.row.name}”超过上限，指标体系没有规定公式",
                    f"{one.row.name} is over its limit, and the set declares no formula",
                ),
                Text("由叠加层写明 at-most", "let an overlay declare at-most"),
                *_facts(one)[:2],
            )


@rule("C06", zh="大幅超额须说明原因", en="far over-fulfilment has a reason", severity="warning", citation=ARTICLE_16)
def c06(case: Case) -> Iterator[Finding | NotChecked]:
    """From the profile's ``over-fulfilment`` (130 %, as several budget systems have it) on, with no reason and no points lost.

    The national rule gives no number; shares that cannot pass 100 % are never far above a target of 90 %.
    """
    rows = [one for one in compared(case) if one.is_above]
    if not rows:
        yield _NONE
    threshold = Fraction(case.threshold(OVER_FULFILMENT))
    for one in rows:
        completion = one.completion
        if completion is not None and completion >= threshold and not one.row.reason and one.row.lost <= 0:
            rate = percent_text(completion, apart_from=(threshold,))
            yield about_row(
                one.row,
                Text(f"“{one.row.name}”完成 {rate}，没有说明原因", f"{one.row.name} reached {rate} without a reason"),
                Text(
                    "分析偏离原因；指标值偏低的适度扣减", "analyse why; reduce the score if the target was set too low"
                ),
                *_facts(one),
                ("完成率", rate),
            )


@rule(
    "C20",
    zh="及格线以下不得分",
    en="below the pass gate nothing is scored",
    severity="error",
    citation="财预〔2021〕101号",
)
def c20(case: Case) -> Iterator[Finding | NotChecked]:
    """Only where the row's scorer promises that nothing is scored below a pass gate: a row below it with a score."""
    gated = [
        (one, indicator, gate) for one in _scored(case) if (indicator := one.row.indicator) for gate in _gates(one)
    ]
    if not gated:
        yield not_checked("指标体系没有规定及格线", "the set declares no pass gate")
    for one, indicator, gate in gated:
        if one.row.score and all(holds(under, indicator, one.facts, case.dossier.funds) for under in gate.under):
            target, actual = one.texts
            yield about_row(
                one.row,
                Text(
                    f"“{one.row.name}”{actual}，指标值 {target}，低于及格线，却得 {plain(one.row.score)} 分",
                    f"{one.row.name}: {actual} for {target} is below the gate, yet scored {plain(one.row.score)}",
                ),
                Text("低于及格线不得分", "score nothing below the gate"),
                *_facts(one),
            )


def _gates(one: Compared) -> list[RowPromise]:
    checklist = () if one.row.indicator is None else one.row.indicator.checklist
    promises = promises_made(one.row.scorer, checklist)
    return [promise for promise in promises if isinstance(promise, RowPromise) and promise.promise == "gate"]


@rule("C24", zh="零指标值的处理须明确", en="zero targets are declared", severity="info")
def c24(case: Case) -> Iterator[Finding | NotChecked]:
    """Rows with a target of 0: there is no completion rate, so whether it is met is all that counts."""
    for one in compared(case):
        if one.target == 0:
            yield about_row(
                one.row,
                Text(
                    f"“{one.row.name}”指标值为 0，无法计算完成率",
                    f"{one.row.name} has the target 0, so there is no completion rate",
                ),
                Text("写明零指标值怎样计分", "say how a zero target is scored"),
                *_facts(one)[:2],
            )


@rule("C25", zh="等于类指标应恰好完成", en="= targets are reached exactly", severity="info")
def c25(case: Case) -> Iterator[Finding | NotChecked]:
    """Rows with an = target and an actual above it (below it, C02 and C03 look)."""
    rows = [one for one in compared(case) if one.direction == "equal"]
    if not rows:
        yield not_checked("没有“=”类指标", "no row has an = target")
    for one in rows:
        if one.actual > one.target and one.row.is_full and one.is_met:  # else C02 has told it
            yield about_row(
                one.row,
                Text(
                    f"“{one.row.name}”应等于 {one.texts[0]}，实为 {one.texts[1]}",
                    f"{one.row.name} should be {one.texts[0]}, it is {one.texts[1]}",
                ),
                Text("核对符号，或说明超出原因", "check the sign, or give the reason"),
                *_facts(one)[:2],
            )


RULES: tuple[Rule, ...] = (c01, c02, c03, c04, c05, c06, c20, c24, c25)
