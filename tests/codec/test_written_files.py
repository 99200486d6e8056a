"""Bytes to files: all of a set or none, whatever dies on the way; nothing is written over unasked, and nothing is left aside."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told_issues import issues_of

from perfeval.codec.written_files import clean_up, write_file, write_files
from perfeval.errors import FileError

# What Python tells its audit hooks of whatever changes a folder or a file (PEP 578).
CHANGES = frozenset({"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate"})
NAMES = ("附件1.docx", "附件2.docx", "sub/附件3.html")


@given(data=st.binary(max_size=100))
def test_bytes_are_written_as_they_are(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    """What is written is what stands there, whatever stood there before, and no temporary file is left."""
    folder = tmp_path_factory.getbasetemp() / "out"
    write_file(folder / "a.bin", data, replace=True)
    assert (folder / "a.bin").read_bytes() == data
    assert [path.name for path in folder.iterdir()] == ["a.bin"]


def test_folders_are_made_and_all_files_written(tmp_path: Path) -> None:
    """Several files are written at once, into folders that need not be there."""
    files = {tmp_path / "new" / "deep" / "一.md": b"1", tmp_path / "new" / "二.md": b"2"}
    write_files(files)
    assert {path: path.read_bytes() for path in files} == files
    assert not list(tmp_path.rglob("*.tmp"))


def test_a_written_file_has_ordinary_permissions(tmp_path: Path) -> None:
    """A file has the permissions of any new file, not those of a temporary one."""
    (tmp_path / "ordinary").write_bytes(b"")
    write_file(tmp_path / "ours", b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "ordinary").stat().st_mode


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    """An output folder below a regular file is refused; the other files are not written either."""
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(FileError) as raised:
        write_files(
            {tmp_path / "ok.md": b"1", tmp_path / "file" / "below" / "b.md": b"2", tmp_path / "file" / "c.md": b"3"}
        )
    assert [issue.code for issue in raised.value.issues] == ["file-unwritable"] * 2
    assert "what stands above it is not a folder" in str(raised.value)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_target_that_is_a_folder(tmp_path: Path) -> None:
    """A folder is not overwritten by a file."""
    (tmp_path / "report.docx").mkdir()
    with pytest.raises(FileError, match=r"report\.docx: it is a folder"):
        write_file(tmp_path / "report.docx", b"1")
    assert [path.name for path in tmp_path.iterdir()] == ["report.docx"]


def test_a_name_with_a_nul_is_unwritable(tmp_path: Path) -> None:
    """A name that no file can have cannot be written."""
    with pytest.raises(FileError, match="file-unwritable"):
        write_file(tmp_path / "a\0b" / "c", b"1")
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the bytes do not fit, the old file still stands and the temporary one is gone."""
    target = tmp_path / "report.md"
    target.write_bytes(b"old")
    opened = Path.open

    def full(self: Path, mode: str) -> object:
        file = opened(self, mode)
        if "x" in mode:
            file.close()
            raise OSError(errno.ENOSPC, "no space")
        return file

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(FileError, match="the disk is full"):
        write_file(target, b"new", replace=True)
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.md"]


@pytest.fixture
def held_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no file be moved to a name that holds 'held', as Windows does while another program has it open."""
    replace = os.replace

    def refuse(source: os.PathLike[str], target: os.PathLike[str]) -> None:
        if "held" in Path(target).name:
            raise PermissionError(errno.EACCES, "in use")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)


@pytest.mark.usefixtures("held_open")
def test_a_file_held_open_keeps_all_as_it_was(tmp_path: Path) -> None:
    """If one of several files is held open, those moved before it get back what they had, and new ones go."""
    (tmp_path / "a-old.docx").write_bytes(b"old")
    (tmp_path / "c-held.docx").write_bytes(b"held")
    with pytest.raises(FileError) as raised:
        write_files(
            {tmp_path / name: b"new" for name in ("a-old.docx", "b-new.docx", "c-held.docx", "d-later.docx")},
            replace=True,
        )
    assert raised.value.issues[0].values["path"] == str(tmp_path / "c-held.docx")
    assert "another program has it open" in str(raised.value)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "a-old.docx": b"old",
        "c-held.docx": b"held",
    }


def test_what_cannot_be_put_back_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the system refuses even to put a file back, that file is named too."""
    calls: list[object] = []
    replace = os.replace

    def only_the_first(source: os.PathLike[str], target: os.PathLike[str]) -> None:
        calls.append(target)
        if len(calls) > 1:
            raise PermissionError(errno.EACCES, "denied")
        replace(source, target)

    monkeypatch.setattr(os, "replace", only_the_first)
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(FileError) as raised:
        write_files({tmp_path / "a": b"new", tmp_path / "b": b"new"}, replace=True)
    assert [issue.values["path"] for issue in raised.value.issues] == [str(tmp_path / "b"), str(tmp_path / "a")]
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def old(name: str) -> bytes:
    """Return what stood in a file before."""
    return f"old {name}".encode() * 50


