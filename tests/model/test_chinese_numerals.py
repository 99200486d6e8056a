"""Chinese numerals: numbers as they are said, and what is no number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.model.chinese_numerals import chinese_number

DIGITS = "零一二三四五六七八九"


def said(number: int) -> str:
    """Return a number as Chinese numerals say it, zeros left out."""
    if number >= 10**8:
        return f"{said(number // 10**8)}亿{said(number % 10**8) if number % 10**8 else ''}"
    if number >= 10_000:
        return f"{said(number // 10_000)}万{said(number % 10_000) if number % 10_000 else ''}"
    parts = [(1000, "千"), (100, "百"), (10, "十"), (1, "")]
    return "".join(f"{DIGITS[number // size % 10]}{name}" for size, name in parts if number // size % 10) or "零"


@given(st.integers(0, 999_999) | st.integers(0, 10**12 - 1))
def test_numbers_are_read_as_they_are_said(number: int) -> None:
    """Every number below 一万亿."""
    assert chinese_number(said(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("零", 0),
        ("〇", 0),
        ("两", 2),
        ("两百", 200),
        ("一百零五", 105),
        ("一千零五十", 1050),
        ("一万零三", 10_003),
        ("三亿", 300_000_000),
        ("一亿二千万", 120_000_000),
        ("两万", 20_000),
        ("一万亿", 10**12),
        ("三万二千亿五万零一", 3_200_000_050_001),
        ("", None),
        ("二三", None),
        ("二〇二三", None),
        ("三个", None),
        ("3", None),
    ],
)
def test_forms_of_numerals(text: str, number: int | None) -> None:
    """What forms write; a year, a list, another sign are no number."""
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一亿五万", 100050000),
        ("一亿亿", 10**16),
        ("万", None),
        ("亿", None),
        ("零万", None),
        ("十万", 100000),
        ("一亿零五万", 100050000),
    ],
)
def test_what_ten_thousands_multiply(text: str, value: int | None) -> None:
    """What stands before them; by themselves they are no number."""
    assert chinese_number(text) == value
