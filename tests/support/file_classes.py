"""Every class that a file of any kind may hold, found from the fields of the values."""

from __future__ import annotations

from typing import Any, get_args

import attrs

from perfeval.codec.file_fields import fields_of
from perfeval.codec.vocabulary import Vocabulary
from perfeval.model.dossier import Dossier
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.quantities import Quantity

VOCABULARY = Vocabulary()


def classes_of_files() -> dict[type, dict[str, attrs.Attribute[Any]]]:
    """Return every class that a file may hold, with its fields by their keys."""
    found: dict[type, dict[str, attrs.Attribute[Any]]] = {}

    def visit(kind: Any) -> None:
        for part in get_args(kind):
            visit(part)
        if isinstance(kind, type) and attrs.has(kind) and kind not in (*found, Quantity):
            found[kind] = fields_of(kind)
            for one in found[kind].values():
                visit(one.type)

    for kind in (IndicatorSet, Dossier, *VOCABULARY.scorers.values(), *VOCABULARY.aggregators.values()):
        visit(kind)
    return found


CLASSES = classes_of_files()
