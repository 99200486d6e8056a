"""The HTML writer: any document as one self-contained, accessible page that reads on a screen and prints as a document."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.documents.blocks import (
    Block,
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
from perfeval.documents.signing import signature_date, signature_label
from perfeval.documents.web.svg import draw_bars
from perfeval.errors import missing_extra
from perfeval.errors.language import Text
from perfeval.model.exact_arithmetic import EXACT, digits_of
from perfeval.office.fonts import FONTS
from perfeval.office.xml_text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Template

    from perfeval.documents.blocks import Document
    from perfeval.errors.language import Language

_LANGUAGE_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
_WORDS = {"contents": Text("目录", "Contents"), "skip": Text("跳到正文", "Skip to the content")}
# From this many headings on, a page has a table of contents.
_CONTENTS_FROM = 4
# On a small screen a grid scrolls sideways rather than squeeze a cell below this; in rem, as the sheet's own width.
_LEAST_CELL, _LEAST_GRID = 5, 44
_PERCENT = EXACT.copy()
_PERCENT.prec = 6


def write_html(document: Document) -> bytes:
    """Draw *document* as one HTML page that asks for nothing else: no script, no font, no picture from elsewhere.

    Every number cell holds its exact number in ``<data value="…">`` (a rate printed as 73.68% is 0.7368), and the key
    of a cell stands in ``data-key``, so that a program reads back exactly what the evaluation says.

    Args:
        document: The document.

    Raises:
        MissingExtraError: If Jinja2 is not installed; it is in ``perfeval[html]``.

    """
    parts = tuple(_parts(document))
    at = next((number for number, part in enumerate(parts) if part.kind == "title"), 0)
    # What a form prints above its title (附件1：) stays above it.
    above = parts[:at] if all(part.kind == "paragraph" for part in parts[:at]) else ()
    title = parts[at].lines[0] if parts and parts[at].kind == "title" else document.title
    headings = tuple(part for part in parts if part.kind == "heading")
    page = _template().render(
        document=document,
        language=_LANGUAGE_TAGS[document.language],
        words={key: word.speak(document.language) for key, word in _WORDS.items()},
        fonts=_font_stacks(),
        title=title,
        headings=headings if len(headings) >= _CONTENTS_FROM else (),
        above=above,
        parts=parts[len(above) :],
    )
    # The page itself holds no unprintable character, so those that are there came from a text: none can be forgotten.
    return clean(page).encode("utf-8")


@cache
def _template() -> Template:
    """Return the compiled page; it is the same for every document."""
    try:
        from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - an extra, imported only where it is needed
    except ModuleNotFoundError as cause:
        raise missing_extra(extra="html", package="jinja2") from cause
    source = files("perfeval").joinpath("data", "templates", "document.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(source)


@cache
def _font_stacks() -> dict[str, str]:
    """Return the CSS font list of each role: the official name, then what may stand for it."""
    return {
        role: ", ".join((*(f'"{name}"' for name in typeface.names), typeface.generic))
        for role, typeface in FONTS.items()
    }


@frozen(kw_only=True)
class Part:
    """One block as the page draws it.

    Args:
        kind: Which piece of the template draws it.
        block: The block.
        lines: What is printed, a paragraph each.
        look: How a heading looks, whatever its tag is.
        depth: For a heading, the number of its tag: never more than one below the heading before it.
        anchor: The id of the element, if it has one.
        picture: A figure as SVG, which is markup and must not be escaped again.
        head: The first rows of a grid, repeated on every page.
        body: The other rows.
        least: The least width of a grid on a screen, in rem; below it the grid scrolls sideways.
        widths: The width of each grid column as a percentage.
        caption: What a grid is, for a screen reader.

    """

    kind: str
    block: Block
    lines: tuple[str, ...] = ()
    look: str = ""
    depth: int = 0
    anchor: str = ""
    picture: str = ""
    head: tuple[tuple[Cell, ...], ...] = ()
    body: tuple[tuple[Cell, ...], ...] = ()
    least: int = 0
    widths: tuple[str, ...] = ()
    caption: str = ""


def _parts(document: Document) -> Iterator[Part]:
    """Yield the blocks with what depends on those before them: ids, the depth of headings, a caption to fall back on."""
    depth, latest, titled = 1, document.title, False
    for number, block in enumerate(document.blocks, start=1):
        anchor = f"part-{number}"
        match block:
            case Title(text=text):
                # The page has one h1; the title of a second form in the document is a chapter of the page.
                depth = 2 if titled else 1
                kind = "heading" if titled else "title"
                yield Part(kind=kind, block=block, lines=(text,), look="title", depth=depth, anchor=anchor)
                titled, latest = True, text
            case Heading(text=text, level=level):
                depth = min(level + 1, depth + 1)
                look = f"level-{level}"
                yield Part(kind="heading", block=block, lines=(text,), look=look, depth=depth, anchor=anchor)
                latest = text
            case Paragraph(text=text, style=style):
                # Only the first line of an HTML paragraph is indented, so each line of a body is one of its own.
                lines = tuple(line for line in clean(text).split("\n") if line.strip()) if style == "body" else (text,)
                yield Part(kind="paragraph", block=block, lines=lines)
            case Grid():
                yield _grid(block, caption=block.caption or latest, anchor=anchor)
            case Figure():
                yield Part(kind="figure", block=block, picture=draw_bars(block, anchor=anchor))
            case Details(lines=lines):
                yield Part(kind="details", block=block, lines=lines)
            case SignatureLine():
                lines = (
                    signature_label(block, document.language),
                    block.name,
                    signature_date(block, document.language),
                )
                yield Part(kind="signature", block=block, lines=lines)
            case PageBreak():
                yield Part(kind="page-break", block=block)


def _grid(grid: Grid, *, caption: str, anchor: str) -> Part:
    """Return a grid with its head cut off, and its widths as percentages."""
    heads = _head_rows(grid)
    whole = sum(grid.widths)
    return Part(
        kind="grid",
        block=grid,
        anchor=anchor,
        head=grid.rows[:heads],
        body=grid.rows[heads:],
        least=min(_LEAST_GRID, _LEAST_CELL * max(map(len, grid.rows), default=0)),
        widths=tuple(digits_of(_PERCENT.divide(Decimal(100 * width), Decimal(whole))) for width in grid.widths),
        caption=caption,
    )


def _head_rows(grid: Grid) -> int:
    """Return how many rows are the head: a browser cuts a cell that reaches out of it, so the head reaches as far."""
    if not grid.head_rows:
        return 0
    end = grid.head_rows
    for number, row in enumerate(grid.rows):
        if number >= end:
            break
        end = max(end, *(number + cell.rows for cell in row), 0)
    # A head that is the whole table would be printed on every page in vain.
    return end if end == grid.head_rows or end < len(grid.rows) else 0
