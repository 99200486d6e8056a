"""Data drawn from a JSON Schema, and data that is right but for one change: what a schema and a loader must agree on."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Schema = dict[str, Any]

DEEPEST = 4
"""Below it only what is required is drawn."""

NAMES = st.sampled_from(["甲", "乙/丙", "1", "名称 二", "type", "x"])
TEXTS = st.sampled_from(["甲", "", "≥90%", "60%", "1.10", "missing", "a: b", "是", "null", "true"])
INTEGERS = st.integers(-3, 2100)
NUMBERS = st.one_of(INTEGERS, st.sampled_from([0.5, 2.25, 99.9]))
LEAVES = {
    "string": TEXTS,
    "number": NUMBERS,
    "integer": INTEGERS,
    "boolean": st.booleans(),
    "null": st.none(),
}
ASCII = st.characters(max_codepoint=127)
ODD = st.one_of(
    st.none(), st.booleans(), NUMBERS, TEXTS, st.sampled_from([[], {}, ["甲"], {"zzz": 1}, [{}], [[1]], "ratio", "1/0"])
)


def data_of(schema: Schema, whole: Schema, depth: int = 0) -> st.SearchStrategy[Any]:
    """Return a strategy of data that fulfils a part of a whole schema; the words of JSON Schema are those that ours uses."""
    word = next(one for one in DRAWN if one in schema)
    return DRAWN[word](schema, whole, depth)


def _below(schema: Schema, whole: Schema, depth: int) -> st.SearchStrategy[Any]:
    return st.deferred(lambda: data_of(schema, whole, depth))


def _any_of(schema: Schema, whole: Schema, depth: int) -> st.SearchStrategy[Any]:
    possible = [one for one in schema["anyOf"] if one != {"not": {}}]
    if depth > DEEPEST and {"type": "null"} in possible:
        return st.none()
    return st.one_of([_below(one, whole, depth) for one in possible])


def _typed(schema: Schema, whole: Schema, depth: int) -> st.SearchStrategy[Any]:
    if schema["type"] == "array":
        least = schema.get("minItems", 0)
        most = max(2, least) if depth <= DEEPEST else least
        return st.lists(_below(schema["items"], whole, depth + 1), min_size=least, max_size=most)
    if schema["type"] == "object":
        return _mapping(schema, whole, depth)
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return st.one_of([_bounded(schema, LEAVES[kind]) for kind in kinds])


def _bounded(schema: Schema, leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    if not schema.keys() & {"minimum", "maximum"}:
        return leaves
    return leaves.map(
        lambda one: min(
            max(one, schema.get("minimum", one)), schema.get("maximum", max(one, schema.get("minimum", one)))
        )
    )


@st.composite
def _mapping(draw: st.DrawFn, schema: Schema, whole: Schema, depth: int) -> dict[str, Any]:
    properties: dict[str, Schema] = schema.get("properties", {})
    required = schema.get("required", [])
    free = [key for key in properties if key not in required]
    chosen = draw(st.lists(st.sampled_from(free), max_size=4, unique=True)) if free and depth <= DEEPEST else []
    while len(required) + len(chosen) < schema.get("minProperties", 0):
        chosen.append(next(key for key in free if key not in chosen))
    made = {key: draw(_below(properties[key], whole, depth + 1)) for key in [*required, *chosen]}
    others = schema.get("additionalProperties", False)
    if others and depth <= DEEPEST:
        names = schema.get("propertyNames", {}).get("enum")
        for name in draw(st.lists(st.sampled_from(names) if names else NAMES, max_size=2, unique=True)):
            if name not in properties:
                made[name] = draw(_below(others, whole, depth + 1))
    return made


DRAWN: dict[str, Callable[[Schema, Schema, int], st.SearchStrategy[Any]]] = {
    "$ref": lambda schema, whole, depth: _below(whole["$defs"][schema["$ref"].removeprefix("#/$defs/")], whole, depth),
    "anyOf": _any_of,
    "if": lambda schema, whole, depth: st.one_of(
        [_below(schema[branch], whole, depth) for branch in ("then", "else")[: 2 if depth <= DEEPEST else 1]]
    ),
    "const": lambda schema, *_: st.just(schema["const"]),
    "enum": lambda schema, *_: st.sampled_from(schema["enum"]),
    "pattern": lambda schema, *_: st.from_regex(schema["pattern"], fullmatch=True, alphabet=ASCII),
    "type": _typed,
}
"""How data is drawn, by the first of these words that a schema has."""


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every container with each of its keys or positions."""
    if isinstance(data, dict | list):
        for key in list(data) if isinstance(data, dict) else range(len(data)):
            yield data, key
            yield from _places(data[key])


@st.composite
def changed(draw: st.DrawFn, data: Any) -> Any:
    """Draw *data* with one thing changed: a part replaced, left out, added, or under another key."""
    made = copy.deepcopy(data)
    held, key = draw(st.sampled_from(list(_places(made))))
    how = draw(st.sampled_from(["replace", "leave out", "rename", "add", "swap"]))
    if how == "leave out":
        del held[key]
    elif how == "rename" and isinstance(held, dict):
        held[draw(st.sampled_from([*held, "zzz", "points", "name", "type"]))] = held.pop(key)
    elif how == "add" and isinstance(held[key], dict):
        held[key][draw(st.sampled_from(["zzz", "points", "name", "actual", "甲"]))] = draw(ODD)
    elif how == "swap":
        other, elsewhere = draw(st.sampled_from(list(_places(data))))
        held[key] = copy.deepcopy(other[elsewhere])
    else:
        held[key] = draw(ODD)
    return made
