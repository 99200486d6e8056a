"""Replay (复算): a stored result's dossier is scored again by the set that scored it, and the two are compared."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfeval.codec.byte_sources import Readable
from perfeval.codec.stored_results import StoredResult, read_stored
from perfeval.codec.text_files import read_text, text_of
from perfeval.errors import PerfEvalError
from perfeval.model.replay import Difference, Replay
from perfeval.model.set_names import SetName
from perfeval.registry.lookup import Registry
from perfeval.scoring.engine import evaluate
from perfeval.version import VERSION

if TYPE_CHECKING:
    from perfeval.model.indicator_set import IndicatorSet

Stored = Mapping[str, Any] | str | os.PathLike[str] | bytes | bytearray | memoryview | Readable


def replay(stored: Stored, *, registry: Registry | None = None) -> Replay:
    """Score a stored result's dossier again, by the registered set of the same id and version, and say what still agrees.

    A set that is registered with another content is a difference (``set/fingerprint``); the dossier is then scored by what is
    registered. A set or version that is registered no longer is an error: nothing is left to score by. A set out of force is allowed
    where the stored result notes that it was.

    Args:
        stored: What :meth:`perfeval.Evaluation.to_dict` gave: the dict, its JSON as text, bytes or an open file, or, as a path object, a file of
            that.
        registry: Where the set is looked up; None: all installed plugins.

    Raises:
        FileError: If the file cannot be read.
        FormatError: If it is no stored result; every problem with its place.
        NotFoundError: If its set is not registered, or not in its version.
        PluginError: If two plugins claim the set.

    """
    registry = registry or Registry.discover()
    old = _read(stored, registry)
    name = SetName(id=old.set.id, version=old.set.version)
    indicators = registry.indicator_set(old.set.id, version=old.set.version)
    try:
        evaluation = evaluate(old.dossier, indicators=indicators, allow_out_of_force=bool(old.out_of_force))
    except PerfEvalError as error:
        said, new, issues = _of_the_set(old), _registered(indicators), error.issues
    else:
        again = read_stored(evaluation.to_dict(), vocabulary=registry.vocabulary)
        said, new, issues = old.statements(), again.statements(), ()
    keys = {**said, **new}
    differences = [
        Difference(path=keys[key][0], old=_said(said, key), new=_said(new, key))
        for key in keys
        if _said(said, key) != _said(new, key)
    ]
    return Replay(
        set_name=str(name),
        project=old.project,
        year=old.year,
        agreed=tuple(path for key, (path, text) in said.items() if _said(new, key) == text),
        differences=tuple(differences),
        issues=issues,
    )


_Statements = dict[tuple[str, str], tuple[str, str]]


def _read(stored: Stored, registry: Registry) -> StoredResult:
    if isinstance(stored, os.PathLike):
        path = Path(stored)
        return read_stored(read_text(path), path=str(path), vocabulary=registry.vocabulary)
    if not isinstance(stored, Mapping | str):
        stored = text_of(stored, name=None)
    return read_stored(stored, vocabulary=registry.vocabulary)


def _said(statements: _Statements, key: tuple[str, str]) -> str | None:
    return statements[key][1] if key in statements else None


def _of_the_set(old: StoredResult) -> _Statements:
    """Return what a stored result says of perfeval and of the set: all that can be compared where nothing can be scored."""
    return {
        key: one
        for key, one in old.statements().items()
        if key[1] in ("perfeval", "set/fingerprint", "set/version", "set/layers")
    }


def _registered(indicators: IndicatorSet) -> _Statements:
    said = {
        "perfeval": VERSION,
        "set/fingerprint": indicators.fingerprint,
        "set/version": indicators.version,
        "set/layers": ", ".join(indicators.layers),
    }
    return {("", path): (path, text) for path, text in said.items()}
