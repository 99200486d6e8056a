"""What the model learns ahead of its scoring: panels, corrections, scores by assessor, stages; in files, in schemas, never in a score."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from perfeval import (
    Dossier,
    DossierError,
    IndicatorSet,
    IndicatorSetError,
    PerfEvalError,
    Project,
    Row,
    ScoringError,
    apply_overlay,
    diff,
    dump,
    evaluate,
)
from perfeval.codec.loading import parse
from perfeval.codec.schema import schema_of
from perfeval.model.hierarchy import Indicator
from perfeval.model.panels_and_corrections import Correction, Panel
from perfeval.scoring.scorers.stated import Stated

LEAF = Indicator(code="A", name="甲", points=100, scorer=Stated())
PLAIN = IndicatorSet(id="s", title="例", indicators=(LEAF,))
panels = st.one_of(
    st.builds(
        Panel, method=st.sampled_from(["none", "mean", "median", "majority"]), least=st.none() | st.integers(1, 9)
    ),
    st.builds(Panel, method=st.just("trimmed-mean"), least=st.integers(3, 9)),
)
factors = st.decimals(min_value="0.01", max_value=2, places=2)
corrections = st.lists(
    st.builds(Correction, code=st.text("ABC", min_size=1, max_size=3), name=st.just("难度系数"), factor=factors),
    max_size=3,
    unique_by=lambda one: one.code,
)
scores = st.dictionaries(st.sampled_from(["甲", "乙", "丙"]), st.decimals(0, 100, places=1), max_size=3)


def dossier(**changes: object) -> Dossier:
    """Return a dossier of the plain set, with one row."""
    row = Row(address="甲", **{"score": 90, **changes})  # type: ignore[arg-type]
    return Dossier(indicators="s", year=2024, project=Project(name="例"), rows=(row,))


@given(panel=panels, declared=corrections)
def test_a_set_with_panel_and_corrections_reads_back(panel: Panel, declared: list[Correction]) -> None:
    """load(dump(x)) == x, the schema accepts it, and an overlay brings both or takes them away."""
    indicators = PLAIN.replace(panel=panel, corrections=declared)
    assert parse(dump(indicators)) == indicators
    assert parse(dump(diff(PLAIN, indicators))) == diff(PLAIN, indicators)
    assert not list(Draft202012Validator(schema_of("indicator-set")).iter_errors(yaml.safe_load(dump(indicators))))
    for base, target in ((PLAIN, indicators), (indicators, PLAIN)):
        again = apply_overlay(parse(dump(diff(base, target))), base=base)  # type: ignore[arg-type]
        assert (again.panel, again.corrections) == (target.panel, target.corrections)


@given(stage=st.sampled_from(["goal", "monitoring", "evaluation"]), given_scores=scores)
def test_a_dossier_with_stage_and_assessors_reads_back(stage: str, given_scores: dict[str, object]) -> None:
    """load(dump(x)) == x, and the schema accepts it."""
    one = dossier(assessor_scores=given_scores).replace(stage=stage)
    assert parse(dump(one)) == one
    assert not list(Draft202012Validator(schema_of("dossier")).iter_errors(yaml.safe_load(dump(one))))


@given(panel=panels, declared=corrections)
def test_what_is_not_scored_yet_is_refused(panel: Panel, declared: list[Correction]) -> None:
    """A set that declares either is not scored, and says which; the plain set scores as ever."""
    indicators = PLAIN.replace(panel=panel, corrections=declared)
    expected = ["panel"] * (panel.method != "none") + ["corrections"] * bool(declared)
    if not expected:
        assert evaluate(dossier(), indicators=indicators).total == 90
        return
    with pytest.raises(ScoringError) as caught:
        evaluate(dossier(), indicators=indicators)
    assert [(issue.code, issue.location.place) for issue in caught.value.issues] == [
        ("not-scored-yet", place) for place in expected
    ]


def test_scores_by_assessor_alone_are_not_a_score() -> None:
    """The stated score counts; without it nothing is guessed; a score above the points, or below 0, is refused."""
    assert evaluate(dossier(assessor_scores={"甲": 10}), indicators=PLAIN).total == 90
    with pytest.raises(ScoringError, match="not-scored-yet"):
        evaluate(dossier(score=None, assessor_scores={"甲": 10, "乙": 20}), indicators=PLAIN)
    with pytest.raises(DossierError, match="score-above-points"):
        evaluate(dossier(assessor_scores={"甲": 101}), indicators=PLAIN)
    with pytest.raises(DossierError, match="score-negative"):
        dossier(assessor_scores={"甲": -1})


def test_a_correction_has_its_code_once() -> None:
    """Two corrections of one code are refused, at the second."""
    twice = Correction(code="C", name="难度系数", factor="105%")
    with pytest.raises(IndicatorSetError) as caught:
        PLAIN.replace(corrections=(twice, twice))
    assert [(issue.code, issue.location.place) for issue in caught.value.issues] == [
        ("duplicate-code", "corrections/1/code")
    ]


def test_a_dossier_of_another_set_is_refused() -> None:
    """With a code of its own, and both ids."""
    with pytest.raises(DossierError) as caught:
        evaluate(dossier().replace(indicators="other"), indicators=PLAIN)
    (issue,) = caught.value.issues
    assert issue.code == "dossier-set"
    assert issue.values == {"dossier": "other", "set": "s"}


@pytest.mark.parametrize(
    ("asked", "is_right"), [("s", True), ("s@2023", True), ("s@2022", False), ("other@2023", False)]
)
def test_a_dossier_may_ask_for_a_version(asked: str, is_right: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """The version that it names is the set's, or it is refused with both names."""
    versioned = PLAIN.replace(version="2023")
    if is_right:
        assert evaluate(dossier().replace(indicators=asked), indicators=versioned).total == 90
        return
    with pytest.raises(DossierError) as caught:
        evaluate(dossier().replace(indicators=asked), indicators=versioned)
    assert [issue.values for issue in caught.value.issues] == [{"dossier": asked, "set": "s@2023"}]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("panel: {method: trimmed-mean}", 4),
        ("panel: {method: average}", 4),
        ("corrections: [{code: C, name: 系数, factor: 0}]", 4),
        ("vetoes: [{code: V, name: 例, lowers-to: 差, below: 150%}]", 4),
    ],
)
def test_files_tell_the_line(text: str, line: int) -> None:
    """What a value refuses when it is made is told with the line of the file."""
    with pytest.raises(PerfEvalError) as caught:
        parse(f"format: 1\nindicator-set: s\ntitle: 例\n{text}\n")
    assert [issue.location.line for issue in caught.value.issues] == [line]
