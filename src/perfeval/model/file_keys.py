"""How a field is written in a file, where that differs from the field itself, and within which bounds its number lies."""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import attrs

from perfeval.errors.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable

TYPE_KEY = "type"
"""The key under which a file names the kind of a scorer or aggregator, beside its parameters."""

KEY = "key"
PAIRS = "pairs"
RATE = "rate"
RANGE = "range"
THRESHOLD = "threshold"
FILLED = "filled"
WRITTEN_AS = "written-as"
DESCRIBED = "described"


class KeyDescription(NamedTuple):
    """What there is to say of a key: what it is called, what it is for, and an example in either language."""

    title: Text
    description: Text
    example_zh: Any
    example_en: Any


class WrittenType(Protocol):
    """What the values know of a type of a plugin's own: the class, and how a value of it is plain data."""

    @property
    def kind(self) -> type:
        """The class."""
        ...

    @property
    def title(self) -> Text:
        """What a value is called."""
        ...

    def plain_of(self, value: Any) -> object:  # noqa: ANN401 - a value of the class
        """Return what a file holds for a value."""
        ...


def named(key: str) -> dict[str, Any]:
    """Return the metadata of a field whose key in a file is *key* (``from`` is no Python name)."""
    return {KEY: key}


def within(least: int, most: int | None = None) -> dict[str, Any]:
    """Return the metadata of a field, or of pairs, whose numbers lie from *least* to *most*, both included."""
    return {RANGE: (least, most)}


def pairs(*, rates: bool = False) -> dict[str, Any]:
    """Return the metadata of a tuple of pairs that a file writes as a mapping; *rates* may be written 130%."""
    return {PAIRS: True, RATE: rates}


def by_name(values: tuple[tuple[str, Any], ...]) -> tuple[tuple[str, Any], ...]:
    """Return pairs as they are compared (``eq=by_name``): keys of a mapping have no order."""
    return tuple(sorted(values, key=itemgetter(0)))


def in_order_of(*names: str) -> Callable[[tuple[Any, ...]], tuple[Any, ...]]:
    """Return how values are compared (``eq=…``) that a file keeps under keys: in the order of some of their own fields."""
    key = attrgetter(*names)
    return lambda values: tuple(sorted(values, key=key))


def as_compared(one: attrs.Attribute[Any], content: Any) -> Any:  # noqa: ANN401 - the content of a field
    """Return the content of a field as two values of its class are compared by it."""
    compared = getattr(one, "eq_key", None)  # which the types of attrs leave out
    return content if compared is None else compared(content)


def thresholds() -> dict[str, Any]:
    """Return the metadata of pairs whose names are thresholds of the audit, which may be written 130%."""
    return {PAIRS: True, RATE: True, THRESHOLD: True}


def filled() -> dict[str, Any]:
    """Return the metadata of a list that a file leaves out when it is empty; an empty one is a slip."""
    return {FILLED: True}


def rate_field() -> dict[str, Any]:
    """Return the metadata of a Decimal that is a rate, so that a file may write it as 60%."""
    return {RATE: True}


def written_as(held: WrittenType) -> dict[str, Any]:
    """Return the metadata of a field of a plugin's own type; *held* (a ``ParameterType``) says how files hold its values."""
    return {WRITTEN_AS: held}


def described(title: Text, description: Text, *, example: object, example_en: object = None) -> dict[str, Any]:
    """Return the metadata of a field of a plugin's own: what ``perfeval schema`` says of its key.

    Args:
        title: What the key is called, such as ``Text("步调", "pace")``.
        description: What it is for, in a sentence.
        example: What may stand there, as JSON has it.
        example_en: The same in English, where it holds words.

    Raises:
        TypeError: If title or description is none in both languages.

    """
    for one in (title, description):
        if not isinstance(one, Text):
            message = f"a Text in both languages, not {one!r}"
            raise TypeError(message)
    return {DESCRIBED: KeyDescription(title, description, example, example if example_en is None else example_en)}
