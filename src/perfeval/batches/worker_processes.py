"""Work on many files in processes, each with the very registry that the caller has; where that cannot travel, in this process.

A registry travels by its plugins: modules by name, whatever else a plugin is by pickle. Whatever becomes of one item, the others are
worked on: what raises is an issue, and so is an item that kills its process twice, the second time alone, or that takes longer or more
memory than one file may. No process outlives the caller's.
"""

from __future__ import annotations

import os
import pickle
import signal
from collections import deque
from contextlib import suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from perfeval.errors import Issue
from perfeval.errors.language import Text
from perfeval.logs import record
from perfeval.model.limits import MEMORY, SECONDS, Limit
from perfeval.model.plugin_faults import HARM, words_of_cause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from perfeval.registry.lookup import Registry

Item = TypeVar("Item")
Worked = TypeVar("Worked")

_ENDS_WITHIN = 5  # seconds
_SIGNALS = {-one.value: one.name for one in signal.Signals}


class _Answer(NamedTuple):
    """What a process says of an item: the packed result, None if it cannot travel; or why there is none."""

    packed: bytes | None
    issue: Issue | None


def worked(
    function: Callable[[Item, Registry], Worked], items: Sequence[Item], *, registry: Registry, workers: int
) -> Iterator[tuple[Item, Worked | Issue]]:
    """Yield each item with what *function* makes of it and the registry, as soon as it is there; or with why nothing came of it.

    Args:
        function: A function of a module; called with an item and the registry.
        items: What is worked on.
        registry: What the function looks things up in, in every process.
        workers: How many processes; 1: this one. A registry or a result that cannot travel: this one too.

    """
    travelling = None if workers == 1 else _packed((function, registry))
    record("batches", "INFO", "working on %s files, processes: %s", len(items), 1 if travelling is None else workers)
    if travelling is None:
        yield from ((item, _done_here(function, item, registry)) for item in items)
        return
    for item, answer in _answered(items, travelling, workers):
        if answer.issue is not None:
            yield item, answer.issue
        elif answer.packed is None:  # such as a value of a class that only this process has
            yield item, _done_here(function, item, registry)
        else:
            yield item, pickle.loads(answer.packed)  # noqa: S301 - our own process made it


def _done_here(function: Callable[[Item, Registry], Worked], item: Item, registry: Registry) -> Worked | Issue:
    try:
        return function(item, registry)
    except HARM as cause:
        return _raised(cause)


def _raised(cause: BaseException) -> Issue:
    record("batches", "WARNING", "an item could not be worked on", cause=cause)
    return Issue(code="work-failed", values={"cause": words_of_cause(cause)})


def _beyond(limit: Limit) -> Issue:
    return Issue(code="work-limit", expected=limit.words)


def _packed(value: object) -> bytes | None:
    """Return a value as bytes; None if it cannot travel, or would not arrive."""
    try:
        packed = pickle.dumps(value)
        pickle.loads(packed)  # noqa: S301 - made in the line above
    except Exception:  # noqa: BLE001 - a plugin's value may refuse in any way
        return None
    return packed


# --- the caller's side --------------------------------------------------------------------------------------------


def _answered(items: Sequence[Item], travelling: bytes, workers: int) -> Iterator[tuple[Item, _Answer]]:
    """Yield the answer to each item; one whose process died gets a second process, when no other is at work."""
    waiting, suspects, staff = deque(items), deque[Item](), _Staff[Item](travelling)
    try:
        while waiting or staff.count_busy:
            while waiting and staff.count_busy < workers:
                staff.give(waiting.popleft())
            for item, answer in staff.answers():
                if isinstance(answer, _Answer):
                    yield item, answer
                else:
                    suspects.append(item)
        for suspect in suspects:
            staff.give(suspect)
            for item, answer in staff.answers():
                yield item, answer if isinstance(answer, _Answer) else _killed(answer)
    finally:  # an interruption leaves the rest undone
        staff.dismiss()


def _killed(code: int | None) -> _Answer:
    name = "" if code is None else _SIGNALS.get(code, str(code))
    cause = Text(f"退出码 {name}", f"exit code {name}") if not name.startswith("SIG") else Text(name, name)
    return _Answer(packed=None, issue=Issue(code="work-killed", values={"cause": cause}))


