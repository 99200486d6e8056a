"""Which type is whose: annotations of fields to the types of what stands in files, the one place that looks at them."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import partial
from operator import eq
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import attrs
from cattrs import BaseConverter

from perfeval.codec.file_fields import fields_of
from perfeval.codec.file_types import FileField, FileType
from perfeval.codec.written_containers import ClassOf, ListOf, PairsOf, Unreadable
from perfeval.codec.written_scalars import POINTS, RATE_IN_DECIMALS, SCALARS, SHARE, EnumWords, Scalar, WordChoice
from perfeval.model import file_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from perfeval.codec.parameter_types import ParameterType

# Fields that hold points, where a percentage is the likely slip.
_POINTS_FIELDS = frozenset({"points", "score", "review_score", "total", "per", "full_marks", "quantum"})


class TypeTable:
    """The types by annotation: words, lists, choices and classes follow from it, every other type is registered.

    cattrs chooses: its hooks are the types themselves, and of two that fit an annotation the one registered later is taken.

    Args:
        registered: The types that a file writes in a shorthand of their own, by annotation: a class, a protocol, or a tuple of one,
            such as ``tuple[Row, ...]``.

    """

    def __init__(self, registered: Mapping[Any, FileType]) -> None:
        """Begin with the types of words and the registered ones; see the class."""
        self._registered = dict(registered)
        self._fields: dict[type, dict[str, FileField]] = {}
        self._hooks = BaseConverter(structure_fallback_factory=_unreadable)
        choices: tuple[tuple[Callable[[Any], bool], Callable[[Any], Any]], ...] = (
            (_is_attrs_class, lambda kind: ClassOf(kind=kind)),
            (_is_enum, lambda kind: EnumWords(kind=kind)),
            (lambda kind: get_origin(kind) is Literal, lambda kind: WordChoice(words=get_args(kind))),
            (lambda kind: get_origin(kind) in (Union, UnionType), self._of_union),
            (lambda kind: get_origin(kind) is tuple, self._of_tuple),
            *((partial(eq, kind), partial(_given, held)) for kind, held in registered.items()),
        )
        for fits, make in choices:
            self._hooks.register_structure_hook_factory(fits, make)

    def beside(self, registered: Mapping[Any, FileType]) -> TypeTable:
        """Return a table that knows some types more."""
        return TypeTable({**self._registered, **registered})

    def of(self, kind: Any) -> FileType:  # noqa: ANN401 - any annotation
        """Return the type of an annotation."""
        # Of classes like str cattrs takes what it is told for those below them too (an enumeration of texts), so these
        # are asked for first.
        hook = self._registered.get(kind) or SCALARS.get(kind) or self._hooks.get_structure_hook(kind)
        # What cattrs takes by itself, such as a float, stands in no file.
        return hook if isinstance(hook, FileType) else _unreadable(kind)

    def _of_union(self, kind: Any) -> FileType:  # noqa: ANN401 - any annotation
        others = [one for one in get_args(kind) if one is not type(None)]
        return self.of(others[0]) if len(others) == 1 else Unreadable(kind=kind)

    def _of_tuple(self, kind: Any) -> FileType:  # noqa: ANN401 - any annotation
        parts = get_args(kind)
        item = self.of(parts[0]) if parts[1:] == (...,) else Unreadable(kind=kind)
        return Unreadable(kind=kind) if isinstance(item, Unreadable) else ListOf(item=item)

    def fields_of(self, kind: type) -> Mapping[str, FileField]:
        """Return the fields of an attrs class that a file may give, by their keys, in order."""
        found = self._fields.get(kind)
        if found is None:
            found = self._fields[kind] = {
                key: FileField(key=key, owner=kind, attribute=one, type=self._of_field(one))
                for key, one in fields_of(kind).items()
            }
        return found

    def _of_field(self, one: attrs.Attribute[Any]) -> FileType:
        """Return the type of a field: what its annotation says, and its metadata."""
        held, bounds = self._of_numbers_anyhow(one), one.metadata.get(file_keys.RANGE)
        if bounds is None:
            return held
        if isinstance(held, PairsOf) and isinstance(held.item, Scalar):
            return attrs.evolve(held, item=held.item.within(*bounds))
        return held.within(*bounds) if isinstance(held, Scalar) else held

    def _of_numbers_anyhow(self, one: attrs.Attribute[Any]) -> FileType:
        """Return the type of a field, whatever the bounds of its numbers."""
        own: ParameterType[Any] | None = one.metadata.get(file_keys.WRITTEN_AS)
        table = self if own is None else self.beside({own.kind: own})
        rates = bool(one.metadata.get(file_keys.RATE))
        if one.metadata.get(file_keys.PAIRS):
            item = get_args(get_args(one.type)[0])[1]
            held = RATE_IN_DECIMALS if rates else SHARE if item is Fraction else table.of(item)
            return PairsOf(item=held, thresholds=bool(one.metadata.get(file_keys.THRESHOLD)))
        if rates:
            return RATE_IN_DECIMALS
        if one.name in _POINTS_FIELDS and one.type in (Decimal, Decimal | None):
            return POINTS
        made = table.of(one.type)
        if isinstance(made, ListOf) and one.metadata.get(file_keys.FILLED):
            return attrs.evolve(made, filled=True)
        return made


def _is_attrs_class(kind: Any) -> bool:  # noqa: ANN401 - any annotation
    return isinstance(kind, type) and get_origin(kind) is None and attrs.has(kind)


def _is_enum(kind: Any) -> bool:  # noqa: ANN401 - any annotation
    return isinstance(kind, type) and get_origin(kind) is None and issubclass(kind, Enum)


def _given(held: FileType, _: Any) -> FileType:  # noqa: ANN401 - any annotation
    return held


def _unreadable(kind: Any) -> Any:  # noqa: ANN401 - any annotation; to cattrs a type is a hook like any other
    return Unreadable(kind=kind)
