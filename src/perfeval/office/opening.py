"""Opening a form: by what the file is, not by what it is called; by the opener that is surest of its content."""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from attrs import field, frozen

from perfeval.codec.byte_sources import content_of, read_bytes
from perfeval.errors import FileError, FormatError, Issue, Location, PerfEvalError, Phrase
from perfeval.errors.language import Text
from perfeval.model.limits import FORM_BYTES
from perfeval.model.plugin_faults import HARM, OPENER, nonsense_from, raised_by, surest_first
from perfeval.model.provenance import Contributor
from perfeval.office.grids import FormFile, FormGrid, FormText, GridCell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from perfeval.codec.byte_sources import Readable

    FormSource = str | PathLike[str] | bytes | bytearray | memoryview | Readable

_UNNAMED = "form"
_FILE = Text("FormFile，由 FormGrid 和 FormText 组成", "a FormFile of FormGrids and FormTexts")
_UNKNOWN = Text("不是已知的文件类型", "of no known kind")


@frozen(kw_only=True)
class Opener:
    """One kind of file that can be opened (文件打开器): its bytes become grids of cells, which readers then read.

    Args:
        id: Unique among all openers, such as ``"ofd"``.
        title: What it opens, in both languages.
        suffixes: How such files are usually called, such as ``(".ofd",)``; by these they are found in folders.
        recognise: How sure it is that a content is of its kind, in percent; 0: it is not.
        open: Opens the content of a file that has this name; called for the opener that is surest. What it gives must not act, fetch or
            unfold without bound: the file comes from outside.
        contributor: The plugin that registered it, as the registry knows; None where it is used without one.

    """

    id: str
    title: Text
    suffixes: tuple[str, ...]
    recognise: Callable[[bytes], int]
    open: Callable[[bytes, str], FormFile]
    contributor: Contributor | None = field(default=None, eq=False, repr=False)


def open_form(
    source: FormSource, *, openers: Iterable[Opener], name: str = "", faults: list[Issue] | None = None
) -> FormFile:
    """Return what a filled file holds.

    An opener that fails is told among the *faults*, and the next surest opens the file.

    Args:
        source: The path of a file, its bytes, or the file itself, open for reading bytes.
        openers: The kinds of files that are known; the one that is surest opens the file, the first by id if several are.
        name: What the file is called, for messages; empty: its path, or ``form``.
        faults: Where it is told what failed; None: it is told only if nothing can open the file.

    Raises:
        FileError: If it cannot be read, is empty or is beyond 50 MB.
        FormatError: If it is damaged, encrypted, hostile, or of no known kind; with every opener that failed.

    """
    called = name or (str(source) if isinstance(source, str | PathLike) else _UNNAMED)
    content = _content(source, called)
    told: list[Issue] = [] if faults is None else faults
    openers = tuple(openers)
    try:
        for opener in surest_first(openers, OPENER, content, at=Location(path=called), faults=told):
            file = _opened(opener, content, called, told)
            if file is not None:
                return file
    except FormatError as error:
        # A part that is wrong keeps its place; the file is named in front of it.
        raise FormatError(
            issue if issue.location.path else issue.at(Location(path=called, place=_inside(issue, called)))
            for issue in error.issues
        ) from error
    known = " / ".join(sorted({suffix.removeprefix(".") for one in openers for suffix in one.suffixes}))
    raise FormatError([*told, *(issue.at(Location(path=called)) for issue in corrupt_form(known, _UNKNOWN).issues)])


def _inside(issue: Issue, name: str) -> str | None:
    return None if issue.location.place == name else issue.location.place


def _opened(opener: Opener, content: bytes, name: str, faults: list[Issue]) -> FormFile | None:
    """Return what an opener makes of a file; nothing if it fails, which is told. What it refuses on purpose is raised."""
    where = Location(path=name)
    try:
        file: object = opener.open(content, name)
    except PerfEvalError as error:
        raise type(error)([*faults, *error.issues]) from error
    except HARM as cause:
        faults.append(raised_by(opener.contributor, OPENER, opener.id, cause, at=where))
        return None
    if isinstance(file, FormFile) and all(map(_is_sound, file.parts)):
        return file
    faults.append(nonsense_from(opener.contributor, OPENER, opener.id, file, expected=_FILE, at=where))
    return None


def _is_sound(part: object) -> bool:
    """Whether a part of a file is one that every reader can look at."""
    if isinstance(part, FormText):
        return isinstance(part.text, str)
    return isinstance(part, FormGrid) and all(
        isinstance(one, GridCell) and isinstance(one.text, str) for one in part.cells
    )


def _content(source: FormSource, name: str) -> bytes:
    if isinstance(source, str | PathLike):
        content = read_bytes(source, largest=FORM_BYTES.most)
    else:
        held = content_of(source, name=name, largest=FORM_BYTES.most)
        content = held.encode() if isinstance(held, str) else held
    if not content:
        raise FileError([Issue(code="file-empty", values={"path": name})])
    return content


def corrupt_form(kind: str, cause: Phrase) -> FormatError:
    """Build the error for a file that is damaged, or of another kind."""
    return FormatError([Issue(code="form-corrupt", values={"kind": kind, "cause": cause})])
