"""Readers of filled forms: what one is, and how the one that is surest of a file is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.errors import FormatError, Issue, Location
from perfeval.errors.language import Text
from perfeval.model.reading import Reading
from perfeval.office.opening import open_form

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable

    from perfeval.office.grids import FormFile


@frozen(kw_only=True)
class Reader:
    """One layout of filled forms that can be read.

    Args:
        id: Unique among all readers, such as ``"cn.mof.form"``.
        title: What it reads, in both languages.
        recognise: How sure it is that a file is its layout, in percent; 0: it is not.
        read: Reads every form in the file; called for the reader that is surest.

    """

    id: str
    title: Text
    recognise: Callable[[FormFile], int]
    read: Callable[[FormFile], tuple[Reading, ...]]


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
