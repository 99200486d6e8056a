"""The Markdown writer: an independent reader finds the same texts, and no markup that came from a text."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

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
from perfeval.documents.text.markdown_writer import write_markdown
from perfeval.office.xml_text import clean

if TYPE_CHECKING:
    from markdown_it.token import Token

    from perfeval.documents.blocks import Block

HOSTILE = (
    "<script>alert(1)</script>",
    "![x](http://a.example/b.png)",
    "[x](javascript:alert(1))",
    "[x]: http://a.example",
    "http://a.example www.a.example",
    "a|b \\| \\",
    "`code` ``` ~~~",
    "**bold** __x__ ~~y~~ $z$",
    "# heading #",
    "- list",
    "+ list",
    "1. list",
    "1) list",
    "---",
    "===",
    "    code",
    "\tcode",
    "> quote",
    "&lt;b&gt; &#60;",
    "| - |\n| - |",
    "[^1]: note",
    "　全角　",
    "\x00\x1b[31m\x9b\ud800",
)
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet=st.sampled_from("绩效aB19 　\t\n\r\\`*_[](){}<>#+-.!|~$&:=\"'/\x00\ud800"), max_size=24),
)
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
# Everything that is not text or a break would be markup.
PLAIN = {"text", "html_inline", "text_special"}


def _document(*blocks: Block) -> Document:
    return Document(name="x", title="t", blocks=blocks)


def _read(document: Document) -> list[Token]:
    return PARSER.parse(write_markdown(document).decode("utf-8"))


def _text(token: Token) -> str:
    """Return the text of an inline token; markup in it is an error."""
    children = token.children or []
    assert {child.type for child in children} <= PLAIN
    assert {child.content for child in children if child.type == "html_inline"} <= {"<br>"}
    return "".join("\n" if child.type == "html_inline" else child.content for child in children)


def _shown(text: str) -> str:
    return clean(text).replace("\x9b", "\ufffd")


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Draw a grid: each free place begins a cell that covers some of the free places right of and below it."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    taken: set[tuple[int, int]] = set()
    rows = []
    for row in range(height):
        begun = []
        for column in range(width):
            if (row, column) in taken:
                continue
            free = next((end for end in range(column, width) if (row, end) in taken), width) - column
            columns, reach = draw(st.integers(1, free)), draw(st.integers(1, height - row))
            taken |= {(row + down, column + right) for down in range(reach) for right in range(columns)}
            begun.append(Cell(text=draw(texts), columns=columns, rows=reach))
        rows.append(tuple(begun))
    return Grid(rows=tuple(rows), widths=(1,) * width, head_rows=draw(st.integers(0, 1)))


def _expected(grid: Grid) -> list[list[str]]:
    """Return the grid with each text where its cell begins, without the columns in which none begins."""
    places: dict[tuple[int, int], str] = {}
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(grid.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            places[row, column] = _shown(cell.text)
            taken |= {(row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
    columns = sorted({column for _, column in places})
    return [[places.get((row, column), "") for column in columns] for row in range(len(grid.rows))]


@given(grids())
def test_a_grid_reads_back(grid: Grid) -> None:
    """Every text stands where its cell begins, the rest of a merged cell is empty, a grid without a head has an empty one."""
    rows: list[list[str]] = []
    tokens = _read(_document(grid))
    assert tokens[0].type == "table_open"
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_text(token))
    expected = _expected(grid)
    assert rows == (expected if grid.head_rows else [[""] * len(expected[0]), *expected])


@given(st.lists(texts, max_size=5))
@example(list(HOSTILE))
def test_paragraphs_read_back(lines: list[str]) -> None:
    """Each paragraph comes back as one paragraph of the same text, whatever it holds."""
    tokens = _read(_document(*(Paragraph(text=line) for line in lines)))
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    assert [_text(token) for token in tokens if token.type == "inline"] == [
        _shown(line) for line in lines if line.strip()
    ]


@given(texts.filter(str.strip), st.integers(1, 3))
def test_a_heading_reads_back(text: str, level: int) -> None:
    """A heading keeps its text and stands one below the title."""
    opening, content, _ = _read(_document(Heading(text=text, level=level)))  # type: ignore[arg-type]
    assert opening.tag == f"h{level + 1}"
    assert _text(content) == _shown(text)


@given(st.lists(st.one_of(grids(), st.builds(Paragraph, text=texts)), max_size=4))
def test_the_same_bytes_twice(blocks: list[Block]) -> None:
    """The same document gives the same bytes."""
    assert write_markdown(_document(*blocks)) == write_markdown(_document(*blocks))


@pytest.mark.parametrize(
    ("value", "bar"),
    [("0", "░" * 20), ("-3", "░" * 20), ("10", "█" * 10 + "░" * 10), ("20", "█" * 20), ("25", "█" * 20)],
)
def test_a_bar_is_as_long_as_its_share(value: str, bar: str) -> None:
    """A figure is a table of label, bar and number; a bar is never longer than its track."""
    figure = Figure(caption="得分", bars=(Bar(label="产出", value=Decimal(value), full=Decimal(20)),))
    assert f"| 产出 | {bar} | {value} / 20 分 |" in write_markdown(_document(figure)).decode("utf-8")


def test_a_document_as_a_whole() -> None:
    """Every block has its form; an explanation is plain paragraphs; a page break is a ruler."""
    content = write_markdown(
        _document(
            Title(text="评价表"),
            Heading(text="一、概况"),
            Paragraph(text="甲\n乙"),
            Grid(
                rows=((Cell(text="分值", role="head"),), (Cell(text="2.50"),)), widths=(1,), head_rows=1, caption="表"
            ),
            Details(summary="指标", lines=("2 × 1 = 2",)),
            PageBreak(),
            SignatureLine(label="组长", name="姓名甲"),
            SignatureLine(label="填报人：", date=False),
        )
    )
    assert content.decode("utf-8") == (
        "# 评价表\n\n## 一、概况\n\n甲<br>乙\n\n表\n\n| 分值 |\n| --- |\n| 2.50 |\n\n指标\n\n2 × 1 = 2\n\n---\n\n"
        "组长：姓名甲　　　　年　　月　　日\n\n填报人：\n"
    )
