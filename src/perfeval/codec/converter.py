"""Located trees to values: a cattrs converter whose hooks read nodes, so that every problem knows its line and column.

A class is read field by field; all its problems are collected, and raised once as one FormatError. What a class itself
refuses when it is made (points that do not add up) is given the line of the part it names.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

import attrs
from cattrs import BaseConverter

from perfeval.codec import tree
from perfeval.codec.chinese_words import choice_meant
from perfeval.codec.file_fields import fields_of
from perfeval.codec.located_issues import collected, located, made, valid
from perfeval.codec.shapes import ANYTHING, shape_of, shape_of_field
from perfeval.codec.unknown_keys import KeyRing
from perfeval.errors import FormatError, Issue, PerfEvalError
from perfeval.errors.language import Text
from perfeval.model.file_keys import FILLED, PAIRS, RATE, THRESHOLD
from perfeval.model.numbers import exact
from perfeval.model.quantities import Direction
from perfeval.model.scalar_types import YES_NO

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from perfeval.codec.vocabulary import Vocabulary

TYPE_KEY = "type"
_PROFILE = Text("审核阈值 profile", "the profile")

# Fields that hold points, where a percentage is the likely slip.
_POINTS_FIELDS = frozenset({"points", "score", "review_score", "total", "per", "full_marks", "quantum"})

_DIRECTIONS: dict[str, Direction] = {
    "≥": "at-least",
    ">=": "at-least",
    "≤": "at-most",
    "<=": "at-most",
    "=": "equal",
    ">": "above",
    "<": "below",
    "定性": "qualitative",
}
_PLAIN: dict[Any, Callable[[tree.AnyNode], Any]] = {
    str: tree.as_text,
    int: tree.as_integer,
    bool: tree.as_boolean,
    Decimal: tree.as_decimal,
    Fraction: tree.as_fraction,
    date: tree.as_date,
}


class NodeConverter:
    """Reads located trees as values: plain types, tuples, choices and attrs classes; every other type is registered.

    Args:
        vocabulary: The scorers and aggregators that may be named.

    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Register the plain types; see the class."""
        self.vocabulary = vocabulary
        self._cattrs = BaseConverter()
        self._registered: list[object] = []
        self._examples: list[tuple[object, str]] = []
        self.keys = KeyRing()
        for kind, read in _PLAIN.items():
            self._cattrs.register_structure_hook(kind, _reading(read))
        self._cattrs.register_structure_hook_func(_is_enum, _enum)
        self._cattrs.register_structure_hook_func(_is_tuple, self._tuple)
        self._cattrs.register_structure_hook_func(_is_literal, _literal)
        self._cattrs.register_structure_hook_func(_is_optional, self._optional)

    def register(self, kind: object, read: Callable[[tree.AnyNode, NodeConverter], Any], *, example: str = "") -> None:
        """Read a type that has a shorthand of its own.

        Args:
            kind: A class, a protocol, or a tuple of one, such as ``tuple[Row, ...]``.
            read: Makes a value of a node.
            example: What a message shows where something of another shape stands; empty: what the fields of the class say.

        """
        self._registered.append(kind)
        self._examples.append((kind, example))
        self._cattrs.register_structure_hook_func(lambda one: one == kind, lambda node, _: read(node, self))

    def read(self, node: tree.AnyNode, kind: Any) -> Any:  # noqa: ANN401 - whatever *kind* is
        """Read *node* as *kind*: a registered type, or an attrs class.

        Raises:
            FormatError: With every problem found, each with its line and column.

        """
        try:
            if isinstance(kind, type) and attrs.has(kind) and kind not in self._registered:
                return self.read_class(node, kind)
            self._refuse_unreadable(node, kind)
            return self._cattrs.structure(node, kind)
        except FormatError as error:
            raise FormatError(
                self._shaped(issue, node, lambda: shape_of(kind, self._example)) for issue in error.issues
            ) from None

    def _refuse_unreadable(self, node: tree.AnyNode, kind: Any) -> None:  # noqa: ANN401 - any annotation
        if not self._can_read(kind):
            raise FormatError([_unreadable(node, kind)])

    def _can_read(self, kind: Any) -> bool:  # noqa: ANN401 - any annotation
        """Whether values of a type can stand in files: plain ones, choices, lists, pairs, registered types and attrs classes."""
        parts = [one for one in get_args(kind) if one is not type(None)]
        if kind in _PLAIN or kind in self._registered or _is_literal(kind) or _is_enum(kind):
            return True
        if _is_tuple(kind):
            return parts[1:] == [...] and self._can_read(parts[0])
        if _is_optional(kind):
            return len(parts) == 1 and self._can_read(parts[0])
        return isinstance(kind, type) and attrs.has(kind)

    def read_class(
        self,
        node: tree.AnyNode,
        kind: type,
        *,
        ignore: frozenset[str] = frozenset(),
        given: dict[str, Any] | None = None,
        owner: Text | None = None,
    ) -> Any:  # noqa: ANN401 - a value of *kind*
        """Read a mapping as an attrs class, field by field.

        Keys in *ignore* are somebody else's; *given* are fields that stand elsewhere in the file, such as the name that is
        the mapping's own key; *owner* is what the value is called, if not as its class is.
        """
        mapping = valid(tree.as_mapping(node))
        fields = fields_of(kind)
        values = self.read_fields(mapping, fields, owner=owner or called(kind), ignore=ignore, given=given)
        if any(one.name == "place" for one in attrs.fields(kind)):
            values["place"] = mapping.location
        return made(lambda: kind(**values), mapping)

    def read_fields(  # noqa: PLR0913 - whose keys, and what of them is not a plain field
        self,
        mapping: tree.MappingNode,
        fields: Mapping[str, attrs.Attribute[Any]],
        *,
        owner: Text,
        ignore: Collection[str] = (),
        given: Mapping[str, Any] | None = None,
        unset: bool = False,
    ) -> dict[str, Any]:
        """Read the keys of a mapping as fields, by name: the one loop over keys.

        Args:
            mapping: The mapping.
            fields: The fields by their keys; those without a default are required.
            owner: What has these keys, for messages.
            ignore: Keys that are known and read by somebody else.
            given: Fields that stand elsewhere.
            unset: Whether a key without a value is the field's default, and not a key that is left out.

        Raises:
            FormatError: With every key that is not known or lacking, and every value that is wrong.

        """
        self.keys.note(mapping, owner, fields)
        issues: list[Issue] = []
        values: dict[str, Any] = dict(given or {})
        for key, child in mapping.entries.items():
            one = fields.get(key)
            if one is None:
                if key not in ignore:
                    issues.append(self.keys.unknown(mapping, key, owner=owner, known={*fields, *ignore}))
                continue
            try:
                if not tree.is_null(child):
                    values[one.name] = self.read_field(child, one)
                elif unset:
                    values[one.name] = default_of(one)
            except PerfEvalError as error:
                issues.extend(located(issue, child) for issue in error.issues)
        failed = {issue.location.place for issue in issues}
        issues += [
            Issue(code="missing-key", values={"owner": owner, "key": key}, location=mapping.location)
            for key, one in fields.items()
            if one.default is attrs.NOTHING and one.name not in values and not _was_tried(mapping, key, failed)
        ]
        if issues:
            raise FormatError(issues)
        return values

    def read_field(self, node: tree.AnyNode, one: attrs.Attribute[Any]) -> Any:  # noqa: ANN401 - the field's type
        """Read the value of one field of a class."""
        try:
            return self._field(node, one)
        except FormatError as error:
            raise FormatError(
                self._shaped(issue, node, lambda: shape_of_field(one, self._example)) for issue in error.issues
            ) from None

    def _example(self, kind: object) -> str | None:
        return next((example for registered, example in self._examples if registered == kind and example), None)

    def _shaped(self, issue: Issue, node: tree.AnyNode, shape: Callable[[], str]) -> Issue:
        """Return the issue with the right shape as its hint, if it says that *node* itself has a wrong one."""
        if issue.code != "wrong-type" or issue.hint is not None or issue.location != node.location:
            return issue
        if (
            isinstance(node, tree.ScalarNode)
            and isinstance(issue.expected, Text)
            and issue.expected not in tree.CONTAINERS
        ):
            return issue
        example = shape()
        if example == ANYTHING:
            return issue
        key = f"{tree.shown(node.step)}: " if isinstance(node.step, str) else "- " if node.step is not None else ""
        return attrs.evolve(issue, hint=Text(f"请写成 {key}{example}", f"write it like {key}{example}"))

    def _field(self, node: tree.AnyNode, one: attrs.Attribute[Any]) -> Any:  # noqa: ANN401 - the field's type
        kind = one.type
        if one.metadata.get(PAIRS):
            if one.metadata.get(THRESHOLD):
                self._refuse_other_thresholds(node)
            return self._pairs(node, kind, rates=bool(one.metadata.get(RATE)))
        if one.metadata.get(FILLED) and isinstance(node, tree.SequenceNode) and not node.items:
            expected = Text("至少一项", "at least one item")
            hint = Text(f"没有则删去 {node.step}", f"leave {node.step} out if there is none")
            raise FormatError(
                [Issue(code="wrong-value", expected=expected, found="[]", hint=hint, location=node.location)]
            )
        if one.metadata.get(RATE):
            return exact(valid(tree.as_fraction(node)))
        if one.name in _POINTS_FIELDS and kind in (Decimal, Decimal | None):
            return valid(tree.as_points(node))
        return self.read(node, kind)

    def _refuse_other_thresholds(self, node: tree.AnyNode) -> None:
        mapping, known = valid(tree.as_mapping(node)), self.vocabulary.thresholds
        failed = self.vocabulary.failed_plugins  # a rule of theirs may read it
        issues = [
            self.keys.unknown(mapping, key, owner=_PROFILE, known=known) for key in mapping.entries if key not in known
        ]
        if issues:
            raise FormatError(issues if failed is None else [one.advised(failed) for one in issues])

    def _optional(self, node: tree.AnyNode, kind: Any) -> Any:  # noqa: ANN401 - see read
        return self.read(node, next(one for one in get_args(kind) if one is not type(None)))

    def _tuple(self, node: tree.AnyNode, kind: Any) -> tuple[Any, ...]:  # noqa: ANN401 - see read
        item = get_args(kind)[0]
        if item is str and isinstance(node, tree.ScalarNode):
            return (valid(tree.as_text(node)),)
        items = enumerate(valid(tree.as_sequence(node)).items)
        return tuple(collected(items, lambda _, child: self.read(child, item)))

    def _pairs(self, node: tree.AnyNode, kind: Any, *, rates: bool) -> tuple[tuple[str, Any], ...]:  # noqa: ANN401
        """Read a mapping as the pairs of a field declared ``tuple[tuple[str, X], ...]``."""
        item = get_args(get_args(kind)[0])[1]

        def pair(key: str, child: tree.AnyNode) -> tuple[str, Any]:
            if rates:
                return key, exact(valid(tree.as_fraction(child)))
            return key, _share(child) if item is Fraction else self.read(child, item)

        return tuple(collected(valid(tree.as_mapping(node)).entries.items(), pair))


def called(kind: type) -> Text:
    """Return what a class is called in a message; a plugin's own class may go without a word for it."""
    word: Text = getattr(kind, "called", Text("这里", "what stands here"))
    return word


