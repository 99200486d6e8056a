"""Tables in Word: cells come back where they were and as large, the columns fill the page, tables and rows break well."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from hypothesis import given
from hypothesis import strategies as st
from word_files import W, expected_in_word, said_in, texts, word_document, xml_of

from perfeval.documents.blocks import Cell, Grid, Role
from perfeval.documents.word.docx_writer import write_docx

if TYPE_CHECKING:
    from xml.etree import ElementTree as ET


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
                assert (width, said_in(one)) == (columns, "")
                assert start[0] + rows == row
                cells[start] = (rows + 1, width, text)
            else:
                cells[row, column] = (1, columns, said_in(one))
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
            said[row, column] = (rows, columns, expected_in_word(text))
        lines.append(tuple(line))
    widths = tuple(draw(st.lists(st.integers(1, 30), min_size=width, max_size=width)))
    return Grid(rows=tuple(lines), widths=widths, head_rows=draw(st.integers(0, height)), caption=draw(texts)), said


@given(grids())
def test_a_table_reads_back_as_the_grid(drawn: tuple[Grid, dict[tuple[int, int], tuple[int, int, str]]]) -> None:
    """An independent reader finds every cell where it was, as large as it was, saying what it said."""
    grid, said = drawn
    content = write_docx(word_document(grid, style="sheet"))
    table = xml_of(content).find(f"{W}body/{W}tbl")
    assert table is not None
    assert _cells(table) == said
    head = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.findall(f"{W}tr")]
    assert head == [number < grid.head_rows for number in range(len(grid.rows))]
    caption = table.find(f"{W}tblPr/{W}tblCaption")
    assert (caption.get(f"{W}val") if caption is not None else "") == expected_in_word(grid.caption)


@given(grids())
def test_a_table_fills_the_page(drawn: tuple[Grid, dict[tuple[int, int], tuple[int, int, str]]]) -> None:
    """The columns add up to the width of the text, and each cell is as wide as the columns it covers."""
    body = xml_of(write_docx(word_document(drawn[0], style="sheet"))).find(f"{W}body")
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


def test_tables_do_not_run_together() -> None:
    """Between two tables, and after the last one, stands a paragraph: Word would join or refuse them."""
    grid = Grid(rows=((Cell(text="x"),),), widths=(1,))
    body = xml_of(write_docx(word_document(grid, grid))).find(f"{W}body")
    assert body is not None
    assert [one.tag.removeprefix(W) for one in body] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_only_a_very_tall_row_may_be_cut() -> None:
    """A row stays on one page unless it takes more than a third of it."""
    grid = Grid(rows=((Cell(text="短"), Cell()), (Cell(text="长" * 2000), Cell())), widths=(1, 1))
    rows = xml_of(write_docx(word_document(grid))).iter(f"{W}tr")
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True, False]
