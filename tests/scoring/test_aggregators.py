"""Components below aggregators: found by any address, absent, vetoed, looked up; each fault that was once seen among them."""

from __future__ import annotations

import pytest
from small_sets import TABLE, WEAKEST, codes, scored, set_of

from perfeval import (
    DossierError,
    FormatError,
    ScoringError,
    explain,
)
from perfeval.scoring.aggregators import WeakestLink
from perfeval.scoring.protocols import Unscorable

NESTED = """\
  - code: G
    name: 质量
    aggregator: {type: weakest-link}
    children:
      - {code: G1, name: 甲, scorer: {type: deduction, per: 5}}
      - {code: G2, name: 乙, aggregator: {type: weakest-link}, children: [{code: G3, name: 丙, scorer: {type: deduction, per: 5}}]}
  - {code: H, name: 其他, points: 40, scorer: {type: ratio}}
"""
WATCHED = "vetoes: [{code: V1, name: 否决, indicator: 质量/甲, below: 60%, lowers-to: 差}]\n"
NAMED_ALIKE = TABLE.replace("G1, name: 甲", "X1, name: 甲").replace("G2, name: 乙", "甲, name: 乙")


@pytest.mark.parametrize("first", ["质量/甲", "质量/G1", "G/甲", "G/G1", "G1"])
@pytest.mark.parametrize("second", ["质量/乙", "G/乙", "G2"])
def test_a_component_is_found_by_names_codes_and_mixtures(first: str, second: str) -> None:
    """Every way to write the address of a component gives the same score, notes and explanation."""
    evaluation = scored(set_of(TABLE), f"  {first}: {{rating: 高}}\n  {second}: {{rating: 低}}\n")
    assert evaluation.total == 60
    assert [node.row.rating for node in evaluation.node("G").children if node.row] == ["高", "低"]
    assert "甲=高" in explain(evaluation)[0].speak("zh")


def test_a_missing_component_leaves_nothing() -> None:
    """Missing evidence never raises a score: not the table's otherwise, but nothing."""
    assert scored(set_of(TABLE), "  质量/甲: {rating: 高}\n  质量/乙: missing\n").total == 0
    assert scored(set_of(TABLE), "  质量/甲: {rating: 高}\n  质量/乙: unverifiable\n").total == 0


def test_a_component_without_a_row_cannot_be_scored() -> None:
    """What nobody filled in is named, not guessed."""
    with pytest.raises(ScoringError) as caught:
        scored(set_of(TABLE), "  质量/甲: {rating: 高}\n")
    assert codes(caught.value) == ["facts-insufficient"]
    assert "乙" in caught.value.render("zh")


def test_a_component_that_does_not_apply_is_left_out() -> None:
    """The weakest of those that apply counts; if none applies, the group cannot be scored."""
    rows = "  质量/甲: not-applicable\n  质量/乙: {deductions: {迟报: 1}}\n"
    assert scored(set_of(WEAKEST), rows).total == 75
    with pytest.raises(ScoringError):
        scored(set_of(WEAKEST), "  质量/甲: not-applicable\n  质量/乙: not-applicable\n")


def test_a_deduction_below_an_aggregator_takes_off_the_groups_points() -> None:
    """Two faults of 25 leave half of the group's 100, which is the weakest link."""
    rows = "  质量/甲: {target: ≥10个, actual: 9个}\n  质量/乙: {deductions: {迟报: 2}}\n"
    assert scored(set_of(WEAKEST), rows).total == 50


@pytest.mark.parametrize("component", ["甲", "乙/丙"])
def test_components_have_the_points_that_the_dossier_gives_the_group(component: str) -> None:
    """Two faults of five leave 50 of the 60 points that the group has in this dossier, at any depth."""
    other = {"甲": "乙/丙", "乙/丙": "甲"}[component]
    rows = f"  质量: {{points: 60}}\n  质量/{component}: {{actual: 2}}\n  质量/{other}: {{actual: 0}}\n"
    rows += "  其他: {target: ≥1, actual: 1}\n"
    assert scored(set_of(NESTED), rows).total == 90


