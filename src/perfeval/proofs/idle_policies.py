"""Policies of a set that never count: vetoes, grades, and what absences do."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from perfeval.errors.language import Text
from perfeval.model.numbers import plain
from perfeval.proofs.rounding_and_grades import GRADES
from perfeval.proofs.verdicts import Remark
from perfeval.scoring.step_texts import number_text, percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.model.absence_and_vetoes import Veto
    from perfeval.model.grades import Band
    from perfeval.model.indicator_set import IndicatorSet

_TAKE_OUT = Text("删去它", "take it out")


def remarks_of_policies(indicators: IndicatorSet) -> Iterator[Remark]:
    """Yield the vetoes, grade bands and policies of *indicators* that never count."""
    yield from _grades_without_a_total(indicators)
    for veto in indicators.vetoes:
        yield from _idle_veto(indicators, veto)
    for one in indicators.walk():
        if one.default_scorer is not None and not one.open:
            path = indicators.path(one.code)
            what = Text(
                "default-scorer：不是开放组，没有项目自设的行",
                "default-scorer: the group is not open, so no project brings rows",
            )
            yield Remark(rules=(Text(path, path),), kind="idle", what=what, mend=_TAKE_OUT)
    absence = indicators.absence
    if absence.not_applicable != "reallocate":
        for key, value, usual in (
            ("within", absence.within, "set"),
            ("stated-scores", absence.stated_scores, "refuse"),
        ):
            if value != usual:
                what = Text(f"{key}: {value}，但不涉及的分值不再分配", f"{key}: {value}, but nothing is reallocated")
                mend = Text(
                    "删去它，或写 not-applicable: reallocate", "take it out, or declare not-applicable: reallocate"
                )
                yield Remark(rules=(Text("缺失", "absence"),), kind="idle", what=what, mend=mend)


def _grades_without_a_total(indicators: IndicatorSet) -> Iterator[Remark]:
    quantum = Fraction(indicators.rounding.quantum)
    highest = indicators.grades.bands[0]
    for band in indicators.grades.bands:
        # The least total in quanta that is not below the band.
        least = -(-Fraction(band.lower) // quantum) * quantum
        if least > Fraction(band.upper) or (least == Fraction(band.upper) and band is not highest):
            span = f"[{plain(band.lower)}, {plain(band.upper)})"
            what = Text(
                f"“{band.name}”{span} 窄于取整单位 {plain(indicators.rounding.quantum)}，没有总分落入",
                f"{band.name!r} {span} is narrower than the quantum {plain(indicators.rounding.quantum)}: no total is in it",
            )
            yield Remark(rules=(GRADES,), kind="idle", what=what, mend=Text("放宽这一等次", "widen the band"))


def _idle_veto(indicators: IndicatorSet, veto: Veto) -> Iterator[Remark]:
    rule = Text(f"否决项“{veto.name}”", f"veto {veto.name!r}")
    bands, limit = indicators.grades.bands, indicators.grades.named(veto.lowers_to)
    assert limit is not None, "a set refuses a veto that lowers to no grade of its own"
    if limit is bands[0]:
        what = Text(f"降为“{limit.name}”，即最高等次", f"it lowers to {limit.name!r}, which is the highest grade")
        yield Remark(rules=(rule,), kind="idle", what=what, mend=Text("写一个更低的等次", "name a lower grade"))
        return
    if (veto.below is None) != (not veto.indicator):
        what = Text(
            "indicator 与 below 只写了一个，分数不会触发，只有档案写明时才起作用",
            "only one of indicator and below: no score triggers it, only a dossier that names it",
        )
        mend = Text("两者都写，或都不写（只由档案触发）", "declare both, or neither (the dossier alone triggers it)")
        yield Remark(rules=(rule,), kind="idle", what=what, mend=mend)
        return
    if veto.below is None:
        return
    line = percent_text(Fraction(veto.below))
    if veto.below <= 0:
        what = Text(
            f"没有低于 {line} 的得分率，只有档案写明时才起作用",
            f"no rate is below {line}: only a dossier that names it counts",
        )
        yield Remark(rules=(rule,), kind="idle", what=what, mend=Text("提高 below", "raise below"))
        return
    best = _best_when_triggered(indicators, veto, veto.below)
    if best is not None and best[1].lower <= limit.lower:
        total, grade = best
        what = Text(
            f"below {line} 不降等次：这时总分不足 {total}，本来就是“{grade.name}”或更低；只有档案写明时才起作用",
            f"below {line} lowers nothing: the total is then below {total}, {grade.name!r} or lower; only a dossier that names it counts",
        )
        mend = Text("写一个更低的等次，或提高 below", "name a lower grade, or raise below")
        yield Remark(rules=(rule,), kind="idle", what=what, mend=mend)
        return
    stronger = next((one for one in indicators.vetoes if _covers(indicators, one, veto)), None)
    if stronger is not None:
        what = Text(
            f"below {line} 时，否决项“{stronger.name}”已经同样降等次；只有档案写明时才起作用",
            f"where it is below {line}, veto {stronger.name!r} lowers as far: only a dossier that names it counts",
        )
        mend = Text("写一个更低的等次，或删去 below", "name a lower grade, or take below out")
        yield Remark(rules=(rule,), kind="idle", what=what, mend=mend)


def _covers(indicators: IndicatorSet, one: Veto, other: Veto) -> bool:
    """Whether *one* is triggered wherever a score triggers *other*, and lowers as far; of two that are alike, the first covers."""
    if one is other or one.below is None or other.below is None or not one.indicator:
        return False
    if indicators.find(one.indicator).code != indicators.find(other.indicator).code:
        return False
    bands = indicators.grades.bands
    depths = [bands.index(band) for band in (indicators.grades.named(veto.lowers_to) for veto in (one, other)) if band]
    if one.below == other.below and depths[0] == depths[1]:
        return indicators.vetoes.index(one) < indicators.vetoes.index(other)
    return one.below >= other.below and depths[0] >= depths[1]


def _best_when_triggered(indicators: IndicatorSet, veto: Veto, below: Decimal) -> tuple[str, Band] | None:
    """Return the bound that totals stay below when a low rate triggers *veto*, and the highest grade below it."""
    points = indicators.find(veto.indicator).points
    if points is None or below > 1:
        return None
    bound = Fraction(indicators.full_marks) - Fraction(points) * (1 - Fraction(below))
    grade = next((band for band in indicators.grades.bands if Fraction(band.lower) < bound), None)
    return None if grade is None else (number_text(bound), grade)
