"""What must hold inside an indicator set; each check yields issues, placed by key path so that a file's line is found."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

from perfeval.errors import Issue, Location, NotFoundError, did_you_mean
from perfeval.errors.language import Text
from perfeval.model.address_book import AddressBook
from perfeval.model.exact_arithmetic import total_of
from perfeval.model.hierarchy import Indicator
from perfeval.model.numbers import plain
from perfeval.model.plugin_faults import HARM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.model.absence_and_vetoes import Veto
    from perfeval.model.grades import GradeScale
    from perfeval.model.panels_and_corrections import Correction
    from perfeval.model.rounding import Rounding


def problems_of(  # noqa: PLR0913 - the parts of a set
    indicators: tuple[Indicator, ...],
    *,
    full_marks: Decimal,
    rounding: Rounding,
    grades: GradeScale,
    vetoes: tuple[Veto, ...],
    corrections: tuple[Correction, ...],
) -> list[Issue]:
    """Return everything that is wrong with the parts of a set, in the order of the file."""
    placed = _places(indicators, "indicators")
    return [
        *_grades_match_full_marks(grades, full_marks),
        *_codes_are_unique(placed),
        *(issue for place, one in placed for issue in _indicator_problems(one, place, rounding)),
        *_level_one_meets_full_marks(indicators, full_marks),
        *_vetoes_name_what_exists(vetoes, grades, indicators),
        *_corrections_are_unique(corrections),
    ]


def _places(indicators: tuple[Indicator, ...], place: str) -> list[tuple[str, Indicator]]:
    """Return every indicator with its key path, in the order of the file."""
    found: list[tuple[str, Indicator]] = []
    for index, indicator in enumerate(indicators):
        here = f"{place}/{index}"
        found.append((here, indicator))
        if indicator.children:
            found += _places(indicator.children, f"{here}/children")
    return found


def _grades_match_full_marks(grades: GradeScale, full_marks: Decimal) -> Iterator[Issue]:
    if grades.full_marks != full_marks:
        yield Issue(
            code="grade-bands",
            expected=Text(
                f"等次上限为满分 {plain(full_marks)}",
                f"bands up to the full marks {plain(full_marks)}",
            ),
            found=plain(grades.full_marks),
            location=Location(place="grades"),
        )


def _codes_are_unique(placed: list[tuple[str, Indicator]]) -> Iterator[Issue]:
    seen: dict[str, str] = {}
    for place, indicator in placed:
        if indicator.code in seen:
            yield Issue(
                code="duplicate-code",
                values={"code": indicator.code},
                found=f"{seen[indicator.code]}, {indicator.name}",
                expected=Text("代码不重复", "each code once"),
                location=Location(place=f"{place}/code"),
            )
        seen.setdefault(indicator.code, indicator.name)


def _indicator_problems(indicator: Indicator, place: str, rounding: Rounding) -> Iterator[Issue]:
    if indicator.points is not None:
        yield from _points_fit(indicator, place, rounding)
    if indicator.aggregator is not None:
        yield from _components_have_no_points(indicator, place)
        yield from _aggregator_fits(indicator, place)
    elif indicator.children:
        yield from _group_adds_up(indicator, place)
    if indicator.scorer is not None and (indicator.children or indicator.open):
        yield Issue(code="scorer-on-group", values={"name": indicator.name}, location=Location(place=f"{place}/scorer"))


def _points_fit(indicator: Indicator, place: str, rounding: Rounding) -> Iterator[Issue]:
    points = indicator.points or Decimal(0)
    if points < 0:
        yield Issue(
            code="points-negative",
            values={"name": indicator.name},
            found=plain(points),
            location=Location(place=f"{place}/points"),
        )
    elif not rounding.fits(points):
        yield Issue(
            code="not-in-quanta",
            values={"what": indicator.name, "quantum": plain(rounding.quantum)},
            found=plain(points),
            location=Location(place=f"{place}/points"),
        )


def _components_have_no_points(indicator: Indicator, place: str) -> Iterator[Issue]:
    if indicator.open or not indicator.children:
        yield Issue(
            code="components-unknown",
            values={"name": indicator.name},
            location=Location(place=f"{place}/{'open' if indicator.open else 'aggregator'}"),
        )
    for index, child in enumerate(indicator.children):
        if child.aggregator is None and (child.children or child.open):
            yield Issue(
                code="component-group",
                values={"name": child.name, "parent": indicator.name},
                location=Location(place=f"{place}/children/{index}"),
            )
        if child.points is not None:
            yield Issue(
                code="component-points",
                values={"name": child.name, "parent": indicator.name},
                found=plain(child.points),
                location=Location(place=f"{place}/children/{index}/points"),
            )


def _aggregator_fits(indicator: Indicator, place: str) -> Iterator[Issue]:
    if indicator.open or not indicator.children:
        return
    with suppress(*HARM):  # told when the set is compiled, with the plugin whose aggregator it is
        yield from aggregator_problems(indicator, place)


def aggregator_problems(indicator: Indicator, place: str) -> list[Issue]:
    """Return what an aggregator says of the children it finds, each at the part of its parameters that it names.

    Args:
        indicator: The group.
        place: Its key path.

    Raises:
        BaseException: What a plugin's aggregator raises.

    """
    check = getattr(indicator.aggregator, "problems", None)
    if check is None:
        return []
    above = f"{place}/aggregator"
    return [
        issue.at(Location(place=f"{above}/{issue.location.place}" if issue.location.place else above))
        for issue in check(indicator.children)
    ]


def _group_adds_up(indicator: Indicator, place: str) -> Iterator[Issue]:
    known = [child.points for child in indicator.children if child.points is not None]
    if indicator.points is None or not known:
        return
    total = total_of(known)
    # An open group, or one with unset children, may still be filled up to its points; never beyond them.
    unfinished = indicator.open or len(known) < len(indicator.children)
    if total > indicator.points or (total < indicator.points and not unfinished):
        addends = " + ".join(plain(points) for points in known)
        yield Issue(
            code="points-not-adding",
            values={"name": indicator.name},
            expected=f"{addends} = {plain(total)}",
            found=plain(indicator.points),
            location=Location(place=f"{place}/points"),
        )


def _level_one_meets_full_marks(indicators: tuple[Indicator, ...], full_marks: Decimal) -> Iterator[Issue]:
    known = [indicator.points for indicator in indicators if indicator.points is not None]
    total = total_of(known)
    complete = len(known) == len(indicators) and indicators
    if total > full_marks or (complete and total != full_marks):
        addends = " + ".join(plain(points) for points in known)
        yield Issue(
            code="full-marks-not-met",
            expected=plain(full_marks),
            found=f"{addends} = {plain(total)}",
            location=Location(place="indicators"),
        )


def _corrections_are_unique(corrections: tuple[Correction, ...]) -> Iterator[Issue]:
    codes = [one.code for one in corrections]
    for index, one in enumerate(corrections):
        if one.code in codes[:index]:
            yield Issue(
                code="duplicate-code",
                values={"code": one.code},
                found=one.name,
                expected=Text("代码不重复", "each code once"),
                location=Location(place=f"corrections/{index}/code"),
            )


def _vetoes_name_what_exists(
    vetoes: tuple[Veto, ...], grades: GradeScale, indicators: tuple[Indicator, ...]
) -> Iterator[Issue]:
    names = [band.name for band in grades.bands]
    book = AddressBook(indicators)
    for index, veto in enumerate(vetoes):
        if veto.lowers_to not in names:
            yield Issue(
                code="wrong-value",
                expected=" / ".join(names),
                found=veto.lowers_to,
                hint=did_you_mean(veto.lowers_to, names),
                location=Location(place=f"vetoes/{index}/lowers-to"),
            )
        if veto.indicator:
            try:
                book.find(veto.indicator)
            except NotFoundError as error:
                yield from (issue.at(Location(place=f"vetoes/{index}/indicator")) for issue in error.issues)
