"""An evaluation: its tree of nodes, found by address, each with what it got; and what changes its fingerprint."""

from __future__ import annotations

from decimal import Decimal

import pytest
from told_issues import issues_of

from perfeval import Dossier, Evaluation, IndicatorSet, Rounding, Row, evaluate
from perfeval.model.dossier import Absence, Project
from perfeval.model.hierarchy import Indicator
from perfeval.model.quantities import parse_quantity
from perfeval.scoring.aggregators import WeakestLink
from perfeval.scoring.scorers.ratio import Ratio

SET = IndicatorSet(
    id="demo",
    title="示例",
    indicators=(
        Indicator(
            code="A",
            name="产出",
            points=60,
            open=True,
            default_scorer=Ratio(),
            children=(Indicator(code="A1", name="数量", points=30), Indicator(code="A2", name="质量")),
        ),
        Indicator(
            code="W",
            name="短板",
            points=40,
            aggregator=WeakestLink(),
            children=(Indicator(code="W1", name="甲", scorer=Ratio()), Indicator(code="W2", name="乙", scorer=Ratio())),
        ),
        Indicator(code="E", name="其他", open=True),
    ),
)
ROWS = (
    Row(address="A1", score="22.5", reason="天气"),
    Row(address="A2", points=10, score=10),
    Row(address="A/件数", points=20, target=parse_quantity("≥4件"), actual=parse_quantity("3件"), score=14),
    Row(address="W1", target=parse_quantity("≥2个"), actual=parse_quantity("1个")),
    Row(address="短板/乙", absence=Absence.MISSING),
    Row(address="E", absence=Absence.NOT_APPLICABLE),
)
DOSSIER = Dossier(id="x", indicators="demo", year=2024, project=Project(name="示例"), rows=ROWS)


def scored(dossier: Dossier = DOSSIER) -> Evaluation:
    """Score the dossier."""
    return evaluate(dossier, indicators=SET)


def test_nodes_stand_in_the_order_of_the_form() -> None:
    """Parents first; a project's own row behind what the set has in its group; levels and paths count from 1."""
    evaluation = scored()
    own = evaluation.node("A/件数").code
    assert [node.code for node in evaluation.nodes] == ["A", "A1", "A2", own, "W", "W1", "W2", "E"]
    assert [node.level for node in evaluation.nodes] == [1, 2, 2, 2, 1, 2, 2, 1]
    assert [node.path for node in evaluation.nodes[:4]] == ["产出", "产出/数量", "产出/质量", "产出/件数"]
    assert [node.path for node in evaluation.nodes[4:]] == ["短板", "短板/甲", "短板/乙", "其他"]
    assert [node.code for node in evaluation.leaf_nodes] == ["A1", "A2", own, "W"]
    assert [node.is_leaf for node in evaluation.nodes] == [False, True, True, True, True, True, True, False]


@pytest.mark.parametrize(
    ("address", "points", "score", "computed", "stated", "lost"),
    [
        ("A", "60", "46.5", None, None, "13.5"),
        ("A1", "30", "22.5", None, "22.5", "7.5"),
        ("A/件数", "20", "14", "15", "14", "6"),
        ("短板", "40", "0", "0", None, "40"),
        ("W1", None, None, None, None, "0"),
        ("E", "0", "0", None, None, "0"),
    ],
)
def test_a_node_says_what_it_got(  # noqa: PLR0913, PLR0917 - a line of the form
    address: str, points: str | None, score: str | None, computed: str | None, stated: str | None, lost: str
) -> None:
    """Points, official score, what is computed and what is stated; a component has no points of its own."""
    node = scored().node(address)
    found = (node.points, node.score, node.computed, node.stated, node.lost)
    assert found == tuple(None if one is None else Decimal(one) for one in (points, score, computed, stated, lost))


def test_a_node_shows_its_row() -> None:
    """Targets and actual values as they were written, or why there is none; a group that is not empty has no row."""
    evaluation = scored()
    own = evaluation.node("A/件数")
    assert (own.target_text, own.actual_text, own.name) == ("≥4件", "3件", "件数")
    assert (evaluation.node("W2").target_text, evaluation.node("W2").actual_text) == ("", "缺失")
    assert (evaluation.node("E").actual_text, evaluation.node("A").actual_text, evaluation.node("A").target_text) == (
        "不涉及",
        "",
        "",
    )
    assert evaluation.node("A").row is None
    assert [one.row.address for one in evaluation.node("W").children if one.row] == ["W1", "短板/乙"]


