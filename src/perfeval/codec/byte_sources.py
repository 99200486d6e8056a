"""Where content comes from: a file at a path, bytes, or an open file; never more of it than is allowed."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any, Protocol, TypeVar

from perfeval.errors import FileError, FormatError, Issue, Location, Phrase, found_text
from perfeval.errors.language import Text

Held = TypeVar("Held", bound=bytes | str)


class Readable(Protocol):
    """An open file, or what reads like one: an upload, a member of an archive, a response."""

    def read(self, size: int, /) -> bytes | str:
        """Return the next bytes (or characters, of a text file), no more than *size*; nothing at the end."""
        ...


_CAUSES: dict[int, Text] = {
    errno.EACCES: Text("没有权限，或文件正被其他程序打开", "no permission, or another program has it open"),
    errno.EPERM: Text("没有权限", "no permission"),
    errno.EISDIR: Text("这是文件夹", "it is a folder"),
    errno.ENOTDIR: Text("上级路径不是文件夹", "what stands above it is not a folder"),
    errno.EEXIST: Text("上级路径不是文件夹", "what stands above it is not a folder"),
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.EROFS: Text("磁盘只读", "the disk is read-only"),
    errno.ENAMETOOLONG: Text("文件名过长", "the name is too long"),
}


_BYTES = Text("字节，或打开的文件", "bytes, or an open file")


def read_bytes(path: str | os.PathLike[str], *, largest: int) -> bytes:
    """Return the content of the file at *path*.

    Args:
        path: The file.
        largest: The bytes it may have; no more than these are ever read.

    Raises:
        FileError: If there is no such file, it is a folder, cannot be read, or is too large.

    """
    name = str(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(largest + 1)
    except FileNotFoundError:
        raise FileError([Issue(code="file-not-found", values={"path": name})]) from None
    except (OSError, ValueError) as problem:
        # Windows says "no permission" where others say "a folder".
        cause = _cause_in_folder(path) or cause_of_system(problem)
        raise FileError([Issue(code="file-unreadable", values={"path": name, "cause": cause})]) from problem
    return _bounded(data, name, largest)


def content_of(source: bytes | bytearray | memoryview | Readable, *, name: str, largest: int) -> bytes | str:
    """Return what bytes, or an open file, hold; characters where the file is open as text.

    Args:
        source: The bytes, or the file, which is read from where it stands and not closed.
        name: What it is to the caller, for messages.
        largest: The bytes (or characters) it may have; no more than these are ever read.

    Raises:
        FileError: If it cannot be read, or is too large.
        FormatError: If it is neither.

    """
    if isinstance(source, bytes | bytearray | memoryview):
        return _bounded(bytes(source), name, largest)
    try:
        first = _next(source, largest + 1, name, bytes, str)
        rest = _rest(source, first, largest + 1 - len(first), name)
    except FormatError:  # which is a ValueError too
        raise
    except (OSError, ValueError) as problem:
        values = {"path": name, "cause": cause_of_system(problem)}
        raise FileError([Issue(code="file-unreadable", values=values)]) from problem
    whole: bytes | str = first[:0].join([first, *rest])
    return _bounded(whole, name, largest)


def _rest(source: Readable, last: Any, left: int, name: str) -> list[Any]:  # noqa: ANN401 - bytes or characters
    """Return what follows the first part of an open file, as long as there is some and it is allowed."""
    parts = []
    while last and left > 0:
        last = _next(source, left, name, type(last))
        parts.append(last)
        left -= len(last)
    return parts


def _next(source: Readable, size: int, name: str, *kinds: type) -> Any:  # noqa: ANN401 - bytes or characters
    """Return the next part of an open file; what cannot be read, or gives no bytes (an upload that has to be awaited), is refused."""
    part: Any = source.read(size) if callable(getattr(source, "read", None)) else source
    if isinstance(part, kinds):
        return part
    raise FormatError([Issue(code="wrong-type", expected=_BYTES, found=found_text(part), location=Location(path=name))])


def _bounded(data: Held, name: str, largest: int) -> Held:
    if len(data) > largest:
        expected = Text(f"至多 {largest} 字节", f"at most {largest} bytes")
        raise FileError([Issue(code="file-too-large", values={"path": name}, expected=expected)])
    return data


def _cause_in_folder(path: str | os.PathLike[str]) -> Phrase | None:
    """Return why a folder cannot be read: not even as a folder, or because it is one; None of what is none."""
    try:
        with os.scandir(path):
            return _CAUSES[errno.EISDIR]
    except PermissionError as problem:
        return cause_of_system(problem)
    except (OSError, ValueError):  # no folder; or a NUL in the name
        return None


def cause_of_system(problem: OSError | ValueError) -> Phrase:
    """Return why the system refused, in both languages where it is one of the usual reasons."""
    if isinstance(problem, OSError) and problem.errno is not None:
        return _CAUSES.get(problem.errno, problem.strerror or str(problem))
    return str(problem)
