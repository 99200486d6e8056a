"""Binding: a dossier that does not fit its set tells every problem at its line; own rows have codes of their own."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_sets import dossier_of, set_of
from told_issues import issues_of

from perfeval import (
    Dossier,
    Evaluation,
    Indicator,
    IndicatorSet,
    Location,
    Project,
    Registry,
    Rounding,
    Row,
    dump,
    evaluate,
    load_dossier,
)
from perfeval.codec.loading import parse
from perfeval.errors import DossierError, PerfEvalError
from perfeval.model.normal_form import normalise
from perfeval.scoring.aggregators import WeakestLink
from perfeval.scoring.scorers.rating_tiers import Rating, Tier
from perfeval.scoring.scorers.stated import Stated

REGISTRY = Registry.discover()
SELF = REGISTRY.indicator_set("cn.mof.2020-10.self")
DOSSIER = """\
format: 1
indicators: cn.mof.2020-10.self
year: 2024
project: {name: 某项目}
funds:
  财政拨款: {adjusted: 120, spent: 90}
rows:
  产出指标/数量指标:
    件数: {points: 50, target: ≥10个, actual: 8个}
  效益指标/社会效益指标:
    知晓率: {points: 20, target: ≥90%, actual: 45%}
    覆盖率: {points: 10, target: ≥90%, actual: 90%}
  满意度指标/服务对象满意度指标:
    满意度: {points: 10, target: ≥90%, actual: 95%}
"""


def scored(folder: Path, text: str, indicators: IndicatorSet = SELF) -> Evaluation:
    """Write a dossier, load it and score it."""
    path = folder / "dossier.yaml"
    path.write_text(text, encoding="utf-8")
    return evaluate(load_dossier(path, vocabulary=REGISTRY.vocabulary), indicators=indicators)


@pytest.mark.parametrize(("stated", "unit"), [("7.5", "0.1"), ("7", "0.1"), ("7.05", "0.01"), ("7.125", "0.001")])
def test_scores_are_counted_in_the_units_of_the_set_unless_they_are_finer(stated: str, unit: str) -> None:
    """Half points in tenths where that is the set's quantum; a finer score of an evaluator is counted as it stands."""
    indicators = IndicatorSet(
        id="demo",
        title="示例",
        rounding=Rounding(quantum="0.1"),
        indicators=[Indicator(code="A", name="甲", points=100)],
    )
    rows = [Row(address="A", score=stated)]
    dossier = Dossier(indicators="demo", year=2024, project=Project(name="某项目"), rows=rows)
    evaluation = evaluate(dossier, indicators=indicators)
    assert (evaluation.total, evaluation.unit) == (Decimal(stated), Decimal(unit))


@pytest.mark.parametrize("name", REGISTRY.set_ids)
def test_a_dossier_without_rows_is_refused(name: str) -> None:
    """Open groups that nobody filled in do not pass for a total of 10 of 10; no registered set has all its points itself."""
    dossier = Dossier(indicators=name, year=2024, project=Project(name="某项目"))
    with pytest.raises(DossierError) as caught:
        evaluate(dossier, indicators=REGISTRY.indicator_set(name), allow_out_of_force=True)
    assert {issue.code for issue in caught.value.issues} <= {"points-unset", "points-not-adding"}


def test_the_dossier_itself_is_right(tmp_path: Path) -> None:
    """7.5 + 40 + 10 + 10 + 10."""
    assert scored(tmp_path, DOSSIER).total == Decimal("77.5")


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ("件数: {points: 50", "件数: {points: 40", [("points-not-adding", 9)]),
        ("件数: {points: 50, ", "件数: {", [("points-unset", 9)]),
        ("件数: {points: 50", "件数: {points: 50, score: 51", [("score-above-points", 9)]),
        ("产出指标/数量指标", "产出指标/数最指标", [("row-unknown", 9), ("points-not-adding", 2)]),
        ("actual: 8个", "actual: 若干", [("facts-insufficient", 9)]),
        ("rows:\n", "vetoes: [V9]\nrows:\n", [("veto-unknown", 2)]),
        ("rows:\n", "rows:\n  产出指标: {actual: 5}\n", [("row-group", 8)]),
        ("rows:\n", "rows:\n  预算执行率: {points: 12}\n", [("row-points", 8)]),
    ],
)
def test_each_problem_is_told_at_its_line(tmp_path: Path, old: str, new: str, problems: list[tuple[str, int]]) -> None:
    """The row's line; the first row's where a group does not add up; the line that names the set where there is no row."""
    assert DOSSIER.count(old) == 1
    with pytest.raises(PerfEvalError) as caught:
        scored(tmp_path, DOSSIER.replace(old, new))
    found = [(issue.code, issue.location.line) for issue in caught.value.issues]
    assert set(problems) <= set(found), found
    assert all(issue.location.path for issue in caught.value.issues)


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    """A wrong name, wrong points and a score too high, in one error."""
    text = (
        DOSSIER.replace("数量指标", "数最指标")
        .replace("知晓率: {points: 20", "知晓率: {points: 21")
        .replace("满意度: {points: 10", "满意度: {points: 10, score: 11")
    )
    with pytest.raises(PerfEvalError) as caught:
        scored(tmp_path, text)
    assert {"row-unknown", "points-not-adding", "score-above-points"} <= {issue.code for issue in caught.value.issues}


