"""The located tree: what a YAML or JSON file says, each value with its line, column and key path.

A scalar keeps its text. What it means is decided by whoever knows the type that is meant: ``code: 1.10`` is the text
"1.10" where a code is meant and the exact decimal 1.10 where points are. The ``as_…`` functions read a node as one
type and return the value, or the :class:`~perfeval.errors.Issue` that tells why it is not one.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from attrs import define, field

from perfeval.codec.number_hints import date_hint, number_hint
from perfeval.codec.odd_characters import odd_hint
from perfeval.errors import Issue, Location
from perfeval.errors.language import Text
from perfeval.model.exact_arithmetic import decimal_from
from perfeval.model.field_types import PairsType, TupleType
from perfeval.model.numbers import MOST_DIGITS
from perfeval.model.scalar_types import DayType, DecimalType, FractionType, TextType, TruthType, WholeType

NOWHERE = 0
"""The line and the column of what came from no text."""

_LONGEST_SHOWN = 60
# Control and direction characters: in a message they could drive a terminal or turn the line around.
_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]"
)

_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.?(?:s?nan|inf(?:inity)?)", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NULLS = frozenset({"", "~", "null"})
_BOOLEANS = {"true": True, "false": False}
_MEANT_BOOLEAN = {
    "yes": "true", "on": "true", "y": "true", "true": "true", "是": "true",
    "no": "false", "off": "false", "n": "false", "false": "false", "否": "false",
}  # fmt: skip


# Not frozen: the builder fills containers as it goes, and a frozen __init__ would double the time of a load.
@define(eq=False, weakref_slot=False)
class Located:
    """What every node knows: where it stands.

    Args:
        path: The file, as the caller named it.
        line: The line, counted from 1; :data:`NOWHERE` in data that came from no text.
        column: The column, counted from 1, likewise.
        parent: The mapping or sequence that holds it; None for the root.
        step: Its key in that mapping, or its number, counted from 1, in that sequence.

    """

    path: str | None
    line: int
    column: int
    parent: MappingNode | SequenceNode | None = field(repr=False)
    step: str | int | None

    @property
    def place(self) -> str | None:
        """The key path from the root, such as ``grades[2]/from``; None for the root itself."""
        steps: list[str] = []
        node: Located | None = self
        while node is not None and node.step is not None:
            steps.append(f"[{node.step}]" if isinstance(node.step, int) else f"/{shown(node.step)}")
            node = node.parent
        return "".join(reversed(steps)).removeprefix("/") or None

    @property
    def location(self) -> Location:
        """Where it stands: file, line, column and key path."""
        return Location(path=self.path, line=self.line or None, column=self.column or None, place=self.place)


@define(eq=False, weakref_slot=False)
class ScalarNode(Located):
    """One value, or one key, as it is written.

    Args:
        text: The text, escapes and quotes resolved.
        quoted: Whether it was quoted or a block of text, so that it cannot mean null or a boolean.

    """

    text: str
    quoted: bool


@define(eq=False, weakref_slot=False)
class MappingNode(Located):
    """Keys and values, in the order of the file; a key occurs once.

    Args:
        entries: The value of each key.
        keys: The node of each key, which knows where the key itself stands.

    """

    entries: dict[str, AnyNode] = field(factory=dict)
    keys: dict[str, ScalarNode] = field(factory=dict)


@define(eq=False, weakref_slot=False)
class SequenceNode(Located):
    """Items in the order of the file."""

    items: list[AnyNode] = field(factory=list)


AnyNode = ScalarNode | MappingNode | SequenceNode


def shown(text: str) -> str:
    """Return *text* fit for one line of a message: cut off when long, and without characters that do not print."""
    cut = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return _INVISIBLE.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), cut)


def is_null(node: AnyNode) -> bool:
    """Whether *node* is plain ``~``, ``null`` or nothing at all."""
    return isinstance(node, ScalarNode) and not node.quoted and node.text in _NULLS


def as_mapping(node: AnyNode, *, shape: Text | None = None) -> MappingNode | Issue:
    """Read *node* as keys and values; *shape* is a hint how they are written."""
    if isinstance(node, MappingNode):
        return node
    return _wrong_type(node, _KEYS, colon_hint(node) or _odd_start(node) or shape)


def as_sequence(node: AnyNode) -> SequenceNode | Issue:
    """Read *node* as a list."""
    return node if isinstance(node, SequenceNode) else _wrong_type(node, _LIST, _odd_start(node))


def as_text(node: AnyNode, *, shape: Text | None = None) -> str | Issue:
    """Read *node* as text, exactly as it is written; nothing at all is not text, ``""`` is. *shape* is a hint how it is written."""
    if isinstance(node, ScalarNode) and not is_null(node):
        return node.text
    return _wrong_type(node, _TEXT, shape)


def as_decimal(node: AnyNode) -> Decimal | Issue:
    """Read *node* as the exact decimal that it is written as, quoted or not."""
    return _decimal(node, _NUMBER)


def as_points(node: AnyNode) -> Decimal | Issue:
    """Read *node* as points: a decimal, where a percentage is the likely slip."""
    if isinstance(node, ScalarNode) and _half_width(node.text).endswith("%"):
        found = shown(node.text)
        return Issue(code="percent-as-points", location=node.location, expected=_NUMBER, found=found)
    return _decimal(node, _NUMBER)


def as_fraction(node: AnyNode) -> Fraction | Issue:
    """Read *node* as a rate: ``0.6``, ``60%``, or ``2/3`` where no decimal is exact; not limited to [0, 1]."""
    if not isinstance(node, ScalarNode):
        return _wrong_type(node, _RATE)
    if node.text.endswith("%"):
        value = _parsed(node, node.text[:-1], _RATE)
        return value if isinstance(value, Issue) else Fraction(value) / 100
    if node.text.count("/") == 1:
        numerator, denominator = node.text.split("/")
        if _is_integer(numerator) and _is_integer(denominator) and int(denominator) > 0:
            return Fraction(int(numerator), int(denominator))
    value = _decimal(node, _RATE)
    return value if isinstance(value, Issue) else Fraction(value)


def as_integer(node: AnyNode) -> int | Issue:
    """Read *node* as a whole number, written without a point."""
    if not isinstance(node, ScalarNode):
        return _wrong_type(node, _WHOLE)
    if _is_integer(node.text):
        return int(node.text)
    value = _parsed(node, node.text, _WHOLE)
    return value if isinstance(value, Issue) else _not_a_number(node, _WHOLE)


def as_boolean(node: AnyNode) -> bool | Issue:
    """Read *node* as plain ``true`` or ``false``; YAML 1.1's ``yes`` and ``on`` are not booleans."""
    if not isinstance(node, ScalarNode):
        return _wrong_type(node, _BOOLEAN)
    value = None if node.quoted else _BOOLEANS.get(node.text)
    if value is not None:
        return value
    meant = _MEANT_BOOLEAN.get(node.text.lower())
    return _wrong_type(node, _BOOLEAN, Text(f"请写 {meant}", f"write {meant}") if meant else None)


