"""Say in plain words, and at the place of the slip, what PyYAML's parsers say of the grammar."""

from __future__ import annotations

import re

from yaml import MarkedYAMLError, YAMLError

from perfeval.codec.indentation import wrong_indent
from perfeval.codec.odd_characters import FULL_WIDTH, UNSEEN, character_name, mend_of
from perfeval.codec.text_files import position
from perfeval.errors.language import Text

_ESCAPE = Text("反斜杠转义不成立；Windows 路径请用单引号", "not an escape; put a Windows path in single quotes")
# Both parsers' words for each problem; the first that occurs in the message counts.
_CAUSES: tuple[tuple[str, Text], ...] = (
    (
        "mapping values are not allowed",
        Text("此处不应有“键: 值”；请检查缩进", "no key may stand here; check the indentation"),
    ),
    ("could not find expected ':'", Text("键后缺少冒号和空格", "a key lacks its colon and space")),
    ("unexpected end of stream", Text("引号没有结束", "a quotation mark is not closed")),
    ("document indicator", Text("引号没有结束", "a quotation mark is not closed")),
    ("expected ',' or", Text("括号没有结束，或缺少逗号", "a bracket is not closed, or a comma is missing")),
    ("did not find expected node content", Text("此处缺少值", "a value is missing here")),
    ("expected the node content", Text("此处缺少值", "a value is missing here")),
    (
        "did not find expected '-'",
        Text("列表项须以“- ”开头，且缩进一致", "list items begin with '- ', all at one indentation"),
    ),
    (
        "expected <block end>",
        Text("缩进不一致，或值后有多余内容", "the indentation is uneven, or something follows a value"),
    ),
    (
        "did not find expected key",
        Text("缩进不一致，或值后有多余内容", "the indentation is uneven, or something follows a value"),
    ),
    ("block sequence entries are not allowed", Text("此处不应有列表项“- ”", "no list item '- ' may stand here")),
    (
        "cannot start any token",
        Text("值不能以此字符开头，请加双引号", "a value cannot begin with this character; quote it"),
    ),
    ("escape", _ESCAPE),
    ("<document start>", Text("内容结束后又有内容；请检查缩进", "something follows the end; check the indentation")),
    ("comment or", Text("| 或 > 之后须换行", "a line break follows | or >")),
    ("undefined tag handle", Text("不允许使用 YAML 标签", "YAML tags are not allowed")),
)
_TAB = Text("用了制表符缩进", "a tab indents this line")
_USE_SPACES = Text("请用空格缩进", "indent with spaces")
_FULL_WIDTH_COLON = Text("键后用了全角冒号 ：", "a full-width colon ： stands behind a key")
_USE_COLON = Text("请写半角冒号和空格“: ”", "write a half-width colon and a space (: )")
_NO_SPACE = Text("冒号后缺少空格", "no space behind a colon")
_ADD_SPACE = Text("请写“: ”", "write ': '")
_COLON_WITHIN = Text("值里有“: ”", "a value holds ': '")
_QUOTE = Text("请给整个值加双引号", "put the whole value in double quotes")

# A key and its colon where no half-width colon and space has come before, and no quote or comment.
_KEY_FULL_WIDTH = re.compile(r"[ \t]*(?:- +)*[^\s:：'\"#\-][^:：'\"#]*?(：)")
_KEY_NO_SPACE = re.compile(r"[ \t]*(?:- +)*[^\s:：'\"#\-][^:：'\"#]*?(:)(?=[^\s:/])")
_KEY_OF_LINE = re.compile(r"[ \t]*(?:- +)*[^:]*:[ \t]+\S")
_BEYOND_UNICODE = re.compile(r"\\U(?!000[0-9A-Fa-f]|0010)[0-9A-Fa-f]{8}")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")