def new(name: str) -> bytes:
    """Return what is written."""
    return f"new {name}".encode() * 70


def in_a_child(work: Callable[[], object]) -> int:
    """Return how a process that does *work* ends; negative: by which signal."""
    child = os.fork()
    if not child:
        code = 1
        try:
            work()
            code = 0
        except FileError:
            code = 3
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def at_change(number: int, act: Callable[[], object], work: Callable[[], object]) -> int:
    """Do *work* in a process that acts just before its change of that number; return how it ends."""

    def watched() -> None:
        left = number

        def hook(event: str, _: object) -> None:
            nonlocal left
            left -= event in CHANGES
            if left == 0:
                left = -1
                act()

        sys.addaudithook(hook)
        work()

    return in_a_child(watched)


def die() -> None:
    """Die as a process does that is killed."""
    os.kill(os.getpid(), signal.SIGKILL)


def fill_the_disk() -> None:
    """Refuse as a full disk does."""
    raise OSError(errno.ENOSPC, "no space")


def laid(folder: Path, *, some_stand: bool) -> dict[Path, bytes]:
    """Lay what stands in a folder before, in two of its files or in none; return what is written."""
    for name in NAMES[:2] if some_stand else ():
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(old(name))
    return {folder / name: new(name) for name in NAMES}


def state(folder: Path) -> str:
    """Return whether a folder is as before or as after; every file in it is one of the two whole."""
    held = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for name, content in held.items():
        assert name.startswith(".perfeval/") or content in (old(name), new(name))
    if held == {name: new(name) for name in NAMES}:
        return "after"
    return "before" if all(name in NAMES[:2] and content == old(name) for name, content in held.items()) else "between"


@pytest.mark.parametrize("some_stand", [True, False])
def test_a_process_that_is_killed_leaves_all_as_before_or_as_after(tmp_path: Path, *, some_stand: bool) -> None:
    """Whenever it dies: once the folder is cleaned up there is one set, whole, and nothing aside."""
    seen = []
    for number in range(1, 200):
        folder = tmp_path / str(number)
        files = laid(folder, some_stand=some_stand)
        ended = at_change(number, die, lambda files=files: write_files(files, replace=True))  # type: ignore[misc]
        if folder.exists():
            state(folder)
            clean_up(folder)
            assert not (folder / ".perfeval").exists()
            seen.append(state(folder))
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
    assert seen == sorted(seen, reverse=True)
    assert set(seen) == {"before", "after"}
    assert seen.count("before") > 3
    assert seen.count("after") > len(NAMES)


@pytest.mark.parametrize("some_stand", [True, False])
def test_a_disk_that_is_full_leaves_all_as_before(tmp_path: Path, *, some_stand: bool) -> None:
    """Wherever it refuses: an error, and the old files; or all is done, and only what stood aside could not be taken away."""
    ends: list[int] = []
    for number in range(1, 200):
        folder = tmp_path / str(number)
        files = laid(folder, some_stand=some_stand)
        found = "before"
        ended = at_change(number, fill_the_disk, lambda files=files: write_files(files, replace=True))  # type: ignore[misc]
        if folder.exists():
            found = state(folder)
            clean_up(folder)
            assert not (folder / ".perfeval").exists()
            assert state(folder) == found
        assert (ended, found) in {(3, "before"), (0, "after")}
        ends.append(ended)
        if len(ends) > 3 and ends[-3:] == [0, 0, 0]:
            break
    assert ends.count(3) > 5


