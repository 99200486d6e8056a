"""Dates as forms write them, as far as they are given: 2023年12月前, 12月底前, 2023-12-31."""

from __future__ import annotations

import re

from attrs import field, frozen

from perfeval.model.file_keys import within
from perfeval.model.validated import Validated

_DATE = re.compile(
    r"(?:(?P<year>(?:19|20)[0-9]{2})[年./-])?(?P<month>1[0-2]|0?[1-9])(?:月份?|[./-])(?:(?P<day>3[01]|[12][0-9]|0?[1-9])[日号]?)?"
    r"(?P<rest>底|末|底之?前|末之?前|之?前|以前|前完成|底前完成|完成)?"
)
_YEAR = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})年(?:度)?(?P<rest>底|末|底之?前|末之?前|之?前|以前|前完成|底前完成|完成)?"
)
_FULL_DATE = re.compile(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?P<sign>[年./-])(?P<month>1[0-2]|0?[1-9])(?:月|(?P=sign))(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9])"
)


@frozen(kw_only=True, order=False)
class PartialDate(Validated):
    """A date of which some parts may be unknown.

    Args:
        year: The year, if given.
        month: The month from 1, if given.
        day: The day from 1, if given.

    """

    year: int | None = field(default=None, metadata=within(1, 9999))
    month: int | None = field(default=None, metadata=within(1, 12))
    day: int | None = field(default=None, metadata=within(1, 31))

    def __str__(self) -> str:
        """Print what is given, as forms write it."""
        parts = ((self.year, "年"), (self.month, "月"), (self.day, "日"))
        return "".join(f"{value}{unit}" for value, unit in parts if value is not None)

    def earliest(self, year: int) -> tuple[int, int, int]:
        """Return the first day it can mean; *year* where it names none."""
        return (self.year or year, self.month or 1, self.day or 1)

    def latest(self, year: int) -> tuple[int, int, int]:
        """Return the last day it can mean; *year* where it names none, the 31st where it names no day."""
        return (self.year or year, self.month or 12, self.day or 31)


def parse_date(text: str) -> tuple[PartialDate, bool] | None:
    """Return the date that *text* (half-width) is, and whether it is a time limit (…前); None if it is no date.

    A month alone needs its 月: ``12.5`` is a number.
    """
    match = _DATE.fullmatch(text)
    if match and (match["year"] or "月" in text):
        date = PartialDate(year=_number(match["year"]), month=_number(match["month"]), day=_number(match["day"]))
        return date, _is_limit(match["rest"])
    match = _YEAR.fullmatch(text)
    if match:
        return PartialDate(year=_number(match["year"])), _is_limit(match["rest"])
    return None


def dates_in(text: str) -> tuple[PartialDate, ...]:
    """Return every full date that stands in *text* (half-width), in its order.

    >>> [one.day for one in dates_in("2023年11月5日完工，2023-12-01验收")]
    [5, 1]

    """
    return tuple(
        PartialDate(year=int(match["year"]), month=int(match["month"]), day=int(match["day"]))
        for match in _FULL_DATE.finditer(text)
    )


def _is_limit(rest: str | None) -> bool:
    return rest is not None and "前" in rest


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)
