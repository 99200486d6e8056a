"""Files to text: bounded, and decoded by a declared encoding."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval.codec.byte_sources import content_of, read_bytes
from perfeval.codec.tree import shown
from perfeval.errors import FormatError, Issue, Location, Phrase
from perfeval.errors.language import Text
from perfeval.model.limits import FILE_BYTES

if TYPE_CHECKING:
    from perfeval.codec.byte_sources import Readable

_DECLARATION = re.compile(rb"(?:\xef\xbb\xbf)?[ \t]*#[^\r\n]*?\bencoding[ \t]*[:=][ \t]*([A-Za-z0-9_.-]+)")
# GB18030 holds every character of GBK and GB2312, so one decoder serves the three names.
_DECODERS = {"utf-8": "utf-8-sig", "utf8": "utf-8-sig", "gbk": "gb18030", "gb2312": "gb18030", "gb18030": "gb18030"}
# The longer marks first: that of UTF-32 begins with one of UTF-16.
_MARKS = {b"\xff\xfe\0\0": "UTF-32", b"\0\0\xfe\xff": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_LINE_BREAK = re.compile(r"\r\n|\r|\n")


def position(text: str, index: int) -> tuple[int, int]:
    """Return the line and the column, both counted from 1, of the character at *index* of *text*."""
    breaks = list(_LINE_BREAK.finditer(text, 0, index))
    return len(breaks) + 1, index - (breaks[-1].end() if breaks else 0) + 1


def marked_encoding(data: bytes) -> str | None:
    """Return which encoding other than UTF-8 a byte-order mark says: ``UTF-16`` or ``UTF-32``; None if it says none."""
    return next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)


def read_text(path: Path | str, *, largest: int = FILE_BYTES.most) -> str:
    """Return the text of the file at *path*, without a byte-order mark.

    The encoding is UTF-8 unless the first line declares another: ``# encoding: gbk`` (or ``gb2312``, ``gb18030``).

    Args:
        path: The file.
        largest: The bytes it may have; no more than these are ever read.

    Raises:
        FileError: If there is no such file, it is a folder, cannot be read, or is too large.
        FormatError: If it has no byte, is not text, or is not in its encoding; with the line and column of the byte.

    """
    return decoded(read_bytes(path, largest=largest), name=str(path))


def decoded(data: bytes, *, name: str | None) -> str:
    """Return the text of a file's bytes, without a byte-order mark; :func:`read_text` says in which encoding.

    Args:
        data: The bytes.
        name: What the file is called, for messages; None: it has no name.

    Raises:
        FormatError: If there is no byte, they are not text, or not in their encoding; with the line and column of the byte.

    """
    values = {"path": name or "-"}
    if not data:
        raise FormatError([Issue(code="file-empty", values=values, location=Location(path=name))])
    if marked := marked_encoding(data):
        raise FormatError([_not_encoded(Location(path=name), "UTF-8", found=marked, hint=_SAVE_AS_UTF_8)])
    if b"\0" in data:
        line, column = position(data[: data.index(b"\0")].decode("latin-1"), data.index(b"\0"))
        where = Location(path=name, line=line, column=column)
        raise FormatError([Issue(code="file-binary", values=values, location=where)])
    return _decode(data, name)


def text_of(source: bytes | bytearray | memoryview | Readable, *, name: str | None) -> str:
    """Return the text of bytes, or of an open file.

    Args:
        source: The bytes, in UTF-8 or as their first line declares; or the file, which is read from where it stands.
        name: What it is called, for messages; None: it has no name.

    Raises:
        FileError: If the file cannot be read, or is too large.
        FormatError: If it is not text; as :func:`decoded` says.

    """
    held = content_of(source, name=name or "-", largest=FILE_BYTES.most)
    return held if isinstance(held, str) else decoded(held, name=name)


def encoded_as(text: str, path: Path | str) -> bytes:
    """Return *text* in the encoding, and with the byte-order mark, of the file that stands at *path*.

    Raises:
        FileError: If there is no such file, or it cannot be read.

    """
    data = read_bytes(path, largest=FILE_BYTES.most)
    if data.startswith(codecs.BOM_UTF8):
        return codecs.BOM_UTF8 + text.encode()
    declaration = _DECLARATION.match(data)
    return text.encode(_DECODERS.get(declaration[1].decode("ascii").lower(), "utf-8") if declaration else "utf-8")


_SAVE_AS_UTF_8 = Text("请另存为 UTF-8", "save it as UTF-8")
_DECLARE_GBK = Text(
    "像是 GBK 编码：首行写明 # encoding: gbk，或另存为 UTF-8",
    "it looks like GBK: declare it in the first line (# encoding: gbk), or save it as UTF-8",
)
# In the words of the two decoders.
_REASONS_CUT_OFF = frozenset({"unexpected end of data", "incomplete multibyte sequence"})
_CUT_OFF = Text("文件在一个字符中间结束", "the file ends in the middle of a character")


def _decode(data: bytes, name: str | None) -> str:
    declaration = _DECLARATION.match(data)
    declared = declaration[1].decode("ascii").lower() if declaration else "utf-8"
    decoder = _DECODERS.get(declared)
    if decoder is None:
        where = Location(path=name, line=1, column=1)
        raise FormatError([_not_encoded(where, "UTF-8", found=shown(declared), hint=_SAVE_AS_UTF_8)])
    try:
        return data.decode(decoder)
    except UnicodeDecodeError as problem:
        # With utf-8-sig the position counts from behind the byte-order mark.
        body, start = bytes(problem.object), problem.start
        before = body[:start].decode(decoder)
        line, column = position(before, len(before))
        where = Location(path=name, line=line, column=column)
        cut_off = problem.reason in _REASONS_CUT_OFF
        found = _CUT_OFF if cut_off else Text(f"字节 0x{body[start]:02X}", f"the byte 0x{body[start]:02X}")
        hint = _DECLARE_GBK if declaration is None and _is_gbk(data) else None
        encoding = "UTF-8" if decoder == "utf-8-sig" else "GBK"
        raise FormatError([_not_encoded(where, encoding, found=found, hint=hint)]) from problem


def _is_gbk(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _not_encoded(where: Location, encoding: str, *, found: Phrase, hint: Phrase | None) -> Issue:
    values = {"path": where.path or "-", "encoding": encoding}
    return Issue(code="file-encoding", values=values, location=where, found=found, hint=hint)
