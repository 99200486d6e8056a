"""The engine: the only place that turns rates into points.

It multiplies before it divides, in integers, and rounds once, at a leaf: ``(2·points·n + d) // (2·d)`` in quanta for half-up.
Bounds, rounding and additivity are thus properties of one function, and hold for every plugin's scorer.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from perfeval.errors import DossierError, Issue, ScoringError, did_you_mean
from perfeval.model.dossier import row_location
from perfeval.model.evaluation import Evaluation
from perfeval.model.hierarchy import locate
from perfeval.scoring.binding import Plan, make_plan, rate_of
from perfeval.scoring.protocols import Rate, Unscorable

if TYPE_CHECKING:
    from perfeval.model.dossier import Dossier, Row
    from perfeval.model.grades import Band
    from perfeval.model.indicator_set import IndicatorSet


def evaluate(dossier: Dossier, *, indicators: IndicatorSet) -> Evaluation:
    """Score *dossier* by *indicators*.

    A stated score counts in the official result; what the scorer computes stands beside it. Points are exact multiples of
    the set's quantum; the total is the exact sum of the printed rows; the grade is read from the printed total.

    Args:
        dossier: The facts of one project and year.
        indicators: The set that scores them; the dossier fills in what it leaves open.

    Raises:
        DossierError: If the dossier does not fit the set: unknown rows, a score above its points, points that do not add up.
        IndicatorSetError: If the completed set does not reach full marks.
        ScoringError: If a row has neither a stated score nor enough facts for its scorer, or a scorer gives no rate in
            [0, 1]. Every problem is listed.

    """
    plan = plan_for(dossier, indicators)
    funds, step, unit = dossier.funds, plan.step, plan.unit
    round_to_quantum = indicators.rounding.round
    computed: list[int | None] = []
    scores: list[int] = []
    issues: list[Issue] = []
    for leaf, row, path, points, stated, full in zip(
        plan.leaves, plan.rows, plan.paths, plan.points, plan.stated, plan.full, strict=True
    ):
        rate: Rate | Unscorable = (1, 1) if full else rate_of(leaf, row, path, dossier, funds)
        if isinstance(rate, Unscorable):
            value = None if points else 0
        else:
            numerator, denominator = rate
            if not 0 <= numerator <= denominator or not denominator:
                issues.append(_out_of_range(rate, row))
                continue
            value = round_to_quantum(points * numerator, step * denominator) * step
        official = value if stated is None else stated
        if official is None:
            issues.append(_insufficient(rate, row))
            continue
        computed.append(value)
        scores.append(official)
    if issues:
        raise ScoringError(issues)
    total = sum(scores)
    before = indicators.grades.grade(total * unit)
    vetoes = _vetoes(plan, dossier, scores)
    return Evaluation(
        indicators=plan.indicators,
        base=indicators,
        dossier=dossier,
        unit=unit,
        leaves=plan.leaves,
        rows=plan.rows,
        points=plan.points,
        scores=tuple(scores),
        computed=tuple(computed),
        total_units=total,
        grade=_lowered(before, vetoes, indicators) if vetoes else before,
        grade_before_vetoes=before,
        vetoes=vetoes,
    )


def plan_for(dossier: Dossier, indicators: IndicatorSet) -> Plan:
    """Return the plan of a dossier under a set, kept on the dossier: both are frozen, so it stays true."""
    kept = dossier._plan  # noqa: SLF001 - the memo exists for this function
    if isinstance(kept, Plan) and kept.base is indicators:
        return kept
    plan = make_plan(indicators, dossier)
    object.__setattr__(dossier, "_plan", plan)
    return plan


def _out_of_range(rate: Rate, row: Row) -> Issue:
    return Issue(
        code="rate-out-of-range",
        values={"path": row.address},
        location=row_location(row),
        expected="0 ≤ n/d ≤ 1",
        found=f"{rate[0]}/{rate[1]}",
    )


def _insufficient(rate: Rate | Unscorable, row: Row) -> Issue:
    reason = rate.reason if isinstance(rate, Unscorable) else None
    return Issue(
        code="facts-insufficient",
        values={"path": row.address, "reason": reason or ""},
        location=row_location(row),
        hint="填写实际完成值（actual）、说明缺失（missing），或写明评定得分（score） / "
        "give the actual value, say that it is missing, or state the score",
    )


def _vetoes(plan: Plan, dossier: Dossier, scores: list[int]) -> tuple[str, ...]:
    """Return the codes of the vetoes that apply: those the dossier names, and those a low rate triggers."""
    known = [veto.code for veto in plan.base.vetoes]
    unknown = [code for code in dossier.vetoes if code not in known]
    if unknown:
        raise DossierError(
            Issue(code="veto-unknown", values={"code": code}, hint=did_you_mean(code, known), location=dossier.source)
            for code in unknown
        )
    return tuple(
        veto.code
        for veto in plan.base.vetoes
        if veto.code in dossier.vetoes
        or (veto.indicator and veto.below is not None and _rate_reached(plan, veto.indicator, scores) < veto.below)
    )


def _rate_reached(plan: Plan, address: str, scores: list[int]) -> Fraction:
    below = {one.code for one in locate(plan.indicators.indicators, address)[-1].walk()}
    positions = [position for position, leaf in enumerate(plan.leaves) if leaf.code in below]
    points = sum(plan.points[position] for position in positions)
    return Fraction(sum(scores[position] for position in positions), points) if points else Fraction(1)


def _lowered(grade: Band, vetoes: tuple[str, ...], indicators: IndicatorSet) -> Band:
    for veto in indicators.vetoes:
        limit = indicators.grades.named(veto.lowers_to)
        if veto.code in vetoes and limit is not None:
            grade = indicators.grades.lower_of(grade, limit)
    return grade