class _Staff(Generic[Item]):
    """The processes: begun when there is something to do, replaced when they die."""

    def __init__(self, travelling: bytes) -> None:
        self._travelling = travelling
        self._context: Any = get_context()
        self._processes: dict[Connection, SpawnProcess] = {}
        self._busy: dict[Connection, Item] = {}
        self._ends: dict[Connection, float] = {}

    @property
    def count_busy(self) -> int:
        """How many are at work."""
        return len(self._busy)

    def give(self, item: Item) -> None:
        """Give an item to a process that is idle, or to a new one."""
        idle = next((one for one in self._processes if one not in self._busy), None)
        connection = self._hired() if idle is None else idle
        self._busy[connection] = item
        self._ends[connection] = monotonic() + SECONDS.most
        with suppress(OSError):  # it has died: the answer will be that
            connection.send(item)

    def answers(self) -> list[tuple[Item, _Answer | int | None]]:
        """Wait until some processes have answered, died, or worked too long; return the items with the answers, or with the exit code."""
        found: list[tuple[Item, _Answer | int | None]] = []
        first_end = min(self._ends[one] for one in self._busy)
        ready: list[Any] = wait(list(self._busy), timeout=max(0, first_end - monotonic()))
        for connection in ready:
            item = self._busy.pop(connection)
            try:
                found.append((item, connection.recv()))
            except (EOFError, OSError):
                found.append((item, self._ended(connection)))
        for connection in [one for one in self._busy if self._ends[one] <= monotonic()]:
            self._processes[connection].kill()
            self._ended(connection)
            found.append((self._busy.pop(connection), _Answer(packed=None, issue=_beyond(SECONDS))))
        return found

    def _ended(self, connection: Connection) -> int | None:
        """Return the exit code of a process that is no more."""
        process = self._processes.pop(connection)
        process.join(_ENDS_WITHIN)
        connection.close()
        return process.exitcode

    def dismiss(self) -> None:
        """End every process at once; what is at work is left undone."""
        for connection, process in self._processes.items():
            connection.close()
            process.kill()
        for process in self._processes.values():
            process.join()

    def _hired(self) -> Connection:
        ours: Connection
        ours, theirs = self._context.Pipe()
        # A process that is forked has the ends of those before it; it closes them, or they would never see that we are gone.
        others = (ours, *self._processes) if self._context.get_start_method() == "fork" else ()
        process = self._context.Process(target=_serve, args=(theirs, others, self._travelling), daemon=True)
        process.start()
        theirs.close()
        self._processes[ours] = process
        return ours


# --- the side of a process ----------------------------------------------------------------------------------------


def _serve(connection: Connection, others: Sequence[Connection], travelling: bytes) -> None:
    """Answer items until the caller is gone."""
    for one in others:
        one.close()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # an interruption ends it at once; the caller alone tells it
    Thread(target=_end_with_the_caller, daemon=True).start()
    function, registry = pickle.loads(travelling)  # noqa: S301 - our own process made it
    _limit_memory()
    with suppress(EOFError, OSError):
        while True:
            connection.send(_answer(function, connection.recv(), registry))


def _answer(function: Callable[[Any, Registry], object], item: object, registry: Registry) -> _Answer:
    try:
        made = function(item, registry)
    except MemoryError:
        return _Answer(packed=None, issue=_beyond(MEMORY))
    except HARM as cause:
        return _Answer(packed=None, issue=_raised(cause))
    return _Answer(packed=_packed(made), issue=None)


def _limit_memory() -> None:
    """Let this process have no more memory than it has and one file may take, where the system can: on Linux."""
    try:
        import resource  # noqa: PLC0415 - Windows has none

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    except (ImportError, OSError):
        return
    most = pages * resource.getpagesize() + MEMORY.most
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard in (resource.RLIM_INFINITY, -1) or most < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _end_with_the_caller() -> None:
    """Wait until the caller's process is gone, and end this one, whatever it is doing."""
    caller = parent_process()
    assert caller is not None, "this process was begun by another"
    wait([caller.sentinel])
    os._exit(1)
