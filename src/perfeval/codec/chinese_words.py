"""What officers write in Chinese where a file has a word of its own: hints for keys, words and kinds (分值 → points).

The words stand in ``data/words/file_words.yaml``, the columns of money in their own table, and a scorer's title in the scorer, a plugin's
too. They are read when the first hint is asked for.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from perfeval.codec.odd_characters import odd_hint
from perfeval.codec.tree import MappingNode, ScalarNode, SequenceNode, as_mapping
from perfeval.codec.yaml_events import parse_yaml
from perfeval.errors import did_you_mean
from perfeval.errors.language import Text
from perfeval.model.funds import MONEY_COLUMNS
from perfeval.model.normal_form import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_FILE = "file_words.yaml"
_SUFFIX = "指标"

Words = dict[str, tuple[str, ...]]
"""The Chinese words of each key, in normal form."""


@cache
def words_of_keys() -> Words:
    """Return the Chinese words of each key of files; the first is what it is called."""
    columns: Words = {
        key: tuple(dict.fromkeys(map(normalise, (column.name.zh, *column.heads, *column.texts))))
        for key, column in MONEY_COLUMNS.items()
    }
    return {**_section("keys"), **columns}


@cache
def words_of_choices() -> Words:
    """Return the Chinese words of each word that a key may have as its value, kinds of scorers included."""
    columns: Words = {
        key: tuple(dict.fromkeys(map(normalise, (column.name.zh, *column.heads))))
        for key, column in MONEY_COLUMNS.items()
    }
    return {**columns, **_section("words")}


def key_in_chinese(written: str, known: Iterable[str]) -> Text | None:
    """Return a hint which of the *known* keys the Chinese word that was *written* means; None if it is none."""
    return _exactly(written, tuple(known), words_of_keys())


def near_key(written: str, known: Iterable[str]) -> Text | None:
    """Return a hint which of the *known* keys, or of their Chinese words, is nearest to what was *written*."""
    return _nearly(written, tuple(known), words_of_keys())


def choice_meant(written: str, choices: Iterable[str], *, titles: Mapping[str, Text] | None = None) -> Text | None:
    """Return a hint which of the *choices* somebody means who has *written* something else.

    Args:
        written: What was written.
        choices: The words that may stand there.
        titles: What some of them call themselves, such as the scorers of a plugin.

    """
    words, known = dict(words_of_choices()), tuple(choices)
    for choice, title in (titles or {}).items():
        words[choice] = (*words.get(choice, ()), normalise(title.zh))
    return _exactly(written, known, words) or odd_hint(written) or _nearly(written, known, words)


def _exactly(written: str, known: tuple[str, ...], words: Words) -> Text | None:
    text = normalise(written)
    for candidate in (text, text.removesuffix(_SUFFIX)):
        if found := [key for key in known if candidate in words.get(key, ())]:
            listed = " / ".join(found)
            return Text(f"请写 {listed}", f"write {listed}")
    return None


def _nearly(written: str, known: tuple[str, ...], words: Words) -> Text | None:
    text = normalise(written)
    near = {} if text.isascii() else {word: key for key in reversed(known) for word in words.get(key, ())}
    for word in get_close_matches(text, sorted(near), n=1, cutoff=0.6):
        return Text(f"是否想写 {near[word]}（{word}）？", f"did you mean {near[word]} ({word})?")
    return did_you_mean(written, known)


def _section(name: str) -> Words:
    source = files("perfeval").joinpath("data", "words", _FILE)
    root = as_mapping(parse_yaml(source.read_text(encoding="utf-8"), path=_FILE))
    assert isinstance(root, MappingNode)
    section = root.entries[name]
    assert isinstance(section, MappingNode)
    return {
        key: tuple(normalise(item.text) for item in node.items if isinstance(item, ScalarNode))
        for key, node in section.entries.items()
        if isinstance(node, SequenceNode)
    }
