"""The files that a command is given: those named, and those inside the folders named."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from perfeval.registry.lookup import Registry


DOSSIER_SUFFIXES = frozenset({".yaml", ".yml", ".json"})


def form_suffixes(registry: Registry) -> tuple[str, ...]:
    """Return how files that can be opened are called, those of plugins' openers included."""
    return tuple(suffix.casefold() for opener in registry.openers.values() for suffix in opener.suffixes)


def forms_in(paths: Iterable[Path], *, registry: Registry) -> tuple[Path, ...]:
    """Return the files given, and the forms inside the folders given, sorted; each once.

    A folder that cannot be read is among them itself: to read it then tells why.
    """
    return _found(paths, form_suffixes(registry))


def files_in(paths: Iterable[Path], *, registry: Registry) -> tuple[Path, ...]:
    """Return the files given, and the dossiers and forms inside the folders given, as :func:`forms_in` does."""
    return _found(paths, (*DOSSIER_SUFFIXES, *form_suffixes(registry)))


def _found(paths: Iterable[Path], suffixes: tuple[str, ...]) -> tuple[Path, ...]:
    found = (one for path in paths for one in (sorted(_inside(path, suffixes)) if path.is_dir() else [path]))
    # A name that begins so is an open file's of Office; what reading a form leaves beside its dossier is no dossier.
    return tuple(
        dict.fromkeys(one for one in found if not one.name.startswith("~$") and not one.name.endswith(".reading.json"))
    )


def _inside(folder: Path, suffixes: tuple[str, ...]) -> Iterator[Path]:
    unreadable: list[OSError] = []
    for above, _, names in os.walk(folder, onerror=unreadable.append):
        yield from (Path(above, name) for name in names if name.casefold().endswith(suffixes))
    yield from (Path(problem.filename) for problem in unreadable)
