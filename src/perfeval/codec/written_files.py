"""Bytes to files: all of a set or none, whatever dies on the way; and nothing else is written over unless that is asked for.

A set is written aside, in a folder ``.perfeval`` that is gone afterwards, and its moves are listed there; then they are made. Whoever writes
into the folder next makes the moves that a process which died had listed, and takes away what it had not. A process holds a lock on its
own list, so that two that are alive leave each other's alone.
"""

from __future__ import annotations

import errno
import json
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from perfeval.codec.byte_sources import cause_of_system
from perfeval.codec.file_locks import locked
from perfeval.errors import FileError, Issue
from perfeval.errors.language import Text
from perfeval.logs import record

if TYPE_CHECKING:
    from collections.abc import Mapping

_ASIDE, _FILE, _MOVES = ".perfeval", ".tmp", ".moves"
_TRIES = 1000
_NAME = re.compile(r"(?P<token>[0-9a-f]{16})(?:-(?P<number>[0-9]+)\.tmp|\.moves)")
_FORCE = Text(
    "换一个位置，或加 --force（程序中为 replace=True）覆盖",
    "choose another place, or replace it by --force (replace=True in programs)",
)


def write_file(path: Path | str, data: bytes, *, replace: bool = False) -> None:
    """Write *data* to *path* as :func:`write_files` does.

    Raises:
        FileError: If it cannot be written, or another file stands there; what stood there before still stands.

    """
    write_files({Path(path): data}, replace=replace)


