"""The kinds of files that perfeval itself opens: Word and Excel, web pages, and the old binary formats by way of LibreOffice."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval.codec.text_files import marked_encoding
from perfeval.errors import FormatError, Issue
from perfeval.errors.language import Text
from perfeval.office.excel_grids import WORKBOOK, read_xlsx
from perfeval.office.html_grids import read_html
from perfeval.office.opening import Opener, corrupt_form
from perfeval.office.word_grids import DOCUMENT, read_docx
from perfeval.office.zip_package import unpack

if TYPE_CHECKING:
    from perfeval.office.grids import FormFile

_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CONVERTED = {".xls": "xlsx", ".doc": "docx", ".et": "xlsx", ".wps": "docx"}
_STREAMS = {"WordDocument": ".doc", "Workbook": ".xls"}
_PATIENCE = 120
_OFFICE = "docx / xlsx / html"
_HEAD = 2_000
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_-]+)""")
# What pages call gb2312 is read as its superset, as browsers do.
_DECODERS = {
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    **dict.fromkeys(("utf-8", "utf8", "us-ascii", "ascii"), "utf-8-sig"),
}
_PAGE_ENCODINGS = "UTF-8 / UTF-16 / GBK"
_NEITHER = Text("既没有文档也没有工作簿", "it holds neither a document nor a workbook")
_OLD = Text(
    "旧的二进制格式；请另存为 .docx 或 .xlsx，或安装 LibreOffice",
    "the old binary format; save it as .docx or .xlsx, or install LibreOffice",
)
_NOT_CONVERTED = Text(
    "LibreOffice 未能转换；请另存为 .docx 或 .xlsx", "LibreOffice could not convert it; save it as .docx or .xlsx"
)
_SURE, _PERHAPS, _NOT = 100, 1, 0


def _is_office(content: bytes) -> int:
    """Return how sure it is that a file is a package of Word or Excel: an archive is one if it names its main part."""
    if not content.startswith(_ZIP):
        return _NOT
    return _SURE if DOCUMENT.encode() in content or WORKBOOK.encode() in content else _PERHAPS


def _open_office(content: bytes, name: str) -> FormFile:
    parts = unpack(content, kind="docx / xlsx", place=name)
    if DOCUMENT in parts:
        return read_docx(parts, path=name)
    if WORKBOOK in parts:
        return read_xlsx(parts, path=name)
    raise corrupt_form(_OFFICE, _NEITHER)


def _is_page(content: bytes) -> int:
    marked = marked_encoding(content)  # in UTF-16 or UTF-32 its tags are no plain bytes
    head = (content[:_HEAD].decode(marked, "ignore").encode() if marked else content[:_HEAD]).lower()
    return _SURE if b"<html" in head or b"<table" in head or b"<!doctype html" in head else _NOT


def _open_page(content: bytes, name: str) -> FormFile:
    return read_html(_page_text(content), path=name)


def _page_text(content: bytes) -> str:
    """Return the text of a page, in the encoding that its mark says, or that it declares; UTF-8 if it declares none."""
    marked, declared = marked_encoding(content), _CHARSET.search(content[:_HEAD])
    named = marked or (declared[1].decode("ascii") if declared else "utf-8")
    encoding = "utf-16" if marked == "UTF-16" else _DECODERS.get(named.lower())
    if encoding is None:
        raise corrupt_form(_PAGE_ENCODINGS, named)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        cause = Text(
            f"第 {error.start + 1} 个字节不是 {encoding} 编码", f"its byte {error.start + 1} is not of {encoding}"
        )
        raise corrupt_form(_PAGE_ENCODINGS, cause) from error


def _legacy_suffix(content: bytes) -> str:
    """Return which of the old formats a file is, by the names of its streams; empty if it is neither."""
    return next((suffix for stream, suffix in _STREAMS.items() if stream.encode("utf-16-le") in content), "")


def _is_old(content: bytes) -> int:
    """Return how sure it is that a file is one of the old formats; an encrypted one is told as such."""
    if not content.startswith(_OLE):
        return _NOT
    return _SURE if _legacy_suffix(content) or _ENCRYPTED in content else _PERHAPS


def _open_old(content: bytes, name: str) -> FormFile:
    """Open a file in the old binary format by converting it; an encrypted one is refused."""
    if _ENCRYPTED in content:
        raise FormatError([Issue(code="form-encrypted")])
    suffix = Path(name).suffix.lower()
    suffix = suffix if suffix in _CONVERTED else _legacy_suffix(content)
    program = shutil.which("soffice")
    if not suffix or program is None:
        raise corrupt_form(_OFFICE, _OLD)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"form{suffix}"
        source.write_bytes(content)
        wanted = _CONVERTED[suffix]
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [
            program,
            profile,
            "--headless",
            "--norestore",
            "--convert-to",
            wanted,
            "--outdir",
            folder,
            str(source),
        ]
        try:
            subprocess.run(command, capture_output=True, check=True, timeout=_PATIENCE)  # noqa: S603 - no shell, own paths
            converted = (Path(folder) / f"form.{wanted}").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise corrupt_form(suffix, _NOT_CONVERTED) from error
    return _open_office(converted, name)


OPENERS = (
    Opener(
        id="office",
        title=Text("Word 文档和 Excel 工作簿", "Word documents and Excel workbooks"),
        suffixes=(".docx", ".xlsx"),
        recognise=_is_office,
        open=_open_office,
    ),
    Opener(id="page", title=Text("网页", "web pages"), suffixes=(".html",), recognise=_is_page, open=_open_page),
    Opener(
        id="old-office",
        title=Text("旧格式的 Word 和 Excel 文件", "Word and Excel files of the old formats"),
        suffixes=(".doc", ".xls"),
        recognise=_is_old,
        open=_open_old,
    ),
)
"""The openers that are built in."""
