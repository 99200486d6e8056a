"""The days between which something holds: open at either end, first and last day included."""

from __future__ import annotations

from datetime import date

import pytest

from perfeval import IndicatorSetError
from perfeval.model.citations import Period

OPEN = Period()
SINCE = Period(since=date(2021, 8, 18))
UNTIL = Period(until=date(2022, 1, 1))
BOTH = Period(since=date(2021, 12, 31), until=date(2023, 1, 1))


@pytest.mark.parametrize(("period", "is_open"), [(OPEN, True), (SINCE, False), (UNTIL, False), (BOTH, False)])
def test_open_is_without_a_first_and_a_last_day(period: Period, is_open: bool) -> None:  # noqa: FBT001 - a case
    """Either of the two closes it."""
    assert period.is_open is is_open


@pytest.mark.parametrize(
    ("period", "years"),
    [
        (OPEN, [2019, 2020, 2021, 2022, 2023, 2024]),
        (SINCE, [2021, 2022, 2023, 2024]),
        (UNTIL, [2019, 2020, 2021, 2022]),
        (BOTH, [2021, 2022, 2023]),
    ],
)
def test_a_year_is_in_it_by_a_single_day(period: Period, years: list[int]) -> None:
    """The year of the first day and that of the last do count."""
    assert [year for year in range(2019, 2025) if period.has_a_day_in(year)] == years


def test_it_does_not_end_before_it_begins() -> None:
    """One day is enough."""
    assert Period(since=date(2021, 1, 1), until=date(2021, 1, 1)).has_a_day_in(2021)
    with pytest.raises(IndicatorSetError) as caught:
        Period(since=date(2021, 1, 2), until=date(2021, 1, 1))
    (issue,) = caught.value.issues
    assert issue.found == "2021-01-02 > 2021-01-01"


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        (OPEN, "不限日期", "at all times"),
        (SINCE, "2021-08-18 起", "from 2021-08-18"),
        (UNTIL, "至 2022-01-01", "until 2022-01-01"),
        (BOTH, "2021-12-31 至 2023-01-01", "from 2021-12-31 to 2023-01-01"),
    ],
)
def test_it_is_said_in_words(period: Period, zh: str, en: str) -> None:
    """In both languages."""
    assert (period.text.zh, period.text.en) == (zh, en)
