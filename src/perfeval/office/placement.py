"""Where cells stand in a table whose rows list only the cells that begin in them, as HTML and our own blocks do."""

from __future__ import annotations


class Placement:
    """Gives each cell its row and its first free column, counted from 0, in the order in which they are listed."""

    def __init__(self) -> None:
        """Begin above the first row."""
        self.row = -1
        self.column = 0
        # The row below the last one that a cell covers, for each column that was ever covered.
        self._free_from: dict[int, int] = {}

    def next_row(self) -> None:
        """Begin a row."""
        self.row += 1
        self.column = 0

    def place(self, *, rows: int, columns: int) -> int:
        """Return the first column of the next cell, which covers *rows* and *columns* from there on."""
        while self._free_from.get(self.column, 0) > self.row:
            self.column += 1
        first = self.column
        self.column += columns
        self._free_from.update(dict.fromkeys(range(first, self.column), self.row + rows))
        return first

    def covered(self, columns: range) -> list[int]:
        """Return which of *columns* a cell from an earlier row still covers in this one."""
        return [column for column in columns if self._free_from.get(column, 0) > self.row]

    @property
    def deepest(self) -> int:
        """How many rows the cells reach over."""
        return max(self._free_from.values(), default=0)
