"""Strict JSON (RFC 8259) to the located tree, with a stack of its own instead of recursion."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NoReturn

from perfeval.codec.tree import shown
from perfeval.codec.tree_builder import TreeBuilder
from perfeval.errors import Issue, Location, Phrase
from perfeval.errors.language import Text

if TYPE_CHECKING:
    from perfeval.codec.tree import AnyNode

_BLANK = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORD = re.compile(r"[-+.\w]+")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CONSTANTS = frozenset({"true", "false", "null"})
_CLOSING = {"{": "}", "[": "]"}
# Asked for one string only, it neither recurses nor makes a number.
_STRINGS = json.JSONDecoder()

_VALUE = Text("一个值", "a value")
_KEY = Text("双引号括起的键", "a key in double quotes")
_COLON = Text("冒号 :", "a colon :")
_END = Text("文件结束", "the end of the file")


def parse_json(text: str, *, path: str | None = None) -> AnyNode:
    """Return the located tree of a JSON text; numbers keep their digits, so ``1.10`` can be read as text or exactly.

    Args:
        text: The text of the file.
        path: The file, for the locations; it is not opened.

    Raises:
        FormatError: If it is not strict JSON (``NaN`` and ``Infinity`` are not); is empty; gives a key twice; is
            nested too deep or has too many values; or holds half a character (a lone surrogate).

    """
    text = text.removeprefix("\ufeff")
    builder = TreeBuilder(path)
    if _BLANK.fullmatch(text) is None:
        _Scanner(text, builder).run()
    return builder.finish()


class _Scanner:
    """How far the reading has got, and which brackets are open."""

    def __init__(self, text: str, builder: TreeBuilder) -> None:
        self.text = text
        self.builder = builder
        self.index = 0
        self.brackets: list[str] = []
        self.starts = [0, *(match.end() for match in _LINE_BREAK.finditer(text))]

    def run(self) -> None:
        """Read one value, and see that nothing stands behind it."""
        just_opened = self.value()
        while self.brackets:
            just_opened = self.step(just_opened=just_opened)
        if self.sign():
            self.fail(_END)

    def step(self, *, just_opened: bool) -> bool:
        """Read one item, or the closing bracket; return whether the item has opened a container."""
        bracket = self.brackets[-1]
        closing = _CLOSING[bracket]
        sign = self.sign()
        if sign == closing:
            self.index += 1
            self.brackets.pop()
            self.builder.close()
            return False
        if not just_opened:
            if sign != ",":
                self.fail(Text(f"逗号或 {closing}", f"a comma or {closing}"))
            self.index += 1
        if bracket == "{":
            self.key()
        return self.value()

    def key(self) -> None:
        """Read a key and its colon."""
        if self.sign() != '"':
            self.fail(_KEY)
        self.string()
        if self.sign() != ":":
            self.fail(_COLON)
        self.index += 1

    def value(self) -> bool:
        """Read a scalar or an opening bracket; return whether it was a bracket."""
        sign = self.sign()
        if sign in _CLOSING:
            line, column = self.position(self.index)
            begin = self.builder.open_mapping if sign == "{" else self.builder.open_sequence
            begin(line, column)
            self.index += 1
            self.brackets.append(sign)
            return True
        if sign == '"':
            self.string()
        else:
            self.bare()
        return False

    def string(self) -> None:
        """Read a text in double quotes, be it a key or a value."""
        line, column = self.position(self.index)
        try:
            text, end = _STRINGS.raw_decode(self.text, self.index)
        except json.JSONDecodeError as problem:
            self.index = problem.pos
            self.fail(None, cause=_string_cause(problem.msg))
        if _LONE_SURROGATE.search(text):
            cause = Text("含有半个字符（代理码位）", "half a character (a surrogate)")
            issue = Issue(code="json-syntax", values={"cause": cause}, location=self.builder.where(line, column))
            self.builder.note(issue)
        self.builder.scalar(text, line, column, quoted=True)
        self.index = end

    def bare(self) -> None:
        """Read a number, ``true``, ``false`` or ``null``."""
        number = _NUMBER.match(self.text, self.index)
        word = _WORD.match(self.text, self.index)
        if word is None or (word[0] not in _CONSTANTS and (number is None or number.end() != word.end())):
            self.fail(_VALUE)
        line, column = self.position(self.index)
        self.builder.scalar(word[0], line, column, quoted=False)
        self.index = word.end()

    def sign(self) -> str:
        """Skip what is blank and return the character behind it; nothing at the end."""
        blank = _BLANK.match(self.text, self.index)
        self.index = blank.end() if blank else self.index
        return self.text[self.index : self.index + 1]

    def position(self, index: int) -> tuple[int, int]:
        """Return the line and column of the character at *index*."""
        line = bisect_right(self.starts, index)
        return line, index - self.starts[line - 1] + 1

    def fail(self, expected: Phrase | None, *, cause: Text | None = None) -> NoReturn:
        """Raise with all that was noted before: what follows has no meaning."""
        word = _WORD.match(self.text, self.index)
        rest = word[0] if word else self.text[self.index : self.index + 1]
        found = shown(rest) if rest else _END
        line, column = self.position(min(self.index, len(self.text)))
        where = Location(path=self.builder.path, line=line, column=column, place=self.builder.where(line, column).place)
        values = {"cause": cause or Text("此处不应有这样的内容", "this cannot stand here")}
        self.builder.stop(
            Issue(code="json-syntax", values=values, location=where, expected=expected, found=found, hint=_hint(rest))
        )


def _string_cause(message: str) -> Text:
    if message.startswith("Unterminated"):
        return Text("引号没有结束", "a quotation mark is not closed")
    if message.startswith("Invalid control character"):
        return Text("文字里的换行和控制字符须转义", "a line break or control character within a text must be escaped")
    return Text("反斜杠转义不成立", "an escape with a backslash is not one of JSON's")


def _hint(found: str) -> Text | None:
    if found.lower().lstrip("+-") in {"nan", "infinity", "inf"}:
        return Text("数必须是有限的；没有值写 null", "a number must be finite; write null for no value")
    if found in {"}", "]"}:
        return Text("最后一项后面不能有逗号", "the last item has no comma behind it")
    if found in {"'", "“", "”"}:
        return Text('文字须用双引号 "', 'a text stands in double quotes "')
    if found in {"，", "："}:
        return Text("标点须用半角", "write the punctuation half-width")
    return None