def test_components_have_the_points_that_reallocation_gives_the_group() -> None:
    """With the other row's 40 points the group has 100, of which two faults of five leave 90."""
    head = "absence: {not-applicable: reallocate}\n"
    indicators = set_of(NESTED.replace("name: 质量\n", "name: 质量\n    points: 60\n"), head)
    rows = "  质量/甲: {actual: 2}\n  质量/乙/丙: {actual: 0}\n  其他: not-applicable\n"
    assert scored(indicators, rows).total == 90


@pytest.mark.parametrize(("address", "total"), [("G1", "差"), ("质量/甲", "差"), ("G2", "良")])
def test_a_veto_looks_at_a_component(address: str, total: str) -> None:
    """甲 reaches half, so a veto on it is triggered; one on 乙, which reached all, is not."""
    head = f"vetoes:\n  - {{code: V, name: 虚报, lowers-to: 差, indicator: {address}, below: 60%}}\n"
    grades = "grades: [{name: 良, from: 10, to: 100}, {name: 差, from: 0, to: 10}]\n"
    rows = "  质量/甲: {target: ≥10个, actual: 5个}\n  质量/乙: {deductions: {迟报: 0}}\n"
    assert scored(set_of(WEAKEST, head + grades), rows).grade.name == total


@pytest.mark.parametrize(
    ("indicators", "code"),
    [
        (WEAKEST.replace("points: 100\n", "points: 100\n    open: true\n"), "components-unknown"),
        (WEAKEST[: WEAKEST.index("    children:")], "components-unknown"),
        (WEAKEST.replace("{type: ratio}", "{type: stated}"), "component-unscored"),
        (WEAKEST.replace(", scorer: {type: ratio}", ""), "component-unscored"),
        (
            TABLE.replace(
                "name: 甲, scorer: {",
                "name: 甲, aggregator: {type: weakest-link}, children: [{code: G3, name: 丙, scorer: {",
            ).replace("from: 0, to: 0}]}}", "from: 0, to: 0}]}}]}", 1),
            "component-unscored",
        ),
    ],
)
def test_a_group_that_could_never_be_scored_is_refused(indicators: str, code: str) -> None:
    """Where components are unknown, or nothing computes one, the set says so before any dossier is filled in."""
    with pytest.raises(FormatError) as caught:
        set_of(indicators)
    assert code in codes(caught.value)


def test_a_component_explains_itself() -> None:
    """By any address: its steps and its reason; the group's reason is its components' where it has none of its own."""
    rows = "  质量/甲: {target: ≥10个, actual: 5个, reason: 天气原因}\n  质量/乙: {deductions: {迟报: 0}}\n"
    evaluation = scored(set_of(WEAKEST), rows)
    for address in ("G1", "质量/甲", "G/甲"):
        (one,) = explain(evaluation, address=address)
        assert (one.code, one.points, one.lost, one.reason) == ("G1", None, 0, "天气原因")
        assert "5 ÷ 10 = 50%" in one.speak("zh")
    assert [one.code for one in explain(evaluation, address="G")] == ["G", "G1", "G2"]
    assert explain(evaluation)[0].reason == "甲：天气原因"


@pytest.mark.parametrize("absence", ["missing", "unverifiable"])
def test_an_absence_on_the_groups_own_row_counts(absence: str) -> None:
    """The group has a row of its own; where it says that there is no evidence, the components are not asked."""
    rows = f"  质量: {absence}\n  质量/甲: {{target: ≥10个, actual: 10个}}\n  质量/乙: {{deductions: {{迟报: 0}}}}\n"
    assert scored(set_of(WEAKEST), rows).total == 0


def test_a_component_has_no_score_of_its_own() -> None:
    """Its group holds the points; a score stated for it is refused, not ignored."""
    with pytest.raises(DossierError) as caught:
        scored(set_of(WEAKEST), "  质量/甲: {score: 5}\n  质量/乙: {deductions: {迟报: 0}}\n")
    assert codes(caught.value) == ["component-score"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("when: {甲: 高, 乙: 低}", "when: {丙: 高}", "path-unknown"), ("甲: 高, 乙: 低", "甲: 高, 乙: 中", "wrong-value")],
)
def test_a_table_names_what_is_there(old: str, new: str, code: str) -> None:
    """A component or a tier that the group does not have is an error of the set."""
    with pytest.raises(FormatError) as caught:
        set_of(TABLE.replace(old, new))
    assert codes(caught.value) == [code]


