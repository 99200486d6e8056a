"""The Word writer: what is written comes back, nothing in it is executed, the same document gives the same bytes."""

from __future__ import annotations

import hashlib
import os
import pickle
import re
import subprocess
import sys
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, get_args
from xml.etree import ElementTree as ET

import docx as python_docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.documents.blocks import (
    Bar,
    Cell,
    Details,
    Document,
    Figure,
    Grid,
    Heading,
    PageBreak,
    Paragraph,
    Role,
    SignatureLine,
    Title,
)
from perfeval.documents.word.docx_writer import write_docx
from perfeval.documents.word.drawing import BARS_PER_CHART
from perfeval.documents.word.letterhead import base
from perfeval.errors import MissingExtraError

if TYPE_CHECKING:
    from perfeval.documents.blocks import Block

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
HOSTILE = (
    "=1+1", "<w:p>", "</w:t></w:r>", "a&amp;b]]>", "{ PAGE }", "\x00\x1b[31m", "\ud800\ufffe", " 前后 ", "a\tb\nc\r\nd\re",
    "\x85\u2028\u202e", "",
)  # fmt: skip
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet=st.sampled_from("项目绩效评价 aB9=+-@&<>\"'\n\t\r\x00\x1b\ufffe\ud800“”"), max_size=40),
)
FIGURE = Figure(
    caption="一级指标得分",
    bars=(
        Bar(label="决策", value=Decimal(20), full=Decimal(20)),
        Bar(label="产<出", value=Decimal("27.50"), full=Decimal(36)),
    ),
)
EVERYTHING: tuple[Block, ...] = (
    Title(text="评价报告"),
    Heading(text="一、基本情况"),
    Heading(text="（一）概况", level=2),
    Heading(text="1.背景", level=3),
    Paragraph(text="正文“引号” 73.68%\n第二段"),
    Paragraph(text="居中", align="center"),
    Paragraph(text="无缩进", style="plain"),
    Paragraph(text="注", style="note"),
    Grid(
        rows=((Cell(text="表头", role="head"), Cell(text="5", role="number")),),
        widths=(2, 1),
        head_rows=1,
        caption="表",
    ),
    FIGURE,
    Details(summary="说明", lines=("一", "二")),
    SignatureLine(label="填报人", name="姓名甲"),
)


def _document(*blocks: Block, style: str = "report", template: bytes | None = None, title: str = "标题") -> Document:
    return Document(
        name="x",
        title=title,
        blocks=blocks,
        style=style,
        template=template,  # type: ignore[arg-type]
    )


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def _xml(content: bytes, name: str = "word/document.xml") -> ET.Element:
    return ET.fromstring(_parts(content)[name])  # noqa: S314 - a file we wrote ourselves


def _said(element: ET.Element) -> str:
    """Return what the runs under *element* say, tabs and line breaks included."""
    signs = {f"{W}t": None, f"{W}tab": "\t", f"{W}br": "\n"}
    found = [one for run in element.iter(f"{W}r") for one in run if one.tag in signs]
    return "".join(one.text or "" if signs[one.tag] is None else str(signs[one.tag]) for one in found)


def _expected(text: str) -> str:
    """Say what a text becomes in Word, in other words than the writer's."""
    joined = "\n".join(re.split("\r\n|\r|\n", text))
    return "".join(
        "\ufffd" if (c < " " and c not in "\t\n") or 0xD800 <= ord(c) <= 0xDFFF or c in "\ufffe\uffff" else c
        for c in joined
    )


def _cells(table: ET.Element) -> dict[tuple[int, int], tuple[int, int, str]]:
    """Read a table: where each cell begins, the rows and columns it covers, and its text."""
    cells: dict[tuple[int, int], tuple[int, int, str]] = {}
    open_cells: dict[int, tuple[int, int]] = {}
    for row, line in enumerate(table.findall(f"{W}tr")):
        column = 0
        for one in line.findall(f"{W}tc"):
            span = one.find(f"{W}tcPr/{W}gridSpan")
            columns = int(span.get(f"{W}val", "0")) if span is not None else 1
            merge = one.find(f"{W}tcPr/{W}vMerge")
            if merge is not None and merge.get(f"{W}val") != "restart":
                start = open_cells[column]
                rows, width, text = cells[start]
                assert (width, _said(one)) == (columns, "")
                assert start[0] + rows == row
                cells[start] = (rows + 1, width, text)
            else:
                cells[row, column] = (1, columns, _said(one))
                open_cells.pop(column, None)
                if merge is not None:
                    open_cells[column] = (row, column)
            column += columns
        assert column == len(table.findall(f"{W}tblGrid/{W}gridCol"))
    return cells


