"""JSON Schema of the three kinds of files, made by the same types that read them, so that the two cannot differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfeval.codec.file_kinds import KINDS
from perfeval.codec.file_types import FileType, Schema
from perfeval.codec.registered_types import TYPES
from perfeval.codec.vocabulary import Vocabulary
from perfeval.errors import Issue, NotFoundError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from perfeval.codec.file_types import FileField, FileTypes

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(kind: str, *, vocabulary: Vocabulary | None = None) -> Schema:
    """Return the JSON Schema (2020-12) of a kind of file.

    What no schema can say (points that add up, codes that are unique, paths that exist) is left to loading.

    Args:
        kind: ``"indicator-set"``, ``"overlay"`` or ``"dossier"``.
        vocabulary: The scorers and aggregators that may be named; None: the built-in ones.

    Raises:
        NotFoundError: If there is no such kind.

    """
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS)
        raise NotFoundError([Issue(code="file-kind", found=kind, expected=" / ".join(KINDS), hint=hint)])
    maker = _Maker(TYPES, vocabulary or Vocabulary())
    body = maker.of(KINDS[kind])
    return {"$schema": DIALECT, "title": f"perfeval {kind}", **body, "$defs": maker.definitions}


class _Maker:
    """Makes the schema of a file; classes become definitions, so that they may contain themselves."""

    def __init__(self, types: FileTypes, vocabulary: Vocabulary) -> None:
        self.types = types
        self.vocabulary = vocabulary
        self.definitions: dict[str, Schema] = {}
        self._names: dict[Hashable, str] = {}

    def of(self, kind: Any) -> Schema:  # noqa: ANN401 - any annotation, or a type
        return (kind if isinstance(kind, FileType) else self.types.of(kind)).schema(self)

    def keys(self, fields: Mapping[str, FileField], words: Mapping[str, Schema] | None = None) -> Schema:
        properties: dict[str, Schema] = dict(words or {})
        for key, one in fields.items():
            schema = one.type.schema(self)
            # A key left without a value is a key not given.
            properties[key] = schema if one.is_required or one.needs_value else {"anyOf": [{"type": "null"}, schema]}
        required = [*(words or ()), *(key for key, one in fields.items() if one.is_required)]
        made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        return {**made, "required": required} if required else made

    def shared(self, owner: Hashable, name: str, make: Callable[[], Schema]) -> Schema:
        known = self._names.get(owner)
        if known is None:
            # A plugin may have a class of the same name.
            taken = sum(other.rstrip("0123456789") == name for other in self._names.values())
            known = self._names[owner] = f"{name}{taken + 1}" if taken else name
            self.definitions[known] = {}
            self.definitions[known] = make()
        return {"$ref": f"#/$defs/{known}"}
