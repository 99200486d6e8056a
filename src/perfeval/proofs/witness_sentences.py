"""Counter-examples in words: “执行率 95% 得 7 分，90% 得 8 分”."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from perfeval.errors.language import Text
from perfeval.model.intentions import PROMISE_TITLES
from perfeval.model.numbers import is_decimal
from perfeval.model.quantities import SIGNS
from perfeval.scoring.facts import DIRECTIONS, POINTS, TARGET, TARGET_DIRECTION, TARGET_KIND
from perfeval.scoring.number_systems.promises import RowPromise, Sense
from perfeval.scoring.step_texts import number_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from perfeval.model.quantities import Direction
    from perfeval.model.rounding import Rounding
    from perfeval.proofs.solving import WitnessRow
    from perfeval.scoring.number_systems.expressions import Fact

Known = tuple["Fact", "Fraction | str"]
_UNSAID = (POINTS, TARGET_DIRECTION, TARGET_KIND)
"""Facts that are said with others, or not at all."""


def counter_example(
    rows: Sequence[WitnessRow],
    promise: RowPromise | Sense,
    *,
    points: Decimal | None,
    rounding: Rounding | None = None,
) -> Text:
    """Return the rows that break *promise* in one sentence.

    Args:
        rows: One row; or two, the one with less of the fact first.
        promise: The promise.
        points: The indicator's points; None: the rate is told instead.
        rounding: How the set rounds: where that changes what is told, the sentence says that it speaks of scores before it.

    """
    told = _told(rows, promise, points)
    if points is None or rounding is None or all(_is_round(row.rate, points, rounding) for row in rows):
        return told
    return Text(f"取整前：{told.zh}", f"before rounding: {told.en}")


def _is_round(rate: Fraction | None, points: Decimal, rounding: Rounding) -> bool:
    return rate is None or (Fraction(points) * rate) % Fraction(rounding.quantum) == 0


def _told(rows: Sequence[WitnessRow], promise: RowPromise | Sense, points: Decimal | None) -> Text:
    if isinstance(promise, Sense):
        less, more = rows
        return _of_sense(less, more, promise, points)
    (row,) = rows
    found, earned = _facts_text(row.facts), _earned(row.rate, points)
    claim = PROMISE_TITLES[promise.promise]
    return Text(f"{found.zh}，{earned.zh}；应当：{claim.zh}", f"{found.en}: {earned.en}; promised: {claim.en}")


def _of_sense(less: WitnessRow, more: WitnessRow, sense: Sense, points: Decimal | None) -> Text:
    spoken = sense.spoken
    title = sense.fact.title if spoken is None else spoken.title
    show = _exact_percentage if spoken is not None and spoken.is_rate else number_text
    told = [(_value_text(row.value, show), _earned(row.rate, points)) for row in (more, less)]
    sentence = Text(
        f"{title.zh} " + "，".join(f"{value} {earned.zh}" for value, earned in told),
        f"{title.en} " + ", ".join(f"{value} {earned.en}" for value, earned in told),
    )
    shared = [] if spoken is not None else [one for one in less.facts if one in more.facts and one[0] != sense.fact]
    if not (before := _facts_text(shared)).zh:
        return sentence
    return Text(f"{before.zh}，{sentence.zh}", f"{before.en}: {sentence.en}")


def _facts_text(facts: Sequence[Known]) -> Text:
    """Say the facts of a row, a target with its sign."""
    known = dict(facts)
    parts = []
    for fact, value in facts:
        if fact in _UNSAID:
            continue
        text = number_text(value) if isinstance(value, Fraction) else value
        direction = _direction(known)
        if fact == TARGET and direction is not None:
            text = f"{SIGNS[direction]}{text}"
        parts.append((fact.title, text))
    return Text(
        "、".join(f"{title.zh} {text}" for title, text in parts),
        ", ".join(f"{title.en} {text}" for title, text in parts),
    )


def _direction(known: Mapping[Fact, Fraction | str]) -> Direction | None:
    return next((one for one in DIRECTIONS if one == known.get(TARGET_DIRECTION)), None)


def _value_text(value: Fraction | str | None, show: Callable[[Fraction], str]) -> str:
    if isinstance(value, Fraction):
        return show(value)
    return "?" if value is None else value


def _exact_percentage(rate: Fraction) -> str:
    """Print a rate as a percentage, or as a quotient where it has no end: a cut digit may lie in another band."""
    return f"{number_text(rate * 100)}%" if is_decimal(rate.denominator) else str(rate)


def _earned(rate: Fraction | None, points: Decimal | None) -> Text:
    if rate is None:
        return Text("得分率不是分数", "gets a rate that is no fraction")
    if points is None:
        percent = _exact_percentage(rate)
        return Text(f"得分率 {percent}", f"gets the rate {percent}")
    score = number_text(Fraction(points) * rate)
    return Text(f"得 {score} 分", f"gets {score} points")
