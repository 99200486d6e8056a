"""The types of small values that a file writes in a shorthand: quantities, grades, checklist items, signatures.

Rows, money, operations of overlays and what is declared by its kind have modules of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfeval.codec import tree
from perfeval.codec.file_types import ANYTHING, FileType
from perfeval.codec.located_issues import collected, made, valid
from perfeval.model.dossier import Signature
from perfeval.model.grades import Band, GradeScale
from perfeval.model.hierarchy import ChecklistItem
from perfeval.model.indicator_set import STANDARD_GRADES
from perfeval.model.plain_values import plain_value
from perfeval.model.quantities import Quantity, parse_quantity

if TYPE_CHECKING:
    from perfeval.codec.file_types import FileField, FileTypes, FileWriter, NodeReader, Schema, SchemaMaker
    from perfeval.model.plain_values import Plain


class QuantityType(FileType):
    """A target or an actual value: one text."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> Quantity:  # noqa: ARG002 - see FileType
        """Return what the text says."""
        return parse_quantity(valid(tree.as_text(node)))

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return the schema of a text."""
        return maker.of(str)

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Return a target."""
        return "≥90%"


class GradesType(FileType):
    """The grades of a set: the list of their bands."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> GradeScale:
        """Return the scale, which refuses bands that leave a hole."""
        valid(tree.as_sequence(node))
        bands: tuple[Band, ...] = reader.read(node, tuple[Band, ...])
        return made(lambda: GradeScale(bands), node)

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return the schema of a list of bands, of which there is one at least."""
        return {**maker.of(tuple[Band, ...]), "minItems": 1}

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Return the usual grades."""
        return plain_value(STANDARD_GRADES)


class ChecklistItemType(FileType):
    """A checklist item: its text alone, or a mapping."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> ChecklistItem:
        """Return the item."""
        if isinstance(node, tree.ScalarNode):
            return ChecklistItem(text=valid(tree.as_text(node)))
        item: ChecklistItem = reader.read_class(node, ChecklistItem)
        return item

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return the schema of a text, or of a mapping."""
        item = maker.shared(ChecklistItem, "ChecklistItem", lambda: maker.keys(ChecklistItem))
        return {"anyOf": [maker.of(str), item]}

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Return a mapping."""
        return {"text": ANYTHING}


class SignaturesType(FileType):
    """Signature lines: a list, or a mapping by label whose values are the name or a mapping."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> tuple[Signature, ...]:
        """Return the lines in order."""

        def signature(label: str, child: tree.AnyNode) -> Signature:
            if isinstance(child, tree.MappingNode):
                fields = _labelled_fields(reader.types)
                read: Signature = reader.read_class(child, Signature, fields=fields, given={"label": label})
                return read
            return Signature(label=label, name="" if tree.is_null(child) else valid(tree.as_text(child)))

        if isinstance(node, tree.SequenceNode):
            return tuple(collected(enumerate(node.items), lambda _, child: reader.read(child, Signature)))
        return tuple(collected(valid(tree.as_mapping(node)).entries.items(), signature))

    def dump(self, value: tuple[Signature, ...], writer: FileWriter) -> Plain:
        """Return the lines by label; as a list where a label stands twice."""
        lines = [writer.fields(one) for one in value]
        if not writer.shown or len({one.label for one in value}) < len(value):
            return list(lines)
        return {
            one.label: one.name
            if line.keys() <= {"label", "name"}
            else {key: line[key] for key in line if key != "label"}
            for one, line in zip(value, lines, strict=True)
        }

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return the schema of a list, or of a mapping by label."""
        line = maker.shared(self, "LabelledSignature", lambda: maker.keys(Signature, _labelled_fields(maker.types)))
        by_label = {"type": "object", "additionalProperties": {"anyOf": [{"type": "null"}, maker.of(str), line]}}
        return {"anyOf": [{"type": "array", "items": maker.of(Signature)}, by_label]}

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Return a mapping by label."""
        return {"填报人": ANYTHING}


def _labelled_fields(types: FileTypes) -> dict[str, FileField]:
    """Return the keys of a signature whose label is a key itself."""
    return {key: one for key, one in types.fields_of(Signature).items() if key != "label"}
