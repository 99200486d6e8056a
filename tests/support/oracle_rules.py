"""The rules of single rows, by fractions, for the oracle: each is written from the regulations' text and docs/formats.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

Data = dict[str, Any]

NUMBER = re.compile(r"(≥|≤|>|<|=)?(-?[0-9]+(?:\.[0-9]+)?)([^0-9]*)")
COUNTS = {"万": 10**4, "亿": 10**8}
ONE = Fraction(1)
NONE = Fraction(0)


class Unknown(Exception):  # noqa: N818 - an answer of the rules, not an error
    """The facts or the set's rules do not suffice for a rate."""


@dataclass
class Facts:
    """What a row's rule may look at: the row, its indicator, the points it has, and the money."""

    row: Data
    indicator: Data
    points: Fraction
    money: Data


@dataclass
class Number:
    """A number as forms write it, counted in the smallest unit of its kind."""

    sign: str
    value: Fraction
    worth: Fraction
    kind: str
    unit: Fraction  # what one of the written unit is worth: 万元 ten thousand, 万 before a thing is counted out; a rate has none

    @property
    def base(self) -> Fraction:
        """The value in the smallest unit."""
        return self.value * self.worth


def number(text: str | None) -> Number | None:
    """Return the number that a text is: ≥10个, 3万人, 5‰, 1万元/人; None if it is none."""
    match = NUMBER.fullmatch(text or "")
    if match is None:
        return None
    above, *below = match[3].split("/")
    worth, kind = _unit(above)
    unit = worth if kind == "元" else ONE
    for one in below:
        divisor, thing = _unit(one)
        worth, unit, kind = worth / divisor, unit / divisor, f"{kind}/{thing}"
    return Number(sign=match[1] or "", value=Fraction(match[2]), worth=worth, kind=kind, unit=unit)


def _unit(text: str) -> tuple[Fraction, str]:
    if text in ("%", "‰"):
        return Fraction(1, 100 if text == "%" else 1000), "rate"
    if text[:1] in COUNTS:
        return Fraction(COUNTS[text[0]]), text[1:]
    return ONE, text


def rate(value: object) -> Fraction:
    """Return a rate as files write it: 0.6, 60% or 2/3."""
    text = str(value)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


# --- numbers against targets --------------------------------------------------------------------------------------


def measurement(facts: Facts) -> Number:
    """Return the actual value; one that carries a comparison (不低于40台) is no measurement."""
    actual = number(facts.row.get("actual"))
    if actual is None or actual.sign not in ("", "="):
        raise Unknown
    return actual


def target_and_actual(facts: Facts) -> tuple[str, Fraction, Fraction]:
    """Return the target's sign, the target and the actual, both in one unit."""
    actual, target = measurement(facts), _target(facts)
    if target is None:
        raise Unknown
    if actual.kind == target.kind:
        return target.sign, target.base, actual.base
    if not actual.kind and target.kind != "rate":
        return target.sign, target.base, actual.value * target.worth
    raise Unknown


def _target(facts: Facts) -> Number | None:
    return number(facts.row.get("target", facts.indicator.get("target")))


def completion(rule: Data, facts: Facts) -> Fraction:
    """Return how much of its target a row reached: 完成值/指标值 (第十六条), and what the set declares for ≤ and =."""
    sign, target, actual = target_and_actual(facts)
    signs = {"at-least": "≥", "at-most": "≤", "above": ">", "below": "<", "equal": "="}
    sign = signs[rule["direction"]] if rule.get("direction") else sign
    if not sign:
        raise Unknown
    is_met = {
        "≥": actual >= target,
        ">": actual > target,
        "≤": actual <= target,
        "<": actual < target,
        "=": actual == target,
    }[sign]
    if target <= 0:
        if rule.get("zero-target") == "unscorable":
            raise Unknown
        return Fraction(is_met)
    if sign in "≤<":
        return ONE if is_met else _missed(rule.get("at-most"), target, actual)
    if sign == "=" and rule.get("equal") == "exact":
        return Fraction(is_met)
    if sign == "=" and rule.get("equal") == "deviation":
        return 1 - abs(actual - target) / target
    return actual / target


def _missed(formula: str | None, target: Fraction, actual: Fraction) -> Fraction:
    if formula == "target-over-actual":
        return target / actual
    if formula == "linear-deviation":
        return 1 - (actual - target) / target
    if formula == "zero":
        return NONE
    raise Unknown


