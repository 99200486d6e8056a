"""The typefaces of official documents by role (GB/T 9704), each with free substitutes; no font is ever bundled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

FontRole = Literal["title", "heading1", "heading2", "heading3", "body", "table-head", "table", "page-number"]
"""What a text is, as far as its typeface goes."""


@frozen(kw_only=True)
class Typeface:
    """One typeface.

    Args:
        official: Its name in official documents, as Word knows it.
        substitutes: What to take where it is not installed, best first: other cuts, then free fonts.
        generic: The generic family that CSS falls back to.

    """

    official: str
    substitutes: tuple[str, ...]
    generic: Literal["serif", "sans-serif"]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the typeface, the official one first."""
        return (self.official, *self.substitutes)


XIAOBIAOSONG = Typeface(
    official="方正小标宋简体",
    substitutes=(
        "FZXiaoBiaoSong-B05S",
        "华文中宋",
        "STZhongsong",
        "FandolSong",
        "Noto Serif CJK SC",
        "Source Han Serif SC",
    ),
    generic="serif",
)
HEITI = Typeface(
    official="黑体",
    substitutes=("SimHei", "STHeiti", "FandolHei", "Noto Sans CJK SC", "Source Han Sans SC"),
    generic="sans-serif",
)
KAITI = Typeface(
    official="楷体_GB2312",
    substitutes=("楷体", "KaiTi", "STKaiti", "FandolKai", "Noto Serif CJK SC", "Source Han Serif SC"),
    generic="serif",
)
FANGSONG = Typeface(
    official="仿宋_GB2312",
    substitutes=("仿宋", "FangSong", "STFangsong", "FandolFang R", "Noto Serif CJK SC", "Source Han Serif SC"),
    generic="serif",
)
SONGTI = Typeface(
    official="宋体",
    substitutes=("SimSun", "STSong", "FandolSong", "Noto Serif CJK SC", "Source Han Serif SC"),
    generic="serif",
)
LATIN = Typeface(
    official="Times New Roman", substitutes=("Liberation Serif", "TeX Gyre Termes", "Nimbus Roman"), generic="serif"
)
"""Digits and Latin letters, whatever the role."""

FONTS: Mapping[FontRole, Typeface] = {
    "title": XIAOBIAOSONG,
    "heading1": HEITI,
    "heading2": KAITI,
    "heading3": FANGSONG,
    "body": FANGSONG,
    "table-head": HEITI,
    "table": FANGSONG,
    "page-number": SONGTI,
}
"""The Chinese typeface of each role."""
