"""Lines between points: the rate on each line, level before the first point and behind the last."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told_issues import issues_of

from perfeval import Funds, Indicator, Row, parse_quantity
from perfeval.scoring.protocols import Unscorable
from perfeval.scoring.scorers.interpolate import Interpolate, RatePoint

A = Indicator(code="A", name="甲")
RATES = st.fractions(0, 1, max_denominator=20)
PLACES = st.lists(st.integers(-30, 60), min_size=2, max_size=5, unique=True).map(sorted)


def rated(points: list[tuple[Any, Any]], actual: str) -> Fraction:
    """Return the rate of an actual value."""
    scorer = Interpolate(points=tuple(RatePoint(at=at, rate=rate) for at, rate in points))
    found = scorer.rate(A, Row(address="A", actual=parse_quantity(actual)), Funds())
    assert not isinstance(found, Unscorable)
    return Fraction(*found)


@given(data=st.data())
def test_every_value_has_the_rate_of_its_line(data: st.DataObject) -> None:
    """By the two-point form of a line, in fractions."""
    places = data.draw(PLACES)
    points = [(at, data.draw(RATES)) for at in places]
    value = data.draw(st.integers(-400, 700).map(lambda tenths: Fraction(tenths, 10)))
    if value <= places[0]:
        wanted = points[0][1]
    elif value >= places[-1]:
        wanted = points[-1][1]
    else:
        wanted = next(
            (low * (right - value) + high * (value - left)) / (right - left)
            for (left, low), (right, high) in pairwise(points)
            if left <= value <= right
        )
    assert rated(points, f"{float(value):.1f}") == wanted


@pytest.mark.parametrize("points", [[], [(0, 0)], [(0, 0), (0, 1)], [(0, 0), (1, 2)], [(0, -1), (1, 1)]])
def test_points_that_make_no_line_are_refused(points: list[tuple[int, int]]) -> None:
    """Fewer than two, two at one place, or a rate beyond [0, 1]."""
    issues = issues_of(lambda: Interpolate(points=tuple(RatePoint(at=at, rate=rate) for at, rate in points)))
    assert {one.code for one in issues} == {"scorer-parameters"}
