"""Types of a plugin's own: one object says how files hold the values of a class that only the plugin knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from attrs import field, frozen
from attrs.validators import instance_of, is_callable, optional

from perfeval.codec import tree
from perfeval.codec.file_types import FileType, Schema
from perfeval.codec.located_issues import valid
from perfeval.codec.yaml_events import parse_yaml
from perfeval.codec.yaml_text import dump_yaml
from perfeval.errors import FormatError, Issue, PerfEvalError
from perfeval.errors.language import Text
from perfeval.model.plain_values import PlainWriter, shortest
from perfeval.model.plugin_faults import HARM, PARAMETER, in_short, nonsense_from, raised_by

if TYPE_CHECKING:
    from perfeval.codec.file_types import FileTypes, FileWriter, NodeReader, SchemaMaker
    from perfeval.model.plain_values import Plain

Own = TypeVar("Own")

_WORD: Schema = {"type": ["string", "number", "integer", "boolean"]}


@frozen(kw_only=True, eq=False)
class ParameterType(FileType, Generic[Own]):
    """How files hold values of a class of a plugin's own, a parameter of its scorer for instance.

    A field says so with ``written_as``; it may hold one value, one or None, or a tuple of them.

    Args:
        kind: The class.
        title: What a value is called, such as ``Text("长度", "a length")``.
        example: What a value looks like in a file: a text, a list, or a dict. A file that has another of these three is told so.
        read: Makes a value of what stands in a file: the text as it is written, numbers too, or a list or dict of such texts. What is none
            it refuses with ``ValueError``, or in words of its own with a ``PerfEvalError``.
        dump: Returns what a file holds for a value: what ``read`` makes it of again.
        schema: The JSON Schema of what ``read`` takes; None: anything of the shape of the example.

    """

    kind: type[Own] = field(validator=instance_of(type))
    title: Text = field(validator=instance_of(Text))
    example: str | list[Any] | dict[str, Any] = field(validator=instance_of((str, list, dict)))
    _read: Callable[[Any], Own] = field(validator=is_callable())
    _dump: Callable[[Own], object] = field(validator=is_callable())
    _schema: Schema | None = field(default=None, validator=optional(instance_of(dict)))

    def read(self, node: tree.AnyNode, reader: NodeReader) -> Own:  # noqa: ARG002 - see FileType
        """Return the value that *node* is.

        Raises:
            FormatError: If it is none, or the plugin fails.

        """
        return self._value_in(node)

    def _value_in(self, node: tree.AnyNode) -> Own:
        data = self._data_in(node)
        try:
            value = self._read(data)
        except PerfEvalError:
            raise
        except ValueError as cause:
            found = tree.found_in(node)
            raise FormatError(
                [Issue(code="wrong-value", location=node.location, expected=self.title, found=found)]
            ) from cause
        except HARM as cause:
            raise FormatError([raised_by(None, PARAMETER, self.kind.__name__, cause, at=node.location)]) from cause
        if not isinstance(value, self.kind):
            told = nonsense_from(
                None, PARAMETER, self.kind.__name__, value, expected=self.kind.__name__, at=node.location
            )
            raise FormatError([told])
        return value

    def _data_in(self, node: tree.AnyNode) -> object:
        """Return what a node holds, if it has the shape of the example."""
        if isinstance(self.example, str):
            return valid(tree.as_text(node))
        return _plain(valid(tree.as_mapping(node)) if isinstance(self.example, dict) else valid(tree.as_sequence(node)))

    def plain_of(self, value: Own) -> object:
        """Return what a file holds for a value.

        Raises:
            FormatError: If the plugin fails.

        """
        try:
            return self._dump(value)
        except PerfEvalError:
            raise
        except HARM as cause:
            raise FormatError([raised_by(None, PARAMETER, self.kind.__name__, cause)]) from cause

    def dump(self, value: Own, writer: FileWriter) -> Plain:
        """Return what a file holds for a value, its numbers written as all others."""
        return writer.value(self.plain_of(value))

    def read_back(self) -> None:
        """Read the example, dump the value and read that again: what its author should hear before anybody else.

        Raises:
            PerfEvalError: If the example is not read, or what is dumped is read as another value.

        """
        value = self._value_in(_node_of(self.example))
        again = self._value_in(_node_of(PlainWriter(shortest).value(self.plain_of(value))))
        if again != value:
            expected = in_short(value)
            raise FormatError([nonsense_from(None, PARAMETER, self.kind.__name__, again, expected=expected)])

    def schema(self, maker: SchemaMaker) -> Schema:  # noqa: ARG002 - see FileType
        """Return the schema that the plugin gives, or that of the example's shape."""
        if self._schema is not None:
            return dict(self._schema)
        return (
            _WORD
            if isinstance(self.example, str)
            else {"type": "object" if isinstance(self.example, dict) else "array"}
        )

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Return the example."""
        return self.example

    def may_hold(self, key: str, types: FileTypes) -> bool:  # noqa: ARG002 - see FileType
        """Whether the example has that key."""
        return isinstance(self.example, dict) and key in self.example


def _node_of(data: object) -> tree.AnyNode:
    """Return plain data as a file holds it."""
    return valid(tree.as_sequence(parse_yaml(dump_yaml([data])))).items[0]


def _plain(node: tree.AnyNode) -> object:
    """Return a node as texts, lists and dicts; nothing at all is None."""
    if isinstance(node, tree.MappingNode):
        return {key: _plain(child) for key, child in node.entries.items()}
    if isinstance(node, tree.SequenceNode):
        return [_plain(one) for one in node.items]
    return None if tree.is_null(node) else node.text
