"""Which type is whose: annotations of fields to the types of what stands in files, the one place that looks at them."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import attrs

from perfeval.codec.file_fields import fields_of
from perfeval.codec.file_types import FileField, FileType
from perfeval.codec.written_containers import ClassOf, ListOf, PairsOf, Unreadable
from perfeval.codec.written_scalars import POINTS, RATE_IN_DECIMALS, SCALARS, SHARE, EnumWords, WordChoice
from perfeval.model import file_keys

if TYPE_CHECKING:
    from collections.abc import Mapping

# Fields that hold points, where a percentage is the likely slip.
_POINTS_FIELDS = frozenset({"points", "score", "review_score", "total", "per", "full_marks", "quantum"})


class TypeTable:
    """The types by annotation: words, lists, choices and classes follow from it, every other type is registered.

    Args:
        registered: The types that a file writes in a shorthand of their own, by annotation: a class, a protocol, or a tuple of one,
            such as ``tuple[Row, ...]``.

    """

    def __init__(self, registered: Mapping[Any, FileType]) -> None:
        """Begin with the types of words and the registered ones; see the class."""
        self._known: dict[Any, FileType] = {**SCALARS, **registered}
        self._fields: dict[type, dict[str, FileField]] = {}

    def beside(self, registered: Mapping[Any, FileType]) -> TypeTable:
        """Return a table that knows some types more."""
        return TypeTable({**self._known, **registered})

    def fields_of(self, kind: type) -> Mapping[str, FileField]:
        """Return the fields of an attrs class that a file may give, by their keys, in order."""
        found = self._fields.get(kind)
        if found is None:
            found = self._fields[kind] = {
                key: FileField(key=key, attribute=one, type=self._type_of_field(one))
                for key, one in fields_of(kind).items()
            }
        return found

    def _type_of_field(self, one: attrs.Attribute[Any]) -> FileType:
        """Return the type of a field: what its annotation says, and its metadata."""
        rates = bool(one.metadata.get(file_keys.RATE))
        if one.metadata.get(file_keys.PAIRS):
            item = get_args(get_args(one.type)[0])[1]
            held = RATE_IN_DECIMALS if rates else SHARE if item is Fraction else self.of(item)
            return PairsOf(item=held, thresholds=bool(one.metadata.get(file_keys.THRESHOLD)))
        if rates:
            return RATE_IN_DECIMALS
        if one.name in _POINTS_FIELDS and one.type in (Decimal, Decimal | None):
            return POINTS
        made = self.of(one.type)
        return (
            attrs.evolve(made, filled=True) if isinstance(made, ListOf) and one.metadata.get(file_keys.FILLED) else made
        )

    def of(self, kind: Any) -> FileType:  # noqa: ANN401 - any annotation
        """Return the type of an annotation."""
        known = next((held for annotation, held in self._known.items() if annotation == kind), None)
        if known is not None:
            return known
        origin, parts = get_origin(kind), get_args(kind)
        if origin is Literal:
            return WordChoice(words=parts)
        if origin in (Union, UnionType):
            others = [one for one in parts if one is not type(None)]
            return self.of(others[0]) if len(others) == 1 else Unreadable(kind=kind)
        if origin is tuple and parts[1:] == (...,):
            item = self.of(parts[0])
            return Unreadable(kind=kind) if isinstance(item, Unreadable) else ListOf(item=item)
        return self._of_class(kind) if isinstance(kind, type) and origin is None else Unreadable(kind=kind)

    def _of_class(self, kind: type) -> FileType:
        if issubclass(kind, Enum):
            return EnumWords(kind=kind)
        return ClassOf(kind=kind) if attrs.has(kind) else Unreadable(kind=kind)
