"""Keys that are not known where they stand: what was meant, or where they belong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from perfeval.codec import tree
from perfeval.codec.chinese_words import key_in_chinese, near_key
from perfeval.codec.odd_characters import odd_hint
from perfeval.errors import Issue
from perfeval.errors.language import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from perfeval.codec.file_types import FileField, FileTypes


class KeyRing:
    """Which keys each mapping of a file may have, so that a key that stands in the wrong one is told where it belongs.

    Args:
        types: Which type is whose.

    """

    def __init__(self, types: FileTypes) -> None:
        """Begin with no mapping; see the class."""
        self._types = types
        self._held: dict[int, tuple[Text, Mapping[str, FileField]]] = {}

    def note(self, mapping: tree.MappingNode, owner: Text, fields: Mapping[str, FileField]) -> None:
        """Note that *mapping* is an *owner*, with its fields."""
        self._held[id(mapping)] = (owner, fields)

    def unknown(self, mapping: tree.MappingNode, key: str, *, owner: Text, known: Collection[str]) -> Issue:
        """Return the issue of a key that is not known, standing at the key."""
        hint = (
            (odd_hint(key) if "：" in key or key[:1] in "“＂‘" or key.strip() != key or not key.isprintable() else None)
            or key_in_chinese(key, known)
            or self._misplaced(mapping, key)
            or near_key(key, known)
            or odd_hint(key)
            or _cut_number(mapping, key)
            or _empty_above(mapping, key, known)
        )
        where = mapping.keys[key].location
        return Issue(code="unknown-key", values={"owner": owner, "key": tree.shown(key)}, location=where, hint=hint)

    def _misplaced(self, mapping: tree.MappingNode, key: str) -> Text | None:
        """Tell that a key belongs one step further in, to an empty key above it, or further out."""
        _, fields = self._held.get(id(mapping), (None, {}))
        keys = list(mapping.entries)
        above = keys[keys.index(key) - 1] if keys.index(key) else ""
        if above in fields and tree.is_null(mapping.entries[above]) and fields[above].type.may_hold(key, self._types):
            return Text(
                f"{above} 是空的；{tree.shown(key)} 若属于它，须再缩进两格",
                f"{above} is empty: if {tree.shown(key)} belongs to it, indent it by two more",
            )
        outer: tree.Located | None = mapping.parent
        while outer is not None:
            owner, fields = self._held.get(id(outer), (None, {}))
            if owner is not None and key in fields:
                return Text(
                    f"{key} 是外层（{owner.zh}）的键，请检查缩进或括号",
                    f"{key} is a key of {owner.en} around it: check the indentation or the brackets",
                )
            outer = outer.parent
        return None


def _cut_number(mapping: tree.MappingNode, key: str) -> Text | None:
    """Tell that a number was cut at its thousands' separator: {initial: 1,000} is two keys."""
    keys = list(mapping.entries)
    above = mapping.entries[keys[keys.index(key) - 1]] if keys.index(key) else None
    if not re.fullmatch("[0-9]{3}", key) or not isinstance(above, tree.ScalarNode) or not above.text.isdecimal():
        return None
    whole = f"{above.text}{key}"
    return Text(f"数不带千分位逗号，请写 {whole}", f"write the number without separators: {whole}")


def _empty_above(mapping: tree.MappingNode, key: str, known: Collection[str]) -> Text | None:
    """Tell that what follows an empty key may belong to it, and stands too far out."""
    keys = list(mapping.entries)
    following = [one for one in keys[keys.index(key) + 1 :] if one in known]
    if not tree.is_null(mapping.entries[key]) or not following:
        return None
    return Text(
        f"{tree.shown(key)} 是空的；{following[0]} 若属于它，须再缩进两格",
        f"{tree.shown(key)} is empty: if {following[0]} belongs to it, indent it by two more",
    )
