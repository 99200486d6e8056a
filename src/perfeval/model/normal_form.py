"""Width and style of characters: the same words written full-width, half-width or with other signs compare as equal."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Signs that forms use for one another and that NFKC leaves apart.
_SAME = str.maketrans(
    {
        "≧": "≥",
        "⩾": "≥",
        "≦": "≤",
        "⩽": "≤",
        "﹥": ">",
        "﹤": "<",
        "﹦": "=",
        "═": "=",
        "“": '"',
        "”": '"',
        "„": '"',
        "‘": "'",
        "’": "'",
        "—": "-",
        "–": "-",
        "−": "-",
        "、": ",",
        "。": ".",
    }
)
_SPACES = re.compile(r"\s+")


@lru_cache(maxsize=8192)
def half_width(text: str) -> str:
    """Return *text* with full-width letters, digits and signs as half-width ones, and one sign for each comparison.

    >>> half_width("＞＝９５％")
    '≥95%'

    """
    folded = unicodedata.normalize("NFKC", text.translate(_SAME)).translate(_SAME)
    return folded.replace(">=", "≥").replace("=>", "≥").replace("<=", "≤").replace("=<", "≤")


@lru_cache(maxsize=8192)
def normalise(text: str) -> str:
    """Return *text* as names are compared: half-width, without any space, quotes and commas of one style, lower case.

    Two names are the same if their normal forms are equal; no part of a name ever counts as the name.

    >>> normalise("产出 数量（个）") == normalise("产出数量(个)")
    True

    """
    folded = _SPACES.sub("", half_width(text)).casefold()
    # Folding one character may make another foldable; a normal form is one that folding leaves alone.
    while folded != text:
        text, folded = folded, _SPACES.sub("", half_width(folded)).casefold()
    return folded
