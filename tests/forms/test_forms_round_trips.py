"""Our own Word, Excel and HTML scoresheets read back to the evaluation they were made of."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval import Dossier, Evaluation, Project, Registry, Row, evaluate, load_dossier
from perfeval.documents.output_folder import produce
from perfeval.forms.recognition import read_form
from perfeval.model.funds import FundLine, Funds
from perfeval.model.quantities import format_quantity
from perfeval.testing.scorer_drawing import amounts
from perfeval.testing.set_drawing import parts_of

EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml"
REGISTRY = Registry.discover()
FORMATS = ("docx", "xlsx", "html")
GROUPS = ("产出指标/数量指标", "产出指标/质量指标", "效益指标/社会效益指标", "满意度指标/服务对象满意度指标")

names = st.text(alphabet="绿植租用养护政务服务通讯设备维护", min_size=2, max_size=8)
texts = st.text(alphabet="完成率偏低因资金未到位<>&\"'=+-@|", max_size=12).map(str.strip)


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """Draw a self-evaluation with rows of its own in every group, points that add up, and stated scores."""
    rows = []
    for group, whole in zip(GROUPS, (30, 20, 30, 10), strict=True):
        for number, points in enumerate(draw(parts_of(whole, draw(st.integers(1, 3)))), start=1):
            score = Decimal(draw(st.integers(0, points * 100))) / 100
            rows.append(
                Row(
                    address=f"{group}/{draw(names)}{number}",
                    points=points,
                    score=score,
                    target=format_quantity(direction="at-least", value=draw(amounts), unit="个"),
                    actual=format_quantity(direction=None, value=draw(amounts), unit="个"),
                    reason=draw(texts),
                )
            )
    money = FundLine(name="财政拨款", initial=draw(amounts), adjusted=draw(amounts) + 1, spent=draw(amounts))
    return Dossier(
        indicators="cn.mof.2020-10.self",
        year=2023,
        project=Project(name=draw(names), department=draw(names), unit=draw(names)),
        funds=Funds(sources=(money,)),
        rows=tuple(rows),
    )


def read_back(evaluation: Evaluation, form: str) -> Dossier:
    """Return what is read of the scoresheet of an evaluation, in one format."""
    layouts = [one for one in REGISTRY.layouts_for(evaluation.base) if one.name == "scoresheet"]
    with tempfile.TemporaryDirectory() as folder:
        (path,) = produce(evaluation, folder=Path(folder), layouts=layouts, writers=[REGISTRY.writers[form]])
        (reading,) = read_form(path, readers=REGISTRY.readers.values())
    assert reading.problems == ()
    return reading.dossier


def check(evaluation: Evaluation, dossier: Dossier) -> None:
    """Assert that a dossier has the scores, points, facts, money, total and grade of an evaluation."""
    rows = {row.address: row for row in dossier.rows}
    for node in evaluation.leaf_nodes:
        row = rows[node.path]
        assert (row.points, row.score) == (node.points, node.score)
        if node.row is not None and node.row.actual is not None and node.row.target is not None:
            assert row.actual == node.row.actual
            assert row.target == node.row.target
            assert "".join(row.reason.split()) == "".join(node.row.reason.split())
    assert dossier.printed.total == evaluation.total
    assert dossier.printed.grade == evaluation.grade.name
    assert dossier.project.name == evaluation.dossier.project.name
    assert dossier.funds.amount("spent") == evaluation.dossier.funds.amount("spent")
    assert dossier.year == evaluation.dossier.year


@given(dossiers(), st.sampled_from(FORMATS))
@settings(max_examples=30)
def test_any_scoresheet_reads_back(dossier: Dossier, form: str) -> None:
    """Value for value, and scored again it gives the same evaluation."""
    evaluation = evaluate(dossier, indicators=REGISTRY.indicator_set(dossier.indicators))
    again = read_back(evaluation, form)
    check(evaluation, again)
    assert evaluate(again, indicators=evaluation.base).scores == evaluation.scores


@pytest.mark.parametrize("form", FORMATS)
def test_the_wuhua_scoresheet_reads_back(form: str) -> None:
    """The district's own layout, with its shared cell of points and its two rows that do not apply."""
    dossier = load_dossier(EXAMPLE, vocabulary=REGISTRY.vocabulary)
    evaluation = evaluate(dossier, indicators=REGISTRY.indicator_set(dossier.indicators))
    again = read_back(evaluation, form)
    rows = {row.address: row for row in again.rows}
    for node in evaluation.leaf_nodes:
        assert (rows[node.path].points, rows[node.path].score) == (node.points, node.score)
    assert sum(row.absence is not None for row in again.rows) == 2
    assert (again.printed.total, again.printed.grade) == (91, "优")
