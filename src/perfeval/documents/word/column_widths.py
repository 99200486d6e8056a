"""How wide the columns of a Word table are, and how high its cells then get; all in twips, 1/20 of a point."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perfeval.documents.blocks import Cell

_CELL_PADDING = 140


def column_widths(widths: tuple[int, ...], width: int) -> tuple[int, ...]:
    """Share *width* among the columns; the columns add up to it exactly."""
    total = sum(widths)
    edges = [0, *(width * part // total for part in accumulate(widths))]
    return tuple(after - before for before, after in pairwise(edges))


def cell_height(cell: Cell, width: int, *, size: int) -> int:
    """Return about how high a cell is: a Chinese character is as wide as it is high, a Latin one half that.

    Args:
        cell: The cell.
        width: Its width, in twips.
        size: The size of its font, in half points.

    """
    letter_width = size * 10
    room = max(2, (width - _CELL_PADDING) * 2 // letter_width)
    lines = sum(-(-sum(1 if letter < "\x7f" else 2 for letter in line) // room) or 1 for line in cell.text.split("\n"))
    return lines * letter_width * 13 // 10
