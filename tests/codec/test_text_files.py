"""Files to text: every bad file is one clear error."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.codec.text_files import position, read_text
from perfeval.errors import FileError, FormatError, Issue, PerfEvalError
from perfeval.model.limits import FILE_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

MEGABYTE = 1024 * 1024


def issue_of(raised: pytest.ExceptionInfo[PerfEvalError]) -> Issue:
    """Return the one issue of an error."""
    (issue,) = raised.value.issues
    return issue


def refused_text(path: Path, data: bytes) -> Issue:
    """Write *data* and return why it is not text."""
    path.write_bytes(data)
    with pytest.raises(FormatError) as raised:
        read_text(path)
    assert str(path) in raised.value.render("zh")
    return issue_of(raised)


@given(data=st.binary(max_size=200))
def test_any_bytes_are_text_or_a_format_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """Whatever a file holds, reading it gives text or a FormatError."""
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(data)
    try:
        read = read_text(path)
    except FormatError as error:
        read = error.issues[0].code
    assert read in {"file-empty", "file-binary", "file-encoding", data.decode("gb18030", "replace"), _as_utf_8(data)}


def _as_utf_8(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace")


@given(text=st.text(st.characters(exclude_characters="\0\ufeff", exclude_categories=["Cs"]), min_size=1))
@pytest.mark.parametrize(("head", "encoding"), [("", "utf-8"), ("", "utf-8-sig"), ("# encoding: gb18030\n", "gb18030")])
def test_text_comes_back(tmp_path_factory: pytest.TempPathFactory, text: str, head: str, encoding: str) -> None:
    """Text in UTF-8, with or without a byte-order mark, or in a declared encoding comes back the same."""
    path = tmp_path_factory.getbasetemp() / "same.yaml"
    path.write_bytes((head + "#" + text).encode(encoding))
    assert read_text(path) == head + "#" + text


@pytest.mark.parametrize("name", ["gbk", "GBK", "gb2312", "GB18030"])
@pytest.mark.parametrize("line", ["# encoding: {}", "#encoding={}", "# -*- encoding: {} -*-"])
def test_gbk_is_read_where_it_is_declared(tmp_path: Path, name: str, line: str) -> None:
    """A first line that declares GBK makes the file GBK."""
    path = tmp_path / "gbk.yaml"
    text = f"{line.format(name)}\r\n名称: 预算绩效\r\n"
    path.write_bytes(text.encode("gbk"))
    assert read_text(str(path)) == text


def test_gbk_undeclared_names_the_byte_and_the_way_out(tmp_path: Path) -> None:
    """GBK without a declaration is refused at the first byte that is not UTF-8, and told how to declare it."""
    issue = refused_text(tmp_path / "gbk.yaml", "format: 1\r\nname: 绩效\r\n".encode("gbk"))
    assert issue.code == "file-encoding"
    assert (issue.location.line, issue.location.column) == (2, 7)
    assert "looks like GBK" in issue.render("en")
    assert "# encoding: gbk" in issue.render("zh")


def test_a_declaration_counts_only_in_the_first_line(tmp_path: Path) -> None:
    """A declaration in the second line declares nothing."""
    issue = refused_text(tmp_path / "gbk.yaml", "format: 1\n# encoding: gbk\nname: 绩效\n".encode("gbk"))
    assert (issue.code, issue.location.line, issue.location.column) == ("file-encoding", 3, 7)


def test_an_unknown_declaration_is_refused(tmp_path: Path) -> None:
    """An encoding that nobody reads here is named."""
    issue = refused_text(tmp_path / "big5.yaml", b"# encoding: big5\na: 1\n")
    assert (issue.code, issue.found, issue.location.line) == ("file-encoding", "big5", 1)


def test_broken_gbk_is_located(tmp_path: Path) -> None:
    """A byte that is not GBK in a file that declares GBK has its line and column."""
    issue = refused_text(tmp_path / "bad.yaml", "# encoding: gbk\n名称: ".encode("gbk") + b"\xff\n")
    assert (issue.code, issue.values["encoding"]) == ("file-encoding", "GBK")
    assert (issue.location.line, issue.location.column) == (2, 5)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_truncated_utf8_is_located(tmp_path: Path, mark: bytes) -> None:
    """A file cut off within a character says so, at its line and column in characters."""
    issue = refused_text(tmp_path / "cut.yaml", mark + "format: 1\r名称: 预算".encode()[:-1])
    assert issue.code == "file-encoding"
    assert (issue.location.line, issue.location.column) == (2, 6)
    assert "in the middle of a character" in issue.render("en")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-32-be"])
def test_another_unicode_is_refused_by_name(tmp_path: Path, encoding: str) -> None:
    """UTF-16, which spreadsheets save, is refused with what to do; UTF-32 too, whose mark begins like it."""
    text = "\ufeffa: 1" if encoding.endswith("-be") else "a: 1"
    issue = refused_text(tmp_path / "wide.yaml", text.encode(encoding))
    assert (issue.code, issue.found) == ("file-encoding", encoding[:6].upper())
    assert "save it as UTF-8" in issue.render("en")


def test_binary_is_refused(tmp_path: Path) -> None:
    """A file with a NUL byte is not text, wherever the byte stands."""
    issue = refused_text(tmp_path / "form.docx", b"PK\x03\x04\n\x14\0\x06\0")
    assert (issue.code, issue.location.line, issue.location.column) == ("file-binary", 2, 2)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    """No byte at all is an error of its own."""
    assert refused_text(tmp_path / "empty.yaml", b"").code == "file-empty"


def test_fifty_megabytes_are_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A 50 MB file is too large, and no more than the limit is read to find that out."""
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(50 * MEGABYTE)
    asked: list[int] = []
    opened = Path.open

    def watched(self: Path, mode: str) -> object:
        file = opened(self, mode)
        return _Watched(file, asked)

    monkeypatch.setattr(Path, "open", watched)
    with pytest.raises(FileError) as raised:
        read_text(path)
    assert issue_of(raised).code == "file-too-large"
    assert asked == [FILE_BYTES.most + 1]


