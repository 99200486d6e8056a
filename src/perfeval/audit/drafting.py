"""Short ways to build findings, so that a rule reads as what it checks."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from perfeval.audit.findings import Finding, NotChecked
from perfeval.errors import Location
from perfeval.errors.language import Text
from perfeval.model.exact_arithmetic import apart
from perfeval.model.numbers import plain

if TYPE_CHECKING:
    from perfeval.audit.case import SheetRow
    from perfeval.model.funds import FundLine

_HUNDREDTH = Decimal("0.01")

Values = tuple[tuple[str, str], ...]


def about_row(row: SheetRow, message: Text, remedy: Text, *values: tuple[str, str]) -> Finding:
    """Return a finding about one row of the scoresheet."""
    return Finding(subject=row.subject, location=row.location, values=values, message=message, remedy=remedy)


def about_money(line: FundLine, column: str, message: Text, remedy: Text, *values: tuple[str, str]) -> Finding:
    """Return a finding about one line of the funds table."""
    subject = f"funds/{line.name}/{column}" if column else f"funds/{line.name}"
    location = line.place if line.place.path or line.place.line else Location(place=subject)
    return Finding(subject=subject, location=location, values=values, message=message, remedy=remedy)


def about(subject: str, message: Text, remedy: Text, *values: tuple[str, str]) -> Finding:
    """Return a finding about a part of the dossier."""
    return Finding(subject=subject, location=Location(place=subject), values=values, message=message, remedy=remedy)


def not_checked(zh: str, en: str) -> NotChecked:
    """Return why a rule could not run."""
    return NotChecked(reason=Text(zh, en))


def is_off(score: Decimal, due: Decimal) -> bool:
    """Whether a score is not the one that is due; one that was cut to a hundredth, where it had to be rounded, may pass."""
    return apart(score, due) > _HUNDREDTH


def printed(value: Decimal | None) -> str:
    """Print a number, or 空 where there is none."""
    return "空" if value is None else plain(value)
