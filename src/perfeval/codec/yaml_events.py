"""YAML and JSON text to the located tree.

YAML is walked event by event, never by recursion and never through PyYAML's constructors, so that no depth, alias or
tag can do harm and every scalar keeps its text.
"""

from __future__ import annotations

import re
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from perfeval.codec.json_scanner import parse_json
from perfeval.codec.syntax_causes import cause_of
from perfeval.codec.text_files import position
from perfeval.codec.tree import AnyNode, ScalarNode, shown
from perfeval.codec.tree_builder import TreeBuilder
from perfeval.errors import FormatError, Issue, Location
from perfeval.errors.language import Text

__all__ = ["parse_json", "parse_yaml"]

# libyaml where PyYAML was built with it (ten times as fast), else PyYAML's own parser.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_GIVES_UP = (yaml.YAMLError, ValueError, OverflowError)

# What YAML does not allow unescaped; and NEL, U+2028, U+2029 (line breaks in YAML 1.1, not in 1.2) and a byte-order
# mark amid the text (invisible, so two names that look alike would differ).
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# Directives are good for tags alone, and libyaml takes quadratic time over many of them.
_DIRECTIVE = re.compile(r"(?<![^\n\r])%")
_REFUSED: tuple[tuple[re.Pattern[str], Text, Text], ...] = (
    (
        _FORBIDDEN,
        Text("含有不可见的控制字符", "a control character that does not show"),
        Text('必要时在双引号内写 "\\uXXXX"', 'if it is meant, write "\\uXXXX" within double quotes'),
    ),
    (
        _DIRECTIVE,
        Text("不允许以 % 开头的指令行", "a line may not begin with % (a directive)"),
        Text("请缩进或加引号", "indent it or quote it"),
    ),
)
_WithProperties = ScalarEvent | MappingStartEvent | SequenceStartEvent
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


def parse_yaml(text: str, *, path: str | None = None) -> AnyNode:
    """Return the located tree of one YAML document.

    Args:
        text: The text of the file.
        path: The file, for the locations; it is not opened.

    Raises:
        FormatError: If it is not YAML; holds no document or several; uses anchors, aliases, tags, directives or merge
            keys; gives a key twice or one that is not a scalar; is nested too deep or has too many values. It carries
            all the problems up to the first that leaves the rest without meaning.

    """
    text = text.removeprefix("\ufeff")
    builder = TreeBuilder(path)
    _refuse_characters(text, builder)
    try:
        _walk(text, builder)
    except FormatError:  # which is a ValueError too
        raise
    except _GIVES_UP as problem:
        _refuse_before(problem, text, path)
        line, column, cause, hint = cause_of(problem, text)
        where = Location(path=path, line=line, column=column)
        builder.stop(Issue(code="yaml-syntax", values={"cause": cause}, location=where, hint=hint))
    root = builder.finish()
    if isinstance(root, ScalarNode) and not root.text and not root.quoted:
        where = Location(path=path)
        raise FormatError([Issue(code="file-empty", values={"path": path or "-"}, location=where)])
    return root


def _walk(text: str, builder: TreeBuilder) -> None:
    documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        mark: Any = event.start_mark  # never None in what a parser yields
        line, column = mark.line + 1, mark.column + 1
        if isinstance(event, ScalarEvent):
            _take_scalar(event, line, column, builder)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            builder.close()
        elif isinstance(event, MappingStartEvent):
            _refuse_properties(event, line, column, builder)
            builder.open_mapping(line, column)
        elif isinstance(event, SequenceStartEvent):
            _refuse_properties(event, line, column, builder)
            builder.open_sequence(line, column)
        elif isinstance(event, AliasEvent):
            _take_alias(line, column, builder)
        elif isinstance(event, DocumentStartEvent):
            documents += 1
            if documents > 1:
                where = Location(path=builder.path, line=line, column=column)
                builder.stop(Issue(code="yaml-many", location=where))


def _refuse_before(problem: Exception, text: str, path: str | None) -> None:
    """Raise what is wrong already before the place where the parser gave up, such as nesting that is too deep.

    A parser looks ahead, so it may give up before it tells of what it has passed: it must see a thousand characters of a
    line before it knows whether ``[[[`` is a key, and libyaml 0.2.6 takes no more than a thousand levels. Without what it
    stumbled over, it tells all.
    """
    mark = getattr(problem, "problem_mark", None)
    if mark is None or mark.index >= len(text):
        return
    try:
        _walk(text[: mark.index], TreeBuilder(path))
    except FormatError:  # as above
        raise
    except _GIVES_UP:
        return


def _take_scalar(event: ScalarEvent, line: int, column: int, builder: TreeBuilder) -> None:
    _refuse_properties(event, line, column, builder)
    text, quoted = event.value, bool(event.style)
    # Only an escape of PyYAML's own parser can make one; libyaml refuses it as the syntax error that it is.
    if event.style == '"' and _LONE_SURROGATE.search(text):
        cause = Text("转义出半个字符（代理码位）", "an escape gives half a character (a surrogate)")
        builder.note(Issue(code="yaml-syntax", values={"cause": cause}, location=builder.where(line, column)))
    if text == "<<" and not quoted and builder.wants_key:
        builder.note(Issue(code="yaml-merge", location=builder.where(line, column)))
        builder.odd_key(line, column)
    else:
        builder.scalar(text, line, column, quoted=quoted)


def _take_alias(line: int, column: int, builder: TreeBuilder) -> None:
    builder.note(Issue(code="yaml-alias", location=builder.where(line, column)))
    if builder.wants_key:
        builder.odd_key(line, column)
    else:
        builder.scalar("", line, column, quoted=True)


def _refuse_properties(event: _WithProperties, line: int, column: int, builder: TreeBuilder) -> None:
    if event.anchor is None and event.tag is None:
        return
    where = builder.where(line, column)
    if event.anchor is not None:
        builder.note(Issue(code="yaml-alias", location=where))
    if event.tag is not None:
        builder.note(Issue(code="yaml-tag", values={"tag": shown(event.tag)}, location=where))


def _refuse_characters(text: str, builder: TreeBuilder) -> None:
    for pattern, cause, hint in _REFUSED:
        if match := pattern.search(text):
            line, column = position(text, match.start())
            where = Location(path=builder.path, line=line, column=column)
            found = f"U+{ord(match[0]):04X}"
            builder.note(Issue(code="yaml-syntax", values={"cause": cause}, location=where, found=found, hint=hint))
    if builder.issues:
        builder.finish()
