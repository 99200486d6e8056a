"""Building one big grid row by row, as official forms are drawn: blocks of different columns in a single frame.

A form is cut into fine columns; every cell covers some of them. The builder checks that each row is covered exactly.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve

from perfeval.documents.blocks import Align, Cell, Formula, Grid
from perfeval.model.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterable


def head(text: str, columns: int = 1, rows: int = 1) -> Cell:
    """Return the head of a column."""
    return Cell(text=text, columns=columns, rows=rows, role="head", align="center")


def label(text: str, columns: int = 1, rows: int = 1, *, align: Align = "center") -> Cell:
    """Return a label of the form."""
    return Cell(text=text, columns=columns, rows=rows, role="label", align=align)


def words(text: str, columns: int = 1, rows: int = 1, *, align: Align = "left") -> Cell:
    """Return a cell of text filled in."""
    return Cell(text=text, columns=columns, rows=rows, role="text", align=align)


def number(  # noqa: PLR0913 - a cell is made of these
    value: Decimal | None,
    columns: int = 1,
    rows: int = 1,
    *,
    text: str | None = None,
    key: str | None = None,
    formula: Formula | None = None,
    percent: bool = False,
) -> Cell:
    """Return a cell with an exact number, or an empty one for None; *text* overrides how the number is printed."""
    if value is None:
        return Cell(text=text or "", columns=columns, rows=rows, role="number", align="center")
    return Cell(
        text=plain(value) if text is None else text,
        columns=columns,
        rows=rows,
        role="number",
        align="center",
        value=value,
        key=key,
        formula=formula,
        percent=percent,
    )


class FormBuilder:
    """Collects rows of cells; each row covers all columns together with the cells that reach down into it.

    Args:
        widths: The relative width of each fine column.

    """

    def __init__(self, widths: Iterable[int]) -> None:
        """Begin an empty form; see the class."""
        self._widths = tuple(widths)
        self._rows: list[tuple[Cell, ...]] = []
        # For each column, how many more rows a cell from above covers.
        self._covered = [0] * len(self._widths)
        self._head_rows = 0

    @property
    def columns(self) -> int:
        """How many fine columns there are."""
        return len(self._widths)

    def row(self, *cells: Cell) -> None:
        """Add a row of the cells that begin in it.

        Raises:
            ValueError: If the cells, with those from above, do not cover the columns exactly; the layout is wrong.

        """
        position = 0
        covered = [max(0, rows - 1) for rows in self._covered]
        free = [column for column, rows in enumerate(self._covered) if rows == 0]
        needed = sum(cell.columns for cell in cells)
        if needed != len(free):
            message = f"row {len(self._rows) + 1} has {len(free)} free columns, its cells cover {needed}"
            raise ValueError(message)
        for cell in cells:
            taken = free[position : position + cell.columns]
            if taken != list(range(taken[0], taken[0] + cell.columns)):
                message = f"row {len(self._rows) + 1}: the cell {cell.text!r} is cut in two by a cell from above"
                raise ValueError(message)
            for column in taken:
                covered[column] = cell.rows - 1
            position += cell.columns
        self._covered = covered
        self._rows.append(cells)

    def end_of_head(self) -> None:
        """Say that the rows so far are the head, repeated on every page."""
        self._head_rows = len(self._rows)

    def grid(self, *, caption: str) -> Grid:
        """Return the finished grid.

        Raises:
            ValueError: If a cell reaches below the last row.

        """
        if any(self._covered):
            message = "a cell reaches below the last row"
            raise ValueError(message)
        return Grid(rows=tuple(self._rows), widths=self._widths, head_rows=self._head_rows, caption=caption)


def spread(cells: Iterable[Cell], *, total: int) -> list[Cell]:
    """Return the cells with the last one widened so that together they cover *total* columns."""
    result = list(cells)
    used = sum(cell.columns for cell in result)
    result[-1] = evolve(result[-1], columns=result[-1].columns + total - used)
    return result
