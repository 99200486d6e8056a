"""The Word writer: what is written comes back, nothing in it is executed, the same document gives the same bytes."""

from __future__ import annotations

import hashlib
import os
import pickle
import subprocess
import sys
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import docx as python_docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_files import W, expected_in_word, parts_of, said_in, texts, word_document, xml_of

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
    SignatureLine,
    Title,
)
from perfeval.documents.word.docx_writer import write_docx
from perfeval.documents.word.drawing import BARS_PER_CHART
from perfeval.documents.word.letterhead import base
from perfeval.errors import MissingExtraError

if TYPE_CHECKING:
    from perfeval.documents.blocks import Block

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
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


@given(texts, texts, texts, st.sampled_from(("plain", "note")))
def test_hostile_text_is_literal(title: str, heading: str, text: str, style: str) -> None:
    """Markup, fields, formulas and control characters are only characters, in the text and in the properties."""
    paragraph = Paragraph(text=text, style="note" if style == "note" else "plain")
    content = write_docx(word_document(Title(text=title), Heading(text=heading), paragraph, title=title))
    root = xml_of(content)
    assert [said_in(one) for one in root.iter(f"{W}p")] == [
        expected_in_word(title),
        expected_in_word(heading),
        expected_in_word(text),
    ]
    assert not list(root.iter(f"{W}fldSimple"))
    found = xml_of(content, "docProps/core.xml").find("{http://purl.org/dc/elements/1.1/}title")
    assert found is not None
    assert (found.text or "") == expected_in_word(title)


@given(texts)
def test_running_text_is_a_paragraph_a_line(text: str) -> None:
    """Every line of a body paragraph is a paragraph of its own, empty ones too."""
    paragraphs = xml_of(write_docx(word_document(Paragraph(text=text)))).iter(f"{W}p")
    assert [said_in(one) for one in paragraphs] == expected_in_word(text).split("\n")


@given(st.lists(st.tuples(texts, st.decimals(0, 1000, places=2), st.decimals(0, 1000, places=2)), max_size=30), texts)
def test_a_figure_keeps_its_numbers(bars: list[tuple[str, Decimal, Decimal]], caption: str) -> None:
    """The charts of a figure hold every label and number exactly, and the drawing says them in words."""
    figure = Figure(caption=caption, bars=tuple(Bar(label=one, value=value, full=full) for one, value, full in bars))
    content = write_docx(word_document(figure))
    charts = [xml_of(content, f"word/charts/figure{n}.xml") for n in range(1, -(-len(bars) // BARS_PER_CHART) + 1)]
    assert f"word/charts/figure{len(charts) + 1}.xml" not in parts_of(content)
    expected = [(expected_in_word(label), f"{full:f}", f"{value:f}") for label, value, full in bars]
    found = [tuple(point) for chart in charts for point in zip(*_series(chart), strict=True)]
    assert found == expected
    described = "".join(one.get("descr", "") for one in xml_of(content).iter(f"{WP}docPr"))
    assert all(f"{label} {value} / {full}" in described for label, full, value in expected)


def _series(chart: ET.Element) -> list[list[str]]:
    full, value = chart.iter(f"{C}ser")
    parts = (full.iterfind(f"{C}cat//{C}v"), full.iterfind(f"{C}val//{C}v"), value.iterfind(f"{C}val//{C}v"))
    return [[one.text or "" for one in part] for part in parts]


@pytest.mark.parametrize("style", ["report", "sheet"])
def test_every_run_names_its_typefaces(style: str) -> None:
    """Chinese and Latin typefaces stand on each run of the text and the footer: no program's own default gets in."""
    parts = parts_of(write_docx(word_document(*EVERYTHING, style=style)))
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
    word = python_docx.Document(BytesIO(write_docx(word_document(*EVERYTHING))))
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
    parts = parts_of(write_docx(word_document(Title(text="表"), style=style)))
    footer = ET.fromstring(next(part for name, part in parts.items() if name.startswith("word/footer")))  # noqa: S314 - ours
    assert said_in(footer) == said
    fields = [one.get(f"{W}instr") for one in footer.iter(f"{W}fldSimple")]
    assert fields == (["PAGE"] if style == "report" else ["PAGE", "NUMPAGES"])


def test_python_docx_reopens_every_block() -> None:
    """The file opens, its headings are Word's own, its table and its figure are there."""
    word = python_docx.Document(BytesIO(write_docx(word_document(*EVERYTHING))))
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
    content = write_docx(word_document(FIGURE, FIGURE))
    parts = parts_of(content)
    relations = ET.fromstring(parts["word/_rels/document.xml.rels"])  # noqa: S314 - a file we wrote ourselves
    targets = {one.get("Id"): f"word/{one.get('Target')}" for one in relations}
    assert set(targets.values()) <= parts.keys()
    shown = [targets[one.get(f"{R}id")] for one in xml_of(content).iter(f"{C}chart")]
    assert shown == ["word/charts/figure1.xml", "word/charts/figure2.xml"]
    types = ET.fromstring(parts["[Content_Types].xml"])  # noqa: S314 - a file we wrote ourselves
    declared = {one.get("PartName", "").lstrip("/") for one in types} | {f".{one.get('Extension')}" for one in types}
    assert all(
        name in declared or name[name.rindex(".") :] in declared for name in parts if name != "[Content_Types].xml"
    )
    assert "docProps/thumbnail.jpeg" not in parts


@pytest.mark.parametrize("block", [Paragraph(text="后"), Grid(rows=((Cell(text="后"),),), widths=(1,)), FIGURE])
def test_a_page_break_begins_a_page(block: Block) -> None:
    """The first paragraph after a page break begins a page, without an empty line above it."""
    root = xml_of(write_docx(word_document(Paragraph(text="前"), PageBreak(), block)))
    breaks = [one.find(f"{W}pPr/{W}pageBreakBefore") is not None for one in root.findall(f"{W}body/{W}p")]
    assert breaks[:2] == [False, True]
    assert sum(breaks) == 1


def test_same_bytes_in_another_process() -> None:
    """The same document gives the same bytes: twice here, made anew, and in a process with other hashes."""
    document = word_document(*EVERYTHING)
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
        write_docx(word_document(Title(text="x")))


def test_an_empty_document_is_a_word_file() -> None:
    """A document without blocks, and a grid without rows, still open."""
    for blocks in ((), (Grid(rows=(), widths=()),), (PageBreak(),)):
        assert python_docx.Document(BytesIO(write_docx(word_document(*blocks)))).tables == []


def test_english_words() -> None:
    """An English document has English page numbers and dates, and Latin quotation marks."""
    document = Document(
        name="x", title="x", blocks=(SignatureLine(label="Leader", name="A"),), language="en", style="sheet"
    )
    parts = parts_of(write_docx(document))
    assert "Leader: A\tDate: ____________" in said_in(ET.fromstring(parts["word/document.xml"]))  # noqa: S314 - ours
    assert b'eastAsia" w:ascii' not in parts["word/document.xml"]
    footer = ET.fromstring(next(part for name, part in parts.items() if name.startswith("word/footer")))  # noqa: S314 - ours
    assert said_in(footer) == "Page 1 of 1"
