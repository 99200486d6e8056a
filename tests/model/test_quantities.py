"""Targets and actuals: a table from real forms, spellings that mean the same, and text that stays text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import DossierError
from perfeval.model.dates import PartialDate
from perfeval.model.normal_form import normalise
from perfeval.model.numbers import exact
from perfeval.model.quantities import SIGNS, Direction, Quantity, format_quantity, parse_quantity
from perfeval.model.units import factor_between

# As printed on published forms, with what a person reads in them.
CORPUS: list[tuple[str, Direction | None, str | None, str | None]] = [
    ("73.68%", None, "73.68", "%"),
    ("207株", None, "207", "株"),
    ("52个电话专线", None, "52", "个电话专线"),
    ("不低于40台(套)", "at-least", "40", "台(套)"),
    ("100%", None, "100", "%"),
    ("1项", None, "1", "项"),
    ("不低于12577个", "at-least", "12577", "个"),
    ("不能超过5%", "at-most", "5", "%"),
    ("≤5%", "at-most", "5", "%"),
    ("≥50个", "at-least", "50", "个"),
    ("50", None, "50", None),
    ("≥100百分比", "at-least", "100", "%"),
    ("≤90万元", "at-most", "90", "万元"),
    (">=21933人", "at-least", "21933", "人"),
    ("<=5300元/户", "at-most", "5300", "元/户"),
    (">=530元/人*月", "at-least", "530", "元/人*月"),
    ("=100%", "equal", "100", "%"),
    ("＝72890元", "equal", "72890", "元"),
    ("≧95％", "at-least", "95", "%"),
    ("﹦３项", "equal", "3", "项"),
    ("14.8万元", None, "14.8", "万元"),
    ("397.80万元", None, "397.80", "万元"),
    ("1,234.5 万元", None, "1234.5", "万元"),
    ("3万人", None, "30000", "人"),
    ("≤46.5万元/公里", "at-most", "46.5", "万元/公里"),
    ("30平方米/人", None, "30", "平方米/人"),
    ("不低于60公里/小时", "at-least", "60", "公里/小时"),
    ("≤20mg/L", "at-most", "20", "mg/L"),
    ("2亿千瓦时", None, "200000000", "千瓦时"),
    ("1.5万件/年", None, "15000", "件/年"),
    ("3.2亿立方米", None, "320000000", "立方米"),
    ("两万元", None, "2", "万元"),
    ("一百二十户", None, "120", "户"),
    ("百分之九十", None, "90", "%"),
    ("百分之90", None, "90", "%"),
    ("不低于百分之95.5", "at-least", "95.5", "%"),
    ("5%以内", "at-most", "5", "%"),
    ("90%以上", "at-least", "90", "%"),
    ("大于等于3次", "at-least", "3", "次"),
    ("超过3次", "above", "3", "次"),
    ("少于3次", "below", "3", "次"),
    ("2.5‰", None, "2.5", "‰"),
    ("-3.5℃", None, "-3.5", "°C"),
    ("290%", None, "290", "%"),
]

STAYS_TEXT = [
    "100m 2",
    "合规",
    "效果明显",
    "严格执行相关制度规定",
    "90% (附件1) / 100% (附件2)",
    ">=9…% (cut)",
    "5-10个",
    "90%左右",
    "10余次",
    "10次左右",
    "约10次",
    "10约次",
    "10多次",
    "10上下",
    "10以外",
    "10及更多",
    "10含税",
    "10X",
    "10x8",
    "3个村5户",
    "≥**",
    "XX",
    "……",
    "1/3",
    "不低于90%以上",
    "",
    "1" * 100,
    "9" * 200_000,
]


@pytest.mark.parametrize(("text", "direction", "value", "unit"), CORPUS, ids=[row[0] for row in CORPUS])
def test_real_values_are_read_as_a_person_reads_them(
    text: str, direction: Direction | None, value: str | None, unit: str | None
) -> None:
    """Direction, number and unit of what forms print."""
    quantity = parse_quantity(text)
    assert (quantity.direction, quantity.value, quantity.unit) == (direction, value and Decimal(value), unit)


@pytest.mark.parametrize("text", STAYS_TEXT, ids=lambda text: text[:20] or "empty")
def test_what_is_not_one_number_stays_text(text: str) -> None:
    """Ranges, approximations, several numbers and placeholders are never guessed at."""
    quantity = parse_quantity(text)
    assert not quantity.is_number
    assert quantity.direction is None
    assert str(quantity) == text


@pytest.mark.parametrize(
    ("text", "year", "month", "day", "limit"),
    [
        ("2023年12月前", 2023, 12, None, True),
        ("12月底前", None, 12, None, True),
        ("9月前", None, 9, None, True),
        ("7月", None, 7, None, False),
        ("2021年12月完成", 2021, 12, None, False),
        ("2023-12-31", 2023, 12, 31, False),
        ("2023年12月31日前完成", 2023, 12, 31, True),
        ("2023年底", 2023, None, None, False),
    ],
)
def test_dates_keep_the_parts_they_have(text: str, year: int, month: int, day: int, limit: bool) -> None:  # noqa: FBT001
    """A month alone is a date; a time limit is an at-most."""
    quantity = parse_quantity(text)
    assert quantity.date is not None
    assert (quantity.date.year, quantity.date.month, quantity.date.day) == (year, month, day)
    assert (quantity.direction == "at-most") is limit


def test_qualitative_is_a_direction_without_a_value() -> None:
    """定性 says how a row is judged, not how much."""
    assert parse_quantity("定性").direction == "qualitative"


directions = st.sampled_from([direction for direction in SIGNS if direction != "qualitative"])
values = st.decimals(min_value=0, max_value=10**9, places=2)
units = st.sampled_from([None, "株", "台(套)", "%", "万元", "个电话专线", "元/户"])


@given(direction=st.none() | directions, value=values, unit=units)
def test_what_is_formatted_reads_back(direction: Direction | None, value: Decimal, unit: str | None) -> None:
    """parse(format(x)) is x in direction, value and unit."""
    quantity = format_quantity(direction=direction, value=value, unit=unit)
    assert (quantity.direction, quantity.value, quantity.unit) == (direction, value, unit)


WORDINGS: dict[Direction, tuple[str, ...]] = {
    "at-least": (
        *("≥{}", "≧{}", "＞＝{}", ">= {}", "大于等于{}", "大于或等于{}", "不低于{}", "不少于{}", "不小于{}", "至少{}"),
        *("{}以上", "{}及以上", "{}（含）以上", "{}以上（含）"),
    ),
    "at-most": (
        *(
            "≤{}",
            "≦{}",
            "<={}",
            "小于等于{}",
            "小于或等于{}",
            "不高于{}",
            "不超过{}",
            "不能超过{}",
            "不得超过{}",
            "不超{}",
            "不大于{}",
        ),
        *("不多于{}", "至多{}", "{}以下", "{}及以下", "{}（含）以下", "{}以下（含）", "{}以内", "{}之内"),
    ),
    "above": (">{}", "＞{}", "大于{}", "超过{}", "高于{}", "多于{}"),
    "below": ("<{}", "小于{}", "低于{}", "少于{}"),
    "equal": ("={}", "＝{}", "等于{}"),
}


@given(st.sampled_from(sorted(WORDINGS)), values, units, st.data())
def test_every_wording_means_its_direction(
    direction: Direction, value: Decimal, unit: str | None, data: st.DataObject
) -> None:
    """Signs of any width and the Chinese words give the same quantity."""
    wording = data.draw(st.sampled_from(WORDINGS[direction]))
    quantity = parse_quantity(wording.format(f"{value}{unit or ''}"))
    assert (quantity.direction, quantity.value, quantity.unit) == (direction, value, unit)


@pytest.mark.parametrize(("direction", "wording"), [(one, word) for one, words in WORDINGS.items() for word in words])
def test_each_wording_alone_means_its_direction(direction: Direction, wording: str) -> None:
    """With a number, a unit and without one."""
    for amount in ("10", "10个", "0.5万元"):
        quantity = parse_quantity(wording.format(amount))
        assert (quantity.direction, quantity.is_number) == (direction, True), amount


@given(st.text())
def test_no_text_is_an_error_and_every_text_prints_back(text: str) -> None:
    """Parsing never raises and never loses the text."""
    assert str(parse_quantity(text)) == text


odd_parts = st.fixed_dictionaries(
    {},
    optional={
        "direction": st.sampled_from([*SIGNS, None]),
        "value": st.sampled_from([None, 0, 5, 10, "10.0", 30000]),
        "unit": st.sampled_from([None, "", "个", "人", "万人"]),
        "date": st.sampled_from([None, PartialDate(year=2023, month=12)]),
    },
)


@given(
    st.sampled_from(["", "≥10个", "10.00个", "3万人", "定性", "2023年12月前", "良好"]) | st.text(max_size=8), odd_parts
)
def test_a_quantity_is_what_its_text_says(text: str, given_parts: dict[str, Any]) -> None:
    """Made from Python, it says what its text says, as it will when it is read back; each part that contradicts it is refused by name."""
    said = parse_quantity(text)
    wrong = [
        f"Quantity.{name}"
        for name in ("direction", "value", "unit", "date")
        if given_parts.get(name) is not None
        and (exact(given_parts[name]) if name == "value" else given_parts[name]) != getattr(said, name)
    ]
    if not wrong:
        assert Quantity(text=text, **given_parts) == said
        return
    with pytest.raises(DossierError) as caught:
        Quantity(text=text, **given_parts)
    assert [issue.location.place for issue in caught.value.issues] == wrong


@given(values, st.sampled_from(["元", "万元", "亿元"]), st.sampled_from(["元", "万元", "亿元"]))
def test_money_keeps_its_worth_in_any_unit(value: Decimal, first: str, second: str) -> None:
    """Converting there and back gives the same value."""
    there = format_quantity(direction=None, value=value, unit=first).value_in(second)
    assert there is not None
    assert format_quantity(direction=None, value=there, unit=second).value_in(first) == value


@given(units, units)
def test_comparability_is_symmetric(first: str | None, second: str | None) -> None:
    """If a compares with b, b compares with a."""
    assert (factor_between(first, second) is None) == (factor_between(second, first) is None)


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("≥30000人", True),
        ("3万人", False),
        ("３００００人", True),
        ("30,000人", True),
        ("三万人", False),
        ("合规", True),
        ("90.50%", True),
    ],
)
def test_a_value_may_stand_in_its_text(text: str, shows: bool) -> None:  # noqa: FBT001 - a case
    """In full-width digits and with commas too; words have no value that could be missing."""
    assert parse_quantity(text).shows_its_value is shows


def test_rates_are_exact_ratios() -> None:
    """95 % is 95/100; a bare number is itself."""
    assert parse_quantity("95%").ratio == (95, 100)
    assert parse_quantity("2.5‰").ratio == (5, 2000)
    assert parse_quantity("3个").ratio == (3, 1)


@given(st.text(max_size=30))
def test_normal_forms_are_stable(text: str) -> None:
    """Normalising twice changes nothing more."""
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0.06万元/人", "600元/人", True),
        ("3元/万人", "0.0003元/人", True),
        ("2万件/年", "20000件/年", True),
        ("600元/人", "600元/户", False),
        ("600元/人", "600元", False),
        ("1亿元/万户", "1万元/户", True),
    ],
)
def test_compound_units_compare_part_by_part(one: str, other: str, *, same: bool) -> None:
    """Money above the line and counts below it are brought to one unit; what is printed is what was written."""
    first, second = parse_quantity(one), parse_quantity(other)
    assert (str(first), str(second)) == (one, other)
    assert first.says_the_same_as(second) is same
    assert (second.value_in(first.unit) == first.value) is same


@pytest.mark.parametrize("text", ["3万，5", "2亿1", "3万 /", "3/人", "3万。", "2亿;"])
def test_what_follows_a_number_of_ten_thousands_is_a_unit_or_the_text_is_none(text: str) -> None:
    """As it is behind any number."""
    assert parse_quantity(text).value is None


def test_a_qualitative_quantity_has_no_number_to_write() -> None:
    """Asking for one is a mistake of the caller's."""
    with pytest.raises(ValueError, match="qualitative"):
        format_quantity(direction="qualitative", value=Decimal(1), unit=None)


