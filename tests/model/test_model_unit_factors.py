"""Units: which are the same, by what they differ, and which cannot be compared."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.model.quantities import parse_quantity
from perfeval.model.units import factor_between

FACTORS = [
    ("元", "元", "1"),
    ("万元", "元", "10000"),
    ("元", "万元", "0.0001"),
    ("亿元", "元", "100000000"),
    ("亿元", "万元", "10000"),
    ("%", "‰", "10"),
    ("‰", "%", "0.1"),
    ("万人", "人", "10000"),
    ("亿人", "人", "100000000"),
    ("亿人", "万人", "10000"),
    ("万人次", "人次", "10000"),
    ("元/人", "元/万人", "10000"),
    ("元/万人", "元/人", "0.0001"),
    ("万元/人", "元/人", "10000"),
    ("万元/万人", "元/人", "1"),
    ("元/人/年", "元/人/年", "1"),
    ("万元/人/年", "元/人/年", "10000"),
    ("台（套）", "台(套)", "1"),
    (None, None, "1"),
    ("", None, "1"),
]
NOT_COMPARABLE = [
    ("个", "次"),
    ("元", "人"),
    ("%", None),
    (None, "%"),
    ("元", "元/人"),
    ("元/人", "元"),
    ("元/人", "元/户"),
    ("元/人/年", "元/人/月"),
    ("元/人", "个/人"),
    ("元/人/年", "元/人"),
    ("%", "元"),
]


@pytest.mark.parametrize(("unit", "other", "factor"), FACTORS)
def test_a_value_in_one_unit_becomes_a_value_in_the_other(unit: str | None, other: str | None, factor: str) -> None:
    """The factor is exact, and that of the way back is its inverse."""
    there, back = factor_between(unit, other), factor_between(other, unit)
    assert there == Decimal(factor)
    assert back is not None
    assert there * back == 1


@pytest.mark.parametrize(("unit", "other"), NOT_COMPARABLE)
def test_what_has_no_factor_is_never_guessed(unit: str | None, other: str | None) -> None:
    """Neither way; a bare number is no rate."""
    assert factor_between(unit, other) is None
    assert factor_between(other, unit) is None


@given(st.sampled_from(FACTORS), st.sampled_from(FACTORS))
def test_factors_make_a_chain(first: tuple[str, str, str], second: tuple[str, str, str]) -> None:
    """From a to b and on to c is from a to c, where all three compare."""
    one, way, other = (
        factor_between(first[0], second[0]),
        factor_between(second[0], second[1]),
        factor_between(first[0], second[1]),
    )
    assert (one is None) == (other is None)
    if one is not None and way is not None:
        assert other == one * way


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("3万人", "30000", "人"),
        ("2亿千瓦时", "200000000", "千瓦时"),
        ("1.5万", "15000", None),
        ("2亿", "200000000", None),
        ("3万元", "3", "万元"),
        ("3亿元", "3", "亿元"),
        ("三亿人", "300000000", "人"),
        ("五万元", "5", "万元"),
        ("两亿元", "2", "亿元"),
        ("5‰", "5", "‰"),
    ],
)
def test_ten_thousands_and_hundred_millions_are_counted_out(text: str, value: str, unit: str | None) -> None:
    """万 and 亿 before a thing; before 元 they are the unit's own."""
    quantity = parse_quantity(text)
    assert (quantity.value, quantity.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "ratio"), [("95%", (95, 100)), ("5‰", (5, 1000)), ("0.95", (19, 20)), ("良好", (0, 1))]
)
def test_a_rate_is_a_ratio(text: str, ratio: tuple[int, int]) -> None:
    """% are hundredths, ‰ thousandths, a bare number is itself, a word is nothing."""
    found = parse_quantity(text).ratio
    assert found[0] * ratio[1] == ratio[0] * found[1]
    assert found[1] > 0


@pytest.mark.parametrize(
    ("one", "other", "comparable", "same"),
    [
        ("5%", "50‰", True, True),
        ("5%", "5‰", True, False),
        ("≥0.5万元", "不低于5000元", True, True),
        ("≥5个", "≤5个", True, False),
        ("5个", "5次", False, False),
        ("良好", "良好", False, True),
        ("良 好", "良好", False, True),
        ("5个", "良好", False, False),
        ("良好", "5个", False, False),
    ],
)
def test_two_quantities_compare_as_a_reader_compares_them(
    one: str, other: str, *, comparable: bool, same: bool
) -> None:
    """Numbers by their worth, words by their normal form."""
    first, second = parse_quantity(one), parse_quantity(other)
    assert first.comparable_with(second) is comparable
    assert first.says_the_same_as(second) is same
    assert second.says_the_same_as(first) is same
