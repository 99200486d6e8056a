"""Neutral blocks: what a document says, apart from how a format draws it.

A layout builds blocks from an evaluation; a writer draws any blocks in one format. Text in a block is plain text and
untrusted: a writer escapes it for its own format.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, Literal

from attrs import evolve, field, frozen

from perfeval.errors.language import Language
from perfeval.office.placement import Placement

Align = Literal["left", "center", "right"]
Role = Literal["head", "label", "text", "number"]
ParagraphStyle = Literal["body", "note", "plain"]


@frozen(kw_only=True)
class Sum:
    """A cell that is the sum of other cells, named by their keys."""

    kind: ClassVar[str] = "sum"

    of: tuple[str, ...]


@frozen(kw_only=True)
class Quotient:
    """A cell that is one cell divided by another, named by their keys; shown as the percentage that its text prints."""

    kind: ClassVar[str] = "quotient"

    numerator: str
    denominator: str


@frozen(kw_only=True)
class GradeOf:
    """A cell that is the grade of the total in another cell.

    Args:
        total: The key of the cell that holds the total.
        bands: Name and lower bound (inclusive, points) of each band, highest first.

    """

    kind: ClassVar[str] = "grade-of"

    total: str
    bands: tuple[tuple[str, Decimal], ...]


Formula = Sum | Quotient | GradeOf


@frozen(kw_only=True)
class Cell:
    """One cell of a grid.

    Args:
        text: What is printed in the cell; line breaks are kept.
        columns: How many grid columns the cell covers.
        rows: How many grid rows the cell covers.
        role: What the cell is: a column head, a label of the form, text filled in, a number.
        align: How the text stands; None lets the writer follow the role.
        value: The exact number printed, if the cell is a number.
        percent: Whether value is a rate printed as a percentage.
        key: A name other cells' formulas use for this cell, such as ``"score:1.2.1"``.
        formula: How a live format may compute the cell from others; value is its result.

    """

    text: str = ""
    columns: int = 1
    rows: int = 1
    role: Role = "text"
    align: Align | None = None
    value: Decimal | None = None
    percent: bool = False
    key: str | None = None
    formula: Formula | None = None


@frozen(kw_only=True)
class Title:
    """The title of the document (标题)."""

    kind: ClassVar[str] = "title"

    text: str


@frozen(kw_only=True)
class Heading:
    """A heading; level 1 is a chapter (一、), level 2 a section （一）, level 3 a point (1.)."""

    kind: ClassVar[str] = "heading"

    text: str
    level: Literal[1, 2, 3] = 1


@frozen(kw_only=True)
class Paragraph:
    """A paragraph of text: ``body`` has a first-line indent, ``plain`` has none, ``note`` is small."""

    kind: ClassVar[str] = "paragraph"

    text: str
    style: ParagraphStyle = "body"
    align: Align | None = None


@frozen(kw_only=True)
class Grid:
    """A table with merged cells.

    Each row lists only the cells that *begin* in it, left to right; a position covered by a cell from above or from
    the left is not listed. All rows cover the same number of columns.

    Args:
        rows: The rows, top to bottom.
        widths: The relative width of each grid column; their number is the number of columns.
        head_rows: How many of the first rows are the head, repeated on every page.
        caption: What the table is, for a screen reader.

    Raises:
        ValueError: If a row, with the cells that reach down into it, does not cover the columns exactly, a cell is cut in
            two by one from above, or one reaches below the last row; the layout is wrong.

    """

    kind: ClassVar[str] = "grid"

    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    head_rows: int = 0
    caption: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse cells that do not tile the table; see the class."""
        assert len(self.positions) == len(self.rows)

    @cached_property
    def positions(self) -> tuple[tuple[int, ...], ...]:
        """The first column, from 0, of each cell, row by row."""
        placement = Placement()
        positions = tuple(self._placed(cells, placement) for cells in self.rows)
        if placement.deepest > len(self.rows):
            message = "a cell reaches below the last row"
            raise ValueError(message)
        return positions

    def _placed(self, cells: tuple[Cell, ...], placement: Placement) -> tuple[int, ...]:
        """Return the first columns of the cells of one row, which must fill what is free there."""
        placement.next_row()
        number = placement.row + 1
        covered = placement.covered(range(len(self.widths)))
        free, needed = len(self.widths) - len(covered), sum(cell.columns for cell in cells)
        if needed != free:
            message = f"row {number} has {free} free columns, its cells cover {needed}"
            raise ValueError(message)
        columns = []
        for cell in cells:
            first = placement.place(rows=cell.rows, columns=cell.columns)
            if any(first <= column < first + cell.columns for column in covered):
                message = f"row {number}: the cell {cell.text!r} is cut in two by a cell from above"
                raise ValueError(message)
            columns.append(first)
        return tuple(columns)


@frozen(kw_only=True)
class Bar:
    """One bar of a figure: a label, its value and the greatest it could be, in points.

    Args:
        label: What the bar stands for.
        value: How long it is.
        full: How long it could be.
        value_of: The keys of the cells that add up to the value, for a format whose numbers are live.
        full_of: The keys of the cells that add up to the greatest value.

    """

    label: str
    value: Decimal
    full: Decimal
    value_of: tuple[str, ...] = ()
    full_of: tuple[str, ...] = ()


@frozen(kw_only=True)
class Figure:
    """A bar chart with a caption: how much of its full points each bar reached."""

    kind: ClassVar[str] = "figure"

    caption: str
    bars: tuple[Bar, ...]
    unit: str = "分"


@frozen(kw_only=True)
class Details:
    """An explanation that may be folded away: a summary that always shows, and the lines under it.

    A page on a screen folds it (collapsed at first); every other format prints the summary and each line as plain
    paragraphs, so nothing is lost on paper.

    Args:
        summary: What the lines explain, such as an indicator and its score.
        lines: The explanation, one paragraph each.

    """

    kind: ClassVar[str] = "details"

    summary: str
    lines: tuple[str, ...]


@frozen(kw_only=True)
class SignatureLine:
    """Who signs, and when.

    Args:
        label: In which role.
        name: The name; empty: it is written by hand.
        date: Whether a place for the date follows.
        dated: The date as the dossier gives it; empty: it is filled in by hand.

    """

    kind: ClassVar[str] = "signature-line"

    label: str
    name: str = ""
    date: bool = True
    dated: str = ""


@frozen(kw_only=True)
class PageBreak:
    """What follows begins on a new page."""

    kind: ClassVar[str] = "page-break"


Block = Title | Heading | Paragraph | Grid | Figure | Details | SignatureLine | PageBreak


@frozen(kw_only=True)
class Document:
    """A whole document, ready to be drawn.

    Args:
        name: The file's stem, such as ``"scoresheet"``.
        title: What the document is, for the file's properties.
        blocks: The blocks, in order.
        language: The language of the words the layout adds.
        style: ``"sheet"`` for a sheet of tables (small text), ``"report"`` for an official document (公文).
        data: What the document shows as plain JSON values (numbers as strings), for machine-readable formats.
        charts: Figures that are not printed, for a format that has sheets beside the printed ones.
        template: The bytes of a Word template whose styles and letterhead a region gives; None for the built-in look.

    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    language: Language = "zh"
    style: Literal["sheet", "report"] = "report"
    data: dict[str, object] = field(factory=dict, hash=False)
    charts: tuple[Figure, ...] = ()
    template: bytes | None = field(default=None, repr=False)

    def replace(self, **changes: Any) -> Document:  # noqa: ANN401 - any field
        """Return a copy with *changes* made."""
        return evolve(self, **changes)
