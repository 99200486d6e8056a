"""The strategies draw what exists: each kind of set, row and value turns up among a fixed number of examples."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_draws import drawer

from perfeval import Evaluation, IndicatorSet, Registry, evaluate
from perfeval.model.dossier import Absence
from perfeval.model.hierarchy import Indicator
from perfeval.model.units import factor_between
from perfeval.scoring.kinds import AGGREGATORS, SCORERS
from perfeval.testing import check_evaluation, dossiers_for, evaluations, indicator_sets, scorers
from perfeval.testing.fact_drawing import rows_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.model.dossier import Row
    from perfeval.scoring.protocols import Scorer

REGISTRY = Registry.discover()
SCORERS_DRAWN, EVALUATIONS_DRAWN = 1000, 300
LEAST = 2  # how often each kind turns up at least: once could be luck


def scorer_kinds(scorer: Scorer) -> Iterator[str]:
    """Yield what is drawn of a scorer: its kind, and the values of the parameters that change a rule."""
    yield f"scorer {scorer.kind}"
    for name in ("equal", "at_most", "zero_target", "of", "numerator", "denominator", "direction"):
        if hasattr(scorer, name):
            yield f"{scorer.kind} {name} {getattr(scorer, name)}"
    if (far := getattr(scorer, "over_fulfilment", None)) is not None:
        yield f"over-fulfilment {far.effect}"
    if getattr(scorer, "pass_gate", None) is not None:
        yield f"gate rescaled {scorer.pass_gate_rescale}"  # type: ignore[attr-defined]
    for part in ("quantitative", "qualitative"):
        if hasattr(scorer, part):
            yield from (f"by-target {one}" for one in scorer_kinds(getattr(scorer, part)))


def set_kinds(indicators: IndicatorSet) -> Iterator[str]:
    """Yield what is drawn of a set."""
    yield f"full marks {'100' if indicators.full_marks == 100 else 'other'}"
    yield f"rounding {indicators.rounding.mode}"
    yield f"quantum {'one' if indicators.rounding.quantum == 1 else 'more' if indicators.rounding.quantum > 1 else 'less'}"
    for veto in indicators.vetoes:
        yield f"veto {'with' if veto.below is not None else 'without'} below, {'with' if veto.indicator else 'without'} indicator"
    for one in indicators.walk():
        if one.scorer is not None:
            yield f"scorer {one.scorer.kind}"
        yield "open group" if one.open else "closed"
        yield "slash in a name" if "/" in one.name else "plain name"
        if one.open:
            yield f"open group {'with' if one.children else 'without'} children"
            yield f"default scorer {getattr(one.default_scorer, 'kind', None)}"
        if one.aggregator is not None:
            yield f"aggregator {one.aggregator.kind}"
            if any(child.aggregator is not None for child in one.children):
                yield "aggregator below an aggregator"
        if one.points is None:
            yield "unset points"
        if one.target is not None:
            yield "target of the set"


def row_kinds(row: Row) -> Iterator[str]:
    """Yield what is drawn of a row."""
    if row.scorer is not None:
        yield "own scorer"
    if row.code:
        yield "own code"
    target, actual = row.target, row.actual
    if target is None or actual is None or target.value is None:
        return
    yield f"target {target.direction}"
    yield f"target {'zero' if not target.value else 'negative' if target.value < 0 else 'positive'}"
    if actual.value is None:
        return
    factor = factor_between(actual.unit, target.unit)
    yield f"units {'other' if factor is None else 'one' if factor == 1 else 'converted'}"
    if factor is not None and target.value > 0:
        reached = Fraction(actual.value * factor) / Fraction(target.value)
        yield f"reached {'more' if reached > 1 else 'just' if reached == 1 else 'less'}"


def absence_kinds(evaluation: Evaluation) -> Iterator[str]:
    """Yield what is drawn of absences: where, and under which policy."""
    policy = evaluation.base.absence
    leaves = {leaf.code for leaf in evaluation.leaves}
    others = [row for code, row in evaluation.rows_by_code.items() if code not in leaves]
    for where, rows in (("leaf", evaluation.rows), ("component or group", others)):
        for row in rows:
            if row.absence is Absence.NOT_APPLICABLE:
                yield f"not-applicable {where} {policy.not_applicable} within {policy.within}"
            elif row.absence is not None:
                yield f"{row.absence.value} {where}"
    gone = any(row.absence is Absence.NOT_APPLICABLE for row in evaluation.rows)
    if gone and policy.not_applicable == "reallocate":
        yield f"reallocation {policy.stated_scores}"
        if policy.stated_scores == "scale" and any(row.score for row in evaluation.rows):
            yield "scaled stated score"


def leaf_kinds(leaf: Indicator, row: Row, computed: int | None, evaluation: Evaluation) -> Iterator[str]:
    """Yield what is drawn of a leaf: stated scores, and values on rounding points."""
    rounding = evaluation.base.rounding
    quantum = Fraction(rounding.quantum)
    if row.score is not None:
        yield f"stated {'beside a computed score' if computed is not None else 'alone'}"
        yield f"stated {'in quanta' if not Fraction(row.score) % quantum else 'finer than quanta'}"
    if row.absence is None and leaf.scorer is not None:
        rate = leaf.scorer.rate(leaf, row, evaluation.dossier.funds)  # type: ignore[attr-defined]
        if isinstance(rate, tuple) and Fraction(leaf.points or 0) * Fraction(*rate) / quantum % 1 == Fraction(1, 2):
            yield f"at half a quantum {rounding.mode}"


def kinds_drawn(evaluation: Evaluation) -> Iterator[str]:
    """Yield what is drawn of an evaluation, its set and its dossier."""
    yield from set_kinds(evaluation.base)
    yield from absence_kinds(evaluation)
    known = {one.code for one in evaluation.base.walk()}
    for leaf, row, computed in zip(evaluation.leaves, evaluation.rows, evaluation.computed, strict=True):
        yield from row_kinds(row)
        yield from leaf_kinds(leaf, row, computed, evaluation)
        if leaf.code not in known:
            yield f"own row {'with' if '/' in leaf.name else 'without'} slash"
    if evaluation.grade != evaluation.grade_before_vetoes:
        yield "grade lowered"
    if evaluation.vetoes and not evaluation.dossier.vetoes:
        yield "veto by a low rate"
    if evaluation.dossier.vetoes:
        yield "veto by the dossier"


KINDS_OF_SCORERS = {
    *(f"scorer {kind.kind}" for kind in SCORERS),
    *(f"ratio equal {one}" for one in ("at-least", "exact", "deviation")),
    *(f"by-target ratio equal {one}" for one in ("at-least", "exact", "deviation")),
    *(f"ratio at_most {one}" for one in ("target-over-actual", "linear-deviation", "zero", None)),
    *(f"ratio zero_target {one}" for one in ("full-if-met", "unscorable")),
    *(f"ratio direction {one}" for one in ("at-least", "at-most", "above", "below", "equal", None)),
    *(f"{kind} of {one}" for kind in ("bands", "interpolate") for one in ("actual", "completion")),
    *(f"over-fulfilment {one}" for one in ("full", "deduct-deviation", "zero")),
    *(f"gate rescaled {one}" for one in (True, False)),
    *(
        f"by-target scorer {one}"
        for one in ("ratio", "bands", "interpolate", "rating", "checklist", "yes-no", "stated")
    ),
    *(f"fund-rate numerator {one}" for one in ("initial", "adjusted", "arrived", "spent", "saved")),
    *(f"fund-rate denominator {one}" for one in ("initial", "adjusted", "arrived")),
}

KINDS = {
    *(f"aggregator {kind.kind}" for kind in AGGREGATORS),
    "aggregator below an aggregator",
    *(f"scorer {kind.kind}" for kind in SCORERS),
    "full marks 100",
    "full marks other",
    *(f"rounding {one}" for one in ("half-up", "half-even", "down", "up")),
    *(f"quantum {one}" for one in ("one", "more", "less")),
    *(f"veto {one} below, {other} indicator" for one in ("with", "without") for other in ("with", "without")),
    "veto by a low rate",
    "veto by the dossier",
    "grade lowered",
    *(f"open group {one} children" for one in ("with", "without")),
    "default scorer None",
    "default scorer by-target",
    "slash in a name",
    *(f"own row {one} slash" for one in ("with", "without")),
    "own scorer",
    "own code",
    "unset points",
    "target of the set",
    *(f"target {one}" for one in ("at-least", "at-most", "above", "below", "equal", None)),
    *(f"target {one}" for one in ("zero", "negative", "positive")),
    *(f"units {one}" for one in ("one", "other", "converted")),
    *(f"reached {one}" for one in ("more", "just", "less")),
    *(f"{one} {where}" for one in ("missing", "unverifiable") for where in ("leaf", "component or group")),
    *(
        f"not-applicable leaf {effect} within {within}"
        for effect in ("exclude", "reallocate", "full-marks")
        for within in ("set", "group")
    ),
    *(f"reallocation {one}" for one in ("refuse", "scale")),
    "scaled stated score",
    *(f"stated {one}" for one in ("alone", "beside a computed score", "in quanta", "finer than quanta")),
    *(f"at half a quantum {one}" for one in ("half-up", "half-even", "down", "up")),
}


@pytest.fixture(scope="module")
def counted() -> Counter[str]:
    """Count in how many of the examples each kind is drawn; the same examples every time."""
    counts: Counter[str] = Counter()

    for scorer in map(drawer(scorers()), range(SCORERS_DRAWN)):
        counts.update(f"drawn {kind}" for kind in set(scorer_kinds(scorer)))
    for evaluation in map(drawer(evaluations()), range(EVALUATIONS_DRAWN)):
        counts.update(set(kinds_drawn(evaluation)))
    return counts


@pytest.mark.parametrize("kind", sorted(KINDS | {f"drawn {kind}" for kind in KINDS_OF_SCORERS}))
def test_every_kind_is_drawn(kind: str, counted: Counter[str]) -> None:
    """None is lost in silence when a strategy changes."""
    assert counted[kind] >= LEAST


@pytest.mark.parametrize("set_id", REGISTRY.set_ids)
@settings(max_examples=10)
@given(data=st.data())
def test_dossiers_fit_every_registered_set(set_id: str, data: st.DataObject) -> None:
    """What is drawn for a set can be scored by it and keeps the promises."""
    indicators = REGISTRY.indicator_set(set_id)
    check_evaluation(evaluate(data.draw(dossiers_for(indicators)), indicators=indicators))


def test_a_set_that_no_dossier_completes_is_named() -> None:
    """Points that are all set and do not make full marks have no room; the message says where."""
    short = IndicatorSet(
        id="short",
        title="示例",
        indicators=(
            Indicator(code="A", name="甲", points=40, scorer=None),
            Indicator(code="B", name="乙", children=(Indicator(code="B1", name="子", points=10),)),
        ),
    )

    @settings(max_examples=1, database=None)
    @given(dossiers_for(short))
    def draw(dossier: object) -> None:
        raise AssertionError(dossier)

    with pytest.raises(ValueError, match="short cannot be made to add up"):
        draw()


@given(scorers(), st.data())
def test_rows_have_what_a_scorer_reads(scorer: Scorer, data: st.DataObject) -> None:
    """A row of a kind holds the keys that its formula's facts say; a stated one a score."""
    leaf = Indicator(code="A", name="甲", points=Decimal(10), scorer=scorer)
    row = data.draw(rows_for(leaf))
    if scorer.kind == "stated":
        assert row.score is not None
    elif scorer.kind == "ratio":
        assert row.target is not None
        assert row.actual is not None
    elif scorer.kind == "rating":
        assert row.rating or row.actual


@given(indicator_sets())
def test_sets_are_drawn_whole(indicators: IndicatorSet) -> None:
    """A drawn set reads back from its own file's data: nothing in it is only of this process."""
    assert indicators.to_dict()["indicators"]
    assert [one.code for one in indicators.walk()] == list(dict.fromkeys(one.code for one in indicators.walk()))
