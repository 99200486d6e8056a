"""Drawn dossiers: they fit any set, for what the set leaves open is filled up, and what gives no rate is stated."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen
from hypothesis import strategies as st

from perfeval.errors import ScoringError
from perfeval.model.dossier import Absence, Dossier, Project, Row
from perfeval.model.hierarchy import Indicator
from perfeval.model.numbers import decimal_of, decimal_places, units_of
from perfeval.scoring.binding import bind
from perfeval.scoring.compiled import compiled
from perfeval.scoring.engine import rate_of, rate_of_component
from perfeval.scoring.protocols import Unscorable
from perfeval.scoring.reallocation import largest_remainder
from perfeval.scoring.scorers.stated import Stated
from perfeval.testing.choosing import BOOLEANS, between, pick, seldom, up_to
from perfeval.testing.fact_drawing import funds, odd_funds, rows_for, scores_up_to
from perfeval.testing.scorer_drawing import scorers
from perfeval.testing.set_drawing import parts_of

if TYPE_CHECKING:
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.scoring.binding import Binding

# No indicator of a set is called so.
_OWN_NAMES = ("自带甲", "自带受理量（件/年）", "自带乙/丙")
# Of what takes unset points, some take none.
_WEIGHTS = (0, 0, 1, 2)
_NO_EVIDENCE = (Absence.MISSING, Absence.UNVERIFIABLE)


@frozen(kw_only=True, eq=False)
class _Filling:
    """One set that is filled in: how its points are counted, and whether rows may be absent."""

    indicators: IndicatorSet
    absences: bool

    @property
    def quantum(self) -> Decimal:
        return self.indicators.rounding.quantum

    def points(self, quanta: int) -> Decimal:
        places = decimal_places(self.quantum)
        return decimal_of(quanta * units_of(self.quantum, places), places)

    def quanta(self, points: Decimal) -> int:
        return int(Fraction(points) / Fraction(self.quantum))


@st.composite
def dossiers_for(draw: st.DrawFn, indicators: IndicatorSet, *, absences: bool = True) -> Dossier:
    """Draw a dossier that fits *indicators*, whatever set it is, and can be scored as it is drawn.

    Rows have what their scorers read; where that gives no rate the evaluators state the score, as they do elsewhere by
    chance. Open groups get rows of the project's own, unset points are filled up.

    Args:
        draw: Given by hypothesis.
        indicators: A set whose points add up, or can be made to.
        absences: Whether rows may be missing, unverifiable or not applicable.

    Raises:
        ValueError: If no dossier can make the points add up.

    """
    filling = _Filling(indicators=indicators, absences=absences)
    rows = draw(_level(filling, indicators.indicators, filling.quanta(indicators.full_marks), None))
    dossier = Dossier(
        id="test",
        indicators=indicators.id,
        year=2023,
        project=Project(name="测试项目"),
        funds=draw(odd_funds() if draw(BOOLEANS) else funds()),
        rows=tuple(rows),
        vetoes=tuple(one.code for one in indicators.vetoes if seldom(draw, 4)),
    )
    bound = bind(compiled(indicators), dossier)
    changed = draw(_judged(bound, draw(_not_applicable(bound)) if absences else frozenset()))
    final = [changed.pop(row.address, row) for row in rows]
    return _decided(dossier.replace(rows=tuple(draw(st.permutations([*final, *changed.values()])))), indicators)


def _decided(dossier: Dossier, indicators: IndicatorSet) -> Dossier:
    """Return a dossier that itself names each veto upon a component that has no rate."""
    whole = compiled(indicators)
    watched = [one for one in indicators.vetoes if one.indicator and one.below is not None]
    components = [(one.code, whole.book.find(one.indicator).code) for one in watched]
    components = [(veto, code) for veto, code in components if code in whole.components and veto not in dossier.vetoes]
    if not components:
        return dossier
    bound, open_ones = bind(whole, dossier), []
    for veto, code in components:
        try:
            rate_of_component(bound, code)
        except ScoringError:
            open_ones.append(veto)
    return dossier.replace(vetoes=(*dossier.vetoes, *open_ones))


# --- points and rows, group by group ------------------------------------------------------------------------------


def _least(filling: _Filling, one: Indicator) -> tuple[int, bool]:
    """Return how many quanta an indicator has at least, and whether it may have more."""
    if one.points is not None:
        return filling.quanta(one.points), False
    if one.is_leaf:
        return 0, True
    below = [_least(filling, child) for child in one.children]
    return sum(least for least, _ in below), one.open or any(is_free for _, is_free in below)


@st.composite
def _level(
    draw: st.DrawFn, filling: _Filling, level: tuple[Indicator, ...], quanta: int, group: Indicator | None
) -> list[Row]:
    """Draw the rows of indicators that have so many quanta together, and of an open group's own."""
    parts = [_least(filling, one) for one in level]
    shares = [least for least, _ in parts]
    takers = [at for at, (_, is_free) in enumerate(parts) if is_free]
    is_open = group is not None and group.open
    left = quanta - sum(shares)
    weights = [pick(draw, _WEIGHTS) for _ in (*takers, *([group] if is_open else []))]
    if left < 0 or (left and not weights):
        message = f"the points of {group.code if group else filling.indicators.id} cannot be made to add up"
        raise ValueError(message)
    given = largest_remainder(left, weights if any(weights) else [1] * len(weights)) if weights else []
    for at, more in zip(takers, given, strict=False):
        shares[at] += more
    rows = [row for one, share in zip(level, shares, strict=True) for row in draw(_node(filling, one, share))]
    if group is not None and is_open:
        rows += draw(_own_rows(filling, group, given[-1]))
    return rows


