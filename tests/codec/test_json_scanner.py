"""JSON text to the located tree: the data that ``json.loads`` reads, each value with its line and column."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.codec.tree import AnyNode, MappingNode, ScalarNode, SequenceNode
from perfeval.codec.yaml_events import parse_json, parse_yaml
from perfeval.errors import FormatError, Issue
from perfeval.model.limits import DEPTH, VALUES

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


def data_of(node: AnyNode) -> Any:
    """Return what a tree says, numbers as json reads them."""
    if isinstance(node, SequenceNode):
        return [data_of(item) for item in node.items]
    if isinstance(node, MappingNode):
        return {key: data_of(value) for key, value in node.entries.items()}
    return node.text if node.quoted else json.loads(node.text)


def issues_of(text: str) -> tuple[Issue, ...]:
    """Return why *text* is refused."""
    with pytest.raises(FormatError) as raised:
        parse_json(text, path="set.json")
    return raised.value.issues


def brief(issue: Issue) -> tuple[str, int | None, int | None]:
    """Return code, line and column."""
    return issue.code, issue.location.line, issue.location.column


@given(data=DATA, indent=st.sampled_from([None, 0, 2, "\t"]), ascii_only=st.booleans())
def test_the_tree_says_what_json_says(data: Any, indent: int | str | None, *, ascii_only: bool) -> None:
    """Whatever json writes, the tree says the same, and every scalar stands where it says it does."""
    text = json.dumps(data, indent=indent, ensure_ascii=ascii_only)
    root = parse_json(text)
    assert data_of(root) == data
    lines = text.split("\n")
    for node in _scalars(root):
        written = lines[node.line - 1][node.column - 1 :]
        assert written.startswith('"' if node.quoted else node.text)


def _scalars(node: AnyNode) -> list[ScalarNode]:
    if isinstance(node, ScalarNode):
        return [node]
    if isinstance(node, SequenceNode):
        return [scalar for item in node.items for scalar in _scalars(item)]
    return [*node.keys.values(), *(scalar for value in node.entries.values() for scalar in _scalars(value))]


SIGNS = st.sampled_from(
    [*'{}[],:"\\ \n-+.019eEu', '"a"', '"b":', "true", "null", "NaN", "Infinity", "1.0", "\\ud83d", "\x07", "：", "'"]
)


@given(text=st.text() | st.lists(SIGNS, max_size=20).map("".join))
def test_what_is_accepted_is_what_json_accepts(text: str) -> None:
    """Any text is accepted exactly if json accepts it without constants, doubled keys and half characters."""
    expected = _strictly(text)
    try:
        found = [data_of(parse_json(text))]
    except FormatError:
        found = None
    assert found == expected


def _strictly(text: str) -> list[Any] | None:
    """Return the data of a strict JSON text in a list, or None."""

    def refuse(_: str) -> object:
        raise ValueError

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if len(dict(pairs)) < len(pairs):
            raise ValueError
        return dict(pairs)

    try:
        data = json.loads(text.removeprefix("\ufeff"), parse_constant=refuse, object_pairs_hook=once)
        json.dumps(data, ensure_ascii=False).encode()
    except ValueError:
        return None
    return [data]


@pytest.mark.parametrize("text", ["1.10", "-0", "1E400", "123456789012345678901234567890.5"])
def test_numbers_keep_their_digits(text: str) -> None:
    """A number is never turned into a float on its way."""
    node = parse_json(text)
    assert isinstance(node, ScalarNode)
    assert (node.text, node.quoted) == (text, False)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ('{"a": 1,}', 1, 9, "no comma behind it"),
        ('{"a": 1,\n "b" 2}', 2, 6, "expected a colon"),
        ("[1 2]", 1, 4, "expected a comma or ]"),
        ("[1,\n NaN]", 2, 2, "a number must be finite"),
        ('{"a": -Infinity}', 1, 7, "a number must be finite"),
        ('["a",\n "bc', 2, 2, "a quotation mark is not closed"),
        ('{"rows": {"a": [1', 1, 18, "found the end of the file"),
        ('"a\tb"', 1, 3, "must be escaped"),
        ('"\\x"', 1, 2, "an escape with a backslash"),
        ('"\\ud83d"', 1, 1, "half a character"),
        ("{'a': 1}", 1, 2, "double quotes"),
        ('{"a"：1}', 1, 5, "half-width"),
        ("[01]", 1, 2, "found 01"),
        ("1 2", 1, 3, "expected the end of the file"),
        ("[tru\x1b]", 1, 2, "found tru"),
    ],
)
def test_a_syntax_error_is_told_at_its_place(text: str, line: int, column: int, words: str) -> None:
    """What cannot stand in JSON is told with what was expected, found and meant."""
    (issue,) = issues_of(text)
    assert brief(issue) == ("json-syntax", line, column)
    assert words in issue.render("en")
    assert issue.render("zh") != issue.render("en")


@pytest.mark.parametrize("text", ["", " \n\t", "\ufeff"])
def test_nothing_is_empty(text: str) -> None:
    """No value at all is an empty file."""
    assert [issue.code for issue in issues_of(text)] == ["file-empty"]


def test_all_doubled_keys_are_told_at_once() -> None:
    """Every key given twice is told, with the line where it is first given."""
    issues = issues_of('{"a": 1,\n "a": {"b": 1,\n "b": 2}}')
    assert [brief(issue) for issue in issues] == [("duplicate-key", 2, 2), ("duplicate-key", 3, 2)]
    assert issues[1].location.place == "a/b"
    assert "it is first given in line 2" in issues[1].render("en")


@pytest.mark.parametrize(("opening", "step"), [("[", 1), ('{"a":', 5), ('[{"a":', 3)])
def test_ten_thousand_levels_are_too_deep(opening: str, step: int) -> None:
    """Nesting beyond the limit is refused at the level where it begins."""
    assert [brief(issue) for issue in issues_of(opening * 10_000)] == [("too-deep", 1, step * DEPTH.most + 1)]


def test_too_many_values_are_refused() -> None:
    """The count of values is bounded."""
    (issue,) = issues_of("[" + "1," * VALUES.most + "1]")
    assert brief(issue) == ("too-many-nodes", 1, 2 * VALUES.most)


def test_a_merge_key_is_a_key_like_any_other() -> None:
    """What is special in YAML is not in JSON."""
    assert data_of(parse_json('{"<<": "&a", "~": "*b"}')) == {"<<": "&a", "~": "*b"}


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ('{"a": [1, "2"]}', True),
        ('{"a": "\\ud83d\\ude00"}', False),  # a pair of surrogates, as json.dumps writes an emoji
        ('{"' + "k" * 1100 + '": 1}', False),  # YAML reads a key up to 1024 characters
        ('{"a": 1 # c\n}', False),
        ('{"a": [1,]}', False),
        ('{"a": NaN}', False),
        ('{"a": "x\ny"}', False),
    ],
)
def test_json_is_not_read_as_yaml(text: str, *, same: bool) -> None:
    """Why JSON has a scanner of its own: the YAML parser refuses some of it, and takes what is no JSON."""

    def outcome(parse: Callable[[str], AnyNode]) -> object:
        try:
            root = parse(text)
        except FormatError as error:
            return error.issues[0].code
        assert isinstance(root, MappingNode)
        return [(key, node.line, node.column, getattr(node, "text", "")) for key, node in root.entries.items()]

    assert (outcome(parse_json) == outcome(parse_yaml)) is same
