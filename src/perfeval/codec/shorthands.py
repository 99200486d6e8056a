"""The types of small values that a file writes in a shorthand: quantities, grades, checklist items, signatures.

Rows, money, operations of overlays and what is declared by its kind have modules of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.codec import tree
from perfeval.codec.file_types import FileType
from perfeval.codec.located_issues import collected, made, valid
from perfeval.codec.shapes import flow_text
from perfeval.model.dossier import Signature
from perfeval.model.grades import Band, GradeScale
from perfeval.model.hierarchy import ChecklistItem
from perfeval.model.indicator_set import STANDARD_GRADES
from perfeval.model.plain_values import plain_value
from perfeval.model.quantities import Quantity, parse_quantity

if TYPE_CHECKING:
    from perfeval.codec.file_types import FileTypes, FileWriter, NodeReader
    from perfeval.model.plain_values import Plain


class QuantityType(FileType):
    """A target or an actual value: one text."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> Quantity:  # noqa: ARG002 - see FileType
        """Return what the text says."""
        return parse_quantity(valid(tree.as_text(node)))

    def shape(self, types: FileTypes, depth: int) -> str:  # noqa: ARG002 - see FileType
        """Return a target."""
        return "≥90%"


class GradesType(FileType):
    """The grades of a set: the list of their bands."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> GradeScale:
        """Return the scale, which refuses bands that leave a hole."""
        valid(tree.as_sequence(node))
        bands: tuple[Band, ...] = reader.read(node, tuple[Band, ...])
        return made(lambda: GradeScale(bands), node)

    def shape(self, types: FileTypes, depth: int) -> str:  # noqa: ARG002 - see FileType
        """Return the usual grades."""
        return flow_text(plain_value(STANDARD_GRADES))


class ChecklistItemType(FileType):
    """A checklist item: its text alone, or a mapping."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> ChecklistItem:
        """Return the item."""
        if isinstance(node, tree.ScalarNode):
            return ChecklistItem(text=valid(tree.as_text(node)))
        item: ChecklistItem = reader.read_class(node, ChecklistItem)
        return item

    def shape(self, types: FileTypes, depth: int) -> str:  # noqa: ARG002 - see FileType
        """Return a mapping."""
        return "{text: …}"


class SignaturesType(FileType):
    """Signature lines: a list, or a mapping by label whose values are the name or a mapping."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> tuple[Signature, ...]:
        """Return the lines in order."""

        def signature(label: str, child: tree.AnyNode) -> Signature:
            if isinstance(child, tree.MappingNode):
                read: Signature = reader.read_class(child, Signature, given={"label": label})
                return read
            return Signature(label=label, name="" if tree.is_null(child) else valid(tree.as_text(child)))

        if isinstance(node, tree.MappingNode):
            return tuple(collected(node.entries.items(), signature))
        items = enumerate(valid(tree.as_sequence(node)).items)
        return tuple(collected(items, lambda _, child: reader.read_class(child, Signature)))

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

    def shape(self, types: FileTypes, depth: int) -> str:  # noqa: ARG002 - see FileType
        """Return a mapping by label."""
        return "{填报人: …}"
