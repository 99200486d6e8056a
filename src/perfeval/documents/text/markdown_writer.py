"""The Markdown writer: any document as GitHub-flavoured Markdown, in which text from a file stays text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from perfeval.documents.blocks import Details, Figure, Grid, Heading, PageBreak, SignatureLine, Title
from perfeval.documents.signing import signature_date, signature_label
from perfeval.model.numbers import divide_half_up, plain, ratio_of
from perfeval.office.xml_text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from perfeval.documents.blocks import Bar, Block, Document
    from perfeval.errors.language import Language

# As entities, because an old reader of Markdown does not know them escaped by a backslash.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Markup anywhere in a line; the last two begin a link without brackets.
_SPECIAL = re.compile(r"[&<>\\`*_\[\]|~$#]|:(?=//)|(?<=www)\.", re.IGNORECASE)
# At the beginning of a line these would begin a list or draw a ruler.
_LEADING = re.compile(r"^([0-9]{1,9}(?=[.)])|(?=[-+]))")
# A terminal that shows the file may obey these, though XML allows them.
_CONTROLS = re.compile("[\x7f-\x9f]")
_BREAK = "<br>"
_RULER = "---"
_BAR_LENGTH = 20


def write_markdown(document: Document) -> bytes:
    """Draw *document* as Markdown: pipe tables, figures as bars of characters, no HTML but ``<br>`` for a line break.

    A merged cell is printed once, where it begins, and the rest of it is left empty; a grid column in which no cell
    begins is left out.

    Args:
        document: The document.

    """
    parts = [part for block in document.blocks for part in _draw(block, document.language) if part]
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def inline(text: str) -> str:
    r"""Return *text* so that Markdown shows exactly this, inside a line.

    >>> inline("a|b <script>")
    'a\\|b &lt;script&gt;'

    """
    return _BREAK.join(map(_inline_line, _CONTROLS.sub("\ufffd", clean(text)).split("\n")))


def _inline_line(line: str) -> str:
    # Spaces at an end would be trimmed, and four at the beginning be code: as entities they are text.
    body = line.strip()
    before = len(line) - len(line.lstrip())
    after = line[before + len(body) :]
    return _as_entities(line[:before]) + _SPECIAL.sub(_escape, body) + _as_entities(after)


def _as_entities(spaces: str) -> str:
    return "".join(f"&#{ord(space)};" for space in spaces)


def _escape(found: re.Match[str]) -> str:
    return _ENTITIES.get(found[0], "\\" + found[0])


def _line(text: str) -> str:
    """Return *text* as a paragraph of one line."""
    return _LEADING.sub(r"\1\\", inline(text)) if text.strip() else ""


def _draw(block: Block, language: Language) -> Iterator[str]:
    """Yield the pieces of a block; a blank line goes between two pieces."""
    match block:
        case Title(text=text):
            yield _heading(1, text)
        case Heading(text=text, level=level):
            yield _heading(level + 1, text)
        case Grid():
            yield _line(block.caption)
            yield _grid(block)
        case Figure():
            yield _line(block.caption)
            yield _figure(block)
        case Details(summary=summary, lines=lines):
            yield from map(_line, (summary, *lines))
        case SignatureLine():
            date = signature_date(block, language)
            yield _line(f"{signature_label(block, language)}{block.name}{'　　' if date else ''}{date}")
        case PageBreak():
            yield _RULER
        case _:
            yield _line(block.text)


def _heading(depth: int, text: str) -> str:
    return f"{'#' * depth} {inline(text)}" if text.strip() else ""


def _grid(grid: Grid) -> str:
    """Draw a grid as a pipe table; without a head of its own it has an empty one, which the format demands."""
    began = sorted({column for columns in grid.positions for column in columns})
    rows = [dict(zip(columns, cells, strict=True)) for columns, cells in zip(grid.positions, grid.rows, strict=True)]
    lines = [[inline(row[column].text) if column in row else "" for column in began] for row in rows]
    head, body = (lines[0], lines[1:]) if grid.head_rows and lines else ([""] * len(began), lines)
    return _table(head, body) if began else ""


def _table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, [_RULER] * len(head), *body))


def _figure(figure: Figure) -> str:
    body = [
        (inline(bar.label), _bar(bar), inline(f"{plain(bar.value)} / {plain(bar.full)} {figure.unit}".rstrip()))
        for bar in figure.bars
    ]
    return _table(("", "", ""), body) if body else ""


def _bar(bar: Bar) -> str:
    """Draw how much of its full the value reached, in twentieths."""
    if bar.full <= 0 or bar.value <= 0:
        filled = 0
    elif bar.value >= bar.full:
        filled = _BAR_LENGTH
    else:
        numerator, denominator = ratio_of(bar.value, bar.full)
        filled = divide_half_up(numerator * _BAR_LENGTH, denominator)
    return "█" * filled + "░" * (_BAR_LENGTH - filled)
