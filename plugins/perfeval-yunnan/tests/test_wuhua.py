"""The golden case: the Wuhua evaluation of 2023 gives 91, 优 and every subtotal printed on the form."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import pytest

import perfeval_yunnan
from perfeval import Evaluation, Registry, evaluate, explain, load_dossier
from perfeval.plugin import Grid

EXAMPLE = Path(__file__).parents[3] / "examples" / "wuhua-2023.yaml"
LOST = (
    "预算执行率",
    "档案电子化整理",
    "咨询台新建数量",
    "免费刻制印章数量",
    "组织培训次数",
    "周三值班次数",
    "公众号发布信息期数",
    "全年预算执行进度",
    "资金拨付及时性",
)


@cache
def wuhua() -> Evaluation:
    """Return the evaluation of the example."""
    registry = Registry.of(perfeval_yunnan)
    dossier = load_dossier(EXAMPLE, vocabulary=registry.vocabulary)
    return evaluate(dossier, indicators=registry.indicator_set(dossier.indicators))


def test_the_total_and_the_grade() -> None:
    """总分 91, 优, of 100."""
    assert str(wuhua().total) == "91"
    assert wuhua().grade.name == "优"
    assert str(wuhua().full_marks) == "100"


@pytest.mark.parametrize("code_and_points", [("A", 20), ("B", 20), ("C", 60), ("B1", 6), ("B1b", 7)])
def test_level_points_as_printed(code_and_points: tuple[str, int]) -> None:
    """决策 and 过程 share 40 of the form; 资金管理 stands twice, with 6 and with 7."""
    code, points = code_and_points
    assert wuhua().node(code).points == points


def test_every_printed_level_agrees() -> None:
    """Each printed subtotal of the form is the sum of its rows."""
    evaluation = wuhua()
    by_name = {node.name: node for node in evaluation.nodes if not node.is_leaf}
    by_code = {node.code: node for node in evaluation.nodes}
    for name, printed in evaluation.dossier.printed.levels:
        parts = [by_code.get(part) or by_name[part] for part in name.split("+")]
        assert sum(node.points or 0 for node in parts) == printed, name


def test_where_the_nine_points_were_lost() -> None:
    """Six zero rows of one point each, and three rows one point short."""
    lost = {one.name: one.lost for one in explain(wuhua()) if one.lost}
    assert tuple(lost) == LOST
    assert set(lost.values()) == {1}


def test_forty_three_rows_and_two_that_do_not_apply() -> None:
    """43 scored rows; 经济效益 and 环境效益 are 不涉及."""
    assert len(wuhua().leaves) == 43
    absent = [node.name for node in wuhua().nodes if node.row is not None and node.row.absence is not None]
    assert absent == ["经济效益", "环境效益"]


def test_the_execution_rate_explains_itself() -> None:
    """The sentence of the plan, to the digit."""
    (one,) = explain(wuhua(), address="B1.2")
    assert one.speak("zh") == "293.08 ÷ 397.80 ≈ 73.68%；3 × 73.68% ≈ 2.21，取整为 2"


def test_the_narrative_is_whole() -> None:
    """All eight chapters of annex 2 are kept, headings as printed."""
    headings = [section.heading for section in wuhua().dossier.narrative]
    assert len(headings) == 8
    assert headings[4].startswith("5、")


def test_no_clock_reaches_a_result(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fingerprint is the same whatever the time."""
    before = wuhua().fingerprint
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert wuhua().fingerprint == before


def test_the_wuhua_form_is_merged_as_printed() -> None:
    """决策 and 过程 share one cell of 40; 产出 has one of 60; 资金管理 stands twice; the total row reads 100 100 100 91."""
    registry = Registry.of(perfeval_yunnan)
    layout = {one.name: one for one in registry.layouts_for(wuhua().base)}["scoresheet"]
    (grid,) = (block for block in layout.build(wuhua(), "zh").blocks if isinstance(block, Grid))
    cells = [cell for row in grid.rows for cell in row]
    assert [(cell.text, cell.rows) for cell in cells if cell.text in ("40", "60")] == [("40", 11), ("60", 34)]
    assert [cell.rows for cell in cells if cell.text == "资金管理"] == [2, 1]
    assert sum(cell.text == "不涉及" for cell in cells) == 2
    total_row = next(row for row in grid.rows if row[0].text == "总分")
    assert [cell.text for cell in total_row if cell.text] == ["总分", "100", "100", "100", "91"]
    assert any("优 ☑" in cell.text for cell in cells)
