"""The workbook to fill in: filled as a unit would, recalculated as an office suite does, it reads back and scores alike."""

from __future__ import annotations

import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perfeval import Registry, evaluate
from perfeval.forms.recognition import read_form
from perfeval.workbook.blank_workbook import write_blank_workbook

REGISTRY = Registry.discover()


def filled(path: Path) -> None:
    """Fill in a self-evaluation: money, four rows, goals, a problem."""
    book = openpyxl.load_workbook(path)
    project, rows, texts = book.worksheets
    project["B2"], project["E2"], project["B3"] = "公园绿化", "某局", "某公园"
    project["C11"], project["D11"], project["F11"] = 100, 120, 90
    wanted = {
        ("产出指标", "数量指标"): ("绿植数量", "≥", 10, "株", 8, 30),
        ("产出指标", "质量指标"): ("合格率", "≥", 95, "%", 95, 20),
        ("效益指标", "社会效益指标"): ("知晓率", "≥", 90, "%", 45, 30),
        ("满意度指标", "服务对象满意度指标"): ("满意度", "≥", 90, "%", 99, 10),
    }
    for row in rows.iter_rows(min_row=3):
        values = wanted.pop((row[0].value, row[1].value), None)
        if values is not None:
            for position, value in zip((2, 3, 4, 5, 6, 7), values, strict=True):
                row[position].value = value
    assert not wanted
    texts["B2"], texts["D2"] = "完成公园绿化", "公园绿化基本完成"
    texts["D8"] = "知晓率偏低"
    book.save(path)


def recalculated(path: Path, folder: Path) -> Path:
    """Return the workbook as LibreOffice recalculates and saves it."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "out" / path.name


def test_a_filled_form_reads_back_and_its_live_scores_are_the_engines(tmp_path: Path) -> None:
    """Formulas give 7.5 + 24 + 20 + 15 + 10; the engine computes the same of the same facts."""
    path = tmp_path / "form.xlsx"
    path.write_bytes(write_blank_workbook(REGISTRY.indicator_set("cn.mof.2020-10.self"), year=2024))
    filled(path)
    (reading,) = read_form(recalculated(path, tmp_path), readers=REGISTRY.readers.values())
    dossier = reading.dossier
    assert (dossier.project.name, dossier.project.unit, dossier.year) == ("公园绿化", "某公园", 2024)
    assert dossier.funds.amount("spent") == 90
    assert dossier.goals.expected == ("完成公园绿化",)
    assert [one.text for one in dossier.problems if one.text] == ["知晓率偏低"]
    scores = {row.name: row.score for row in dossier.rows}
    assert scores == {"预算执行率": Decimal("7.5"), "绿植数量": 24, "合格率": 20, "知晓率": 15, "满意度": 10}
    indicators = REGISTRY.indicator_set("cn.mof.2020-10.self")
    unscored = dossier.replace(rows=tuple(row.replace(score=None) for row in dossier.rows))
    assert evaluate(unscored, indicators=indicators).total == dossier.printed.total == Decimal("76.5")


@pytest.mark.parametrize("set_id", REGISTRY.set_ids)
def test_every_set_has_a_form_with_the_same_bytes_twice(set_id: str, tmp_path: Path) -> None:
    """Each indicator of the set stands on it; labels are locked, cells to fill in are not; notes tell the checklist."""
    indicators = REGISTRY.indicator_set(set_id)
    content = write_blank_workbook(indicators, year=2024)
    assert content == write_blank_workbook(indicators, year=2024)
    path = tmp_path / "form.xlsx"
    path.write_bytes(content)
    sheet = openpyxl.load_workbook(path).worksheets[1]
    names = [sheet.cell(row, 3).value for row in range(3, sheet.max_row + 1)]
    leaves = [one for one in indicators.walk() if one.is_leaf]
    assert [name for name in names if name] == [leaf.name for leaf in leaves]
    assert sheet.protection.sheet
    assert sheet["A3"].protection.locked
    assert not sheet["G3"].protection.locked
    notes = "".join(cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment)
    assert all(item.text in notes for leaf in leaves for item in leaf.checklist)
