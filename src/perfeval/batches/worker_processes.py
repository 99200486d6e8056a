"""Work on many files in processes, each with the very registry that the caller has; where that cannot travel, in this process.

A registry travels by its plugins: modules by name, whatever else a plugin is by pickle.
"""

from __future__ import annotations

import pickle
import signal
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TYPE_CHECKING, Any, TypeVar

from perfeval.logs import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from perfeval.registry.lookup import Registry

Item = TypeVar("Item")
Worked = TypeVar("Worked")

_Work = tuple["Callable[..., Any]", "Registry"]
# What this process works with: set once, when the process begins.
_OWN: list[_Work] = []


def worked(
    function: Callable[[Item, Registry], Worked], items: Sequence[Item], *, registry: Registry, workers: int
) -> Iterator[tuple[Item, Worked]]:
    """Yield each item with what *function* makes of it and the registry, as soon as it is there.

    Args:
        function: A function of a module; called with an item and the registry.
        items: What is worked on.
        registry: What the function looks things up in, in every process.
        workers: How many processes; 1: this one. One that cannot be started, a registry or a result that cannot travel: this one too.

    """
    travelling = None if workers == 1 else _packed((function, registry))
    record("batches", "INFO", "working on %s files, processes: %s", len(items), 1 if travelling is None else workers)
    if travelling is None:
        yield from ((item, function(item, registry)) for item in items)
        return
    pool = ProcessPoolExecutor(workers, initializer=_begin, initargs=(travelling,))
    try:
        waiting = {pool.submit(_one, item): item for item in items}
        for future in as_completed(waiting):
            item, packed = waiting[future], future.result()
            # What cannot travel back, such as a value of a class that only this process has, is made here again.
            yield item, function(item, registry) if packed is None else pickle.loads(packed)  # noqa: S301 - our own process made it
    finally:  # an interruption leaves the rest undone
        pool.shutdown(cancel_futures=True)


def _begin(travelling: bytes) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # an interruption ends it at once; the caller alone tells it
    _OWN[:] = [pickle.loads(travelling)]  # noqa: S301 - our own process made it


def _one(item: object) -> bytes | None:
    function, registry = _OWN[0]
    return _packed(function(item, registry))


def _packed(value: object) -> bytes | None:
    """Return a value as bytes; None if it cannot travel, or would not arrive."""
    try:
        packed = pickle.dumps(value)
        pickle.loads(packed)  # noqa: S301 - made in the line above
    except Exception:  # noqa: BLE001 - a plugin's value may refuse in any way
        return None
    return packed
