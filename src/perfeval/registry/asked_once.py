"""A property that is computed once, however many threads ask for it at the same moment: the others wait."""

from __future__ import annotations

from functools import cached_property
from typing import Any, TypeVar, overload

Computed = TypeVar("Computed")


class AskedOnce(cached_property[Computed]):
    """A ``cached_property`` of an object that has a ``_lock``; Python's own, from 3.12 on, may compute twice.

    What it computes may ask for others of the same object, so the lock is one that its thread can take again.
    """

    @overload
    def __get__(self, instance: None, owner: type[Any] | None = None) -> AskedOnce[Computed]: ...
    @overload
    def __get__(self, instance: object, owner: type[Any] | None = None) -> Computed: ...
    def __get__(self, instance: Any, owner: type[Any] | None = None) -> AskedOnce[Computed] | Computed:
        """Return what is there, or compute it while nobody else does."""
        if instance is None:
            return self
        with instance._lock:  # noqa: SLF001 - its own, as its property is
            computed: Computed = super().__get__(instance, owner)
            return computed
