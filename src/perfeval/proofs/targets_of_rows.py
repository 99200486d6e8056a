"""What is promised of rows that bring their own target, in open groups and where the set fixes none, and of which of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.errors.language import Text
from perfeval.model.quantities import parse_quantity
from perfeval.scoring.facts import MEASURED, NUMERIC, TARGET_KIND
from perfeval.scoring.falling_rates import against_target, chosen_by_a_number, steps_of_actual
from perfeval.scoring.formula_scorers import scorers_within
from perfeval.scoring.number_systems.expressions import facts_of
from perfeval.scoring.number_systems.promises import RowPromise
from perfeval.scoring.scorers.interpolate import Interpolate
from perfeval.scoring.scorers.ratio import Ratio
from perfeval.scoring.step_texts import percent_text

if TYPE_CHECKING:
    from fractions import Fraction

    from perfeval.model.intentions import PromiseName
    from perfeval.proofs.claims import ScoringRule
    from perfeval.scoring.number_systems.expressions import Condition


def rows_promised(rule: ScoringRule, promise: PromiseName) -> Text | None:
    """Return of which rows a *promise* of a rule speaks; None: of every row."""
    if (limit := _limit(rule)) is not None and promise in ("monotone", "met-is-full"):
        line = percent_text(limit)
        return Text(
            f"完成率低于 {line} 的行；达到 {line} 的，由体系的超额规定（over-fulfilment）决定",
            f"rows with a completion below {line}; from {line} on the set's rule of over-fulfilment decides",
        )
    if (
        promise != "monotone"
        or not _is_open_to_targets(rule)
        or any(one.promise == promise for one in rule.indicator.intended)
    ):
        return None
    upward, downward = (against_target(rule.scorer, parse_quantity(sign)) is None for sign in ("≥1", "≤1"))
    if upward == downward:
        return None
    wants, refused = ("≥、>", "≤、<") if upward else ("≤、<", "≥、>")
    return Text(
        f"指标值为 {wants}、= 的行，以及不写方向的行；{refused} 的行不予接受",
        f"rows with a target of {wants.replace('、', ' or ')}, of =, and of no direction; those of {refused.replace('、', ' or ')} are refused",
    )


def _limit(rule: ScoringRule) -> Fraction | None:
    """Return the completion from which a rule gives less for more, because the set declares so; None where none does."""
    target = rule.indicator.target
    if target is not None and target.direction in ("at-most", "below"):
        return None  # of such a target nothing is over-fulfilled
    limits = [
        one.over_fulfilment.threshold
        for one in (rule.scorer, *scorers_within(rule.scorer))
        if isinstance(one, Ratio) and one.over_fulfilment is not None and one.over_fulfilment.effect != "full"
    ]
    return limits[0] if limits else None


def full_where_met(rule: ScoringRule) -> tuple[RowPromise, Text] | None:
    """Return that a row which meets its own target gets full points, and of which targets; None where nothing is to be said.

    Bands and points of the actual value know no target: one that asks for less than the value of full points is met below them.
    """
    assert rule.formula is not None, "only a formula promises"
    if not _is_open_to_targets(rule):
        return None
    steps = steps_of_actual(rule.scorer)
    rates = [rate for _, rate in steps]
    if len(set(rates)) == 1 or rates != sorted(rates, reverse=rates[0] > rates[-1]) or 1 not in rates:
        return None
    sign, level, condition = _where_full(rule, rises=rates[0] < rates[-1])
    said = f"{sign}{rule.wording.text(MEASURED, level)}"
    under = (TARGET_KIND.is_one_of(NUMERIC), condition) if TARGET_KIND in facts_of(rule.formula) else (condition,)
    rows = Text(
        f"指标值为 {said} 或要求更高的行；要求更低的，达到指标值不一定得满分",
        f"rows with the target {said}, or one that asks for more; one that asks for less may be met below full points",
    )
    return RowPromise(promise="met-is-full", under=under, holds=rule.formula.equals(1)), rows


def _where_full(rule: ScoringRule, *, rises: bool) -> tuple[str, Fraction, Condition]:
    """Return the sign and the number of the least target whose every row that meets it has full points, and what such a row has."""
    steps = steps_of_actual(rule.scorer)
    if rises:
        level = next(value for value, rate in steps if rate == 1)
        return "≥", level, level <= MEASURED
    if isinstance(chosen_by_a_number(rule.scorer), Interpolate):
        level = max(value for value, rate in steps if rate == 1)
        return "≤", level, level >= MEASURED
    level = next(value for value, rate in steps if rate < 1)
    return "<", level, level > MEASURED


def _is_open_to_targets(rule: ScoringRule) -> bool:
    """Whether rows bring the target themselves, and the rule reads the actual value alone."""
    return rule.indicator.target is None and bool(steps_of_actual(rule.scorer))
