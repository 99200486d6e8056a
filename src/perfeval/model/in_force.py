"""Which rules were not in force when a fiscal year was evaluated (施行时间).

A fiscal year is evaluated in the next (一个预算年度在下一年评价): 2023 during 2024. A rule is in force for it if at least one day of
that next year lies within its period, the first and the last day of the period included. The regulations name no day of the
evaluation, so any day of the year may have been it; a set that means more declares other dates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.errors import Issue, Location
from perfeval.errors.language import Text
from perfeval.model.citations import Period
from perfeval.model.validated import Validated

if TYPE_CHECKING:
    from perfeval.model.indicator_set import IndicatorSet


def year_of_evaluation(fiscal_year: int) -> int:
    """Return the calendar year in which a fiscal year is evaluated: the next."""
    return fiscal_year + 1


@frozen(kw_only=True)
class OutOfForce(Validated):
    """A set, or one indicator of it, that was not in force when a fiscal year was evaluated.

    Args:
        code: The indicator's code; empty for the set itself.
        what: What it is, in both languages.
        period: When it is in force.
        year: The fiscal year.

    """

    code: str = ""
    what: Text
    period: Period
    year: int

    @property
    def note(self) -> Text:
        """What every output says of it where its use was allowed."""
        period, when = self.period.text, year_of_evaluation(self.year)
        return Text(
            f"{self.what.zh}的施行时间为{period.zh}，{self.year} 年度于 {when} 年评价时未施行；本次评价经明确允许使用",
            f"{self.what.en} is in force {period.en}, not in {when}, when fiscal year {self.year} is evaluated; its use was "
            "explicitly allowed",
        )

    def issue(self, where: Location) -> Issue:
        """Return the problem that it is where nobody has allowed it."""
        when = year_of_evaluation(self.year)
        return Issue(
            code="out-of-force",
            values={"what": self.what, "year": self.year},
            location=where,
            expected=self.period.text,
            found=Text(f"{self.year} 年度，于 {when} 年评价", f"fiscal year {self.year}, evaluated in {when}"),
            hint=Text(
                "改用当时施行的指标体系或版本，或核对年度（year）；确需使用时写明允许："
                "命令行写 perfeval --allow-out-of-force …，程序中写 allow_out_of_force=True",
                "name a set or version that was in force, or check the year; to use it all the same, allow it: "
                "perfeval --allow-out-of-force … on the command line, allow_out_of_force=True in a program",
            ),
        )


def out_of_force(indicators: IndicatorSet, year: int) -> tuple[OutOfForce, ...]:
    """Return what of a set was not in force when the fiscal *year* was evaluated; the set itself first."""
    if not indicators.dated:
        return ()
    when = year_of_evaluation(year)
    return tuple(
        OutOfForce(code=code, what=_named(indicators, code), period=period, year=year)
        for code, period in indicators.dated
        if not period.has_a_day_in(when)
    )


def _named(indicators: IndicatorSet, code: str) -> Text:
    if not code:
        return Text(f"指标体系 {indicators.id}", f"the set {indicators.id}")
    path = indicators.path(code)
    return Text(f"指标 {path}", f"the indicator {path}")
