"""A plan: what the engine needs of one set and one dossier, worked out once, so that scoring is one loop of integers."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, cast

from attrs import evolve, frozen

from perfeval.errors import DossierError
from perfeval.model.dossier import Absence, Row
from perfeval.model.numbers import decimal_places
from perfeval.scoring.filled_set import complete, score_problems
from perfeval.scoring.protocols import Component
from perfeval.scoring.reallocation import reallocated
from perfeval.scoring.scorers.stated import BY_EVALUATORS

if TYPE_CHECKING:
    from perfeval.model.dossier import Dossier
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import Indicator
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.scoring.protocols import Aggregator, Rate, Scorer, Unscorable


@frozen(kw_only=True)
class Plan:
    """One set bound to one dossier.

    Args:
        base: The set as registered.
        indicators: The set completed by the dossier, with its points after any reallocation.
        unit: What 1 means in every integer, in points.
        step: The set's quantum, in units; computed scores are multiples of it.
        leaves: The scored indicators, in the order of the form.
        rows: The row of each; a leaf whose scorer needs no row has an empty one.
        paths: The path of each.
        points: The points of each, in units.
        stated: The stated score of each, in units; None where there is none.
        full: Whether each gets its points whatever the facts (not-applicable with ``full-marks``).

    """

    base: IndicatorSet
    indicators: IndicatorSet
    unit: Decimal
    step: int
    leaves: tuple[Indicator, ...]
    rows: tuple[Row, ...]
    paths: tuple[str, ...]
    points: tuple[int, ...]
    stated: tuple[int | None, ...]
    full: tuple[bool, ...]


def make_plan(indicators: IndicatorSet, dossier: Dossier) -> Plan:
    """Return the plan of *dossier* under *indicators*.

    Raises:
        DossierError: If the dossier does not fit the set, or a stated score is above its points; all problems at once.
        IndicatorSetError: If the completed points do not add up to full marks.

    """
    completed, rows_by_code = complete(indicators, dossier)
    completed = reallocated(completed, rows_by_code)
    leaves_and_paths = [
        (leaf, path) for top in completed.indicators for leaf, path in _leaves(top, "") if leaf.points is not None
    ]
    leaves = tuple(leaf for leaf, _ in leaves_and_paths)
    paths = tuple(path for _, path in leaves_and_paths)
    rows = tuple(_row(leaf, path, rows_by_code) for leaf, path in leaves_and_paths)
    if issues := [issue for leaf, row in zip(leaves, rows, strict=True) for issue in score_problems(leaf, row)]:
        raise DossierError(issues)
    unit = _unit(completed, rows)
    return Plan(
        base=indicators,
        indicators=completed,
        unit=unit,
        step=int(completed.rounding.quantum / unit),
        leaves=leaves,
        rows=rows,
        paths=paths,
        points=tuple(int((leaf.points or 0) / unit) for leaf in leaves),
        stated=tuple(None if row.score is None else int(row.score / unit) for row in rows),
        full=tuple(
            row.absence is Absence.NOT_APPLICABLE and completed.absence.not_applicable == "full-marks" for row in rows
        ),
    )


def _leaves(indicator: Indicator, above: str) -> list[tuple[Indicator, str]]:
    path = f"{above}/{indicator.name}" if above else indicator.name
    if indicator.is_leaf:
        return [(indicator, path)]
    return [pair for child in indicator.children for pair in _leaves(child, path)]


def _row(leaf: Indicator, path: str, rows: dict[str, Row]) -> Row:
    row = rows.get(leaf.code, Row(address=path))
    return row if row.target is not None or leaf.target is None else evolve(row, target=leaf.target)


def _unit(indicators: IndicatorSet, rows: tuple[Row, ...]) -> Decimal:
    """Return the largest power of ten that counts the quantum and every stated score exactly."""
    places = decimal_places(indicators.rounding.quantum)
    stated = [decimal_places(row.score) for row in rows if row.score is not None]
    return Decimal(1).scaleb(-max([places, *stated]))


def components_of(leaf: Indicator, path: str, dossier: Dossier, funds: Funds) -> tuple[Component, ...]:
    """Return the children of a leaf that combines rates, each with its row and its rate."""
    return tuple(_component(child, f"{path}/{child.name}", dossier, funds) for child in leaf.children)


def _component(child: Indicator, path: str, dossier: Dossier, funds: Funds) -> Component:
    row = dossier.row(path) or dossier.row(child.code) or Row(address=path)
    if row.target is None and child.target is not None:
        row = evolve(row, target=child.target)
    return Component(indicator=child, row=row, rate=rate_of(child, row, path, dossier, funds))


def rate_of(leaf: Indicator, row: Row, path: str, dossier: Dossier, funds: Funds) -> Rate | Unscorable:
    """Return the rate of a leaf: its scorer's, or what its aggregator makes of its children's."""
    if leaf.aggregator is None:
        # One cast a leaf, and no call: this line runs for every row of every evaluation.
        return BY_EVALUATORS if leaf.scorer is None else cast("Scorer", leaf.scorer).rate(leaf, row, funds)
    return cast("Aggregator", leaf.aggregator).rate(components_of(leaf, path, dossier, funds))
