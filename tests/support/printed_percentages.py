"""Printed percentages read back: found in any text, compared with the rate that they print."""

from __future__ import annotations

import re
from fractions import Fraction

from attrs import frozen

_PERCENTAGE = re.compile(r"(?P<sign>≈ ?)?(?P<number>-?[0-9]+(?:\.(?P<decimals>[0-9]+))?) ?%")


@frozen
class PrintedPercentage:
    """One printed percentage.

    Args:
        told: The rate that it tells.
        is_cut: Whether it says, by ``≈``, that digits were cut.
        unit: One unit of its last digit, as a rate.
        text: As printed.

    """

    told: Fraction
    is_cut: bool
    unit: Fraction
    text: str

    def is_true_of(self, rate: Fraction) -> bool:
        """Whether it prints *rate*: exactly, or with ``≈`` within half a unit of its last digit and as no round figure."""
        return self._is_near(rate) if self.is_cut else self.told == rate

    def is_cell_of(self, rate: Fraction) -> bool:
        """Whether a cell prints *rate* so: exactly with two decimals or more, or within half a unit and as no round figure."""
        return not self.is_cut and 10_000 * self.unit <= 1 and (self.told == rate or self._is_near(rate))

    def _is_near(self, rate: Fraction) -> bool:
        is_round = (self.told * 1000).denominator == 1
        return self.told != rate and not is_round and abs(self.told - rate) * 2 <= self.unit


def percentages_in(text: str) -> list[PrintedPercentage]:
    """Return every percentage of a text."""
    return [
        PrintedPercentage(
            told=Fraction(match["number"]) / 100,
            is_cut=match["sign"] is not None,
            unit=Fraction(1, 100 * 10 ** len(match["decimals"] or "")),
            text=match[0],
        )
        for match in _PERCENTAGE.finditer(text)
    ]
