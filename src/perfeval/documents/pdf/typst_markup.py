"""Blocks as typst source. Text from a file only ever stands inside a string literal, so none of it becomes markup."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from perfeval.documents.blocks import Details, Figure, Grid, Heading, PageBreak, Paragraph, SignatureLine, Title
from perfeval.documents.signing import signature_date, signature_label
from perfeval.model.numbers import plain
from perfeval.office.fonts import FONTS, LATIN

if TYPE_CHECKING:
    from perfeval.documents.blocks import Block, Cell, Document
    from perfeval.office.fonts import FontRole

# GB/T 9704: A4; 公文 37/35/28/26 mm and lines of exactly 30 pt; forms are set smaller so that a table fits.
_PAGES = {
    "report": "margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm)",
    "sheet": "margin: (top: 20mm, bottom: 18mm, left: 18mm, right: 18mm)",
}
_BODY = {"report": ("16pt", "14pt"), "sheet": ("10.5pt", "5pt")}
_BAR_WIDTH = 60
_HEADINGS: tuple[tuple[int, FontRole], ...] = ((1, "heading1"), (2, "heading2"), (3, "heading3"))


def typst_string(text: str) -> str:
    """Return *text* as a typst string literal: quotes, backslashes and control characters escaped."""
    escaped = "".join(
        _ESCAPES.get(one, one if one.isprintable() or one == "　" else f"\\u{{{ord(one):x}}}") for one in text
    )
    return f'"{escaped}"'


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\t": " ", "\r": ""}


def typst_source(document: Document) -> str:
    """Return the whole typst source of a document."""
    size, leading = _BODY[document.style]
    language = "zh" if document.language == "zh" else "en"
    head = [
        f"#set document(title: {typst_string(document.title)}, date: none)",
        f'#set page(paper: "a4", {_PAGES[document.style]}, numbering: "1 / 1")',
        f'#set text(lang: "{language}", size: {size}, font: {_fonts("body")})',
        f"#set par(leading: {leading}, justify: true)",
        f'#show title: set text(size: 22pt, weight: "bold", font: {_fonts("title")})',
        "#show title: set align(center)",
        *(
            f"#show heading.where(level: {level}): set text(size: {'16pt' if document.style == 'report' else '12pt'}, "
            f'weight: "{"bold" if level == 2 else "regular"}", font: {_fonts(role)})'  # noqa: PLR2004 - 楷体 is bold
            for level, role in _HEADINGS
        ),
        "#set table(stroke: 0.5pt, inset: 4pt)",
        f"#show table: set text(size: 10.5pt, font: {_fonts('table')})",
        "#show table: set par(leading: 4pt, justify: false)",
    ]
    return "\n".join([*head, *(_Drawing(document).block(block) for block in document.blocks)]) + "\n"


def _fonts(role: FontRole) -> str:
    names = dict.fromkeys((*LATIN.names[:1], *FONTS[role].names, "Noto Serif CJK SC"))
    return "(" + ", ".join(typst_string(name) for name in names) + ",)"


class _Drawing:
    """Draws one document's blocks; headings never skip a level, as an accessible document asks."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._level = 0

    def block(self, block: Block) -> str:  # noqa: PLR0911 - one return for each block
        if isinstance(block, Title):
            return f"#title[#{typst_string(block.text)}]"
        if isinstance(block, Heading):
            self._level = min(block.level, self._level + 1)
            return f"#heading(level: {self._level})[#{typst_string(block.text)}]"
        if isinstance(block, Paragraph):
            return self._paragraph(block)
        if isinstance(block, Grid):
            return _grid(block)
        if isinstance(block, Figure):
            return _figure(block)
        if isinstance(block, Details):
            return "\n".join(f"#block[{_lines(line)}]" for line in (block.summary, *block.lines))
        if isinstance(block, SignatureLine):
            return self._signature(block)
        assert isinstance(block, PageBreak)
        return "#pagebreak(weak: true)"

    def _paragraph(self, paragraph: Paragraph) -> str:
        align = f"#set align({paragraph.align});" if paragraph.align else ""
        size = "#set text(size: 9pt);" if paragraph.style == "note" else ""
        indent = "#h(2em)" if paragraph.style == "body" and self._document.style == "report" else ""
        return f"#block(width: 100%)[{align}{size}{indent}{_lines(paragraph.text)}]"

    def _signature(self, line: SignatureLine) -> str:
        language = self._document.language
        label, date = signature_label(line, language), signature_date(line, language)
        return (
            f"#block(width: 100%, above: 1.2em)[#{typst_string(f'{label}{line.name}')} #h(1fr) #{typst_string(date)}]"
        )


def _lines(text: str) -> str:
    return " #linebreak() ".join(f"#{typst_string(line)}" for line in text.split("\n")) if text else ""


def _grid(grid: Grid) -> str:
    columns = ", ".join(f"{width}fr" for width in grid.widths)
    head = [_cell(cell) for row in grid.rows[: grid.head_rows] for cell in row]
    body = [_cell(cell) for row in grid.rows[grid.head_rows :] for cell in row]
    header = [f"table.header({', '.join(head)})"] if head else []
    return f"#block(width: 100%)[#table(columns: ({columns},), {', '.join([*header, *body])})]"


def _cell(cell: Cell) -> str:
    spans = f"rowspan: {cell.rows}, colspan: {cell.columns}, "
    align = cell.align or ("right" if cell.role == "number" else "center" if cell.role in ("head", "label") else "left")
    font = f"#set text(font: {_fonts('table-head')});" if cell.role == "head" else ""
    return f"table.cell({spans}align: {align} + horizon, breakable: {str(cell.rows > 1).lower()})[{font}{_lines(cell.text)}]"


def _figure(figure: Figure) -> str:
    """Return a bar chart drawn with rectangles: each bar's value inside its full points."""
    rows = []
    for bar in figure.bars:
        share = float(Fraction(bar.value) / Fraction(bar.full)) if bar.full else 0.0
        width = max(0.0, min(1.0, share)) * _BAR_WIDTH
        text = f"{plain(bar.value)} / {plain(bar.full)}"
        rows.append(
            f"[#{typst_string(bar.label)}], box(width: {_BAR_WIDTH}mm, height: 10pt, stroke: 0.5pt)"
            f"[#rect(width: {width:.2f}mm, height: 100%, fill: luma(140), stroke: none)], [#{typst_string(text)}]"
        )
    told = "; ".join(f"{bar.label} {bar.value:f}/{bar.full:f} {figure.unit}" for bar in figure.bars)
    body = f"grid(columns: (auto, {_BAR_WIDTH}mm, auto), gutter: 6pt, align: left + horizon, {', '.join(rows)})"
    return f"#figure(alt: {typst_string(told)}, caption: [#{typst_string(figure.caption)}], kind: image, supplement: none, {body})"
