"""What becomes of the points of rows that do not apply (不涉及), as the set declares."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import evolve

from perfeval.errors import DossierError, Issue
from perfeval.model.dossier import Absence, Row, row_location
from perfeval.model.numbers import plain

if TYPE_CHECKING:
    from perfeval.model.hierarchy import Indicator
    from perfeval.model.indicator_set import IndicatorSet


def reallocated(indicators: IndicatorSet, rows: dict[str, Row]) -> IndicatorSet:
    """Return the complete set with the points of not-applicable leaves where the set's policy puts them.

    ``exclude`` leaves them out, and they must have none; ``full-marks`` leaves the points as they are; ``reallocate`` gives
    them to the other leaves in proportion to their points, by largest remainder, so that full marks are conserved to the
    quantum.

    Raises:
        DossierError: If the set excludes such rows and one has points, or nothing is left to take them.

    """
    leaves = [leaf for top in indicators.indicators for leaf in _leaves(top)]
    dropped = [leaf for leaf in leaves if leaf.points and _is_not_applicable(rows.get(leaf.code))]
    policy = indicators.absence.not_applicable
    if not dropped or policy == "full-marks":
        return indicators
    if policy == "exclude":
        raise DossierError(_issue("not-applicable-points", leaf, rows[leaf.code]) for leaf in dropped)
    takers = [leaf for leaf in leaves if leaf.points and leaf not in dropped]
    if not takers:
        raise DossierError(_issue("no-row-to-reallocate", leaf, rows[leaf.code]) for leaf in dropped)
    freed = sum((leaf.points or Decimal(0) for leaf in dropped), Decimal(0))
    shares = largest_remainder(
        int(freed / indicators.rounding.quantum),
        [int((leaf.points or 0) / indicators.rounding.quantum) for leaf in takers],
    )
    points = {leaf.code: Decimal(0) for leaf in dropped}
    for leaf, share in zip(takers, shares, strict=True):
        points[leaf.code] = (leaf.points or Decimal(0)) + share * indicators.rounding.quantum
    return evolve(indicators, indicators=tuple(_with_points(top, points) for top in indicators.indicators))


def largest_remainder(amount: int, weights: list[int]) -> list[int]:
    """Share *amount* in proportion to *weights*: whole parts first, the rest by largest remainder, ties to the first.

    >>> largest_remainder(10, [1, 1, 1])
    [4, 3, 3]

    """
    whole = sum(weights)
    shares = [amount * weight // whole for weight in weights]
    remainders = sorted(range(len(weights)), key=lambda index: (-(amount * weights[index] % whole), index))
    for index in remainders[: amount - sum(shares)]:
        shares[index] += 1
    return shares


def _leaves(indicator: Indicator) -> list[Indicator]:
    if indicator.is_leaf:
        return [indicator]
    return [leaf for child in indicator.children for leaf in _leaves(child)]


def _is_not_applicable(row: Row | None) -> bool:
    return row is not None and row.absence is Absence.NOT_APPLICABLE


def _issue(code: str, leaf: Indicator, row: Row) -> Issue:
    return Issue(
        code=code, values={"path": row.address}, location=row_location(row), found=plain(leaf.points or Decimal(0))
    )


def _with_points(indicator: Indicator, points: dict[str, Decimal]) -> Indicator:
    """Return the indicator with new leaf points, and groups that add up to them."""
    if indicator.is_leaf:
        return evolve(indicator, points=points.get(indicator.code, indicator.points))
    children = tuple(_with_points(child, points) for child in indicator.children)
    total = sum((child.points for child in children if child.points is not None), Decimal(0))
    return evolve(indicator, children=children, points=total)
