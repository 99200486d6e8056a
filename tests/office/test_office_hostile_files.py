"""Files that come from anywhere: each bad one is a clear error that names it; nothing is followed, run or unfolded."""

from __future__ import annotations

import contextlib
import io
import tempfile
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval import FileError, FormatError, PerfEvalError
from perfeval.errors.language import Language
from perfeval.forms.recognition import read_form
from perfeval.office.excel_grids import show_number
from perfeval.office.file_formats import OPENERS
from perfeval.office.opening import open_form
from perfeval.registry.built_in import perfeval_readers

DATA = Path(__file__).parents[1] / "data" / "forms"
WORD = (DATA / "29-anhui-jinzhai-bumen-2023.docx").read_bytes()
EXCEL = (DATA / "29-anhui-jinzhai-bumen-2023.xlsx").read_bytes()


def changed(content: bytes, **parts: bytes | Callable[[bytes], bytes]) -> bytes:
    """Return an Office file with some parts replaced or added; keys are part names with / as __ and . as _dot_."""
    buffer = io.BytesIO()
    wanted = {name.replace("__", "/").replace("_dot_", "."): part for name, part in parts.items()}
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = wanted.pop(name, None)
            old = source.read(name)
            target.writestr(name, old if part is None else part(old) if callable(part) else part)
        for name, part in wanted.items():
            assert isinstance(part, bytes)
            target.writestr(name, part)
    return buffer.getvalue()


def sheet_of(content: bytes) -> str:
    """Return the name of a workbook's first sheet part, as a keyword."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = next(one for one in archive.namelist() if one.startswith("xl/worksheets/sheet"))
    return name.replace("/", "__").replace(".", "_dot_")


def code_of(path: Path) -> str:
    """Return the code of the error that reading a file ends in, once it names the file."""
    with pytest.raises(PerfEvalError) as caught:
        read_form(path, readers=perfeval_readers())
    issue = caught.value.issues[0]
    assert path.name in str(caught.value)
    return issue.code


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'

WORDS = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'


def body(xml: str) -> bytes:
    """Return a Word file with another body."""
    return changed(WORD, word__document_dot_xml=WORDS % xml.encode())


WIDE = '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="256"/><w:vMerge%s/></w:tcPr><w:p/></w:tc></w:tr>'


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("deep.docx", body("<w:tbl><w:tr><w:tc>" * 3_000 + "</w:tc></w:tr></w:tbl>" * 3_000), "form-bomb"),
        (
            "wide.docx",
            body("<w:tbl>" + WIDE % ' w:val="restart"' + (WIDE % "") * 5_000 + "</w:tbl>"),
            "form-bomb",
        ),
        ("spans.html", b"<table>" + b"<tr><td rowspan=99999 colspan=99999>x</td></tr>" * 50, "form-bomb"),
        ("deep.html", b"<html>" + b"<div>" * 100_000, "form-no-table"),
        ("gbk.html", "<html><table><tr><td>项目".encode("gbk"), "form-corrupt"),
        ("photo.docx", b"\xff\xd8\xff\xe0 JFIF", "form-corrupt"),
        ("half.docx", WORD[: len(WORD) // 2], "form-corrupt"),
        ("half.xlsx", EXCEL[: len(EXCEL) // 2], "form-corrupt"),
        ("laughs.docx", changed(WORD, word__document_dot_xml=LAUGHS), "form-entity"),
        ("outside.docx", changed(WORD, word__document_dot_xml=OUTSIDE), "form-entity"),
        ("outside.xlsx", changed(EXCEL, xl__workbook_dot_xml=OUTSIDE), "form-entity"),
        ("macro.docx", changed(WORD, word__vbaProject_dot_bin=b"x"), "form-macro"),
        ("bomb.docx", changed(WORD, word__big_dot_xml=b" " * (65 * 2**20)), "form-bomb"),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "form-encrypted"),
        ("other.docx", changed(b"PK\x05\x06" + b"\0" * 18, mimetype=b"x"), "form-corrupt"),
        ("broken-xml.docx", changed(WORD, word__document_dot_xml=b"<w:document"), "form-corrupt"),
        ("empty.docx", b"", "file-empty"),
        (
            "no-table.docx",
            changed(
                WORD,
                word__document_dot_xml=lambda old: old.replace(b"w:tbl>", b"w:tbx>").replace(b"<w:tbl ", b"<w:tbx "),
            ),
            "form-no-table",
        ),
        ("no-form.html", b"<!doctype html><table><tr><td>a</td></tr></table>", "form-not-recognised"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_bad_file_is_an_error_that_names_it(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    """Its code, and its name in the message."""
    path = tmp_path / name
    path.write_bytes(content)
    assert code_of(path) == code


def test_a_page_is_read_in_the_encoding_it_declares(tmp_path: Path) -> None:
    """Published pages declare gb2312 and mean its superset; a table alone is a page too."""
    path = tmp_path / "page.html"
    text = '<meta charset="gb2312"><table><tr><td>项目名称</td><td>養護①</td></tr></table>'
    path.write_bytes(text.encode("gb18030"))
    assert [cell.text for cell in open_form(path, openers=OPENERS).grids[0].cells] == ["项目名称", "養護①"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_the_mark_of_a_page_says_its_encoding(tmp_path: Path, encoding: str) -> None:
    """Whatever is declared; without a mark UTF-8 is meant."""
    path = tmp_path / "page.html"
    declared = '<meta charset="gbk">' if encoding == "gb18030" else ""
    path.write_bytes(f"<!doctype html>{declared}<table><tr><td>项目名称</td></tr></table>".encode(encoding))
    assert [cell.text for cell in open_form(path, openers=OPENERS).grids[0].cells] == ["项目名称"]


@pytest.mark.parametrize("encoding", ["big5", "shift_jis", "iso-8859-1", "utf-7", "utf-32", "x-user-defined"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_another_encoding_of_a_page_is_refused_by_its_name(tmp_path: Path, encoding: str, language: Language) -> None:
    """Nothing is guessed."""
    path = tmp_path / "page.html"
    text = f'<html><meta charset="{encoding}"><table><tr><td>a</td></tr></table></html>'
    path.write_bytes(text.encode("utf-32" if encoding == "utf-32" else "ascii"))
    with pytest.raises(FormatError) as caught:
        open_form(path, openers=OPENERS)
    assert code_of(path) == "form-corrupt"
    assert encoding in caught.value.render(language).lower()


def test_a_huge_number_in_a_fixed_format_is_shown_in_full() -> None:
    """1E+308 with two decimals has 311 digits; it is a number like any other."""
    assert show_number(Decimal("1E+308"), "0.00") == "1" + "0" * 308 + ".00"


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """file-not-found."""
    with pytest.raises(FileError, match="file-not-found"):
        open_form(tmp_path / "none.docx", openers=OPENERS)


def test_a_hundred_thousand_rows_are_refused(tmp_path: Path) -> None:
    """A sheet with more rows than any form is refused before it is all read."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 100_001))
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    path = tmp_path / "long.xlsx"
    path.write_bytes(changed(EXCEL, **{sheet_of(EXCEL): sheet.encode()}))
    assert code_of(path) == "form-bomb"


