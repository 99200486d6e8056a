"""Workbooks as grids: the text as it is shown, the number as it is stored; formulas are never computed."""

from __future__ import annotations

import posixpath
import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from attrs import define, field

from perfeval.errors import FormatError, Issue, Location
from perfeval.model.exact_arithmetic import decimal_from, rounded_to, shifted
from perfeval.model.limits import CELLS, ROWS
from perfeval.model.numbers import exact, plain
from perfeval.office.bounded_xml import read_xml
from perfeval.office.grids import FormFile, FormGrid, GridCell, column_letters
from perfeval.office.zip_package import corrupt

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WORKBOOK = "xl/workbook.xml"
_RELATIONS, _STRINGS, _STYLES = "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
# The number formats that every workbook has without declaring them (ECMA-376, 18.8.30).
_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy-mm-dd",
    37: "#,##0",
    39: "#,##0.00",
}
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
_DAY_ZERO = date(1899, 12, 30)
_FLOAT_DIGITS = 15
# Wide enough for any number that Excel stores, shown in full.
_CONSTANT = re.compile(r"[0-9]+(?:\.[0-9]+)?%?")


def read_xlsx(parts: Mapping[str, bytes], *, path: str) -> FormFile:
    """Return the sheets of a workbook as grids, hidden ones left out.

    Args:
        parts: The unpacked file.
        path: The file's name, for places.

    Raises:
        FormatError: If the workbook is damaged, or has more rows or cells than any form.

    """
    try:
        book = _Book.of(parts)
        grids = [book.grid(name, target) for name, target in book.sheets]
    except (KeyError, IndexError, ValueError, ET.ParseError, RecursionError) as error:
        if isinstance(error, FormatError):
            raise
        raise corrupt(error, kind="xlsx", place=path) from error
    problems = tuple(issue.at(Location(path=path, place=issue.location.place)) for issue in book.problems)
    return FormFile(path=path, kind="xlsx", parts=tuple(grids), problems=problems)


@define
class _Book:
    """What all sheets share: the strings, the number formats, and where each sheet is."""

    parts: Mapping[str, bytes]
    strings: list[str]
    formats: list[str]
    sheets: list[tuple[str, str]]
    problems: list[Issue] = field(factory=list)

    @classmethod
    def of(cls, parts: Mapping[str, bytes]) -> _Book:
        root = read_xml(parts[WORKBOOK], name=WORKBOOK)
        targets = {
            one.get("Id", ""): posixpath.normpath(posixpath.join("xl", one.get("Target", "")))
            for one in read_xml(parts[_RELATIONS], name=_RELATIONS)
        }
        sheets = [
            (one.get("name", ""), targets[one.get(f"{_R}id", "")].removeprefix("/").removeprefix("xl//xl/"))
            for one in root.iter(f"{_S}sheet")
            if one.get("state", "visible") == "visible"
        ]
        shared = parts.get(_STRINGS)
        strings = [] if shared is None else [_string(one) for one in read_xml(shared, name=_STRINGS).iter(f"{_S}si")]
        return cls(parts=parts, strings=strings, formats=_formats(parts.get(_STYLES)), sheets=sheets)

    def grid(self, name: str, target: str) -> FormGrid:
        part = target if target in self.parts else target.replace("xl/xl/", "xl/")
        root = read_xml(self.parts[part], name=part)
        merged = _merges(root)
        cells: list[GridCell] = []
        rows = 0
        for number, row in enumerate(root.iter(f"{_S}row"), start=1):
            for element in row:
                if element.tag != f"{_S}c":
                    continue
                position = _position(element.get("r", ""))
                if position is None:
                    continue
                text, value = self._content(element, name, position)
                height, width = merged.get(position, (1, 1))
                if not text and (height, width) == (1, 1):
                    continue
                cells.append(
                    GridCell(text=text, row=position[0], column=position[1], rows=height, columns=width, value=value)
                )
                rows = max(rows, position[0] + height - 1)
            ROWS.check(max(number, rows), name=name)
            CELLS.check(len(cells), name=name)
        return FormGrid(name=name, cells=tuple(cells), row_count=rows, is_sheet=True)

    def _content(self, cell: Element, sheet: str, position: tuple[int, int]) -> tuple[str, Decimal | None]:
        """Return what a cell shows, and the number it stores."""
        kind, stored = cell.get("t", "n"), cell.find(f"{_S}v")
        text = "" if stored is None else stored.text or ""
        if kind == "n":
            return self._number(cell, text, sheet, position)
        if kind == "e":
            self._problem(text, sheet, position)
        inline = cell.find(f"{_S}is")
        shown = {
            "s": self.strings[int(text)] if kind == "s" else "",
            "inlineStr": "" if inline is None else _string(inline),
            "b": "TRUE" if text == "1" else "FALSE",
        }
        return shown.get(kind, text), None

    def _number(self, cell: Element, text: str, sheet: str, position: tuple[int, int]) -> tuple[str, Decimal | None]:
        if not text:
            if cell.find(f"{_S}f") is not None:
                self._problem("formula without a stored value (公式没有存值)", sheet, position)
            return "", None
        formula = cell.find(f"{_S}f")
        if formula is not None and _CONSTANT.fullmatch(formula.text or ""):
            # What was typed as the target "=100%" is kept by a sheet as a formula of a constant.
            return f"={formula.text}", None
        value = _stored(text)
        style = int(cell.get("s", "0"))
        return show_number(value, self.formats[style] if style < len(self.formats) else "General"), value

    def _problem(self, cause: str, sheet: str, position: tuple[int, int]) -> None:
        place = f"{sheet}!{column_letters(position[1])}{position[0]}"
        self.problems.append(Issue(code="form-cell", values={"cause": cause}, location=Location(place=place)))


