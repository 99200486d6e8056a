"""What is kept of a reading: the dossier as YAML, and beside it where each value stood and what was not understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.codec.dumping import dump
from perfeval.codec.json_text import json_text

if TYPE_CHECKING:
    from perfeval.model.reading import Reading


def files_of(reading: Reading) -> dict[str, bytes]:
    """Return the files that keep a reading: the dossier, and where each of its values stood.

    ``NAME.yaml`` is the dossier; ``NAME.reading.json`` has the confidence, every value with its place, what was not
    understood, and the cells that could not be read.
    """
    name = reading.dossier.id
    report = reading.to_dict()
    del report["dossier"]  # which is the other file
    text = json_text(report, indent=1) + "\n"
    return {f"{name}.yaml": dump(reading.dossier).encode(), f"{name}.reading.json": text.encode()}
