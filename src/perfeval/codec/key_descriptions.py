"""What the schema says of every key and every kind of value: what it is called, what it is for, and an example, in both languages.

The words for what is built in stand in ``data/words/key_descriptions.yaml``; a plugin gives those of its parameters with the fields
(``described``); money, thresholds and scorers have words of their own.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from perfeval.codec.chinese_words import words_of_keys
from perfeval.codec.file_types import called
from perfeval.codec.shapes import sample_of_field
from perfeval.codec.tree import MappingNode, ScalarNode, SequenceNode, is_null
from perfeval.codec.yaml_events import parse_yaml
from perfeval.errors.language import Text
from perfeval.model.file_keys import DESCRIBED, TYPE_KEY, WRITTEN_AS, KeyDescription, WrittenType
from perfeval.model.funds import MONEY_COLUMNS, FundLine

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from perfeval.codec.file_types import FileField, FileTypes
    from perfeval.codec.tree import AnyNode

_FILE = "key_descriptions.yaml"
_EVERY = "every"
_TITLES = "title"
_FULLEST = 3
_JSON_WORD = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?|true|false")
_UNSAID = Text("插件的参数，插件没有说明", "a parameter of a plugin, which does not say what it is for")


def description_of_key(kind: type, key: str) -> KeyDescription | None:
    """Return what is said of a key that is built in, by the class whose key it is; None of any other."""
    sections = [_descriptions().get(one, {}) for one in (kind.__name__, _EVERY)] if _is_ours(kind) else []
    return next((section[key] for section in sections if key in section), None)


def description_of_field(one: FileField, types: FileTypes) -> KeyDescription:
    """Return what is said of the key of a field, a plugin's too."""
    own: KeyDescription | None = one.attribute.metadata.get(DESCRIBED)
    if own is not None:
        return own
    if one.owner is FundLine and one.name in MONEY_COLUMNS:
        name = MONEY_COLUMNS[one.name].name
        unit = Text(f"{name.zh}，以表的单位计", f"{name.en}, in the unit of the table")
        return KeyDescription(name, unit, 100, 100)
    known = description_of_key(one.owner, one.key)
    if known is not None:
        return known
    held: WrittenType | None = one.attribute.metadata.get(WRITTEN_AS)
    example = sample_of_field(one, types)
    return KeyDescription(_called(one.key), _UNSAID if held is None else held.title, example, example)


def description_of_word(kind: type, key: str) -> KeyDescription:
    """Return what is said of a key of the format in the mapping of a class: of a ``type:``, what the scorer or the aggregator is called."""
    if key == TYPE_KEY:
        name: str = kind.kind  # type: ignore[attr-defined]  # whatever is declared by its type has a kind
        return KeyDescription(_called(TYPE_KEY), title_of_kind(kind), name, name)
    known = description_of_key(kind, key)
    assert known is not None, "every word of the format is described"
    return known


def title_of_kind(kind: type) -> Text:
    """Return what the value of a class is called: a scorer by its title, if its plugin gives one, else by its kind."""
    title, name = getattr(kind, "title", None), getattr(kind, "kind", None)
    if isinstance(title, Text):
        return title
    return Text(name, name) if isinstance(name, str) else called(kind)


def description_of_mapping(
    kind: type, words: Iterable[str], fields: Collection[FileField], types: FileTypes
) -> KeyDescription:
    """Return what is said of the whole mapping that a value of a class is: what it is called, what it is, an example.

    Args:
        kind: The class.
        words: The keys of the format that it has.
        fields: The fields that may stand there.
        types: Which type is whose.

    """
    section = _table().get(kind.__name__, {}) if _is_ours(kind) else {}
    title = title_of_kind(kind)
    text = Text(**section["about"]) if "about" in section else title
    if "example" in section:
        return KeyDescription(title, text, *_in_both(section["example"]))
    shown = {key: description_of_word(kind, key) for key in words}
    shown |= {one.key: description_of_field(one, types) for one in fields if one.is_required}
    if not shown:
        shown = {one.key: description_of_field(one, types) for one in list(fields)[:_FULLEST]}
    zh = {key: said.example_zh for key, said in shown.items()}
    en = {key: said.example_en for key, said in shown.items()}
    return KeyDescription(title, text, zh, en)


def _is_ours(kind: type) -> bool:
    """Whether a class is built in; a plugin's may have the same name."""
    return kind.__module__.startswith("perfeval.")


def _called(key: str) -> Text:
    """Return what a key is called, if nothing else is said."""
    words = key.replace("-", " ")
    return Text(next(iter(words_of_keys().get(key, ())), words), words)


@cache
def _descriptions() -> dict[str, dict[str, KeyDescription]]:
    """Return what is said of each key, by class."""
    return {
        owner: {key: _description(key, entry) for key, entry in section.get("keys", {}).items()}
        for owner, section in _table().items()
    }


def _description(key: str, entry: dict[str, Any]) -> KeyDescription:
    title = Text(*entry[_TITLES]) if _TITLES in entry else _called(key)
    return KeyDescription(title, Text(entry["zh"], entry["en"]), *_in_both(entry["example"]))


def _in_both(example: Any) -> tuple[Any, Any]:  # noqa: ANN401 - any JSON
    """Return an example in Chinese and in English: that which serves both, or one of each."""
    if isinstance(example, dict) and example.keys() == {"zh", "en"}:
        return example["zh"], example["en"]
    return example, example


@cache
def _table() -> dict[str, Any]:
    source = files("perfeval").joinpath("data", "words", _FILE)
    table: dict[str, Any] = _json_data(parse_yaml(source.read_text(encoding="utf-8"), path=_FILE))
    return table


def _json_data(node: AnyNode) -> Any:  # noqa: ANN401 - any JSON
    """Return a node as JSON has it: plain words that are numbers or truths as such."""
    if isinstance(node, MappingNode):
        return {key: _json_data(child) for key, child in node.entries.items()}
    if isinstance(node, SequenceNode):
        return [_json_data(one) for one in node.items]
    assert isinstance(node, ScalarNode)
    if is_null(node):
        return None
    return json.loads(node.text) if not node.quoted and _JSON_WORD.fullmatch(node.text) else node.text