def test_a_plain_group_is_no_component() -> None:
    """It has no rate that could be combined, so the set is refused when it is loaded."""
    below = "{code: G1, name: 甲, children: [{code: G11, name: 子, scorer: {type: ratio}}]}"
    with pytest.raises(Exception, match="component-group"):
        set_of(WEAKEST.replace("{code: G1, name: 甲, scorer: {type: ratio}}", below))


@pytest.mark.parametrize("row", ["", "  质量/甲: {rating: 不详}\n", "  质量/甲: {actual: 不详}\n"])
def test_a_veto_on_a_component_without_a_rate_is_not_escaped(row: str) -> None:
    """A stated score of its group does not say whether the veto applies: the component is asked for, at its own place."""
    rest = "  质量/乙: {rating: 高}\n  质量: {score: 100}\n"
    with pytest.raises(ScoringError) as caught:
        scored(set_of(TABLE, WATCHED), row + rest)
    (issue,) = caught.value.issues
    assert (issue.code, issue.values["path"]) == ("facts-insufficient", "质量/甲")
    assert scored(set_of(TABLE, WATCHED), "  质量/甲: missing\n" + rest).vetoes == ("V1",)
    assert scored(set_of(TABLE, WATCHED), "  质量/甲: {rating: 低}\n" + rest).vetoes == ("V1",)
    assert scored(set_of(TABLE, WATCHED), "  质量/甲: {rating: 高}\n" + rest).vetoes == ()
    assert scored(set_of(TABLE, WATCHED), "  质量/甲: not-applicable\n" + rest).vetoes == ()


def test_a_line_of_a_table_never_means_another_component() -> None:
    """Where the component that a line names does not apply, a namesake does not take its place."""
    table = NAMED_ALIKE.replace(
        "- {when: {甲: 高, 乙: 高}, rate: 100%}\n        - {when: {甲: 高, 乙: 低}, rate: 60%}",
        "- {when: {甲: 高}, rate: 100%}",
    )
    for of_the_other in ("低", "高"):
        rows = f"  质量/X1: {{rating: {of_the_other}}}\n"
        assert scored(set_of(table), rows + "  质量/乙: not-applicable\n").total == 30
        assert scored(set_of(table), rows + "  质量/乙: {rating: 高}\n").total == 100
        assert scored(set_of(table), rows + "  质量/乙: {rating: 低}\n").total == 30


def test_nothing_is_looked_up_where_evidence_is_missing() -> None:
    """And the explanation says so, not that the table gave nothing."""
    for absence, zh in (("missing", "缺失"), ("unverifiable", "无法核实")):
        evaluation = scored(set_of(TABLE), f"  质量/甲: {{rating: 高}}\n  质量/乙: {absence}\n")
        (one,) = explain(evaluation)
        assert evaluation.total == 0
        assert one.steps[0].zh == f"乙 {zh}：不查表，按 0 计"
        assert "乙" in one.steps[0].en
        assert "nothing is looked up" in one.steps[0].en


def test_no_component_has_no_rate() -> None:
    """An aggregator that is asked of nothing says so, in its rate and in its steps."""
    rate = WeakestLink().rate(())
    assert isinstance(rate, Unscorable)
    assert WeakestLink().steps(()) == (rate.reason,)


@pytest.mark.parametrize(("actuals", "least"), [((5, 5), "甲"), ((5, 4), "乙"), ((4, 5), "甲")])
def test_the_first_of_the_least_is_told(actuals: tuple[int, int], least: str) -> None:
    """Of two that are equal, the one that stands first on the form."""
    group = "\n".join(
        f"      - {{code: G{at}, name: {name}, scorer: {{type: ratio}}}}" for at, name in enumerate("甲乙", 1)
    )
    indicators = set_of(
        f"  - code: G\n    name: 质量\n    points: 100\n    aggregator: {{type: weakest-link}}\n    children:\n{group}\n"
    )
    rows = "".join(
        f"  质量/{name}: {{target: ≥10, actual: {one}}}\n" for name, one in zip("甲乙", actuals, strict=True)
    )
    (told,) = [one for one in explain(scored(indicators, rows)) if one.code == "G"]
    assert told.steps[2].en.startswith(f"the least counts: {least} ")
