"""The types that a file writes as one word: texts, numbers, rates, days, truths, and words to choose from."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from perfeval.codec import tree
from perfeval.codec.chinese_words import choice_meant
from perfeval.codec.file_types import ANYTHING, FileType
from perfeval.codec.located_issues import valid
from perfeval.errors import FormatError, Issue
from perfeval.errors.language import Text
from perfeval.model.numbers import exact
from perfeval.model.scalar_types import YES_NO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from enum import Enum

    from perfeval.codec.file_types import FileTypes, NodeReader, Schema, SchemaMaker

DIRECTION_SIGNS: dict[str, str] = {
    "≥": "at-least",
    ">=": "at-least",
    "≤": "at-most",
    "<=": "at-most",
    "=": "equal",
    ">": "above",
    "<": "below",
    "定性": "qualitative",
}
"""What may be written for a direction."""


@frozen(kw_only=True, eq=False)
class Scalar(FileType):
    """One word whose meaning follows from the type.

    Args:
        taken: Returns what a node is taken as, or the issue why it is not.
        example: What it looks like.
        described: Its schema.

    """

    taken: Callable[[tree.AnyNode], Any]
    example: str | int | bool
    described: Schema

    def read(self, node: tree.AnyNode, reader: NodeReader) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Return what the word means."""
        return valid(self.taken(node))

    def within(self, least: int, most: int | None) -> Scalar:
        """Return the type of the numbers from *least* to *most*: the value's class refuses others, and the schema says so."""
        bounds = {"minimum": least} | ({} if most is None else {"maximum": most})
        return evolve(self, described=_bounded(self.described, bounds))

    def schema(self, maker: SchemaMaker) -> Schema:  # noqa: ARG002 - see FileType
        """Return the schema of the word."""
        return self.described

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Return the example."""
        return self.example


def _rate(node: tree.AnyNode) -> Decimal:
    return exact(valid(tree.as_fraction(node)))


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


def _bounded(schema: Schema, bounds: dict[str, int]) -> Schema:
    """Return a schema whose numbers are bounded; of those that are written as texts it cannot say so."""
    if "anyOf" in schema:
        return {"anyOf": [_bounded(one, bounds) for one in schema["anyOf"]]}
    return {**schema, **bounds} if schema.get("type") in ("number", "integer") else schema


_NUMBER = r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?"
_QUOTIENT = r"[-+]?[0-9]+/\+?0*[1-9][0-9]*"

_A_TEXT: Schema = {"type": ["string", "number", "integer", "boolean"]}
_A_NUMBER: Schema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^{_NUMBER}$"}]}
_A_RATE: Schema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": f"^({_NUMBER}%?|{_QUOTIENT})$"}]}
_A_SHARE: Schema = {"anyOf": [{"type": "boolean"}, _A_RATE, {"enum": [*YES_NO]}]}
_A_WHOLE: Schema = {
    "anyOf": [
        {"type": "integer", "exclusiveMinimum": -(10**18), "exclusiveMaximum": 10**18},
        {"type": "string", "pattern": "^[-+]?[0-9]{1,18}$"},
    ]
}

TEXT = Scalar(taken=tree.as_text, example=ANYTHING, described=_A_TEXT)
POINTS = Scalar(taken=tree.as_points, example=1, described=_A_NUMBER)
"""Points, where a percentage is the likely slip."""
RATE_IN_DECIMALS = Scalar(taken=_rate, example="90%", described=_A_RATE)
"""A Decimal that may be written as a percentage."""
SHARE = Scalar(taken=_share, example=True, described=_A_SHARE)
"""How far an item of a checklist is met."""

SCALARS: dict[type, Scalar] = {
    str: TEXT,
    int: Scalar(taken=tree.as_integer, example=1, described=_A_WHOLE),
    bool: Scalar(taken=tree.as_boolean, example=True, described={"type": "boolean"}),
    Decimal: Scalar(taken=tree.as_decimal, example=1, described=_A_NUMBER),
    Fraction: Scalar(taken=tree.as_fraction, example="100%", described=_A_RATE),
    date: Scalar(
        taken=tree.as_date,
        example="2024-01-01",
        described={"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    ),
}
"""The types of words by the classes of their values."""


@frozen(kw_only=True, eq=False)
class WordChoice(FileType):
    """One of some words.

    Args:
        words: The words.

    """

    words: tuple[str, ...]

    @property
    def _signs(self) -> Mapping[str, str]:
        """The signs of directions, where the words are the directions: that of how an = is read has some of them, and no sign."""
        return DIRECTION_SIGNS if set(DIRECTION_SIGNS.values()) <= set(self.words) else {}

    def read(self, node: tree.AnyNode, reader: NodeReader) -> str:  # noqa: ARG002 - see FileType
        """Return the word; a direction may be written as its sign."""
        text: str = valid(tree.as_text(node))
        return chosen(node, self._signs.get(text, text), self.words)

    def schema(self, maker: SchemaMaker) -> Schema:  # noqa: ARG002 - see FileType
        """Return the words, and the signs of directions."""
        return words_schema([*self.words, *self._signs])

    def sample(self, types: FileTypes, depth: int) -> Any:  # noqa: ANN401, ARG002 - see FileType
        """Return the first word."""
        return self.words[0]


@frozen(kw_only=True, eq=False)
class EnumWords(FileType):
    """A member of an enum, by its word.

    Args:
        kind: The enum.

    """

    kind: type[Enum]

    def read(self, node: tree.AnyNode, reader: NodeReader) -> Enum:  # noqa: ARG002 - see FileType
        """Return the member."""
        members = {str(one.value): one for one in self.kind}
        return members[chosen(node, valid(tree.as_text(node)), members)]

    def schema(self, maker: SchemaMaker) -> Schema:  # noqa: ARG002 - see FileType
        """Return the words of the members."""
        return words_schema([str(one.value) for one in self.kind])


def words_schema(words: Iterable[str]) -> Schema:
    """Return the schema of one of some words; a word that is a number may be written as one."""
    known = list(words)
    return {"enum": [*known, *(int(word) for word in known if word.isdecimal() and word == str(int(word)))]}


def chosen(node: tree.AnyNode, text: str, words: Iterable[str]) -> str:
    """Return *text*, which *node* holds, if it is one of some words.

    Raises:
        FormatError: If it is none; with the word that is meant.

    """
    known = tuple(words)
    if text not in known:
        expected, found, hint = " / ".join(known), tree.shown(text), choice_meant(text, known)
        raise FormatError(
            [Issue(code="wrong-value", expected=expected, found=found, hint=hint, location=node.location)]
        )
    return text
