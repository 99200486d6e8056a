"""What each hook admits: the type of its items, under what they are registered, and what of them must hold."""

from __future__ import annotations

import re
import sys
from inspect import signature
from string import Formatter
from typing import TYPE_CHECKING, Any

import attrs
from attrs import frozen

from perfeval.audit.findings import SEVERITIES
from perfeval.errors.catalogue import CATALOGUE
from perfeval.errors.language import Text
from perfeval.model import plugin_faults
from perfeval.model.file_keys import TYPE_KEY
from perfeval.model.plain_values import key_of
from perfeval.model.plugin_faults import HARM, is_file_stem

if TYPE_CHECKING:
    from collections.abc import Callable

    Requirement = tuple[Text, Callable[[Any], bool]]

COMMANDS = frozenset(
    [
        "audit",
        "check",
        "explain",
        "limits",
        "new",
        "pdf",
        "plugins",
        "prove",
        "read",
        "replay",
        "run",
        "schema",
        "score",
        "sets",
        "show",
        "upgrade",
    ]
)
"""The commands that are built in, on a floor above; no plugin takes their names."""

_SUFFIX = re.compile(r"\.[\w-]+(\.[\w-]+)*")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(; ?[\w.+-]+=[\w.+-]+)*", re.ASCII)
_NAME = re.compile(r"[^\s/\\]+")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(_NAME.fullmatch(value))


def _are_texts(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(part, str) for part in value)


def _is_title(value: object) -> bool:
    return isinstance(value, Text) and isinstance(value.zh, str) and isinstance(value.en, str)


def _takes(function: Any, count: int) -> bool:  # noqa: ANN401 - whatever a plugin has there
    if not callable(function):
        return False
    signature(function).bind(*range(count))
    return True


def _placeholders(sentence: str) -> set[str]:
    """Return the names that a sentence leaves to be filled in; each is a plain name.

    Raises:
        ValueError: If one is not.

    """
    names = set()
    for _, name, form, _ in Formatter().parse(sentence):
        if name is None:
            continue
        if form or not name.isidentifier():  # {n:d} would be an error wherever the value is no number
            raise ValueError(sentence)
        names.add(name)
    return names


def _asks(kind: Any, count: int) -> bool:  # noqa: ANN401 - whatever a plugin has there
    return all(_takes(getattr(kind, name, None), count + 1) for name in ("rate", "steps"))


def _is(floor: str, name: str) -> Requirement:
    """Return that an item is of a class of ours, which whoever made the item has loaded."""

    def holds(item: Any) -> bool:  # noqa: ANN401 - whatever a plugin returns
        module = sys.modules.get(floor)
        return module is not None and isinstance(item, getattr(module, name))

    return Text(f"{name} 的实例", f"an instance of {name}"), holds


def _has(field: str, holds: Callable[[Any], bool], zh: str, en: str) -> Requirement:
    return Text(f"{field}：{zh}", f"{field}: {en}"), lambda item: holds(getattr(item, field, None))


def _is_written(item: type) -> bool:
    """Whether files can hold every parameter of a class."""
    from perfeval.codec.registered_types import unreadable_in  # noqa: PLC0415 - the door of the codec

    return unreadable_in(item) is None


def _declared(facts: int, zh: str, en: str) -> tuple[Requirement, ...]:
    """Return what a class of scorers or aggregators must be; its methods take so many facts."""
    return (
        (Text("类，不是实例", "a class, not an instance"), lambda item: isinstance(item, type)),
        (Text("attrs 类（@frozen）", "an attrs class (@frozen)"), attrs.has),
        _has("kind", _is_text, "一个词", "a word"),
        (
            Text(
                f"没有名为 {TYPE_KEY} 的参数：文件用它写明种类",
                f"no parameter {TYPE_KEY}, which is how a file names the kind",
            ),
            lambda item: all(key_of(one) != TYPE_KEY for one in attrs.fields(item)),
        ),
        (
            Text(
                "参数的类型是文件能写的：Decimal、Fraction、int、bool、str、date、Literal、Enum、attrs 类、tuple[X, ...]，或其中之一与 None",
                "parameters of types that a file can hold: Decimal, Fraction, int, bool, str, date, a Literal, an Enum, an attrs class, "
                "tuple[X, ...], or one of them and None",
            ),
            _is_written,
        ),
        (
            Text(f"方法 rate 和 steps，参数为 {zh}", f"methods rate and steps that take {en}"),
            lambda item: _asks(item, facts),
        ),
    )


_TITLE = _has("title", _is_title, "中英文 Text", "a Text in both languages")


@frozen(kw_only=True)
class Admitted:
    """What one hook admits.

    Args:
        what: What its items are called.
        key: The attribute under which they are registered.
        requirements: What must hold of each, with the words for it.
        is_signed: Whether the item itself says which plugin it is of (``contributor``).
        places: What an item takes that no other may have beside it, in words.

    """

    what: Text
    key: str
    requirements: tuple[Requirement, ...]
    is_signed: bool = True
    places: Callable[[Any], tuple[str, ...]] = lambda _: ()

    def name_of(self, item: object) -> str:
        """Return what an item is called, whatever it is."""
        try:
            name = getattr(item, self.key, None)
            return name if isinstance(name, str) else getattr(item, "__name__", None) or type(item).__name__
        except HARM:
            return type(item).__name__


def sound(holds: Callable[[Any], bool], item: object) -> bool:
    """Whether a requirement holds; what a plugin's own code raises while it is looked at does not."""
    try:
        return holds(item)
    except HARM:
        return False