@st.composite
def grids(draw: st.DrawFn) -> tuple[Grid, dict[tuple[int, int], tuple[int, int, str]]]:
    """Draw a grid of merged cells, and what each of its cells covers and says."""
    width, height = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    taken: set[tuple[int, int]] = set()
    said: dict[tuple[int, int], tuple[int, int, str]] = {}
    lines: list[tuple[Cell, ...]] = []
    for row in range(height):
        line: list[Cell] = []
        for column in range(width):
            if (row, column) in taken:
                continue
            free = next((c for c in range(column, width) if (row, c) in taken), width) - column
            columns, rows = draw(st.integers(1, free)), draw(st.integers(1, height - row))
            taken |= {(r, c) for r in range(row, row + rows) for c in range(column, column + columns)}
            text, role = draw(texts), draw(st.sampled_from(get_args(Role)))
            line.append(Cell(text=text, rows=rows, columns=columns, role=role))
            said[row, column] = (rows, columns, _expected(text))
        lines.append(tuple(line))
    widths = tuple(draw(st.lists(st.integers(1, 30), min_size=width, max_size=width)))
    return Grid(rows=tuple(lines), widths=widths, head_rows=draw(st.integers(0, height)), caption=draw(texts)), said


@given(grids())
def test_a_table_reads_back_as_the_grid(drawn: tuple[Grid, dict[tuple[int, int], tuple[int, int, str]]]) -> None:
    """An independent reader finds every cell where it was, as large as it was, saying what it said."""
    grid, said = drawn
    content = write_docx(_document(grid, style="sheet"))
    table = _xml(content).find(f"{W}body/{W}tbl")
    assert table is not None
    assert _cells(table) == said
    head = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.findall(f"{W}tr")]
    assert head == [number < grid.head_rows for number in range(len(grid.rows))]
    caption = table.find(f"{W}tblPr/{W}tblCaption")
    assert (caption.get(f"{W}val") if caption is not None else "") == _expected(grid.caption)


@given(grids())
def test_a_table_fills_the_page(drawn: tuple[Grid, dict[tuple[int, int], tuple[int, int, str]]]) -> None:
    """The columns add up to the width of the text, and each cell is as wide as the columns it covers."""
    body = _xml(write_docx(_document(drawn[0], style="sheet"))).find(f"{W}body")
    assert body is not None
    columns = [int(one.get(f"{W}w", "")) for one in body.iter(f"{W}gridCol")]
    size, margins = body.find(f"{W}sectPr/{W}pgSz"), body.find(f"{W}sectPr/{W}pgMar")
    assert size is not None
    assert margins is not None
    assert sum(columns) == int(size.get(f"{W}w", "")) - sum(int(margins.get(f"{W}{s}", "")) for s in ("left", "right"))
    for row in body.iter(f"{W}tr"):
        position = 0
        for properties in row.iter(f"{W}tcPr"):
            span, width = properties.find(f"{W}gridSpan"), properties.find(f"{W}tcW")
            after = position + (int(span.get(f"{W}val", "")) if span is not None else 1)
            assert width is not None
            assert int(width.get(f"{W}w", "")) == sum(columns[position:after])
            position = after


@given(texts, texts, texts, st.sampled_from(("plain", "note")))
def test_hostile_text_is_literal(title: str, heading: str, text: str, style: str) -> None:
    """Markup, fields, formulas and control characters are only characters, in the text and in the properties."""
    paragraph = Paragraph(text=text, style="note" if style == "note" else "plain")
    content = write_docx(_document(Title(text=title), Heading(text=heading), paragraph, title=title))
    root = _xml(content)
    assert [_said(one) for one in root.iter(f"{W}p")] == [_expected(title), _expected(heading), _expected(text)]
    assert not list(root.iter(f"{W}fldSimple"))
    found = _xml(content, "docProps/core.xml").find("{http://purl.org/dc/elements/1.1/}title")
    assert found is not None
    assert (found.text or "") == _expected(title)


@given(texts)
def test_running_text_is_a_paragraph_a_line(text: str) -> None:
    """Every line of a body paragraph is a paragraph of its own, empty ones too."""
    paragraphs = _xml(write_docx(_document(Paragraph(text=text)))).iter(f"{W}p")
    assert [_said(one) for one in paragraphs] == _expected(text).split("\n")


