"""A dossier that does not fit its set: every problem at once, each at its line."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from perfeval import Evaluation, IndicatorSet, Registry, evaluate, load_dossier
from perfeval.errors import PerfEvalError

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


def test_the_dossier_itself_is_right(tmp_path: Path) -> None:
    """7.5 + 40 + 10 + 10 + 10."""
    assert scored(tmp_path, DOSSIER).total == Decimal("77.5")


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        ("件数: {points: 50", "件数: {points: 40", [("points-not-adding", 9)]),
        ("件数: {points: 50, ", "件数: {", [("points-unset", 9)]),
        ("件数: {points: 50", "件数: {points: 50, score: 51", [("score-above-points", 9)]),
        ("产出指标/数量指标", "产出指标/数最指标", [("row-unknown", 9), ("points-not-adding", 1)]),
        ("actual: 8个", "actual: 若干", [("facts-insufficient", 9)]),
        ("rows:\n", "vetoes: [V9]\nrows:\n", [("veto-unknown", 1)]),
        ("rows:\n", "rows:\n  产出指标: {actual: 5}\n", [("row-group", 8)]),
        ("rows:\n", "rows:\n  预算执行率: {points: 12}\n", [("row-points", 8)]),
    ],
)
def test_each_problem_is_told_at_its_line(tmp_path: Path, old: str, new: str, problems: list[tuple[str, int]]) -> None:
    """The row's line; the first row's where a group does not add up; the dossier's where there is no row."""
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
