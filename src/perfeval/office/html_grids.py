"""HTML pages as grids: tables with their spans, and the exact numbers that our own pages carry in ``<data value>``."""

from __future__ import annotations

from decimal import Decimal
from html.parser import HTMLParser

from attrs import define, field

from perfeval.errors import FormatError, Issue, Location, NumberError
from perfeval.errors.language import Text
from perfeval.model.limits import CELLS, POSITIONS, TEXTS, UNFINISHED
from perfeval.model.numbers import exact
from perfeval.office.grids import FormFile, FormGrid, FormText, GridCell
from perfeval.office.placement import Placement
from perfeval.office.zip_package import corrupt

# As browsers read them (HTML Standard, "Attributes common to td and th elements").
_MOST_COLUMNS_SPANNED, _MOST_ROWS_SPANNED = 1000, 65_534
_PAGE = "HTML"
_TEXT_TAGS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "summary"})


def read_html(text: str, *, path: str) -> FormFile:
    """Return the tables and paragraphs of a page; scripts and styles are skipped, nothing is fetched."""
    parser = _Parser()
    try:
        parser.feed(text)
        if parser.rawdata.count("<") > UNFINISHED.most:
            raise _unfinished(path)
        parser.close()
    except AssertionError as error:  # how the parser refuses a declaration
        raise corrupt(error, kind="html", place=path) from error
    return FormFile(path=path, kind="html", parts=tuple(parser.parts))


@define
class _Table:
    """A table while it is being read."""

    cells: list[GridCell] = field(factory=list)
    placement: Placement = field(factory=Placement)
    area: int = 0

    def add(self, text: str, rows: int, columns: int, value: Decimal | None) -> None:
        self.area += rows * columns
        POSITIONS.check(self.area, name=_PAGE)
        column = 1 + self.placement.place(rows=rows, columns=columns)
        row = 1 + self.placement.row
        self.cells.append(GridCell(text=text, row=row, column=column, rows=rows, columns=columns, value=value))
        CELLS.check(len(self.cells), name=_PAGE)

    def finished(self, name: str) -> FormGrid:
        rows = max((cell.row + cell.rows - 1 for cell in self.cells), default=0)
        return FormGrid(name=name, cells=tuple(self.cells), row_count=rows)


class _Parser(HTMLParser):
    """Collects tables and paragraphs; a table inside a cell is text of the cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[FormGrid | FormText] = []
        self._tables = 0
        self._texts = 0
        self._table: _Table | None = None
        self._buffer: list[str] | None = None
        self._span = (1, 1)
        self._value: Decimal | None = None
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a table, a row, a cell, a paragraph, or a number."""
        given = dict(attrs)
        if tag in ("script", "style", "svg"):
            self._hidden += 1
        elif tag == "table" and self._table is None:
            self._table = _Table()
        elif tag == "tr" and self._table is not None:
            self._table.placement.next_row()
        elif tag in ("td", "th") and self._table is not None:
            self._buffer, self._value = [], None
            self._span = (
                _span(given.get("rowspan"), _MOST_ROWS_SPANNED),
                _span(given.get("colspan"), _MOST_COLUMNS_SPANNED),
            )
        elif tag == "data" and self._buffer is not None:
            self._value = _number(given.get("value"))
        elif tag == "br" and self._buffer is not None:
            self._buffer.append("\n")
        elif tag in _TEXT_TAGS and self._table is None:
            self._buffer = []

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag in ("script", "style", "svg"):
            self._hidden = max(0, self._hidden - 1)
        elif tag in ("td", "th") and self._table is not None and self._buffer is not None:
            self._table.add("".join(self._buffer).strip(), *self._span, self._value)
            self._buffer = None
        elif tag == "table" and self._table is not None:
            self._tables += 1
            self.parts.append(self._table.finished(f"表{self._tables}"))
            self._table = None
        elif tag in _TEXT_TAGS and self._table is None and self._buffer is not None:
            self._texts += 1
            TEXTS.check(self._texts, name=_PAGE)
            self.parts.append(FormText(text="".join(self._buffer).strip(), index=self._texts))
            self._buffer = None

    def handle_data(self, data: str) -> None:
        """Take up text."""
        if self._buffer is not None and not self._hidden:
            self._buffer.append(data)


def _span(text: str | None, most: int) -> int:
    """Return how far a cell spans; what is no number above zero spans one, and no more than the most."""
    if text is None or not (text.isascii() and text.isdecimal()):
        return 1
    digits = text.lstrip("0")
    return max(1, min(int(digits[:6] or "0"), most))


def _unfinished(path: str) -> FormatError:
    cause = Text(
        f"多于 {UNFINISHED.most} {UNFINISHED.unit.zh}", f"it has more than {UNFINISHED.most} {UNFINISHED.unit.en}"
    )
    values = {"kind": "html", "cause": cause}
    return FormatError([Issue(code="form-corrupt", values=values, location=Location(place=path))])


def _number(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        return exact(text)
    except NumberError:
        return None
