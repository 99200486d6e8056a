"""Reading the money of a form: one line for each source under the heads 年初预算数, 全年预算数, 全年执行数."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from perfeval.forms import labels
from perfeval.forms.cell_contents import BLANK, joined, money_unit, numbered
from perfeval.forms.labels import key
from perfeval.model.funds import FundLine, Funds

if TYPE_CHECKING:
    from perfeval.forms.cells_read import TableCells
    from perfeval.model.funds import Column
    from perfeval.office.grids import GridCell


@define
class FundTable:
    """The lines of money in a table."""

    cells: TableCells
    unit: str = "万元"
    items: list[FundLine] = field(factory=list)
    sources: list[FundLine] = field(factory=list)
    total: FundLine | None = None

    def value(self) -> Funds:
        """Return the money."""
        return Funds(unit=self.unit, items=tuple(self.items), sources=tuple(self.sources), total=self.total)

    def read(self, number: int, heads: dict[str, GridCell]) -> int:
        """Read the lines below the heads in row *number* and return the row after them."""
        columns = {
            labels.FUND_COLUMNS[name]: cell.column for name, cell in heads.items() if name in labels.FUND_COLUMNS
        }
        others = {
            what: cell.column
            for what, names in (
                ("rate", labels.RATE_HEADS),
                ("points", labels.POINTS_HEADS),
                ("score", labels.SCORE_HEADS),
            )
            for name, cell in heads.items()
            if name in names
        }
        self.cells.mark("funds", *heads.values())
        label = next((cell for name, cell in heads.items() if labels.FUNDS_LABEL.search(name)), None)
        if label is not None:
            self.unit = money_unit(label.text) or self.unit
        left = min(columns.values())
        row = number + 1
        while row <= self.cells.last and self._is_fund_row(row, label, left):
            self._fund_line(row, columns, others, label, left)
            row += 1
        return row

    def _is_fund_row(self, row: int, label: GridCell | None, left: int) -> bool:
        if label is not None:
            return label.row <= row < label.row + label.rows
        first = self.cells.grid.row(row)
        name = next((key(cell.text) for cell in first if cell.column < left and cell.text.strip()), "")
        return bool(name) and name not in labels.PROJECT_FIELDS and "目标" not in name and "指标" not in name

    def _fund_line(
        self,
        row: int,
        columns: dict[Column, int],
        others: dict[str, int],
        label: GridCell | None,
        left: int,
    ) -> None:
        names = [
            cell for cell in self.cells.grid.row(row) if cell.column < left and cell is not label and cell.text.strip()
        ]
        if not names:
            return
        printed = self.cells.take(f"funds/{len(self.sources)}", names[-1]).strip()
        amounts = {what: self.cells.amount(row, column, f"funds/{printed}/{what}") for what, column in columns.items()}
        rate = self.cells.at(row, others.get("rate"))
        line = FundLine(
            name=self._line_name(printed),
            rate=""
            if rate is None or key(rate.text) in BLANK
            else self.cells.take(f"funds/{printed}/rate", rate).strip(),
            points=self.cells.amount(row, others.get("points"), f"funds/{printed}/points"),
            score=self.cells.amount(row, others.get("score"), f"funds/{printed}/score"),
            place=self.cells.location(names[-1]),
            **amounts,
        )
        name = key(printed)
        if name in labels.FUND_TOTALS and self.total is None:
            self.total = line
        elif self.total is None and not self.sources and "财政" not in name:
            self.items.append(line)
        else:
            self.sources.append(line)

    def _line_name(self, printed: str) -> str:
        """Return a row's name without 其中：; a name that is there already gets a number."""
        name = joined(labels.OF_WHICH.sub("", printed).strip() or printed)
        return numbered(name, [line.name for line in (*self.items, *self.sources)])
