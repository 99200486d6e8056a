"""What a field of a value may hold, derived from its annotation: values, lists and mappings of what stands in :mod:`.scalar_types`.

A list becomes a tuple, a mapping pairs, and each item is taken or refused with its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from attrs import frozen

from perfeval.errors import Issue, Location
from perfeval.errors.language import Text
from perfeval.model.declarations import DECLARATIONS, is_declared
from perfeval.model.file_keys import PAIRS, RANGE, RATE
from perfeval.model.scalar_types import (
    ChoiceType,
    DayType,
    DecimalType,
    FieldType,
    FractionType,
    Issues,
    Names,
    TextType,
    TruthType,
    WholeType,
    is_whole,
    named_in,
)


@frozen(slots=False)
class InstanceType(FieldType):
    """A value of one of some classes.

    Args:
        kinds: The classes.

    """

    kinds: tuple[type, ...]

    @property
    def expected(self) -> Text:
        """The names of the classes."""
        words = [getattr(kind, "called", Text(kind.__name__, kind.__name__)) for kind in self.kinds]
        return Text(" / ".join(one.zh for one in words), " / ".join(one.en for one in words))

    def quick(self, value: str, names: Names) -> str:
        """An instance of just one of the classes."""
        return " or ".join(f"type({value}) is {named_in(names, kind)}" for kind in self.kinds).join("()")

    def taken(self, value: Any, place: str, issues: Issues) -> Any:  # noqa: ANN401 - see above
        """An instance, or what the class itself reads as one: the text of a quantity, the word of an absence."""
        if isinstance(value, self.kinds):
            return value
        for kind in self.kinds:
            made = _word_of(kind, value) if issubclass(kind, Enum) else getattr(kind, "from_plain", _nothing)(value)
            if made is not None:
                return made
        self.refused(value, place, issues)
        return value


def _nothing(_: object) -> None:
    return None


def _word_of(kind: type[Enum], value: object) -> Enum | None:
    return next((one for one in kind if isinstance(value, str) and one.value == value), None)


@frozen(slots=False)
class DeclaredType(FieldType):
    """A scorer or an aggregator: a value of whichever class a plugin brings.

    Args:
        what: What it is.
        facts: Of how many things its rate is asked.

    """

    what: Text
    facts: int

    @property
    def expected(self) -> Text:
        """What it is."""
        return self.what

    def quick(self, value: str, names: Names) -> str:
        """Whatever answers as one."""
        return f"{named_in(names, is_declared)}({value}, {self.facts})"

    def taken(self, value: Any, place: str, issues: Issues) -> Any:  # noqa: ANN401 - see above
        """Nothing else."""
        if not is_declared(value, self.facts):
            self.refused(value, place, issues)
        return value


@frozen(slots=False)
class OptionalType(FieldType):
    """None, or a value of another type.

    Args:
        inner: The type.

    """

    inner: FieldType

    def quick(self, value: str, names: Names) -> str:
        """None, or what the type lets stay."""
        return f"({value} is None or {self.inner.quick(value, names)})"

    def taken(self, value: Any, place: str, issues: Issues) -> Any:  # noqa: ANN401 - see above
        """None, or what the type takes."""
        return None if value is None else self.inner.taken(value, place, issues)


@frozen(slots=False)
class TupleType(FieldType):
    """Any number of values of one type.

    Args:
        item: The type.

    """

    expected = Text("列表", "a list")

    item: FieldType

    def quick(self, value: str, names: Names) -> str:
        """A ``tuple`` of what the type lets stay."""
        one = named_in(names, None)
        return f"type({value}) is tuple and (not {value} or all({self.item.quick(one, names)} for {one} in {value}))"

    def taken(self, value: Any, place: str, issues: Issues) -> Any:  # noqa: ANN401 - see above
        """Anything with an order; a single text where texts are wanted, as in files."""
        if isinstance(value, str) and isinstance(self.item, TextType):
            return (value,)
        if isinstance(value, str | bytes | Mapping | AbstractSet) or not isinstance(value, Iterable):
            self.refused(value, place, issues)
            return value
        return tuple(self.item.taken(one, f"{place}/{index}", issues) for index, one in enumerate(value))


@frozen(slots=False)
class PairsType(FieldType):
    """Values of one type by name, in order: what a file writes as a mapping.

    Args:
        item: The type.

    """

    expected = Text("键和值", "keys and values")

    item: FieldType

    def quick(self, value: str, names: Names) -> str:
        """A ``tuple`` of pairs, each name once."""
        one = named_in(names, None)
        pair = f"type({one}) is tuple and len({one}) == 2 and type({one}[0]) is str and {self.item.quick(f'{one}[1]', names)}"
        once = f"len({{{one}[0] for {one} in {value}}}) == len({value})"
        return f"type({value}) is tuple and (not {value} or all({pair} for {one} in {value}) and {once})"

    def taken(self, value: Any, place: str, issues: Issues) -> Any:  # noqa: ANN401 - see above
        """A mapping, or pairs; a number as a name is its text."""
        pairs = list(value.items()) if isinstance(value, Mapping) else value
        if isinstance(pairs, str | bytes | AbstractSet) or not isinstance(pairs, Iterable):
            self.refused(value, place, issues)
            return value
        taken: list[tuple[str, Any]] = []
        for index, pair in enumerate(pairs):
            if not isinstance(pair, tuple | list) or len(pair) != 2:  # noqa: PLR2004 - a pair
                self.refused(pair, f"{place}/{index}", issues)
                continue
            name = str(pair[0]) if is_whole(pair[0]) else pair[0]
            name = TextType().taken(name, f"{place}/{index}", issues)
            step = name if isinstance(name, str) else index
            taken.append((name, self.item.taken(pair[1], f"{place}/{step}", issues)))
        for name in _doubled([name for name, _ in taken if isinstance(name, str)]):
            issues.append(Issue(code="duplicate-key", values={"key": name}, location=Location(place=f"{place}/{name}")))
        return tuple(taken)


@frozen(slots=False)
class DictType(PairsType):
    """Values of one type by name, as a dict."""

    def quick(self, value: str, names: Names) -> str:
        """A ``dict``."""
        one = named_in(names, None)
        pair = f"type({one}[0]) is str and {self.item.quick(f'{one}[1]', names)}"
        return f"type({value}) is dict and all({pair} for {one} in {value}.items())"

    def taken(self, value: Any, place: str, issues: Issues) -> Any:  # noqa: ANN401 - see above
        """A mapping, or pairs."""
        before = len(issues)
        pairs = super().taken(value, place, issues)
        return value if len(issues) > before else dict(pairs)


def _doubled(names: list[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if names.count(name) > 1]


def field_type(kind: Any, metadata: Mapping[Any, Any]) -> FieldType:  # noqa: ANN401 - any annotation
    """Return what a field with that resolved annotation and metadata may hold.

    Raises:
        TypeError: If nothing is known of such an annotation.

    """
    least, most = metadata.get(RANGE, (None, None))
    simple: dict[Any, Callable[[], FieldType]] = {
        str: TextType,
        bool: TruthType,
        date: DayType,
        int: lambda: WholeType(least, most),
        Decimal: lambda: DecimalType(least, most, bool(metadata.get(RATE))),
        Fraction: lambda: FractionType(least, most, bool(metadata.get(PAIRS))),
        Any: FieldType,
    }
    if get_origin(kind) is None and kind in simple:
        return simple[kind]()
    composed = _composed(kind, metadata)
    if composed is not None:
        return composed
    for declaration, (what, facts) in DECLARATIONS.items():
        if isinstance(kind, type) and declaration in kind.__mro__:
            return DeclaredType(what, facts)
    if not isinstance(kind, type):
        raise TypeError(kind)
    return InstanceType((kind,))


def _composed(kind: Any, metadata: Mapping[Any, Any]) -> FieldType | None:  # noqa: ANN401 - any annotation
    """Return the type of an annotation that is made of others; None if it is made of none."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Literal:
        return ChoiceType(parts)
    if origin in (Union, UnionType):
        others = tuple(one for one in parts if one is not type(None))
        inner = field_type(others[0], metadata) if len(others) == 1 else InstanceType(others)
        return inner if len(others) == len(parts) else OptionalType(inner)
    if origin is tuple and parts[1:] == (...,):
        pair = get_args(parts[0])
        is_pair = len(pair) == 2 and pair[0] is str  # noqa: PLR2004 - a name and a value
        return PairsType(field_type(pair[1], metadata)) if is_pair else TupleType(field_type(parts[0], {}))
    return DictType(field_type(parts[1], {})) if origin is dict else None
