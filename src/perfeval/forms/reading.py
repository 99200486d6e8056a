"""Reading a file: opened safely, given to the reader that is surest of it, and written down as dossiers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from perfeval.codec.loading import dump
from perfeval.errors import FormatError, Issue, Location
from perfeval.model.plain_values import to_plain
from perfeval.office.opening import open_form

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    from perfeval.forms.recognition import Reader, Reading


def read_form(path: str | os.PathLike[str], *, readers: Iterable[Reader]) -> tuple[Reading, ...]:
    """Return every filled form in a Word, Excel or HTML file.

    Args:
        path: The file.
        readers: The layouts that are known; the one that is surest reads the file, the first by id if several are.

    Raises:
        FileError: If the file cannot be read.
        FormatError: If it is damaged, encrypted or hostile, holds no table, or no reader recognises it.

    """
    file = open_form(path)
    where = Location(path=file.path)
    if not file.grids:
        raise FormatError([Issue(code="form-no-table", location=where)])
    confidence, surest = 0, None
    for reader in sorted(readers, key=lambda one: one.id):
        sure = reader.recognise(file)
        if sure > confidence:
            confidence, surest = sure, reader
    if surest is None:
        raise FormatError([Issue(code="form-not-recognised", location=where)])
    return surest.read(file)


def files_of(reading: Reading) -> dict[str, bytes]:
    """Return the files that keep a reading: the dossier, and where each of its values stood.

    ``NAME.yaml`` is the dossier; ``NAME.reading.json`` has the confidence, every value with its place, what was not
    understood, and the cells that could not be read.
    """
    name = reading.dossier.id
    report = {
        "confidence": reading.confidence,
        "values": [to_plain(value) for value in reading.values],
        "not-understood": [to_plain(value) for value in reading.not_understood],
        "problems": [issue.render("zh") for issue in reading.problems],
    }
    text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    return {f"{name}.yaml": dump(reading.dossier).encode(), f"{name}.reading.json": text.encode()}
