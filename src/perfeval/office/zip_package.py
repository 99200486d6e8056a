"""An Office file as a zip of parts: written with fixed times, and never trusted when it comes from outside."""

from __future__ import annotations

import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from perfeval.errors import FormatError, Issue, Location, Phrase
from perfeval.errors.language import Text
from perfeval.model.limits import PACKAGE_BYTES, PACKAGE_PARTS
from perfeval.office.bounded_xml import read_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# A file made twice must be equal, so it does not say when it was made; the zip format begins in 1980.
_TIME = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED_FLAG = 1
_ACTIVE = re.compile(rb"macroEnabled|vbaProject|activeX", re.IGNORECASE)
# A link is followed only by the reader who clicks it; the template a file was made from is cut off, see documents/word/base.
_HARMLESS = ("relationships/hyperlink", "relationships/attachedTemplate")
_PACKED_AS = frozenset({ZIP_STORED, ZIP_DEFLATED})
"""How the parts of an Office file are packed (ECMA-376, part 2, annex C); what else a zip may use unfolds too far too easily."""
_CHUNK = 256 * 1024


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return *parts* (name to content) as a zip, in their order: the same parts give the same bytes."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = ZipInfo(name, _TIME)
            info.compress_type = ZIP_DEFLATED
            info.create_system = 0  # else it says which system the file was made on
            archive.writestr(info, content)
    return buffer.getvalue()


def unpack(content: bytes, *, kind: str, place: str) -> dict[str, bytes]:
    """Return the parts of an Office file from outside, once nothing in it can act or fetch.

    Args:
        content: The bytes of the file.
        kind: What it should be, for the message: ``"docx"``.
        place: What it is to the caller, for the message.

    Raises:
        FormatError: The file is not a whole zip, is encrypted, is packed otherwise than Office files are, unfolds beyond 64 MiB, holds
            macros or ActiveX controls, declares a document type (XML entities), or refers to something outside itself other than by a
            hyperlink.

    """
    parts = _parts(content, kind, place)
    if any(_ACTIVE.search(name.encode()) for name in parts) or _ACTIVE.search(parts.get("[Content_Types].xml", b"")):
        raise _refused(code="form-macro", place=place)
    if any(_declares_entities(part) for name, part in parts.items() if _is_xml(name)):
        raise _refused(code="form-entity", place=place)
    try:
        fetches = any(_fetches(name, part) for name, part in parts.items() if name.endswith(".rels"))
    except ParseError as error:
        raise corrupt(error, kind=kind, place=place) from error
    if fetches:
        raise _refused(code="form-entity", place=place)
    return parts


def _parts(content: bytes, kind: str, place: str) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_sizes(entries, place)
            return {entry.filename: _unfolded(archive, entry, place) for entry in entries if not entry.is_dir()}
    except FormatError:
        raise
    except (BadZipFile, LargeZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise corrupt(error, kind=kind, place=place) from error


def _check_sizes(entries: Iterable[ZipInfo], place: str) -> None:
    """Refuse before anything is unfolded, by what the file says of itself."""
    listed = list(entries)
    others = {str(entry.compress_type) for entry in listed if entry.compress_type not in _PACKED_AS}
    if others:
        method = ", ".join(sorted(others))
        cause = Text(f"压缩方法 {method}", f"zip method {method}")
        raise _refused(code="form-corrupt", place=place, kind="stored / deflated", cause=cause)
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in listed):
        raise _refused(code="form-encrypted", place=place)
    size = sum(entry.file_size for entry in listed)
    if size > PACKAGE_BYTES.most or len(listed) > PACKAGE_PARTS.most:
        raise _refused(
            code="form-bomb",
            place=place,
            cause=Text(f"{size} 字节，{len(listed)} 个部件", f"{size} bytes, {len(listed)} parts"),
        )


def _unfolded(archive: ZipFile, entry: ZipInfo, place: str) -> bytes:
    """Return a part, which has no more bytes than the file says of it."""
    chunks, size = [], 0
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > entry.file_size:
                raise _refused(code="form-bomb", place=place, cause=f"{entry.filename}: > {entry.file_size} B")
    return b"".join(chunks)


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels", ".vml"))


def _declares_entities(part: bytes) -> bool:
    # Without the zero bytes UTF-16 is searched too.
    return b"<!DOCTYPE" in part.replace(b"\0", b"")


def _fetches(name: str, part: bytes) -> bool:
    """Whether a relation leads outside, to something else than a link or a template."""
    outside = [one for one in read_xml(part, name=name).iter() if one.get("TargetMode", "").casefold() == "external"]
    return any(not one.get("Type", "").endswith(_HARMLESS) for one in outside)


def corrupt(cause: Exception, *, kind: str, place: str) -> FormatError:
    """Build the error for a file that is damaged, or something else."""
    return _refused(code="form-corrupt", place=place, kind=kind, cause=str(cause) or type(cause).__name__)


def _refused(*, code: str, place: str, **values: Phrase) -> FormatError:
    return FormatError([Issue(code=code, values=values, location=Location(place=place))])
