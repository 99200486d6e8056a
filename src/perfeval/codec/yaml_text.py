"""Plain data to YAML text: block style, in the order given, the same text for the same data.

PyYAML's emitter is not used: it folds long Chinese lines, writes tags beside decimals, and its two implementations
do not agree byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from perfeval.codec.tree import shown
from perfeval.errors import FormatError, Issue, Location, found_text
from perfeval.errors.language import Text
from perfeval.model.limits import DEPTH
from perfeval.model.numbers import MOST_DIGITS

# What may stand unescaped: no control character, no line or direction separator of Unicode, no byte-order mark.
_SAFE = r"\x20-\x7e\xa0-\xac\xae-\u061b\u061d-\u180d\u180f-\u200a\u2010-\u2027\u202f-\u205f\u2070-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_UNSAFE = re.compile(f"[^{_SAFE}]")
_LITERAL = re.compile(f"[\\t\\n{_SAFE}]*")
# Beginning with no sign that means something in YAML, holding neither ": " nor " #", ending in no colon or blank.
_PLAIN = re.compile(rf"(?![-?:,\[\]{{}}#&*!|>'\"%@`.\s])(?!.*:(?:\s|$))(?!.*\s#)[{_SAFE}]+(?<!\s)")
# What other readers of YAML, 1.1 or 1.2, would take for a null, a boolean, a merge key, a number or a date.
_OTHERWISE = re.compile(r"(?i:null|true|false|yes|no|on|off|y|n)|~|<<|=|[-+.]*[0-9][-+.:,_0-9a-fA-FoOxXtTzZ ]*")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
# YAML reads a key on one line only up to 1024 characters; a longer one is written behind a question mark.
_LONGEST_KEY = 1000
_BLANKS = " \t\n"
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}


def dump_yaml(data: object) -> str:
    """Return *data* as YAML text, which :func:`~perfeval.codec.yaml_events.parse_yaml` reads back the same.

    Args:
        data: Mappings with text keys, sequences, texts, Decimals (written with their digits, never with an exponent),
            ints, booleans, dates and None.

    Raises:
        FormatError: If there is anything else in it (a float, a Fraction), a number that is not finite or beyond all
            measure, half a character (a lone surrogate), or a nesting that could not be read again.

    >>> print(dump_yaml({"format": 1, "points": Decimal("2.50"), "code": "1.10"}), end="")
    format: 1
    points: 2.50
    code: "1.10"

    """
    writer = _Writer()
    head, body = writer.value(data, ())
    if writer.issues:
        raise FormatError(writer.issues)
    lines = [head, *_indented(body)] if head else body
    return "\n".join(lines) + "\n"


Lines = tuple[str, list[str]]
"""What stands behind ``key:`` on its line, and the lines below it; a full container has only the latter."""


class _Writer:
    """The problems found on the way; nothing else is kept."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []

    def value(self, value: object, steps: tuple[str, ...]) -> Lines:
        """Write a value of any kind; *steps* lead to it."""
        if isinstance(value, str):
            return self.text(value, steps)
        if isinstance(value, Mapping | Sequence) and not isinstance(value, bytes | bytearray):
            return self.container(value, steps)
        return self.scalar(value, steps), []

    def container(self, value: Mapping[object, object] | Sequence[object], steps: tuple[str, ...]) -> Lines:
        """Write a mapping or a sequence."""
        if len(steps) >= DEPTH.most:
            self.note("too-deep", steps, DEPTH.words)
            return "", []
        if isinstance(value, Mapping):
            return ("", self.mapping(value, steps)) if value else ("{}", [])
        return ("", self.sequence(value, steps)) if value else ("[]", [])

    def mapping(self, mapping: Mapping[object, object], steps: tuple[str, ...]) -> list[str]:
        """Write each key and its value."""
        lines = []
        for key, value in mapping.items():
            if not isinstance(key, str):
                self.note("yaml-key", steps, found=shown(repr(key)))
                continue
            below = (*steps, f"/{shown(key)}")
            name = self.one_line(key, below)
            head, body = self.value(value, below)
            start = f"{name}:" if len(name) <= _LONGEST_KEY else f"? {name}\n:"
            lines += [*f"{start} {head}".rstrip(" ").split("\n"), *_indented(body)]
        return lines

    def sequence(self, items: Sequence[object], steps: tuple[str, ...]) -> list[str]:
        """Write each item behind its dash."""
        lines = []
        for number, item in enumerate(items, 1):
            head, body = self.value(item, (*steps, f"[{number}]"))
            first, *rest = [head, *body] if head else body or [""]
            lines += [f"- {first}", *_indented(rest)]
        return lines

    def text(self, text: str, steps: tuple[str, ...]) -> Lines:
        """Write a text: several lines as a literal block where one can hold them, else on one line."""
        if "\n" not in text or not _fits_literal(text):
            return self.one_line(text, steps), []
        lines = text.split("\n")
        if lines[-1]:
            return "|-", lines
        return ("|+" if not lines[-2] else "|"), lines[:-1]

    def one_line(self, text: str, steps: tuple[str, ...]) -> str:
        """Write a text plain where it cannot be misread, else in double quotes."""
        if _LONE_SURROGATE.search(text):
            self.note("wrong-value", steps, Text("完整的字符", "whole characters"), shown(text))
        if _PLAIN.fullmatch(text) and not _OTHERWISE.fullmatch(text):
            return text
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{_UNSAFE.sub(_escape, quoted)}"'

    def scalar(self, value: object, steps: tuple[str, ...]) -> str:
        """Write what is not a text."""
        if value is None:
            return "null"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | Decimal):
            return self.number(Decimal(value), steps)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value.isoformat()
        expected = Text(
            "文字、精确的数、日期、列表或键和值", "a text, an exact number, a day, a list or keys and values"
        )
        self.note("wrong-type", steps, expected, found_text(value))
        return ""

    def number(self, value: Decimal, steps: tuple[str, ...]) -> str:
        """Write a number with its digits, which must be few enough to be read again."""
        exponent = value.as_tuple().exponent
        if not isinstance(exponent, int) or max(abs(exponent), abs(value.adjusted())) > MOST_DIGITS:
            most = Text(f"有限且至多 {MOST_DIGITS} 位", f"finite and of at most {MOST_DIGITS} digits")
            self.note("not-finite", steps, most, f"1E{value.adjusted():+}")
            return ""
        return f"{value:f}"

    def note(
        self, code: str, steps: tuple[str, ...], expected: Text | None = None, found: str | Text | None = None
    ) -> None:
        """Note a problem and go on."""
        where = Location(place="".join(steps).removeprefix("/") or None)
        self.issues.append(Issue(code=code, location=where, expected=expected, found=found))


def _indented(lines: list[str]) -> list[str]:
    # An empty line belongs to a literal block, and is empty at any indentation.
    return [f"  {line}" if line else "" for line in lines]


def _fits_literal(text: str) -> bool:
    """Whether a literal block holds *text* without an indentation indicator, and without blanks that nobody sees."""
    if text[0] in _BLANKS or _LITERAL.fullmatch(text) is None:
        return False
    return all(line.strip(_BLANKS) or not line for line in text.split("\n"))


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in _ESCAPES:
        return _ESCAPES[character]
    # No character beyond U+FFFF is unsafe, so four digits do.
    return f"\\u{ord(character):04X}"
