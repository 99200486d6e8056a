"""What a filled file holds, before anyone understands it: grids of cells and paragraphs, each with its place."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from attrs import field, frozen

from perfeval.errors import Issue, Location
from perfeval.model.limits import POSITIONS


@frozen(kw_only=True)
class GridCell:
    """One cell, with all that it covers.

    Args:
        text: What it shows, line breaks kept.
        row: The first row it covers, from 1.
        column: The first column it covers, from 1.
        rows: How many rows it covers.
        columns: How many columns it covers.
        value: The exact number that is stored, where the file stores one (Excel, our own HTML).

    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    value: Decimal | None = None


@frozen(kw_only=True, slots=False)
class FormGrid:
    """One table of a Word file, or one sheet of a workbook.

    Args:
        name: 表1, 表2 … in Word; the sheet's name in Excel.
        cells: The cells, row by row.
        row_count: How many rows there are.
        is_sheet: Whether places are written as in Excel (``C7``).

    Raises:
        FormatError: If its cells cover more positions than any form has.

    """

    name: str
    cells: tuple[GridCell, ...]
    row_count: int
    is_sheet: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse a grid whose merged cells unfold beyond the limit."""
        POSITIONS.check(sum(cell.rows * cell.columns for cell in self.cells), name=self.name)

    @cached_property
    def _covered(self) -> dict[tuple[int, int], GridCell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rows)
            for column in range(cell.column, cell.column + cell.columns)
        }

    @cached_property
    def _rows(self) -> dict[int, tuple[GridCell, ...]]:
        rows: dict[int, list[GridCell]] = {}
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.rows):
                rows.setdefault(row, []).append(cell)
        return {row: tuple(sorted(cells, key=lambda cell: cell.column)) for row, cells in rows.items()}

    def at(self, row: int, column: int) -> GridCell | None:
        """Return the cell that covers a position, or None."""
        return self._covered.get((row, column))

    def row(self, number: int) -> tuple[GridCell, ...]:
        """Return the cells that cover row *number*, left to right, each once."""
        return self._rows.get(number, ())

    def place(self, cell: GridCell) -> str:
        """Return where a cell stands: ``表1 R4C2``, or ``评价表!C7``."""
        if self.is_sheet:
            return f"{self.name}!{column_letters(cell.column)}{cell.row}"
        return f"{self.name} R{cell.row}C{cell.column}"


@frozen(kw_only=True)
class FormText:
    """A paragraph between the tables, in the order of the file; *index* counts from 1."""

    text: str
    index: int


@frozen(kw_only=True)
class FormFile:
    """Everything that was found in one file, in its order.

    Args:
        path: The file, as the caller named it.
        kind: What it is, such as ``"docx"``.
        parts: Paragraphs and grids.
        problems: Cells that could not be read (``form-cell``), with their places.

    """

    path: str
    kind: str
    parts: tuple[FormGrid | FormText, ...]
    problems: tuple[Issue, ...] = field(default=())

    @property
    def grids(self) -> tuple[FormGrid, ...]:
        """The grids, in order."""
        return tuple(part for part in self.parts if isinstance(part, FormGrid))

    @property
    def paragraphs(self) -> tuple[FormText, ...]:
        """The paragraphs outside the grids, in order."""
        return tuple(part for part in self.parts if isinstance(part, FormText))

    def location(self, grid: FormGrid, cell: GridCell) -> Location:
        """Return where a cell stands, file included."""
        return Location(path=self.path, place=grid.place(cell))


def column_letters(column: int) -> str:
    """Return a column's letters: 1 is A, 27 is AA.

    >>> column_letters(28)
    'AB'

    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
