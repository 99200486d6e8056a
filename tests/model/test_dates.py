"""Dates as far as forms give them: their parts, their earliest and latest days, and dates inside sentences."""

from __future__ import annotations

import pytest

from perfeval.model.dates import PartialDate, dates_in, parse_date


@pytest.mark.parametrize(
    ("text", "parts", "is_limit"),
    [
        ("2023年12月", (2023, 12, None), False),
        ("2023年12月前", (2023, 12, None), True),
        ("2023年12月之前", (2023, 12, None), True),
        ("2023年12月底", (2023, 12, None), False),
        ("12月底前", (None, 12, None), True),
        ("2023-12-31", (2023, 12, 31), False),
        ("2023/1/9", (2023, 1, 9), False),
        ("2023.10.31前完成", (2023, 10, 31), True),
        ("9月30日", (None, 9, 30), False),
        ("9月30号前", (None, 9, 30), True),
        ("2023年", (2023, None, None), False),
        ("2023年度", (2023, None, None), False),
        ("2023年底前完成", (2023, None, None), True),
        ("2023年末", (2023, None, None), False),
        ("1999年01月05日", (1999, 1, 5), False),
    ],
)
def test_what_is_a_date(text: str, parts: tuple[int | None, int | None, int | None], *, is_limit: bool) -> None:
    """Its parts, and whether it is a time limit."""
    found = parse_date(text)
    assert found is not None
    assert ((found[0].year, found[0].month, found[0].day), found[1]) == (parts, is_limit)


@pytest.mark.parametrize(
    "text", ["12.5", "2023", "13月", "0月", "1月32日", "2123年", "12-31", "5", "月", "2023年5个月", "10月份中旬"]
)
def test_what_is_no_date(text: str) -> None:
    """A month alone needs its 月: 12.5 is a number; a year its 年."""
    assert parse_date(text) is None


def test_a_date_reaches_as_far_as_it_says() -> None:
    """Its first and its last day, where a part is not given; it prints what is given."""
    whole, month, year = PartialDate(year=2023, month=5, day=9), PartialDate(month=5), PartialDate(year=2023)
    assert (whole.earliest(2020), whole.latest(2020)) == ((2023, 5, 9), (2023, 5, 9))
    assert (month.earliest(2020), month.latest(2020)) == ((2020, 5, 1), (2020, 5, 31))
    assert (year.earliest(2020), year.latest(2020)) == ((2023, 1, 1), (2023, 12, 31))
    assert [str(one) for one in (whole, month, year, PartialDate())] == ["2023年5月9日", "5月", "2023年", ""]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2023年11月5日完工，2023-12-01验收", [(2023, 11, 5), (2023, 12, 1)]),
        ("2023.1.9", [(2023, 1, 9)]),
        ("2023/10/31至2024/1/2", [(2023, 10, 31), (2024, 1, 2)]),
        ("2023-11.5", []),
        ("12023-11-05", []),
        ("2023-11-051", []),
        ("2023年11月", []),
        ("11月5日", []),
    ],
)
def test_full_dates_in_a_sentence(text: str, days: list[tuple[int, int, int]]) -> None:
    """One style of signs in one date; no part of a longer number."""
    assert [(one.year, one.month, one.day) for one in dates_in(text)] == days
