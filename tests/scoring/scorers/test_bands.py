"""Bands of the actual value: in which sense it moves the rate, and how people speak of it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfeval.scoring.scorers.bands import sense_of_actual


@pytest.mark.parametrize(
    ("bounds", "is_rate"),
    [
        (["0", "0.6", "0.9"], True),
        (["0", "0.6", "1", "1.2"], True),
        (["0", "0.6", "2"], True),
        (["0.6"], True),
        (["0", "0.6", "2.1"], False),
        (["0", "0.5", "60"], False),
        (["0", "1"], False),
        (["0", "1", "2"], False),
        (["0", "60", "90"], False),
    ],
)
def test_bounds_about_one_are_percentages(bounds: list[str], is_rate: bool) -> None:  # noqa: FBT001 - a case
    """Where one lies between 0 and 1 and none beyond 200 %; else they are numbers."""
    rates = [Fraction(at, len(bounds)) for at in range(len(bounds))]
    sense = sense_of_actual(rates, bounds=[Fraction(one) for one in bounds])
    assert sense.spoken is not None
    assert (sense.spoken.is_rate, sense.rises) == (is_rate, True)


@pytest.mark.parametrize(("rates", "rises"), [("01", True), ("10", False), ("11", True), ("1", True), ("102", True)])
def test_the_first_and_the_last_rate_say_the_sense(rates: str, rises: bool) -> None:  # noqa: FBT001 - a case
    """More is better unless the last is less than the first."""
    bounds = [Fraction(at) for at in range(len(rates))]
    assert sense_of_actual([Fraction(int(one), 2) for one in rates], bounds=bounds).rises is rises
