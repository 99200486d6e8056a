"""The Excel writer: what is written comes back, nothing in it is executed, the same document gives the same bytes."""

from __future__ import annotations

import hashlib
import pickle
import re
import subprocess
import sys
import warnings
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, get_args
from xml.sax.saxutils import unescape

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from perfeval import Registry, evaluate, load_dossier
from perfeval.documents.blocks import (
    Bar,
    Cell,
    Document,
    Figure,
    GradeOf,
    Grid,
    Heading,
    PageBreak,
    Paragraph,
    Quotient,
    Role,
    SignatureLine,
    Sum,
    Title,
)
from perfeval.documents.excel import placed_cells as sheets
from perfeval.documents.excel.sheet_plan import plan_sheets, sheet_name
from perfeval.documents.excel.xlsx_writer import write_xlsx
from perfeval.errors import MissingExtraError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from perfeval.documents.blocks import Block
    from perfeval.errors.language import Language

EXAMPLE = Path(__file__).parents[3] / "examples" / "wuhua-2023.yaml"
DANGEROUS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "{=1}",
    "http://a.example/",
    "007",
    "<r>x</r>",
    "_x0041_",
    "",
)
texts = st.one_of(
    st.sampled_from(DANGEROUS),
    st.text(alphabet=st.sampled_from("项目绩效评价 aB9=+-@&<>\"'\n\t\r\x00\x1b\ufffe\ud800_x"), max_size=40),
)
numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=2)


def _document(*blocks: Block, title: str = "评价表", language: Language = "zh") -> Document:
    return Document(name="x", title=title, blocks=blocks, language=language, style="sheet")


def _sheet(content: bytes) -> Worksheet:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return openpyxl.load_workbook(BytesIO(content)).worksheets[0]


def _part(content: bytes, name: str) -> str:
    """Return one part of the file, its entities resolved."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return unescape(archive.read(name).decode())


def _expected_text(text: str) -> str:
    """Say what a text becomes in XML, in other words than the writer's."""
    joined = "\n".join(re.split("\r\n|\r|\n", text))
    return "".join(
        "\ufffd" if (c < " " and c not in "\t\n") or 0xD800 <= ord(c) <= 0xDFFF or c in "\ufffe\uffff" else c
        for c in joined
    )


@st.composite
def grids(draw: st.DrawFn) -> tuple[Grid, dict[tuple[int, int], tuple[int, int, Cell]]]:
    """Draw a grid of merged cells, and where each of its cells stands."""
    width, height = draw(st.integers(4, 7)), draw(st.integers(1, 6))
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    placed: dict[tuple[int, int], tuple[int, int, Cell]] = {}
    for row in range(height):
        for column in range(width):
            if (row, column) in owner:
                continue
            columns = 1
            most = draw(st.integers(1, width - column))
            while columns < most and (row, column + columns) not in owner:
                columns += 1
            rows = draw(st.integers(1, height - row))
            for below in range(row, row + rows):
                for beside in range(column, column + columns):
                    owner[below, beside] = (row, column)
            value = draw(st.none() | numbers)
            text = draw(texts) if value is None else f"{value:.2f}"
            role = draw(st.sampled_from(get_args(Role)))
            placed[row, column] = (rows, columns, Cell(text=text, value=value, rows=rows, columns=columns, role=role))
    lines = tuple(tuple(placed[r, c][2] for c in range(width) if (r, c) in placed) for r in range(height))
    widths = tuple(draw(st.lists(st.integers(8, 20), min_size=width, max_size=width)))
    return Grid(rows=lines, widths=widths, head_rows=draw(st.integers(0, 1))), placed


@given(grids())
@settings(max_examples=60, deadline=None)
def test_a_grid_comes_back_as_it_was(drawn: tuple[Grid, dict[tuple[int, int], tuple[int, int, Cell]]]) -> None:
    """Every text, number and merged range stands where the grid has it."""
    grid, placed = drawn
    content = write_xlsx(_document(grid))
    sheet = _sheet(content)
    values = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    for (row, column), (_, _, cell) in placed.items():
        found = sheet.cell(row + 1, column + 1)
        if cell.value is None:
            assert (found.value or "") == _expected_text(cell.text)
            assert found.data_type in {"s", "n"}
            assert found.hyperlink is None
            # calamine leaves off rows at the end that hold nothing
            assert not cell.text or values[row][column] == _expected_text(cell.text)
        else:
            assert Decimal(str(found.value)) == cell.value
            assert Decimal(str(values[row][column])) == cell.value
    merged = {(r.min_row - 1, r.min_col - 1, r.size["rows"], r.size["columns"]) for r in sheet.merged_cells.ranges}
    assert merged == {(r, c, rows, columns) for (r, c), (rows, columns, _) in placed.items() if rows * columns > 1}


