"""The promises of the design, each a property on generated sets, overlays and dossiers."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from perfeval import Dossier, Evaluation, IndicatorSet, Overlay, Row, apply_overlay, diff, dump, evaluate, explain
from perfeval.codec.loading import parse
from perfeval.errors import DossierError, ScoringError
from perfeval.model.absence_and_vetoes import NotApplicableEffect, Veto
from perfeval.model.dossier import Absence
from perfeval.model.funds import COLUMNS, FundLine, Funds
from perfeval.model.hierarchy import ChecklistItem, Indicator
from perfeval.model.quantities import format_quantity
from perfeval.model.rounding import Rounding
from perfeval.scoring.protocols import Unscorable
from perfeval.scoring.reallocation import largest_remainder
from perfeval.scoring.scorers.bands import band_of
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.scoring.scorers.ratio import Ratio
from perfeval.testing import check_evaluation, dossiers_for, evaluations, indicator_sets, overlays_of
from perfeval.testing import scorers as any_scorer
from perfeval.testing.fact_drawing import funds as funds_tables
from perfeval.testing.fact_drawing import rows_for
from perfeval.testing.scorer_drawing import amounts, rising_bands
from perfeval.testing.set_drawing import grade_scales


def with_unit(table: Funds, unit: str, factor: int) -> Funds:
    """Return the same money in another unit, each amount multiplied by *factor*."""

    def line(one: FundLine) -> FundLine:
        amounts = {column: one.amount(column) for column in COLUMNS}
        return one.with_amounts(
            {column: None if amount is None else amount * factor for column, amount in amounts.items()}
        )

    return Funds(unit=unit, sources=tuple(line(one) for one in table.sources))


@st.composite
def cases(draw: st.DrawFn) -> tuple[IndicatorSet, Dossier]:
    """Draw a set and a dossier that fits it."""
    indicators = draw(indicator_sets())
    return indicators, draw(dossiers_for(indicators))


def scores_by_code(evaluation: Evaluation) -> dict[str, int]:
    """Return the score of each leaf."""
    return {leaf.code: score for leaf, score in zip(evaluation.leaves, evaluation.scores, strict=True)}


@given(evaluations())
def test_every_evaluation_keeps_its_promises(evaluation: Evaluation) -> None:
    """Bounded, additive at every level, points conserved, one grade, deductions that sum to the points lost."""
    check_evaluation(evaluation)


@given(cases(), st.randoms())
def test_order_of_rows_is_irrelevant(case: tuple[IndicatorSet, Dossier], source: object) -> None:
    """Shuffled rows give the same scores."""
    indicators, dossier = case
    rows = list(dossier.rows)
    source.shuffle(rows)  # type: ignore[attr-defined]
    first, second = (
        evaluate(dossier, indicators=indicators),
        evaluate(dossier.replace(rows=tuple(rows)), indicators=indicators),
    )
    assert (first.total, first.grade) == (second.total, second.grade)
    assert scores_by_code(first) == scores_by_code(second)


@given(cases())
def test_order_of_siblings_is_irrelevant(case: tuple[IndicatorSet, Dossier]) -> None:
    """Turned round at every level, the set gives the same total and grade, and each code the same score."""
    indicators, dossier = case

    def turned(level: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
        return tuple(one.replace(children=turned(one.children)) for one in reversed(level))

    first = evaluate(dossier, indicators=indicators)
    second = evaluate(dossier, indicators=indicators.replace(indicators=turned(indicators.indicators)))
    assert (first.total, first.grade) == (second.total, second.grade)
    assert scores_by_code(first) == scores_by_code(second)


@given(cases(), st.data())
def test_missing_evidence_never_helps(case: tuple[IndicatorSet, Dossier], data: st.DataObject) -> None:
    """Any row's facts replaced by missing or unverifiable, a component's too: neither total nor grade is higher."""
    indicators, dossier = case
    rows = [row for row in dossier.rows if row.absence is not Absence.NOT_APPLICABLE]
    if not rows:
        return
    row = data.draw(st.sampled_from(rows))
    kept = {name: getattr(row, name) for name in ("address", "code", "points", "scorer", "target", "score")}
    gone = Row(absence=data.draw(st.sampled_from([Absence.MISSING, Absence.UNVERIFIABLE])), **kept)
    others = tuple(other for other in dossier.rows if other is not row)
    before, after = (evaluate(dossier.replace(rows=(*others, one)), indicators=indicators) for one in (row, gone))
    assert after.total <= before.total
    assert after.grade.lower <= before.grade.lower


@given(indicator_sets().flatmap(lambda one: st.tuples(st.just(one), dossiers_for(one, absences=False))))
def test_stated_scores_count_and_computed_ones_stand_beside_them(case: tuple[IndicatorSet, Dossier]) -> None:
    """The official score is the stated one where there is one; what is computed does not change with it."""
    indicators, dossier = case
    evaluation = evaluate(dossier, indicators=indicators)
    for row, score, computed in zip(evaluation.rows, evaluation.scores, evaluation.computed, strict=True):
        if row.score is not None:
            assert score * evaluation.unit == row.score
        else:
            assert score == computed


@given(funds_tables(), st.sampled_from([1, 10_000]))
def test_the_unit_of_money_is_irrelevant(table: object, factor: int) -> None:
    """元 or 万元: every fund rate is the same ratio."""
    scorer = FundRate(numerator="spent", denominator="adjusted")
    indicator, row = Indicator(code="A", name="执行率", points=10), Row(address="A")
    first = scorer.rate(indicator, row, table)  # type: ignore[arg-type]
    second = scorer.rate(indicator, row, with_unit(table, "元", factor))  # type: ignore[arg-type]
    assert Fraction(*first) == Fraction(*second)  # type: ignore[misc]


@given(amounts, amounts, amounts, st.sampled_from([None, "60%"]))
def test_more_is_never_worse_where_more_is_wanted(
    target: Decimal, low: Decimal, more: Decimal, gate: str | None
) -> None:
    """A ratio of the ≥ kind rises with the actual, with or without a pass gate."""
    scorer = Ratio(pass_gate=gate, pass_gate_rescale=gate is not None)  # type: ignore[arg-type]
    aim = format_quantity(direction="at-least", value=target, unit="个")
    rates = []
    for actual in (low, low + more):
        row = Row(address="A", target=aim, actual=format_quantity(direction=None, value=actual, unit="个"))
        rates.append(Fraction(*scorer.rate(Indicator(code="A", name="A"), row, None)))  # type: ignore[arg-type, misc]
    assert rates[0] <= rates[1]


@given(amounts, amounts, amounts, st.sampled_from(["target-over-actual", "linear-deviation", "zero"]))
def test_more_is_never_better_where_less_is_wanted(target: Decimal, low: Decimal, more: Decimal, formula: str) -> None:
    """A ratio of the ≤ kind falls with the actual, by every formula."""
    scorer = Ratio(at_most=formula)  # type: ignore[arg-type]
    aim = format_quantity(direction="at-most", value=target, unit="元")
    rates = []
    for actual in (low, low + more):
        row = Row(address="A", target=aim, actual=format_quantity(direction=None, value=actual, unit="元"))
        rates.append(Fraction(*scorer.rate(Indicator(code="A", name="A"), row, None)))  # type: ignore[arg-type, misc]
    assert rates[0] >= rates[1]


@given(any_scorer(), st.data())
def test_every_scorer_gives_a_rate_and_tells_how(scorer: object, data: st.DataObject) -> None:
    """A rate in [0, 1] and the steps to it in both languages, or why there is none, which the steps say too."""
    checklist = (ChecklistItem(text="有依据"), ChecklistItem(text="合规"))
    leaf = Indicator(code="A", name="甲", points=10, scorer=scorer, checklist=checklist)  # type: ignore[arg-type]
    row, money = data.draw(rows_for(leaf)), data.draw(funds_tables())
    rate = scorer.rate(leaf, row, money)  # type: ignore[attr-defined]
    steps = scorer.steps(leaf, row, money)  # type: ignore[attr-defined]
    if isinstance(rate, Unscorable):
        assert row.score is not None or rate.reason in steps
        return
    assert 0 <= rate[0] <= rate[1]
    assert steps
    assert all(step.zh and step.en for step in steps)


@given(rising_bands(), amounts, amounts)
def test_rising_bands_never_fall(bands: tuple[object, ...], low: Decimal, more: Decimal) -> None:
    """A higher value is in the same band or a better one."""
    first, second = band_of(bands, Fraction(low)), band_of(bands, Fraction(low + more))  # type: ignore[arg-type]
    assert first.rate <= second.rate


@given(grade_scales(), st.integers(0, 10_000))
def test_every_score_has_exactly_one_grade(scale: object, hundredths: int) -> None:
    """One band holds it; a score on a bound is in the band above."""
    total = Decimal(hundredths) / 100
    band = scale.grade(total)  # type: ignore[attr-defined]
    assert band.lower <= total
    assert total < band.upper or total == scale.full_marks  # type: ignore[attr-defined]
    for one in scale.bands:  # type: ignore[attr-defined]
        assert scale.grade(one.lower) == one  # type: ignore[attr-defined]


@given(cases())
def test_values_read_back_from_their_own_yaml(case: tuple[IndicatorSet, Dossier]) -> None:
    """load(dump(x)) == x, for sets and dossiers."""
    for value in case:
        assert parse(dump(value)) == value


@given(indicator_sets().flatmap(lambda base: st.tuples(st.just(base), overlays_of(base))))
def test_overlays_read_back_and_apply(case: tuple[IndicatorSet, Overlay]) -> None:
    """An overlay reads back equal; the difference it makes is found again by diff."""
    base, overlay = case
    assert parse(dump(overlay)) == overlay
    target = apply_overlay(overlay, base=base)
    again = apply_overlay(diff(base, target), base=base)
    assert again.replace(layers=()) == target.replace(layers=())


@given(indicator_sets(), indicator_sets())
def test_the_difference_of_any_two_sets_makes_one_of_the_other(first: IndicatorSet, second: IndicatorSet) -> None:
    """overlay∘diff reproduces its target, however little the two share."""
    second = second.replace(id="test.other")
    overrides = diff(first, second)
    assert apply_overlay(overrides, base=first).replace(layers=()) == second
    assert parse(dump(overrides)) == overrides


@given(indicator_sets())
def test_an_empty_overlay_is_identity(base: IndicatorSet) -> None:
    """It changes nothing but the id it is known by."""
    same = apply_overlay(Overlay(id="other", base=base.id), base=base)
    assert same.replace(id=base.id, layers=()) == base
    assert diff(base, base).operations == ()


@given(cases())
def test_equal_values_have_equal_fingerprints(case: tuple[IndicatorSet, Dossier]) -> None:
    """Values built twice agree; a changed set does not."""
    indicators, dossier = case
    again = parse(dump(indicators))
    assert again.fingerprint == indicators.fingerprint  # type: ignore[union-attr]
    assert (
        evaluate(dossier, indicators=indicators).fingerprint
        == evaluate(evolve(dossier), indicators=indicators).fingerprint
    )
    assert indicators.replace(title="另一套").fingerprint != indicators.fingerprint


def test_fingerprints_are_the_same_in_every_process() -> None:
    """Whatever the hash seed."""
    program = "from perfeval import Registry; print(Registry.of().indicator_set('cn.mof.2020-10.self').fingerprint)"
    prints = {
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(prints) == 1


@given(st.integers(0, 10_000), st.lists(st.integers(1, 1000), min_size=1, max_size=30))
def test_reallocation_conserves_points(amount: int, weights: list[int]) -> None:
    """The shares add up, and none is further than one from its exact part."""
    shares = largest_remainder(amount, weights)
    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(amount * weight, sum(weights))) < 1


@given(indicator_sets(), st.sampled_from(["exclude", "reallocate", "full-marks"]), st.data())
def test_rows_that_do_not_apply_leave_full_marks(
    indicators: IndicatorSet, effect: NotApplicableEffect, data: st.DataObject
) -> None:
    """Under every policy the points make full marks, to the quantum; such a row has none, or gets all of its own."""
    indicators = indicators.replace(absence=evolve(indicators.absence, not_applicable=effect))
    evaluation = evaluate(data.draw(dossiers_for(indicators)), indicators=indicators)
    assert sum(evaluation.points) * evaluation.unit == indicators.full_marks
    for row, points, score in zip(evaluation.rows, evaluation.points, evaluation.scores, strict=True):
        if row.absence is Absence.NOT_APPLICABLE:
            assert score == points
            assert effect == "full-marks" or not points


@given(cases(), st.data())
def test_rows_left_out_never_leave_less_than_full_marks(
    case: tuple[IndicatorSet, Dossier], data: st.DataObject
) -> None:
    """Whichever rows a dossier lacks, an open group's too: it is refused, or its points make full marks."""
    indicators, dossier = case
    kept = tuple(row for row in dossier.rows if data.draw(st.booleans()))
    try:
        evaluation = evaluate(dossier.replace(rows=kept), indicators=indicators)
    except (DossierError, ScoringError):
        return
    assert sum(evaluation.points) * evaluation.unit == indicators.full_marks


