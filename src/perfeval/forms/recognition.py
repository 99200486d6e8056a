"""What a reader is: it recognises filled forms of one layout and turns them into dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.errors import Issue, Location
from perfeval.errors.language import Text
from perfeval.model.dossier import Dossier

if TYPE_CHECKING:
    from collections.abc import Callable

    from perfeval.office.grids import FormFile


@frozen(kw_only=True)
class ReadValue:
    """One value that was read, and where it stood.

    Args:
        path: What it is, as a dossier path (``rows/产出/…/score``).
        text: The text it was read from.
        location: File, table or sheet, and cell.

    """

    path: str
    text: str
    location: Location


@frozen(kw_only=True)
class Reading:
    """One form that was read.

    Args:
        dossier: The dossier, its scores as stated.
        confidence: How sure the match is, in percent: how many of the layout's landmarks were found.
        values: Every value with its place.
        not_understood: What stands in the file and was not read, with its place; nothing is dropped.
        problems: Cells that could not be read.

    """

    dossier: Dossier
    confidence: int
    values: tuple[ReadValue, ...] = ()
    not_understood: tuple[ReadValue, ...] = ()
    problems: tuple[Issue, ...] = ()


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