@given(st.lists(grids(), min_size=2, max_size=4))
@settings(max_examples=25, deadline=None)
def test_stacked_grids_keep_their_texts(drawn: list[tuple[Grid, object]]) -> None:
    """Grids with different columns share one sheet: every cell is there, in order, and no merged range overlaps."""
    grid_blocks = [grid for grid, _ in drawn]
    sheet = _sheet(write_xlsx(_document(*grid_blocks)))
    found = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    expected = [
        str(float(cell.value)) if cell.value is not None else _expected_text(cell.text)
        for grid in grid_blocks
        for row in grid.rows
        for cell in row
        if cell.value is not None or cell.text
    ]
    assert [str(float(value)) if re.fullmatch(r"-?\d+(\.\d+)?", value) else value for value in found] == [
        str(float(value)) if re.fullmatch(r"-?\d+(\.\d+)?", value) else value for value in expected
    ]
    squares = [
        (row, column)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    ]
    assert len(squares) == len(set(squares))


@given(st.lists(texts, max_size=8), st.sets(st.text(max_size=3), max_size=2))
@example(["a" * 40, "A" * 40, "图", "History", "'", "[]", "𠀀" * 40], set())
def test_sheet_names_are_legal_and_different(titles: list[str], taken: set[str]) -> None:
    """Any titles become names that Excel accepts."""
    used = {name.casefold() for name in taken}
    names = [sheet_name(title, used) for title in titles]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 1 <= len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("[]:*?/\\")
        assert not name.startswith("'")
        assert not name.endswith("'")
        assert name.casefold() != "history"


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_active(text: str) -> None:
    """A text that looks like a formula, a link, a number or markup is a plain string, wherever it stands."""
    grid = Grid(rows=((Cell(text=text), Cell(text="")),), widths=(1, 1))
    bars = (Bar(label=text, value=Decimal(1), full=Decimal(2)),)
    signature = SignatureLine(label=text, name=text)
    document = _document(
        Title(text=text), Heading(text=text), Paragraph(text=text), grid, signature, Figure(caption=text, bars=bars),
        title=text,
    )  # fmt: skip
    content = write_xlsx(document)
    book = openpyxl.load_workbook(BytesIO(content))
    assert not [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"]
    assert not [cell.coordinate for sheet in book for row in sheet for cell in row if cell.hyperlink]
    references = re.findall("<c:f>(.*?)</c:f>", _part(content, "xl/charts/chart1.xml"))
    assert all(reference.startswith("图!$") for reference in references)
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert not any(b"TargetMode" in archive.read(name) for name in archive.namelist())


def _everything() -> Document:
    head = (Cell(text="指标", role="head"), Cell(text="分值", role="head"), Cell(text="得分", role="head"))
    rows = tuple(
        (
            Cell(text=f"指标{number}", role="label"),
            Cell(text="2.5", value=Decimal("2.5"), role="number", key=f"points:{number}"),
            Cell(text="1.1", value=Decimal("1.1"), role="number", key=f"score:{number}"),
        )
        for number in range(3)
    )
    total = (
        Cell(text="总分", role="label"),
        Cell(text="7.5", value=Decimal("7.5"), formula=Sum(of=("points:0", "points:1", "points:2")), key="points"),
        Cell(text="3.3", value=Decimal("3.3"), formula=Sum(of=("score:0", "score:1", "score:2")), key="total"),
    )
    rate = (
        Cell(text="得分率", role="label"),
        Cell(
            text="44.00%",
            value=Decimal("0.44"),
            percent=True,
            formula=Quotient(numerator="total", denominator="points"),
        ),
        Cell(text="差", formula=GradeOf(total="total", bands=(("优", Decimal(6)), ("差", Decimal(0))))),
    )
    return _document(
        Title(text="部门评价表"),
        Grid(rows=(head, *rows, total, rate), widths=(30, 10, 10), head_rows=1),
        SignatureLine(label="填报人（签字）", name="姓名甲"),
        Figure(caption="各级得分", bars=(Bar(label="决策", value=Decimal("3.3"), full=Decimal("7.5")),)),
        PageBreak(),
        Paragraph(text="续页"),
        PageBreak(),
        Title(text="评价报告"),
        Heading(text="一、基本情况"),
        Paragraph(text="正文\n第二行"),
    )


def test_the_same_document_gives_the_same_bytes_in_any_process() -> None:
    """Nothing of the clock, the hash seed or the process gets into the file."""
    document = _everything()
    content = write_xlsx(document)
    assert write_xlsx(document) == content
    program = (
        "import hashlib, pickle, sys\nfrom perfeval.documents.excel.xlsx_writer import write_xlsx\n"
        "print(hashlib.sha256(write_xlsx(pickle.loads(sys.stdin.buffer.read()))).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", program],
        input=pickle.dumps(document),
        capture_output=True,
        check=True,
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": "77", "TZ": "Asia/Shanghai"},
    )
    assert other.stdout.decode().strip() == hashlib.sha256(content).hexdigest()


