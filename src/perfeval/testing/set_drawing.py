"""Drawn indicator sets: complete as they stand, or left open for a dossier to fill; whatever a set may declare is drawn."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hypothesis import strategies as st

from perfeval.model.absence_and_vetoes import AbsencePolicy, Veto
from perfeval.model.grades import Band, GradeScale
from perfeval.model.hierarchy import ChecklistItem, Indicator
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.numbers import decimal_of, decimal_places, units_of
from perfeval.model.quantities import parse_quantity
from perfeval.model.rounding import Rounding
from perfeval.scoring.aggregators import WeakestLink
from perfeval.scoring.scorers.rating_tiers import Rating
from perfeval.testing.choosing import BOOLEANS, between, pick, seldom
from perfeval.testing.scorer_drawing import SINGLE_RATES, computing_scorers, lookup_tables, scorers

QUANTA = (Decimal("0.01"), Decimal("0.01"), Decimal("0.1"), Decimal("0.25"), Decimal("0.5"), Decimal(1), Decimal(2))
FULL_MARKS = (100, 100, 100, 10, 60, 120, 1000)

_WORDS = ("决策", "过程", "产出", "效益", "数量", "质量", "时效", "成本", "受理量（件/年）", "效益/影响")
names: st.SearchStrategy[str] = st.sampled_from([*_WORDS, *(f"{one}{other}" for one in _WORDS[:4] for other in _WORDS)])
"""Names of indicators; they may repeat, as they do on forms, and hold a ``/``."""

_TARGETS = tuple(parse_quantity(text) for text in ("≥10个", "≤5万元", "=100%", ">3次", "<8人", "定性"))


@st.composite
def parts_of(draw: st.DrawFn, whole: int, count: int) -> list[int]:
    """Draw *count* positive integers that add up to *whole*, which is at least *count*."""
    parts = []
    for left in range(count - 1, 0, -1):
        part = draw(between(1, whole - left))
        parts.append(part)
        whole -= part
    return [*parts, whole]


@st.composite
def grade_scales(draw: st.DrawFn, *, full_marks: int = 100) -> GradeScale:
    """Draw bands that partition [0, full marks]."""
    cuts = sorted(draw(st.sets(st.integers(1, full_marks * 4 - 1), min_size=1, max_size=4)))
    bounds = [Decimal(0), *(Decimal(cut) / 4 for cut in cuts), Decimal(full_marks)]
    pairs = pairwise(bounds)
    return GradeScale(tuple(Band(name=f"等{i}", lower=low, upper=high) for i, (low, high) in enumerate(pairs)))


@st.composite
def _leaves(draw: st.DrawFn, code: str, value: Decimal | None, *, is_component: bool = False) -> Indicator:
    second = ChecklistItem(text="合规", share=2, required=draw(BOOLEANS))
    target = pick(draw, _TARGETS) if seldom(draw, 8) else None
    return Indicator(
        code=code,
        name=draw(names),
        points=value,
        scorer=draw(computing_scorers() if is_component else scorers()),
        checklist=(ChecklistItem(text="有依据"), second),
        target=target,
    )


@st.composite
def _combined(draw: st.DrawFn, code: str, value: Decimal | None, *, depth: int = 1) -> Indicator:
    """Draw an indicator that combines the rates of two components, one of which may itself combine some."""
    if draw(BOOLEANS):
        rating = Rating(tiers=SINGLE_RATES)
        pair = tuple(
            Indicator(code=f"{code}.{number}", name=name, scorer=rating) for number, name in ((1, "甲"), (2, "乙/丙"))
        )
        table = draw(lookup_tables(tuple(one.name if draw(BOOLEANS) else one.code for one in pair)))
        return Indicator(code=code, name=draw(names), points=value, aggregator=table, children=pair)
    children = [draw(_leaves(f"{code}.{number}", None, is_component=True)) for number in (1, 2)]
    if depth and seldom(draw, 3):
        children[1] = draw(_combined(f"{code}.2", None, depth=0))
    return Indicator(code=code, name=draw(names), points=value, aggregator=WeakestLink(), children=tuple(children))


@st.composite
def _indicators(draw: st.DrawFn, code: str, points: int, quantum: Decimal, depth: int) -> Indicator:
    """Draw an indicator of so many quanta, with children that add up to it or leave room for a dossier's own."""
    places = decimal_places(quantum)
    whole = decimal_of(points * units_of(quantum, places), places)
    kind = pick(draw, ["leaf", "leaf", "combined", "group", "group", "open"])
    value = None if seldom(draw, 3) else whole
    if kind == "combined":
        return draw(_combined(code, value))
    if kind == "leaf" or depth == 0 or points == 1:
        return draw(_leaves(code, value))
    if kind == "open":
        left = pick(draw, [0, points // 2])
        children = (draw(_indicators(f"{code}.1", left, quantum, depth - 1)),) if left else ()
        default = None if seldom(draw, 4) else draw(scorers())
        return Indicator(
            code=code, name=draw(names), points=value, children=children, open=True, default_scorer=default
        )
    parts = draw(parts_of(points, draw(between(1, min(3, points)))))
    inner = tuple(
        draw(_indicators(f"{code}.{number}", part, quantum, depth - 1)) for number, part in enumerate(parts, start=1)
    )
    if seldom(draw, 3):
        inner = (*inner, draw(_leaves(f"{code}.0", None)))  # no points are left for it: 不涉及, or a row of 0 points
    return Indicator(code=code, name=draw(names), points=pick(draw, [whole, None]), children=inner)


@st.composite
def _vetoes(draw: st.DrawFn, codes: list[str], grades: GradeScale) -> tuple[Veto, ...]:
    return tuple(
        Veto(
            code=f"V{number}",
            name="否决事项",
            lowers_to=pick(draw, [band.name for band in grades.bands]),
            indicator=pick(draw, ["", *codes]),
            below=pick(draw, [None, Decimal("0.6"), Decimal("0.8"), Decimal(1)]),
        )
        for number in range(pick(draw, [0, 1, 2]))
    )


absence_policies: st.SearchStrategy[AbsencePolicy] = st.builds(
    AbsencePolicy,
    not_applicable=st.sampled_from(["exclude", "exclude", "reallocate", "reallocate", "full-marks"]),
    within=st.sampled_from(["set", "group"]),
    stated_scores=st.sampled_from(["refuse", "scale"]),
)
"""Everything a set may say of rows without an actual value."""


@st.composite
def indicator_sets(draw: st.DrawFn, *, depth: int = 3) -> IndicatorSet:
    """Draw an indicator set that adds up: some points, and the rows of open groups, are left to the dossier.

    Args:
        draw: Given by hypothesis.
        depth: The most levels there may be.

    """
    quantum, full = pick(draw, QUANTA), pick(draw, FULL_MARKS)
    quanta = int(Decimal(full) / quantum)
    parts = draw(parts_of(quanta, draw(between(1, min(4, quanta)))))
    tops = tuple(
        draw(_indicators(letter, part, quantum, depth - 1)) for letter, part in zip("ABCD", parts, strict=False)
    )
    grades = draw(grade_scales(full_marks=full))
    return IndicatorSet(
        id="test.set",
        title="测试指标体系",
        indicators=tops,
        full_marks=full,
        rounding=Rounding(quantum=quantum, mode=pick(draw, ["half-up", "half-even", "down", "up"])),
        grades=grades,
        absence=draw(absence_policies),
        vetoes=draw(_vetoes([one.code for top in tops for one in top.walk()], grades)),
    )
