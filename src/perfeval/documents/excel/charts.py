"""The sheet of charts: each figure as a table of its numbers, and a native bar chart beside it that follows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfeval.documents.blocks import Cell, Sum
from perfeval.documents.excel.sum_formulas import fits, formula_text
from perfeval.model.numbers import plain
from perfeval.office.xml_text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from perfeval.documents.blocks import Figure
    from perfeval.documents.excel.cell_styles import Styles
    from perfeval.documents.excel.sum_formulas import Operand
    from perfeval.errors.language import Language

_HEADS: dict[Language, tuple[str, str, str]] = {
    "zh": ("指标", "得分", "满分"),
    "en": ("Indicator", "Score", "Full points"),
}
_COLUMN_PIXELS = (230, 75, 75)
_CHART_PIXELS = 560
_ROW_PIXELS = 28
_ROW_POINTS = 21
_LEAST_CHART_ROWS = 10
# Of A4 upright, shrunk to the width of the table and the chart beside it.
_ROWS_OF_A_PAGE = 44
# The full points stand behind as a pale bar; both shades keep apart when printed in grey.
_SCORE_COLOUR = "#1F5C99"
_FULL_COLOUR = "#D9E2EC"


def draw_charts(figures: Sequence[Figure], *, name: str, styles: Styles, find: Callable[[str], Operand | None]) -> None:
    """Add the sheet *name* with all *figures*, one below the other; their numbers follow the cells that *find* finds."""
    sheet = styles.workbook.add_worksheet(name)
    for column, pixels in enumerate(_COLUMN_PIXELS):
        sheet.set_column_pixels(column, column, pixels)
    row, page, breaks = 0, 0, []
    for figure in figures:
        below = _draw_chart(sheet, figure, row=row, styles=styles, find=find)
        # A chart is not cut by the end of a page.
        if below - page > _ROWS_OF_A_PAGE and row > page:
            breaks.append(row)
            page = row
        row = below
    if breaks:
        sheet.set_h_pagebreaks(breaks)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, row, 12)
    sheet.set_footer(styles.footer)


def _draw_chart(
    sheet: Any,  # noqa: ANN401 - XlsxWriter has no types
    figure: Figure,
    *,
    row: int,
    styles: Styles,
    find: Callable[[str], Operand | None],
) -> int:
    """Draw one figure from *row* on; return the row below it."""
    heads = _HEADS[styles.language]
    caption = clean(figure.caption)
    sheet.set_row(row, 24)
    styles.write_text(sheet, row, 0, caption, styles.look("heading2"))
    top = row + 1
    unit = clean(figure.unit)
    in_unit = f"（{unit}）" if styles.language == "zh" else f" ({unit})"
    titles = (heads[0], heads[1] + in_unit, heads[2] + in_unit)
    for column, text in enumerate(titles):
        styles.write_text(sheet, top, column, text, styles.look("head"))
    sheet.set_row(top, _ROW_POINTS)
    for number, bar in enumerate(figure.bars, top + 1):
        sheet.set_row(number, _ROW_POINTS)
        styles.write_text(sheet, number, 0, clean(bar.label), styles.look("label", wrap=False))
        for column, value, keys in ((1, bar.value, bar.value_of), (2, bar.full, bar.full_of)):
            cell = Cell(text=plain(value), value=value, formula=Sum(of=keys) if keys else None)
            _write_points(sheet, (number, column), cell, formula_text(cell, sheet=sheet.get_name(), find=find), styles)
    first, last = top + 1, top + len(figure.bars)
    rows = max(len(figure.bars) + 2, _LEAST_CHART_ROWS)
    if figure.bars:
        chart = _bar_chart(styles.workbook, sheet.get_name(), heads, first, last)
        # The title names the cell of the caption: a caption given as text could be taken for a formula.
        chart.set_title({"name": [sheet.get_name(), row, 0], "overlay": False, "name_font": {"size": 12, "bold": True}})
        chart.set_size({"width": _CHART_PIXELS, "height": rows * _ROW_PIXELS})
        sheet.insert_chart(top, len(titles), chart, {"x_offset": 16, "description": caption})
    return top + rows + 2


def _write_points(sheet: Any, place: tuple[int, int], cell: Cell, formula: str | None, styles: Styles) -> None:  # noqa: ANN401 - as above
    look = styles.look("number", number_format="General")
    if formula is not None:
        sheet.write_formula(*place, formula, look, cell.value)
    elif cell.value is not None and fits(cell.value):
        sheet.write_number(*place, cell.value, look)
    else:
        styles.write_text(sheet, *place, cell.text, styles.look("number"))


def _bar_chart(workbook: Any, name: str, heads: tuple[str, str, str], first: int, last: int) -> Any:  # noqa: ANN401 - as above
    """Return a bar chart in which the score lies over the full points."""
    chart = workbook.add_chart({"type": "bar"})
    for column, head, colour in ((2, heads[2], _FULL_COLOUR), (1, heads[1], _SCORE_COLOUR)):
        chart.add_series(
            {
                "name": head,
                "categories": [name, first, 0, last, 0],
                "values": [name, first, column, last, column],
                "fill": {"color": colour},
                "gap": 45,
                "overlap": 100,
                "data_labels": {"value": True, "position": "inside_base", "font": {"color": "#FFFFFF"}}
                if column == 1
                else {},
            }
        )
    # Bars run from the bottom up unless the axis is turned over; then its numbers move to the top, unless put back.
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis(
        {"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#E5E7EB"}}, "label_position": "high"}
    )
    chart.set_legend({"position": "bottom"})
    return chart