@st.composite
def _node(draw: st.DrawFn, filling: _Filling, one: Indicator, quanta: int) -> list[Row]:
    if not one.is_leaf:
        return draw(_level(filling, one.children, quanta, one))
    points = filling.points(quanta)
    leaf = one.replace(points=points)
    given = points if one.points is None or seldom(draw, 6) else None
    row = draw(_maybe_absent(filling, draw(rows_for(leaf, quantum=filling.quantum)))) if not one.children else None
    if row is None:
        row = draw(_maybe_absent(filling, Row(address=one.code)))
    address = draw(_addresses(filling, one))
    return [row.replace(address=address, points=given), *draw(_components(filling, leaf))]


@st.composite
def _components(draw: st.DrawFn, filling: _Filling, holder: Indicator) -> list[Row]:
    """Draw the rows of components; one may have none, which leaves its group without a rate."""
    rows: list[Row] = []
    for child in holder.children:
        one = child.replace(points=holder.points)
        row = Row(address=one.code) if one.children else draw(rows_for(one, quantum=filling.quantum))
        chance = draw(up_to(15))
        if filling.absences and chance < len(Absence):
            row = Row(address=one.code, absence=tuple(Absence)[chance])
        if chance != len(Absence):
            rows.append(row.replace(address=draw(_addresses(filling, child)), score=None))
        rows += draw(_components(filling, one))
    return rows


@st.composite
def _own_rows(draw: st.DrawFn, filling: _Filling, group: Indicator, quanta: int) -> list[Row]:
    """Draw rows of the project's own below an open group; an empty one may say that it does not apply."""
    above = draw(_addresses(filling, group))
    if not quanta:
        says_so = filling.absences and not group.children and draw(BOOLEANS)
        return [Row(address=above, absence=Absence.NOT_APPLICABLE)] if says_so else []
    parts = draw(parts_of(quanta, draw(between(1, min(quanta, len(_OWN_NAMES))))))
    rows = []
    for name, part in zip(draw(st.permutations(_OWN_NAMES)), parts, strict=False):
        scorer = draw(scorers()) if seldom(draw, 4) else None
        leaf = Indicator(
            code=name, name=name, points=filling.points(part), scorer=scorer or group.default_scorer or Stated()
        )
        row = draw(_maybe_absent(filling, draw(rows_for(leaf, quantum=filling.quantum))))
        code = f"{group.code}-{name[2:3]}" if seldom(draw, 6) else ""
        rows.append(row.replace(address=f"{above}/{name}", code=code, points=leaf.points, scorer=scorer))
    return rows