def as_date(node: AnyNode) -> date | Issue:
    """Read *node* as a calendar day, ``2020-02-25``."""
    if not isinstance(node, ScalarNode):
        return _wrong_type(node, _DAY)
    if not _DATE.fullmatch(node.text):
        return _wrong_type(node, _DAY, date_hint(node.text))
    try:
        return date.fromisoformat(node.text)
    except ValueError:
        return Issue(code="wrong-value", location=node.location, expected=_DAY, found=node.text)


_KEYS, _LIST = PairsType.expected, TupleType.expected
CONTAINERS = (_KEYS, _LIST)
"""What may be expected that is more than one word."""
_TEXT, _NUMBER, _RATE = TextType.expected, DecimalType.expected, FractionType.expected
_WHOLE, _BOOLEAN, _DAY = WholeType.expected, TruthType.expected, DayType.expected


def colon_hint(node: AnyNode) -> Text | None:
    """Return what to do when *node* is text that was meant as ``key: value`` but has no half-width colon and space."""
    if isinstance(node, ScalarNode) and not node.quoted:
        if "：" in node.text:
            return Text("键后须用半角冒号和空格“: ”", "after a key write a half-width colon and a space (: ), not ：")
        if ":" in node.text:
            return Text("冒号后须有空格", "a colon is followed by a space")
    return None


def found_in(node: AnyNode) -> Text | str:
    """Return what *node* is, for the ``found`` of an issue."""
    if isinstance(node, MappingNode):
        return _KEYS
    if isinstance(node, SequenceNode):
        return _LIST
    if is_null(node):
        return Text("空值", "nothing")
    return f'"{shown(node.text)}"' if node.quoted else shown(node.text)


def _wrong_type(node: AnyNode, expected: Text, hint: Text | None = None) -> Issue:
    return Issue(code="wrong-type", location=node.location, expected=expected, found=found_in(node), hint=hint)


def _not_a_number(node: ScalarNode, expected: Text) -> Issue:
    found = found_in(node)
    hint = number_hint(node.text, whole=expected is _WHOLE, rate=expected is _RATE)
    return Issue(code="not-a-number", location=node.location, expected=expected, found=found, hint=hint)


def _decimal(node: AnyNode, expected: Text) -> Decimal | Issue:
    return _parsed(node, node.text, expected) if isinstance(node, ScalarNode) else _wrong_type(node, expected)


def _parsed(node: ScalarNode, text: str, expected: Text) -> Decimal | Issue:
    if not _DECIMAL.fullmatch(text):
        if _NOT_FINITE.fullmatch(text):
            return Issue(code="not-finite", location=node.location, expected=expected, found=found_in(node))
        return _not_a_number(node, expected)
    value = _bounded(text)
    if value is None:
        most = Text(f"至多 {MOST_DIGITS} 位", f"at most {MOST_DIGITS} digits")
        return Issue(code="not-finite", location=node.location, expected=most, found=found_in(node))
    return value


def _bounded(text: str) -> Decimal | None:
    try:
        value = decimal_from(text)
    except InvalidOperation:  # an exponent beyond what even a Decimal can hold
        return None
    exponent = value.as_tuple().exponent
    fits = isinstance(exponent, int) and abs(exponent) <= MOST_DIGITS and abs(value.adjusted()) <= MOST_DIGITS
    return value if fits else None


def _is_integer(text: str) -> bool:
    return len(text) <= MOST_DIGITS and _INTEGER.fullmatch(text) is not None


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _odd_start(node: AnyNode) -> Text | None:
    """Name the full-width bracket or dash with which something begins that was meant as a list or as keys and values."""
    text = node.text if isinstance(node, ScalarNode) and not node.quoted else ""
    text = next(iter(node.keys), "") if isinstance(node, MappingNode) else text
    return odd_hint(text[:1])