ADMITTED: dict[str, Admitted] = {
    "perfeval_scorers": Admitted(
        what=plugin_faults.SCORER,
        key="kind",
        requirements=_declared(3, "indicator、row、funds", "indicator, row, funds"),
        is_signed=False,
    ),
    "perfeval_aggregators": Admitted(
        what=plugin_faults.AGGREGATOR,
        key="kind",
        requirements=_declared(1, "components", "components"),
        is_signed=False,
    ),
    "perfeval_layouts": Admitted(
        what=plugin_faults.LAYOUT,
        key="id",
        places=lambda one: tuple(f"{one.name} ({name})" for name in one.sets) or (one.name,),
        requirements=(
            _is("perfeval.documents.layouts", "Layout"),
            _has("id", _is_text, "编号", "an id"),
            _has("name", is_file_stem, "不带路径的名称", "a name without a path"),
            _TITLE,
            _has(
                "build",
                lambda one: _takes(one, 2),
                "函数 (evaluation, language)",
                "a function of evaluation and language",
            ),
            _has("sets", _are_texts, "指标体系编号的元组", "a tuple of ids of sets"),
            _has(
                "template",
                lambda one: one is None or isinstance(one, bytes),
                "Word 文件的字节",
                "the bytes of a Word file",
            ),
        ),
    ),
    "perfeval_renderers": Admitted(
        what=plugin_faults.WRITER,
        key="format",
        requirements=(
            _is("perfeval.documents.writers", "Writer"),
            _has("format", _is_text, "一个词", "a word"),
            _has(
                "suffix",
                lambda one: isinstance(one, str) and bool(_SUFFIX.fullmatch(one)),
                "后缀，如 .docx",
                "a suffix such as .docx",
            ),
            _TITLE,
            _has("write", lambda one: _takes(one, 1), "函数 (document)", "a function of a document"),
            _has(
                "media_type",
                lambda one: isinstance(one, str) and bool(_MEDIA_TYPE.fullmatch(one)),
                "MIME 类型，如 application/pdf",
                "a MIME type such as application/pdf",
            ),
        ),
    ),
    "perfeval_readers": Admitted(
        what=plugin_faults.READER,
        key="id",
        requirements=(
            _is("perfeval.forms.recognition", "Reader"),
            _has("id", _is_text, "编号", "an id"),
            _TITLE,
            _has("recognise", lambda one: _takes(one, 1), "函数 (file)", "a function of a file"),
            _has("read", lambda one: _takes(one, 1), "函数 (file)", "a function of a file"),
        ),
    ),
    "perfeval_audit_rules": Admitted(
        what=plugin_faults.RULE,
        key="code",
        requirements=(
            _is("perfeval.audit.rule", "Rule"),
            _has("code", _is_text, "一个词", "a word"),
            _TITLE,
            _has("severity", lambda one: one in SEVERITIES, " / ".join(SEVERITIES), " / ".join(SEVERITIES)),
            _has("citation", lambda one: isinstance(one, str), "文字", "a text"),
            _has("thresholds", _are_texts, "阈值名称的元组", "a tuple of names of thresholds"),
            (
                Text("check(case) 或 across(cases) 之一", "a function check(case) or across(cases)"),
                lambda one: (
                    any(_takes(part, 1) for part in (one.check, one.across))
                    and all(part is None or _takes(part, 1) for part in (one.check, one.across))
                ),
            ),
        ),
    ),
    "perfeval_file_openers": Admitted(
        what=plugin_faults.OPENER,
        key="id",
        requirements=(
            _is("perfeval.office.opening", "Opener"),
            _has("id", _is_text, "编号", "an id"),
            _TITLE,
            _has(
                "suffixes",
                lambda one: isinstance(one, tuple) and all(isinstance(s, str) and _SUFFIX.fullmatch(s) for s in one),
                '后缀的元组，如 (".ofd",)',
                'a tuple of suffixes such as (".ofd",)',
            ),
            _has("recognise", lambda one: _takes(one, 1), "函数 (content)", "a function of the content"),
            _has("open", lambda one: _takes(one, 2), "函数 (content, name)", "a function of content and name"),
        ),
    ),
    "perfeval_error_codes": Admitted(
        what=plugin_faults.ERROR_CODE,
        key="code",
        requirements=(
            _is("perfeval.errors.issues", "ErrorCode"),
            _has("code", _is_text, "一个词", "a word"),
            (
                Text("带点的代码，如 cn.example.no-seal", "a code with a dot in it, such as cn.example.no-seal"),
                lambda one: "." in one.code or one.code in CATALOGUE,
            ),
            _has("sentence", _is_title, "中英文 Text", "a Text in both languages"),
            (
                Text("两种语言的句子有相同的 {占位}", "the same {placeholders} in both languages"),
                lambda one: _placeholders(one.sentence.zh) == _placeholders(one.sentence.en),
            ),
        ),
        is_signed=False,
    ),
    "perfeval_commands": Admitted(
        what=plugin_faults.COMMAND,
        key="name",
        requirements=(
            _is("click", "Command"),
            _has("name", _is_text, "一个词", "a word"),
            (
                Text("perfeval 没有的命令", "a command that perfeval does not have"),
                lambda item: item.name not in COMMANDS,
            ),
        ),
        is_signed=False,
    ),
}
"""By the hook's name; indicator sets, which may be files, are admitted by :mod:`perfeval.registry.set_files`."""