def test_parts_become_sheets_named_by_their_titles() -> None:
    """A new page with a title is a new sheet; a new page without one only begins a new page."""
    book = openpyxl.load_workbook(BytesIO(write_xlsx(_everything())))
    assert book.sheetnames == ["部门评价表", "评价报告", "图"]
    assert [brk.id for brk in book["部门评价表"].row_breaks.brk] == [9]
    assert [row[0].value for row in book["评价报告"]] == ["评价报告", "一、基本情况", "　　正文\n　　第二行"]


def test_the_form_prints_on_a4_with_its_head_repeated() -> None:
    """The paper, its direction, the print area, the repeated rows and the page number are set."""
    content = write_xlsx(_everything())
    sheet = _sheet(content)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.page_setup.fitToHeight == 0
    assert '<pageSetUpPr fitToPage="1"/>' in _part(content, "xl/worksheets/sheet1.xml")
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.print_area.endswith("$10")
    assert "第 &P 页　共 &N 页" in _part(content, "xl/worksheets/sheet1.xml")
    assert {cell.font.name for cell in sheet[2] if cell.value} == {"黑体"}
    assert {cell.font.name for cell in sheet[3] if cell.value} == {"仿宋"}
    assert all(cell.border.left.style == cell.border.bottom.style == "thin" for cell in sheet[3] if cell.value)


def test_a_wide_table_turns_the_page() -> None:
    """More than eight columns are printed in landscape, each with its share of the width."""
    row = tuple(Cell(text="内容") for _ in range(10))
    sheet = _sheet(write_xlsx(_document(Grid(rows=(row,), widths=(2, *[1] * 9)))))
    assert sheet.page_setup.orientation == "landscape"
    first, second = (sheet.column_dimensions[letter].width for letter in "AB")
    assert 1.8 < first / second < 2.3


def test_scores_cannot_exceed_their_points() -> None:
    """A score cell accepts numbers from 0 to the points in its row; rows below one another share a rule that moves along."""
    validations = _sheet(write_xlsx(_everything())).data_validations.dataValidation
    # the columns 30:10:10 of the table stand on the eighths of the page
    (found,) = [(str(one.sqref), one.type, one.operator, one.formula1, one.formula2) for one in validations]
    assert found == ("I3:I5", "decimal", None, "0", "F3")


def test_a_scoresheet_has_charts_whose_numbers_follow_its_cells() -> None:
    """By level-1 and by level-2 indicator; each number of a chart is the sum of the rows on the form."""
    registry = Registry.discover()
    dossier = load_dossier(EXAMPLE, vocabulary=registry.vocabulary)
    evaluation = evaluate(dossier, indicators=registry.indicator_set(dossier.indicators))
    (layout,) = [one for one in registry.layouts_for(evaluation.indicators) if one.name == "scoresheet"]
    content = write_xlsx(layout.build(evaluation, "zh"))
    assert "xl/charts/chart2.xml" in zipfile.ZipFile(BytesIO(content)).namelist()
    sheet = _part(content, "xl/worksheets/sheet2.xml")
    formulas = re.findall(r"<f>(.*?)</f><v>(.*?)</v>", sheet)
    assert [value for formula, value in formulas if "!I" in formula][:3] == ["20", "19", "52"]
    assert all(formula.startswith("ROUND(SUM('") for formula, _ in formulas)


