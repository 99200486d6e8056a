"""The rows of a dossier: nested by the names of groups, or keyed by path or code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.codec import tree
from perfeval.codec.chinese_words import key_in_chinese, near_key
from perfeval.codec.file_fields import fields_of
from perfeval.codec.located_issues import located, made, valid
from perfeval.errors import FormatError, Issue, PerfEvalError
from perfeval.errors.language import Text
from perfeval.model.dossier import ABSENCE_WORDS, Absence, Row

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.codec.converter import NodeConverter

# A mapping with one of these keys is a row; any other mapping is a group of rows.
_FIELDS = {key: one for key, one in fields_of(Row).items() if key != "address"}
ROW_KEYS = frozenset(_FIELDS)


def read_rows(node: tree.AnyNode, converter: NodeConverter) -> tuple[Row, ...]:
    """Return every row below *node*, in the order of the file.

    Raises:
        FormatError: With the problems of all rows.

    """
    rows: list[Row] = []
    issues: list[Issue] = []
    for address, child in _addresses(node, ""):
        try:
            rows.append(_row(address, child, converter))
        except PerfEvalError as error:
            issues.extend(located(issue, child) for issue in error.issues)
    if issues:
        raise FormatError(issues)
    return tuple(rows)


def _addresses(node: tree.AnyNode, above: str) -> Iterator[tuple[str, tree.AnyNode]]:
    """Yield each row's address and node; a row left empty is not filled in."""
    for key, child in valid(tree.as_mapping(node)).entries.items():
        address = f"{above}/{key}" if above else key
        if isinstance(child, tree.MappingNode) and child.entries and not ROW_KEYS & child.entries.keys():
            yield from _addresses(child, address)
        elif not tree.is_null(child):
            yield address, child


def _row(address: str, node: tree.AnyNode, converter: NodeConverter) -> Row:
    if isinstance(node, tree.ScalarNode):
        _refuse_key_of_row(address, node, converter)
        return Row(address=address, absence=read_absence(node, converter), place=node.location)
    mapping = valid(tree.as_mapping(node))
    actual = mapping.entries.get("actual")
    if isinstance(actual, tree.ScalarNode) and actual.text in ABSENCE_WORDS and not tree.is_null(actual):
        # ``actual: missing`` is an absence, any other actual a quantity.
        fields = {key: one for key, one in _FIELDS.items() if key != "actual"}
        values = converter.read_fields(mapping, fields, owner=Row.called, ignore=("actual",))
        values["absence"] = ABSENCE_WORDS[actual.text]
    else:
        values = converter.read_fields(mapping, _FIELDS, owner=Row.called)
    return made(lambda: Row(address=address, place=mapping.location, **values), mapping)


def _refuse_key_of_row(address: str, node: tree.ScalarNode, converter: NodeConverter) -> None:
    """Refuse what looks like a row of one word and is a key of the row around it, in Chinese or misspelt.

    Raises:
        FormatError: At the key, with the key that is meant.

    """
    key = str(node.step)
    if node.text in ABSENCE_WORDS or not isinstance(node.parent, tree.MappingNode) or "/" not in address:
        return
    if key_in_chinese(key, ROW_KEYS) or (near_key(key, ROW_KEYS) and key.isascii()):
        raise FormatError([converter.keys.unknown(node.parent, key, owner=Row.called, known=ROW_KEYS)])


def read_absence(node: tree.AnyNode, _: NodeConverter) -> Absence:
    """Return the absence that *node* names, such as 缺失 or not-applicable.

    Raises:
        FormatError: If it is no such word.

    """
    text = valid(tree.as_text(node))
    if text not in ABSENCE_WORDS:
        expected = Text("一行的各键，或 " + " / ".join(ABSENCE_WORDS), "keys of a row, or " + " / ".join(ABSENCE_WORDS))
        found = tree.shown(text)
        hint = key_in_chinese(text, [one.value for one in Absence])
        raise FormatError(
            [Issue(code="wrong-value", expected=expected, found=found, hint=hint, location=node.location)]
        )
    return ABSENCE_WORDS[text]