def test_points_of_rows_that_do_not_apply_go_where_the_set_says(tmp_path: Path) -> None:
    """Excluded rows may have none; reallocated points conserve full marks; full-marks gives them their points."""
    text = DOSSIER.replace("actual: 45%", "actual: not-applicable")
    with pytest.raises(PerfEvalError) as caught:
        scored(tmp_path, text)
    assert [issue.code for issue in caught.value.issues] == ["not-applicable-points"]
    for policy in ("reallocate", "full-marks"):
        absence = SELF.absence.__class__(not_applicable=policy)
        evaluation = scored(tmp_path, text, SELF.replace(absence=absence))
        assert sum((node.points or 0) for node in evaluation.leaf_nodes) == 100
        row = next(node for node in evaluation.leaf_nodes if node.name == "知晓率")
        assert (row.points, row.score) == ((0, 0) if policy == "reallocate" else (20, 20))


GROUPS = IndicatorSet(
    id="groups",
    title="两处同名的开放组",
    indicators=(
        Indicator(
            code="P",
            name="产出",
            points=60,
            children=(
                Indicator(code="P1", name="数量", points=30, open=True, default_scorer=Stated()),
                Indicator(code="P2", name="质量（项/年）", points=30, open=True, default_scorer=Stated()),
            ),
        ),
        Indicator(
            code="E",
            name="效益",
            points=30,
            children=(Indicator(code="E1", name="数量", points=30, open=True, default_scorer=Stated()),),
        ),
        Indicator(
            code="W",
            name="短板",
            points=10,
            aggregator=WeakestLink(),
            children=(
                Indicator(code="W1", name="制度", scorer=Rating(tiers=(Tier(name="高", lower=1, upper=1),))),
                Indicator(code="W2", name="执行", scorer=Rating(tiers=(Tier(name="高", lower=1, upper=1),))),
            ),
        ),
    ),
)
OPEN = {"P1": "产出/数量", "P2": "产出/质量（项/年）", "E1": "效益/数量"}
own_names = st.lists(
    st.one_of(
        st.sampled_from(["修路", "架桥", "受理量（件/年）", "a.b", "甲#2", "数量"]),
        st.text("道桥渠 0-9", min_size=1, max_size=4),
    ).filter(str.strip),
    min_size=1,
    max_size=5,
    unique_by=normalise,
)


def own_rows(group: str, names: list[str], *, by_code: bool) -> list[Row]:
    """Return rows that share the thirty points of an open group among them, addressed by the group's path or its code."""
    above = group if by_code else OPEN[group]
    points = [Decimal(1)] * (len(names) - 1)
    points.append(30 - sum(points))
    return [Row(address=f"{above}/{name}", points=one, score=one / 2) for name, one in zip(names, points, strict=True)]


def codes_in(evaluation: Evaluation) -> dict[tuple[str, str], str]:
    """Return the code of each scored row, by its group and its name."""
    return {(leaf.home, leaf.indicator.name): leaf.code for leaf in evaluation.scored_leaves}


@given(st.fixed_dictionaries(dict.fromkeys(OPEN, own_names)), st.data())
def test_the_code_of_an_own_row_is_its_own(names: dict[str, list[str]], data: st.DataObject) -> None:
    """In any order, whatever else is in the group, by path or by code, under another file's name and year: the same codes.

    One name in two groups has two codes; the fingerprint knows neither the order of rows nor the file.
    """
    components = [Row(address=f"短板/{name}", rating="高") for name in ("制度", "执行")]
    first_rows = [row for group in OPEN for row in own_rows(group, names[group], by_code=False)]
    dossier = Dossier(indicators="groups", year=2023, project=Project(name="某"), rows=(*first_rows, *components))
    first = evaluate(dossier, indicators=GROUPS)
    codes = codes_in(first)
    assert len(set(codes.values())) == len(codes)
    order = data.draw(st.permutations(dossier.rows))
    again = evaluate(
        dossier.replace(rows=tuple(order), id="another", source=Location(path="b.yaml")), indicators=GROUPS
    )
    assert again.fingerprint == first.fingerprint
    assert codes_in(again) == codes
    kept = {group: data.draw(st.permutations(names[group]))[:3] for group in OPEN}
    rows = [row for group in OPEN for row in own_rows(group, kept[group], by_code=True)]
    following = evaluate(dossier.replace(rows=(*components, *rows), year=2024), indicators=GROUPS)
    assert codes_in(following).items() <= codes.items()
    assert following.fingerprint != first.fingerprint