def test_the_whole_says_total_and_grade() -> None:
    """In points; what is lost is full marks less the total."""
    evaluation = scored()
    assert (evaluation.total, evaluation.full_marks, evaluation.lost) == (Decimal("46.5"), 100, Decimal("53.5"))
    assert (evaluation.grade.name, evaluation.grade_before_vetoes.name) == ("差", "差")
    assert [evaluation.in_points(units) for units in evaluation.scores] == [Decimal("22.5"), 10, 14, 0]


def test_scores_in_whole_points_need_no_places() -> None:
    """A copy with changes is checked as any value is, and may have none."""
    whole = IndicatorSet(
        id="demo", title="示例", rounding=Rounding(quantum=1), indicators=(Indicator(code="A", name="甲", points=100),)
    )
    rows = (Row(address="A", score=90),)
    evaluation = evaluate(
        Dossier(indicators="demo", year=2024, project=Project(name="示例"), rows=rows), indicators=whole
    )
    assert (evaluation.places, evaluation.replace(scores=(80,)).places) == (0, 0)
    assert evaluation.replace(scores=(80,)).scores == (80,)


def test_the_complete_set_has_what_the_dossier_brings() -> None:
    """Own indicators, filled points and the sums of groups; it is a set of its own."""
    complete = scored().indicators
    assert [one.points for one in complete.walk()] == [60, 30, 10, 20, 40, None, None, 0]
    assert complete.find("产出/件数").scorer == Ratio()
    assert complete.find("W").aggregator == WeakestLink()


def test_each_leaf_has_its_path() -> None:
    """In the order of the form, beside its scores."""
    evaluation = scored()
    assert evaluation.paths == ("产出/数量", "产出/质量", "产出/件数", "短板")
    assert len(evaluation.paths) == len(evaluation.scores) == len(evaluation.leaves)


def test_an_unknown_node_is_told_with_a_near_one() -> None:
    """As the set's own addresses are."""
    (issue,) = issues_of(lambda: scored().node("产出/数最"))
    assert (issue.code, issue.values) == ("path-unknown", {"path": "产出/数最"})
    assert "产出/数量" in str(issue.hint)


@pytest.mark.parametrize(
    ("change", "is_other"),
    [
        ({}, False),
        ({"id": "another name"}, False),
        ({"rows": tuple(reversed(ROWS))}, False),
        ({"year": 2023}, True),
        ({"remarks": "改进"}, True),
        ({"rows": (ROWS[0].replace(score=22), *ROWS[1:])}, True),
        ({"rows": (ROWS[0].replace(reason="疫情"), *ROWS[1:])}, True),
    ],
)
def test_a_fingerprint_is_that_of_rules_facts_and_scores(change: dict[str, object], *, is_other: bool) -> None:
    """Not of the file's name nor of the order of its rows."""
    assert (scored(DOSSIER.replace(**change)).fingerprint != scored().fingerprint) is is_other


def test_a_fingerprint_is_the_same_however_addresses_are_spelled() -> None:
    """By code, by path, or mixed: a row of the set, a component, an empty group and a project's own; another name is another fact."""
    spelled = ("产出/数量", "产出/A2", "产出/件数", "W/甲", "W2", "其他")
    rows = tuple(row.replace(address=address) for row, address in zip(ROWS, spelled, strict=True))
    assert scored(DOSSIER.replace(rows=rows)).fingerprint == scored().fingerprint
    coded = [row.replace(code="A9") if row.address == "A/件数" else row for row in ROWS]
    renamed = [row.replace(address="A/个数") if row.code == "A9" else row for row in coded]
    found = [scored(DOSSIER.replace(rows=each)).fingerprint for each in (coded, renamed)]
    assert found[0] != found[1]


def test_a_fingerprint_changes_with_the_result() -> None:
    """With any score, the total, the grade or the rules."""
    evaluation = scored()
    others = [
        evaluation.replace(scores=(*evaluation.scores[:-1], 1)),
        evaluation.replace(total_units=1),
        evaluation.replace(grade=SET.grades.bands[0]),
        evaluation.replace(base=SET.replace(title="另一套")),
    ]
    prints = {one.fingerprint for one in (evaluation, *others)}
    assert len(prints) == 5
    assert all(len(one) == 64 for one in prints)
