"""Producing documents: every layout in every format, all files or none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.codec.text_files import write_files
from perfeval.errors import PluginError
from perfeval.errors.language import Text
from perfeval.model.plugin_faults import LAYOUT, nonsense_from

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from perfeval.documents.layouts import Layout
    from perfeval.documents.writers import Writer
    from perfeval.errors.language import Language
    from perfeval.model.evaluation import Evaluation


def produce(
    evaluation: Evaluation,
    *,
    folder: Path,
    layouts: Sequence[Layout],
    writers: Sequence[Writer],
    language: Language = "zh",
) -> tuple[Path, ...]:
    """Write every layout in every format into *folder* and return the paths, in order.

    Everything is drawn before the first file is written, and files are moved into place only when all are there.

    Args:
        evaluation: What the documents are about.
        folder: Where they go; made if it is not there.
        layouts: The documents to build.
        writers: The formats to draw them in.
        language: The language of the words the layouts add.

    Raises:
        FileError: If the folder or a file cannot be written; nothing is left half-written.
        MissingExtraError: If a format's library is not installed.
        PluginError: If a layout or a writer of a plugin fails; nothing is written.

    """
    files: dict[Path, bytes] = {}
    names: set[str] = set()
    for layout in layouts:
        document = layout.document(evaluation, language)
        if document.name.casefold() in names:
            expected = Text("别的文档没有用过的名称", "a name that no other of the documents has")
            issue = nonsense_from(layout.contributor, LAYOUT, layout.id, document.name, expected=expected)
            raise PluginError([issue])
        names.add(document.name.casefold())
        for writer in writers:
            files[folder / f"{document.name}{writer.suffix}"] = writer.draw(document)
    write_files(files)
    return tuple(files)
