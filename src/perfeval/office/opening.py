"""Opening a form: by what the file is, not by what it is called; nothing in it is followed, run or unfolded without bound."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval.codec.byte_sources import content_of, read_bytes
from perfeval.errors import FileError, FormatError, Issue, Location
from perfeval.office.excel_grids import WORKBOOK, read_xlsx
from perfeval.office.html_grids import read_html
from perfeval.office.word_grids import DOCUMENT, read_docx
from perfeval.office.zip_package import unpack

if TYPE_CHECKING:
    from perfeval.codec.byte_sources import Readable
    from perfeval.office.grids import FormFile

    FormSource = str | PathLike[str] | bytes | bytearray | memoryview | Readable

LARGEST_FORM = 50 * 2**20
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CONVERTED = {".xls": "xlsx", ".doc": "docx", ".et": "xlsx", ".wps": "docx"}
_STREAMS = {"WordDocument": ".doc", "Workbook": ".xls"}
_UNNAMED = "form"
_PATIENCE = 120
_OFFICE = "docx / xlsx / html"
_HEAD = 2_000
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_-]+)""")
_CHINESE = frozenset({b"gb2312", b"gbk", b"gb18030"})
_NEITHER = "neither a document nor a workbook"
_UNKNOWN = "unknown kind of file"


def open_form(source: FormSource, *, name: str = "") -> FormFile:
    """Return what a Word, Excel or HTML file holds; .xls and .doc go through LibreOffice where it is installed.

    Args:
        source: The path of a file, its bytes, or the file itself, open for reading bytes.
        name: What the file is called, for messages; empty: its path, or the kind of file that it is found to be.

    Raises:
        FileError: If it cannot be read, is empty or is beyond 50 MB.
        FormatError: If it is damaged, encrypted, holds macros or XML entities, unfolds beyond the limit, or is no form.

    """
    called = name or (str(source) if isinstance(source, str | PathLike) else "")
    content = _content(source, called or _UNNAMED)
    called = called or f"{_UNNAMED}{_suffix_of(content)}"
    try:
        return _opened(called, content)
    except FormatError as error:
        # A part that is wrong keeps its place; the file is named in front of it.
        raise FormatError(
            issue if issue.location.path else issue.at(Location(path=called, place=_inside(issue, called)))
            for issue in error.issues
        ) from error


def _inside(issue: Issue, name: str) -> str | None:
    return None if issue.location.place == name else issue.location.place


def _opened(name: str, content: bytes) -> FormFile:
    if content.startswith(_OLE):
        return _legacy(name, content)
    if content.startswith(_ZIP):
        parts = unpack(content, kind="docx / xlsx", place=name)
        if DOCUMENT in parts:
            return read_docx(parts, path=name)
        if WORKBOOK in parts:
            return read_xlsx(parts, path=name)
        raise _corrupt(_OFFICE, _NEITHER)
    if _is_page(content):
        return read_html(_page_text(content), path=name)
    raise _corrupt(_OFFICE, _UNKNOWN)


def _page_text(content: bytes) -> str:
    """Return the text of a page, in the encoding it declares; UTF-8 if it declares none."""
    declared = _CHARSET.search(content[:_HEAD])
    # What pages call gb2312 is read as its superset, as browsers do.
    encoding = "gb18030" if declared and declared[1].lower() in _CHINESE else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        cause = f"{encoding}: {error.reason}"
        raise _corrupt(_OFFICE, cause) from error


def _content(source: FormSource, name: str) -> bytes:
    if isinstance(source, str | PathLike):
        content = read_bytes(source, largest=LARGEST_FORM)
    else:
        held = content_of(source, name=name, largest=LARGEST_FORM)
        content = held.encode() if isinstance(held, str) else held
    if not content:
        raise FileError([Issue(code="file-empty", values={"path": name})])
    return content


def _suffix_of(content: bytes) -> str:
    """Return the suffix that a file of this content would have; empty if it is none of ours."""
    if content.startswith(_OLE):
        return _legacy_suffix(content)
    if content.startswith(_ZIP):
        return ".docx" if DOCUMENT.encode() in content else ".xlsx"
    return ".html" if _is_page(content) else ""


def _legacy_suffix(content: bytes) -> str:
    """Return which of the old formats a file is, by the names of its streams; empty if it is neither."""
    return next((suffix for stream, suffix in _STREAMS.items() if stream.encode("utf-16-le") in content), "")


def _is_page(content: bytes) -> bool:
    head = content[:_HEAD].lower()
    return b"<html" in head or b"<table" in head or b"<!doctype html" in head


def _legacy(name: str, content: bytes) -> FormFile:
    """Open a file in the old binary format by converting it; an encrypted one is refused."""
    if _ENCRYPTED in content:
        raise FormatError([Issue(code="form-encrypted")])
    suffix = Path(name).suffix.lower()
    suffix = suffix if suffix in _CONVERTED else _legacy_suffix(content)
    program = shutil.which("soffice")
    if not suffix or program is None:
        cause = "old binary format; save it as .docx or .xlsx, or install LibreOffice (旧格式，请另存为 .docx 或 .xlsx)"
        raise _corrupt(_OFFICE, cause)
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
            raise _corrupt(suffix, type(error).__name__) from error
    return _opened(name, converted)


def _corrupt(kind: str, cause: str) -> FormatError:
    return FormatError([Issue(code="form-corrupt", values={"kind": kind, "cause": cause})])
