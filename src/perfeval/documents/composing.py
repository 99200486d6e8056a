"""Building one big grid row by row, as official sheets are drawn: blocks of different columns in a single frame.

A sheet is cut into fine columns; every cell covers some of them. The builder checks that each row is covered exactly.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from perfeval.documents.blocks import Align, Cell, Formula, Grid
from perfeval.model.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterable


def head_cell(text: str, columns: int = 1, rows: int = 1) -> Cell:
    """Return the head of a column."""
    return Cell(text=text, columns=columns, rows=rows, role="head", align="center")


def label_cell(text: str, columns: int = 1, rows: int = 1, *, align: Align = "center") -> Cell:
    """Return a label of the sheet."""
    return Cell(text=text, columns=columns, rows=rows, role="label", align=align)


def text_cell(text: str, columns: int = 1, rows: int = 1, *, align: Align = "left") -> Cell:
    """Return a cell of text filled in."""
    return Cell(text=text, columns=columns, rows=rows, role="text", align=align)


def number_cell(  # noqa: PLR0913 - a cell is made of these
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


class SheetBuilder:
    """Collects the rows of a :class:`~perfeval.documents.blocks.Grid`, whose cells must tile it.

    Args:
        widths: The relative width of each fine column.

    """

    def __init__(self, widths: Iterable[int]) -> None:
        """Begin an empty sheet; see the class."""
        self._widths = tuple(widths)
        self._rows: list[tuple[Cell, ...]] = []
        self._head_rows = 0

    @property
    def columns(self) -> int:
        """How many fine columns there are."""
        return len(self._widths)

    def row(self, *cells: Cell) -> None:
        """Add a row of the cells that begin in it."""
        self._rows.append(cells)

    def end_of_head(self) -> None:
        """Say that the rows so far are the head, repeated on every page."""
        self._head_rows = len(self._rows)

    def grid(self, *, caption: str) -> Grid:
        """Return the finished grid.

        Raises:
            ValueError: If its cells do not tile it.

        """
        return Grid(rows=tuple(self._rows), widths=self._widths, head_rows=self._head_rows, caption=caption)
