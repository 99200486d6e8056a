"""One sheet, laid out: its columns, its rows, what stands where, and where its pages end."""

from __future__ import annotations

from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Literal

from attrs import define, evolve, field, frozen

from perfeval.office.text_extent import HIGHEST_ROW, chunks, text_height

if TYPE_CHECKING:
    from perfeval.documents.blocks import Align, Cell
    from perfeval.errors.language import Language

CellLook = Literal[
    "title", "heading1", "heading2", "heading3", "body", "plain", "note", "signature", "head", "label", "text", "number"
]
LEAST_HEIGHT = 18.0
# A4 within the margins, less a little for printers that need more room.
_PORTRAIT_POINTS = 725.0
_LANDSCAPE_POINTS = 480.0
# Shares of a page: a cell up to the first is never cut, a cell above the second may be.
_LOW = 0.15
_HIGH = 0.6


@frozen(kw_only=True)
class Placed:
    """One text on a sheet: what it says, how it looks, and the rows and columns it covers, counted from 0."""

    text: str
    look: CellLook
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    align: Align | None = None
    cell: Cell | None = None


@define(kw_only=True)
class SheetPlan:
    """One sheet, laid out: columns with widths in pixels, rows with heights in points, and what stands where."""

    name: str
    landscape: bool
    widths: tuple[int, ...]
    sizes: dict[CellLook, float]
    language: Language
    heights: list[float] = field(factory=list)
    placed: list[Placed] = field(factory=list)
    breaks: list[int] = field(factory=list)
    repeat: tuple[int, int] | None = None
    longest: int = 0

    def line(
        self, text: str, look: CellLook, *, start: int = 0, end: int | None = None, align: Align | None = None
    ) -> int:
        """Place a text over the columns from *start* to *end* on new rows of its own; return the first of them."""
        stop = len(self.widths) if end is None else end
        row = len(self.heights)
        height = text_height(text, pixels=sum(self.widths[start:stop]), size=self.sizes[look])
        count = self.add_row(height)
        self.place(Placed(text=text, look=look, row=row, column=start, rows=count, columns=stop - start, align=align))
        return row

    def add_row(self, height: float) -> int:
        """Add a row *height* points high; return how many rows of the sheet it took."""
        count = ceil(height / HIGHEST_ROW) or 1
        self.heights += [round(max(height, LEAST_HEIGHT) / count, 2)] * count
        return count

    def place(self, placed: Placed) -> None:
        """Place a text; one too long for a cell goes on in the rows below, of which its height left enough."""
        parts = chunks(placed.text)
        if len(parts) == 1:
            self.placed.append(placed)
            return
        edges = [placed.row + placed.rows * number // len(parts) for number in range(len(parts) + 1)]
        for part, (first, after) in zip(parts, pairwise(edges), strict=True):
            self.placed.append(evolve(placed, text=part, row=first, rows=after - first))


def page_breaks(plan: SheetPlan) -> list[int]:
    """Return the rows that begin a page: what belongs together stays on one page.

    A spreadsheet would end a page anywhere, and cut the text of a merged cell in two.
    """
    limit = _LANDSCAPE_POINTS if plan.landscape else _PORTRAIT_POINTS
    inside = {
        row
        for placed in plan.placed
        if placed.rows > 1 and _stays_whole(plan, placed, limit)
        for row in range(placed.row + 1, placed.row + placed.rows)
    }
    # A heading, and the head of a table, stay with what follows them.
    inside |= {placed.row + placed.rows for placed in plan.placed if placed.look.startswith("head")}
    breaks, start, used = [], 0, 0.0
    for row, height in enumerate(plan.heights):
        if row in plan.breaks:
            breaks.append(row)
            start, used = row, _repeated(plan, row)
        elif used + height > limit and row > start:
            cut = next((earlier for earlier in range(row, start, -1) if earlier not in inside), row)
            breaks.append(cut)
            start, used = cut, _repeated(plan, cut) + sum(plan.heights[cut:row])
        used += height
    return breaks


def _stays_whole(plan: SheetPlan, placed: Placed, limit: float) -> bool:
    """Return whether a page should not end within *placed*: it is low, or its text fills it and fits a page."""
    height = sum(plan.heights[placed.row : placed.row + placed.rows])
    if height <= limit * _LOW:
        return True
    pixels = sum(plan.widths[placed.column : placed.column + placed.columns])
    return (
        height <= limit * _HIGH and text_height(placed.text, pixels=pixels, size=plan.sizes[placed.look]) > height / 2
    )


def _repeated(plan: SheetPlan, row: int) -> float:
    """Return the height of the head repeated on a page that begins with *row*."""
    if plan.repeat is None or row <= plan.repeat[1]:
        return 0.0
    return sum(plan.heights[plan.repeat[0] : plan.repeat[1] + 1])
