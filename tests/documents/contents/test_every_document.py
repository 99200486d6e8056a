"""The layouts: three documents whose numbers are the evaluation's, in every format."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from perfeval import Evaluation, Registry, evaluate, load_dossier
from perfeval.documents.blocks import Cell, Details, Document, Grid, Heading, Paragraph, SignatureLine, Title
from perfeval.documents.composing import SheetBuilder, text_cell
from perfeval.documents.contents.drafts import drafted_problems
from perfeval.documents.contents.report import OUTLINE
from perfeval.documents.signing import signature_date
from perfeval.errors.language import Language
from perfeval.model.domain_words import PROBLEM_CLASSES, problem_class_of

EXAMPLE = Path(__file__).parents[3] / "examples" / "wuhua-2023.yaml"

SELF = Path(__file__).parents[2] / "data" / "self-evaluation.yaml"


@cache
def registry() -> Registry:
    """Return the registry of all plugins."""
    return Registry.discover()


@cache
def evaluation_of(name: str) -> Evaluation:
    """Return the Wuhua evaluation or a small self-evaluation."""
    vocabulary = registry().vocabulary
    dossier = load_dossier(EXAMPLE if name == "wuhua" else SELF, vocabulary=vocabulary)
    return evaluate(dossier, indicators=registry().indicator_set(dossier.indicators))  # type: ignore[arg-type, union-attr]


@cache
def documents(name: str, language: str) -> dict[str, Document]:
    """Return the documents of an evaluation by their layout's name."""
    evaluation = evaluation_of(name)
    return {one.name: one.build(evaluation, language) for one in registry().layouts_for(evaluation.base)}  # type: ignore[arg-type]


def grids(document: Document) -> list[Grid]:
    """Return the tables of a document."""
    return [block for block in document.blocks if isinstance(block, Grid)]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["wuhua", "self"])
def test_every_evaluation_has_its_documents(name: str, language: str) -> None:
    """Scoresheet, report, problem list and scoring notes, each with a title."""
    made = documents(name, language)
    assert set(made) == {"scoresheet", "report", "problems", "notes"}
    for document in made.values():
        assert any(isinstance(block, Title) for block in document.blocks)


@pytest.mark.parametrize("name", ["wuhua", "self"])
def test_the_scoresheet_prints_every_score_once(name: str) -> None:
    """Each leaf's points and score stand under their keys, and the total is the evaluation's."""
    evaluation = evaluation_of(name)
    (grid,) = grids(documents(name, "zh")["scoresheet"])
    values = {cell.key: cell.value for row in grid.rows for cell in row if cell.key}
    for node in evaluation.leaf_nodes:
        assert values[f"score:{node.code}"] == node.score
        assert values[f"points:{node.code}"] == node.points
    assert values["total"] == evaluation.total


def test_the_self_evaluation_scores_the_total_of_the_money_once() -> None:
    """Only 年度资金总额 is scored; its parts print a dash; 75 % of 10 points is 7.5."""
    (grid,) = grids(documents("self", "zh")["scoresheet"])
    total = next(row for row in grid.rows if any(cell.text == "年度资金总额" for cell in row))
    assert [cell.text for cell in total][-3:] == ["10", "75.00%", "7.5"]
    part = next(row for row in grid.rows if any("其中：财政拨款" in cell.text for cell in row))
    assert [part[-3].text, part[-1].text] == ["—", "—"]


def test_the_report_has_eight_chapters_and_the_evaluators_own_words() -> None:
    """The outline's chapters in order; no paragraph of the dossier's prose is lost or changed."""
    report = documents("wuhua", "zh")["report"]
    chapters = [block.text for block in report.blocks if isinstance(block, Heading) and block.level == 1]
    assert [re.sub(r"^.、", "", text) for text in chapters] == [chapter.title.zh for chapter in OUTLINE]
    printed = {block.text for block in report.blocks if isinstance(block, Paragraph)}

    def texts(sections: tuple[object, ...]) -> list[str]:
        return [
            line.strip()
            for section in sections
            for line in [*section.text.splitlines(), *texts(section.sections)]  # type: ignore[attr-defined]
            if line.strip()
        ]

    assert set(texts(evaluation_of("wuhua").dossier.narrative)) <= printed


def test_the_report_fills_its_figures_from_the_evaluation() -> None:
    """The total, the grade, the money and its rate."""
    texts = [block.text for block in documents("wuhua", "zh")["report"].blocks if isinstance(block, Paragraph)]
    assert "政务服务专项工作经费评价满分 100 分，得分 91 分，评价等次为“优”。" in texts
    assert any("397.80 万元" in text and "执行率（实际支出数 ÷ 实际到位数） ≈ 73.68%" in text for text in texts)


