"""Counter-examples in words: “执行率 95% 得 7 分，90% 得 8 分”."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.errors.language import Text
from perfeval.model.intentions import PROMISE_TITLES
from perfeval.model.numbers import is_decimal
from perfeval.model.quantities import SIGNS
from perfeval.scoring.facts import (
    ACTUAL,
    COUNTED,
    DIRECTIONS,
    MEASURED,
    POINTS,
    QUALITATIVE,
    TARGET,
    TARGET_DIRECTION,
    TARGET_KIND,
)
from perfeval.scoring.number_systems.promises import RowPromise, Sense
from perfeval.scoring.step_texts import number_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from perfeval.model.quantities import Direction, Quantity
    from perfeval.model.rounding import Rounding
    from perfeval.proofs.solving import WitnessRow
    from perfeval.scoring.number_systems.expressions import Fact, Numeric, WordFact

Known = tuple["Fact", "Fraction | str"]
_UNSAID = (POINTS, TARGET_DIRECTION, TARGET_KIND)
"""Facts that are said with others, or not at all."""
_SOME_NUMBER, _SOME_RATE = "100", "100%"
_IN_THE_TARGETS_UNIT = (ACTUAL, COUNTED, MEASURED)


@frozen(kw_only=True)
class Wording:
    """How the values of a rule's rows are written in a dossier.

    Args:
        target: The target that the set fixes; its unit is the actual value's too.
        percentages: The numbers that are written as percentages where no target says so.

    """

    target: Quantity | None = None
    percentages: tuple[Numeric, ...] = ()

    def text(self, fact: Numeric | WordFact, value: Fraction | str | None, direction: Direction | None = None) -> str:
        """Return what the officer writes of *fact*; a target with the sign of its *direction*."""
        if value is None or isinstance(value, str):
            return "?" if value is None else value
        target = self.target if self.target is not None and self.target.is_number else None
        if fact == TARGET:
            return (
                f"{'' if direction is None else SIGNS[direction]}{number_text(value)}"
                if target is None
                else target.text
            )
        if target is not None and fact in _IN_THE_TARGETS_UNIT:
            whole = target.whole if fact == MEASURED else 1
            return f"{number_text(value * whole)}{target.unit or ''}"
        return _exact_percentage(value) if fact in self.percentages else number_text(value)

    def target_of_the_kind(self, known: Mapping[Fact, Fraction | str]) -> str | None:
        """Return some target of the kind that a row needs; None where its target is told anyway, or does not matter."""
        kind = known.get(TARGET_KIND)
        if kind is None or TARGET in known or self.target is not None:
            return None
        if kind == QUALITATIVE:
            return SIGNS["qualitative"]
        return _SOME_RATE if MEASURED in self.percentages else _SOME_NUMBER


def counter_example(
    rows: Sequence[WitnessRow],
    promise: RowPromise | Sense,
    *,
    points: Decimal | None,
    rounding: Rounding | None = None,
    wording: Wording,
) -> Text:
    """Return the rows that break *promise* in one sentence, with the values as they stand in a dossier.

    Args:
        rows: One row; or two, the one with less of the fact first.
        promise: The promise.
        points: The indicator's points; None: the rate is told instead.
        rounding: How the set rounds: where that changes what is told, the sentence says that it speaks of scores before it.
        wording: How the values are written.

    """
    told = _told(rows, promise, points, wording)
    if points is None or rounding is None or all(_is_round(row.rate, points, rounding) for row in rows):
        return told
    return Text(f"取整前：{told.zh}", f"before rounding: {told.en}")


def _is_round(rate: Fraction | None, points: Decimal, rounding: Rounding) -> bool:
    return rate is None or (Fraction(points) * rate) % Fraction(rounding.quantum) == 0


def _told(rows: Sequence[WitnessRow], promise: RowPromise | Sense, points: Decimal | None, wording: Wording) -> Text:
    if isinstance(promise, Sense):
        less, more = rows
        return _of_sense(less, more, promise, points, wording)
    (row,) = rows
    found, earned = _facts_text(row.facts, wording), _earned(row.rate, points)
    claim = PROMISE_TITLES[promise.promise]
    return Text(f"{found.zh}，{earned.zh}；应当：{claim.zh}", f"{found.en}: {earned.en}; promised: {claim.en}")


def _of_sense(less: WitnessRow, more: WitnessRow, sense: Sense, points: Decimal | None, wording: Wording) -> Text:
    spoken = sense.spoken
    title, value = (sense.fact.title, sense.fact) if spoken is None else (spoken.title, spoken.value)
    told = [(wording.text(value, row.value), _earned(row.rate, points)) for row in (more, less)]
    sentence = Text(
        f"{title.zh} " + "，".join(f"{one} {earned.zh}" for one, earned in told),
        f"{title.en} " + ", ".join(f"{one} {earned.en}" for one, earned in told),
    )
    is_computed = spoken is not None and spoken.value != sense.fact
    shared = [] if is_computed else [one for one in less.facts if one in more.facts and one[0] != sense.fact]
    if not (before := _facts_text(shared, wording)).zh:
        return sentence
    return Text(f"{before.zh}，{sentence.zh}", f"{before.en}: {sentence.en}")


def _facts_text(facts: Sequence[Known], wording: Wording) -> Text:
    """Say the facts of a row, first the target, with its sign."""
    direction = _direction(dict(facts))
    told = sorted((one for one in facts if one[0] not in _UNSAID), key=lambda one: one[0] != TARGET)
    parts = [(fact.title, wording.text(fact, value, direction)) for fact, value in told]
    if (kind := wording.target_of_the_kind(dict(facts))) is not None:
        parts.insert(0, (TARGET.title, kind))
    return Text(
        "、".join(f"{title.zh} {text}" for title, text in parts),
        ", ".join(f"{title.en} {text}" for title, text in parts),
    )


def _direction(known: Mapping[Fact, Fraction | str]) -> Direction | None:
    return next((one for one in DIRECTIONS if one == known.get(TARGET_DIRECTION)), None)


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
