"""How often other ways of doing the sums give a wrong total, counted against exact fractions."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np

from perfeval.model.rounding import Rounding

ROWS = 40
QUANTUM = Decimal("0.01")

Row = tuple[Decimal, Decimal, Decimal]
"""Points, actual, target."""


def random_rows(source: random.Random) -> list[Row]:
    """Return rows as forms have them: quarter points, targets and actuals with up to two decimals."""
    rows = []
    for _ in range(ROWS):
        points = Decimal(source.randrange(1, 21)) / 4
        target = Decimal(source.randrange(1, 10_000)) / 100
        rows.append((points, (target * source.randrange(0, 101) / 100).quantize(QUANTUM), target))
    return rows


def exact_total(rows: list[Row]) -> Decimal:
    """Return the total by fractions: the reference."""
    units = [
        (2 * points * 100 * actual + target) // (2 * target)
        for points, actual, target in ((Fraction(a), Fraction(b), Fraction(c)) for a, b, c in rows)
    ]
    return Decimal(int(sum(units))) / 100


def by_perfeval(rows: list[Row]) -> Decimal:
    """Return the total as the engine computes it: integers, multiplied before they are divided."""
    rounding = Rounding(quantum=QUANTUM)
    units = 0
    for points, actual, target in rows:
        units += rounding.round(int(points * 100) * int(actual * 100), int(target * 100))
    return units * QUANTUM


def by_decimal_rate(rows: list[Row]) -> Decimal:
    """Return the total by pydantic-style Decimal arithmetic that divides first."""
    return sum(
        (((actual / target) * points).quantize(QUANTUM, rounding=ROUND_HALF_UP) for points, actual, target in rows),
        Decimal(0),
    )


def by_float_round(rows: list[Row]) -> Decimal:
    """Return the total by floats and round(), printed with two decimals."""
    total = sum(round(float(points) * float(actual) / float(target), 2) for points, actual, target in rows)
    return Decimal(f"{total:.2f}")


def by_numpy_round(rows: list[Row]) -> Decimal:
    """Return the total as a pandas or numpy column rounds it."""
    points, actual, target = (np.array([float(row[index]) for row in rows]) for index in range(3))
    return Decimal(f"{np.round(points * actual / target, 2).sum():.2f}")


def wrong_totals(evaluations: int) -> dict[str, int]:
    """Return how many of so many random evaluations each way gets wrong."""
    source = random.Random(20231231)
    cases = [random_rows(source) for _ in range(evaluations)]
    expected = [exact_total(rows) for rows in cases]
    ways: dict[str, Callable[[list[Row]], Decimal]] = {
        "perfeval (integers)": by_perfeval,
        "Decimal that divides first (pydantic models)": by_decimal_rate,
        "float and round()": by_float_round,
        "numpy / pandas round": by_numpy_round,
    }
    return {
        name: sum(way(rows) != total for rows, total in zip(cases, expected, strict=True)) for name, way in ways.items()
    }