def _ratio(rule: Data, facts: Facts) -> Fraction:
    """The gate is asked of the completion; then over-fulfilment from its threshold on; then the rest may be stretched."""
    reached = completion(rule, facts)
    gate = rate(rule["pass-gate"]) if "pass-gate" in rule else None
    if gate is not None and reached < gate:
        return NONE
    far = rule.get("over-fulfilment")
    if far and reached >= rate(far["threshold"]):
        beyond = reached - rate(far["threshold"])
        effect = far.get("effect", "full")
        return {"full": ONE, "zero": NONE, "deduct-deviation": max(rate(far.get("floor", 0)), 1 - beyond)}[effect]
    held = min(ONE, max(NONE, reached))
    return (held - gate) / (1 - gate) if gate is not None and rule.get("pass-gate-rescale") else held


def _measured(rule: Data, facts: Facts) -> Fraction:
    if rule.get("of") == "completion":
        return completion({"at-most": rule.get("at-most")}, facts)
    return _as_written(facts)


def _as_written(facts: Facts) -> Fraction:
    """Return an actual value in the target's unit, where the target is a number, else in its own; a percentage as a rate."""
    actual, target = measurement(facts), _target(facts)
    if target is None:
        has_scales = "元" in actual.kind.split("/") or actual.unit != 1
        if actual.value and has_scales:  # 6万元 and 60000元 are one amount, and nobody says which number is meant
            raise Unknown
        return actual.base / actual.unit
    return target_and_actual(facts)[2] / target.unit


def _in_bands(bands: list[Data], value: Fraction) -> Fraction:
    """The lower bound belongs to the band; below 0 counts as 0."""
    reached = [band for band in bands if rate(band["from"]) <= max(value, NONE)]
    return rate(max(reached, key=lambda band: rate(band["from"]))["rate"])


def _bands(rule: Data, facts: Facts) -> Fraction:
    return _in_bands(rule["bands"], _measured(rule, facts))


def _interpolate(rule: Data, facts: Facts) -> Fraction:
    """Straight lines between the points; outside them the nearest end counts."""
    value = _measured(rule, facts)
    points = sorted((rate(point["at"]), rate(point["rate"])) for point in rule["points"])
    if value <= points[0][0]:
        return points[0][1]
    for (left, low), (right, high) in pairwise(points):
        if value <= right:
            return low + (high - low) * (value - left) / (right - left)
    return points[-1][1]


# --- judgements ---------------------------------------------------------------------------------------------------


def _rating(rule: Data, facts: Facts) -> Fraction:
    """100-80（含）, 80-60（含）, 60-0 (第十六条): lower bounds included, upper ones only at 100 %."""
    word = facts.row.get("rating") or facts.row.get("actual")
    for tier in rule["tiers"]:
        lower, upper = rate(tier["from"]), rate(tier["to"])
        if tier["name"] != word:
            continue
        if "rating-rate" not in facts.row and lower == upper:
            return lower
        chosen = rate(facts.row.get("rating-rate", -1))
        if lower <= chosen < upper or chosen == lower == upper or (chosen == upper == 1):
            return chosen
    raise Unknown


def _checklist(rule: Data, facts: Facts) -> Fraction:  # noqa: ARG001 - as every rule
    items = facts.indicator.get("checklist", [])
    items = [{"text": item} if isinstance(item, str) else item for item in items]
    checks = facts.row.get("checks", {})
    known = {item["text"] for item in items} | {str(at) for at in range(1, len(items) + 1)}
    twice = any({str(at), item["text"]} <= set(checks) for at, item in enumerate(items, start=1))
    if not items or not checks or not set(checks) <= known or twice:
        raise Unknown
    met = [_share_met(checks.get(str(at), checks.get(item["text"], 0))) for at, item in enumerate(items, start=1)]
    shares = [Fraction(item.get("share", 1)) for item in items]
    if any(item.get("required") and not part for item, part in zip(items, met, strict=True)):
        return NONE
    return sum((share * part for share, part in zip(shares, met, strict=True)), NONE) / sum(shares)


def _share_met(value: object) -> Fraction:
    return Fraction(value) if isinstance(value, bool) else rate(value)


def _counted(facts: Facts) -> Fraction:
    """Return how many there were; a percentage counts nothing, but beside a target of its kind, as its number.

    Faults that are counted are not named besides, and there are never less than none.
    """
    actual, target = measurement(facts), _target(facts)
    if facts.row.get("deductions") or actual.value < 0:
        raise Unknown
    if actual.kind == "rate" or (target is not None and target.kind == "rate"):
        if target is None:
            raise Unknown
        return target_and_actual(facts)[2] / target.worth
    return _as_written(facts)


