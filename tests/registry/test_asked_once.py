"""What a registry computes once: by one thread, while the others wait; plugins are asked once and fail once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

from perfeval import Registry, hookimpl
from perfeval.registry.asked_once import AskedOnce

THREADS = 8


class Slow:
    """Something with two properties, one of which asks for the other."""

    def __init__(self) -> None:
        """Nobody has asked yet."""
        self._lock = threading.RLock()
        self.asked: list[str] = []

    @AskedOnce
    def first(self) -> object:
        """A new object each time it is computed."""
        time.sleep(0.02)
        self.asked.append("first")
        return object()

    @AskedOnce
    def second(self) -> tuple[object, str]:
        """What asks for the first."""
        self.asked.append("second")
        return self.first, "second"


def test_threads_get_one_value() -> None:
    """Computed once, in whatever order they come."""
    slow = Slow()
    with ThreadPoolExecutor(THREADS) as pool:
        got = list(pool.map(lambda at: slow.second[0] if at % 2 else slow.first, range(4 * THREADS)))
    assert len(set(map(id, got))) == 1
    assert sorted(slow.asked) == ["first", "second"]
    assert isinstance(Slow.first, AskedOnce)


def test_a_plugin_is_asked_and_fails_once() -> None:
    """Whatever the number of threads that begin to use a registry."""
    asked = []

    class Plugin:
        """A plugin that counts how often it is asked, and then fails."""

        @hookimpl
        def perfeval_audit_rules(self) -> list[object]:
            """Wait for the other threads, and fail."""
            asked.append(threading.current_thread().name)
            time.sleep(0.02)
            raise LookupError

    wanted = len(Registry.of(Plugin(), SimpleNamespace(__name__="empty"), strict=False).failures)
    asked.clear()
    registry = Registry.of(Plugin(), SimpleNamespace(__name__="empty"), strict=False)
    with ThreadPoolExecutor(THREADS) as pool:
        counts = set(pool.map(lambda _: len(registry.failures), range(THREADS)))
    assert (len(asked), counts) == (1, {wanted})
