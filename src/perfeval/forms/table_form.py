"""Reading one form that is drawn as one table: found by its head words, across merged cells, wherever they stand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import define, field

from perfeval.forms import landmarks
from perfeval.forms.cells import BLANK, bracket, grade_in, money_unit, number_in, numbered, path_part
from perfeval.forms.landmarks import key
from perfeval.forms.readers import ReadValue
from perfeval.model.dossier import Absence, Evaluator, Goals, Problem, Project, Row, Stated
from perfeval.model.funds import Column, FundLine, Funds
from perfeval.model.quantities import parse_quantity
from perfeval.model.widths import half_width

if TYPE_CHECKING:
    from perfeval.forms.grids import FormFile, FormGrid, GridCell


@define
class TableForm:
    """What has been read of one table; grows row by row.

    Args:
        file: The file.
        grid: The table.
        first: The first row to read.
        last: The last row to read.

    """

    file: FormFile
    grid: FormGrid
    first: int
    last: int
    project: dict[str, str] = field(factory=dict)
    unit: str = "万元"
    items: list[FundLine] = field(factory=list)
    sources: list[FundLine] = field(factory=list)
    total: FundLine | None = None
    expected: list[str] = field(factory=list)
    actual: str = ""
    rows: list[Row] = field(factory=list)
    levels: dict[str, Decimal] = field(factory=dict)
    stated_points: Decimal | None = None
    stated_total: Decimal | None = None
    stated_grade: str = ""
    remarks: str = ""
    evaluators: list[Evaluator] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    values: list[ReadValue] = field(factory=list)
    landmarks_found: set[str] = field(factory=set)
    _used: set[int] = field(factory=set)
    # The groups beside each cell of points, by the identities of the cells.
    _shared: dict[int, dict[int, str]] = field(factory=dict)

    def read(self) -> None:
        """Read every row, block by block."""
        number = self.first
        while number <= self.last:
            number = self._block(number)

    def not_understood(self) -> list[ReadValue]:
        """Return the cells with text that no block has read."""
        return [
            ReadValue(path="", text=cell.text, location=self.file.location(self.grid, cell))
            for cell in self.grid.cells
            if self.first <= cell.row <= self.last and id(cell) not in self._used and cell.text.strip()
        ]

    def _block(self, number: int) -> int:
        """Read the block that begins in row *number* and return the row after it."""
        cells = self.grid.row(number)
        heads = {key(cell.text): cell for cell in cells}
        if len([name for name in heads if name in landmarks.FUND_COLUMNS]) > 1:
            return self._funds(number, heads)
        if heads.keys() & landmarks.EXPECTED_HEADS and heads.keys() & landmarks.ACHIEVED_HEADS:
            return self._goals(number, heads)
        if "三级指标" in heads or ("二级指标" in heads and heads.keys() & landmarks.SCORE_HEADS):
            return self._indicators(number, cells)
        if {"问题分类", "问题描述"} <= heads.keys():
            return self._problem_rows(number, heads)
        if "姓名" in heads and "单位" in heads:
            return self._people(number, heads)
        if cells:
            self._pairs(cells)
        return number + 1

    def _pairs(self, cells: tuple[GridCell, ...]) -> None:
        """Read labels with their values to the right of them."""
        for label, value in zip(cells, (*cells[1:], None), strict=True):
            name = key(label.text)
            if name in landmarks.PROJECT_FIELDS and value is not None:
                field_name = landmarks.PROJECT_FIELDS[name]
                if field_name not in self.project:
                    self.project[field_name] = self._take(f"project/{field_name}", value).strip()
                self._mark("project", label)
            elif name in landmarks.TOTAL_LABELS and label is cells[0]:
                self._total(cells)
                return
            elif name in landmarks.GRADE_LABELS and value is not None:
                self.stated_grade = self.stated_grade or grade_in(self._take("stated/grade", value))
                self._mark("grade", label)
            elif name in landmarks.REMARK_LABELS and value is not None:
                self.remarks = self._take("remarks", value).strip()
                self._mark("remarks", label)

    def _total(self, cells: tuple[GridCell, ...]) -> None:
        """Read the total row: the last number is the score, the one before it the points; a grade may follow."""
        self._mark("total", cells[0])
        numbers: list[tuple[GridCell, Decimal]] = []
        for cell in cells[1:]:
            value = number_in(cell)
            if value is not None:
                numbers.append((cell, value))
                self._take("stated/total", cell)
            elif grade_in(cell.text):
                self.stated_grade = grade_in(self._take("stated/grade", cell))
        if numbers:
            self.stated_points = numbers[0][1]
        if len(numbers) > 1:
            self.stated_total = numbers[-1][1]

    def _funds(self, number: int, heads: dict[str, GridCell]) -> int:
        columns = {landmarks.FUND_COLUMNS[name]: cell for name, cell in heads.items() if name in landmarks.FUND_COLUMNS}
        others = {
            what: cell
            for what, names in (
                ("rate", landmarks.RATE_HEADS),
                ("points", landmarks.POINTS_HEADS),
                ("score", landmarks.SCORE_HEADS),
            )
            for name, cell in heads.items()
            if name in names
        }
        for cell in heads.values():
            self._mark("funds", cell)
        label = next((cell for name, cell in heads.items() if landmarks.FUNDS_LABEL.search(name)), None)
        if label is not None:
            self.unit = money_unit(label.text) or self.unit
        left = min(cell.column for cell in columns.values())
        row = number + 1
        while row <= self.last and self._is_fund_row(row, label, left):
            self._fund_line(row, columns, others, label, left)
            row += 1
        return row

    def _is_fund_row(self, row: int, label: GridCell | None, left: int) -> bool:
        if label is not None:
            return label.row <= row < label.row + label.rows
        first = self.grid.row(row)
        name = next((key(cell.text) for cell in first if cell.column < left and cell.text.strip()), "")
        return bool(name) and name not in landmarks.PROJECT_FIELDS and "目标" not in name and "指标" not in name

    def _fund_line(
        self,
        row: int,
        columns: dict[Column, GridCell],
        others: dict[str, GridCell],
        label: GridCell | None,
        left: int,
    ) -> None:
        names = [cell for cell in self.grid.row(row) if cell.column < left and cell is not label and cell.text.strip()]
        if not names:
            return
        printed = self._take(f"funds/{len(self.sources)}", names[-1]).strip()
        amounts = {column: self._amount(row, cell, f"funds/{printed}/{column}") for column, cell in columns.items()}
        rate = self.grid.at(row, others["rate"].column) if "rate" in others else None
        line = FundLine(
            name=self._line_name(printed),
            initial=amounts.get("initial"),
            adjusted=amounts.get("adjusted"),
            arrived=amounts.get("arrived"),
            spent=amounts.get("spent"),
            rate="" if rate is None or key(rate.text) in BLANK else self._take(f"funds/{printed}/rate", rate).strip(),
            points=self._amount(row, others.get("points"), f"funds/{printed}/points"),
            score=self._amount(row, others.get("score"), f"funds/{printed}/score"),
            place=self.file.location(self.grid, names[-1]),
        )
        name = key(printed)
        if name in landmarks.FUND_TOTALS and self.total is None:
            self.total = line
        elif self.total is None and not self.sources and "财政" not in name:
            self.items.append(line)
        else:
            self.sources.append(line)

    def _line_name(self, printed: str) -> str:
        """Return a row's name without 其中：; a name that is there already gets a number."""
        name = landmarks.OF_WHICH.sub("", half_width(printed)).strip() or printed
        return numbered(name, [line.name for line in (*self.items, *self.sources)])

    def _goals(self, number: int, heads: dict[str, GridCell]) -> int:
        expected = next(cell for name, cell in heads.items() if name in landmarks.EXPECTED_HEADS)
        achieved = next(cell for name, cell in heads.items() if name in landmarks.ACHIEVED_HEADS)
        for cell in heads.values():
            self._mark("goals", cell)
        row = expected.row + expected.rows
        value, result = self.grid.at(row, expected.column), self.grid.at(row, achieved.column)
        if value is not None:
            self.expected = [line.strip() for line in self._take("goals/expected", value).splitlines() if line.strip()]
        if result is not None and result is not value:
            self.actual = self._take("goals/actual", result).strip()
        return max(number + 1, row + (value.rows if value is not None else 1))

    def _indicators(self, number: int, cells: tuple[GridCell, ...]) -> int:
        columns = self._indicator_columns(cells)
        row = number + 1
        while row <= self.last:
            heads = [key(cell.text) for cell in self.grid.row(row)]
            # The total row ends the block; a head that is repeated on a new page is no row.
            ends = heads[:1] and heads[0] in landmarks.TOTAL_LABELS
            if ends or ("三级指标" not in heads and not self._indicator(row, columns)):
                break
            row += 1
        return row

    def _indicator_columns(self, cells: tuple[GridCell, ...]) -> dict[str, int]:
        """Return the grid column of each head: ``level1`` …, ``points``, ``score``, ``target``, …; ``points1`` of groups."""
        columns: dict[str, int] = {}
        level = 0
        for cell in cells:
            name = key(cell.text)
            if name in landmarks.LEVEL_HEADS:
                level = landmarks.LEVEL_HEADS[name]
                columns[f"level{level}"] = cell.column
            elif name in landmarks.POINTS_HEADS:
                # A form may print points beside every level (一级 分值 二级 分值 三级 分值): the last are the rows' own.
                if "points" in columns:
                    columns[f"points{level - 1}"] = columns["points"]
                columns["points"] = cell.column
            elif name in landmarks.SCORE_HEADS:
                columns["score"] = cell.column
            elif name in landmarks.INDICATOR_HEADS:
                columns.setdefault(landmarks.INDICATOR_HEADS[name], cell.column)
            else:
                continue
            self._mark("indicators", cell)
        return columns

    def _indicator(self, row: int, columns: dict[str, int]) -> bool:
        """Read one row of the indicators; False if the row is something else."""
        names = [self.grid.at(row, columns[f"level{level}"]) for level in range(1, 5) if f"level{level}" in columns]
        leaf = names[-1] if names else None
        score = self._cell(row, columns.get("score"))
        if leaf is None:
            # A row prepared for an indicator that nobody filled in has its groups and nothing else.
            return len(names) > 1 and all(cell is not None for cell in names[:-1])
        if leaf is score or leaf is names[0]:
            return False
        # A cell that covers two levels is a row that stands at the upper one.
        above = [(level, cell) for level, cell in enumerate(names[:-1], start=1) if cell is not leaf]
        groups = [self._group(cell, level, row, columns) for level, cell in above]
        place = self.file.location(self.grid, leaf)
        name = self._take("rows", leaf).strip()
        if not name or self._is_blank(row, columns, len(above) + 1):
            return True
        path = [path_part(one) for one in (*groups, name) if one]
        if key(name) == Absence.NOT_APPLICABLE.text.zh:
            # 不涉及 in the third column says it of the group.
            self.rows.append(Row(address=self._address(path[:-1]), absence=Absence.NOT_APPLICABLE, place=place))
            return True
        address = self._address(path)
        texts = {what: self._text(row, columns.get(what), f"rows/{address}/{what}") for what in ("actual", "reason")}
        target = self._target(row, columns, address)
        # A column of units (度量单位) holds for the actual value as well as for the target.
        unit = self._text(row, columns.get("unit"), f"rows/{address}/unit")
        if unit and parse_quantity(texts["actual"]).unit is None and parse_quantity(texts["actual"]).is_number:
            texts["actual"] += unit
        self.rows.append(
            Row(
                address=address,
                points=self._amount(row, self._cell(row, columns.get("points")), f"rows/{address}/points"),
                score=self._amount(row, self._cell(row, columns.get("score")), f"rows/{address}/score"),
                target=parse_quantity(target) if target else None,
                actual=parse_quantity(texts["actual"]) if texts["actual"] else None,
                reason=texts["reason"],
                place=place,
            )
        )
        return True

    def _is_blank(self, row: int, columns: dict[str, int], level: int) -> bool:
        """Whether a row that stands above the last level has no value: a group that the project does not use."""
        values = [self._cell(row, columns.get(what)) for what in ("points", "score", "target", "actual")]
        return f"level{level + 1}" in columns and not any(cell is not None and cell.text.strip() for cell in values)

    def _group(self, cell: GridCell | None, level: int, row: int, columns: dict[str, int]) -> str:
        """Return a group's name without its bracketed points, which are kept beside the stated levels."""
        if cell is None:
            return ""
        name = self._take("rows", cell).strip()
        printed = landmarks.SECTION_POINTS.search(key(name))
        if printed:
            self.levels.setdefault(name[: bracket(name)].strip(), Decimal(printed[1]))
            return name[: bracket(name)].strip()
        points = self._cell(row, columns.get(f"points{level}"))
        value = None if points is None else number_in(points)
        if points is not None and value is not None:
            self._take("stated/levels", points)
            self._level_points(cell, points, name, value)
        return name

    def _level_points(self, cell: GridCell, points: GridCell, name: str, value: Decimal) -> None:
        """Keep a group's printed points: 决策+过程 where two share one cell, 资金管理#2 where a name stands again."""
        known = self._shared.setdefault(id(points), {})
        if id(cell) in known:
            return
        if known:
            old = "+".join(known.values())
            self.levels[f"{old}+{name}"] = self.levels.pop(old)
        else:
            self.levels[numbered(name, list(self.levels))] = value
        known[id(cell)] = name

    def _target(self, row: int, columns: dict[str, int], address: str) -> str:
        """Return the target; a form may print it in three columns (指标性质, 指标值, 度量单位)."""
        parts = [self._text(row, columns.get(what), f"rows/{address}/target") for what in ("nature", "target", "unit")]
        if parts[0] == parts[1] or parts[0] == "定性":
            return parts[1] or parts[0]
        return "".join(parts)

    def _people(self, number: int, heads: dict[str, GridCell]) -> int:
        columns = {landmarks.PEOPLE_HEADS[name]: cell for name, cell in heads.items() if name in landmarks.PEOPLE_HEADS}
        for cell in heads.values():
            self._mark("people", cell)
        row = number + 1
        while row <= self.last:
            name = self.grid.at(row, columns["name"].column)
            if name is None or name.columns != columns["name"].columns or not name.text.strip():
                break
            texts = {what: self._text(row, cell.column, f"evaluators/{what}") for what, cell in columns.items() if what}
            self.evaluators.append(Evaluator(**texts))
            row += 1
        return row

    def _problem_rows(self, number: int, heads: dict[str, GridCell]) -> int:
        columns = {
            landmarks.PROBLEM_HEADS[name]: cell for name, cell in heads.items() if name in landmarks.PROBLEM_HEADS
        }
        for cell in heads.values():
            self._mark("problems", cell)
        for row in range(number + 1, self.last + 1):
            texts = {what: self._text(row, cell.column, f"problems/{what}") for what, cell in columns.items()}
            if texts.get("number", "").isdigit():
                texts.pop("number")
                count = sum(problem.category == texts["category"] for problem in self.problems) + 1
                self.problems.append(Problem(number=count, **texts))
        return self.last + 1

    def _mark(self, landmark: str, cell: GridCell) -> None:
        self.landmarks_found.add(landmark)
        self._used.add(id(cell))

    def _take(self, path: str, cell: GridCell) -> str:
        self._used.add(id(cell))
        if cell.text.strip():
            self.values.append(ReadValue(path=path, text=cell.text, location=self.file.location(self.grid, cell)))
        return cell.text

    def _cell(self, row: int, column: int | None) -> GridCell | None:
        return None if column is None else self.grid.at(row, column)

    def _text(self, row: int, column: int | None, path: str) -> str:
        cell = self._cell(row, column)
        return "" if cell is None else self._take(path, cell).strip()

    def _amount(self, row: int, head: GridCell | None, path: str) -> Decimal | None:
        cell = None if head is None else self.grid.at(row, head.column)
        value = None if cell is None else number_in(cell)
        if cell is not None and (value is not None or key(cell.text) in BLANK):
            self._take(path, cell)
        return value

    def _address(self, path: list[str]) -> str:
        """Return a row's address; a name that repeats in its group gets a number, so that no row is lost."""
        return numbered("/".join(path), [row.address for row in self.rows])

    def project_value(self, name: str) -> Project:
        """Return the project; *name* stands in where the form has none."""
        return Project(**{"name": name, **{what: text for what, text in self.project.items() if text}})

    def funds_value(self) -> Funds:
        """Return the money."""
        return Funds(unit=self.unit, items=tuple(self.items), sources=tuple(self.sources), total=self.total)

    def goals_value(self) -> Goals:
        """Return the goals."""
        return Goals(expected=tuple(self.expected), actual=self.actual)

    def stated_value(self) -> Stated:
        """Return what the form prints as its result."""
        return Stated(
            total=self.stated_total,
            grade=self.stated_grade,
            points=self.stated_points,
            levels=tuple(self.levels.items()),
        )
