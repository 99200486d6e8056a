"""Located trees to values, so that every problem knows its line and column.

A class is read field by field; all its problems are collected, and raised once as one FormatError. What a class itself
refuses when it is made (points that do not add up) is given the line of the part it names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from perfeval.codec import tree
from perfeval.codec.chinese_words import key_in_chinese, near_key
from perfeval.codec.file_types import ANYTHING, FileType, called
from perfeval.codec.key_descriptions import description_of_field, description_of_mapping
from perfeval.codec.located_issues import located, made, valid
from perfeval.codec.shapes import flow_text
from perfeval.codec.unknown_keys import KeyRing
from perfeval.codec.written_containers import ClassOf
from perfeval.errors import FormatError, Issue, PerfEvalError
from perfeval.errors.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from perfeval.codec.file_types import FileField, FileTypes
    from perfeval.codec.vocabulary import Vocabulary


class NodeConverter:
    """Reads located trees as values.

    Args:
        types: Which type is whose.
        vocabulary: The scorers and aggregators that may be named.

    """

    def __init__(self, types: FileTypes, vocabulary: Vocabulary) -> None:
        """Begin with no mapping read; see the class."""
        self.types = types
        self.vocabulary = vocabulary
        self._keys = KeyRing(types)

    def read(self, node: tree.AnyNode, kind: Any) -> Any:  # noqa: ANN401 - whatever *kind* is
        """Read *node* as *kind*: an annotation, or a type.

        Raises:
            FormatError: With every problem found, each with its line and column.

        """
        held = kind if isinstance(kind, FileType) else self.types.of(kind)
        return self._shaped(node, held, lambda: _example_of_type(held, self.types))

    def read_field(self, node: tree.AnyNode, one: FileField) -> Any:  # noqa: ANN401 - the field's type
        """Read the value of one field of a class."""
        return self._shaped(node, one.type, lambda: _example_of(one, self.types))

    def _shaped(self, node: tree.AnyNode, held: FileType, shape: Callable[[], Text]) -> Any:  # noqa: ANN401 - see above
        """Read *node*; where it has itself a wrong shape, the right one is the hint."""
        try:
            return held.read(node, self)
        except FormatError as error:
            raise FormatError(_with_shape(issue, node, shape) for issue in error.issues) from None

    def read_class(  # noqa: PLR0913 - see read_fields
        self,
        node: tree.AnyNode,
        kind: type,
        *,
        fields: Mapping[str, FileField] | None = None,
        ignore: frozenset[str] = frozenset(),
        given: dict[str, Any] | None = None,
        owner: Text | None = None,
    ) -> Any:  # noqa: ANN401 - a value of *kind*
        """Read a mapping as an attrs class, field by field.

        Its *fields* are those of the class unless some others are given; keys in *ignore* are somebody else's; *given* are fields that
        stand elsewhere in the file, such as the name that is the mapping's own key; *owner* is what the value is called, if not as its
        class is.
        """
        mapping = valid(tree.as_mapping(node))
        own = self.types.fields_of(kind) if fields is None else fields
        values = self.read_fields(mapping, own, owner=owner or called(kind), ignore=ignore, given=given)
        if any(one.name == "place" for one in attrs.fields(kind)):
            values["place"] = mapping.location
        return made(lambda: kind(**values), mapping)

    def read_fields(  # noqa: PLR0913 - whose keys, and what of them is not a plain field
        self,
        mapping: tree.MappingNode,
        fields: Mapping[str, FileField],
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
        self._keys.note(mapping, owner, fields)
        issues: list[Issue] = []
        values: dict[str, Any] = dict(given or {})
        for key, child in mapping.entries.items():
            one = fields.get(key)
            if one is None:
                if key not in ignore:
                    issues.append(self.unknown(mapping, key, owner=owner, known={*fields, *ignore}))
                continue
            try:
                if one.needs_value or not tree.is_null(child):
                    values[one.name] = self.read_field(child, one)
                elif unset:
                    values[one.name] = one.default
            except PerfEvalError as error:
                issues.extend(located(issue, child) for issue in error.issues)
        failed = {issue.location.place for issue in issues}
        meant = {issue.hint for issue in issues if issue.code == "unknown-key"}
        issues += [
            Issue(code="missing-key", values={"owner": owner, "key": key}, location=mapping.location)
            for key, one in fields.items()
            if one.is_required and one.name not in values
            if not _was_tried(mapping, key, failed) and not _is_meant(mapping, key, meant)
        ]
        if issues:
            raise FormatError(issues)
        return values

    def unknown(self, mapping: tree.MappingNode, key: str, *, owner: Text, known: Collection[str]) -> Issue:
        """Return the issue of a key that is not known, standing at the key."""
        return self._keys.unknown(mapping, key, owner=owner, known=known)


def _with_shape(issue: Issue, node: tree.AnyNode, shape: Callable[[], Text]) -> Issue:
    """Return the issue with the right shape as its hint, if it says that *node* itself has a wrong one."""
    if issue.code != "wrong-type" or issue.hint is not None or issue.location != node.location:
        return issue
    if isinstance(node, tree.ScalarNode) and isinstance(issue.expected, Text) and issue.expected not in tree.CONTAINERS:
        return issue
    example = shape()
    if example.en == ANYTHING:
        return issue
    key = f"{tree.shown(node.step)}: " if isinstance(node.step, str) else "- " if node.step is not None else ""
    return attrs.evolve(issue, hint=Text(f"请写成 {key}{example.zh}", f"write it like {key}{example.en}"))


def _example_of_type(held: FileType, types: FileTypes) -> Text:
    """Return what a value of a type looks like."""
    if isinstance(held, ClassOf):
        said = description_of_mapping(held.kind, (), types.fields_of(held.kind).values(), types)
        return Text(flow_text(said.example_zh), flow_text(said.example_en))
    sample = flow_text(held.sample(types, 0))
    return Text(sample, sample)


def _example_of(one: FileField, types: FileTypes) -> Text:
    """Return what may stand under the key of a field."""
    said = description_of_field(one, types)
    return Text(flow_text(said.example_zh), flow_text(said.example_en))


def _is_meant(mapping: tree.MappingNode, key: str, meant: Collection[object]) -> bool:
    """Whether a required key is there by another word, which is told by itself with this key as its hint."""
    words = (word for word in mapping.entries if word != key) if meant else ()
    return any({key_in_chinese(word, (key,)), near_key(word, (key,))} & {*meant} - {None} for word in words)


def _was_tried(mapping: tree.MappingNode, key: str, failed: set[str | None]) -> bool:
    """Whether a required key is there but could not be read, so that its own problem is enough."""
    return key in mapping.entries and not tree.is_null(mapping.entries[key]) and bool(failed)