def _deduction(rule: Data, facts: Facts) -> Fraction:
    """Full points less what each fault costs, never below zero; of no points nothing can be taken."""
    if not facts.points:
        return ONE
    if "per" in rule:
        cost = Fraction(rule["per"]) * max(NONE, _counted(facts))
    else:
        faults = facts.row.get("deductions", {})
        actual = number(facts.row.get("actual"))
        is_nothing = actual is not None and actual.value == 0
        happened = any(Fraction(count) for count in faults.values())
        if (not faults and not is_nothing) or (happened and is_nothing):
            raise Unknown
        prices = {item["name"]: Fraction(item["points"]) for item in rule["items"]}
        if not set(faults) <= set(prices) or any(Fraction(count) < 0 for count in faults.values()):
            raise Unknown
        cost = sum((prices[name] * Fraction(count) for name, count in faults.items()), NONE)
    return max(NONE, (facts.points - cost) / facts.points)


def _yes_no(rule: Data, facts: Facts) -> Fraction:
    """直接赋分: full for a yes, nothing or a stated part for a no."""
    word = facts.row.get("actual")
    if word in rule.get("yes", ["是"]):
        return ONE
    if word in rule.get("no", ["否"]):
        return rate(rule.get("no-rate", 0))
    raise Unknown


# --- money --------------------------------------------------------------------------------------------------------


def amount(money: Data, column: str) -> Fraction:
    """Return a column of the project: the printed total if it is filled in, else its sources, else its items."""
    printed = (money.get("total") or {}).get(column)
    if printed is not None:
        return Fraction(printed)
    for kind in ("sources", "items"):
        known = [Fraction(line[column]) for line in money.get(kind, {}).values() if line.get(column) is not None]
        if known:
            return sum(known, NONE)
    raise Unknown


def _fund_rate(rule: Data, facts: Facts) -> Fraction:
    below = amount(facts.money, rule["denominator"])
    if not below:
        raise Unknown
    is_saved = rule["numerator"] == "saved"
    above = below - amount(facts.money, "spent") if is_saved else amount(facts.money, rule["numerator"])
    return _in_bands(rule["bands"], above / below) if rule.get("bands") else min(ONE, max(NONE, above / below))


# --- every rule ---------------------------------------------------------------------------------------------------


def _stated(rule: Data, facts: Facts) -> Fraction:  # noqa: ARG001 - as every rule
    """The evaluators state the score; nothing computes one."""
    raise Unknown


def _by_target(rule: Data, facts: Facts) -> Fraction:
    """A number for a target is scored by one rule, any other row by another (第十六条: 定量, 定性)."""
    target, text = _target(facts), facts.row.get("target", facts.indicator.get("target"))
    is_measured = number(facts.row.get("actual")) is not None and not facts.row.get("rating")
    if target is None and is_measured and (not text or any(sign.isdecimal() for sign in text)):
        raise Unknown  # a number was measured, and its target is lacking
    return rate_of_facts(rule["quantitative" if target is not None else "qualitative"], facts)


def rate_of_facts(rule: Data, facts: Facts) -> Fraction:
    """Return the rate that a scorer's rule, as a set's file has it, gives; :class:`Unknown` is raised if it gives none."""
    rules: dict[str, Callable[[Data, Facts], Fraction]] = {
        "ratio": _ratio,
        "bands": _bands,
        "interpolate": _interpolate,
        "rating": _rating,
        "checklist": _checklist,
        "deduction": _deduction,
        "yes-no": _yes_no,
        "fund-rate": _fund_rate,
        "stated": _stated,
        "by-target": _by_target,
    }
    return rules[rule["type"]](rule, facts)


def rate_by_table(table: Data, ratings: list[tuple[str, str, str]]) -> Fraction:
    """Return the rate of the first line whose components all have the ratings it names.

    Args:
        table: The table.
        ratings: The name, the code and the rating of each component that applies.

    """
    if not all(word for _, _, word in ratings):
        raise Unknown
    for line in table["table"]:
        if all(any(label in one[:2] and word == one[2] for one in ratings) for label, word in line["when"].items()):
            return rate(line["rate"])
    if "otherwise" in table:
        return rate(table["otherwise"])
    raise Unknown
