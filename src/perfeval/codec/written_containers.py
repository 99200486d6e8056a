"""The types that a file writes as lists and mappings: many of one type, pairs by name, classes by their fields; and what no file can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from attrs import frozen

from perfeval.codec import tree
from perfeval.codec.file_types import ANYTHING, FileType
from perfeval.codec.located_issues import collected, valid
from perfeval.codec.shapes import sample_of_field
from perfeval.codec.written_scalars import TEXT
from perfeval.errors import FormatError, Issue
from perfeval.errors.language import Text
from perfeval.model.audit_thresholds import THRESHOLDS
from perfeval.model.exact_arithmetic import product
from perfeval.model.file_keys import KeyDescription
from perfeval.model.numbers import plain

if TYPE_CHECKING:
    from perfeval.codec.file_types import FileTypes, FileWriter, NodeReader, Schema, SchemaMaker
    from perfeval.model.plain_values import Plain

_DEEPEST = 3
_FULLEST = 3
_PROFILE = Text("审核阈值 profile", "the profile")


@frozen(kw_only=True, eq=False)
class ListOf(FileType):
    """Any number of values of one type, in order.

    Args:
        item: The type.
        filled: Whether an empty list is a slip.

    """

    item: FileType
    filled: bool = False

    def read(self, node: tree.AnyNode, reader: NodeReader) -> tuple[Any, ...]:
        """Return the values; a single text is a list of one."""
        if self.item is TEXT and isinstance(node, tree.ScalarNode):
            return (self.item.read(node, reader),)
        sequence = valid(tree.as_sequence(node))
        if self.filled and not sequence.items:
            expected = Text("至少一项", "at least one item")
            hint = Text(f"没有则删去 {node.step}", f"leave {node.step} out if there is none")
            raise FormatError(
                [Issue(code="wrong-value", expected=expected, found="[]", hint=hint, location=node.location)]
            )
        return tuple(collected(enumerate(sequence.items), lambda _, child: reader.read(child, self.item)))

    def dump(self, value: Any, writer: FileWriter) -> Plain:  # noqa: ANN401 - see FileType
        """Return the values in order."""
        return [self.item.dump(one, writer) for one in value]

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return the schema of a list, or of a single text."""
        items: Schema = {"type": "array", "items": maker.of(self.item), **({"minItems": 1} if self.filled else {})}
        return {"anyOf": [items, maker.of(self.item)]} if self.item is TEXT else items

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401 - see FileType
        """Return a list of one."""
        return [self.item.sample(types, depth + 1)]


@frozen(kw_only=True, eq=False)
class PairsOf(FileType):
    """Values of one type by name, in order.

    Args:
        item: The type.
        thresholds: Whether the names are those of thresholds.

    """

    item: FileType
    thresholds: bool = False

    def read(self, node: tree.AnyNode, reader: NodeReader) -> tuple[tuple[str, Any], ...]:
        """Return the pairs."""
        mapping = valid(tree.as_mapping(node))
        if self.thresholds:
            _refuse_other_thresholds(mapping, reader)
        return tuple(collected(mapping.entries.items(), lambda key, child: (key, reader.read(child, self.item))))

    def dump(self, value: Any, writer: FileWriter) -> Plain:  # noqa: ANN401 - see FileType
        """Return the values by name."""
        return {name: self.item.dump(one, writer) for name, one in value}

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return the schema of a mapping with any names, or those of the thresholds that are known."""
        item = maker.of(self.item)
        if not self.thresholds:
            return {"type": "object", "additionalProperties": item}
        known = {name: {**maker.said(_threshold(name)), **item} for name in maker.vocabulary.thresholds}
        return {"type": "object", "properties": known, "additionalProperties": False}

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401 - see FileType
        """Return a mapping of one."""
        name = next(iter(THRESHOLDS)) if self.thresholds else ANYTHING
        return {name: self.item.sample(types, depth + 1)}

    def may_hold(self, key: str, types: FileTypes) -> bool:  # noqa: ARG002 - see FileType
        """Whatever the name."""
        return True


def _threshold(name: str) -> KeyDescription:
    """Return what is said of a threshold."""
    known = THRESHOLDS.get(name)
    if known is None:
        text = Text("插件的审核规则所用的阈值", "a threshold of an audit rule of a plugin")
        return KeyDescription(Text(name, name), text, "90%", "90%")
    usual = f"{plain(product(known.usual, 100))}%"
    return KeyDescription(
        known.name,
        Text(f"审核规则所用的阈值，通常为 {usual}", f"a threshold of the audit, usually {usual}"),
        usual,
        usual,
    )


def _refuse_other_thresholds(mapping: tree.MappingNode, reader: NodeReader) -> None:
    known = reader.vocabulary.thresholds
    failed = reader.vocabulary.failed_plugins  # a rule of theirs may read it
    issues = [reader.unknown(mapping, key, owner=_PROFILE, known=known) for key in mapping.entries if key not in known]
    if issues:
        raise FormatError(issues if failed is None else [one.advised(failed) for one in issues])


@frozen(kw_only=True, eq=False)
class ClassOf(FileType):
    """A value of an attrs class, key by key.

    Args:
        kind: The class.

    """

    kind: type

    def read(self, node: tree.AnyNode, reader: NodeReader) -> Any:  # noqa: ANN401 - see FileType
        """Return the value."""
        return reader.read_class(node, self.kind)

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return a reference to the schema of the class."""
        return maker.shared(self.kind, self.kind.__name__, lambda: maker.keys(self.kind))

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401 - see FileType
        """Show the keys that are required; if none is, the first ones."""
        if depth >= _DEEPEST:
            return ANYTHING
        fields = types.fields_of(self.kind)
        required = [one for one in fields.values() if one.is_required]
        chosen = required or list(fields.values())[:_FULLEST]
        return {one.key: sample_of_field(one, types, depth + 1) for one in chosen}

    def may_hold(self, key: str, types: FileTypes) -> bool:
        """Whether a field has that key."""
        return key in types.fields_of(self.kind)


@frozen(kw_only=True, eq=False)
class Unreadable(FileType):
    """What no file can hold: a parameter of a plugin whose type nobody knows.

    Args:
        kind: The annotation.

    """

    kind: Any

    def read(self, node: tree.AnyNode, reader: NodeReader) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Say so."""
        name = self.kind.__name__ if isinstance(self.kind, type) and not get_args(self.kind) else str(self.kind)
        expected = Text(
            "Decimal、Fraction、int、bool、str、date、Literal、Enum、attrs 类、tuple[X, ...]，或其中之一与 None",
            "Decimal, Fraction, int, bool, str, date, a Literal, an Enum, an attrs class, tuple[X, ...], or one of them and None",
        )
        raise FormatError([Issue(code="parameter-type", expected=expected, found=name, location=node.location)])

    def schema(self, maker: SchemaMaker) -> Schema:  # noqa: ARG002 - see FileType
        """Return what nothing fulfils."""
        return {"not": {}}