@given(names=own_names, turned=st.booleans())
def test_two_rows_of_one_name_are_told_apart_by_codes_that_they_bring(names: list[str], *, turned: bool) -> None:
    """Equal names in one group are refused, in either order, unless each says its own code."""
    same = names[0]
    rows = [Row(address=f"{above}/{same}", points=15, score=1) for above in ("P1", "产出/数量")]
    rest = [row for group in ("P2", "E1") for row in own_rows(group, names, by_code=True)]
    rest += [Row(address="W1", rating="高"), Row(address="W2", rating="高")]
    dossier = Dossier(
        indicators="groups", year=2023, project=Project(name="某"), rows=(*(reversed(rows) if turned else rows), *rest)
    )
    with pytest.raises(PerfEvalError) as caught:
        evaluate(dossier, indicators=GROUPS)
    assert caught.value.issues[0].code == "duplicate-code"
    given_codes = [row.replace(code=code) for row, code in zip(rows, ("X1", "X2"), strict=True)]
    told = dossier.replace(rows=(*(reversed(given_codes) if turned else given_codes), *rest))
    evaluation = evaluate(told, indicators=GROUPS)
    assert {one.code for one in evaluation.leaves if one.name == same and one.points == 15} == {"X1", "X2"}
    assert parse(dump(told)) == told


def test_the_code_of_an_own_row_is_short() -> None:
    """The group's, and twelve digits of what its name comes to; the same wherever it is scored."""
    row = Row(address="A1/受理量", points=100, score=90)
    dossier = Dossier(indicators="one", year=2023, project=Project(name="某"), rows=(row,))
    group = Indicator(code="A1", name="数量", points=100, open=True, default_scorer=Stated())
    indicators = IndicatorSet(
        id="one", title="一", indicators=(Indicator(code="A", name="产出", points=100, children=(group,)),)
    )
    (leaf,) = evaluate(dossier, indicators=indicators).scored_leaves
    assert re.fullmatch(r"A1.[0-9a-f]{12}", leaf.code)


def test_a_group_in_which_nothing_stands_is_told_as_nothing() -> None:
    """The sum of no rows is written as one."""
    group = Indicator(code="A", name="数量", points=60, open=True, default_scorer=Stated())
    other = Indicator(code="B", name="质量", points=40, scorer=Stated())
    dossier = Dossier(
        indicators="two", year=2023, project=Project(name="某"), rows=(Row(address="B", score=40, points=40),)
    )
    (issue, *_) = issues_of(
        lambda: evaluate(dossier, indicators=IndicatorSet(id="two", title="二", indicators=(group, other)))
    )
    assert (issue.code, issue.expected, issue.found) == ("points-not-adding", "60", "0 = 0")


GROUPED = """\
  - code: A
    name: 产出
    points: 60
    children:
      - {code: A1, name: 数量, points: 30, open: true, default-scorer: {type: ratio}}
      - {code: A2, name: 质量, points: 30, open: true, default-scorer: {type: ratio}}
  - {code: B, name: 效益, points: 40, scorer: {type: ratio}}
"""
GROUPED_ROWS = "  A1:\n    件数: {points: 30, target: ≥2件, actual: 1件}\nWHOLE  B: {target: ≥2个, actual: 2个}\n"


@pytest.mark.parametrize("head", ["", "absence: {within: group}\n", "absence: {not-applicable: reallocate}\n"])
@pytest.mark.parametrize(
    ("whole", "code", "line"),
    [
        ("  A2: not-applicable\n", "points-not-adding", 8),
        ("  质量: missing\n", "row-unknown", 8),
        ("  产出/质量: missing\n", "row-group", 8),
        ("  A2: unverifiable\n", "row-group", 8),
        ("", "points-not-adding", None),
    ],
)
def test_a_group_that_is_absent_is_told_once_at_its_own_line(
    head: str, whole: str, code: str, line: int | None
) -> None:
    """The set gives it points that no row has; what contains it is not wrong for that, and says nothing."""
    dossier = dossier_of(GROUPED_ROWS.replace("WHOLE", whole))
    issues = issues_of(lambda: evaluate(dossier, indicators=set_of(GROUPED, head)))
    assert (issues[0].code, issues[0].location.line) == (code, line or 2)
    assert len(issues) == (2 if code == "row-unknown" else 1)
