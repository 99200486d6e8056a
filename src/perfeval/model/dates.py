"""Dates as forms write them, as far as they are given: 2023年12月前, 12月底前, 2023-12-31."""

from __future__ import annotations

import re

from attrs import frozen

_DATE = re.compile(
    r"(?:(?P<year>(?:19|20)[0-9]{2})[年./-])?(?P<month>1[0-2]|0?[1-9])(?:月份?|[./-])(?:(?P<day>3[01]|[12][0-9]|0?[1-9])[日号]?)?"
    r"(?P<rest>底|末|底之?前|末之?前|之?前|以前|前完成|底前完成|完成)?"
)
_YEAR = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2})年(?:度)?(?P<rest>底|末|底之?前|末之?前|之?前|以前|前完成|底前完成|完成)?"
)


@frozen(kw_only=True, order=False)
class PartialDate:
    """A date of which some parts may be unknown.

    Args:
        year: The year, if given.
        month: The month from 1, if given.
        day: The day from 1, if given.

    """

    year: int | None = None
    month: int | None = None
    day: int | None = None


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


def _is_limit(rest: str | None) -> bool:
    return rest is not None and "前" in rest


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)
