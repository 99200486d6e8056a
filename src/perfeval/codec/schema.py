"""JSON Schema of the three kinds of files, made from the same fields that reading uses, so that the two cannot differ."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import attrs

from perfeval.codec.declared_kinds import SUM, TYPE_KEY
from perfeval.codec.file_fields import fields_of
from perfeval.codec.file_kinds import FORMAT, FORMAT_KEY
from perfeval.codec.fund_lines import ITEMS, SOURCES, TOTAL, UNIT
from perfeval.codec.overlay_operations import DROPS_KEY, POSITION_KEYS
from perfeval.codec.vocabulary import Vocabulary
from perfeval.errors import Issue, NotFoundError, did_you_mean
from perfeval.model.declarations import DeclaredAggregator, DeclaredScorer
from perfeval.model.dossier import ABSENCE_WORDS, Absence, Dossier, Row, Signature
from perfeval.model.file_keys import FILLED, PAIRS, RATE, THRESHOLD
from perfeval.model.funds import FundLine, Funds
from perfeval.model.grades import Band, GradeScale
from perfeval.model.hierarchy import ChecklistItem, Indicator
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlays import OVERRIDABLE
from perfeval.model.quantities import Quantity
from perfeval.scoring.protocols import Aggregator, Scorer

if TYPE_CHECKING:
    from collections.abc import Iterable

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_NUMBER_TEXT = r"^[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$"
_RATE_TEXT = r"^([-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)%?|[0-9]+/[0-9]+)$"

_TEXT: Schema = {"type": ["string", "number", "integer", "boolean"]}
_DECIMAL: Schema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _NUMBER_TEXT}]}
_RATE: Schema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": _RATE_TEXT}]}
_SHARE: Schema = {"anyOf": [{"type": "boolean"}, _RATE, {"enum": ["√", "×", "是", "否"]}]}


def schema_of(kind: str, *, vocabulary: Vocabulary | None = None) -> Schema:
    """Return the JSON Schema (2020-12) of a kind of file.

    What no schema can say (points that add up, codes that are unique, paths that exist) is left to loading.

    Args:
        kind: ``"indicator-set"``, ``"overlay"`` or ``"dossier"``.
        vocabulary: The scorers and aggregators that may be named; None: the built-in ones.

    Raises:
        NotFoundError: If there is no such kind.

    """
    builder = _Builder(vocabulary or Vocabulary())
    makers = {"indicator-set": builder.indicator_set, "overlay": builder.overlay, "dossier": builder.dossier}
    if kind not in makers:
        hint = did_you_mean(kind, makers)
        raise NotFoundError([Issue(code="file-kind", found=kind, expected=" / ".join(makers), hint=hint)])
    body = makers[kind]()
    return {"$schema": DIALECT, "title": f"perfeval {kind}", **body, "$defs": builder.definitions}


class _Builder:
    """Makes schemas of types; classes become definitions, so that they may contain themselves."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.definitions: dict[str, Schema] = {}

    def indicator_set(self) -> Schema:
        return self._file(IndicatorSet, fields_of(IndicatorSet), required=("indicator-set", "title"))

    def dossier(self) -> Schema:
        return self._file(Dossier, fields_of(Dossier), required=("indicators", "year", "project"))

    def overlay(self) -> Schema:
        fields = {key: one for key, one in fields_of(IndicatorSet).items() if one.name in OVERRIDABLE}
        schema = self._file(IndicatorSet, fields, required=("overlay", "base"))
        schema["properties"].update(
            {
                "overlay": _TEXT,
                "base": _TEXT,
                DROPS_KEY: {"type": ["boolean", "null"]},
                "operations": {"type": "array", "items": self._operation()},
            }
        )
        return schema

    def _file(self, kind: type, fields: dict[str, attrs.Attribute[Any]], *, required: Iterable[str]) -> Schema:
        properties = {FORMAT_KEY: {"const": FORMAT}, **{key: self._nullable(kind, one) for key, one in fields.items()}}
        for key in required:
            if key in fields:
                properties[key] = self._field(kind, fields[key])
        return _object(properties, (FORMAT_KEY, *required))

    def _operation(self) -> Schema:
        fields = {key: self._nullable(Indicator, one) for key, one in fields_of(Indicator).items()}
        position = dict.fromkeys(sorted(POSITION_KEYS), _TEXT)
        changes = {key: schema for key, schema in fields.items() if key != "children"}
        return {
            "anyOf": [
                {**_object({"set": _TEXT, **changes}, ("set",)), "minProperties": 2},
                _object({"add": _TEXT, **fields, **position}, ("add", "code")),
                _object({"remove": _TEXT}, ("remove",)),
                _object({"move": _TEXT, "to": _TEXT, **position}, ("move",)),
            ]
        }

    def _nullable(self, kind: type, one: attrs.Attribute[Any]) -> Schema:
        """A key left without a value is a key not given."""
        return {"anyOf": [{"type": "null"}, self._field(kind, one)]}

    def _field(self, kind: type, one: attrs.Attribute[Any]) -> Schema:
        del kind
        if one.metadata.get(PAIRS):
            item = get_args(get_args(one.type)[0])[1]
            value = _RATE if one.metadata.get(RATE) else _SHARE if item is Fraction else self._type(item)
            names = {"propertyNames": {"enum": [*self._vocabulary.thresholds]}} if one.metadata.get(THRESHOLD) else {}
            return {"type": "object", **names, "additionalProperties": value}
        if one.metadata.get(FILLED):
            return {**self._type(one.type), "minItems": 1}
        return _RATE if one.metadata.get(RATE) else self._type(one.type)

    def _type(self, kind: Any) -> Schema:  # noqa: ANN401 - one branch for each sort of type
        simple: dict[Any, Schema] = {
            str: _TEXT,
            Quantity: _TEXT,
            int: {"type": "integer"},
            bool: {"type": "boolean"},
            Decimal: _DECIMAL,
            Fraction: _RATE,
            date: {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
            Absence: {"enum": list(ABSENCE_WORDS)},
            GradeScale: {"type": "array", "items": self._reference(Band), "minItems": 1},
        }
        if kind in simple:
            return simple[kind]
        origin = get_origin(kind)
        if origin is Literal:
            choices = list(get_args(kind))
            return {
                "enum": [*choices, "≥", ">=", "≤", "<=", "=", ">", "<", "定性"] if "at-least" in choices else choices
            }
        if origin in (Union, UnionType):
            return self._type(next(one for one in get_args(kind) if one is not type(None)))
        if origin is tuple:
            return self._list(get_args(kind)[0])
        if isinstance(kind, type) and issubclass(kind, Enum):
            return {"enum": [str(one.value) for one in kind]}
        declared = kind in (DeclaredScorer, Scorer, DeclaredAggregator, Aggregator)
        # What no file can hold is told when somebody tries.
        return self._reference(kind) if declared or (isinstance(kind, type) and attrs.has(kind)) else {"not": {}}

    def _list(self, item: Any) -> Schema:  # noqa: ANN401 - any type
        if item is Row:
            return self._rows()
        items: Schema = {"type": "array", "items": self._type(item)}
        if item is str:
            return {"anyOf": [items, _TEXT]}
        if item is Signature:
            by_label = {
                "type": "object",
                "additionalProperties": {"anyOf": [_TEXT, {"type": "null"}, self._type(item)]},
            }
            return {"anyOf": [items, by_label]}
        return items

    def _reference(self, kind: type) -> Schema:
        name = kind.__name__.removeprefix("Declared")
        if name not in self.definitions:
            self.definitions[name] = {}  # a class may contain itself
            self.definitions[name] = self._definition(kind)
        return {"$ref": f"#/$defs/{name}"}

    def _definition(self, kind: type) -> Schema:
        if kind in (DeclaredScorer, Scorer):
            return self._tagged(self._vocabulary.scorers)
        if kind in (DeclaredAggregator, Aggregator):
            return {
                "anyOf": [
                    _object({TYPE_KEY: {"const": SUM}}, (TYPE_KEY,)),
                    self._tagged(self._vocabulary.aggregators),
                ]
            }
        if kind is Funds:
            return self._funds()
        schema = self._class(kind)
        return {"anyOf": [_TEXT, schema]} if kind is ChecklistItem else schema

    def _class(self, kind: type, *, without: frozenset[str] = frozenset()) -> Schema:
        fields = {key: one for key, one in fields_of(kind).items() if key not in without}
        required = tuple(key for key, one in fields.items() if one.default is attrs.NOTHING)
        properties = {
            key: self._field(kind, one) if key in required else self._nullable(kind, one) for key, one in fields.items()
        }
        return _object(properties, required)

    def _tagged(self, kinds: dict[str, Any]) -> Schema:
        """One alternative for each kind, chosen by its ``type``."""
        alternatives = []
        for name, kind in sorted(kinds.items()):
            try:
                schema = self._class(kind)
            except (NameError, attrs.exceptions.NotAnAttrsClassError):  # a plugin's class that nothing can read either
                continue
            schema["properties"][TYPE_KEY] = {"const": name}
            schema["required"] = [TYPE_KEY, *schema.get("required", [])]
            alternatives.append(schema)
        return {"anyOf": alternatives}

    def _funds(self) -> Schema:
        line = self._class(FundLine, without=frozenset({"name"}))
        self.definitions["FundLine"] = line
        reference: Schema = {"$ref": "#/$defs/FundLine"}
        lines: Schema = {"type": "object", "additionalProperties": reference}
        named: Schema = {**line, "properties": {**line["properties"], "name": _TEXT}}
        return {
            "type": "object",
            "properties": {
                UNIT: _TEXT,
                ITEMS: {"anyOf": [lines, {"type": "null"}]},
                TOTAL: {"anyOf": [named, {"type": "null"}]},
                SOURCES: {"anyOf": [lines, {"type": "null"}]},
            },
            "additionalProperties": {"anyOf": [reference, {"type": "null"}]},
        }

    def _rows(self) -> Schema:
        row = self._class(Row, without=frozenset({"address"}))
        self.definitions["Row"] = row
        # A group holds rows and groups; a mapping with any key of a row is a row.
        self.definitions["Rows"] = {
            "type": "object",
            "additionalProperties": {
                "anyOf": [
                    {"type": "null"},
                    {"enum": list(ABSENCE_WORDS)},
                    {
                        "if": {"anyOf": [{"required": [key]} for key in sorted(row["properties"])]},
                        "then": {"$ref": "#/$defs/Row"},
                        "else": {"$ref": "#/$defs/Rows"},
                    },
                ]
            },
        }
        return {"$ref": "#/$defs/Rows"}


def _object(properties: dict[str, Schema], required: Iterable[str]) -> Schema:
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    keys = list(required)
    if keys:
        schema["required"] = keys
    return schema
