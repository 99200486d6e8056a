"""Yunnan's sets, golden case and layouts, by the test kit that any region can use."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from perfeval import Registry, evaluate, load_dossier
from perfeval.plugin import Grid, read_form
from perfeval.testing import check_case, check_set

EXAMPLE = Path(__file__).parents[3] / "examples" / "wuhua-2023.yaml"
WUHUA = "cn.yunnan.kunming.wuhua.department"
SELF = Path(__file__).parents[3] / "tests" / "data" / "self-evaluation.yaml"


@pytest.mark.parametrize("set_id", ["cn.yunnan.self", WUHUA])
def test_the_sets_stand(set_id: str) -> None:
    """They load, cite their sources, and read back from their own YAML."""
    check_set(Registry.discover(strict=True), set_id)


def test_the_form_of_2023() -> None:
    """Every printed subtotal, the total and the grade."""
    check_case(
        Registry.discover(),
        EXAMPLE,
        total="91",
        grade="优",
        scores={
            "决策": "20",
            "过程": "19",
            "产出": "52",
            "B1": "5",
            "B1b": "7",
            "产出/产出数量": "21",
            "产出/产出质量": "9",
            "产出/产出时效": "2",
            "产出/产出成本": "2",
            "产出/社会效益": "6",
            "产出/可持续影响": "2",
            "产出/满意度": "10",
        },
    )


def test_the_district_stands_on_the_national_frame() -> None:
    """Its layers are the frame and itself; it renames and moves, and its codes stay unique."""
    indicators = Registry.discover().indicator_set(WUHUA)
    assert indicators.layers == ("cn.mof.2020-10.department", WUHUA)
    assert [one.name for one in indicators.find("过程").children] == ["资金管理", "资金管理", "组织实施"]
    assert "环境效益" in [one.name for one in indicators.find("产出").children]
    assert str(indicators.rounding.quantum) == "1"


def test_the_annexes_are_the_districts_own() -> None:
    """Three layouts of its own; the province's sheet for the province's set."""
    registry = Registry.discover()
    annexes = {one.name: one.id for one in registry.layouts_for(registry.indicator_set(WUHUA))}
    assert {f"{WUHUA}.scoresheet", f"{WUHUA}.report", f"{WUHUA}.problems"} <= set(annexes.values())
    own = {one.name: one.id for one in registry.layouts_for(registry.indicator_set("cn.yunnan.self"))}
    assert own["scoresheet"] == "cn.yunnan.self.scoresheet"


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_the_filled_annexes_read_back_as_the_dossier(suffix: str) -> None:
    """The published Word and Excel files, read by the district's reader, are the example: facts, report, problems, people."""
    registry = Registry.discover()
    path = EXAMPLE.parents[1] / "tests" / "data" / "forms" / f"wuhua-2023{suffix}"
    (reading,) = read_form(path, readers=registry.readers.values())
    read, written = reading.dossier, load_dossier(EXAMPLE, vocabulary=registry.vocabulary)
    assert read.indicators == WUHUA
    for part in ("year", "kind", "goals", "narrative", "problems", "remarks", "evaluators", "signatures"):
        assert getattr(read, part) == getattr(written, part), part
    assert read.project == evolve(written.project, phone="电话略")
    assert read.printed.total == written.printed.total
    assert dict(read.printed.levels) == dict(written.printed.levels)
    assert [line for line in read.funds.sources if not line.is_blank] == list(written.funds.sources)
    assert read.funds.items == written.funds.items
    evaluation = evaluate(read, indicators=registry.indicator_set(WUHUA))
    assert str(evaluation.total) == "91"
    assert evaluation.grade.name == "优"


def test_the_provinces_sheet_prints_the_target_in_three_columns(tmp_path: Path) -> None:
    """指标性质, 指标值, 度量单位."""
    registry = Registry.discover()
    file = tmp_path / "self.yaml"
    file.write_text(SELF.read_text("utf-8").replace("cn.mof.2020-10.self", "cn.yunnan.self"), "utf-8")
    dossier = load_dossier(file, vocabulary=registry.vocabulary)
    evaluation = evaluate(dossier, indicators=registry.set_for(dossier))
    layout = {one.name: one for one in registry.layouts_for(evaluation.base)}["scoresheet"]
    (grid,) = (block for block in layout.build(evaluation, "zh").blocks if isinstance(block, Grid))
    texts = next(texts for row in grid.rows if "件数" in (texts := [cell.text for cell in row]))
    start = texts.index("件数")
    assert texts[start : start + 5] == ["件数", "≥", "10", "个", "8个"]