def default_of(one: attrs.Attribute[Any]) -> Any:  # noqa: ANN401 - the field's type
    """Return what a field holds when nothing is said of it; None if it has to be said."""
    default: Any = one.default
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # Factory is a class at run time
        return default.factory()
    return None if default is attrs.NOTHING else default


def _was_tried(mapping: tree.MappingNode, key: str, failed: set[str | None]) -> bool:
    """Whether a required key is there but could not be read, so that its own problem is enough."""
    return key in mapping.entries and not tree.is_null(mapping.entries[key]) and bool(failed)


def _share(node: tree.AnyNode) -> Fraction:
    """Read how far a checklist item is met: true, false, √, ×, or a rate."""
    if isinstance(node, tree.ScalarNode) and node.text in YES_NO:
        return YES_NO[node.text]
    if isinstance(node, tree.ScalarNode) and node.text in ("true", "false"):
        return Fraction(int(valid(tree.as_boolean(node))))
    share: Fraction = valid(tree.as_fraction(node))
    if not 0 <= share <= 1:
        expected = Text("0 到 1 之间", "from 0 to 1")
        raise FormatError([Issue(code="wrong-value", expected=expected, found=str(share), location=node.location)])
    return share


def _reading(read: Callable[[tree.AnyNode], Any]) -> Callable[[tree.AnyNode, Any], Any]:
    return lambda node, _: valid(read(node))


