"""Whole numbers in Chinese numerals, up to 亿; what is not plainly one number is none."""

from __future__ import annotations

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "亿": 10**8}
NUMERALS = "".join([*_DIGITS, *_TENS, *_MYRIADS])


def chinese_number(text: str) -> int | None:
    """Return the number that *text* writes, such as 一百二十 or 两万; None if it is not one.

    >>> chinese_number("一百二十"), chinese_number("十"), chinese_number("二〇二三")
    (120, 10, None)

    """
    if not text or any(character not in NUMERALS for character in text):
        return None
    total = below = section = 0  # counted in 亿, in 万 below them, in ones below those
    digit: int | None = None
    for character in text:
        if character in _DIGITS:
            # Two digits side by side (二三) are a list or a year, not a number; a zero only holds a place.
            if digit not in (None, 0):
                return None
            digit = _DIGITS[character]
        elif character in _TENS:
            section += (1 if digit in (None, 0) else digit or 1) * _TENS[character]
            digit = None
        elif total + below + section + (digit or 0) == 0:
            return None  # 万 or 亿 by itself multiplies nothing: 万人 is no number of people
        elif character == "万":
            below, section, digit = (below + section + (digit or 0)) * _MYRIADS[character], 0, None
        else:
            total = (total + below + section + (digit or 0)) * _MYRIADS[character]
            below, section, digit = 0, 0, None
    return total + below + section + (digit or 0)