def test_every_lost_point_is_drafted_as_a_problem() -> None:
    """Nine indicators lost points; each stands in its class, marked as a draft, beside what the evaluators wrote."""
    evaluation = evaluation_of("wuhua")
    drafts = drafted_problems(evaluation)
    assert len(drafts) == 9
    assert {draft.category for draft in drafts} == {PROBLEM_CLASSES[1], PROBLEM_CLASSES[3]}
    (grid,) = grids(documents("wuhua", "zh")["problems"])
    texts = [cell.text for row in grid.rows for cell in row]
    assert sum("（草拟，待确认）" in text for text in texts) == 9
    assert texts.count("无") == 10
    assert "绩效管理认识不够" in texts


def test_an_accepted_draft_is_a_draft_no_more() -> None:
    """A row of the dossier that accepts a draft by its key takes its place."""
    evaluation = evaluation_of("wuhua")
    key = drafted_problems(evaluation)[0].key
    problem = evaluation.dossier.problems[0].__class__(category=PROBLEM_CLASSES[1], text="执行率偏低", accepted=key)
    dossier = evaluation.dossier.replace(problems=(*evaluation.dossier.problems, problem))
    again = evaluate(dossier, indicators=evaluation.base)
    layout = {one.name: one for one in registry().layouts_for(again.base)}["problems"]
    (grid,) = grids(layout.build(again, "zh"))
    texts = [cell.text for row in grid.rows for cell in row]
    assert sum("（草拟，待确认）" in text for text in texts) == 8


def test_classes_follow_the_nearest_group() -> None:
    """资金管理 inside 过程 is about money; 满意度 is a benefit even where a form puts it under 产出."""
    by_name = {node.name: problem_class_of(node.names) for node in evaluation_of("wuhua").leaf_nodes}
    assert by_name["预算执行率"] == PROBLEM_CLASSES[1]
    assert by_name["制度执行有效性"] == PROBLEM_CLASSES[2]
    assert by_name["社会公众或服务对象满意度"] == PROBLEM_CLASSES[4]
    assert by_name["周三值班次数"] == PROBLEM_CLASSES[3]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            ((text_cell("a", 1, 2), text_cell("b", 2)), (text_cell("c", 3),)),
            "row 2 has 2 free columns, its cells cover 3",
        ),
        (((text_cell("a"),),), "row 1 has 3 free columns, its cells cover 1"),
        (
            ((text_cell("a"), text_cell("b", 1, 2), text_cell("c")), (text_cell("d", 2),)),
            "row 2: the cell 'd' is cut in two",
        ),
        (((text_cell("a", 3, 2),),), "a cell reaches below the last row"),
    ],
)
def test_a_table_whose_cells_do_not_tile_it_is_refused(rows: tuple[tuple[Cell, ...], ...], message: str) -> None:
    """A layout that is wrong, a plugin's too, fails before a writer draws it."""
    with pytest.raises(ValueError, match=message):
        Grid(rows=rows, widths=(1, 1, 1))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_date_that_the_dossier_gives_is_printed(language: Language) -> None:
    """In place of the blanks that are filled in by hand."""
    dated = SignatureLine(label="填报人", name="姓名甲", dated="2024年3月1日")
    assert signature_date(dated, language) == "2024年3月1日"
    assert "2024" not in signature_date(SignatureLine(label="填报人"), language)
    assert not signature_date(SignatureLine(label="填报人", date=False), language)


def test_a_form_is_built_row_by_row() -> None:
    """Cells that reach down leave the rest of the next row free."""
    form = SheetBuilder((1, 1, 1))
    form.row(text_cell("a", 1, 2), text_cell("b", 2))
    form.row(text_cell("c", 2))
    assert len(form.grid(caption="x").rows) == 2


def test_sums_in_the_form_are_the_sums_of_their_cells() -> None:
    """Every Sum formula whose cells are all on the form gives its cell's value."""
    (grid,) = grids(documents("wuhua", "zh")["scoresheet"])
    cells = [cell for row in grid.rows for cell in row]
    values = {cell.key: cell.value for cell in cells if cell.key and cell.value is not None}
    checked = 0
    for cell in cells:
        of = getattr(cell.formula, "of", None)
        if of:
            assert sum((values[key] for key in of), Decimal(0)) == cell.value, cell.text
            checked += 1
    assert checked >= 16


def test_the_notes_tell_how_every_row_was_scored() -> None:
    """One folded note for each row, in order, with its score, its steps and its source."""
    notes = [block for block in documents("wuhua", "zh")["notes"].blocks if isinstance(block, Details)]
    assert len(notes) == 43
    (rate,) = [note for note in notes if note.summary == "预算执行率  2 / 3"]
    assert rate.lines[:2] == ("293.08 ÷ 397.80 ≈ 73.68%", "3 × 73.68% ≈ 2.21，取整为 2")
    assert any(line.startswith("依据: 财预〔2020〕10号") for line in rate.lines)