def _unreadable(node: tree.AnyNode, kind: Any) -> Issue:  # noqa: ANN401 - any annotation
    """Return the issue of a parameter of a plugin whose type no file can hold."""
    name = kind.__name__ if isinstance(kind, type) and not get_args(kind) else str(kind)
    expected = Text(
        "Decimal、Fraction、int、bool、str、date、Literal、Enum、attrs 类、tuple[X, ...]，或其中之一与 None",
        "Decimal, Fraction, int, bool, str, date, a Literal, an Enum, an attrs class, tuple[X, ...], or one of them and None",
    )
    return Issue(code="parameter-type", expected=expected, found=name, location=node.location)


def _is_enum(kind: Any) -> bool:  # noqa: ANN401 - any type
    return isinstance(kind, type) and issubclass(kind, Enum)


def _enum(node: tree.AnyNode, kind: type[Enum]) -> Enum:
    text: str = valid(tree.as_text(node))
    words = {str(one.value): one for one in kind}
    if text not in words:
        hint = choice_meant(text, words)
        found, expected = tree.shown(text), " / ".join(words)
        raise FormatError(
            [Issue(code="wrong-value", expected=expected, found=found, hint=hint, location=node.location)]
        )
    return words[text]


def _is_tuple(kind: Any) -> bool:  # noqa: ANN401 - any type
    return get_origin(kind) is tuple


def _is_literal(kind: Any) -> bool:  # noqa: ANN401 - any type
    origin: Any = get_origin(kind)
    return origin is Literal


def _is_optional(kind: Any) -> bool:  # noqa: ANN401 - any type
    return get_origin(kind) in (Union, UnionType) and type(None) in get_args(kind)


def _literal(node: tree.AnyNode, kind: Any) -> str:  # noqa: ANN401 - a Literal
    text: str = valid(tree.as_text(node))
    choices = get_args(kind)
    text = _DIRECTIONS.get(text, text) if "at-least" in choices else text
    if text not in choices:
        hint = choice_meant(text, choices)
        expected, found = " / ".join(choices), tree.shown(text)
        issue = Issue(code="wrong-value", expected=expected, found=found, hint=hint, location=node.location)
        raise FormatError([issue])
    return text
