"""The Word writer: any document as an official Word file (公文), the same bytes for the same document."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from attrs import define, field

from perfeval.documents.blocks import (
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
from perfeval.documents.word.drawing import chart_xml, charts, drawing_run
from perfeval.documents.word.letterhead import Base, base
from perfeval.documents.word.settings import core_properties
from perfeval.documents.word.table_xml import table_xml
from perfeval.office.xml_text import clean
from perfeval.office.zip_package import pack

if TYPE_CHECKING:
    from perfeval.documents.blocks import Align, Block, Document
    from perfeval.documents.word.page import Page
    from perfeval.documents.word.paragraph_styles import LookName

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><w:body>'
)
_CHART_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_TYPES = "[Content_Types].xml"
# The seal goes over the date: it does not stand at the very edge of the page.
_DATE_SHARE = 0.96


def write_docx(document: Document) -> bytes:
    """Draw *document* as a Word file after GB/T 9704: A4, official typefaces by role, merged cells as the form has them.

    Every part of the look is a named Word style; with ``document.template`` the styles, letterhead and paper of that
    file are used instead, and its text is not. Characters that XML forbids are shown as U+FFFD. Figures are native
    charts. The same document gives the same bytes.

    Args:
        document: What to draw. Texts are untrusted: none becomes markup or a field.

    Raises:
        MissingExtraError: python-docx is not installed.
        FormatError: The template is damaged or encrypted, is no Word file, holds macros, or refers to something outside.

    """
    empty = base(document.template, style=document.style, language=document.language)
    drawing = _Drawing(page=empty.page)
    for block in document.blocks:
        drawing.add(block)
    drawing.end()
    return pack(_parts(document, empty, drawing))


def _parts(document: Document, empty: Base, drawing: _Drawing) -> dict[str, bytes]:
    parts = dict(empty.parts)
    parts[empty.document] = f"{_HEAD}{''.join(drawing.body)}{empty.section}</w:body></w:document>".encode()
    parts[empty.properties] = core_properties(document.title, document.language)
    relations = types = ""
    folder = empty.document.rpartition("/")[0]
    for number, chart in enumerate(drawing.charts, 1):
        name = f"{folder}/charts/figure{number}.xml"
        parts[name] = chart
        relations += (
            f'<Relationship Id="{_chart_id(number)}" Type="{_CHART_RELATION}" Target="charts/figure{number}.xml"/>'
        )
        types += f'<Override PartName="/{name}" ContentType="{_CHART_TYPE}"/>'
    _append(parts, empty.relations, "</Relationships>", relations)
    _append(parts, _TYPES, "</Types>", types)
    return parts


def _append(parts: dict[str, bytes], name: str, end: str, xml: str) -> None:
    """Put *xml* before the end tag of a part that python-docx wrote."""
    if xml:
        parts[name] = parts[name].replace(end.encode(), (xml + end).encode())


def _chart_id(number: int) -> str:
    return f"rIdFigure{number}"


@define(kw_only=True)
class _Drawing:
    """The text of a document as it grows, block by block."""

    page: Page
    body: list[str] = field(factory=list)
    charts: list[bytes] = field(factory=list)
    _new_page: bool = False
    _after_table: bool = False

    def add(self, block: Block) -> None:
        """Draw one block below what is there."""
        match block:
            case Title():
                self._text("title", block.text)
            case Heading():
                self._text(cast("LookName", f"heading{block.level}"), block.text)
            case Paragraph():
                self._paragraph(block)
            case Grid():
                self._grid(block)
            case Figure():
                self._figure(block)
            case Details():
                self._text("summary", block.summary)
                for line in block.lines:
                    self._paragraph(Paragraph(text=line))
            case SignatureLine():
                self._signature(block)
            case PageBreak():
                self._new_page = True

    def end(self) -> None:
        """Word wants a paragraph after the last table, and in a document without text."""
        if self._after_table or not self.body:
            self._put("gap", "")

    def _put(self, look: LookName, runs: str, *, tabs: str = "", align: Align | None = None) -> None:
        """Add a paragraph; the first one after a page break begins a page."""
        self.body.append(self.page.paragraph(look, runs, align=align, new_page=self._new_page, tabs=tabs))
        self._new_page = self._after_table = False

    def _text(self, look: LookName, text: str, *, align: Align | None = None) -> None:
        self._put(look, self.page.runs(look, text), align=align)

    def _paragraph(self, block: Paragraph) -> None:
        # A line of the running text is a paragraph of its own: each has its indent, and none is stretched.
        lines = clean(block.text).split("\n") if block.style == "body" else [block.text]
        for line in lines:
            self._text(block.style, line, align=block.align)

    def _grid(self, block: Grid) -> None:
        # Two tables that touch become one, and a table cannot begin a page by itself.
        if self._after_table or self._new_page:
            self._put("gap", "")
        self.body.append(table_xml(self.page, block))
        self._after_table = bool(block.rows)

    def _figure(self, block: Figure) -> None:
        for bars in charts(block):
            self.charts.append(chart_xml(block, bars, self.page.language))
            number = len(self.charts)
            self._put("figure", drawing_run(self.page, block, bars, number=number, relationship=_chart_id(number)))
        self._text("caption", block.caption)

    def _signature(self, line: SignatureLine) -> None:
        """Add who signs on the left, and the place for the date and the seal on the right."""
        signed = self.page.runs("signature", signature_label(line, self.page.language) + line.name)
        stop = f'<w:tabs><w:tab w:val="right" w:pos="{int(self.page.width * _DATE_SHARE)}"/></w:tabs>'
        date = self.page.runs("signature", "\t" + signature_date(line, self.page.language)) if line.date else ""
        self._put("signature", signed + date, tabs=stop if line.date else "")
