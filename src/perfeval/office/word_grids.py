"""Word files as grids and paragraphs, read from their XML alone: nothing in them is followed or run."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from attrs import define, field

from perfeval.model.limits import CELLS, MERGED_COLUMNS, TEXTS
from perfeval.office.bounded_xml import read_xml
from perfeval.office.grids import FormFile, FormGrid, FormText, GridCell
from perfeval.office.zip_package import corrupt

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TABLE, _ROW, _CELL, _PARAGRAPH, _TEXT = (f"{_W}{name}" for name in ("tbl", "tr", "tc", "p", "t"))
_TAB, _BREAKS, _HYPHEN, _SYMBOL = f"{_W}tab", (f"{_W}br", f"{_W}cr"), f"{_W}noBreakHyphen", f"{_W}sym"
_PARAGRAPH_PROPERTIES, _CELL_PROPERTIES, _DELETED = f"{_W}pPr", f"{_W}tcPr", f"{_W}del"
# What may stand around paragraphs, rows and cells without being a part of the table: controls and tracked insertions.
_AROUND = frozenset({f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"})
_VALUE = f"{_W}val"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
DOCUMENT = "word/document.xml"
# Ticked and empty boxes of the fonts Wingdings and Wingdings 2, by their codes there.
_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F053": "☑", "F0A8": "☐", "F0A3": "☐", "F06F": "☐", "F0FC": "√", "F050": "√"}
# Deleted text, field codes, footnote marks; and the second drawing of a text box for old programs.
_SKIPPED = frozenset({_DELETED, f"{_W}moveFrom", f"{_W}instrText", f"{_W}footnoteReference", _TABLE, _FALLBACK})


def read_docx(parts: Mapping[str, bytes], *, path: str) -> FormFile:
    """Return the tables and paragraphs of a Word file, in its order.

    Args:
        parts: The unpacked file.
        path: The file's name, for places.

    Raises:
        FormatError: If it has no document, or its XML is damaged.

    """
    reader = _Reader()
    try:
        root = read_xml(parts[DOCUMENT], name=DOCUMENT)
        body = root.find(f"{_W}body")
        if body is not None:
            reader.blocks(body)
    except (KeyError, ET.ParseError, RecursionError) as error:
        raise corrupt(error, kind="docx", place=path) from error
    return FormFile(path=path, kind="docx", parts=tuple(reader.parts))


@define
class _Reader:
    """Collects parts in the order of the file; tables inside cells follow the table they stand in."""

    parts: list[FormGrid | FormText] = field(factory=list)
    tables: int = 0
    texts: int = 0

    def blocks(self, parent: Element) -> None:
        for child in parent:
            if child.tag == _TABLE:
                self.table(child)
            elif child.tag == _PARAGRAPH:
                self.texts += 1
                TEXTS.check(self.texts, name=DOCUMENT)
                self.parts.append(FormText(text=_text(child), index=self.texts))
                for inner in _inner_tables(child):
                    self.table(inner)
            elif child.tag in _AROUND:
                self.blocks(child)

    def table(self, table: Element) -> None:
        self.tables += 1
        name = f"表{self.tables}"
        position = len(self.parts)
        cells: list[_Cell] = []
        open_above: dict[int, _Cell] = {}
        row_number = 0
        inner: list[Element] = []
        for row in _rows(table):
            row_number += 1
            column = 1 + _integer(row.find(f"{_W}trPr"), "gridBefore")
            continued: dict[int, _Cell] = {}
            for element in _cells(row):
                properties = element.find(_CELL_PROPERTIES)
                span = max(1, min(_integer(properties, "gridSpan") or 1, MERGED_COLUMNS.most))
                merge = None if properties is None else properties.find(f"{_W}vMerge")
                above = open_above.get(column)
                if merge is not None and merge.get(_VALUE, "continue") != "restart" and above is not None:
                    above.rows += 1
                    continued[column] = above
                else:
                    cell = _Cell(text=_cell_text(element), row=row_number, column=column, columns=span)
                    cells.append(cell)
                    CELLS.check(len(cells), name=name)
                    if merge is not None:
                        continued[column] = cell
                inner.extend(_inner_tables(element))
                column += span
            open_above = continued
        grid = FormGrid(
            name=name,
            cells=tuple(cell.finished() for cell in cells),
            row_count=row_number,
        )
        self.parts.insert(position, grid)
        for one in inner:
            self.table(one)


@define
class _Cell:
    text: str
    row: int
    column: int
    columns: int
    rows: int = 1

    def finished(self) -> GridCell:
        return GridCell(text=self.text, row=self.row, column=self.column, rows=self.rows, columns=self.columns)


def _rows(table: Element) -> Iterator[Element]:
    """Yield the rows of a table, those inside content controls and insertions included."""
    for child in table:
        if child.tag == _ROW:
            if child.find(f"{_W}trPr/{_W}del") is None:
                yield child
        elif child.tag in _AROUND:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if child.tag == _CELL:
            yield child
        elif child.tag in _AROUND:
            yield from _cells(child)


def _inner_tables(element: Element) -> Iterator[Element]:
    """Yield the tables inside an element, the outermost only."""
    if next(element.iter(_TABLE), None) is None:
        return
    for child in element:
        if child.tag == _TABLE:
            yield child
        elif child.tag not in (_FALLBACK, _DELETED):
            yield from _inner_tables(child)


def _integer(properties: Element | None, name: str) -> int:
    found = None if properties is None else properties.find(_W + name)
    value = "" if found is None else found.get(_VALUE, "")
    return int(value) if value.isdecimal() and len(value) < 6 else 0  # noqa: PLR2004 - no form has 100 000 columns


def _cell_text(cell: Element) -> str:
    lines = [_text(paragraph) for paragraph in _paragraphs(cell)]
    return "\n".join(lines).strip("\n")


def _paragraphs(element: Element) -> Iterator[Element]:
    """Yield the paragraphs of a cell, not those of the tables inside it."""
    for child in element:
        if child.tag == _PARAGRAPH:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _paragraphs(child)


def _text(element: Element) -> str:
    return "".join(_runs(element))


def _runs(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED:
            continue
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag == _TAB:
            yield "\t"
        elif child.tag in _BREAKS:
            yield "\n"
        elif child.tag == _HYPHEN:
            yield "-"
        elif child.tag == _SYMBOL:
            yield _SYMBOLS.get(child.get(f"{_W}char", "").upper(), "")
        elif child.tag != _PARAGRAPH_PROPERTIES:
            yield from _runs(child)
