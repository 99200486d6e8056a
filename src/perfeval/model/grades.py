"""Grades (评价等次): bands that partition the scale, so that every score has exactly one."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise
from typing import Any, ClassVar

from attrs import evolve, field, frozen

from perfeval.errors import IndicatorSetError, Issue, Location, Phrase
from perfeval.errors.language import Text
from perfeval.model.file_keys import named
from perfeval.model.numbers import given_exact, plain
from perfeval.model.validated import PartOfSet


@frozen(kw_only=True)
class Band(PartOfSet):
    """One grade and the scores it covers: from ``lower`` (included) up to ``upper``.

    The upper bound belongs to the band above; only the highest band includes its own (财预〔2020〕10号第十八条:
    90（含）–100 优, 80（含）–90 良, …).

    Args:
        name: The grade's word, such as 优.
        lower: The lowest score of the band, in points, included.
        upper: The bound above, in points.

    """

    called: ClassVar[Text] = Text("等次", "a grade")

    name: str
    lower: Decimal = field(converter=given_exact, metadata=named("from"))
    upper: Decimal = field(converter=given_exact, metadata=named("to"))

    def __str__(self) -> str:
        """Print the grade's word."""
        return self.name


def _given_bands(bands: Iterable[Band]) -> tuple[Band, ...]:
    """Hand on what the scale is given; it takes or refuses it."""
    return bands  # type: ignore[return-value]  # made a tuple, or refused, by the check of the value


@frozen
class GradeScale(PartOfSet):
    """The bands of a set, highest first; they cover [0, full marks] without a hole or an overlap.

    Args:
        bands: The bands in any order.

    Raises:
        IndicatorSetError: If two bands overlap, a hole lies between them (89.5 between 80-89 and 90-100), a name is used
            twice, a band is empty, or the lowest does not begin at 0. Every problem is listed.

    """

    called: ClassVar[Text] = Text("等次划分", "the grades")

    bands: tuple[Band, ...] = field(converter=_given_bands)

    def __attrs_post_init__(self) -> None:
        """Put the highest band first; refuse bands that do not partition the scale."""
        super().__attrs_post_init__()
        object.__setattr__(self, "bands", tuple(sorted(self.bands, key=lambda band: band.lower, reverse=True)))
        if problems := list(self._problems()):
            raise IndicatorSetError(problems)

    def _problems(self) -> list[Issue]:
        if not self.bands:
            return [_band_issue(Text("至少一个等次", "at least one band"), "0")]
        issues = [
            _band_issue(
                Text("下限低于上限", "a lower bound below the upper bound"),
                f"{band.name} {plain(band.lower)}-{plain(band.upper)}",
            )
            for band in self.bands
            if band.lower >= band.upper
        ]
        names = [band.name for band in self.bands]
        issues += [
            _band_issue(Text("等次名称不重复", "each name once"), name)
            for name in sorted(set(names))
            if names.count(name) > 1
        ]
        if (lowest := self.bands[-1]).lower != 0:
            issues.append(
                _band_issue(Text("最低一档从 0 起", "the lowest band from 0"), f"{lowest.name} {plain(lowest.lower)}-")
            )
        for upper, lower in pairwise(self.bands):
            if lower.upper < upper.lower:
                issues.append(
                    _band_issue(
                        _meeting(lower, upper),
                        Text(
                            f"{plain(lower.upper)} 到 {plain(upper.lower)} 之间不属于任何等次",
                            f"a hole from {plain(lower.upper)} to {plain(upper.lower)}",
                        ),
                    )
                )
            elif lower.upper > upper.lower:
                issues.append(
                    _band_issue(
                        _meeting(lower, upper),
                        Text(
                            f"{lower.name}与{upper.name}重叠到 {plain(lower.upper)}",
                            f"{lower.name} and {upper.name} overlap up to {plain(lower.upper)}",
                        ),
                    )
                )
        return issues

    @property
    def full_marks(self) -> Decimal:
        """The top of the scale, in points."""
        return self.bands[0].upper

    def grade(self, total: Decimal) -> Band:
        """Return the band of *total* (points in [0, full marks]); a score on a bound belongs to the band above.

        Raises:
            IndicatorSetError: If *total* is outside the scale.

        """
        if 0 <= total <= self.full_marks:
            for band in self.bands:
                if total >= band.lower:
                    return band
        raise IndicatorSetError(
            [
                _band_issue(
                    Text(f"总分在 0 到 {plain(self.full_marks)} 之间", f"a total from 0 to {plain(self.full_marks)}"),
                    plain(total),
                )
            ]
        )

    def named(self, name: str) -> Band | None:
        """Return the band called *name*, or None."""
        return next((band for band in self.bands if band.name == name), None)

    def lower_of(self, first: Band, second: Band) -> Band:
        """Return the lower of two bands."""
        return first if first.lower <= second.lower else second

    def replace(self, **changes: Any) -> GradeScale:  # noqa: ANN401 - any field
        """Return a copy with *changes* made."""
        return evolve(self, **changes)


def _meeting(lower: Band, upper: Band) -> Text:
    bound = plain(upper.lower)
    return Text(
        f"{lower.name}的上限为{upper.name}的下限 {bound}", f"{lower.name} up to {bound}, where {upper.name} begins"
    )


def _band_issue(expected: Text, found: Phrase) -> Issue:
    return Issue(code="grade-bands", expected=expected, found=found, location=Location(place="grades"))
