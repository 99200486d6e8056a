"""YAML text to the located tree: what the file says and where, or every problem at its line and column."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from yaml.scanner import ScannerError

from perfeval.codec import yaml_events
from perfeval.codec.tree import AnyNode, MappingNode, ScalarNode, SequenceNode
from perfeval.codec.yaml_events import parse_yaml
from perfeval.errors import FormatError, Issue
from perfeval.model.limits import DEPTH, VALUES

if TYPE_CHECKING:
    from collections.abc import Iterator


class ShallowLoader(yaml.SafeLoader):
    """A parser with a limit of its own, not far above ours, as libyaml has one of a thousand from 0.2.6 on."""

    LEVELS = DEPTH.most + 1

    def _refuse_more(self) -> None:
        if self.flow_level + len(self.indents) > self.LEVELS:
            raise ScannerError(problem_mark=self.get_mark())

    def fetch_flow_collection_start(self, token: type[yaml.Token]) -> None:
        """Open a bracket."""
        self._refuse_more()
        super().fetch_flow_collection_start(token)

    def add_indent(self, column: int) -> bool:
        """Open a block."""
        deeper = super().add_indent(column)
        self._refuse_more()
        return deeper


LOADERS = [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader), ShallowLoader]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def _each_loader(request: pytest.FixtureRequest) -> Iterator[None]:
    """Walk with PyYAML's own parser, with libyaml, and with one that gives up early."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_events, "_LOADER", request.param)
        yield


def texts(node: AnyNode) -> Any:
    """Return the plain texts of a tree."""
    if isinstance(node, ScalarNode):
        return node.text
    if isinstance(node, SequenceNode):
        return [texts(item) for item in node.items]
    return {key: texts(value) for key, value in node.entries.items()}


def issues_of(text: str) -> tuple[Issue, ...]:
    """Return why *text* is refused."""
    with pytest.raises(FormatError) as raised:
        parse_yaml(text, path="set.yaml")
    for issue in raised.value.issues:
        assert issue.location.path == "set.yaml"
        assert issue.render("zh") != issue.render("en")
    return raised.value.issues


def brief(issue: Issue) -> tuple[str, int | None, int | None]:
    """Return code, line and column."""
    return issue.code, issue.location.line, issue.location.column


# Text made of YAML's own signs is far more likely to reach odd corners than any text.
SIGNS = st.sampled_from(
    [
        *"ab：1:-?[]{},&*!|>%@`'\"\\#~<= \n\t\r",
        ": ",
        "- ",
        "\n  ",
        "---\n",
        "\\u",
        "\\Uffffffff",
        "<<",
        "%TAG",
        "\u2028",
        "\ufeff",
        "\0",
        "\ud800",
        "😀",
        "!!",
        "|-\n",
        "...\n",
    ]
)


