"""A workbook to fill in for any indicator set: the reader of forms reads back what was filled in.

Three sheets: project and funds; indicators, with drop-downs, notes and live scores; goals, report and problems. Labels are
locked, cells to fill in are not; what is missing or does not add up shows in colour.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from attrs import frozen

from perfeval.errors import missing_extra
from perfeval.errors.language import Language, Text
from perfeval.model.domain_words import PROBLEM_CLASSES
from perfeval.model.funds import COLUMN_NAMES, COLUMNS
from perfeval.model.numbers import plain
from perfeval.office.grids import column_letters
from perfeval.scoring.formula_scorers import facts_read
from perfeval.workbook.live_formulas import RowCells, score_formula
from perfeval.workbook.scorer_sentences import rule_words

if TYPE_CHECKING:
    from perfeval.model.hierarchy import Indicator
    from perfeval.model.indicator_set import IndicatorSet

OPEN_ROWS = 5
"""How many empty rows an open group gets."""

_SHEETS = (Text("项目与资金", "Project and funds"), Text("指标", "Indicators"), Text("目标与文字", "Goals and texts"))
_HEADS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "指标性质",
    "指标值",
    "度量单位",
    "实际完成值",
    "分值",
    "得分",
    "偏差原因分析及改进措施",
)
_WIDTHS = (14, 16, 30, 10, 12, 10, 14, 8, 8, 36)
_SIGN, _TARGET, _ACTUAL, _POINTS, _SCORE = "D", "E", "G", "H", "I"
_FIRST_ROW = 3
# Where the total of the money stands on the first sheet.
_MONEY_TOTAL = 7
# The sheet's columns that hold the columns of the money.
_MONEY = tuple(column_letters(number) for number in range(3, 3 + len(COLUMNS)))
_SOURCES = ("中央财政", "省级财政", "市级财政", "区级财政", "其他资金")
_PROBLEM_ROWS = 6
# An Excel note and a drop-down list hold this many characters.
_NOTE_LIMIT, _LIST_LIMIT = 2_000, 255


@frozen(kw_only=True)
class _Line:
    """One row of the indicator sheet: its groups, its name if the set gives one, and its indicator."""

    groups: tuple[str, ...]
    name: str
    indicator: Indicator


def write_blank_workbook(indicators: IndicatorSet, *, year: int, language: Language = "zh") -> bytes:
    """Return a workbook to fill in for *indicators*; the same set gives the same bytes.

    Args:
        indicators: The set.
        year: The budget year, printed on the form.
        language: The language of the sheets' names and hints; the form's own words are Chinese.

    Raises:
        MissingExtraError: If XlsxWriter is not installed.

    """
    try:
        from xlsxwriter import Workbook  # noqa: PLC0415 - an extra
    except ImportError:
        raise missing_extra(extra="xlsx", package="XlsxWriter") from None
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": indicators.title, "created": datetime(1980, 1, 1)})  # noqa: DTZ001 - a fixed date, so that the bytes are the same
    filler = _Filler(book, indicators, year, language)
    filler.project()
    filler.rows()
    filler.texts()
    book.close()
    return buffer.getvalue()


class _Filler:
    """Writes the three sheets."""

    def __init__(self, book: Any, indicators: IndicatorSet, year: int, language: Language) -> None:  # noqa: ANN401 - untyped library
        self._book = book
        self._set = indicators
        self._year = year
        self._language = language
        base = {"font_name": "仿宋", "font_size": 11, "border": 1, "valign": "vcenter", "text_wrap": True}
        self._label = book.add_format({**base, "bold": True, "bg_color": "#EDEDED"})
        self._open = book.add_format({**base, "locked": False})
        self._number = book.add_format({**base, "locked": False, "num_format": "General"})
        self._formula = book.add_format({**base, "num_format": "General"})
        self._title = book.add_format({"font_name": "黑体", "font_size": 16, "bold": True, "align": "center"})
        self._wrong = book.add_format({"bg_color": "#F8CBAD"})
        self._blank = book.add_format({"bg_color": "#FFF2CC"})

    def _sheet(self, number: int, widths: tuple[int, ...]) -> Any:  # noqa: ANN401 - untyped library
        sheet = self._book.add_worksheet(_SHEETS[number].speak(self._language))
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.protect("", {"format_columns": True, "format_rows": True, "insert_rows": True})
        return sheet

    def project(self) -> None:
        """Write the first sheet: the project, and the money by source."""
        sheet = self._sheet(0, (18, 20, *[16] * len(COLUMNS)))
        sheet.merge_range(f"A1:{_MONEY[-1]}1", f"{self._set.title}（{self._year}年度）", self._title)
        for row, (first, second) in enumerate(
            (("项目名称", "主管部门"), ("项目实施单位", "项目负责人"), ("联系电话", "项目类型")), start=1
        ):
            sheet.write_string(row, 0, first, self._label)
            sheet.merge_range(row, 1, row, 2, "", self._open)
            sheet.write_string(row, 3, second, self._label)
            sheet.merge_range(row, 4, row, 5, "", self._open)
        head = 5
        names = [COLUMN_NAMES[column].zh for column in COLUMNS]
        for column, name in enumerate(("资金来源", *names), start=1):
            sheet.write_string(head, column, name, self._label)
        lines = ("年度资金总额", *(f"其中：{source}" for source in _SOURCES))
        sheet.merge_range(head, 0, head + len(lines), 0, "项目资金（万元）", self._label)
        for offset, line in enumerate(lines, start=1):
            sheet.write_string(head + offset, 1, line, self._label)
            for column in range(2, 2 + len(names)):
                if offset > 1:
                    sheet.write_blank(head + offset, column, None, self._number)
                    continue
                letter = column_letters(column + 1)
                parts = f"{letter}{head + 3}:{letter}{head + 1 + len(lines)}"
                sheet.write_formula(head + offset, column, f'=IF(COUNT({parts})=0,"",SUM({parts}))', self._formula, "")
        money = f"{_MONEY[0]}{head + 3}:{_MONEY[-1]}{head + 1 + len(lines)}"
        sheet.data_validation(
            money,
            {
                "validate": "decimal",
                "criteria": ">=",
                "value": 0,
                "error_title": "金额",
                "error_message": "金额为不小于 0 的数（万元）",
            },
        )

    def rows(self) -> None:
        """Write the second sheet: a row for each indicator, empty rows for what the project brings."""
        sheet = self._sheet(1, _WIDTHS)
        sheet.merge_range(0, 0, 0, len(_HEADS) - 1, self._set.title, self._title)
        for column, head in enumerate(_HEADS):
            sheet.write_string(1, column, head, self._label)
        sheet.freeze_panes(2, 3)
        sheet.repeat_rows(1)
        lines = [line for top in self._set.indicators for line in _lines(top, ())]
        for row, line in enumerate(lines, start=_FIRST_ROW - 1):
            self._indicator(sheet, row, line)
        last = _FIRST_ROW + len(lines) - 1
        self._totals(sheet, last)
        points, scores = f"{_POINTS}{_FIRST_ROW}:{_POINTS}{last}", f"{_SCORE}{_FIRST_ROW}:{_SCORE}{last}"
        full = plain(self._set.full_marks)
        sheet.conditional_format(
            f"{_POINTS}{last + 1}",
            {"type": "formula", "criteria": f"=ROUND(SUM({points}),6)<>{full}", "format": self._wrong},
        )
        above = f"=AND(ISNUMBER(${_SCORE}{_FIRST_ROW}),N(${_SCORE}{_FIRST_ROW})>N(${_POINTS}{_FIRST_ROW}))"
        sheet.conditional_format(scores, {"type": "formula", "criteria": above, "format": self._wrong})
        missing = (
            f'=AND($C{_FIRST_ROW}<>"",N(${_POINTS}{_FIRST_ROW})>0,${_ACTUAL}{_FIRST_ROW}="",${_SCORE}{_FIRST_ROW}="")'
        )
        actuals = f"{_ACTUAL}{_FIRST_ROW}:{_ACTUAL}{last}"
        sheet.conditional_format(actuals, {"type": "formula", "criteria": missing, "format": self._blank})

    def _indicator(self, sheet: Any, row: int, line: _Line) -> None:  # noqa: ANN401 - untyped library
        indicator, number = line.indicator, row + 1
        groups = (*line.groups, "", "")[:2]
        for column, text in enumerate(groups):
            sheet.write_string(row, column, text, self._label)
        if line.name:
            sheet.write_string(row, 2, line.name, self._label)
        else:
            sheet.write_blank(row, 2, None, self._open)
        for column in (3, 4, 5, 6, 9):
            sheet.write_blank(row, column, None, self._open)
        if line.name and indicator.points is not None:
            sheet.write_number(row, 7, indicator.points, self._label)
        else:
            sheet.write_blank(row, 7, None, self._number)
        formula = self._score(indicator, number)
        if formula:
            sheet.write_formula(row, 8, formula, self._number, "")
        else:
            sheet.write_blank(row, 8, None, self._number)
        sheet.data_validation(
            row, 3, row, 3, {"validate": "list", "source": ["≥", "≤", "=", "定性"], "ignore_blank": True}
        )
        choices = _choices(indicator)
        if choices:
            sheet.data_validation(row, 6, row, 6, {"validate": "list", "source": choices, "error_type": "information"})
        note = _note(indicator, self._language)
        if note:
            sheet.write_comment(row, 2, note[:_NOTE_LIMIT], {"x_scale": 2.5, "y_scale": 2})

    def _score(self, indicator: Indicator, row: int) -> str | None:
        """Return the live score of a row, where its scorer has one."""
        sheet = f"'{_SHEETS[0].speak(self._language)}'!"
        money = {column: f"{sheet}{letter}{_MONEY_TOTAL}" for column, letter in zip(COLUMNS, _MONEY, strict=True)}
        cells = RowCells(
            actual=f"{_ACTUAL}{row}", target=f"{_TARGET}{row}", points=f"{_POINTS}{row}", sign=f"{_SIGN}{row}"
        )
        scorer = indicator.scorer or indicator.default_scorer
        return score_formula(scorer, cells=cells, money=money, rounding=self._set.rounding)

    def _totals(self, sheet: Any, last: int) -> None:  # noqa: ANN401 - untyped library
        sheet.write_string(last, 0, "总分", self._label)
        for column in range(1, len(_HEADS)):
            sheet.write_blank(last, column, None, self._label)
        for letter, column in ((_POINTS, 7), (_SCORE, 8)):
            total = f"=ROUND(SUM({letter}{_FIRST_ROW}:{letter}{last}),6)"
            sheet.write_formula(last, column, total, self._formula, 0)

    def texts(self) -> None:
        """Write the third sheet: goals, and the problem list."""
        sheet = self._sheet(2, (26, 10, 30, 60))
        sheet.write_string(0, 0, "年度总体目标", self._label)
        sheet.merge_range(0, 1, 0, 2, "预期目标", self._label)
        sheet.write_string(0, 3, "实际完成情况", self._label)
        sheet.write_blank(1, 0, None, self._label)
        sheet.merge_range(1, 1, 1, 2, "", self._open)
        sheet.write_blank(1, 3, None, self._open)
        sheet.set_row(1, 120)
        sheet.write_string(2, 0, "问题和建议", self._label)
        sheet.merge_range(2, 1, 2, 3, "", self._open)
        for column, head in enumerate(("问题分类", "序号", "项目责任单位", "问题描述")):
            sheet.write_string(3, column, head, self._label)
        for offset, category in enumerate(PROBLEM_CLASSES[:_PROBLEM_ROWS], start=4):
            sheet.write_string(offset, 0, category, self._label)
            sheet.write_string(offset, 1, "1", self._label)
            sheet.write_blank(offset, 2, None, self._open)
            sheet.write_blank(offset, 3, None, self._open)


def _lines(indicator: Indicator, groups: tuple[str, ...]) -> list[_Line]:
    if indicator.is_leaf:
        return [_Line(groups=groups, name=indicator.name, indicator=indicator)]
    below = (*groups, indicator.name)
    lines = [line for child in indicator.children for line in _lines(child, below)]
    if indicator.open:
        lines += [_Line(groups=below, name="", indicator=indicator) for _ in range(OPEN_ROWS)]
    return lines


def _choices(indicator: Indicator) -> list[str]:
    """Return what the actual value may be, where the scorer names it."""
    facts = facts_read(indicator.scorer or indicator.default_scorer, indicator.checklist)
    names = list(dict.fromkeys(choice for fact in facts for choice in fact.choices))
    return names if len(",".join(names)) <= _LIST_LIMIT else []


def _note(indicator: Indicator, language: Language) -> str:
    """Return the definition, the checklist, the kind of scoring and the source, for the cell's note."""
    lines = [indicator.definition] if indicator.definition else []
    lines += [f"{number}. {item.text}" for number, item in enumerate(indicator.checklist, start=1)]
    scorer = indicator.scorer or indicator.default_scorer
    if scorer is not None:
        lines.append(f"{Text('计分方法', 'scoring').speak(language)}: {rule_words(scorer, language)}")
    lines += [f"{Text('依据', 'source').speak(language)}: {citation}" for citation in indicator.citations]
    return "\n".join(lines)