def _stored(text: str) -> Decimal:
    """Return the number a cell stores: Excel writes binary floats, whose shortest decimal is the one that was typed."""
    try:
        value = decimal_from(text)
    except InvalidOperation:
        message = f"not a number: {text[:40]!r}"
        raise ValueError(message) from None
    if len(value.as_tuple().digits) > _FLOAT_DIGITS:
        return exact(float(f"{float(text):.{_FLOAT_DIGITS}g}"))
    return exact(value)


def show_number(value: Decimal, code: str) -> str:
    """Return a number as a number format shows it: percentages, fixed decimals and dates; else as it is.

    >>> show_number(Decimal("0.7368"), "0.00%")
    '73.68%'

    """
    bare = _LITERAL.sub("", code.partition(";")[0]).strip()
    if re.search(r"[ymd]", bare, re.IGNORECASE) and not re.search(r"[0#]", bare):
        return (_DAY_ZERO + timedelta(days=int(value))).isoformat() if 0 < value < 10**6 else plain(value)
    match = re.fullmatch(r"[#,0?]*[0#?](?:\.([0#?]+))?(%?)", bare)
    if match is None:
        return plain(value)
    places = len(match[1] or "")
    shown = shifted(value, 2) if match[2] else value
    rounded = rounded_to(shown, places)
    return f"{rounded:f}{match[2]}"


def _formats(styles: bytes | None) -> list[str]:
    """Return the number format of each cell style."""
    if styles is None:
        return []
    root = read_xml(styles, name=_STYLES)
    codes = dict(_BUILT_IN)
    codes.update({int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in root.iter(f"{_S}numFmt")})
    styles_of_cells = root.find(f"{_S}cellXfs")
    if styles_of_cells is None:
        return []
    return [codes.get(int(one.get("numFmtId", "0")), "General") for one in styles_of_cells]


def _merges(root: Element) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the height and width of each merged range, by its first cell."""
    result: dict[tuple[int, int], tuple[int, int]] = {}
    for one in root.iter(f"{_S}mergeCell"):
        first, _, last = one.get("ref", "").partition(":")
        start, end = _position(first), _position(last or first)
        if start is not None and end is not None:
            height, width = end[0] - start[0] + 1, end[1] - start[1] + 1
            if 0 < height <= ROWS.most and 0 < width <= ROWS.most and height * width <= CELLS.most:
                result[start] = (height, width)
    return result


def _position(reference: str) -> tuple[int, int] | None:
    """Return row and column of a reference such as ``C7``."""
    match = _REFERENCE.fullmatch(reference)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]), column


def _string(element: Element) -> str:
    """Return the text of a rich string, without its phonetic guides."""
    return "".join(
        text.text or ""
        for child in element
        if child.tag != f"{_S}rPh"
        for text in ([child] if child.tag == f"{_S}t" else child.iter(f"{_S}t"))
    )
