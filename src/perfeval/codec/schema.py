"""JSON Schema of the three kinds of files, made by the same types that read them, so that the two cannot differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfeval.codec.file_kinds import KINDS
from perfeval.codec.file_types import FileType, Schema
from perfeval.codec.key_descriptions import description_of_field, description_of_mapping, description_of_word
from perfeval.codec.registered_types import TYPES
from perfeval.codec.vocabulary import Vocabulary
from perfeval.codec.written_containers import Unreadable
from perfeval.errors import Issue, NotFoundError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from perfeval.codec.file_types import FileField, FileTypes
    from perfeval.errors.language import Language
    from perfeval.model.file_keys import KeyDescription

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(kind: str, *, vocabulary: Vocabulary | None = None, language: Language = "zh") -> Schema:
    """Return the JSON Schema (2020-12) of a kind of file, with a title, a description and an example of every key.

    What no schema can say (points that add up, codes that are unique, paths that exist) is left to loading.

    Args:
        kind: ``"indicator-set"``, ``"overlay"`` or ``"dossier"``.
        vocabulary: The scorers and aggregators that may be named; None: the built-in ones.
        language: The language of titles, descriptions and examples; all else is the same in both.

    Raises:
        NotFoundError: If there is no such kind.

    """
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS)
        raise NotFoundError([Issue(code="file-kind", found=kind, expected=" / ".join(KINDS), hint=hint)])
    maker = _Maker(TYPES, vocabulary or Vocabulary(), language)
    body = maker.of(KINDS[kind])
    return {"$schema": DIALECT, **body, "$defs": maker.definitions}


class _Maker:
    """Makes the schema of a file; classes become definitions, so that they may contain themselves."""

    def __init__(self, types: FileTypes, vocabulary: Vocabulary, language: Language) -> None:
        self._language: Language = language
        self.types = types
        self.vocabulary = vocabulary
        self.definitions: dict[str, Schema] = {}
        self._names: dict[Hashable, str] = {}

    def of(self, kind: Any) -> Schema:  # noqa: ANN401 - any annotation, or a type
        return (kind if isinstance(kind, FileType) else self.types.of(kind)).schema(self)

    def keys(
        self, kind: type, fields: Mapping[str, FileField] | None = None, *, words: Mapping[str, Schema] | None = None
    ) -> Schema:
        given = self.types.fields_of(kind) if fields is None else fields
        properties = {
            key: {**self.said(description_of_word(kind, key)), **schema} for key, schema in (words or {}).items()
        }
        for key, one in given.items():
            schema = one.type.schema(self)
            # A key left without a value is a key not given.
            held = schema if one.is_required or one.needs_value else {"anyOf": [{"type": "null"}, schema]}
            said = self.said(description_of_field(one, self.types))
            if isinstance(one.type, Unreadable):
                del said["examples"]
            properties[key] = {**said, **held}
        required = [*(words or ()), *(key for key, one in given.items() if one.is_required)]
        return {
            **self.said(description_of_mapping(kind, words or (), given.values(), self.types)),
            "type": "object",
            "properties": properties,
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }

    def said(self, description: KeyDescription) -> Schema:
        example = description.example_zh if self._language == "zh" else description.example_en
        return {
            "title": description.title.speak(self._language),
            "description": description.description.speak(self._language),
            "examples": [example],
        }

    def shared(self, owner: Hashable, name: str, make: Callable[[], Schema]) -> Schema:
        known = self._names.get(owner)
        if known is None:
            # A plugin may have a class of the same name.
            taken = sum(other.rstrip("0123456789") == name for other in self._names.values())
            known = self._names[owner] = f"{name}{taken + 1}" if taken else name
            self.definitions[known] = {}
            self.definitions[known] = make()
        return {"$ref": f"#/$defs/{known}"}