# Every word of comparison, as people write them.
BEFORE = {
    "at-least": ("≥", "大于等于", "大于或等于", "不低于", "不少于", "不小于", "至少"),
    "at-most": (
        *(
            "≤",
            "小于等于",
            "小于或等于",
            "不高于",
            "不超过",
            "不能超过",
            "不得超过",
            "不超",
            "不大于",
            "不多于",
            "至多",
        ),
    ),
    "above": (">", "大于", "超过", "高于", "多于"),
    "below": ("<", "小于", "低于", "少于"),
    "equal": ("=", "等于"),
}
BEHIND = {
    "at-least": ("以上(含)", "（含）以上", "及以上", "以上"),
    "at-most": ("以下(含)", "（含）以下", "及以下", "以下", "以内", "之内"),
}


@pytest.mark.parametrize(("direction", "word"), [(one, word) for one, words in BEFORE.items() for word in words])
def test_a_word_before_a_number_compares(direction: str, word: str) -> None:
    """With and without a unit."""
    for text, unit in ((f"{word}40台", "台"), (f"{word}40", None), (f"{word} 40 台", "台")):
        found = parse_quantity(text)
        assert (found.direction, found.value, found.unit) == (direction, 40, unit)


@pytest.mark.parametrize(("direction", "word"), [(one, word) for one, words in BEHIND.items() for word in words])
def test_a_word_behind_a_number_compares(direction: str, word: str) -> None:
    """Behind the unit."""
    found = parse_quantity(f"40台{word}")
    assert (found.direction, found.value, found.unit) == (direction, 40, "台")


@pytest.mark.parametrize("word", ["左右", "约", "余", "多", "上下", "以", "及", "含", "X", "x"])
def test_what_says_about_is_no_unit(word: str) -> None:
    """Neither before a unit nor behind one: the text stays text."""
    assert parse_quantity(f"40{word}").value is None
    assert parse_quantity(f"40{word}台").value is None
    assert parse_quantity(f"40台{word}").value is None


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("五元", 5, "元"),
        ("十元", 10, "元"),
        ("五万元", 5, "万元"),
        ("五万人", 50000, "人"),
        ("三亿元", 3, "亿元"),
        ("三亿株", 300000000, "株"),
        ("五万", None, None),
    ],
)
def test_the_numeral_of_an_amount_ends_before_the_units_own_ten_thousand(
    text: str, value: int | None, unit: str | None
) -> None:
    """万元 and 亿元 are units, 万人 is a number of people; a numeral alone is text."""
    found = parse_quantity(text)
    assert (found.value, found.unit) == (value, unit)
