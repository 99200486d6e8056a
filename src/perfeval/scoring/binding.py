"""Binding a dossier to a compiled set: every row finds its indicator, the project's own join the open groups, points add up.

The dossier is left untouched; every problem is listed, with the place of its row.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.errors import DossierError, Issue, NotFoundError
from perfeval.model.dossier import Absence, Row, row_location
from perfeval.model.normal_form import normalise
from perfeval.model.numbers import decimal_of, decimal_places, plain, units_of
from perfeval.model.validated import changed, unchecked
from perfeval.scoring.compiled import Leaf
from perfeval.scoring.own_leaves import OwnLeaf
from perfeval.scoring.reallocation import reallocated
from perfeval.scoring.targets_brought import targets_against_scorers

if TYPE_CHECKING:
    from perfeval.model.dossier import Dossier
    from perfeval.model.hierarchy import Indicator
    from perfeval.scoring.compiled import CompiledSet, Group

AnyLeaf = Leaf | OwnLeaf
_FINER = -1
"""Stands for a stated score that is no whole number of the set's units; none is negative."""


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
        rows_by_code: The rows of the set's own indicators by their codes, those of components and of empty groups included.

    """

    compiled: CompiledSet
    dossier: Dossier
    leaves: tuple[AnyLeaf, ...]
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
            add up or are missing, a score is above its points or stated where none can be, a target goes against its scorer; all at once.

    """
    return _Binder(compiled, dossier).result()


