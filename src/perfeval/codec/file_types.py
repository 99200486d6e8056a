"""The types of what stands in files: one object a type, which reads its values, dumps them, and has their schema.

The types that a file writes in a shorthand of their own are registered (:mod:`perfeval.codec.registered_types`); who reads a file knows
none of them by name.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Protocol

import attrs
from attrs import evolve, frozen

from perfeval.errors.language import Text
from perfeval.model.plain_values import PlainWriter, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Hashable, Mapping

    from perfeval.codec import tree
    from perfeval.codec.vocabulary import Vocabulary
    from perfeval.errors import Issue
    from perfeval.model.file_keys import KeyDescription
    from perfeval.model.plain_values import NumberText, Plain

Schema = dict[str, Any]
"""A JSON Schema, or a part of one."""

ANYTHING = "…"
"""What any text looks like."""


class FileType(ABC):
    """How values of one type stand in files."""

    @abstractmethod
    def read(self, node: tree.AnyNode, reader: NodeReader) -> Any:  # noqa: ANN401 - a value of the type
        """Return the value that *node* is.

        Raises:
            FormatError: If it is none; with every problem, each at its line and column.

        """

    def dump(self, value: Any, writer: FileWriter) -> Plain:  # noqa: ANN401 - a value of the type
        """Return the data of a value, which reads back.

        Raises:
            TypeError: If it holds what cannot be said exactly.

        """
        return writer.value(value)

    @abstractmethod
    def schema(self, maker: SchemaMaker) -> Schema:
        """Return the schema of what reads as a value."""

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401, ARG002 - for those that are made of others
        """Return what a file may hold for a value, as JSON has it, to be shown; *depth* is how deep it stands in another."""
        return ANYTHING

    def may_hold(self, key: str, types: FileTypes) -> bool:  # noqa: ARG002 - for those that have keys
        """Whether a value can be a mapping with that key."""
        return False


@frozen(kw_only=True, eq=False)
class FileField:
    """A key that a mapping of a file may have.

    Args:
        key: The key.
        owner: The class whose field it fills.
        attribute: The field of a value that it fills.
        type: What may stand there.
        needs_value: Whether the key, where it is given, may not be left without a value.

    """

    key: str
    owner: type
    attribute: attrs.Attribute[Any]
    type: FileType
    needs_value: bool = False

    @property
    def name(self) -> str:
        """The name of the field."""
        return self.attribute.name

    @property
    def is_required(self) -> bool:
        """Whether the key has to be given."""
        return self.attribute.default is attrs.NOTHING

    @property
    def default(self) -> Any:  # noqa: ANN401 - the field's type
        """What the field holds when nothing is said of it; None if it has to be said."""
        default: Any = self.attribute.default
        if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # Factory is a class at run time
            return default.factory()
        return None if default is attrs.NOTHING else default

    def optional(self) -> FileField:
        """Return the field as one that need not be given."""
        return evolve(self, attribute=self.attribute.evolve(default=None)) if self.is_required else self


def called(kind: type) -> Text:
    """Return what a class is called in a message; a plugin's own class may go without a word for it."""
    word: Text = getattr(kind, "called", Text("这里", "what stands here"))
    return word


class FileTypes(Protocol):
    """Which type is whose: what a type that is made of others asks."""

    def of(self, kind: Any) -> FileType:  # noqa: ANN401 - any annotation
        """Return the type of an annotation."""
        ...

    def fields_of(self, kind: type) -> Mapping[str, FileField]:
        """Return the fields of an attrs class that a file may give, by their keys."""
        ...


class FileWriter(PlainWriter):
    """Values to the data of files: each field as its type dumps it.

    Args:
        types: Which type is whose.
        number: What stands for a number: text that reads back exactly, or the number itself.
        shown: Whether rows stand by their groups, absences as words, money and signatures by their names, as people write them and
            the documentation shows; else each has one shape, whatever it holds, as programs want it.

    """

    def __init__(self, types: FileTypes, *, number: NumberText, shown: bool) -> None:
        """Begin; see the class."""
        super().__init__(number)
        self.types = types
        self.shown = shown

    def field(self, kind: type, one: attrs.Attribute[Any], content: Any) -> Plain:  # noqa: ANN401 - the content of a field of *kind*
        """Return the content of one field of a class as its type dumps it; None is a key without a value."""
        if content is None:
            return None
        try:
            held = self.types.fields_of(kind)[key_of(one)].type
        except NameError:  # an annotation of a plugin that nobody can resolve
            return super().field(kind, one, content)
        return held.dump(content, self)


class NodeReader(Protocol):
    """What a type asks of who reads a file."""

    types: FileTypes
    vocabulary: Vocabulary

    def read(self, node: tree.AnyNode, kind: Any) -> Any:  # noqa: ANN401 - whatever *kind* is
        """Read *node* as *kind*: an annotation, or a type."""
        ...

    def read_class(  # noqa: PLR0913 - see read_fields
        self,
        node: tree.AnyNode,
        kind: type,
        *,
        fields: Mapping[str, FileField] | None = None,
        ignore: frozenset[str] = frozenset(),
        given: dict[str, Any] | None = None,
        owner: Text | None = None,
    ) -> Any:  # noqa: ANN401 - a value of *kind*
        """Read a mapping as an attrs class."""
        ...

    def read_fields(  # noqa: PLR0913 - see the reader
        self,
        mapping: tree.MappingNode,
        fields: Mapping[str, FileField],
        *,
        owner: Text,
        ignore: Collection[str] = (),
        given: Mapping[str, Any] | None = None,
        unset: bool = False,
    ) -> dict[str, Any]:
        """Read the keys of a mapping as fields, by name."""
        ...

    def unknown(self, mapping: tree.MappingNode, key: str, *, owner: Text, known: Collection[str]) -> Issue:
        """Return the issue of a key that is not known where it stands."""
        ...


class SchemaMaker(Protocol):
    """What a type asks of who makes the schema of a file."""

    types: FileTypes
    vocabulary: Vocabulary

    def of(self, kind: Any) -> Schema:  # noqa: ANN401 - any annotation
        """Return the schema of an annotation."""
        ...

    def keys(
        self, kind: type, fields: Mapping[str, FileField] | None = None, *, words: Mapping[str, Schema] | None = None
    ) -> Schema:
        """Return the schema of a mapping that has these keys and no other, with what is said of each.

        Args:
            kind: The class of the value.
            fields: The fields by their keys; None: those of the class.
            words: Keys of the format, which are required and come first.

        """
        ...

    def shared(self, owner: Hashable, name: str, make: Callable[[], Schema]) -> Schema:
        """Return a reference to a schema that is made once, so that it may contain itself."""
        ...

    def said(self, description: KeyDescription) -> Schema:
        """Return what is said of a key, in the language of the schema."""
        ...
