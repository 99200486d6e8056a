"""Upgrading: a file of an older format is brought to the present one by edits at their places, comments and layout kept.

Each format has one step that leads to the next: a function that looks at the located tree of a file and says what to
write elsewhere. A file several formats old goes through every step in turn.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.codec.file_kinds import FORMAT, FORMAT_KEY
from perfeval.codec.tree import AnyNode, MappingNode, ScalarNode, found_in, shown
from perfeval.codec.yaml_events import parse_json, parse_yaml
from perfeval.errors import FormatError, Issue, Location, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    Step = Callable[[MappingNode], Iterable["Edit"]]

_QUOTES = "'\""
# What ends a line where places are counted; U+2028 and its kind, within a text of JSON, do not.
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")


@frozen(kw_only=True)
class Edit:
    """One word of a file that is written differently in the next format.

    Args:
        node: The key or the value that is replaced; it stands on one line.
        text: What is written in its place.

    """

    node: ScalarNode
    text: str


STEPS: Mapping[int, Step] = {}
"""The step that leads from each format to the next; format 1 is the first, so there is none yet."""


def upgraded(text: str, *, path: str | None = None, steps: Mapping[int, Step] = STEPS, target: int = FORMAT) -> str:
    """Return the text of a file in the format *target*; a text that has it already is returned as it is.

    Args:
        text: YAML, or JSON if *path* ends with ``.json``.
        path: The file's name, for messages.
        steps: The step that leads from each format to the next.
        target: The format to bring it to.

    Raises:
        FormatError: If it is not YAML or JSON, names no format, one that is newer than *target* or one from which no
            step leads on; or if a word that a step replaces is written in a way that cannot be replaced (in several lines).

    """
    text = text.removeprefix("\ufeff")
    while True:
        root = (
            parse_json(text, path=path) if path is not None and path.endswith(".json") else parse_yaml(text, path=path)
        )
        number, node = _format_of(root, target)
        if number == target:
            return text
        if number not in steps:
            raise FormatError([_not_this_format(target, found_in(node), node.location)])
        assert isinstance(root, MappingNode)  # as one that has a format is
        text = _edited(text, [*steps[number](root), Edit(node=node, text=str(number + 1))])


def _format_of(root: AnyNode, target: int) -> tuple[int, ScalarNode]:
    """Return the format that a file says it has, and where it says so."""
    if isinstance(root, MappingNode):
        node = root.entries.get(FORMAT_KEY)
        known = {str(number): number for number in range(target + 1)}
        if isinstance(node, ScalarNode) and node.text in known:
            return known[node.text], node
        where = root.location if node is None else node.location
        found = shown(next(iter(root.entries), "")) if node is None else found_in(node)
        raise FormatError([_not_this_format(target, found, where)])
    raise FormatError([_not_this_format(target, found_in(root), root.location)])


def _not_this_format(target: int, found: Phrase, where: Location) -> Issue:
    return Issue(code="format-version", expected=f"format: {target}", found=found, location=where)


def _edited(text: str, edits: Iterable[Edit]) -> str:
    """Return *text* with every edit made, from the last place to the first, so that no place moves before its turn."""
    lines = _LINES.findall(text)
    issues: list[Issue] = []
    for edit in sorted(edits, key=lambda one: (-one.node.line, -one.node.column)):
        node = edit.node
        line, start = lines[node.line - 1], node.column - 1
        quote = line[start : start + 1] if line[start : start + 1] in _QUOTES else ""
        written = f"{quote}{node.text}{quote}"
        if not line.startswith(written, start):
            issues.append(Issue(code="upgrade-place", values={"text": shown(node.text)}, location=node.location))
            continue
        lines[node.line - 1] = f"{line[:start]}{quote}{edit.text}{quote}{line[start + len(written) :]}"
    if issues:
        raise FormatError(reversed(issues))
    return "".join(lines)
