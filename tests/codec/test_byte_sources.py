"""Content from paths, bytes and open files: the same, and never more than is allowed."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import FileError, FormatError
from perfeval.codec.byte_sources import content_of, read_bytes

if TYPE_CHECKING:
    from pathlib import Path


class Slow:
    """An open file that gives a few at a time, as sockets do."""

    def __init__(self, data: bytes | str, step: int) -> None:
        """Begin at the start."""
        self.data, self.step, self.most = data, step, 0

    def read(self, size: int, /) -> bytes | str:
        """Return the next few."""
        count = min(size, self.step)
        part, self.data = self.data[:count], self.data[count:]
        self.most += len(part)
        return part


@given(st.binary(max_size=50) | st.text(max_size=50), st.integers(1, 9))
def test_an_open_file_gives_what_its_content_is(data: bytes | str, step: int) -> None:
    """However few it gives at a time; text stays text."""
    assert content_of(Slow(data, step), name="x", largest=50) == data
    stream = io.BytesIO(data) if isinstance(data, bytes) else io.StringIO(data, newline="")
    assert content_of(stream, name="x", largest=50) == data
    if isinstance(data, bytes):
        assert (
            content_of(memoryview(data), name="x", largest=50)
            == content_of(bytearray(data), name="x", largest=50)
            == data
        )


@given(st.integers(0, 40), st.integers(1, 9))
def test_no_more_is_read_than_is_allowed(largest: int, step: int) -> None:
    """One more, by which it is known to be too large."""
    endless = Slow(b"x" * 1000, step)
    with pytest.raises(FileError, match="file-too-large"):
        content_of(endless, name="x", largest=largest)
    assert endless.most == largest + 1
    with pytest.raises(FileError, match="file-too-large"):
        content_of(b"x" * (largest + 1), name="x", largest=largest)


class Odd:
    """What reads like a file and gives something else."""

    def __init__(self, *parts: object) -> None:
        """Give the parts in turn."""
        self.parts = list(parts)

    def read(self, _: int, /) -> object:
        """Return the next."""
        part = self.parts.pop(0)
        if isinstance(part, BaseException):
            raise part
        return part


@pytest.mark.parametrize("source", [None, 7, ["x"], Odd(None), Odd(7), Odd(b"x", "y"), Odd("x", b"y")])
def test_what_is_no_content_is_refused(source: object) -> None:
    """It is told by its type, never by a TypeError."""
    with pytest.raises(FormatError, match="wrong-type"):
        content_of(source, name="x", largest=9)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cause", [OSError("gone"), ValueError("I/O operation on closed file"), PermissionError(13, "no")]
)
def test_a_file_that_cannot_be_read_is_an_error(cause: Exception) -> None:
    """With its cause."""
    with pytest.raises(FileError, match="cannot read x"):
        content_of(Odd(cause), name="x", largest=9)  # type: ignore[arg-type]


def test_a_closed_file_is_an_error(tmp_path: Path) -> None:
    """And a path that is a folder, is not there, or holds too much."""
    path = tmp_path / "x"
    path.write_bytes(b"12345")
    stream = path.open("rb")
    stream.close()
    with pytest.raises(FileError, match="file-unreadable"):
        content_of(stream, name="x", largest=9)
    assert read_bytes(path, largest=5) == b"12345"
    for wrong, largest, code in (
        (tmp_path, 9, "file-unreadable"),
        (tmp_path / "y", 9, "file-not-found"),
        (path, 4, "file-too-large"),
    ):
        with pytest.raises(FileError, match=code):
            read_bytes(wrong, largest=largest)
