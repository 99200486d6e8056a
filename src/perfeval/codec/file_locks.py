"""Locks by which a process shows that it is alive: the system takes them away when it dies, however it dies."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]

else:

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def locked(path: Path, *, is_new: bool) -> Iterator[int | None]:
    """Hold the lock of a file; yield its descriptor, or None if another process holds it, or has taken the file away.

    Args:
        path: The file.
        is_new: Whether it is made, and then must not be there yet.

    Raises:
        OSError: If it cannot be made or opened.

    """
    flags = os.O_RDWR | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags | (os.O_CREAT | os.O_EXCL if is_new else 0), 0o666)
    try:
        yield descriptor if _is_held(descriptor, path) else None
    finally:
        os.close(descriptor)


def _is_held(descriptor: int, path: Path) -> bool:
    """Take the lock, and see that the file still stands at its path: who had it before may have taken it away."""
    try:
        _lock(descriptor)
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except OSError:
        return False