@given(text=st.text() | st.lists(SIGNS, max_size=40).map("".join))
@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
def test_any_text_is_a_tree_or_a_format_error(loader: type, text: str) -> None:
    """Whatever the text, it gives a tree whose nodes have places, or a FormatError that prints."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_events, "_LOADER", loader)
        try:
            said = str(parse_yaml(text, path="set.yaml").location)
        except FormatError as error:
            said = error.render("zh")
    assert said.startswith("set.yaml")
    assert all(character == "\n" or unicodedata.category(character) != "Cc" for character in said)


@given(text=st.lists(SIGNS, max_size=30).map("".join))
def test_what_is_accepted_is_what_pyyaml_composes(text: str) -> None:
    """An accepted text has the values that PyYAML finds in it."""
    try:
        root = parse_yaml(text)
    except FormatError:
        return
    assert texts(root) == _composed(yaml.compose(text.removeprefix("\ufeff"), Loader=LOADERS[1]))


def _composed(node: yaml.Node | None) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _composed(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_composed(item) for item in node.value]
    assert isinstance(node, yaml.ScalarNode)
    return node.value


@pytest.mark.usefixtures("_each_loader")
def test_a_tree_keeps_texts_quotes_and_order() -> None:
    """Keys stay in order, scalars keep their text and know whether they were quoted."""
    root = parse_yaml('code: 1.10\ntitle: "1.10"\nnote: |-\n  一\n  二\nempty:\nrows: [a, {b: c}]\n')
    assert isinstance(root, MappingNode)
    assert list(root.entries) == ["code", "title", "note", "empty", "rows"]
    assert texts(root) == {"code": "1.10", "title": "1.10", "note": "一\n二", "empty": "", "rows": ["a", {"b": "c"}]}
    quoted = {key: node.quoted for key, node in root.entries.items() if isinstance(node, ScalarNode)}
    assert quoted == {"code": False, "title": True, "note": True, "empty": False}


@pytest.mark.usefixtures("_each_loader")
def test_columns_count_characters() -> None:
    """A character beyond U+FFFF is one column, and a byte-order mark is none."""
    root = parse_yaml("\ufeff😀: {😀: x}")
    assert isinstance(root, MappingNode)
    inner = root.entries["😀"]
    assert isinstance(inner, MappingNode)
    assert (inner.column, inner.entries["😀"].column) == (4, 8)


@pytest.mark.usefixtures("_each_loader")
@pytest.mark.parametrize(
    ("text", "line", "column", "cause"),
    [
        ("a:\n\tb: 1\n", 2, 1, "a tab indents this line"),
        ("a: 1\n\tb: 2", 2, 1, "a tab indents this line"),
        ("a:1\nb: 2\n", 1, 2, "no space behind a colon"),
        ("b: 2\na:1\n", 2, 2, "no space behind a colon"),
        ("名称：预算\nb: 2\n", 1, 3, "a full-width colon"),
        ("b: 2\n名称：预算\n", 2, 3, "a full-width colon"),
        ("funds:\n  unit：万元\n  total: 1\n", 2, 7, "a full-width colon"),
        ("- unit：万元\n  total: 1\n", 1, 7, "a full-width colon"),
        ("a: b: 2", 1, 5, "a value holds ': '"),
        ("a: 1\n  b: 2", 2, 3, "wrong indentation"),
        ("b: 2\nfoo\n", 2, 1, "a key lacks its colon"),
        ('b: 2\na: "abc\nc: d\n', 2, 4, "a quotation mark is not closed"),
        ("a: [1, 2\nb: 3\n", 1, 4, "a bracket is not closed"),
        ("rows:\n  a: {score: 2", 2, 6, "a bracket is not closed"),
        ('a: "b" c', 1, 8, "something follows a value"),
        ("a: @x", 1, 4, "cannot begin with this character"),
        ("a: ]", 1, 4, "a value is missing here"),
        ("a: > b\n", 1, 6, "a line break follows"),
        ("a: b\n...\nc: d", 3, 1, "something follows the end"),
        ("a: \x07", 1, 4, "a control character"),
        ("a: 1\r\nb\u2028: 2", 2, 2, "a control character"),
        ("a: \ud83d", 1, 4, "a control character"),
        ("a: x\0", 1, 5, "a control character"),
        ("%TAG ! tag:x:\n---\na: 1", 1, 1, "a directive"),
        ("a: 1\n...\n%TAG ! tag:x:\n---\na: 1", 3, 1, "a directive"),
    ],
)
def test_a_syntax_error_is_told_at_its_place(text: str, line: int, column: int, cause: str) -> None:
    """The usual slips are told in plain words where they were made."""
    (issue,) = issues_of(text)
    assert brief(issue) == ("yaml-syntax", line, column)
    assert cause in issue.render("en")


@pytest.mark.usefixtures("_each_loader")
@pytest.mark.parametrize("escape", ["\\z", "\\ud83d", "\\Uffffffff", "\\ud83d\\ude00"])
def test_an_escape_that_is_none(escape: str) -> None:
    """An escape that gives no character, or half of one, is refused in its line."""
    (issue,) = issues_of(f'a: 1\nb: "{escape}"')
    assert (issue.code, issue.location.line) == ("yaml-syntax", 2)


@pytest.mark.usefixtures("_each_loader")
@pytest.mark.parametrize("text", ["", "  \n", "# only a comment\n", "---\n", "\ufeff"])
def test_nothing_is_empty(text: str) -> None:
    """No value at all is an empty file."""
    assert [issue.code for issue in issues_of(text)] == ["file-empty"]


@pytest.mark.usefixtures("_each_loader")
def test_all_problems_are_told_at_once() -> None:
    """Aliases, anchors, tags, doubled keys, odd keys and merge keys of a file come in one error."""
    text = 'a: *x\nb: &x !!set 1\na: 3\n? [1]\n: 2\n<<: {c: 1}\n"<<": 1\n*x : 1\n? {}\n: 2\nd: [!t {a: 1, a: 2}]\n'
    assert [brief(issue) for issue in issues_of(text)] == [
        ("yaml-alias", 1, 4),
        ("yaml-alias", 2, 4),
        ("yaml-tag", 2, 4),
        ("duplicate-key", 3, 1),
        ("yaml-key", 4, 3),
        ("yaml-merge", 6, 1),
        ("yaml-alias", 8, 1),
        ("yaml-key", 9, 3),
        ("yaml-tag", 11, 5),
        ("duplicate-key", 11, 15),
    ]


@pytest.mark.usefixtures("_each_loader")
def test_problems_before_a_syntax_error_are_told_with_it() -> None:
    """A syntax error hides nothing of what was found before it."""
    assert [brief(issue) for issue in issues_of("a: 1\na: 2\nb: [")] == [("duplicate-key", 2, 1), ("yaml-syntax", 3, 4)]


@pytest.mark.usefixtures("_each_loader")
def test_a_doubled_key_names_both_lines() -> None:
    """A key given twice is told where it is given again, and where first, quoted or not."""
    (issue,) = issues_of('rows:\n  数量: 1\n  质量: 2\n  "数量": 3\n')
    assert brief(issue) == ("duplicate-key", 4, 3)
    assert issue.location.place == "rows/数量"
    assert "it is first given in line 2" in issue.render("en")
    assert "数量" in issue.render("zh")


@pytest.mark.usefixtures("_each_loader")
def test_a_tag_is_named() -> None:
    """A tag that would run code elsewhere is named and does nothing here."""
    (issue,) = issues_of("a: !!python/object/apply:os.system [echo]\n")
    assert brief(issue) == ("yaml-tag", 1, 4)
    assert "python/object/apply:os.system" in issue.render("en")


@pytest.mark.usefixtures("_each_loader")
def test_several_documents_are_refused() -> None:
    """A file holds one document."""
    assert [brief(issue) for issue in issues_of("a: 1\n---\nb: 2\n---\nc: 3")] == [("yaml-many", 2, 1)]


@pytest.mark.usefixtures("_each_loader")
def test_an_alias_bomb_is_told_and_never_unfolded() -> None:
    """Nine aliases of nine aliases are refused one by one, up to as many issues as can be read."""
    bomb = 'a: &a ["x"]\n' + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    issues = issues_of(bomb)
    assert {issue.code for issue in issues} == {"yaml-alias"}
    assert brief(issues[0]) == ("yaml-alias", 1, 4)
    assert 9 * 8 < len(issues) <= 100


@pytest.mark.usefixtures("_each_loader")
@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("[" * 10_000, 1, DEPTH.most + 1),
        ("[" * 10_000 + "]" * 10_000, 1, DEPTH.most + 1),
        ("{a: " * 10_000, 1, 4 * DEPTH.most + 1),
        ("- " * 10_000, 1, 2 * DEPTH.most + 1),
        ("\n".join(" " * depth + "a:" for depth in range(1_000)), DEPTH.most + 1, DEPTH.most + 1),
        ("[\n" * 10_000, DEPTH.most + 1, 1),
        ("a:\r\n  财政: " + "[" * 10_000, 2, 7 + DEPTH.most - 2),
    ],
)
def test_ten_thousand_levels_are_too_deep(text: str, line: int, column: int) -> None:
    """Nesting beyond the limit is refused at the level where it begins, in every style."""
    assert [brief(issue) for issue in issues_of(text)] == [("too-deep", line, column)]


@pytest.mark.usefixtures("_each_loader")
@pytest.mark.parametrize(
    ("text", "column"),
    [("{" * 10_000, DEPTH.most + 1), ("{? " * 10_000, 3 * DEPTH.most + 1), ("? " * 10_000, 2 * DEPTH.most + 1)],
)
def test_ten_thousand_keys_within_keys_are_too_deep(text: str, column: int) -> None:
    """Mappings that stand as keys are refused one by one, up to the limit of all nesting."""
    *keys, last = (brief(issue) for issue in issues_of(text))
    assert {code for code, *_ in keys} == {"yaml-key"}
    assert last == ("too-deep", 1, column)


@pytest.mark.usefixtures("_each_loader")
def test_nesting_is_too_deep_before_any_slip_behind_it() -> None:
    """What stands first in the file is told first, however far the parser looks ahead."""
    assert [brief(issue) for issue in issues_of("[" * 100 + "@")] == [("too-deep", 1, DEPTH.most + 1)]


@pytest.mark.usefixtures("_each_loader")
def test_the_deepest_level_is_allowed() -> None:
    """The limit itself is not too deep."""
    node = parse_yaml("[" * DEPTH.most + "]" * DEPTH.most)
    for _ in range(DEPTH.most - 1):
        assert isinstance(node, SequenceNode)
        (node,) = node.items
    assert texts(node) == []


def test_too_many_values_are_refused() -> None:
    """The count of values is bounded, keys and containers included."""
    (issue,) = issues_of("[" + "1," * VALUES.most + "]")
    assert brief(issue) == ("too-many-nodes", 1, 2 * VALUES.most)


def test_directives_without_end_cost_nothing() -> None:
    """Thousands of directives, over which libyaml would take quadratic time, are refused before it sees them."""
    text = "".join(f"%TAG !{number}! tag:x:\n" for number in range(200_000)) + "---\na: 1\n"
    assert [brief(issue) for issue in issues_of(text)] == [("yaml-syntax", 1, 1)]
