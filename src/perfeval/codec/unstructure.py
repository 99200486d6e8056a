"""Values to the data of a file: the inverse of reading, key for key, in the form that the documentation shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.codec.file_kinds import FORMAT, FORMAT_KEY
from perfeval.codec.file_types import FileWriter
from perfeval.codec.registered_types import TYPES
from perfeval.model.numbers import plain

if TYPE_CHECKING:
    from perfeval.model.dossier import Dossier
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.model.overlays import Overlay
    from perfeval.model.plain_values import NumberText


def to_file_data(
    value: IndicatorSet | Overlay | Dossier, *, number: NumberText = plain, shown: bool = False
) -> dict[str, object]:
    """Return the data of a file, ``format: 1`` first.

    Args:
        value: The value.
        number: What stands for a number: text that reads back exactly, or the number itself.
        shown: Whether shorthands are written as people write them; else each has one shape, as programs want it.

    """
    data = TYPES.of(type(value)).dump(value, FileWriter(TYPES, number=number, shown=shown))
    assert isinstance(data, dict), "a file of any kind is a mapping"
    return {FORMAT_KEY: FORMAT, **data}
