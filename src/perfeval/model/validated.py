"""Validated values: however one is made (from YAML, JSON or Python), its fields hold what they are declared to hold.

The checks follow from the annotations and are written once a class, so that no field can be forgotten.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

import attrs

from perfeval.errors import DossierError, IndicatorSetError, Issue, PerfEvalError
from perfeval.model.field_types import field_type
from perfeval.model.scalar_types import FieldType, Names

Made = TypeVar("Made", bound="Validated")
Result = TypeVar("Result")


class Validated:
    """What every attrs class of the values is: a wrong field is refused by its name, whoever makes the value.

    A class with rules of its own states them in ``__attrs_post_init__``, after ``super().__attrs_post_init__()``.
    """

    __slots__ = ()
    refusal: ClassVar[type[PerfEvalError]] = DossierError
    """What is raised."""

    def __attrs_post_init__(self) -> None:
        """Take each field as a file would, or refuse it.

        Raises:
            PerfEvalError: Of the class's own kind, with every field that is wrong.

        """
        _CHECKS[self.__class__](self)
        self.settle()

    def settle(self) -> None:
        """Do what one field means for another."""

    @classmethod
    def from_plain(cls, value: object) -> Any:  # noqa: ANN401, ARG003 - a value of the class
        """Return the value that a file writes as plain *value*, or None if it cannot be written so."""
        return None


class PartOfSet(Validated):
    """What every part of an indicator set is."""

    __slots__ = ()
    refusal: ClassVar[type[PerfEvalError]] = IndicatorSetError


def _check_of(kind: type[Validated]) -> Callable[[Validated], None]:
    """Return the check of all fields of a class, as a function: quick where nothing is to be done."""
    types = field_types(kind)
    names: Names = {"taken": _taken, "kind": kind}
    tests = [f"({one.quick(f'value.{name}', names)})" for name, one in types.items()]
    source = f"def check(value):\n    if not ({' and '.join(tests) or 'True'}):\n        taken(value, kind)\n"
    exec(compile(source, f"<check of {kind.__name__}>", "exec"), names)  # noqa: S102 - the text is made of our own names
    return names["check"]  # type: ignore[return-value]  # that is what the text defines


def field_types(kind: type) -> dict[str, FieldType]:
    """Return what each field of an attrs class may hold, by its name."""
    return _FIELD_TYPES[kind]


def _field_types_of(kind: type) -> dict[str, FieldType]:
    return {one.name: field_type(one.type, one.metadata) for one in resolved_fields(kind)}


def resolved_fields(kind: type) -> tuple[attrs.Attribute[Any], ...]:
    """Return the fields of an attrs class, with their annotations resolved.

    A name that the class's own module imports for type checkers alone is looked up where the values themselves are defined.
    """
    return _FIELDS[kind]


def _resolved(kind: type) -> tuple[attrs.Attribute[Any], ...]:
    own = vars(sys.modules[kind.__module__])
    try:
        attrs.resolve_types(kind, globalns=own)
    except NameError:
        attrs.resolve_types(kind, globalns={**_names_of_values(Validated), **own})
    return tuple(attrs.fields(kind))


def unchecked(kind: type[Made], **values: Any) -> Made:  # noqa: ANN401 - the fields of the class
    """Return a value whose fields are known to be right, for they come out of values that were checked."""
    made: Made = object.__new__(kind)
    for name, default, is_made in _DEFAULTS[kind]:
        content = values[name] if name in values else default() if is_made else default
        object.__setattr__(made, name, content)
    return made


def changed(value: Made, **changes: Any) -> Made:  # noqa: ANN401 - the fields of the class
    """Return a copy of *value* with *changes* that are known to be right."""
    kind = type(value)
    made: Made = object.__new__(kind)
    for name, _, _ in _DEFAULTS[kind]:
        object.__setattr__(made, name, changes[name] if name in changes else getattr(value, name))
    return made


def _defaults_of(kind: type) -> tuple[tuple[str, Any, bool], ...]:
    found = []
    for one in attrs.fields(kind):
        default: Any = one.default
        is_made = isinstance(default, attrs.Factory)  # type: ignore[arg-type]  # Factory is a class at run time
        found.append((one.name, default.factory if is_made else default, is_made))
    return tuple(found)


def taken_fields(kind: type, values: dict[str, Any], issues: list[Issue]) -> dict[str, Any]:
    """Return some fields of a class as the class would take them; what it would refuse is listed."""
    types = field_types(kind)
    return {name: types[name].taken(value, f"{kind.__name__}.{name}", issues) for name, value in values.items()}


def _taken(value: Validated, kind: type[Validated]) -> None:
    """Take every field, or refuse the value with all that is wrong."""
    issues: list[Issue] = []
    fields = {name: getattr(value, name) for name in field_types(kind)}
    for name, content in taken_fields(kind, fields, issues).items():
        if content is not fields[name]:
            object.__setattr__(value, name, content)
    if issues:
        raise kind.refusal(issues)


def _names_of_values(kind: type) -> dict[str, Any]:
    """Return every name of the modules in which the package's own values are defined."""
    names: dict[str, Any] = {}
    below: list[type] = kind.__subclasses__()
    for one in below:
        if one.__module__.startswith("perfeval."):
            names.update(vars(sys.modules[one.__module__]))
        names.update(_names_of_values(one))
    return names


class _OnceAClass(dict[type, Result], Generic[Result]):
    """What is worked out of each class, once, when it is first asked for.

    Args:
        make: What works it out.

    """

    def __init__(self, make: Callable[[Any], Result]) -> None:
        """Begin with nothing; see the class."""
        super().__init__()
        self._make = make

    def __missing__(self, kind: type) -> Result:
        made = self[kind] = self._make(kind)
        return made


_CHECKS: _OnceAClass[Callable[[Any], None]] = _OnceAClass(_check_of)
_FIELDS: _OnceAClass[tuple[attrs.Attribute[Any], ...]] = _OnceAClass(_resolved)
_FIELD_TYPES: _OnceAClass[dict[str, FieldType]] = _OnceAClass(_field_types_of)
_DEFAULTS: _OnceAClass[tuple[tuple[str, Any, bool], ...]] = _OnceAClass(_defaults_of)
