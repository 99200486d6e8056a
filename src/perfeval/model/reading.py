"""A reading: what was made of one filled form, where each value stood, and what was not understood."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen

from perfeval.errors import Issue, Location
from perfeval.errors.language import Language
from perfeval.model.dossier import Dossier
from perfeval.model.file_keys import within
from perfeval.model.plain_values import to_plain
from perfeval.model.validated import Validated


@frozen(kw_only=True)
class ReadValue(Validated):
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
class Reading(Validated):
    """One form that was read.

    Args:
        dossier: The dossier, its scores as stated.
        confidence: How sure the match is, in percent: how many of the layout's landmarks were found.
        values: Every value with its place.
        not_understood: What stands in the file and was not read, with its place; nothing is dropped.
        problems: Cells that could not be read.

    """

    dossier: Dossier
    confidence: int = field(metadata=within(0, 100))
    values: tuple[ReadValue, ...] = ()
    not_understood: tuple[ReadValue, ...] = ()
    problems: tuple[Issue, ...] = ()

    def to_dict(self, language: Language | None = None) -> dict[str, Any]:
        """Return the reading as plain data for services: ``dossier``, ``confidence``, ``values``, ``not-understood``, ``problems``.

        Args:
            language: The language of the words; None gives both, as ``{"zh": …, "en": …}``.

        """
        return {
            "dossier": self.dossier.to_dict(),
            "confidence": self.confidence,
            "values": [to_plain(one, whole=True) for one in self.values],
            "not-understood": [to_plain(one, whole=True) for one in self.not_understood],
            "problems": [one.to_dict(language) for one in self.problems],
        }
