"""What was meant by a number or a day written in another way."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.codec.loading import parse
from perfeval.codec.number_hints import date_hint, number_hint
from perfeval.errors import FormatError

SET = "format: 1\nindicator-set: x\ntitle: 甲\n"


@pytest.mark.parametrize(
    ("text", "meant", "wanted"),
    [
        ("六十", "points", "请写 60"),
        ("六十分", "points", "请写 60"),
        ("一百二十", "points", "请写 120"),
        ("６０", "points", "请写 60（半角，不带分隔符）"),
        ("1，000.5", "points", "请写 1000.5（半角，不带分隔符）"),
        ("60分", "points", "请写 60，不带单位“分”"),
        ("100万元", "points", "不带单位：资金表单位为元时写 1000000，为万元时写 100"),
        ("100元", "points", "不带单位：资金表单位为元时写 100，为万元时写 0.01"),
        ("1.5亿元", "points", "不带单位：资金表单位为元时写 150000000，为万元时写 15000"),
        ("六十万", "points", "不带单位：资金表单位为元时写 600000，为万元时写 60"),
        ("六十万元", "points", "不带单位：资金表单位为元时写 600000，为万元时写 60"),
        ("百分之六十", "rate", "请写 60%"),
        ("六成", "rate", "请写 60%"),
        ("八成五", "rate", "请写 85%"),
        ("６０％", "rate", "请写 60%（半角，不带分隔符）"),
        ("二〇二四", "whole", "请写 2024"),
        ("2024年", "whole", "请写 2024，不带单位“年”"),
        ("百分之六十", "points", None),
        ("六成", "points", None),
        ("若干", "points", None),
        ("六" * 61, "points", None),
    ],
)
def test_a_number_in_other_signs_is_offered_in_digits(text: str, meant: str, wanted: str | None) -> None:
    """Chinese numerals, full-width digits, units: the digits that are meant; nothing where nobody can tell."""
    hint = number_hint(text, whole=meant == "whole", rate=meant == "rate")
    assert (hint and hint.zh) == wanted


@pytest.mark.parametrize(
    ("lines", "zh", "en"),
    [
        (
            "indicators:\n  - {code: A, name: 甲, points: 六十}\n",
            "f.yaml:5:32 [indicators[1]/points]: 不是数；应为 一个数；实为 六十；建议 请写 60 [not-a-number]",
            "f.yaml:5:32 [indicators[1]/points]: not a number: expected a number; found 六十; hint write 60 [not-a-number]",
        ),
        (
            "effective: {from: 2024年1月1日}\n",
            "f.yaml:4:19 [effective/from]: 值的类型不对；应为 日期，如 2020-02-25；实为 2024年1月1日；建议 请写 2024-01-01 [wrong-type]",
            (
                "f.yaml:4:19 [effective/from]: a value of the wrong kind: expected a day, such as 2020-02-25; found 2024年1月1日; "
                "hint write 2024-01-01 [wrong-type]"
            ),
        ),
    ],
)
def test_the_hint_stands_in_the_message(lines: str, zh: str, en: str) -> None:
    """The place, what was found, and the digits, one language at a time."""
    with pytest.raises(FormatError) as caught:
        parse(SET + lines, name="f.yaml")
    assert (caught.value.render("zh"), caught.value.render("en")) == (zh, en)


@given(
    day=st.dates(min_value=date(1000, 1, 1)),
    pattern=st.sampled_from(["{}年{}月{}日", "{}/{}/{}", "{}.{}.{}", "{} 年 {} 月 {} 日"]),
)
def test_every_day_is_offered_as_files_have_it(day: date, pattern: str) -> None:
    """Any usual way of writing a day leads to the one that files have."""
    hint = date_hint(pattern.format(day.year, day.month, day.day))
    assert hint is not None
    assert hint.en == f"write {day.isoformat()}"


@pytest.mark.parametrize("text", ["2024年2月30日", "去年", "2024"])
def test_what_is_no_day_gets_no_hint(text: str) -> None:
    """A day that does not exist is not offered."""
    assert date_hint(text) is None
