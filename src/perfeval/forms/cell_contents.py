"""What one cell of a form says: a number, a unit, a grade, a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from perfeval.errors import NumberError
from perfeval.forms import labels
from perfeval.forms.labels import key
from perfeval.model.numbers import exact
from perfeval.model.quantities import parse_quantity

if TYPE_CHECKING:
    from decimal import Decimal

    from perfeval.office.grids import GridCell

_CHOICE_THEN_BOX = re.compile(r"([一-鿿]+)\s*[（(]\s*([^（）()\s])\s*[)）]")
_BOX_THEN_CHOICE = re.compile(r"([☑■✔✓√])\s*([一-鿿]+)")
_STRETCHED = re.compile(r"[一-鿿](?:\s+[一-鿿])+")
BLANK = frozenset({"", "-", "--", "/", "—"})
"""What stands in a cell that has no value."""


def number_in(cell: GridCell) -> Decimal | None:
    """Return the number in a cell: the one it stores, else the one it prints; a percentage is no number here."""
    text = key(cell.text).replace(",", "")
    if text in BLANK or text.endswith("%"):
        return None
    if cell.value is not None:
        return cell.value
    try:
        return exact(text)
    except NumberError:
        quantity = parse_quantity(text)
        return quantity.value if quantity.direction is None and quantity.unit in (None, "分") else None


def money_unit(text: str) -> str:
    """Return the unit of money in a label such as 项目资金（万元）; empty if there is none."""
    match = labels.UNIT_IN_BRACKETS.search(key(text))
    return "" if match is None else match[1] or match[2]


def grade_in(text: str) -> str:
    """Return the grade a cell names: alone, or the one that is ticked."""
    bare = key(text)
    if bare in labels.GRADE_WORDS:
        return bare
    for word in labels.GRADE_WORDS:
        if any(f"{word}{tick}" in bare for tick in labels.TICKS):
            return word
    return ""


def ticked(text: str) -> str:
    """Return the one choice that is ticked, as in 经常性项目（√） 一次性项目（ ）; the text itself where that is not plain.

    >>> ticked("经常性项目（ √ ） 一次性项目（ ）"), ticked("□常年 ☑新增")
    ('经常性项目', '新增')

    """
    choices = [name for name, mark in _CHOICE_THEN_BOX.findall(text) if mark in labels.TICKS]
    choices += [name for mark, name in _BOX_THEN_CHOICE.findall(text) if mark in labels.TICKS]
    return choices[0] if len(choices) == 1 else text


def joined(name: str) -> str:
    """Return a short word without the spaces that stretch it on a form: 合 计 is 合计."""
    return "".join(name.split()) if _STRETCHED.fullmatch(name) else name


def bracket(name: str) -> int:
    """Return where the bracket with the points begins."""
    return max(name.rfind("("), name.rfind("（"))


def on_one_line(name: str) -> str:
    """Return a name without the line breaks that a narrow column makes in it; all else stays as written."""
    return "".join(name.splitlines())


def numbered(name: str, taken: list[str]) -> str:
    """Return a name as it is, or with a number where it is taken already: 资金管理#2."""
    count = sum(one == name or one.startswith(f"{name}#") for one in taken)
    return name if not count else f"{name}#{count + 1}"
