"""Reading one form that is drawn as one table: found by its head words, across merged cells, wherever they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import Factory, define, field

from perfeval.forms import labels
from perfeval.forms.cell_contents import grade_in, number_in, ticked
from perfeval.forms.funds_part import FundTable
from perfeval.forms.indicator_part import IndicatorTable
from perfeval.forms.labels import key
from perfeval.model.dossier import Evaluator, Goals, PrintedResult, Problem, Project

if TYPE_CHECKING:
    from decimal import Decimal

    from perfeval.forms.cells_read import TableCells
    from perfeval.office.grids import GridCell


@define
class TableForm:
    """What has been read of one table; grows block by block.

    Args:
        cells: The rows of the table that belong to the form.

    """

    cells: TableCells
    funds: FundTable = Factory(lambda self: FundTable(cells=self.cells), takes_self=True)
    indicators: IndicatorTable = Factory(lambda self: IndicatorTable(cells=self.cells), takes_self=True)
    project: dict[str, str] = field(factory=dict)
    expected: list[str] = field(factory=list)
    achieved: list[str] = field(factory=list)
    printed_points: Decimal | None = None
    printed_total: Decimal | None = None
    printed_grade: str = ""
    remarks: str = ""
    evaluators: list[Evaluator] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    lines: list[GridCell] = field(factory=list)

    def read(self) -> None:
        """Read every row, block by block."""
        number = self.cells.first
        while number <= self.cells.last:
            number = self._block(number)

    def _block(self, number: int) -> int:
        """Read the block that begins in row *number* and return the row after it."""
        cells = self.cells.grid.row(number)
        heads = {key(cell.text): cell for cell in cells}
        if len([name for name in heads if name in labels.FUND_COLUMNS]) > 1:
            return self.funds.read(number, heads)
        if heads.keys() & labels.EXPECTED_HEADS and heads.keys() & labels.ACHIEVED_HEADS:
            return self._goals(number, heads)
        if "三级指标" in heads or ("二级指标" in heads and heads.keys() & labels.SCORE_HEADS):
            return self.indicators.read(number, cells)
        if {"问题分类", "问题描述"} <= heads.keys():
            return self._problem_rows(number, heads)
        if "姓名" in heads and "单位" in heads:
            return self._people(number, heads)
        if cells:
            self._pairs(cells)
        written = [cell for cell in cells if cell.text.strip()]
        # One text alone in a row is a line of the report that a sheet has below its tables.
        if len(written) == 1 and not self.cells.is_read(written[0]):
            self.lines.append(written[0])
        return number + 1

    def _pairs(self, cells: tuple[GridCell, ...]) -> None:
        """Read labels with their values to the right of them."""
        for label, value in zip(cells, (*cells[1:], None), strict=True):
            name = key(label.text)
            if name in labels.PROJECT_FIELDS and value is not None:
                field_name = labels.PROJECT_FIELDS[name]
                if field_name not in self.project:
                    self.project[field_name] = ticked(self.cells.take(f"project/{field_name}", value).strip())
                self.cells.mark("project", label)
            elif name in labels.TOTAL_LABELS and label is cells[0]:
                self._total(cells)
                return
            elif name in labels.GRADE_LABELS and value is not None:
                self.printed_grade = self.printed_grade or grade_in(self.cells.take("stated/grade", value))
                self.cells.mark("grade", label)
            elif name in labels.REMARK_LABELS and value is not None:
                lines = (self.remarks, self.cells.take("remarks", value).strip())
                self.remarks = "\n".join(line for line in lines if line)
                self.cells.mark("remarks", label)

    def _total(self, cells: tuple[GridCell, ...]) -> None:
        """Read the total row: the last number is the score, the one before it the points; a grade may follow."""
        self.cells.mark("total", cells[0])
        numbers: list[tuple[GridCell, Decimal]] = []
        for cell in cells[1:]:
            value = number_in(cell)
            if value is not None:
                numbers.append((cell, value))
                self.cells.take("stated/total", cell)
            elif grade_in(cell.text):
                self.printed_grade = grade_in(self.cells.take("stated/grade", cell))
        if numbers:
            self.printed_points = numbers[0][1]
        if len(numbers) > 1:
            self.printed_total = numbers[-1][1]

    def _goals(self, number: int, heads: dict[str, GridCell]) -> int:
        expected = next(cell for name, cell in heads.items() if name in labels.EXPECTED_HEADS)
        achieved = next(cell for name, cell in heads.items() if name in labels.ACHIEVED_HEADS)
        self.cells.mark("goals", *heads.values())
        row = expected.row + expected.rows
        label = self.cells.at(expected.row, 1)
        last = row if label is None or label in {expected, achieved} else max(row, label.row + label.rows - 1)
        for below in range(row, min(last, self.cells.last) + 1):
            self.expected.extend(self._lines_at(below, expected.column, "goals/expected"))
            if achieved.column != expected.column:
                self.achieved.extend(self._lines_at(below, achieved.column, "goals/actual"))
        cells = [cell for cell in self.cells.grid.row(row) if cell is not label]
        return max(last + 1, *(cell.row + cell.rows for cell in cells), number + 1)

    def _lines_at(self, row: int, column: int, path: str) -> list[str]:
        """Read the lines of the cell that begins at a place; one that began above was read there."""
        cell = self.cells.at(row, column)
        if cell is None or cell.row != row:
            return []
        return [line.strip() for line in self.cells.take(path, cell).splitlines() if line.strip()]

    def _people(self, number: int, heads: dict[str, GridCell]) -> int:
        columns = {labels.PEOPLE_HEADS[name]: cell for name, cell in heads.items() if name in labels.PEOPLE_HEADS}
        self.cells.mark("people", *heads.values())
        row = number + 1
        while row <= self.cells.last:
            name = self.cells.grid.at(row, columns["name"].column)
            if name is None or name.columns != columns["name"].columns or not name.text.strip():
                break
            texts = {
                what: self.cells.text(row, cell.column, f"evaluators/{what}") for what, cell in columns.items() if what
            }
            self.evaluators.append(Evaluator(**texts))
            row += 1
        return row

    def _problem_rows(self, number: int, heads: dict[str, GridCell]) -> int:
        columns = {labels.PROBLEM_HEADS[name]: cell for name, cell in heads.items() if name in labels.PROBLEM_HEADS}
        self.cells.mark("problems", *heads.values())
        for row in range(number + 1, self.cells.last + 1):
            texts = {what: self.cells.text(row, cell.column, f"problems/{what}") for what, cell in columns.items()}
            if texts.get("number", "").isdecimal():
                texts.pop("number")
                count = sum(problem.category == texts["category"] for problem in self.problems) + 1
                self.problems.append(Problem(number=count, **texts))
        return self.cells.last + 1

    def project_value(self, name: str) -> Project:
        """Return the project; *name* stands in where the form has none."""
        return Project(**{"name": name, **{what: text for what, text in self.project.items() if text}})

    def goals_value(self) -> Goals:
        """Return the goals."""
        return Goals(expected=tuple(self.expected), actual="\n".join(self.achieved))

    def printed_value(self) -> PrintedResult:
        """Return what the form prints as its result."""
        return PrintedResult(
            total=self.printed_total,
            grade=self.printed_grade,
            points=self.printed_points,
            levels=tuple(self.indicators.levels.items()),
        )
