"""The sheet of charts: each figure as a table of its numbers, and a native bar chart beside it that follows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfeval.documents.xlsx_formulas import fits
from perfeval.documents.xlsx_text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from perfeval.documents.blocks import Figure
    from perfeval.documents.xlsx_styles import Styles
    from perfeval.language import Language

_HEADS: dict[Language, tuple[str, str, str]] = {
    "zh": ("指标", "得分", "满分"),
    "en": ("Indicator", "Score", "Full points"),
}
_COLUMN_PIXELS = (230, 75, 75)
_CHART_PIXELS = 560
_ROW_PIXELS = 28
_ROW_POINTS = 21
_LEAST_CHART_ROWS = 10
# The full points stand behind as a pale bar; both shades keep apart when printed in grey.
_SCORE_COLOUR = "#1F5C99"
_FULL_COLOUR = "#D9E2EC"


def draw_charts(figures: Sequence[Figure], *, name: str, styles: Styles) -> None:
    """Add the sheet *name* with all *figures*, one below the other."""
    sheet = styles.workbook.add_worksheet(name)
    for column, pixels in enumerate(_COLUMN_PIXELS):
        sheet.set_column_pixels(column, column, pixels)
    row = 0
    for figure in figures:
        row = _draw_chart(sheet, figure, row=row, styles=styles)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, row, 12)
    sheet.set_footer(styles.footer)


def _draw_chart(sheet: Any, figure: Figure, *, row: int, styles: Styles) -> int:  # noqa: ANN401 - XlsxWriter has no types
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
        _write_points(sheet, number, 1, bar.value, styles)
        _write_points(sheet, number, 2, bar.full, styles)
    first, last = top + 1, top + len(figure.bars)
    rows = max(len(figure.bars) + 2, _LEAST_CHART_ROWS)
    if figure.bars:
        chart = _bar_chart(styles.workbook, sheet.get_name(), heads, first, last)
        # The title names the cell of the caption: a caption given as text could be taken for a formula.
        chart.set_title({"name": [sheet.get_name(), row, 0], "overlay": False, "name_font": {"size": 12, "bold": True}})
        chart.set_size({"width": _CHART_PIXELS, "height": rows * _ROW_PIXELS})
        sheet.insert_chart(top, len(titles), chart, {"x_offset": 16, "description": caption})
    return top + rows + 2


def _write_points(sheet: Any, row: int, column: int, value: Decimal, styles: Styles) -> None:  # noqa: ANN401 - as above
    if fits(value):
        sheet.write_number(row, column, value, styles.look("number", number_format="General"))
    else:
        styles.write_text(sheet, row, column, str(value), styles.look("number"))


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
