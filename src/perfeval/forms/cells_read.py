"""The cells of one table as a reader takes them: which were read as what, which were landmarks, which are left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from perfeval.forms.cell_contents import BLANK, number_in
from perfeval.forms.labels import key
from perfeval.model.reading import ReadValue

if TYPE_CHECKING:
    from decimal import Decimal

    from perfeval.errors import Location
    from perfeval.office.grids import FormFile, FormGrid, GridCell


@define
class TableCells:
    """Some rows of a table, and what has been read of them.

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
    values: list[ReadValue] = field(factory=list)
    landmarks_found: set[str] = field(factory=set)
    _used: set[int] = field(factory=set)

    def at(self, row: int, column: int | None) -> GridCell | None:
        """Return the cell that covers a place of the grid; None for a column the table does not have."""
        return None if column is None else self.grid.at(row, column)

    def location(self, cell: GridCell) -> Location:
        """Return where *cell* stands."""
        return self.file.location(self.grid, cell)

    def mark(self, landmark: str, *cells: GridCell) -> None:
        """Remember that cells are the labels by which a part of the form was found."""
        self.landmarks_found.add(landmark)
        self._used.update(id(cell) for cell in cells)

    def take(self, path: str, cell: GridCell) -> str:
        """Read a cell's text as the value of *path*."""
        self._used.add(id(cell))
        if cell.text.strip():
            self.values.append(ReadValue(path=path, text=cell.text, location=self.location(cell)))
        return cell.text

    def text(self, row: int, column: int | None, path: str) -> str:
        """Read the text at a place as the value of *path*; empty if nothing stands there."""
        cell = self.at(row, column)
        return "" if cell is None else self.take(path, cell).strip()

    def amount(self, row: int, column: int | None, path: str) -> Decimal | None:
        """Read the number at a place as the value of *path*; a cell with other text stays unread."""
        cell = self.at(row, column)
        value = None if cell is None else number_in(cell)
        if cell is not None and (value is not None or key(cell.text) in BLANK):
            self.take(path, cell)
        return value

    def is_read(self, cell: GridCell) -> bool:
        """Whether *cell* was taken or marked."""
        return id(cell) in self._used

    def not_understood(self) -> list[ReadValue]:
        """Return the cells with text that nothing has read."""
        return [
            ReadValue(path="", text=cell.text, location=self.location(cell))
            for cell in self.grid.cells
            if self.first <= cell.row <= self.last and not self.is_read(cell) and cell.text.strip()
        ]
