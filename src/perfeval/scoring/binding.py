"""Binding a dossier to a compiled set: every row finds its indicator, the project's own join the open groups, points add up.

The dossier is left untouched; every problem is listed, with the place of its row.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from perfeval.errors import DossierError, Issue, NotFoundError
from perfeval.model.dossier import Absence, Row, row_location
from perfeval.model.hierarchy import Indicator
from perfeval.model.normal_form import normalise
from perfeval.model.numbers import decimal_of, decimal_places, plain, units_of
from perfeval.scoring.compiled import Leaf
from perfeval.scoring.reallocation import reallocated
from perfeval.scoring.scorers.stated import Stated

if TYPE_CHECKING:
    from perfeval.model.dossier import Dossier
    from perfeval.scoring.compiled import CompiledSet, Group

_STATED = Stated()
# How many hexadecimal digits tell a project's own indicator from the others of its group.
_DIGITS = 6


@frozen(kw_only=True, eq=False)
class Binding:
    """One dossier bound to one set.

    Args:
        compiled: The set.
        dossier: The dossier.
        leaves: The scored indicators in the order of the form, those that the dossier brings included.
        rows: The row of each; a leaf for which nothing is filled in has an empty one.
        points: The points of each after any reallocation, in units.
        stated: The stated score of each, in units; None where there is none.
        places: How many decimals a unit has.
        step: The set's quantum, in units; computed scores are multiples of it.
        rows_by_code: Every row by the code of its indicator, those of components and of empty groups included.

    """

    compiled: CompiledSet
    dossier: Dossier
    leaves: tuple[Leaf, ...]
    rows: tuple[Row, ...]
    points: tuple[int, ...]
    stated: tuple[int | None, ...]
    places: int
    step: int
    rows_by_code: dict[str, Row]


def bind(compiled: CompiledSet, dossier: Dossier) -> Binding:
    """Return *dossier* bound to *compiled*.

    Raises:
        DossierError: If a row names nothing in the set, two rows name one indicator, points contradict the set's, do not
            add up or are missing, a score is above its points or stated where none can be; all problems at once.

    """
    return _Binder(compiled, dossier).result()


class _Binder:
    """One run over a dossier's rows; collects every problem before it raises."""

    def __init__(self, compiled: CompiledSet, dossier: Dossier) -> None:
        self._compiled = compiled
        self._dossier = dossier
        self._rows: dict[str, Row] = {}
        self._own: dict[str, list[Leaf]] = {}
        self._issues: list[Issue] = []

    def result(self) -> Binding:
        for row in self._dossier.rows:
            self._place(row)
        leaves = self._in_order()
        rows = tuple(self._row_of(leaf) for leaf in leaves)
        points = [self._points_of(leaf, row) for leaf, row in zip(leaves, rows, strict=True)]
        self._check_sums(leaves, points)
        for row, one in zip(rows, points, strict=True):
            if row.score is not None:
                self._check_score(row, one)
        if self._issues:
            raise DossierError(self._issues)
        final, stated = self._reallocated(leaves, rows, [one or Decimal(0) for one in points])
        if self._issues:
            raise DossierError(self._issues)
        scores = [score for score in stated if score is not None]
        places = max([self._compiled.places, *map(decimal_places, scores)])
        return Binding(
            compiled=self._compiled,
            dossier=self._dossier,
            leaves=tuple(map(_with_points, leaves, final)),
            rows=rows,
            points=tuple(units_of(one, places) for one in final),
            stated=tuple(None if score is None else units_of(score, places) for score in stated),
            places=places,
            step=units_of(self._compiled.base.rounding.quantum, places),
            rows_by_code=self._rows,
        )

    # --- rows find their indicators -------------------------------------------------------------------------------

    def _place(self, row: Row) -> None:
        book = self._compiled.book
        indicator = book.plainly(row.address)
        if indicator is None and (own := book.below_open_group(row.address)) is not None:
            self._add(*own, row)
            return
        if indicator is None:
            try:
                indicator = book.find(row.address)
            except NotFoundError as error:
                self._issues.extend(_row_issue(issue, row) for issue in error.issues)
                return
        self._assign(indicator, row)

    def _assign(self, indicator: Indicator, row: Row) -> None:
        if indicator.code in self._rows:
            self._report("row-duplicate", row)
        elif indicator.code in self._compiled.components:
            self._assign_component(indicator, row)
        elif not indicator.is_leaf and (row.absence is not Absence.NOT_APPLICABLE or indicator.children):
            self._report("row-group", row)
        else:
            self._rows[indicator.code] = row

    def _assign_component(self, indicator: Indicator, row: Row) -> None:
        self._rows[indicator.code] = row
        if row.score is not None or row.points is not None:
            self._report(
                "component-score", row, found=plain(row.score if row.score is not None else row.points or Decimal(0))
            )

    def _add(self, group: Indicator, name: str, row: Row) -> None:
        """Make the row an indicator of its own below an open group."""
        code = row.code or own_code(group.code, name)
        if code in self._rows or (row.code and self._compiled.book.plainly(code) is not None):
            where = row_location(row)
            self._issues.append(Issue(code="duplicate-code", values={"code": code}, found=name, location=where))
            return
        scorer = row.scorer or group.default_scorer or _STATED
        indicator = Indicator(
            code=code, name=name, points=row.points, scorer=scorer, target=row.target, definition=row.definition
        )
        path = f"{self._compiled.paths[group.code]}/{name}"
        self._own.setdefault(group.code, []).append(Leaf(indicator=indicator, path=path, home=group.code))
        self._rows[code] = row

    def _in_order(self) -> tuple[Leaf, ...]:
        """Return all leaves as the form prints them: a group's own come behind what the set has in it."""
        if not self._own:
            return self._compiled.leaves
        ordered: list[Leaf] = []
        for one in self._compiled.form:
            if isinstance(one, Leaf):
                ordered.append(one)
            else:
                ordered += self._own.get(one.indicator.code, ())
        return tuple(ordered)

    def _row_of(self, leaf: Leaf) -> Row:
        row = self._rows.get(leaf.indicator.code)
        if row is None:
            return Row(address=leaf.path, target=leaf.indicator.target)
        fixed = leaf.indicator.target
        if fixed is None or row.target == fixed:
            return row
        if row.target is not None and not row.target.says_the_same_as(fixed):
            self._report("row-target", row, expected=fixed.text, found=row.target.text)
        return evolve(row, target=fixed) if row.target is None else row

    # --- points add up --------------------------------------------------------------------------------------------

    def _points_of(self, leaf: Leaf, row: Row) -> Decimal | None:
        fixed, given = leaf.indicator.points, row.points
        if fixed is not None:
            if given is not None and given != fixed:
                self._report("row-points", row, expected=plain(fixed), found=plain(given))
            return fixed
        if given is not None:
            if not self._compiled.base.rounding.fits(given):
                values = {"what": leaf.path, "quantum": plain(self._compiled.base.rounding.quantum)}
                where = row_location(row)
                self._issues.append(Issue(code="not-in-quanta", values=values, found=plain(given), location=where))
            return given
        if row.absence is Absence.NOT_APPLICABLE:
            return Decimal(0)
        is_there = leaf.indicator.code in self._rows
        self._issues.append(
            Issue(
                code="points-unset",
                values={"name": leaf.indicator.name},
                location=row_location(row) if is_there else self._dossier.source,
                found=None if is_there else f"rows/{leaf.path}",
            )
        )
        return None

    def _check_sums(self, leaves: tuple[Leaf, ...], points: list[Decimal | None]) -> None:
        """Check the groups with declared points, and full marks, where a dossier may have changed them."""
        if not self._own and all(leaf.indicator.points is not None for leaf in self._compiled.leaves):
            return
        sums: dict[str, Decimal | None] = {group.indicator.code: Decimal(0) for group in self._compiled.groups}
        for leaf, one in zip(leaves, points, strict=True):
            if leaf.home:
                above = sums[leaf.home]
                sums[leaf.home] = None if above is None or one is None else above + one
        total = sum((one for one in points if one is not None), Decimal(0))
        for group in reversed(self._compiled.groups):  # the inner ones first
            code = group.indicator.code
            found = sums[code]
            if group.indicator.points is not None and found is not None and found != group.indicator.points:
                self._not_adding(group, leaves, points)
            if parent := self._compiled.parents.get(code, ""):
                above = sums[parent]
                sums[parent] = None if above is None or found is None else above + found
        if None not in points and total != self._compiled.base.full_marks and not self._issues:
            full = plain(self._compiled.base.full_marks)
            issue = Issue(code="full-marks-not-met", expected=full, found=plain(total), location=self._dossier.source)
            self._issues.append(issue)

    def _not_adding(self, group: Group, leaves: tuple[Leaf, ...], points: list[Decimal | None]) -> None:
        """Report a group whose points are not the sum of what stands in it, at the first row that does."""
        inside = {one.code for one in group.indicator.walk()}
        pairs = [(leaf, one) for leaf, one in zip(leaves, points, strict=True) if leaf.home in inside]
        given = [one for _, one in pairs if one is not None]
        addends = " + ".join(map(plain, given)) or "0"
        rows = (self._rows.get(leaf.indicator.code) for leaf, _ in pairs)
        self._issues.append(
            Issue(
                code="points-not-adding",
                values={"name": group.indicator.name},
                expected=plain(group.indicator.points or Decimal(0)),
                found=f"{addends} = {plain(sum(given, Decimal(0)))}",
                location=next((row_location(row) for row in rows if row is not None), self._dossier.source),
            )
        )

    # --- scores and absences --------------------------------------------------------------------------------------

    def _check_score(self, row: Row, points: Decimal | None) -> None:
        if row.score is None or points is None:
            return
        if row.score > points:
            self._report("score-above-points", row, expected=f"0-{plain(points)}", found=plain(row.score))
        elif row.absence is Absence.NOT_APPLICABLE:
            full = self._compiled.base.absence.not_applicable == "full-marks"
            due = points if full else Decimal(0)
            if row.score != due:
                self._report("not-applicable-score", row, expected=plain(due), found=plain(row.score))

    def _reallocated(
        self, leaves: tuple[Leaf, ...], rows: tuple[Row, ...], points: list[Decimal]
    ) -> tuple[list[Decimal], list[Decimal | None]]:
        """Return the points and the stated scores after the policy on rows that do not apply."""
        stated = [row.score for row in rows]
        dropped = [at for at, row in enumerate(rows) if row.absence is Absence.NOT_APPLICABLE and points[at]]
        policy = self._compiled.base.absence
        if not dropped or policy.not_applicable == "full-marks":
            return points, stated
        if policy.not_applicable == "exclude":
            for at in dropped:
                self._report("not-applicable-points", rows[at], found=plain(points[at]))
            return points, stated
        quantum = self._compiled.base.rounding.quantum
        places = decimal_places(quantum)
        step = units_of(quantum, places)
        quanta, stranded = reallocated(
            [units_of(one, places) // step for one in points],
            dropped=dropped,
            pools=[leaf.home if policy.within == "group" else "" for leaf in leaves],
            names=[leaf.indicator.code for leaf in leaves],
        )
        for at in stranded:
            self._report("no-row-to-reallocate", rows[at], found=plain(points[at]))
        result = [decimal_of(one * step, places) for one in quanta]
        for at, (old, new) in enumerate(zip(points, result, strict=True)):
            score = stated[at]
            if score is None or new == old or at in dropped:
                continue
            if policy.stated_scores == "scale":
                stated[at] = self._scaled(score, old, new)
            else:
                self._report(
                    "score-before-reallocation",
                    rows[at],
                    expected=f"0-{plain(new)}",
                    found=f"{plain(score)}/{plain(old)}",
                )
        return result, stated

    def _scaled(self, score: Decimal, old: Decimal, new: Decimal) -> Decimal:
        """Return a stated score in proportion to the points that its indicator now has, rounded as the set rounds."""
        top, bottom = score.as_integer_ratio(), old.as_integer_ratio()
        many, one = new.as_integer_ratio()
        quantum, places = self._compiled.base.rounding.quantum, decimal_places(self._compiled.base.rounding.quantum)
        step = units_of(quantum, places)
        numerator = top[0] * bottom[1] * many * 10**places
        denominator = top[1] * bottom[0] * one * step
        rounded = self._compiled.base.rounding.round(numerator, denominator)
        return decimal_of(rounded * step, places)

    def _report(self, code: str, row: Row, *, expected: str | None = None, found: str | None = None) -> None:
        self._issues.append(
            Issue(code=code, values={"path": row.address}, location=row_location(row), expected=expected, found=found)
        )


def own_code(group: str, name: str) -> str:
    """Return the code of a project's own indicator: of its group and its name alone, so next year, in any order, the same.

    >>> own_code("QUANTITY", "修路") == own_code("QUANTITY", " 修路 ")
    True

    """
    digest = hashlib.sha256(normalise(name).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{group}.{digest[:_DIGITS]}"


def _row_issue(issue: Issue, row: Row) -> Issue:
    if issue.code == "path-unknown":
        issue = Issue(code="row-unknown", values={"path": row.address}, hint=issue.hint)
    return issue.at(row_location(row))


def _with_points(leaf: Leaf, points: Decimal) -> Leaf:
    if leaf.indicator.points == points:
        return leaf
    return evolve(leaf, indicator=evolve(leaf.indicator, points=points))