def append_file(path: Path, data: bytes) -> None:
    """Append *data* to a file, made if need be: for a journal, whose lines must outlive an interruption.

    Raises:
        FileError: If it cannot be written.

    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as stream:
            stream.write(data)
    except (OSError, ValueError) as problem:
        raise FileError([_unwritable(path, problem)]) from problem


def write_files(files: Mapping[Path, bytes], *, replace: bool = False) -> None:
    """Write all of *files*, or none of them, also if this process dies on the way.

    Args:
        files: The bytes of each path; folders are made if need be. A file that holds these very bytes is left as it is.
        replace: Whether a file that holds something else is replaced.

    Raises:
        FileError: If any cannot be written, or would be replaced unasked, naming each such path and its cause; nothing is written then.

    """
    if not files:
        return
    folder = Path(os.path.commonpath([target.absolute().parent for target in files]))
    clean_up(folder)
    waiting = {target: data for target, data in files.items() if not _holds(target, data)}
    if not replace and (standing := [target for target in waiting if os.path.lexists(target) and not target.is_dir()]):
        raise FileError(Issue(code="file-exists", values={"path": str(one)}, hint=_FORCE) for one in standing)
    if waiting:
        _write(waiting, folder)
    for target, data in waiting.items():
        record("files", "INFO", "wrote %s: %s bytes", target, len(data))


def clean_up(folder: Path) -> None:
    """Make the moves into *folder* that a process which died had listed, and take away what it had only written aside.

    Raises:
        FileError: If a move cannot be made.

    """
    aside = folder / _ASIDE
    try:
        names = [] if aside.is_symlink() else sorted(path.name for path in aside.iterdir())
    except (OSError, ValueError):  # there is none, or it cannot be read, which writing will tell
        return
    ours = [found for found in map(_NAME.fullmatch, names) if found]
    for one in ours:
        if one["number"] is None:
            _finish(aside / one[0], folder)
    for one in ours:
        # A list is there before what it lists, and until after that.
        if one["number"] is not None and not os.path.lexists(aside / f"{one['token']}{_MOVES}"):
            _take_away(aside / one[0])
    with suppress(OSError):  # another process is at work
        aside.rmdir()


def _finish(moves: Path, folder: Path) -> None:
    """Make the moves of a process that is no more; leave those of one that is alive."""
    try:
        with locked(moves, is_new=False) as descriptor:
            if descriptor is None:
                return
            for name, target in _listed_moves(descriptor):
                if _NAME.fullmatch(name) and _is_below(target) and (moves.parent / name).is_file():
                    _put(moves.parent / name, folder / target)
    except FileError:
        raise
    except OSError:  # another process was here first, or it is another user's
        return
    _take_away(moves)


def _is_below(target: str) -> bool:
    """Whether a path leads into a folder and not out of it again."""
    return not Path(target).is_absolute() and os.pardir not in Path(target).parts


def _listed_moves(descriptor: int) -> list[tuple[str, str]]:
    """Return the moves that a process had listed; none if it died before the list was whole."""
    with open(descriptor, "rb", closefd=False) as stream:
        text = stream.read()
    try:
        return [(str(name), str(target)) for name, target in json.loads(text)]
    except (TypeError, ValueError):  # of another shape, which no process of ours wrote
        return []


def _take_away(path: Path) -> None:
    with suppress(OSError):  # on Windows not while another process looks at it; whoever cleans up next takes it away
        path.unlink(missing_ok=True)


def _put(path: Path, target: Path) -> None:
    try:
        path.replace(target)
    except OSError as problem:
        raise FileError([_unwritable(target, problem)]) from problem


def _holds(target: Path, data: bytes) -> bool:
    try:
        return target.is_file() and target.stat().st_size == len(data) and target.read_bytes() == data
    except (OSError, ValueError):
        return False


def _write(files: Mapping[Path, bytes], folder: Path) -> None:
    """Write the files aside, list the moves, and make them."""
    for again in reversed(range(_TRIES)):
        try:
            if _written(files, folder):
                return
        except FileError:
            raise
        except (
            FileNotFoundError,
            FileExistsError,
        ) as problem:  # another process took the folder away, and perhaps made it anew
            if not again:
                raise FileError([_unwritable(next(iter(files)), problem)]) from problem
        except (OSError, ValueError) as problem:
            raise FileError([_unwritable(next(iter(files)), problem)]) from problem
    raise FileError([_unwritable(next(iter(files)), BlockingIOError(errno.EAGAIN, "busy"))])


def _written(files: Mapping[Path, bytes], folder: Path) -> bool:
    """Write the files; return whether it could, for another process takes a list that has no lock yet for one of the dead."""
    aside = folder / _ASIDE
    if aside.is_symlink():
        raise FileExistsError(errno.EEXIST, "is a link")
    aside.mkdir(parents=True, exist_ok=True)
    token = os.urandom(8).hex()
    moves = aside / f"{token}{_MOVES}"
    paths = {target: aside / f"{token}-{number}{_FILE}" for number, target in enumerate(files)}
    try:
        with locked(moves, is_new=True) as descriptor:
            if descriptor is None:
                return False
            try:
                _write_aside(files, paths)
                _list(
                    descriptor,
                    [(path.name, os.path.relpath(target.absolute(), folder)) for target, path in paths.items()],
                )
                _move(paths, descriptor)
            finally:
                for path in paths.values():
                    _take_away(path)
    finally:
        _take_away(moves)
        with suppress(OSError):  # another process is at work
            aside.rmdir()
    return True


def _write_aside(files: Mapping[Path, bytes], paths: Mapping[Path, Path]) -> None:
    issues = []
    for target, data in files.items():
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, "is a directory")
            # "x" makes the file with the permissions of an ordinary one, and follows no link that stands there.
            with paths[target].open("xb") as stream:
                stream.write(data)
        except (OSError, ValueError) as problem:
            issues.append(_unwritable(target, problem))
    if issues:
        raise FileError(issues)


def _list(descriptor: int, moves: list[tuple[str, str]]) -> None:
    with open(descriptor, "wb", closefd=False) as stream:
        stream.write(json.dumps(moves).encode())


def _move(paths: Mapping[Path, Path], descriptor: int) -> None:
    """Move each file to its target; if one cannot be moved, or this is interrupted, put back what stood there before."""
    before: dict[Path, bytes | None] = {}
    try:
        for target, path in paths.items():
            before[target] = target.read_bytes() if len(paths) > 1 and target.exists() else None
            _put(path, target)
    except BaseException as problem:
        if len(paths) == 1:
            raise
        os.ftruncate(descriptor, 0)
        moved = {target: data for target, data in before.items() if not paths[target].exists()}
        if issues := _put_back(moved, paths):
            raise FileError([*(problem.issues if isinstance(problem, FileError) else ()), *issues]) from problem
        raise


def _put_back(before: Mapping[Path, bytes | None], paths: Mapping[Path, Path]) -> list[Issue]:
    issues = []
    for target, data in before.items():
        try:
            if data is None:
                target.unlink(missing_ok=True)
            else:
                paths[target].write_bytes(data)
                paths[target].replace(target)
        except OSError as problem:
            issues.append(_unwritable(target, problem))
    return issues


def _unwritable(path: Path, problem: OSError | ValueError) -> Issue:
    return Issue(code="file-unwritable", values={"path": str(path), "cause": cause_of_system(problem)})