# Quotes and comments, within which any sign is right.
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|(?<![^\s\[{,])'[^']*'|(?<!\S)#.*")
# A blank that YAML takes for a letter: before a key, or behind a colon or a dash; what does not show at all, anywhere.
_UNSEEN_BLANK = re.compile(rf"(?:^[ ]*(?:- +)*|:|^[ ]*-)(?P<odd>{UNSEEN.pattern})")
# A bracket or a quotation mark with which a value begins.
_OPENING = re.compile(r"(?:: +|- +|[\[{,] *)(?P<odd>[｛［【“‘＂])")
# A quotation mark by which somebody meant to end a value that begins with a plain one.
_CLOSING = re.compile(r"(?P<odd>[”’＂])")
_COMMENT = re.compile(r"^ *(?P<odd>＃)")
_FLOW_SIGN = re.compile(f"(?P<odd>{FULL_WIDTH.pattern})")
_MAY_BE_INDENT = (
    "mapping values are not allowed",
    "did not find expected '-'",
    "expected <block end>",
    "did not find expected key",
    "block sequence entries are not allowed",
    "<document start>",
)

# The problem is noticed behind the slip; what was begun and never ended is what a reader must see.
_AT_THE_BEGINNING = ("could not find expected ':'", "unexpected end of stream", "document indicator", "expected ',' or")

SyntaxCause = tuple[int | None, int | None, Text, Text | None]
"""Line, column, cause and hint."""


def cause_of(problem: Exception, text: str) -> SyntaxCause:
    """Return the line, column, cause and hint of a syntax error in *text*."""
    if not isinstance(problem, YAMLError):
        return _beyond_unicode(text)
    if not isinstance(problem, MarkedYAMLError) or problem.problem_mark is None:
        words = str(problem)
        return None, None, Text(words, words), None
    lines = _LINE_BREAK.split(text)
    words = problem.problem or ""
    mark = problem.problem_mark
    if problem.context_mark is not None and any(part in words for part in _AT_THE_BEGINNING):
        mark = problem.context_mark
    line, column = _within(text, mark.line, mark.column)
    slip = (
        _tab(words, lines, problem.problem_mark.line, problem.problem_mark.column)
        or _odd_character(words, lines, (line, column), (problem.problem_mark.line, problem.problem_mark.column))
        or _indent(words, lines, problem.problem_mark.line, problem.problem_mark.column)
    )
    if slip is None and ("mapping values" in words or "expected ':'" in words):
        slip = _colon(lines, line, column)
    if slip is not None:
        return slip
    cause = next((cause for part, cause in _CAUSES if part in words), Text(words, words))
    return line + 1, column + 1, cause, None


def _beyond_unicode(text: str) -> SyntaxCause:
    """Find the escape that PyYAML's own parser lets fail in ``chr``; libyaml says what it is."""
    match = _BEYOND_UNICODE.search(text)
    line, column = position(text, match.start()) if match else (None, None)
    return line, column, _ESCAPE, None


def _within(text: str, line: int, column: int) -> tuple[int, int]:
    """Return the place, counted from 0, or that of the last character if the place is behind it, where nobody looks."""
    last_line, last_column = position(text, max(0, len(text.rstrip()) - 1))
    return min((line, column), (last_line - 1, last_column - 1))


def _line(lines: list[str], number: int) -> str:
    return lines[number] if 0 <= number < len(lines) else ""


def _tab(words: str, lines: list[str], line: int, column: int) -> SyntaxCause | None:
    at_tab = _line(lines, line)[column : column + 1] == "\t"
    if ("cannot start any token" in words and at_tab) or "tab character" in words:
        return line + 1, column + 1, _TAB, _USE_SPACES
    return None


def _indent(words: str, lines: list[str], line: int, column: int) -> SyntaxCause | None:
    """Find that the line of the problem, up to which all was well, is indented like nothing above it."""
    text = _line(lines, line)
    if not any(part in words for part in _MAY_BE_INDENT) or (
        column > len(text) - len(text.lstrip(" ")) and "mapping values" not in words
    ):
        return None
    found = wrong_indent(lines, line)
    return found and (line + 1, len(text) - len(text.lstrip(" ")) + 1, *found)


def _odd_character(words: str, lines: list[str], start: tuple[int, int], end: tuple[int, int]) -> SyntaxCause | None:
    """Find the full-width sign, or the space that is none, over which the parser stumbled between *start* and *end*."""
    flow = "expected ',' or" in words
    unclosed = any(part in words for part in ("unexpected end of stream", "document indicator"))
    for number in range(start[0], min(end[0] + 1, len(lines))):
        plain = _QUOTED.sub(lambda match: "x" * len(match[0]), lines[number])
        patterns = (
            _UNSEEN_BLANK,
            _OPENING,
            _COMMENT,
            *((_FLOW_SIGN,) if flow else ()),
            *((_CLOSING,) if unclosed else ()),
        )
        first = start[1] if flow and number == start[0] else 0
        last = end[1] + 1 if flow and number == end[0] else len(plain)
        found = [match for pattern in patterns if (match := pattern.search(plain, first, last))]
        if found:
            match = min(found, key=lambda one: one.start("odd"))
            character = match["odd"]
            name = character_name(character)
            cause = Text(f"用了{name.zh}", f"there is {name.en}")
            return number + 1, match.start("odd") + 1, cause, mend_of(character)
    return None


def _colon(lines: list[str], line: int, column: int) -> SyntaxCause | None:
    """Find the colon that went wrong, in the line of the problem or in the one before it."""
    for number in (line, line - 1):
        for pattern, cause, hint in (
            (_KEY_FULL_WIDTH, _FULL_WIDTH_COLON, _USE_COLON),
            (_KEY_NO_SPACE, _NO_SPACE, _ADD_SPACE),
        ):
            match = pattern.match(_line(lines, number))
            if match:
                return number + 1, match.start(1) + 1, cause, hint
    if _KEY_OF_LINE.match(_line(lines, line)[:column]):
        return line + 1, column + 1, _COLON_WITHIN, _QUOTE
    return None