@given(cases())
def test_a_veto_only_lowers(case: tuple[IndicatorSet, Dossier]) -> None:
    """Whatever it names, the grade is not raised and the total stays."""
    indicators, dossier = case
    for band in indicators.grades.bands:
        vetoed = indicators.replace(vetoes=(Veto(code="V", name="否决", lowers_to=band.name),))
        plain = evaluate(dossier.replace(vetoes=()), indicators=indicators.replace(vetoes=()))
        after = evaluate(dossier.replace(vetoes=("V",)), indicators=vetoed)
        assert after.total == plain.total
        assert after.grade == min(plain.grade, band, key=lambda one: one.lower)


@given(st.integers(0, 10**6), st.integers(1, 10**4), st.sampled_from([Decimal("0.01"), Decimal("0.5"), Decimal(1)]))
def test_exact_halves_go_up_always(numerator: int, denominator: int, quantum: Decimal) -> None:
    """Half-up is floor(x + 1/2), exactly."""
    rounded = Rounding(quantum=quantum).round(numerator, denominator)
    exact = Fraction(numerator, denominator) + Fraction(1, 2)
    assert rounded == exact.numerator // exact.denominator


@given(evaluations())
def test_explanations_tell_every_leaf_once(evaluation: Evaluation) -> None:
    """One explanation a leaf, in order, each with a step or a stated score."""
    explained = explain(evaluation)
    assert [one.code for one in explained] == [leaf.code for leaf in evaluation.leaves]
    assert all(one.speak("zh") and one.speak("en") for one in explained)