@st.composite
def _maybe_absent(draw: st.DrawFn, filling: _Filling, row: Row) -> Row:
    if not filling.absences or draw(up_to(9)):
        return row
    return row.replace(
        actual=None, rating=None, rating_rate=None, checks=(), deductions=(), absence=pick(draw, _NO_EVIDENCE)
    )


@st.composite
def _addresses(draw: st.DrawFn, filling: _Filling, one: Indicator) -> str:
    """Draw how a row names an indicator: by its code, or by its path where that names no other."""
    book = filling.indicators.book
    path = book.path(one.code)
    return path if draw(BOOLEANS) and book.plainly(path) is not None else one.code


# --- what the evaluators say --------------------------------------------------------------------------------------


@st.composite
def _not_applicable(draw: st.DrawFn, bound: Binding) -> frozenset[int]:
    """Draw the positions of rows that do not apply, as far as the set's policy allows it."""
    policy = bound.compiled.base.absence
    chosen = [at for at, points in enumerate(bound.points) if seldom(draw, 5 if points else 2)]
    if policy.not_applicable == "full-marks":
        return frozenset(chosen)
    gone = {at for at in chosen if not bound.points[at]}
    if policy.not_applicable == "exclude":
        return frozenset(gone)
    lacking = _lacking(bound)
    for pool in sorted(set(_pools(bound))):
        here = [at for at, one in enumerate(_pools(bound)) if one == pool and bound.points[at]]
        takers = [at for at in here if at not in chosen]
        if takers and (policy.stated_scores == "scale" or not lacking.intersection(takers)):
            gone.update(at for at in here if at in chosen)
    return frozenset(gone)


@st.composite
def _judged(draw: st.DrawFn, bound: Binding, gone: frozenset[int]) -> dict[str, Row]:
    """Draw the rows that do not apply, and those whose score the evaluators state, by address."""
    lacking, pools, base = _lacking(bound), _pools(bound), bound.compiled.base
    moved = {pools[at] for at in gone if bound.points[at]} if base.absence.not_applicable == "reallocate" else set()
    changed: dict[str, Row] = {}
    addresses = {row.address for row in bound.dossier.rows}
    for at, (leaf, row) in enumerate(zip(bound.leaves, bound.rows, strict=True)):
        address = row.address if row.address in addresses else leaf.code
        may = base.absence.stated_scores == "scale" or pools[at] not in moved
        if at in gone:
            changed[address] = Row(
                address=address,
                code=row.code,
                points=row.points,
                scorer=row.scorer,
                target=row.target,
                absence=Absence.NOT_APPLICABLE,
            )
        elif at in lacking or (may and row.score is None and seldom(draw, 8)):
            points = leaf.indicator.points or Decimal(0)
            changed[address] = row.replace(address=address, score=draw(scores_up_to(points, base.rounding.quantum)))
        elif row.score is not None and not may:
            changed[address] = row.replace(score=None)
    return changed


def _lacking(bound: Binding) -> frozenset[int]:
    """Return the positions of leaves that must have a stated score, for nothing computes one."""
    return frozenset(
        at
        for at, (leaf, row) in enumerate(zip(bound.leaves, bound.rows, strict=True))
        if bound.points[at] and isinstance(rate_of(leaf, row, bound), Unscorable)
    )


def _pools(bound: Binding) -> list[str]:
    within_group = bound.compiled.base.absence.within == "group"
    return [leaf.home if within_group else "" for leaf in bound.leaves]
