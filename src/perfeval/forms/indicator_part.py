"""Reading the indicators of a form: a row each, in groups of merged cells, under heads such as 三级指标, 分值, 得分."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import define, field, fields

from perfeval.forms import labels
from perfeval.forms.cell_contents import bracket, number_in, numbered, on_one_line
from perfeval.forms.labels import key
from perfeval.model.address_book import joined_names
from perfeval.model.dossier import Absence, Row
from perfeval.model.exact_arithmetic import decimal_from
from perfeval.model.quantities import parse_quantity

if TYPE_CHECKING:
    from perfeval.forms.cells_read import TableCells
    from perfeval.office.grids import GridCell

# The columns whose text is kept as it is: every text of a row that a form may give.
_ROW_TEXTS = frozenset(one.name for one in fields(Row) if one.type in ("str", str)) - {"address", "code"}


@define
class IndicatorTable:
    """The rows of indicators in a table, and the points printed beside their groups."""

    cells: TableCells
    rows: list[Row] = field(factory=list)
    levels: dict[str, Decimal] = field(factory=dict)
    # The groups beside each cell of points, by the identities of the cells.
    _shared: dict[int, dict[int, str]] = field(factory=dict)

    def read(self, number: int, cells: tuple[GridCell, ...]) -> int:
        """Read the rows below the heads in row *number* and return the row after them."""
        columns = self._indicator_columns(cells)
        row = number + 1
        while row <= self.cells.last:
            line = self.cells.grid.row(row)
            heads = [key(cell.text) for cell in line]
            if heads[:1] and heads[0] in labels.TOTAL_LABELS:
                break
            if "三级指标" in heads:
                # The head again, at the top of a new page.
                self.cells.mark("indicators", *line)
            elif not self._indicator(row, columns):
                break
            row += 1
        return row

    def _indicator_columns(self, cells: tuple[GridCell, ...]) -> dict[str, int]:
        """Return the grid column of each head: ``level1`` …, ``points``, ``score``, ``target``, …; ``points1`` of groups."""
        columns: dict[str, int] = {}
        level = 0
        for cell in cells:
            name = key(cell.text)
            if name in labels.LEVEL_HEADS:
                level = labels.LEVEL_HEADS[name]
                columns[f"level{level}"] = cell.column
            elif name in labels.POINTS_HEADS:
                # A form may print points beside every level (一级 分值 二级 分值 三级 分值): the last are the rows' own.
                if "points" in columns:
                    columns[f"points{level - 1}"] = columns["points"]
                columns["points"] = cell.column
            elif name in labels.SCORE_HEADS:
                columns["score"] = cell.column
            elif name in labels.INDICATOR_HEADS:
                columns.setdefault(labels.INDICATOR_HEADS[name], cell.column)
            else:
                continue
            self.cells.mark("indicators", cell)
        return columns

    def _indicator(self, row: int, columns: dict[str, int]) -> bool:
        """Read one row of the indicators; False if the row is something else."""
        names = [
            self.cells.grid.at(row, columns[f"level{level}"]) for level in range(1, 5) if f"level{level}" in columns
        ]
        leaf = names[-1] if names else None
        score = self.cells.at(row, columns.get("score"))
        if leaf is None:
            # A row prepared for an indicator that nobody filled in has its groups and nothing else.
            return len(names) > 1 and all(cell is not None for cell in names[:-1])
        if leaf is score or leaf is names[0]:
            return False
        # A cell that covers two levels is a row that stands at the upper one.
        above = [(level, cell) for level, cell in enumerate(names[:-1], start=1) if cell is not leaf]
        groups = [self._group(cell, level, row, columns) for level, cell in above]
        place = self.cells.location(leaf)
        name = self.cells.take("rows", leaf).strip()
        if not name or self._is_blank(row, columns, len(above) + 1):
            return True
        down = tuple(on_one_line(one) for one in (*groups, name) if one)
        if key(name) == Absence.NOT_APPLICABLE.text.zh:
            # 不涉及 in the third column says it of the group.
            self.rows.append(
                Row(address=self._address(down[:-1]), absence=Absence.NOT_APPLICABLE, place=place, names=down[:-1])
            )
            return True
        address = self._address(down)
        texts: dict[str, Any] = {
            what: self.cells.text(row, column, f"rows/{address}/{what}")
            for what, column in columns.items()
            if what in _ROW_TEXTS
        }
        actual = self.cells.text(row, columns.get("actual"), f"rows/{address}/actual")
        target = self._target(row, columns, address)
        # A column of units (度量单位) holds for the actual value as well as for the target.
        unit = self.cells.text(row, columns.get("unit"), f"rows/{address}/unit")
        if unit and parse_quantity(actual).unit is None and parse_quantity(actual).is_number:
            actual += unit
        self.rows.append(
            Row(
                address=address,
                points=self.cells.amount(row, columns.get("points"), f"rows/{address}/points"),
                score=self.cells.amount(row, columns.get("score"), f"rows/{address}/score"),
                target=parse_quantity(target) if target else None,
                actual=parse_quantity(actual) if actual else None,
                place=place,
                names=down,
                **texts,
            )
        )
        return True

    def _is_blank(self, row: int, columns: dict[str, int], level: int) -> bool:
        """Whether a row that stands above the last level has no value: a group that the project does not use."""
        values = [self.cells.at(row, columns.get(what)) for what in ("points", "score", "target", "actual")]
        return f"level{level + 1}" in columns and not any(cell is not None and cell.text.strip() for cell in values)

    def _group(self, cell: GridCell | None, level: int, row: int, columns: dict[str, int]) -> str:
        """Return a group's name without its bracketed points, which are kept beside the stated levels."""
        if cell is None:
            return ""
        name = self.cells.take("rows", cell).strip()
        printed = labels.SECTION_POINTS.search(key(name))
        if printed:
            self.levels.setdefault(name[: bracket(name)].strip(), decimal_from(printed[1]))
            return name[: bracket(name)].strip()
        points = self.cells.at(row, columns.get(f"points{level}"))
        value = None if points is None else number_in(points)
        if points is not None and value is not None:
            self.cells.take("stated/levels", points)
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
        parts = [
            self.cells.text(row, columns.get(what), f"rows/{address}/target") for what in ("nature", "target", "unit")
        ]
        if parts[0] == parts[1] or parts[0] == "定性":
            return parts[1] or parts[0]
        return "".join(parts)

    def _address(self, names: tuple[str, ...]) -> str:
        """Return a row's address; a name that repeats in its group gets a number, so that no row is lost."""
        return numbered(joined_names(names), [row.address for row in self.rows])