class _Watched:
    """A file that notes how many bytes are asked of it."""

    def __init__(self, file: IO[bytes], asked: list[int]) -> None:
        self.file = file
        self.asked = asked

    def read(self, size: int) -> bytes:
        """Note the size and read."""
        self.asked.append(size)
        return self.file.read(size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


def test_the_limit_itself_is_allowed(tmp_path: Path) -> None:
    """A file of exactly the bytes allowed is read; one more is not."""
    path = tmp_path / "edge.yaml"
    path.write_bytes(b"abcde")
    assert read_text(path, largest=5) == "abcde"
    with pytest.raises(FileError, match="file-too-large"):
        read_text(path, largest=4)


def test_a_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named, and is an OSError too."""
    with pytest.raises(OSError, match=r"no such file: .*none\.yaml") as raised:
        read_text(tmp_path / "none.yaml")
    assert isinstance(raised.value, FileError)


@pytest.mark.parametrize(("name", "cause"), [("", "it is a folder"), ("file/below", "not a folder")])
def test_an_unreadable_path(tmp_path: Path, name: str, cause: str) -> None:
    """A folder, or a path below a file, cannot be read as a file."""
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(FileError, match=cause) as raised:
        read_text(tmp_path / name)
    assert issue_of(raised).code == "file-unreadable"


def test_a_name_with_a_nul_is_unreadable() -> None:
    """A name that no file can have is an error like any other."""
    with pytest.raises(FileError) as raised:
        read_text("a\0b")
    assert issue_of(raised).code == "file-unreadable"


def test_no_permission_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A refusal by the system names its cause in both languages."""
    monkeypatch.setattr(Path, "open", _refuse(PermissionError(errno.EACCES, "denied")))
    with pytest.raises(FileError) as raised:
        read_text(tmp_path / "secret.yaml")
    assert "no permission" in raised.value.render("en")
    assert "没有权限" in raised.value.render("zh")


def _refuse(problem: OSError) -> Callable[..., object]:
    def refuse(*_: object, **__: object) -> object:
        raise problem

    return refuse


@given(lines=st.lists(st.text("ab预", max_size=4), min_size=1), ending=st.sampled_from(["\n", "\r\n", "\r"]))
def test_positions_count_lines_as_editors_do(lines: list[str], ending: str) -> None:
    """The end of a text is in its last line, behind its last character, whichever way lines end."""
    text = ending.join(lines)
    assert position(text, len(text)) == (len(lines), len(lines[-1]) + 1)