def test_cells_that_cannot_be_read_are_listed_with_their_place(tmp_path: Path) -> None:
    """#N/A, and a formula without a stored value."""
    cells = '<row r="1"><c r="B1" t="e"><v>#N/A</v></c><c r="C1"><f>SUM(A1:A9)</f></c><c r="D1"><f>100%</f><v>1</v></c></row>'
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{cells}</sheetData></worksheet>"
    )
    path = tmp_path / "cells.xlsx"
    path.write_bytes(changed(EXCEL, **{sheet_of(EXCEL): sheet.encode()}))
    file = open_form(path, openers=OPENERS)
    places = [issue.location.place or "" for issue in file.problems]
    assert [place.rpartition("!")[2] for place in places] == ["B1", "C1"]
    assert {issue.code for issue in file.problems} == {"form-cell"}
    assert [cell.text for cell in file.grids[0].cells][-1] == "=100%"


@given(st.binary(max_size=400))
@settings(max_examples=50)
def test_no_bytes_raise_anything_but_our_errors(content: bytes) -> None:
    """Whatever a file holds."""
    _survives("any.docx", content)


@given(st.data())
@settings(max_examples=40)
def test_no_damaged_form_raises_anything_but_our_errors(data: st.DataObject) -> None:
    """Real files with some bytes changed."""
    content = bytearray(data.draw(st.sampled_from([WORD, EXCEL])))
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    _survives("damaged.docx", bytes(content))


@given(st.data())
@settings(max_examples=40)
def test_no_damaged_xml_raises_anything_but_our_errors(data: st.DataObject) -> None:
    """Real files whose main part is cut or doubled somewhere."""
    content, name = data.draw(st.sampled_from([(WORD, "word__document_dot_xml"), (EXCEL, sheet_of(EXCEL))]))

    def damage(old: bytes) -> bytes:
        start = data.draw(st.integers(0, len(old)))
        end = data.draw(st.integers(start, min(len(old), start + 200)))
        return old[:start] + old[end:]

    _survives("damaged.docx", changed(content, **{name: damage}))


def _survives(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        with contextlib.suppress(PerfEvalError):
            read_form(path, readers=perfeval_readers())


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("0.7368", "0.00%", "73.68%"),
        ("1", "0%", "100%"),
        ("89.974", "General", "89.974"),
        ("89.974", "0.00", "89.97"),
        ("1234.5", "#,##0.00", "1234.50"),
        ("45291", "yyyy-mm-dd", "2023-12-31"),
        ("3", '0"次"', "3"),
    ],
)
def test_numbers_are_read_as_they_are_shown(value: str, code: str, shown: str) -> None:
    """Percentages, decimals and dates by their number formats."""
    assert show_number(Decimal(value), code) == shown
