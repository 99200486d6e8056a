"""The Excel writer: any document as a live workbook (电子表格), the same bytes for the same document."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from perfeval.documents.excel.cell_styles import Styles
from perfeval.documents.excel.charts import draw_charts
from perfeval.documents.excel.sheet_plan import CHART_SHEET, SHEET_SIZES, figures, plan_sheets
from perfeval.documents.excel.sum_formulas import (
    SIGNIFICANT_DIGITS,
    Address,
    Operand,
    a1,
    circular,
    fits,
    formula_text,
    number_format,
)
from perfeval.errors import missing_extra
from perfeval.office.xml_text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable

    from perfeval.documents.blocks import Cell, Document
    from perfeval.documents.excel.placed_cells import Placed, SheetPlan
    from perfeval.errors.language import Language

_A4 = 9
_MARGIN_INCHES = 0.6
_FOOT_MARGIN_INCHES = 0.75
# A file made twice must be equal, so it does not say when it was made.
_CREATED = datetime(1980, 1, 1, tzinfo=UTC)
_OPTIONS = {
    "in_memory": True,  # no temporary files, and fixed times inside the zip
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
# Widths are counted in digits of the workbook's own font: this one is everywhere, or a twin of the same width is.
_OWN_FONT = {"font_name": "Arial", "font_size": 10}
_SCORE = "score:"
_OUT_OF_RANGE: dict[Language, tuple[str, str]] = {
    "zh": ("得分超出范围", "得分应在 0 与该指标分值之间。"),
    "en": ("Score out of range", "The score must lie between 0 and the points of the indicator."),
}
_AS_TEXT: dict[Language, str] = {
    "zh": f"该数超过 {SIGNIFICANT_DIGITS} 位有效数字，为保持准确按文本保存。",
    "en": f"This number has more than {SIGNIFICANT_DIGITS} significant digits and is kept as text to stay exact.",
}


def write_xlsx(document: Document) -> bytes:
    """Draw *document* as an Excel workbook whose totals, rates and grade are live formulas.

    A part that begins on a new page and has a title of its own goes on a sheet named by that title; tables on one
    sheet share columns fine enough for all of them. Each formula carries its printed value as its cached value and
    recalculates to the same digits; where Excel's binary numbers could not promise that, the plain value stands.
    Figures become native bar charts on a sheet of their own. The same document gives the same bytes.

    Args:
        document: What to draw. Texts are untrusted: none becomes a formula, a link or markup.

    Raises:
        MissingExtraError: XlsxWriter is not installed.

    """
    try:
        from xlsxwriter import Workbook  # noqa: PLC0415 - an extra, imported only when it is needed
    except ImportError as error:
        raise missing_extra(extra="xlsx", package="XlsxWriter") from error

    plans = plan_sheets(document)
    charts = figures(document)
    buffer = BytesIO()
    # XlsxWriter adds to the mapping of its own font, so each workbook is given a new one.
    workbook = Workbook(buffer, {**_OPTIONS, "default_format_properties": dict(_OWN_FONT)})
    workbook.set_properties({"title": clean(document.title), "created": _CREATED})
    styles = Styles(workbook=workbook, sizes=plans[0].sizes, language=document.language)
    operands = _operands(plans)
    for plan in plans:
        sheet = workbook.add_worksheet(plan.name)
        _set_page(sheet, plan, styles)
        limited = [placed for placed in plan.placed if _draw(sheet, plan, placed, styles, operands)]
        _limit_scores(sheet, plan, limited, operands)
    if charts:
        tables = Styles(workbook=workbook, sizes=SHEET_SIZES, language=document.language)
        draw_charts(charts, name=CHART_SHEET[document.language], styles=tables, find=operands.get)
    workbook.close()
    return buffer.getvalue()


def _operands(plans: Iterable[SheetPlan]) -> dict[str, Operand]:
    """Return the cells that formulas may name, by key; of two with one key the first counts."""
    operands: dict[str, Operand] = {}
    for plan in plans:
        for placed in plan.placed:
            if placed.cell is not None and placed.cell.key is not None:
                address = Address(sheet=plan.name, row=placed.row, column=placed.column, rows=placed.rows)
                operands.setdefault(placed.cell.key, Operand(cell=placed.cell, address=address))
    return operands


def _set_page(sheet: Any, plan: SheetPlan, styles: Styles) -> None:  # noqa: ANN401 - XlsxWriter has no types
    """Set columns, rows and everything about printing."""
    for column, pixels in enumerate(plan.widths):
        sheet.set_column_pixels(column, column, pixels)
    for row, height in enumerate(plan.heights):
        sheet.set_row(row, height)
    sheet.set_paper(_A4)
    if plan.landscape:
        sheet.set_landscape()
    sheet.set_margins(left=_MARGIN_INCHES, right=_MARGIN_INCHES, top=_MARGIN_INCHES, bottom=_FOOT_MARGIN_INCHES)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(styles.footer)
    if plan.breaks:
        sheet.set_h_pagebreaks(plan.breaks)
    if plan.repeat is not None:
        sheet.repeat_rows(*plan.repeat)
    last_row, last_column = max(len(plan.heights), 1) - 1, len(plan.widths) - 1
    sheet.print_area(0, 0, last_row, last_column)
    # Text such as 2.10 is meant as text: Excel need not mark it.
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last_row + 1}"})


def _draw(sheet: Any, plan: SheetPlan, placed: Placed, styles: Styles, operands: dict[str, Operand]) -> bool:  # noqa: ANN401 - as above
    """Write one text, number or formula, over all the cells it covers; return whether a person may type in a score."""
    cell = placed.cell
    shown_as = number_format(cell) if cell else None
    formula = _formula(cell, plan, operands) if cell else None
    look = styles.look(placed.look, align=placed.align, number_format=shown_as or ("General" if formula else None))
    row, column = placed.row, placed.column
    if placed.rows > 1 or placed.columns > 1:
        sheet.merge_range(row, column, row + placed.rows - 1, column + placed.columns - 1, None, look)
    # Decimals are handed over as they are: XlsxWriter prints 16 digits, which for a float 9.95 are 9.949999999999999.
    if formula is not None and cell is not None:
        sheet.write_formula(row, column, formula, look, placed.text if cell.value is None else cell.value)
    elif shown_as is not None and cell is not None:
        sheet.write_number(row, column, cell.value, look)
    else:
        styles.write_text(sheet, row, column, placed.text, look)
        if cell is not None and cell.value is not None and not fits(cell.value):
            sheet.write_comment(row, column, _AS_TEXT[plan.language])
    return cell is not None and cell.key is not None and cell.key.startswith(_SCORE) and formula is None


def _formula(cell: Cell, plan: SheetPlan, operands: dict[str, Operand]) -> str | None:
    """Return the formula of *cell*, or None if a plain value stands instead."""
    if cell.formula is None or (cell.key is not None and circular(operands, cell.key)):
        return None
    return formula_text(cell, sheet=plan.name, find=operands.get)


def _limit_scores(sheet: Any, plan: SheetPlan, limited: list[Placed], operands: dict[str, Operand]) -> None:  # noqa: ANN401 - as above
    """Let Excel refuse a score below 0 or above the points of its indicator, where both stand on the sheet."""
    runs: list[tuple[list[Placed], Address]] = []
    for placed in limited:
        points = (
            operands.get(f"points:{placed.cell.key.removeprefix(_SCORE)}") if placed.cell and placed.cell.key else None
        )
        if points is None or points.address.sheet != plan.name or number_format(points.cell) is None:
            continue
        run, first = runs[-1] if runs else ([], points.address)
        # Rows below one another share one rule: its address moves with the row.
        if (
            run
            and (placed.row, placed.column) == (run[-1].row + 1, run[0].column)
            and (points.address.column == first.column and points.address.row - first.row == placed.row - run[0].row)
        ):
            run.append(placed)
        else:
            runs.append(([placed], points.address))
    title, message = _OUT_OF_RANGE[plan.language]
    for run, first in runs:
        rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": "=" + a1(first, plan.name)}
        column = run[0].column
        sheet.data_validation(
            run[0].row, column, run[-1].row, column, {**rule, "error_title": title, "error_message": message}
        )
