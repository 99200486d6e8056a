"""Deductions: what is left of the points, never less than nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from perfeval import Funds, Indicator, Row
from perfeval.scoring.protocols import Unscorable
from perfeval.scoring.scorers.deduction import Deduction, DeductionItem

ITEMS = (DeductionItem(name="迟报", points=1), DeductionItem(name="错报", points="2.5"))


@pytest.mark.parametrize(
    ("points", "faults", "rate"),
    [
        (10, {"迟报": 1}, Fraction(9, 10)),
        (10, {"迟报": 3, "错报": 2}, Fraction(1, 5)),
        (10, {"错报": 4}, 0),
        (10, {"错报": 5}, 0),
        (0, {"迟报": 1}, 1),
        (None, {"迟报": 1}, 1),
    ],
)
def test_faults_cost_points(points: Any, faults: Any, rate: Fraction) -> None:
    """Each as often as it happened; where there are no points nothing is taken of them."""
    row = Row(address="A", deductions=faults)
    found = Deduction(items=ITEMS).rate(Indicator(code="A", name="甲", points=points), row, Funds())
    assert not isinstance(found, Unscorable)
    assert Fraction(*found) == rate
