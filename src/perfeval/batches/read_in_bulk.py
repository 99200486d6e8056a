"""Reading many files in parallel processes: one that fails stops nothing, a run can be resumed, and the counts add up."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from attrs import evolve, frozen

from perfeval.batches.worker_processes import worked
from perfeval.codec.json_text import json_text
from perfeval.codec.written_files import append_file, clean_up, write_files
from perfeval.errors import Issue, Location, PerfEvalError
from perfeval.errors.language import LANGUAGES, Text
from perfeval.forms.kept_files import files_of
from perfeval.forms.recognition import read_form
from perfeval.model.plain_values import to_plain
from perfeval.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from perfeval.registry.lookup import Registry

State = Literal["read", "partly", "failed"]
JOURNAL = "reading.jsonl"
# How Python holds bytes of a file's name that are no UTF-8 (PEP 383).
_FIRST_BYTE = 0xDC00
_NO_TEXT = re.compile("[\udc80-\udcff]")

_NOTHING = Text("", "")


@frozen(kw_only=True)
class FileOutcome:
    """What became of one file.

    Args:
        path: The file.
        state: ``"read"``; ``"partly"`` where a cell could not be read; ``"failed"``.
        dossiers: The names of the dossiers made of it.
        confidence: How sure the match is, in percent; of several forms the least sure.
        left: How many texts were not understood; they are listed in the message.
        message: The errors, or what was not understood.
        digest: The SHA-256 of the file's content.
        tools: A digest of what read it: perfeval's version, and every reader and opener with what registered it.
        outputs: What was written: each file's name with the SHA-256 of its content. By these three a resumed run knows it.

    """

    path: str
    state: State
    dossiers: tuple[str, ...] = ()
    confidence: int = 0
    left: int = 0
    message: Text = _NOTHING
    digest: str = ""
    tools: str = ""
    outputs: tuple[tuple[str, str], ...] = ()


@frozen(kw_only=True)
class BatchResult:
    """What became of every file, in the order given."""

    outcomes: tuple[FileOutcome, ...]

    def count(self, state: State) -> int:
        """Return how many files ended in *state*; the three counts add up to the files given."""
        return sum(outcome.state == state for outcome in self.outcomes)


def read_forms(  # noqa: PLR0913 - all that is told
    paths: Sequence[Path],
    *,
    folder: Path,
    registry: Registry,
    workers: int | None = None,
    replace: bool = False,
    progress: Callable[[FileOutcome], None] | None = None,
) -> BatchResult:
    """Read files into dossiers in *folder*; what an interrupted run has done is not done again.

    Every outcome is written to a journal (``reading.jsonl``) as soon as it is there. A file is taken from it if its path, its content,
    what reads it and what was made of it are the same as then.

    Args:
        paths: The files.
        folder: Where the dossiers go.
        registry: Where the readers come from.
        workers: How many processes, each with the same registry; None: one for each core.
        replace: Whether what stands in the folder and is something else is replaced; otherwise the file that would do so fails.
        progress: Called with each outcome as it comes.

    Raises:
        FileError: If the folder cannot be written.

    """
    tools = _tools(registry)
    clean_up(folder)
    journal = _Journal(folder / JOURNAL, tools)
    outcomes: dict[Path, FileOutcome] = {}
    waiting: list[Path] = []
    for path in paths:
        known = journal.outcome(path)
        if known is None:
            waiting.append(path)
        else:
            outcomes[path] = known
            _tell(progress, known)
    names = _names(paths)
    count = min(workers or os.cpu_count() or 1, max(1, len(waiting)))
    tasks = [_Task(path=path, folder=folder, name=names[path], tools=tools, replace=replace) for path in waiting]
    _ = registry.readers, registry.openers  # what fails of the plugins fails here too, where it is told
    for task, made in worked(_read_one, tasks, registry=registry, workers=count):
        path = task.path
        outcome = made if isinstance(made, FileOutcome) else _lost(path, made)
        outcomes[path] = outcome
        journal.add(outcome)
        _tell(progress, outcome)
    return BatchResult(outcomes=tuple(outcomes[path] for path in paths))


def _tell(progress: Callable[[FileOutcome], None] | None, outcome: FileOutcome) -> None:
    if progress is not None:
        progress(outcome)


def _names(paths: Sequence[Path]) -> dict[Path, str]:
    """Return the name of each file's dossier: its stem, with its suffix where two files share a stem."""
    stems = [_text_of(path.stem) for path in paths]
    names: dict[Path, str] = {}
    taken: dict[str, int] = {}
    for path, stem in zip(paths, stems, strict=True):
        name = stem if stems.count(stem) == 1 else f"{stem}{_text_of(path.suffix).replace('.', '-')}"
        taken[name] = taken.get(name, 0) + 1
        names[path] = name if taken[name] == 1 else f"{name}-{taken[name]}"
    return names


