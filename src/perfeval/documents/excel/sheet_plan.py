"""Which block goes where: blocks become sheets of rows and columns, before anything is written."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from perfeval.documents.blocks import (
    Cell,
    Details,
    Figure,
    Grid,
    Heading,
    PageBreak,
    Paragraph,
    SignatureLine,
    Title,
)
from perfeval.documents.excel.placed_cells import LEAST_HEIGHT, Placed, SheetPlan, page_breaks
from perfeval.documents.signing import signature_date, signature_label
from perfeval.office.text_extent import text_height
from perfeval.office.xml_text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from perfeval.documents.blocks import Block, Document
    from perfeval.documents.excel.placed_cells import CellLook
    from perfeval.errors.language import Language

PORTRAIT_PIXELS = 670
LANDSCAPE_PIXELS = 1000
_PORTRAIT_COLUMNS = 8
# A column narrower than this cannot be read; edges of stacked tables nearer than _SNAP are drawn as one.
_LEAST_PIXELS = 30
_SNAP = 12
_FEW_COLUMNS = 4
_PARTS = 8
_SIGNED_SHARE = 0.6
_NAME_LENGTH = 31
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
_INDENT = "\u3000\u3000"
_SEE_CHART = {"zh": "{caption}（见工作表“{sheet}”）", "en": "{caption} (see sheet “{sheet}”)"}
CHART_SHEET: dict[Language, str] = {"zh": "图", "en": "Figures"}
SHEET_SIZES: dict[CellLook, float] = {
    "title": 18, "heading1": 12, "heading2": 11, "heading3": 10.5, "body": 10.5, "plain": 10.5, "note": 9,
    "signature": 10.5, "head": 10.5, "label": 10.5, "text": 10.5, "number": 10.5,
}  # fmt: skip
# A report is read, not filled in: its text is large, as in an official document (公文); its tables are not.
REPORT_SIZES: dict[CellLook, float] = SHEET_SIZES | {
    "title": 22, "heading1": 16, "heading2": 16, "heading3": 16, "body": 16, "plain": 16, "note": 12, "signature": 14,
}  # fmt: skip


def plan_sheets(document: Document) -> list[SheetPlan]:
    """Lay out *document*: a sheet for each part that has a title of its own and begins on a new page."""
    names = {CHART_SHEET[document.language].casefold()} if figures(document) else set[str]()
    sizes = SHEET_SIZES if document.style == "sheet" else REPORT_SIZES
    plans = []
    for blocks in _parts(document.blocks):
        title = next((block.text for block in blocks if isinstance(block, Title)), document.title)
        grids = [block for block in blocks if isinstance(block, Grid) and block.rows]
        landscape = any(len(grid.widths) > _PORTRAIT_COLUMNS for grid in grids)
        widths, spans = _shared_columns(grids, LANDSCAPE_PIXELS if landscape else PORTRAIT_PIXELS)
        plan = SheetPlan(
            name=sheet_name(title, names), landscape=landscape, widths=widths, sizes=sizes, language=document.language
        )
        columns = iter(spans)
        for block in blocks:
            _add(plan, block, columns)
        plan.breaks = page_breaks(plan)
        plans.append(plan)
    return plans


def figures(document: Document) -> list[Figure]:
    """Return the figures of *document*, in order, and the charts that are not printed."""
    return [*(block for block in document.blocks if isinstance(block, Figure)), *document.charts]


def sheet_name(title: str, taken: set[str]) -> str:
    r"""Return a name Excel accepts, made from *title*, that is not among *taken*; add it there, folded.

    Excel allows 31 UTF-16 units, no ``[]:*?/\`` and no apostrophe at either end, and compares without case.
    """
    base = clean(title).translate(_FORBIDDEN_IN_NAMES)
    base = " ".join("".join(character if character.isprintable() else " " for character in base).split())
    number = 1
    while True:
        suffix = "" if number == 1 else f" ({number})"
        name = _shortened(base, _NAME_LENGTH - len(suffix)).strip("' ") or "Sheet"
        # Excel keeps the name History for itself.
        if (name + suffix).casefold() not in taken | {"history"}:
            taken.add((name + suffix).casefold())
            return name + suffix
        number += 1


def _shortened(text: str, length: int) -> str:
    """Cut *text* to *length* UTF-16 units."""
    return text.encode("utf-16-le")[: 2 * length].decode("utf-16-le", errors="ignore")


def _parts(blocks: Iterable[Block]) -> list[list[Block]]:
    """Cut the blocks at page breaks into sheets: a part without a title stays with the part before it."""
    pages: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, PageBreak):
            pages.append([])
        else:
            pages[-1].append(block)
    parts: list[list[Block]] = [pages[0]]
    for page in pages[1:]:
        if parts[-1] and not any(isinstance(block, Title) for block in page):
            parts[-1] += [PageBreak(), *page]
        else:
            parts.append(page)
    return [part for part in parts if part] or [[]]


def _shared_columns(grids: Sequence[Grid], page: int) -> tuple[tuple[int, ...], list[list[int]]]:
    """Return columns fine enough for all *grids* of a sheet, and for each grid the sheet columns its edges fall on."""
    pixels = [[max(_LEAST_PIXELS, page * width // (sum(grid.widths) or 1)) for width in grid.widths] for grid in grids]
    total = max([page, *map(sum, pixels)])
    # LibreOffice shrinks a sheet to the page only where it can break it, so wide columns are cut into narrower ones.
    few = all(len(widths) < _FEW_COLUMNS for widths in pixels)
    edges = {total * part // _PARTS for part in range(_PARTS + 1)} if few else {0, total}
    own_edges = []
    for widths in pixels:
        widths[widths.index(max(widths))] += total - sum(widths)
        own = [0]
        for position in list(accumulate(widths))[:-1]:
            near = min(edges - {0, total}, key=lambda edge: (abs(edge - position), edge), default=position)
            own.append(near if abs(near - position) <= _SNAP else position)
        own.append(total)
        edges |= set(own)
        own_edges.append(own)
    ordered = sorted(edges)
    index = {edge: number for number, edge in enumerate(ordered)}
    return tuple(after - before for before, after in pairwise(ordered)), [
        [index[edge] for edge in own] for own in own_edges
    ]


def _add(plan: SheetPlan, block: Block, columns: Iterator[list[int]]) -> None:  # noqa: C901 - one case for each block
    """Add one block below what is on the sheet."""
    match block:
        case Title(text=text):
            plan.line(clean(text), "title", align="center")
        case Heading(text=text, level=level):
            plan.line(clean(text), ("heading1", "heading2", "heading3")[level - 1])
        case Paragraph(text=text, style=style, align=align):
            lines = clean(text).split("\n")
            # Excel cannot indent a first line: two ideographic spaces stand for it, as typists write it.
            plan.line("\n".join(_INDENT + line if style == "body" else line for line in lines), style, align=align)
        case Grid(rows=rows):
            if rows:
                _add_grid(plan, block, next(columns))
        case Figure(caption=caption):
            sheet = CHART_SHEET[plan.language]
            plan.line(_SEE_CHART[plan.language].format(caption=clean(caption), sheet=sheet), "note", align="center")
        case Details(summary=summary, lines=lines):
            plan.line(clean(summary), "plain")
            for line in lines:
                plan.line(_INDENT + clean(line), "note")
        case SignatureLine():
            _add_signature(plan, block)
        case PageBreak():
            plan.breaks.append(len(plan.heights))


def _add_signature(plan: SheetPlan, line: SignatureLine) -> None:
    """Add who signs on the left, and the place for the date on the right."""
    date = clean(signature_date(line, plan.language)).strip("\u3000")
    signed = clean(signature_label(line, plan.language) + line.name)
    edges = list(accumulate(plan.widths))
    split = 1 + next((number for number, edge in enumerate(edges) if edge >= edges[-1] * _SIGNED_SHARE), 0)
    if not date or split >= len(plan.widths):
        plan.line(f"{signed}　　{date}".rstrip("\u3000"), "signature")
        return
    row = plan.line(signed, "signature", end=split)
    rows, columns = len(plan.heights) - row, len(plan.widths) - split
    plan.place(Placed(text=date, look="signature", row=row, column=split, rows=rows, columns=columns, align="right"))


def _add_grid(plan: SheetPlan, grid: Grid, edges: list[int]) -> None:
    """Add a table: rows as high as their texts need, columns between *edges*."""
    positions = [
        (row, column, cell, clean(cell.text))
        for row, (columns, cells) in enumerate(zip(grid.positions, grid.rows, strict=True))
        for column, cell in zip(columns, cells, strict=True)
    ]
    starts = [len(plan.heights)]
    for height in _row_heights(plan, grid, edges, positions):
        starts.append(starts[-1] + plan.add_row(height))
    for row, column, cell, text in positions:
        first, last = edges[column], edges[column + cell.columns]
        top, bottom = starts[row], starts[row + cell.rows]
        plan.place(
            Placed(
                text=text,
                look=cell.role,
                row=top,
                column=first,
                rows=bottom - top,
                columns=last - first,
                align=cell.align,
                cell=cell,
            )
        )
    # A sheet repeats one range of rows only; it is the head of the table that fills most pages.
    if grid.head_rows and len(grid.rows) > plan.longest:
        plan.longest = len(grid.rows)
        plan.repeat = (starts[0], starts[grid.head_rows] - 1)


def _row_heights(
    plan: SheetPlan, grid: Grid, edges: list[int], positions: list[tuple[int, int, Cell, str]]
) -> list[float]:
    """Return the height each row of *grid* needs; what a cell over several rows needs more is shared among them."""
    heights = [LEAST_HEIGHT] * len(grid.rows)
    for row, column, cell, text in sorted(positions, key=lambda position: position[2].rows):
        pixels = sum(plan.widths[edges[column] : edges[column + cell.columns]])
        needed = text_height(text, pixels=pixels, size=plan.sizes[cell.role])
        lacking = needed - sum(heights[row : row + cell.rows])
        if lacking > 0:
            for covered in range(row, row + cell.rows):
                heights[covered] += lacking / cell.rows
    return heights
