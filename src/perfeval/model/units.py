"""Units of targets and actuals: which are the same, and which differ by a power of ten.

A unit is a quotient of products: whatever stands behind the first ``/`` is below the line, so 元/(人·月), 元/人·月, 元/人/月 and
元/人*月 are one unit. Letters count as they are written (MW is not mW), but where a small list says that their case is free.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from perfeval.model.exact_arithmetic import product
from perfeval.model.normal_form import half_width
from perfeval.model.numbers import decimal_of

PERCENT = "%"
PER_MILLE = "‰"

# How many come before a unit, as people write it: 3千万元, 5百万人, 2亿千瓦时.
_MULTIPLIERS = {
    "百": Decimal(10**2),
    "千": Decimal(10**3),
    "万": Decimal(10**4),
    "百万": Decimal(10**6),
    "千万": Decimal(10**7),
    "亿": Decimal(10**8),
    "百亿": Decimal(10**10),
    "千亿": Decimal(10**11),
}
# 百 alone stands before 元 only: 百分比, 百分点, 百货 are words. 千 is a part of the names of some units: 5千克 counts 千克.
_MULTIPLIER = re.compile("[百千]?[万亿]|千(?!分)|百(?=元|$)")
_NAMED_BY_A_THOUSAND = re.compile("千(?:克|米|瓦|伏|安|卡|焦|帕|赫|牛|字节|比特)")
_MONEY = ("万元", "亿元")

# Which signs multiply units: 元/人·月.
_PRODUCT_SIGNS = "·*×•・⋅∙"

# Written in any case they are one unit: no other unit has these letters.
_FREE_CASE = {
    one.casefold(): one
    for one in ("km", "cm", "dm", "kg", "kL", "kW", "kWh", "kV", "kVA", "kPa", "kHz", "Hz", "dB", "L")
}
# Behind the letter that says how many (m, M, G, μ), which counts as written, they are: mL and ml, MPa and Mpa.
_FREE_BEHIND_PREFIX = {one.casefold(): one for one in ("L", "W", "Wh", "V", "Pa", "Hz")}
_PREFIXES = "mMGμ"
_AREA_OR_VOLUME = re.compile(r"([kcdmμnhKCD]?[mM])([23])")


class _Quotient(NamedTuple):
    """A unit taken apart: what it counts above and below the line, each in order, and how many."""

    above: tuple[str, ...]
    below: tuple[str, ...]
    many: Decimal
    few: Decimal


def factor_between(unit: str | None, other: str | None) -> Decimal | None:
    """Return by what a value in *unit* is multiplied to be in *other*; None if the two are not comparable.

    Equal units have the factor 1. A bare number is comparable with a bare number only: 95 is not 95 %. Of a compound unit
    (万元/人) each part is compared with its own, in any order.

    >>> factor_between("万元", "元"), factor_between("万元/人", "元/人"), factor_between("元/万人", "元/人")
    (Decimal('10000'), Decimal('10000'), Decimal('0.0001'))
    >>> factor_between("元/(人·月)", "元/月/人"), factor_between("MW", "mW"), factor_between("m²", "㎡")
    (Decimal('1'), None, Decimal('1'))

    """
    if unit == other:
        return Decimal(1)
    first, second = _quotient(unit or ""), _quotient(other or "")
    if (first.above, first.below) != (second.above, second.below):
        return None
    return _power(product(first.many, second.few), product(first.few, second.many))


def counted_out(number: Decimal, unit: str) -> tuple[Decimal, str]:
    """Return a number with the multiplier that begins its unit counted in; 万元 and 亿元 are units, and so is 千克.

    >>> counted_out(Decimal(3), "万人"), counted_out(Decimal(3), "千万元"), counted_out(Decimal(5), "千克")
    ((Decimal('30000'), '人'), (Decimal('3000'), '万元'), (Decimal('5'), '千克'))

    """
    while not unit.startswith(_MONEY) and not _NAMED_BY_A_THOUSAND.match(unit):
        found = _MULTIPLIER.match(unit)
        if found is None:
            break
        # Of 千万元 the 万 belongs to the money.
        sign = found[0][0] if unit[found.end() :].startswith("元") else found[0]
        number, unit = product(number, _MULTIPLIERS[sign]), unit[len(sign) :]
    return number, unit


def has_other_scales(unit: str | None) -> bool:
    """Whether the same amount is also written in another unit, a power of ten away: 元 and 万元, 人/公里 and 人/万公里.

    What :func:`counted_out` takes out of a unit is none of them, nor is a percentage, which is a rate.

    >>> [has_other_scales(one) for one in ("万元", "元/人", "人/万公里", "人", "%")]
    [True, True, True, False, False]

    """
    found = _quotient(unit or "")
    parts = (*found.above, *found.below)
    return parts != (PER_MILLE,) and ("元" in parts or found.many != 1 or found.few != 1)


@lru_cache(maxsize=4096)
def _quotient(unit: str) -> _Quotient:
    """Return a unit taken apart."""
    above, *below = _cut("".join(half_width(unit).split()), "/")
    if len(below) == 1 and _is_bracketed(below[0]):
        below = [below[0][1:-1]]
    many, things = _counted(_cut(above, _PRODUCT_SIGNS))
    few, divisors = _counted([part for one in below for part in _cut(one, _PRODUCT_SIGNS)])
    return _Quotient(above=things, below=divisors, many=many, few=few)


def _cut(text: str, signs: str) -> list[str]:
    """Cut a text at signs that stand outside brackets."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if sign in signs and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def _is_bracketed(text: str) -> bool:
    """Whether one pair of brackets stands around a product; 台(套) and (人/月) are names as they are."""
    inside = text[1:-1]
    return text[:1] == "(" and text[-1:] == ")" and not set("()/") & set(inside)


def _counted(parts: list[str]) -> tuple[Decimal, tuple[str, ...]]:
    """Return how many of what a product of units counts: 万人 is ten thousand 人."""
    many, things = Decimal(1), []
    for part in parts:
        multiplier = _MULTIPLIER.match(part)
        is_percent = part == PERCENT
        if multiplier is not None:
            many = product(many, _MULTIPLIERS[multiplier[0]])
        elif is_percent:
            many = product(many, Decimal(10))
        thing = part if multiplier is None else part[multiplier.end() :]
        things.append(PER_MILLE if is_percent else _as_one_writes(thing))
    return many, tuple(sorted(things))


def _as_one_writes(thing: str) -> str:
    """Return a simple unit in the one spelling of all its spellings."""
    powered = _AREA_OR_VOLUME.fullmatch(thing)
    if powered:
        return f"{powered[1][:-1].casefold()}m{powered[2]}"
    if (free := _FREE_CASE.get(thing.casefold())) is not None:
        return free
    if thing[:1] in _PREFIXES and (behind := _FREE_BEHIND_PREFIX.get(thing[1:].casefold())) is not None:
        return thing[0] + behind
    return thing


def _power(many: Decimal, few: Decimal) -> Decimal:
    """Return the quotient of two powers of ten."""
    places = few.adjusted() - many.adjusted()
    return decimal_of(1, places) if places > 0 else Decimal(10**-places)
