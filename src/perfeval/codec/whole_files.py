"""The types of whole files: indicator sets, dossiers, and overlays, which say what they override of a set as a set says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.codec import tree
from perfeval.codec.file_kinds import FORMAT, FORMAT_KEY
from perfeval.codec.file_types import FileType
from perfeval.codec.located_issues import made, valid
from perfeval.codec.overlay_operations import fields_by_name
from perfeval.model.dossier import Dossier
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlays import OVERRIDABLE, Overlay

if TYPE_CHECKING:
    from perfeval.codec.file_types import FileField, FileTypes, FileWriter, NodeReader, Schema, SchemaMaker
    from perfeval.model.plain_values import Plain


_FORMAT: Schema = {"const": FORMAT}


class SetFile(FileType):
    """An indicator set."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> IndicatorSet:
        """Return the set."""
        loaded: IndicatorSet = reader.read_class(node, IndicatorSet, ignore=frozenset({FORMAT_KEY}))
        return loaded

    def dump(self, value: IndicatorSet, writer: FileWriter) -> Plain:
        """Return its keys, without the format."""
        return writer.fields(value)

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return the schema of the whole file."""
        return maker.keys(IndicatorSet, words={FORMAT_KEY: _FORMAT})


class DossierFile(FileType):
    """A dossier, which knows where it names its set."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> Dossier:
        """Return the dossier."""
        mapping = valid(tree.as_mapping(node))
        loaded: Dossier = reader.read_class(mapping, Dossier, ignore=frozenset({FORMAT_KEY}))
        return loaded.replace(source=mapping.entries["indicators"].location)

    def dump(self, value: Dossier, writer: FileWriter) -> Plain:
        """Return its keys, without the format."""
        return writer.fields(value)

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return the schema of the whole file."""
        return maker.keys(Dossier, words={FORMAT_KEY: _FORMAT})


class OverlayFile(FileType):
    """An overlay: its id and base, what it overrides of the set, its operations."""

    def read(self, node: tree.AnyNode, reader: NodeReader) -> Overlay:
        """Return the overlay, which knows where each of its keys stands."""
        mapping = valid(tree.as_mapping(node))
        free = _overridable(reader.types)
        fields = {**_own(reader.types), **free}
        values = reader.read_fields(mapping, fields, owner=Overlay.called, ignore=(FORMAT_KEY,))
        overrides = tuple(
            (one.name, values.pop(one.name)) for key in mapping.entries if (one := free.get(key)) and one.name in values
        )
        places = tuple((fields[key].name, child.location) for key, child in mapping.entries.items() if key in fields)
        return made(lambda: Overlay(**values, overrides=overrides, places=places), mapping)

    def dump(self, value: Overlay, writer: FileWriter) -> Plain:
        """Return its keys, without the format: first what it is and on what it stands, last the operations."""
        own: list[tuple[str, object]] = [("id", value.id), ("base", value.base)]
        last: list[tuple[str, object]] = [("drops_citations", True)] if value.drops_citations else []
        if value.operations:
            last.append(("operations", value.operations))
        return {
            **fields_by_name(Overlay, own, writer),
            **fields_by_name(IndicatorSet, value.overrides, writer),
            **fields_by_name(Overlay, last, writer),
        }

    def schema(self, maker: SchemaMaker) -> Schema:
        """Return the schema of the whole file."""
        fields = {**_own(maker.types), **_overridable(maker.types)}
        return maker.keys(Overlay, fields, words={FORMAT_KEY: _FORMAT})


def _own(types: FileTypes) -> dict[str, FileField]:
    """Return the keys that only an overlay has."""
    return {key: one for key, one in types.fields_of(Overlay).items() if one.name != "overrides"}


def _overridable(types: FileTypes) -> dict[str, FileField]:
    """Return the keys of a set that an overlay may have; what a set must say an overlay may leave to its base."""
    return {key: one.optional() for key, one in types.fields_of(IndicatorSet).items() if one.name in OVERRIDABLE}
