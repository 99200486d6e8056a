"""A grid as a Word table: XML text, because python-docx looks at the whole table for every cell it is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.documents.blocks import Cell
from perfeval.documents.word.column_widths import cell_height, column_widths
from perfeval.office.xml_text import attribute_text

if TYPE_CHECKING:
    from perfeval.documents.blocks import Grid
    from perfeval.documents.word.page import Page

_LEAST_HEIGHT = 400
# A row higher than this share of the page may be cut by the end of a page; every other row stays whole.
_TALL = 0.2


@frozen(kw_only=True)
class _Placed:
    """A cell in one row of the table: its first column, and whether it goes on from the row above or into the next."""

    cell: Cell
    column: int
    begins: bool
    merged: bool


def table_xml(page: Page, grid: Grid) -> str:
    """Return *grid* as a table that fills the width of the page; nothing for a grid without rows.

    Every row names each cell it shows or continues: a cell over several rows stands in each of them, with its text
    in the first alone.
    """
    if not grid.rows:
        return ""
    widths = column_widths(grid.widths, page.width)
    rows = "".join(
        _row_xml(page, placed, widths, head=number < grid.head_rows) for number, placed in enumerate(_lines(grid))
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl>{_properties(page, grid)}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _properties(page: Page, grid: Grid) -> str:
    caption = f'<w:tblCaption w:val="{attribute_text(grid.caption)}"/>' if grid.caption else ""
    return (
        f'<w:tblPr><w:tblStyle w:val="{page.table_style_id}"/><w:tblW w:w="{page.width}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0000" w:firstRow="{int(grid.head_rows > 0)}" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{caption}</w:tblPr>'
    )


def _lines(grid: Grid) -> list[list[_Placed]]:
    """Return the cells of each row, those continued from above in their places."""
    lines: list[list[_Placed]] = [[] for _ in grid.rows]
    for number, (columns, cells) in enumerate(zip(grid.positions, grid.rows, strict=True)):
        for column, cell in zip(columns, cells, strict=True):
            for row in range(number, number + cell.rows):
                lines[row].append(_Placed(cell=cell, column=column, begins=row == number, merged=cell.rows > 1))
    return [sorted(line, key=lambda placed: placed.column) for line in lines]


def _row_xml(page: Page, line: list[_Placed], widths: tuple[int, ...], *, head: bool) -> str:
    spans = [sum(widths[one.column : one.column + one.cell.columns]) for one in line]
    height = max(
        (
            cell_height(one.cell, width, size=page.looks[one.cell.role].size)
            for one, width in zip(line, spans, strict=True)
            if not one.merged
        ),
        default=0,
    )
    whole = "<w:cantSplit/>" if height <= page.height * _TALL else ""
    repeated = "<w:tblHeader/>" if head else ""
    cells = "".join(_cell_xml(page, one, width) for one, width in zip(line, spans, strict=True))
    return (
        f'<w:tr><w:trPr>{whole}<w:trHeight w:val="{_LEAST_HEIGHT}" w:hRule="atLeast"/>{repeated}</w:trPr>{cells}</w:tr>'
    )


def _cell_xml(page: Page, placed: _Placed, width: int) -> str:
    cell = placed.cell
    across = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    down = ('<w:vMerge w:val="restart"/>' if placed.begins else "<w:vMerge/>") if placed.merged else ""
    text = page.text(cell.role, cell.text if placed.begins else "", align=cell.align)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{across}{down}<w:vAlign w:val="center"/></w:tcPr>{text}</w:tc>'
