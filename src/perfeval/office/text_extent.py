"""Text as a spreadsheet needs it: cut into cells, and measured, because Excel does not grow merged rows."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import east_asian_width

# A Latin word is kept on one line; a Chinese text may break after any character.
_PIECES = re.compile(r"[!-~]+|[^!-~]")
# Excel holds 32 767 UTF-16 units in a cell, and a character takes at most two of them.
_CELL_LIMIT = 16_000
# Excel draws no row higher than 409 points; a higher one becomes several rows, merged.
HIGHEST_ROW = 400.0
# Closing punctuation may not begin a line, and a substitute font may be wider: some of each line stays unused.
_USABLE = 0.95
_LINE_SPACING = 1.45
_PADDING_POINTS = 4.0
_PADDING_PIXELS = 6
_PIXELS_PER_POINT = 96 / 72


def chunks(text: str) -> tuple[str, ...]:
    """Cut *text* into parts that each fit a cell; nothing is lost, and nearly every text is one part."""
    if len(text) <= _CELL_LIMIT:
        return (text,)
    return tuple(text[start : start + _CELL_LIMIT] for start in range(0, len(text), _CELL_LIMIT))


def units(text: str) -> int:
    """Return how wide *text* is in half-width units: a Chinese character is two, a Latin letter one."""
    if text.isascii():
        return len(text)
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in text)


def _wrapped(line: str, capacity: int) -> int:
    """Return how many lines *line* takes where *capacity* units fit on each."""
    if units(line) <= capacity:
        return 1
    lines, used = 1, 0
    for piece in _PIECES.findall(line):
        width = units(piece)
        if used + width <= capacity:
            used += width
        elif width <= capacity:
            lines, used = lines + 1, width
        else:  # a word longer than a line is broken anywhere
            whole, rest = divmod(used + width, capacity)
            lines, used = lines + whole, rest
    return lines


@lru_cache(maxsize=2048)
def text_height(text: str, *, pixels: int, size: float) -> float:
    """Return the height of *text*, wrapped.

    Args:
        text: What is printed.
        pixels: The width of the cell, in pixels of 1/96 inch.
        size: The size of the font, in points.

    Returns:
        The height in points, with room above and below.

    """
    capacity = max(2, int((pixels - _PADDING_PIXELS) * _USABLE / (size / 2 * _PIXELS_PER_POINT)))
    lines = sum(_wrapped(line, capacity) for line in text.split("\n"))
    # A text cut into parts needs as many rows as it has parts.
    least = HIGHEST_ROW * (len(chunks(text)) if len(text) > _CELL_LIMIT else 0)
    return max(least, lines * size * _LINE_SPACING + _PADDING_POINTS)
