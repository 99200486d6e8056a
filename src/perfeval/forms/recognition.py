"""Readers of filled forms: what one is, and how the one that is surest of a file is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from perfeval.errors import FileError, FormatError, Issue, Location, MissingExtraError, PerfEvalError
from perfeval.errors.language import Text
from perfeval.logs import record
from perfeval.model.plugin_faults import HARM, READER, is_own_word, nonsense_from, raised_by, surest_first
from perfeval.model.provenance import Contributor
from perfeval.model.reading import Reading
from perfeval.office.file_formats import OPENERS
from perfeval.office.opening import open_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from perfeval.office.grids import FormFile
    from perfeval.office.opening import FormSource, Opener


_READINGS = Text("至少一个 Reading 的元组", "a tuple of at least one Reading")


@frozen(kw_only=True)
class Reader:
    """One layout of filled forms that can be read.

    Args:
        id: Unique among all readers, such as ``"cn.mof.form"``.
        title: What it reads, in both languages.
        recognise: How sure it is that a file is its layout, in percent; 0: it is not.
        read: Reads every form in the file; called for the reader that is surest.
        contributor: The plugin that registered it, as the registry knows; None where it is used without one.

    """

    id: str
    title: Text
    recognise: Callable[[FormFile], int]
    read: Callable[[FormFile], tuple[Reading, ...]]
    contributor: Contributor | None = field(default=None, eq=False, repr=False)


def read_form(
    source: FormSource,
    *,
    readers: Iterable[Reader],
    openers: Iterable[Opener] = OPENERS,
    name: str = "",
) -> tuple[Reading, ...]:
    """Return every filled form in a Word, Excel or HTML file: on disk, in memory, or open.

    A reader, or an opener, that fails is told among the readings' problems, and the next surest reads the file.

    Args:
        source: The path of a file, its bytes, or the file itself, open for reading bytes.
        readers: The layouts that are known; the one that is surest reads the file, the first by id if several are.
        openers: The kinds of files that are known; those that are built in, if no others are given.
        name: What the file is called, for places in messages; which kind of file it is follows from its content. Empty: its path, or
            ``form``.

    Raises:
        FileError: If the file cannot be read.
        FormatError: If it is damaged, encrypted or hostile, holds no table, or no reader recognises it; with every reader that failed.

    """
    faults: list[Issue] = []
    file = open_form(source, openers=openers, name=name, faults=faults)
    where = Location(path=file.path)
    if not file.grids:
        raise FormatError([*faults, Issue(code="form-no-table", location=where)])
    for reader in surest_first(readers, READER, file, at=where, faults=faults):
        readings = _readings(reader, file, faults)
        if readings:
            record("forms", "INFO", "read %s by %s: %s dossiers", file.path, reader.id, len(readings))
            return tuple(evolve(one, problems=(*faults, *one.problems)) if faults else one for one in readings)
    raise FormatError([*faults, Issue(code="form-not-recognised", location=where)])


def _readings(reader: Reader, file: FormFile, faults: list[Issue]) -> tuple[Reading, ...]:
    """Return what a reader makes of a file; nothing if it fails, which is told. What it refuses on purpose is raised."""
    where = Location(path=file.path)
    try:
        readings: object = reader.read(file)
    except PerfEvalError as error:
        if is_own_word(error, reader.contributor, FormatError, FileError, MissingExtraError):
            raise type(error)([*faults, *error.issues]) from None
        faults.append(raised_by(reader.contributor, READER, reader.id, error, at=where))
        return ()
    except HARM as cause:
        faults.append(raised_by(reader.contributor, READER, reader.id, cause, at=where))
        return ()
    if isinstance(readings, tuple) and readings and all(isinstance(one, Reading) for one in readings):
        return readings
    faults.append(nonsense_from(reader.contributor, READER, reader.id, readings, expected=_READINGS, at=where))
    return ()
