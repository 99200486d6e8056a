"""Exact numbers: what is taken as a number and what is not, rounding in every mode, and how numbers are printed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told_issues import Told, told_by

from perfeval import NumberError
from perfeval.model.numbers import (
    MOST_DIGITS,
    decimal_of,
    decimal_places,
    divide_half_up,
    exact,
    fraction,
    percentage,
    plain,
    ratio_of,
    round_half_up,
    units_of,
)
from perfeval.model.rounding import Rounding

decimals = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (3, "3"),
        (0.1, "0.1"),
        ("1.50", "1.50"),
        (" 2 ", "2"),
        (Decimal("2.5"), "2.5"),
        (Fraction(1, 8), "0.125"),
        (Fraction(3, 50), "0.06"),
        (Fraction(-7, 2), "-3.5"),
        (Fraction(4), "4"),
        ("1E+60", "1E+60"),
        ("1E-60", "1E-60"),
        ("9" * 60, "9" * 60),
    ],
)
def test_what_is_a_number(value: object, expected: str) -> None:
    """Integers, decimals, fractions that end, texts, floats by what they print; digits are kept as written."""
    found = exact(value)  # type: ignore[arg-type]
    assert str(found) == expected


NOT_NUMBERS: list[tuple[object, Told]] = [
    ("x", ("not-a-number", None, "一个数", "'x'")),
    ("", ("not-a-number", None, "一个数", "''")),
    (True, ("not-a-number", None, "一个数", "True")),
    (None, ("not-a-number", None, "一个数", "None")),
    ([1], ("not-a-number", None, "一个数", "[1]")),
    (Fraction(1, 3), ("not-a-number", None, "有限小数", "1/3")),
    (Fraction(1, 6), ("not-a-number", None, "有限小数", "1/6")),
    (Fraction(1, 14), ("not-a-number", None, "有限小数", "1/14")),
    (Decimal("NaN"), ("not-finite", None, "有限的数", "NaN")),
    ("Infinity", ("not-finite", None, "有限的数", "Infinity")),
    ("1E+61", ("not-finite", None, "至多 60 位", "1E+61")),
    ("1E-61", ("not-finite", None, "至多 60 位", "1E-61")),
    ("0E-61", ("not-finite", None, "至多 60 位", "1E-61")),
]


@pytest.mark.parametrize(("value", "expected"), NOT_NUMBERS, ids=[repr(value) for value, _ in NOT_NUMBERS])
def test_what_is_no_number_is_told(value: object, expected: Told) -> None:
    """Words, truths, endless decimals, what is not finite, and more digits than any budget has."""
    assert told_by(lambda: exact(value)) == [expected]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("60%", Fraction(3, 5)),
        ("0.5%", Fraction(1, 200)),
        ("2/3", Fraction(2, 3)),
        ("1.5/3", Fraction(1, 2)),
        ("0.6", Fraction(3, 5)),
        (Fraction(1, 3), Fraction(1, 3)),
        (1, Fraction(1)),
        (0.25, Fraction(1, 4)),
    ],
)
def test_what_is_a_fraction(value: object, expected: Fraction) -> None:
    """Percentages, quotients and numbers, exactly."""
    assert fraction(value) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["x%", "1/0", "1/2/3", "/2", "1/", "x"])
def test_what_is_no_fraction_is_an_error(value: str) -> None:
    """Never a guess."""
    assert [told[0] for told in told_by(lambda: fraction(value))] == ["not-a-number"]


@pytest.mark.parametrize("sign", ["", "-"])
def test_as_many_digits_as_a_number_may_have(sign: str) -> None:
    """Before the point or behind it, whatever sign and point add to the text; one more is refused."""
    for text in ("9" * MOST_DIGITS, f"0.{'1' * MOST_DIGITS}", f"1{'0' * (MOST_DIGITS - 1)}.{'1' * MOST_DIGITS}"):
        assert exact(f"{sign}{text}") == Decimal(f"{sign}{text}")
    for text in (
        "9" * (MOST_DIGITS + 2),
        f"0.{'1' * (MOST_DIGITS + 1)}",
        f"1E{MOST_DIGITS + 1}",
        f"1E-{MOST_DIGITS + 1}",
    ):
        with pytest.raises(NumberError):
            exact(f"{sign}{text}")


@given(st.integers(-(10**12), 10**12), st.integers(0, 8))
def test_units_are_decimals(units: int, places: int) -> None:
    """There and back, with so many places."""
    value = decimal_of(units, places)
    assert Fraction(value) == Fraction(units, 10**places)
    assert units_of(value, places) == units
    assert units_of(value, places + 2) == units * 100


@given(decimals)
def test_places_are_those_that_are_needed(value: Decimal) -> None:
    """No fewer keep the value; trailing zeros need none; an exponent changes nothing."""
    places = decimal_places(value)
    assert (Fraction(value) * 10**places).denominator == 1
    assert places == 0 or (Fraction(value) * 10 ** (places - 1)).denominator != 1
    assert decimal_places(value.normalize()) == places
    assert decimal_places(Decimal(f"{value}E-3") if value else value) == (
        decimal_places(value * Decimal("0.001")) if value else 0
    )


@pytest.mark.parametrize(
    ("value", "places"),
    [
        ("90", 0),
        ("0.25", 2),
        ("2.50", 1),
        ("1E+3", 0),
        ("1E-3", 3),
        ("1.20E-3", 4),
        ("1E-7", 7),
        ("1.20E-9", 10),
        ("0E-8", 0),
        ("0", 0),
    ],
)
def test_places_of_numbers_as_they_are_written(value: str, places: int) -> None:
    """With an exponent or without."""
    assert decimal_places(Decimal(value)) == places


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("91.00", "91"),
        ("1E+2", "100"),
        ("0.50", "0.5"),
        ("-0", "0"),
        ("-0.0", "0"),
        ("100", "100"),
        ("1E-3", "0.001"),
        ("-2.50", "-2.5"),
    ],
)
def test_numbers_are_printed_plainly(value: str, printed: str) -> None:
    """Neither exponent nor trailing zeros, and no zero below zero."""
    assert plain(Decimal(value)) == printed


@given(decimals, decimals.filter(bool))
def test_a_ratio_is_exact_and_its_denominator_positive(numerator: Decimal, denominator: Decimal) -> None:
    """Whatever the signs."""
    top, bottom = ratio_of(numerator, denominator)
    assert bottom > 0
    assert Fraction(top, bottom) == Fraction(numerator) / Fraction(denominator)


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=1000), st.integers(0, 4))
def test_halves_go_up(value: Fraction, places: int) -> None:
    """Rounding lies within half a unit, and an exact half goes up."""
    rounded = Fraction(round_half_up(value, places)) * 10**places
    assert rounded == divide_half_up(value.numerator * 10**places, value.denominator)
    assert -Fraction(1, 2) < rounded - value * 10**places <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("half-up", [0, 1, 1, 2, 2, 3, 1]),
        ("half-even", [0, 0, 1, 2, 2, 2, 1]),
        ("down", [0, 0, 0, 1, 1, 2, 1]),
        ("up", [1, 1, 1, 2, 2, 3, 1]),
    ],
)
def test_each_mode_of_rounding(mode: str, expected: list[int]) -> None:
    """1/4, 1/2, 3/4, 3/2, 7/4, 5/2 and 1."""
    ratios = [(1, 4), (1, 2), (3, 4), (3, 2), (7, 4), (5, 2), (1, 1)]
    rounding = Rounding(mode=mode)  # type: ignore[arg-type]
    assert [rounding.round(*ratio) for ratio in ratios] == expected


@pytest.mark.parametrize("quantum", ["0", "-0.01"])
def test_a_quantum_is_positive(quantum: str) -> None:
    """Nothing can be rounded to nothing."""
    assert told_by(lambda: Rounding(quantum=quantum)) == [("wrong-value", None, "大于 0 的取整单位", quantum)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quantum", "value", "fits"),
    [("0.01", "1.23", True), ("0.01", "1.234", False), ("2", "4", True), ("2", "3", False), ("0.25", "0", True)],
)
def test_what_fits_a_quantum(quantum: str, value: str, *, fits: bool) -> None:
    """A whole number of quanta."""
    assert Rounding(quantum=quantum).fits(Decimal(value)) is fits  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("numerator", "denominator", "places", "printed"),
    [
        (1, 2, 2, "50%"),
        (29308, 39780, 2, "73.68%"),
        (1, 8, 0, "13%"),
        (1, 8, 1, "12.5%"),
        (2, 3, 1, "66.7%"),
        (0, 5, 2, "0%"),
    ],
)
def test_percentages_are_rounded_once(numerator: int, denominator: int, places: int, printed: str) -> None:
    """Halves go up; zeros at the end are not printed."""
    assert percentage(numerator, denominator, places=places) == printed


@pytest.mark.parametrize(
    ("text", "places"), [("1E+2", 0), ("1E-7", 7), ("10E-8", 7), ("0E-9", 0), ("0E+9", 0), ("1E+0", 0), ("1.50E-7", 8)]
)
def test_places_of_a_number_with_an_exponent(text: str, places: int) -> None:
    """Zeros at the end are none."""
    assert decimal_places(Decimal(text)) == places


@given(top=st.integers(-999, 999), bottom=st.integers(-999, 999).filter(bool))
def test_a_quotient_of_two_numbers_is_over_a_positive_one(top: int, bottom: int) -> None:
    """Whatever their signs."""
    found = ratio_of(Decimal(top) / 8, Decimal(bottom) / 8)
    assert found[1] > 0
    assert Fraction(*found) == Fraction(top, bottom)
