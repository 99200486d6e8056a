"""Units: areas and volumes, multipliers, quotients of products, letters as they are written."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.model.quantities import parse_quantity
from perfeval.model.units import factor_between

READ = [
    ("≥100m²", "100", "m²"),
    ("100m2", "100", "m2"),
    ("30μg/m³", "30", "μg/m³"),
    ("≥3万m³", "30000", "m³"),
    ("5元/㎡", "5", "元/m2"),
    ("1.5g/cm³", "1.5", "g/cm³"),
    ("5元/(m²·月)", "5", "元/(m²·月)"),
    ("100m", "100", "m"),
    ("1.2万/人", "12000", "/人"),
    ("2万/公里", "20000", "/公里"),
    ("≥3千万元", "3000", "万元"),
    ("1千元/人", "1000", "元/人"),
    ("3百万人", "3000000", "人"),
    ("5百元", "500", "元"),
    ("5千克", "5", "千克"),
    ("2千瓦时", "2", "千瓦时"),
    ("3百分点", "3", "百分点"),
]
TEXTS = [
    "100m 2",
    "3m23",
    "5m2个",
    "m2",
    "万m²",
    "万人",
    "10²",
    "5个²",
    "3/人",
    "12000/人",
    "3千多人",
    "1/3",
    "/人",
    "百/人",
]

SAME = [
    ("元/(人·月)", "元/人·月", "元/人/月", "元/人*月", "元/月/人", "元/（人*月）"),
    ("m²", "m2", "㎡", "M²", "M2"),
    ("km²", "km2", "㎢", "KM²"),
    ("km", "KM", "Km"),
    ("kg", "KG", "Kg"),
    ("mL", "ml", "㎖"),
    ("MPa", "Mpa", "MPA"),
    ("mg/L", "mg/l"),
    ("台(套)", "台（套）"),
]
DIFFERENT = [
    ("MW", "mW"),
    ("MPa", "mPa"),
    ("ML", "mL"),
    ("mg/L", "Mg/L"),
    ("G", "g"),
    ("M", "m"),
    ("m", "m²"),
    ("m²", "m³"),
    ("元/人·月", "元·月/人"),
    ("元/人/月", "元/人"),
    ("元/人", "人/元"),
    ("元/人", "/人"),
    ("%", None),
]


@pytest.mark.parametrize(("text", "value", "unit"), READ)
def test_units_are_read_as_written(text: str, value: str, unit: str) -> None:
    """With the multiplier counted in, the text printed back, and every digit of an exponent in the unit."""
    quantity = parse_quantity(text)
    assert (quantity.value, quantity.unit, str(quantity)) == (Decimal(value), unit, text)


@pytest.mark.parametrize("text", TEXTS)
def test_an_exponent_or_a_multiplier_alone_makes_no_number(text: str) -> None:
    """What is not plainly a number with its unit stays text."""
    assert not parse_quantity(text).is_number


@pytest.mark.parametrize("spellings", SAME, ids=lambda one: one[0])
def test_spellings_of_one_unit(spellings: tuple[str, ...]) -> None:
    """Each converts to each by 1; quantities in them say the same."""
    for one, other in permutations(spellings, 2):
        assert factor_between(one, other) == 1
        assert parse_quantity(f"≥5{one}").says_the_same_as(parse_quantity(f"不低于5{other}"))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_units_that_do_not_convert(one: str, other: str | None) -> None:
    """Letters, exponents, and the side of the line on which a thing stands, count."""
    assert factor_between(one, other) is factor_between(other, one) is None


multipliers = st.sampled_from(
    [("", 1), ("千", 10**3), ("万", 10**4), ("百万", 10**6), ("千万", 10**7), ("亿", 10**8), ("百亿", 10**10), ("千亿", 10**11)]
)  # fmt: skip
things = st.sampled_from(["元", "人", "件", "m²", "m³", "元/人", "元/(人·月)", "kg", "千瓦时", "μg/m³"])


@given(st.integers(1, 10**6), multipliers, things)
def test_a_multiplier_counts_before_any_unit(number: int, multiplier: tuple[str, int], thing: str) -> None:
    """3千万元 and 30000000元 say the same, and so for every unit."""
    (word, many) = multiplier
    short, whole = parse_quantity(f"{number}{word}{thing}"), parse_quantity(f"{number * many}{thing}")
    assert short.says_the_same_as(whole)
    assert whole.value_in(short.unit) == short.value
    assert str(short) == f"{number}{word}{thing}"


@pytest.mark.parametrize("sign", "·*×•・⋅∙")
def test_each_sign_of_a_product_is_one(sign: str) -> None:
    """Below the line as above it."""
    assert factor_between(f"元/人{sign}月", "元/(月·人)") == 1
    assert factor_between(f"人{sign}天", "天·人") == 1


FREE = ["km", "cm", "dm", "kg", "kL", "kW", "kWh", "kV", "kVA", "kPa", "kHz", "Hz", "dB", "L"]
PREFIXED = [f"{prefix}{unit}" for prefix in "mMGμ" for unit in ("L", "W", "Wh", "V", "Pa", "Hz")]


@pytest.mark.parametrize("unit", FREE)
def test_the_case_of_some_units_is_free(unit: str) -> None:
    """Written in any case each is itself, and none of the others."""
    for spelling in (unit.lower(), unit.upper(), unit.capitalize()):
        assert factor_between(spelling, unit) == 1
        assert not [one for one in FREE if one != unit and factor_between(spelling, one) is not None]


@pytest.mark.parametrize("unit", PREFIXED)
def test_behind_a_prefix_the_case_is_free(unit: str) -> None:
    """The prefix itself counts as it is written."""
    for spelling in (unit[1:].lower(), unit[1:].upper()):
        assert factor_between(f"{unit[0]}{spelling}", unit) == 1
        assert not [one for one in PREFIXED if one != unit and factor_between(f"{unit[0]}{spelling}", one) is not None]


letters = st.text(alphabet="kKmMgGwWlLpPaA", min_size=1, max_size=3)


@given(letters, letters)
def test_letters_count_but_where_a_list_frees_them(one: str, other: str) -> None:
    """Units of the same first letter may be one; those that begin with m and M never are, but areas and volumes."""
    if one[0] in "mM" and other[0] in "mM" and one[0] != other[0]:
        assert factor_between(one, other) is None
    if one.casefold() != other.casefold():
        assert factor_between(one, other) is None