def test_figures_are_native_charts_that_follow_their_table() -> None:
    """The chart reads its numbers from the cells beside it."""
    content = write_xlsx(_everything())
    chart = _part(content, "xl/charts/chart1.xml")
    assert "<c:barChart>" in chart
    assert {"图!$A$1", "图!$A$3", "图!$B$3", "图!$C$3"} == set(re.findall("<c:f>(.*?)</c:f>", chart))
    sheet = openpyxl.load_workbook(BytesIO(content))["图"]
    assert [cell.value for cell in sheet[3]][:3] == ["决策", 3.3, 7.5]


def test_english_documents_speak_english() -> None:
    """The words the writer adds follow the language of the document."""
    figure = Figure(caption="Scores", bars=(Bar(label="A", value=Decimal(1), full=Decimal(2)),), unit="points")
    content = write_xlsx(_document(figure, SignatureLine(label="By"), language="en"))
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames[1] == "Figures"
    assert "Page &P of &N" in _part(content, "xl/worksheets/sheet1.xml")
    assert not re.search("[\u4e00-\u9fff]", str([[c.value for row in sheet for c in row] for sheet in book]))


@pytest.mark.parametrize("length", [3_000, 40_000])
def test_long_texts_are_whole(length: int) -> None:
    """A text too high for a row takes several rows, and one too long for a cell several cells; none of it is lost."""
    text = "绩" * length
    content = write_xlsx(_document(Paragraph(text=text, style="plain"), Grid(rows=((Cell(text=text),),), widths=(1,))))
    sheet = _sheet(content)
    assert "".join(str(cell.value) for row in sheet for cell in row if cell.value) == text * 2
    assert max(dimension.height for dimension in sheet.row_dimensions.values()) <= 409


def test_rows_are_high_enough_for_their_text() -> None:
    """Wrapped text, in single and merged cells, has a line of its own for each line."""
    long = "对标国际国内一流标准全面优化提升营商环境" * 6
    grid = Grid(rows=((Cell(text="短"), Cell(text=long, rows=2)), (Cell(text="短"),)), widths=(1, 1))
    plan = plan_sheets(_document(grid))[0]
    # 120 Chinese characters of 10.5 points in half of the page: at least five lines
    assert sum(plan.heights) >= 5 * 10.5 * 1.3


def test_a_page_does_not_end_within_a_low_merged_cell() -> None:
    """Three rows under one label stay together when the page would end among them."""
    rows = tuple(
        row
        for group in range(40)
        for row in (
            (Cell(text=f"组{group}", rows=3), *(Cell(text="1") for _ in range(3))),
            *(tuple(Cell(text="1") for _ in range(3)) for _ in range(2)),
        )
    )
    plan = plan_sheets(_document(Grid(rows=rows, widths=(1, 1, 1, 1))))[0]
    breaks = sheets.page_breaks(plan)
    assert breaks
    assert all(row % 3 == 0 for row in breaks)


def test_a_heading_is_not_the_last_line_of_a_page() -> None:
    """Wherever the page ends, a heading goes with the text below it."""
    for count in range(36, 42):
        lines = [Paragraph(text="正文", style="plain")] * count
        plan = plan_sheets(_document(*lines, Heading(text="一、"), *lines))[0]
        assert plan.breaks
        assert count + 1 not in plan.breaks


def test_an_empty_document_is_a_workbook() -> None:
    """A document without blocks, or with empty tables, is still a file that opens."""
    for blocks in ((), (Grid(rows=(), widths=(1,)),), (PageBreak(),), (Figure(caption="图", bars=()),)):
        assert openpyxl.load_workbook(BytesIO(write_xlsx(_document(*blocks)))).sheetnames


def test_the_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without XlsxWriter the error says what to install."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError, match=r"perfeval\[xlsx\]"):
        write_xlsx(_document())
