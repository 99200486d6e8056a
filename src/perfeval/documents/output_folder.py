"""Producing documents: every layout in every format, in memory or in a folder, all files or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.codec.written_files import write_files
from perfeval.errors import FormatError, Issue, PluginError
from perfeval.errors.language import Text
from perfeval.logs import record
from perfeval.model.plugin_faults import LAYOUT, nonsense_from

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from perfeval.documents.layouts import Layout
    from perfeval.documents.writers import DrawnFile, Writer
    from perfeval.errors.language import Language
    from perfeval.model.evaluation import Evaluation


def draw(
    evaluation: Evaluation, *, layouts: Iterable[Layout], writers: Iterable[Writer], language: Language = "zh"
) -> tuple[DrawnFile, ...]:
    """Return every layout in every format as files in memory, in order; nothing is written.

    Args:
        evaluation: What the documents are about.
        layouts: The documents to build.
        writers: The formats to draw them in.
        language: The language of the words the layouts add.

    Raises:
        FormatError: If two of the formats have one suffix, so that one file would take the other's place.
        MissingExtraError: If a format's library is not installed.
        PluginError: If a layout or a writer of a plugin fails.

    """
    formats = tuple(writers)
    _refuse_shared_suffixes(formats)
    names: set[str] = set()
    files: list[DrawnFile] = []
    for layout in layouts:
        document = layout.document(evaluation, language)
        if document.name.casefold() in names:
            expected = Text("别的文档没有用过的名称", "a name that no other of the documents has")
            issue = nonsense_from(layout.contributor, LAYOUT, layout.id, document.name, expected=expected)
            raise PluginError([issue])
        names.add(document.name.casefold())
        files += (writer.file(document) for writer in formats)
    record("documents", "INFO", "drew %s for %s", ", ".join(one.name for one in files), evaluation.dossier.id)
    return tuple(files)


def produce(  # noqa: PLR0913 - all that is told
    evaluation: Evaluation,
    *,
    folder: Path,
    layouts: Iterable[Layout],
    writers: Iterable[Writer],
    language: Language = "zh",
    replace: bool = False,
) -> tuple[Path, ...]:
    """Write every layout in every format into *folder* and return the paths, in order.

    Everything is drawn before the first file is written, and files are moved into place only when all are there.

    Args:
        evaluation: What the documents are about.
        folder: Where they go; made if it is not there.
        layouts: The documents to build.
        writers: The formats to draw them in.
        language: The language of the words the layouts add.
        replace: Whether files of these names that hold something else are replaced.

    Raises:
        FileError: If the folder or a file cannot be written, or would be replaced unasked; nothing is left half-written, also if this
            process dies.
        FormatError: If two of the formats have one suffix.
        MissingExtraError: If a format's library is not installed.
        PluginError: If a layout or a writer of a plugin fails; nothing is written.

    """
    drawn = draw(evaluation, layouts=layouts, writers=writers, language=language)
    files = {folder / one.name: one.content for one in drawn}
    write_files(files, replace=replace)
    return tuple(files)


def _refuse_shared_suffixes(writers: Iterable[Writer]) -> None:
    """Refuse formats of which one would write over the other's files."""
    by_suffix: dict[str, list[str]] = {}
    for one in writers:
        by_suffix.setdefault(one.suffix.casefold(), []).append(one.format)
    issues = [
        Issue(code="suffix-shared", values={"suffix": suffix, "formats": ", ".join(formats)})
        for suffix, formats in by_suffix.items()
        if len(formats) > 1
    ]
    if issues:
        raise FormatError(issues)
