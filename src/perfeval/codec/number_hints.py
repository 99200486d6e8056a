"""What was meant by a number or a day that was written in another way: full-width, with a unit, in Chinese numerals."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

from perfeval.codec.odd_characters import UNSEEN, odd_hint
from perfeval.errors.language import Text
from perfeval.model.chinese_numerals import chinese_number
from perfeval.model.exact_arithmetic import decimal_from, shifted
from perfeval.model.numbers import plain

if TYPE_CHECKING:
    from decimal import Decimal

_LONGEST = 60
_NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_UNIT = re.compile(r"(?P<number>[-+]?[0-9][0-9.]*)(?P<unit>分|元|万元|亿元|个|年度?|人|次|项|名|家)")
_MYRIAD = 4  # zeros
_MONEY = {"元": 0, "万元": _MYRIAD, "亿元": 2 * _MYRIAD}
_PERCENT = re.compile(r"百分之(?P<number>.+)")
_TENTHS = re.compile(r"(?P<number>.)成(?P<half>半|五)?")
_YEAR = re.compile(r"[零〇一二三四五六七八九]{4}")
_DAY = re.compile(r"(?P<year>[0-9]{4})(?:年|[./])(?P<month>[0-9]{1,2})(?:月|[./])(?P<day>[0-9]{1,2})日?")
_DIGITS = {character: str(value) for value, character in enumerate("零一二三四五六七八九")} | {"〇": "0"}


def number_hint(text: str, *, whole: bool = False, rate: bool = False) -> Text | None:
    """Return how to write the number that *text* means, or None if nobody can tell.

    Args:
        text: What was written where a number is meant.
        whole: Whether a whole number is meant.
        rate: Whether a rate is meant, which may be a percentage.

    >>> number_hint("六十"), number_hint("百分之六十", rate=True)
    (Text(zh='请写 60', en='write 60'), Text(zh='请写 60%', en='write 60%'))

    """
    if len(text) > _LONGEST:
        return None
    if found := UNSEEN.search(text.strip(" ")):
        return odd_hint(found[0])
    bare = re.sub(r"[\s_,']", "", unicodedata.normalize("NFKC", text))
    if bare != text and re.fullmatch(rf"{_NUMBER.pattern}%?", bare):
        return Text(f"请写 {bare}（半角，不带分隔符）", f"write {bare} (half-width, no separators)")
    if _YEAR.fullmatch(bare) and whole:
        return _write("".join(_DIGITS[character] for character in bare))
    if unit := _UNIT.fullmatch(bare):
        return _without_unit(unit["number"], unit["unit"])
    return _in_words(bare, rate=rate)


def date_hint(text: str) -> Text | None:
    """Return how to write the day that *text* means: 2024年1月1日, 2024/1/1, 2024.1.1.

    >>> date_hint("2024年1月1日")
    Text(zh='请写 2024-01-01', en='write 2024-01-01')

    """
    found = _DAY.fullmatch(re.sub(r"\s", "", unicodedata.normalize("NFKC", text)))
    if found is None:
        return None
    try:
        return _write(date(int(found["year"]), int(found["month"]), int(found["day"])).isoformat())
    except ValueError:
        return None


def _in_words(text: str, *, rate: bool) -> Text | None:
    """Read Chinese numerals: 六十, 六十分, 百分之六十, 六成."""
    percent = _PERCENT.fullmatch(text)
    if percent and (number := chinese_number(percent["number"])) is not None:
        return _write(f"{number}%") if rate else None
    tenths = _TENTHS.fullmatch(text)
    if tenths and (number := chinese_number(tenths["number"])) is not None:
        return _write(f"{10 * number + (5 if tenths['half'] else 0)}%") if rate else None
    bare = text.removesuffix("分")
    number = chinese_number(bare.removesuffix("元"))
    if number is not None and bare[-1:] in ("元", "万", "亿"):
        return _of_money(decimal_from(str(number)))
    return None if number is None else _write(str(number))


def _without_unit(number: str, unit: str) -> Text:
    if unit in _MONEY and _NUMBER.fullmatch(number):
        return _of_money(shifted(decimal_from(number), _MONEY[unit]))
    return Text(f"请写 {number}，不带单位“{unit}”", f"write {number}, without the unit {unit}")


def _of_money(amount: Decimal) -> Text:
    """Say how an amount is written in either unit of the table, for the text alone does not tell which one that is."""
    yuan, myriads = plain(amount), plain(shifted(amount, -_MYRIAD))
    return Text(
        f"不带单位：资金表单位为元时写 {yuan}，为万元时写 {myriads}",
        f"write it without its unit: {yuan} where the table's unit is 元, {myriads} where it is 万元",
    )


def _write(text: str) -> Text:
    return Text(f"请写 {text}", f"write {text}")