def _text_of(name: str) -> str:
    """Return a file's name as text: bytes that are no UTF-8 stand by number, ``%B1``."""
    return _NO_TEXT.sub(lambda found: f"%{ord(found[0]) - _FIRST_BYTE:02X}", name)


@frozen(kw_only=True)
class _Task:
    """A file, the folder for its dossiers, and the name that they get."""

    path: Path
    folder: Path
    name: str
    tools: str
    replace: bool


def _read_one(task: _Task, registry: Registry) -> FileOutcome:
    """Read one file and write its dossiers; an error of ours becomes its outcome."""
    path, folder, name = task.path, task.folder, task.name
    digest = _digest(path)
    try:
        readings = read_form(path, readers=registry.readers.values(), openers=registry.openers.values())
    except PerfEvalError as error:
        return _failed(path, error.issues, digest=digest)
    files: dict[Path, bytes] = {}
    made = []
    for number, reading in enumerate(readings, start=1):
        own = name if len(readings) == 1 else f"{name}-{number}"
        made.append(own)
        named = evolve(reading, dossier=reading.dossier.replace(id=own))
        files.update({folder / file: content for file, content in files_of(named).items()})
    try:
        write_files(files, replace=task.replace)
    except PerfEvalError as error:
        return _failed(path, error.issues, digest=digest)
    left = [value for reading in readings for value in reading.not_understood]
    problems = [issue for reading in readings for issue in reading.problems]
    state: State = "partly" if problems else "read"
    seen = [f"{one.location}: {one.text[:60]}" for one in left]
    return FileOutcome(
        path=str(path),
        state=state,
        dossiers=tuple(made),
        confidence=min(reading.confidence for reading in readings),
        left=len(left),
        message=_told(problems, seen),
        digest=digest,
        tools=task.tools,
        outputs=tuple(
            (str(file.relative_to(folder)), hashlib.sha256(content).hexdigest()) for file, content in files.items()
        ),
    )


def _tools(registry: Registry) -> str:
    """Return the digest of what reads files."""
    known = [(one.id, str(one.contributor)) for group in (registry.readers, registry.openers) for one in group.values()]
    return hashlib.sha256(repr((VERSION, sorted(known))).encode()).hexdigest()


def _lost(path: Path, issue: Issue) -> FileOutcome:
    """Return the outcome of a file of which nothing came back."""
    return _failed(path, [issue.at(Location(path=str(path)))], digest=_digest(path))


def _failed(path: Path, issues: Sequence[Issue], *, digest: str) -> FileOutcome:
    return FileOutcome(path=str(path), state="failed", message=_told(issues), digest=digest)


def _told(issues: Sequence[Issue], seen: Sequence[str] = ()) -> Text:
    """Return issues, and texts of the file itself, line by line."""
    zh, en = ("\n".join([*(issue.render(language) for issue in issues), *seen]) for language in LANGUAGES)
    return Text(zh, en)


def _digest(path: Path) -> str:
    """Return the digest of a file's content; empty if it cannot be read, which reading it will tell."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


class _Journal:
    """The outcomes of this run and of those before it, one a line."""

    def __init__(self, path: Path, tools: str) -> None:
        self._path = path
        self._tools = tools
        text = path.read_text("utf-8", errors="replace") if path.is_file() else ""
        # An interruption may have cut the last line short: the next one begins on a line of its own.
        self._cut = bool(text) and not text.endswith("\n")
        self._known = {outcome.path: outcome for outcome in map(_outcome_of, text.splitlines()) if outcome is not None}

    def outcome(self, path: Path) -> FileOutcome | None:
        """Return what an earlier run made of a file, if all is as it was then; a failure is tried again."""
        known = self._known.get(str(path))
        if known is None or known.state == "failed" or (known.tools, known.digest) != (self._tools, _digest(path)):
            return None
        made = all(_digest(self._path.parent / name) == digest for name, digest in known.outputs)
        return known if made else None

    def add(self, outcome: FileOutcome) -> None:
        """Write an outcome down at once, so that an interruption loses none.

        Raises:
            FileError: If the journal cannot be written.

        """
        line = ("\n" if self._cut else "") + json_text(to_plain(outcome, whole=True)) + "\n"
        append_file(self._path, line.encode())
        self._cut = False


def _outcome_of(line: str) -> FileOutcome | None:
    """Return the outcome a journal line holds; None for a line that an interruption cut short, or another version wrote."""
    try:
        data = json.loads(line)
        outputs = tuple((name, digest) for name, digest in data["outputs"])
        message = Text(**data["message"])
        return FileOutcome(**{**data, "dossiers": tuple(data["dossiers"]), "outputs": outputs, "message": message})
    except (ValueError, KeyError, TypeError):
        return None
