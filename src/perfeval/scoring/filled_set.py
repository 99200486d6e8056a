"""Completing a set with a dossier: its own indicators join the open groups, its points fill what the set leaves unset."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve

from perfeval.errors import DossierError, Issue, Location, NotFoundError
from perfeval.model.dossier import Absence, Dossier, Row, row_location
from perfeval.model.hierarchy import Indicator, locate
from perfeval.model.numbers import plain
from perfeval.scoring.scorers.stated import Stated

if TYPE_CHECKING:
    from perfeval.model.indicator_set import IndicatorSet

_STATED = Stated()


def complete(indicators: IndicatorSet, dossier: Dossier) -> tuple[IndicatorSet, dict[str, Row]]:
    """Return the set with the dossier's indicators and points in it, and the row of each code.

    Raises:
        DossierError: If a row names nothing in the set, two rows name one indicator, points contradict the set's or
            are missing; every problem is listed, with the place of its row.
        IndicatorSetError: If the completed points do not add up.

    """
    return _Completion(indicators, dossier).result()


class _Completion:
    """One run over a dossier's rows; collects every problem before it raises."""

    def __init__(self, indicators: IndicatorSet, dossier: Dossier) -> None:
        self._set = indicators
        self._dossier = dossier
        self._rows: dict[str, Row] = {}
        self._added: dict[str, list[Indicator]] = {}
        self._codes = {one.code for one in indicators.walk()}
        self._by_address = _by_address(indicators.indicators)
        self._issues: list[Issue] = []

    def result(self) -> tuple[IndicatorSet, dict[str, Row]]:
        for row in self._dossier.rows:
            self._place(row)
        tree = tuple(self._completed(indicator) for indicator in self._set.indicators)
        if self._issues:
            leaves = {one.code: one for top in tree for one in top.walk()}
            scores = [issue for code, row in self._rows.items() for issue in score_problems(leaves[code], row)]
            raise DossierError([*self._issues, *scores])
        return evolve(self._set, indicators=tree), self._rows

    def _place(self, row: Row) -> None:
        plainly = self._by_address.get(row.address)
        if plainly is not None:
            self._assign(plainly, row)
        elif not self._added_to_open_group(row):
            try:
                self._assign(locate(self._set.indicators, row.address)[-1], row)
            except NotFoundError as error:
                self._issues.extend(self._row_issue(issue, row) for issue in error.issues)

    def _row_issue(self, issue: Issue, row: Row) -> Issue:
        if issue.code == "path-unknown":
            issue = Issue(code="row-unknown", values={"path": row.address}, hint=issue.hint)
        return issue.at(row_location(row))

    def _assign(self, indicator: Indicator, row: Row) -> None:
        if indicator.code in self._rows:
            self._report("row-duplicate", row)
        elif not indicator.is_leaf and row.absence is not Absence.NOT_APPLICABLE:
            self._report("row-group", row)
        else:
            self._rows[indicator.code] = row

    def _added_to_open_group(self, row: Row) -> bool:
        """Make the row an indicator of its own below the open group its address names, if there is one."""
        group = self._by_address.get(row.group) or self._coded(row.group)
        if group is None or not group.open or any(row.name in (one.name, one.code) for one in group.children):
            return False
        code = row.code or self._free_code(group)
        if code in self._codes and row.code:
            self._issues.append(Issue(code="duplicate-code", values={"code": code}, location=row_location(row)))
        self._codes.add(code)
        scorer = row.scorer or group.default_scorer or _STATED
        added = Indicator(
            code=code, name=row.name, points=row.points, scorer=scorer, target=row.target, definition=row.definition
        )
        self._added.setdefault(group.code, []).append(added)
        self._rows[code] = row
        return True

    def _coded(self, address: str) -> Indicator | None:
        """Return the indicator whose code ends the address; where names repeat, a path names its group by code."""
        last = address.rpartition("/")[2]
        found = self._by_address.get(last)
        return found if found is not None and found.code == last else None

    def _free_code(self, group: Indicator) -> str:
        number = len(group.children) + len(self._added.get(group.code, ())) + 1
        while f"{group.code}.{number}" in self._codes:
            number += 1
        return f"{group.code}.{number}"

    def _completed(self, indicator: Indicator) -> Indicator:
        """Return the indicator with its points known, bottom up."""
        if indicator.is_leaf:
            return self._completed_leaf(indicator)
        children = tuple(
            self._completed(child) for child in (*indicator.children, *self._added.get(indicator.code, ()))
        )
        row = self._rows.get(indicator.code)
        if row is not None and children:
            self._report("row-group", row)
        known = [child.points for child in children if child.points is not None]
        total = sum(known, Decimal(0))
        if indicator.points is not None and len(known) == len(children) and total != indicator.points:
            self._issues.append(_not_adding(indicator, known, total).at(self._first_place(children)))
        return evolve(indicator, children=children, points=total)

    def _completed_leaf(self, indicator: Indicator) -> Indicator:
        row = self._rows.get(indicator.code)
        stated = None if row is None else row.points
        if indicator.points is not None and stated is not None and stated != indicator.points and row is not None:
            self._report("row-points", row, expected=plain(indicator.points), found=plain(stated))
        points = indicator.points if indicator.points is not None else stated
        if points is None and row is not None and row.absence is Absence.NOT_APPLICABLE:
            points = Decimal(0)
        if points is None:
            place = f"rows/{self._set.path(indicator.code)}" if row is None else None
            location = row_location(row) if row is not None else self._dossier.source
            issue = Issue(code="points-unset", values={"name": indicator.name}, location=location, found=place)
            self._issues.append(issue)
        return indicator if points == indicator.points else evolve(indicator, points=points)

    def _first_place(self, indicators: tuple[Indicator, ...]) -> Location:
        """Return where the first row of some indicators stands; where none is filled in, the dossier's own place."""
        rows = (self._rows[one.code] for top in indicators for one in top.walk() if one.code in self._rows)
        return next((row_location(row) for row in rows), self._dossier.source)

    def _report(self, code: str, row: Row, *, expected: str | None = None, found: str | None = None) -> None:
        self._issues.append(
            Issue(code=code, values={"path": row.address}, location=row_location(row), expected=expected, found=found)
        )


def _by_address(indicators: tuple[Indicator, ...]) -> dict[str, Indicator]:
    """Return the indicators by code, and by path of names where that is one's alone; the rest is left to :func:`locate`."""
    paths: dict[str, list[Indicator]] = {}

    def collect(level: tuple[Indicator, ...], above: str) -> None:
        for one in level:
            path = f"{above}/{one.name}" if above else one.name
            paths.setdefault(path, []).append(one)
            collect(one.children, path)

    collect(indicators, "")
    alone = {path: group[0] for path, group in paths.items() if len(group) == 1}
    return alone | {one.code: one for group in paths.values() for one in group}


def score_problems(leaf: Indicator, row: Row) -> list[Issue]:
    """Return the issue of a stated score above its points, if it is."""
    if row.score is None or leaf.points is None or row.score <= leaf.points:
        return []
    return [
        Issue(
            code="score-above-points",
            values={"path": row.address},
            location=row_location(row),
            expected=f"0-{plain(leaf.points)}",
            found=plain(row.score),
        )
    ]


def _not_adding(indicator: Indicator, known: list[Decimal], total: Decimal) -> Issue:
    addends = " + ".join(plain(points) for points in known) or "0"
    return Issue(
        code="points-not-adding",
        values={"name": indicator.name},
        expected=plain(indicator.points or Decimal(0)),
        found=f"{addends} = {plain(total)}",
    )