@given(st.lists(st.tuples(texts, st.decimals(0, 1000, places=2), st.decimals(0, 1000, places=2)), max_size=30), texts)
def test_a_figure_keeps_its_numbers(bars: list[tuple[str, Decimal, Decimal]], caption: str) -> None:
    """The charts of a figure hold every label and number exactly, and the drawing says them in words."""
    figure = Figure(caption=caption, bars=tuple(Bar(label=one, value=value, full=full) for one, value, full in bars))
    content = write_docx(_document(figure))
    charts = [_xml(content, f"word/charts/figure{n}.xml") for n in range(1, -(-len(bars) // BARS_PER_CHART) + 1)]
    assert f"word/charts/figure{len(charts) + 1}.xml" not in _parts(content)
    expected = [(_expected(label), f"{full:f}", f"{value:f}") for label, value, full in bars]
    found = [tuple(point) for chart in charts for point in zip(*_series(chart), strict=True)]
    assert found == expected
    described = "".join(one.get("descr", "") for one in _xml(content).iter(f"{WP}docPr"))
    assert all(f"{label} {value} / {full}" in described for label, full, value in expected)


def _series(chart: ET.Element) -> list[list[str]]:
    full, value = chart.iter(f"{C}ser")
    parts = (full.iterfind(f"{C}cat//{C}v"), full.iterfind(f"{C}val//{C}v"), value.iterfind(f"{C}val//{C}v"))
    return [[one.text or "" for one in part] for part in parts]


@pytest.mark.parametrize("style", ["report", "sheet"])
def test_every_run_names_its_typefaces(style: str) -> None:
    """Chinese and Latin typefaces stand on each run of the text and the footer: no program's own default gets in."""
    parts = _parts(write_docx(_document(*EVERYTHING, style=style)))
    footer = next(name for name in parts if name.startswith("word/footer"))
    for name in ("word/document.xml", footer):
        runs = list(ET.fromstring(parts[name]).iter(f"{W}r"))  # noqa: S314 - a file we wrote ourselves
        fonts = [run.find(f"{W}rPr/{W}rFonts") for run in runs]
        assert runs
        for font in fonts:
            assert font is not None
            assert {font.get(f"{W}ascii"), font.get(f"{W}hAnsi")} == {"Times New Roman"}
            assert font.get(f"{W}eastAsia") in {"方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312", "宋体"}


def test_the_official_look() -> None:
    """A report is set as GB/T 9704 has it: typeface, size, weight, line spacing, indent and margins by role."""
    word = python_docx.Document(BytesIO(write_docx(_document(*EVERYTHING))))
    found = {}
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "评价正文"):
        style = word.styles[name]
        spacing = style.paragraph_format.line_spacing
        fonts = style.element.rPr.rFonts
        found[name] = (fonts.get(f"{W}eastAsia"), style.font.size.pt, bool(style.font.bold), spacing.pt)
    assert found == {
        "Title": ("方正小标宋简体", 22, True, 36),
        "Heading 1": ("黑体", 16, False, 30),
        "Heading 2": ("楷体_GB2312", 16, True, 30),
        "Heading 3": ("仿宋_GB2312", 16, False, 30),
        "评价正文": ("仿宋_GB2312", 16, False, 30),
    }
    assert word.styles["评价正文"].element.pPr.find(f"{W}ind").get(f"{W}firstLineChars") == "200"
    section = word.sections[0]
    lengths = (
        section.page_width, section.page_height,
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin,
    )  # fmt: skip
    assert [round(one.mm) for one in lengths if one is not None] == [210, 297, 37, 35, 28, 26]


@pytest.mark.parametrize(("style", "said"), [("report", "— 1 —"), ("sheet", "第 1 页　共 1 页")])
def test_pages_are_numbered(style: str, said: str) -> None:
    """The footer counts pages by fields, in the words of the style."""
    parts = _parts(write_docx(_document(Title(text="表"), style=style)))
    footer = ET.fromstring(next(part for name, part in parts.items() if name.startswith("word/footer")))  # noqa: S314 - ours
    assert _said(footer) == said
    fields = [one.get(f"{W}instr") for one in footer.iter(f"{W}fldSimple")]
    assert fields == (["PAGE"] if style == "report" else ["PAGE", "NUMPAGES"])


def test_python_docx_reopens_every_block() -> None:
    """The file opens, its headings are Word's own, its table and its figure are there."""
    word = python_docx.Document(BytesIO(write_docx(_document(*EVERYTHING))))
    texts_by_style = [(one.style.name, one.text) for one in word.paragraphs if one.style is not None and one.text]
    assert texts_by_style == [
        ("Title", "评价报告"),
        ("Heading 1", "一、基本情况"),
        ("Heading 2", "（一）概况"),
        ("Heading 3", "1.背景"),
        ("评价正文", "正文“引号” 73.68%"),
        ("评价正文", "第二段"),
        ("评价正文", "居中"),
        ("评价正文无缩进", "无缩进"),
        ("评价注释", "注"),
        ("评价图题", "一级指标得分"),
        ("评价说明题", "说明"),
        ("评价正文", "一"),
        ("评价正文", "二"),
        ("评价落款", "填报人：姓名甲\t　　年　　月　　日"),
    ]
    assert [[cell.text for cell in row.cells] for row in word.tables[0].rows] == [["表头", "5"]]
    assert len(word.inline_shapes) == 1
    assert word.core_properties.title == "标题"


def test_every_relation_and_part_is_declared() -> None:
    """Each relation leads to a part, each part has a content type, and the chart in the text names its relation."""
    content = write_docx(_document(FIGURE, FIGURE))
    parts = _parts(content)
    relations = ET.fromstring(parts["word/_rels/document.xml.rels"])  # noqa: S314 - a file we wrote ourselves
    targets = {one.get("Id"): f"word/{one.get('Target')}" for one in relations}
    assert set(targets.values()) <= parts.keys()
    shown = [targets[one.get(f"{R}id")] for one in _xml(content).iter(f"{C}chart")]
    assert shown == ["word/charts/figure1.xml", "word/charts/figure2.xml"]
    types = ET.fromstring(parts["[Content_Types].xml"])  # noqa: S314 - a file we wrote ourselves
    declared = {one.get("PartName", "").lstrip("/") for one in types} | {f".{one.get('Extension')}" for one in types}
    assert all(
        name in declared or name[name.rindex(".") :] in declared for name in parts if name != "[Content_Types].xml"
    )
    assert "docProps/thumbnail.jpeg" not in parts


def test_tables_do_not_run_together() -> None:
    """Between two tables, and after the last one, stands a paragraph: Word would join or refuse them."""
    grid = Grid(rows=((Cell(text="x"),),), widths=(1,))
    body = _xml(write_docx(_document(grid, grid))).find(f"{W}body")
    assert body is not None
    assert [one.tag.removeprefix(W) for one in body] == ["tbl", "p", "tbl", "p", "sectPr"]


@pytest.mark.parametrize("block", [Paragraph(text="后"), Grid(rows=((Cell(text="后"),),), widths=(1,)), FIGURE])
def test_a_page_break_begins_a_page(block: Block) -> None:
    """The first paragraph after a page break begins a page, without an empty line above it."""
    root = _xml(write_docx(_document(Paragraph(text="前"), PageBreak(), block)))
    breaks = [one.find(f"{W}pPr/{W}pageBreakBefore") is not None for one in root.findall(f"{W}body/{W}p")]
    assert breaks[:2] == [False, True]
    assert sum(breaks) == 1


def test_only_a_very_tall_row_may_be_cut() -> None:
    """A row stays on one page unless it takes more than a third of it."""
    grid = Grid(rows=((Cell(text="短"), Cell()), (Cell(text="长" * 2000), Cell())), widths=(1, 1))
    rows = _xml(write_docx(_document(grid))).iter(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True, False]


def test_same_bytes_in_another_process() -> None:
    """The same document gives the same bytes: twice here, made anew, and in a process with other hashes."""
    document = _document(*EVERYTHING)
    first = write_docx(document)
    with zipfile.ZipFile(BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert write_docx(document) == first
    base.cache_clear()
    assert write_docx(document) == first
    code = (
        "import hashlib, pickle, sys; from perfeval.documents.word.docx_writer import write_docx; "
        "print(hashlib.sha256(write_docx(pickle.load(sys.stdin.buffer))).hexdigest())"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"}

    other = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(document), capture_output=True, check=True, env=environment
    )
    assert other.stdout.decode().strip() == hashlib.sha256(first).hexdigest()


def test_without_python_docx_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """The message says what to install."""
    base.cache_clear()
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingExtraError, match=r"perfeval\[docx\]"):
        write_docx(_document(Title(text="x")))


def test_an_empty_document_is_a_word_file() -> None:
    """A document without blocks, and a grid without rows, still open."""
    for blocks in ((), (Grid(rows=(), widths=()),), (PageBreak(),)):
        assert python_docx.Document(BytesIO(write_docx(_document(*blocks)))).tables == []


def test_english_words() -> None:
    """An English document has English page numbers and dates, and Latin quotation marks."""
    document = Document(
        name="x", title="x", blocks=(SignatureLine(label="Leader", name="A"),), language="en", style="sheet"
    )
    parts = _parts(write_docx(document))
    assert "Leader: A\tDate: ____________" in _said(ET.fromstring(parts["word/document.xml"]))  # noqa: S314 - ours
    assert b'eastAsia" w:ascii' not in parts["word/document.xml"]
    footer = ET.fromstring(next(part for name, part in parts.items() if name.startswith("word/footer")))  # noqa: S314 - ours
    assert _said(footer) == "Page 1 of 1"