def test_two_processes_in_one_folder_leave_each_other_alone(tmp_path: Path) -> None:
    """Four at a time write their own sets and one that they share; all come to their end, and nothing stays aside."""

    def work(own: int) -> Callable[[], None]:
        def write() -> None:
            for turn in range(40):
                content = f"{own} {turn}".encode()
                write_files({tmp_path / f"{own}.a": content, tmp_path / f"{own}.b": content}, replace=True)
                write_files({tmp_path / "shared.a": content, tmp_path / "shared.b": content}, replace=True)

        return write

    children = []
    for own in range(4):
        child = os.fork()
        if not child:
            code = 1
            try:
                work(own)()
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0] * 4
    names = {f"{one}.{part}" for one in ("0", "1", "2", "3", "shared") for part in "ab"}
    assert {path.name for path in tmp_path.iterdir()} == names
    for own in range(4):
        assert (tmp_path / f"{own}.a").read_bytes() == (tmp_path / f"{own}.b").read_bytes() == f"{own} 39".encode()


def test_what_stands_there_is_replaced_only_on_request(tmp_path: Path) -> None:
    """The same bytes are no replacement; of other files each is told, and none is written."""
    files = laid(tmp_path, some_stand=True)
    (tmp_path / "附件2.docx").write_bytes(new("附件2.docx"))
    (issue,) = issues_of(lambda: write_files(files))
    assert (issue.code, issue.values["path"]) == ("file-exists", str(tmp_path / "附件1.docx"))
    assert "--force" in str(issue.hint)
    assert not (tmp_path / "sub").exists()
    before = (tmp_path / "附件2.docx").stat().st_mtime_ns
    write_files(files, replace=True)
    assert state(tmp_path) == "after"
    write_files(files)
    assert (tmp_path / "附件2.docx").stat().st_mtime_ns == before


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    """What it leads to stays; where it leads nowhere it is something that stands there."""
    outside = tmp_path / "outside"
    outside.write_bytes(b"x")
    (tmp_path / "out").mkdir()
    for name, target in (("a", outside), ("b", tmp_path / "nowhere")):
        (tmp_path / "out" / name).symlink_to(target)
        assert [one.code for one in issues_of(lambda name=name: write_file(tmp_path / "out" / name, b"y"))] == [
            "file-exists"
        ]  # type: ignore[misc]
        write_file(tmp_path / "out" / name, b"y", replace=True)
        assert not (tmp_path / "out" / name).is_symlink()
    assert outside.read_bytes() == b"x"
    assert not (tmp_path / "nowhere").exists()


MOVES: list[bytes] = [
    b"", b"[", b"null", b"5", b"[1]", b'[["a", "b"]]', b'[["0123456789abcdef-0.tmp", "../escaped"]]',
    b'[["0123456789abcdef-0.tmp", "/tmp/escaped"]]', b'[["../victim", "x"]]', b'{"a": "b"}', b"\xff\xfe", b'[["a"]]',
]  # fmt: skip


@pytest.mark.parametrize("moves", MOVES)
def test_a_list_of_moves_that_is_no_list_moves_nothing(tmp_path: Path, moves: bytes) -> None:
    """Whoever wrote it: nothing leaves the folder, nothing comes into it, and what is not ours stays."""
    folder = tmp_path / "out"
    aside = folder / ".perfeval"
    aside.mkdir(parents=True)
    (tmp_path / "victim").write_bytes(b"v")
    (aside / "0123456789abcdef.moves").write_bytes(moves)
    (aside / "0123456789abcdef-0.tmp").write_bytes(b"t")
    (aside / "notes.tmp").write_bytes(b"n")
    clean_up(folder)
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == {
        "victim",
        "out/.perfeval/notes.tmp",
    }


def test_a_link_in_place_of_the_folder_aside_is_not_followed(tmp_path: Path) -> None:
    """Nothing is taken away where it leads, and nothing is written."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "0123456789abcdef-0.tmp").write_bytes(b"t")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".perfeval").symlink_to(elsewhere)
    clean_up(tmp_path / "out")
    assert [one.code for one in issues_of(lambda: write_file(tmp_path / "out" / "a", b"a"))] == ["file-unwritable"]
    assert [path.name for path in elsewhere.iterdir()] == ["0123456789abcdef-0.tmp"]
