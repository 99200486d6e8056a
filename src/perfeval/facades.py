"""How a façade works: a module whose names are loaded from where they live when they are first used."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def facade(module: str, homes: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """Return the ``__getattr__`` and the ``__dir__`` of a façade.

    Args:
        module: The façade's own name.
        homes: The module below ``perfeval`` in which each of its names lives.

    """

    def load(name: str) -> object:
        """Load a public name from where it lives, once."""
        if name not in homes:
            message = f"module {module!r} has no attribute {name!r}"
            raise AttributeError(message)
        value = getattr(import_module(f"perfeval.{homes[name]}"), name)
        setattr(sys.modules[module], name, value)
        return value

    def names() -> list[str]:
        """Return the names of the module, the public ones that are not loaded yet included."""
        return sorted({*homes, *vars(sys.modules[module])})

    return load, names
