"""Indentation that fits no line above: which one is wrong, by how much, and with what it should be in line."""

from __future__ import annotations

import re

from attrs import frozen

from perfeval.errors.language import Text

_DASHES = re.compile(r"(?:- +)*")
_KEY = re.compile(r"(?P<key>\"[^\"]*\"|'[^']*'|[^\s#\"'\[{][^#]*?):(?:[ \t]+(?P<value>[^\s#].*))?(?:[ \t]+#.*)?$")


@frozen
class _Level:
    """Something that began at a column: a key (with a value behind it or not), or the dash of an item."""

    column: int
    line: int
    what: str
    is_item: bool
    has_value: bool


def wrong_indent(lines: list[str], number: int) -> tuple[Text, Text] | None:
    """Return the cause and the hint if line *number*, counted from 0, is indented like nothing above it; None if it is not.

    Blocks of text and values over several lines are not looked into: a parser that stumbles there says so itself.
    """
    line = lines[number] if 0 <= number < len(lines) else ""
    if not line.strip(" ") or "\t" in line[: len(line) - len(line.lstrip())]:
        return None
    indent = len(line) - len(line.lstrip(" "))
    levels: list[_Level] = []
    for above, text in enumerate(lines[:number]):
        if text.strip() and not text.lstrip().startswith("#"):
            levels = _pushed(levels, text, above)
    wants_item = line.lstrip(" ").startswith("- ")
    fitting = [one for one in levels if one.is_item == wants_item]
    deepest = levels[-1] if levels else None
    if deepest is None or not fitting:
        return None
    opens = not deepest.has_value and not deepest.is_item
    if any(one.column == indent for one in fitting) or (indent > deepest.column and opens):
        return None
    below = [one for one in fitting if one.column < indent]
    beyond = [one for one in fitting if one.column > indent]
    near = [*below[-1:], *beyond[:1]]
    columns = sorted({one.column for one in near})
    wanted_zh, wanted_en = (word.join(str(column) for column in columns) for word in (" 或 ", " or "))
    hint_zh = "，或".join(f"与第 {one.line + 1} 行的 {one.what} 对齐（{one.column} 格）" for one in near)
    hint_en = ", or ".join(f"with {one.what} of line {one.line + 1} (by {one.column})" for one in near)
    return (
        Text(
            f"缩进不对：这一行缩进 {indent} 格，应为 {wanted_zh} 格",
            f"wrong indentation: this line is indented by {indent}, not by {wanted_en}",
        ),
        Text(f"请{hint_zh}", f"put it in line {hint_en}"),
    )


def _pushed(levels: list[_Level], text: str, number: int) -> list[_Level]:
    """Return the levels that are open behind a line."""
    indent = len(text) - len(text.lstrip(" "))
    body = text[indent:]
    dashes = _DASHES.match(body)
    behind = dashes.end() if dashes else 0
    is_item = bool(behind) or body.rstrip() == "-"
    # A list may stand at the column of its own key.
    kept = [one for one in levels if one.column < indent or (one.column == indent and is_item and not one.is_item)]
    content = body[behind:].rstrip()
    found = [
        _Level(indent + match.start(), number, "-", is_item=True, has_value=False)
        for match in re.finditer(r"-", body[:behind] or ("-" if is_item else ""))
    ]
    key = _KEY.match(content)
    if key is not None:
        found.append(
            _Level(indent + behind, number, key["key"].strip(), is_item=False, has_value=key["value"] is not None)
        )
    return [*kept, *found]
