"""Drawing a figure as an SVG bar chart, without a plotting library, the same text for the same figure.

The picture takes its colours from the page around it: text in ``currentColor``, bars in the custom properties
``--bar`` and ``--track``, so that it follows light and dark and prints; standing alone it has colours of its own.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING

from perfeval.model.numbers import plain, ratio_of, round_half_up
from perfeval.office.text_extent import units
from perfeval.office.xml_text import clean

if TYPE_CHECKING:
    from perfeval.documents.blocks import Bar, Figure

_WIDTH = 720
_GAP = 12
_FONT = 14
_UNIT = 7.5  # pixels that a half-width character takes: half the font, and some room for a substitute font
_LINE = 17
_BAR = 16
_PADDING = 9
_LABEL_UNITS = 26
_LABEL_LINES = 2
_LEAST_TRACK = 160
_ELLIPSIS = "…"


def draw_bars(figure: Figure, *, anchor: str = "figure") -> str:
    """Return *figure* as the text of an ``<svg>`` element: one horizontal bar for each value, on a track of its full.

    Args:
        figure: The caption and the bars, in points.
        anchor: Begins the ids of the picture's title and description; unique on the page.

    Returns:
        Well-formed XML. A screen reader is told the caption and every label with its value; a label too long for the
        picture is cut there, never in the description.

    """
    printed = [_printed(bar, figure.unit) for bar in figure.bars]
    label_width = _pixels(max((min(units(clean(bar.label)), _LABEL_UNITS) for bar in figure.bars), default=0))
    value_width = _pixels(max(map(units, printed), default=0))
    track = max(_LEAST_TRACK, _WIDTH - label_width - value_width - 2 * _GAP)
    width = label_width + track + value_width + 2 * _GAP
    drawn, top = [], 0
    for bar, value in zip(figure.bars, printed, strict=True):
        lines = _wrap(clean(bar.label))
        height = 2 * _PADDING + max(_BAR, len(lines) * _LINE)
        drawn.append(_row(bar, lines, value, middle=top + height // 2, label_width=label_width, track=track))
        top += height
    name = escape(anchor)
    told = "；".join(f"{clean(bar.label)} {value}" for bar, value in zip(figure.bars, printed, strict=True))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title {name}-text"'
        f' viewBox="0 0 {width} {max(top, 1)}" width="{width}" font-size="{_FONT}" fill="currentColor">'
        f'<title id="{name}-title">{escape(clean(figure.caption))}</title><desc id="{name}-text">{escape(told)}</desc>'
        f"{''.join(drawn)}</svg>"
    )


def _printed(bar: Bar, unit: str) -> str:
    return f"{plain(bar.value)} / {plain(bar.full)} {clean(unit)}".rstrip()


def _pixels(half_widths: int) -> int:
    return int(half_widths * _UNIT) + 1


def _row(bar: Bar, lines: list[str], value: str, *, middle: int, label_width: int, track: int) -> str:  # noqa: PLR0913 - a place in the picture
    """Draw one bar around the height *middle*: its label, the track, the bar, its value."""
    start = label_width + _GAP
    first = middle - (len(lines) - 1) * _LINE // 2
    label = "".join(
        f'<tspan x="{label_width}" y="{first + index * _LINE}">{escape(line)}</tspan>'
        for index, line in enumerate(lines)
    )
    shape = f'x="{start}" y="{middle - _BAR // 2}" height="{_BAR}" rx="3"'
    return (
        f"<g><title>{escape(clean(bar.label))} {escape(value)}</title>"
        f'<text text-anchor="end" dominant-baseline="central">{label}</text>'
        f'<rect {shape} width="{track}" style="fill:var(--track,#dfe6ee)"/>'
        f'<rect {shape} width="{_length(bar, track)}" style="fill:var(--bar,#1d5a9e)"/>'
        f'<text x="{start + track + _GAP}" y="{middle}" dominant-baseline="central">{escape(value)}</text></g>'
    )


def _length(bar: Bar, track: int) -> Decimal:
    """Return how long the bar is; a value outside [0, full] ends at the end of its track."""
    if bar.value <= 0 or bar.full <= 0:
        return Decimal(0)
    if bar.value >= bar.full:
        return Decimal(track)
    return round_half_up(track * Fraction(*ratio_of(bar.value, bar.full)), 2)


def _wrap(label: str) -> list[str]:
    """Break a label into at most two lines, after any character, as Chinese is set."""
    lines = [""]
    for character in " ".join(label.split()):
        if units(lines[-1] + character) <= _LABEL_UNITS:
            lines[-1] += character
        elif len(lines) < _LABEL_LINES:
            lines.append(character)
        else:
            lines[-1] = lines[-1][:-1] + _ELLIPSIS
            break
    return lines