class _Binder:
    """One run over a dossier's rows; collects every problem before it raises. Points are counted in units of the set."""

    def __init__(self, compiled: CompiledSet, dossier: Dossier) -> None:
        self._compiled = compiled
        self._dossier = dossier
        self._scale = 10**compiled.places
        self._rows: dict[str, Row] = {}
        self._own: dict[str, list[OwnLeaf]] = {}
        self._refused_groups: set[str] = set()
        self._has_given_codes = False
        self._issues: list[Issue] = []

    def result(self) -> Binding:
        for row in self._dossier.rows:
            self._place(row)
        leaves = self._in_order()
        self._check_own_codes()
        rows = tuple([leaf.row if isinstance(leaf, OwnLeaf) else self._row_of(leaf) for leaf in leaves])
        points = [self._points_of(leaf, row) for leaf, row in zip(leaves, rows, strict=True)]
        self._check_sums(leaves, points)
        self._issues += targets_against_scorers(leaves, rows, self._rows)
        scores = [row.score for row in rows]
        units = self._checked_scores(rows, points)
        if self._issues:
            raise DossierError(self._issues)
        final = [one or 0 for one in points]
        if Absence.NOT_APPLICABLE in [row.absence for row in rows]:
            final, scores = self._reallocated(leaves, rows, final)
            units = [self._units(score) for score in scores]
        if self._issues:
            raise DossierError(self._issues)
        if final != points:
            leaves = tuple(map(self._with_points, leaves, points, final))
        elif not self._compiled.has_all_points:
            unset = [isinstance(leaf, Leaf) and leaf.points is None for leaf in leaves]
            triples = zip(leaves, unset, final, strict=True)
            leaves = tuple(
                [self._with_points(leaf, None, one) if is_unset else leaf for leaf, is_unset, one in triples]
            )
        places, finer = self._compiled.places, 1
        if _FINER in units:  # evaluators may state a score finer than the set rounds
            places = max(decimal_places(score) for score in scores if score is not None)
            finer = 10 ** (places - self._compiled.places)
            units = [None if score is None else units_of(score, places) for score in scores]
        return Binding(
            compiled=self._compiled,
            dossier=self._dossier,
            leaves=leaves,
            rows=rows,
            points=tuple([one * finer for one in final]) if finer > 1 else tuple(final),
            stated=tuple(units),
            places=places,
            step=self._compiled.step * finer,
            rows_by_code=self._rows,
        )

    def _with_points(self, leaf: AnyLeaf, before: int | None, final: int) -> AnyLeaf:
        """Return the leaf with its final points."""
        if isinstance(leaf, OwnLeaf):
            return leaf if before == final else leaf.with_points(decimal_of(final, self._compiled.places))
        return leaf if leaf.points == final else leaf.with_points(decimal_of(final, self._compiled.places), final)

    def _units(self, score: Decimal | None) -> int | None:
        """Return a stated score in units of the set; ``_FINER`` if it is no whole number of them."""
        if score is None:
            return None
        numerator, denominator = score.as_integer_ratio()
        units = numerator * self._scale // denominator
        return units if units * denominator == numerator * self._scale else _FINER

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
            self._refused_groups.add(indicator.code)
        else:
            self._rows[indicator.code] = row

    def _assign_component(self, indicator: Indicator, row: Row) -> None:
        self._rows[indicator.code] = row
        self._check_target(indicator, row)
        if row.scorer is not None:
            self._report("row-scorer", row, found=row.scorer.kind)
        stated = [one for one in (row.score, row.points, *(one for _, one in row.assessor_scores)) if one is not None]
        if stated:
            self._report("component-score", row, found=plain(stated[0]))

    def _add(self, group: Indicator, name: str, row: Row) -> None:
        """Make the row an indicator of its own below an open group."""
        leaf = OwnLeaf(self._compiled.groups_by_code[group.code], name, row)
        if row.code:
            self._has_given_codes = True
            if self._compiled.book.plainly(row.code) is not None:
                self._report_code(leaf)
                return
        self._own.setdefault(group.code, []).append(leaf)

    def _check_own_codes(self) -> None:
        """Report a row whose code is another's; names that differ in style alone are one name, and have one code."""
        if not self._has_given_codes and all(
            len(own) == len({normalise(leaf.name) for leaf in own}) for own in self._own.values()
        ):
            return
        seen: set[str] = set()
        for leaf in (leaf for own in self._own.values() for leaf in own):
            if leaf.code in seen:
                self._report_code(leaf)
            seen.add(leaf.code)

    def _report_code(self, leaf: OwnLeaf) -> None:
        where = row_location(leaf.row)
        self._issues.append(Issue(code="duplicate-code", values={"code": leaf.code}, found=leaf.name, location=where))

    def _in_order(self) -> tuple[AnyLeaf, ...]:
        """Return all leaves as the form prints them: a group's own come behind what the set has in it."""
        if not self._own:
            return self._compiled.leaves
        ordered: list[AnyLeaf] = []
        for one in self._compiled.form:
            if isinstance(one, Leaf):
                ordered.append(one)
            else:
                ordered += self._own.get(one.indicator.code, ())
        return tuple(ordered)

    def _row_of(self, leaf: AnyLeaf) -> Row:
        row = self._rows.get(leaf.code)
        if row is None:
            return unchecked(Row, address=leaf.path, target=leaf.indicator.target)
        if row.scorer is not None:
            self._report("row-scorer", row, found=row.scorer.kind)
        if leaf.indicator.target is None:
            return row
        self._check_target(leaf.indicator, row)
        return row if row.target is not None else changed(row, target=leaf.indicator.target)

    def _check_target(self, indicator: Indicator, row: Row) -> None:
        """Refuse a target that says something else than the one that the set fixes."""
        fixed, given = indicator.target, row.target
        if fixed is not None and given is not None and given != fixed and not given.says_the_same_as(fixed):
            self._report("row-target", row, expected=fixed.text, found=given.text)

    # --- points add up --------------------------------------------------------------------------------------------

    def _points_of(self, leaf: AnyLeaf, row: Row) -> int | None:
        """Return the points of a leaf in units, from the set or else from the row; None if neither has them."""
        given = row.points
        fixed = leaf.points if isinstance(leaf, Leaf) else None
        if given is None:
            return fixed if fixed is not None else self._without_points(leaf, row)
        numerator, denominator = given.as_integer_ratio()
        units: int = numerator * self._scale // denominator
        rest = numerator * self._scale % denominator
        if fixed is not None:
            if rest or units != fixed:
                expected = plain(decimal_of(fixed, self._compiled.places))
                self._report("row-points", row, expected=expected, found=plain(given))
            return fixed
        if rest or units % self._compiled.step:
            values = {"what": leaf.path, "quantum": plain(self._compiled.base.rounding.quantum)}
            where = row_location(row)
            self._issues.append(Issue(code="not-in-quanta", values=values, found=plain(given), location=where))
        return units

    def _without_points(self, leaf: AnyLeaf, row: Row) -> int | None:
        if row.absence is Absence.NOT_APPLICABLE:
            return 0
        is_there = isinstance(leaf, OwnLeaf) or leaf.code in self._rows
        where, found = (row_location(row), None) if is_there else (self._dossier.source, f"rows/{leaf.path}")
        values = {"name": leaf.indicator.name}
        self._issues.append(Issue(code="points-unset", values=values, location=where, found=found))
        return None

    def _check_sums(self, leaves: tuple[AnyLeaf, ...], points: list[int | None]) -> None:
        """Check the groups with declared points, and full marks, where a dossier may have changed them."""
        made = self._compiled
        if not self._own and made.is_complete:
            return
        sums: dict[str, int | None] = dict.fromkeys(made.groups_by_code, 0)
        total = 0
        for leaf, one in zip(leaves, points, strict=True):
            total += one or 0
            if home := leaf.home:
                above = sums[home]
                sums[home] = None if above is None or one is None else above + one
        for group in reversed(made.groups):  # the inner ones first
            code = group.indicator.code
            found = sums[code]
            if group.points is not None and found is not None and found != group.points:
                if code not in self._refused_groups:  # else told at its own row
                    self._not_adding(group, leaves, points)
                found = group.points  # what contains it is not wrong for that
            if parent := made.parents.get(code, ""):
                above = sums[parent]
                sums[parent] = None if above is None or found is None else above + found
        reached = decimal_of(total, made.places)
        if None not in points and reached != made.base.full_marks and not self._issues:
            full, where = plain(made.base.full_marks), self._dossier.source
            self._issues.append(Issue(code="full-marks-not-met", expected=full, found=plain(reached), location=where))

    def _not_adding(self, group: Group, leaves: tuple[AnyLeaf, ...], points: list[int | None]) -> None:
        """Report a group whose points are not the sum of what stands in it, at the first row that does."""
        inside = {one.code for one in group.indicator.walk()}
        pairs = [(leaf, one) for leaf, one in zip(leaves, points, strict=True) if leaf.home in inside]
        given = [one for _, one in pairs if one is not None]
        addends = " + ".join(map(self._shown, given)) or "0"
        rows = [self._rows.get(group.indicator.code)]  # it says that the group does not apply
        rows += [leaf.row if isinstance(leaf, OwnLeaf) else self._rows.get(leaf.code) for leaf, _ in pairs]
        self._issues.append(
            Issue(
                code="points-not-adding",
                values={"name": group.indicator.name},
                expected=plain(group.indicator.points or Decimal(0)),
                found=f"{addends} = {self._shown(sum(given))}",
                location=next((row_location(row) for row in rows if row is not None), self._dossier.source),
            )
        )

    def _shown(self, units: int) -> str:
        return plain(decimal_of(units, self._compiled.places))

    # --- scores and absences --------------------------------------------------------------------------------------

    def _checked_scores(self, rows: tuple[Row, ...], points: list[int | None]) -> list[int | None]:
        """Return the stated scores in units, as :meth:`_units` does; each is at most its points."""
        found: list[int | None] = []
        for row, one in zip(rows, points, strict=True):
            score = row.score
            if row.assessor_scores and one is not None:
                self._check_assessors(row, one)
            if score is None:
                found.append(None)
                continue
            numerator, denominator = score.as_integer_ratio()
            scaled = numerator * self._scale
            if one is not None and (scaled > one * denominator or row.absence is Absence.NOT_APPLICABLE):
                self._check_score(row, score, one, is_above=scaled > one * denominator)
            units = scaled // denominator
            found.append(units if units * denominator == scaled else _FINER)
        return found

    def _check_score(self, row: Row, score: Decimal, points: int, *, is_above: bool) -> None:
        if is_above:
            self._report("score-above-points", row, expected=f"0-{self._shown(points)}", found=plain(score))
            return
        due = points if self._compiled.base.absence.not_applicable == "full-marks" else 0
        if self._units(score) != due:
            self._report("not-applicable-score", row, expected=self._shown(due), found=plain(score))

    def _check_assessors(self, row: Row, points: int) -> None:
        most = decimal_of(points, self._compiled.places)
        for name, given in row.assessor_scores:
            if given > most:
                self._report("score-above-points", row, expected=f"0-{plain(most)}", found=f"{name}: {plain(given)}")

    def _reallocated(
        self, leaves: tuple[AnyLeaf, ...], rows: tuple[Row, ...], points: list[int]
    ) -> tuple[list[int], list[Decimal | None]]:
        """Return the points and the stated scores after the policy on rows that do not apply."""
        stated = [row.score for row in rows]
        dropped = [at for at, row in enumerate(rows) if row.absence is Absence.NOT_APPLICABLE and points[at]]
        policy = self._compiled.base.absence
        if not dropped or policy.not_applicable == "full-marks":
            return points, stated
        if policy.not_applicable == "exclude":
            for at in dropped:
                self._report("not-applicable-points", rows[at], found=self._shown(points[at]))
            return points, stated
        step = self._compiled.step
        quanta, stranded = reallocated(
            [one // step for one in points],
            dropped=dropped,
            pools=[leaf.home if policy.within == "group" else "" for leaf in leaves],
            names=[leaf.code for leaf in leaves],
        )
        for at in stranded:
            self._report("no-row-to-reallocate", rows[at], found=self._shown(points[at]))
        result = [one * step for one in quanta]
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
                    expected=f"0-{self._shown(new)}",
                    found=f"{plain(score)}/{self._shown(old)}",
                )
        return result, stated

    def _scaled(self, score: Decimal, old: int, new: int) -> Decimal:
        """Return a stated score in proportion to the points that its indicator now has, rounded as the set rounds."""
        (numerator, denominator), made = score.as_integer_ratio(), self._compiled
        quanta = made.base.rounding.round(numerator * new * self._scale, denominator * old * made.step)
        return decimal_of(quanta * made.step, made.places)

    def _report(self, code: str, row: Row, *, expected: str | None = None, found: str | None = None) -> None:
        self._issues.append(
            Issue(code=code, values={"path": row.address}, location=row_location(row), expected=expected, found=found)
        )


def _row_issue(issue: Issue, row: Row) -> Issue:
    if issue.code == "path-unknown":
        issue = Issue(code="row-unknown", values={"path": row.address}, hint=issue.hint)
    return issue.at(row_location(row))
