"""The located tree: one scalar, read as whatever type is meant, exactly or with the reason why not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.codec.tree import (
    AnyNode,
    MappingNode,
    ScalarNode,
    SequenceNode,
    as_boolean,
    as_date,
    as_decimal,
    as_fraction,
    as_integer,
    as_mapping,
    as_points,
    as_sequence,
    as_text,
    is_null,
    shown,
)
from perfeval.codec.yaml_events import parse_yaml
from perfeval.errors import Issue, Location

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

READERS: list[Callable[[AnyNode], object]] = [
    as_text,
    as_decimal,
    as_points,
    as_fraction,
    as_integer,
    as_boolean,
    as_date,
    as_mapping,
    as_sequence,
]


def scalar(text: str, *, quoted: bool = False) -> ScalarNode:
    """Return a scalar that stands in line 3, column 5 of a file."""
    return ScalarNode("set.yaml", 3, 5, None, None, text, quoted)


def issue_of(value: object) -> Issue:
    """Return *value*, which is an issue located where the scalar stands."""
    assert isinstance(value, Issue)
    assert (value.location.path, value.location.line, value.location.column) == ("set.yaml", 3, 5)
    return value


@given(text=st.text(), quoted=st.booleans())
@pytest.mark.parametrize("reader", READERS)
def test_a_reader_returns_and_never_raises(reader: Callable[[AnyNode], object], text: str, *, quoted: bool) -> None:
    """Whatever is written, a reader returns its value or an issue that prints in both languages."""
    value = reader(scalar(text, quoted=quoted))
    if isinstance(value, Issue):
        assert value.render("zh")
        assert "\x1b" not in value.render("en")
        assert "\n" not in value.render("en")


@pytest.mark.parametrize("reader", READERS[:-2])
@pytest.mark.parametrize(
    "node", [MappingNode("set.yaml", 3, 5, None, None), SequenceNode("set.yaml", 3, 5, None, None)]
)
def test_a_container_is_no_scalar(reader: Callable[[AnyNode], object], node: AnyNode) -> None:
    """Keys and values, or a list, where a scalar is meant are of the wrong type."""
    assert issue_of(reader(node)).code == "wrong-type"


@given(value=st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_a_decimal_is_exact(value: Decimal) -> None:
    """A decimal is read digit for digit, its trailing zeros too."""
    read = as_decimal(scalar(f"{value:f}"))
    assert isinstance(read, Decimal)
    assert read.as_tuple() == Decimal(f"{value:f}").as_tuple()


@given(value=st.fractions())
def test_a_rate_is_exact(value: Fraction) -> None:
    """A quotient is read exactly."""
    assert as_fraction(scalar(f"{value.numerator}/{value.denominator}")) == value


@given(value=st.integers(-(10**20), 10**20))
def test_percent_is_a_hundredth(value: int) -> None:
    """A percentage is the hundredth of its number."""
    assert as_fraction(scalar(f"{value}%")) == Fraction(value, 100)


@given(value=st.integers(-(10**50), 10**50))
def test_an_integer_is_exact(value: int) -> None:
    """A whole number is read as it is."""
    assert as_integer(scalar(str(value))) == value


@given(value=st.dates())
def test_a_day_is_read(value: date) -> None:
    """Every day of the calendar is read from its ISO form."""
    assert as_date(scalar(value.isoformat())) == value


@pytest.mark.parametrize(
    ("text", "value"), [("2.50", "2.50"), ("+1", "1"), (".5", "0.5"), ("5.", "5"), ("1e2", "1E+2"), ("-0.01", "-0.01")]
)
@pytest.mark.parametrize("quoted", [False, True])
def test_how_a_decimal_may_be_written(text: str, value: str, *, quoted: bool) -> None:
    """A decimal may have a sign, a point at either end or an exponent, and may be quoted."""
    read = as_decimal(scalar(text, quoted=quoted))
    assert isinstance(read, Decimal)
    assert read.as_tuple() == Decimal(value).as_tuple()


@pytest.mark.parametrize(
    "text", ["NaN", "nan", ".nan", "sNaN", "inf", "-.inf", "Infinity", "1e999", "1e-999", "1e" + "9" * 30, "9" * 70]
)
@pytest.mark.parametrize("reader", [as_decimal, as_points, as_fraction, as_integer])
def test_no_number_without_measure(reader: Callable[[AnyNode], object], text: str) -> None:
    """What is not finite, or has more digits than any budget, is refused before it costs memory."""
    assert issue_of(reader(scalar(text))).code == "not-finite"


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1_000", "write 1000 "),
        ("1,000.5", "write 1000.5 "),
        ("１０", "write 10 "),
        ("２．５", "write 2.5 "),
        ("1 000", "write 1000 "),
        ("十", "write 10"),
        ("0x10", None),
        ("", None),
        ("1.2.3", None),
        ("٣", None),
    ],
)
def test_what_is_not_a_decimal(text: str, hint: str | None) -> None:
    """Separators, full-width digits, hexadecimal and words are not numbers; what was meant is offered."""
    issue = issue_of(as_decimal(scalar(text)))
    assert issue.code == "not-a-number"
    assert (issue.hint is None) if hint is None else (hint in issue.render("en"))


@pytest.mark.parametrize("text", ["100%", "１００％"])
def test_a_percentage_is_not_points(text: str) -> None:
    """A percentage where points are meant has a code of its own."""
    assert issue_of(as_points(scalar(text))).code == "percent-as-points"


def test_points_are_a_decimal() -> None:
    """Points are read as an exact decimal."""
    assert str(as_points(scalar("2.50"))) == "2.50"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.6", Fraction(3, 5)),
        ("60%", Fraction(3, 5)),
        ("130%", Fraction(13, 10)),
        ("2/3", Fraction(2, 3)),
        ("7.5%", Fraction(3, 40)),
    ],
)
def test_how_a_rate_may_be_written(text: str, value: Fraction) -> None:
    """A rate is a decimal, a percentage or a quotient."""
    assert as_fraction(scalar(text)) == value


@pytest.mark.parametrize("text", ["60％", "%", "1/0", "1/-2", "a/b", "1/2/3", "60 %", "六成", "1/" + "9" * 99])
def test_what_is_not_a_rate(text: str) -> None:
    """A rate of any other look is refused, with both looks named."""
    issue = issue_of(as_fraction(scalar(text)))
    assert issue.code == "not-a-number"
    assert "0.6" in issue.render("zh")
    assert "60%" in issue.render("zh")


def test_a_full_width_percentage_is_offered_half_width() -> None:
    """A full-width percent sign is a common slip, so the half-width rate is offered."""
    assert "write 60% " in issue_of(as_fraction(scalar("６０％"))).render("en")


@pytest.mark.parametrize("text", ["2.0", "2.5", "1e2"])
def test_a_whole_number_has_no_point(text: str) -> None:
    """A year is not 2023.0."""
    assert issue_of(as_integer(scalar(text))).code == "not-a-number"


def test_booleans_are_those_of_yaml_1_2() -> None:
    """Only plain true and false are booleans."""
    assert as_boolean(scalar("true")) is True
    assert as_boolean(scalar("false")) is False


@pytest.mark.parametrize(
    ("text", "hint"),
    [("yes", "write true"), ("NO", "write false"), ("on", "write true"), ("是", "write true"), ("否", "write false")],
)
def test_other_words_for_booleans_are_refused(text: str, hint: str) -> None:
    """The words of YAML 1.1, and Chinese ones, are refused with what to write."""
    issue = issue_of(as_boolean(scalar(text)))
    assert issue.code == "wrong-type"
    assert hint in issue.render("en")


@pytest.mark.parametrize("node", [scalar("true", quoted=True), scalar("1"), scalar("")])
def test_neither_text_nor_number_is_a_boolean(node: ScalarNode) -> None:
    """A quoted word, a number and nothing at all are no booleans."""
    assert issue_of(as_boolean(node)).code == "wrong-type"


@pytest.mark.parametrize("text", ["", "~", "null"])
def test_nothing_is_null_and_not_a_text(text: str) -> None:
    """Nothing, ~ and null mean nothing when plain, and are a text when quoted."""
    assert is_null(scalar(text))
    assert issue_of(as_text(scalar(text))).code == "wrong-type"
    assert not is_null(scalar(text, quoted=True))
    assert as_text(scalar(text, quoted=True)) == text


@pytest.mark.parametrize("text", ["1.10", "true", "2020-02-25", "no", "Null", "0x1F", "国庆"])
def test_text_keeps_what_is_written(text: str) -> None:
    """Where a text is meant, what looks like another type stays text."""
    assert as_text(scalar(text)) == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2023-02-29", "wrong-value"),
        ("2023-2-5", "wrong-type"),
        ("20230205", "wrong-type"),
        ("２０２３-01-01", "wrong-type"),
    ],
)
def test_what_is_not_a_day(text: str, code: str) -> None:
    """A day that the calendar lacks, or in another form, is refused."""
    assert issue_of(as_date(scalar(text))).code == code


@pytest.mark.parametrize(
    ("text", "hint"), [("名称：预算", "half-width colon"), ("name:x", "followed by a space"), ("名称", None)]
)
def test_text_where_keys_are_meant(text: str, hint: str | None) -> None:
    """Text with a full-width colon, or a colon without its space, where keys are meant, tells the likely slip."""
    issue = issue_of(as_mapping(scalar(text)))
    assert issue.code == "wrong-type"
    assert (issue.hint is None) if hint is None else (hint in issue.render("en"))


def test_every_node_knows_its_place() -> None:
    """A value, its key and an item know file, line, column and key path."""
    root = parse_yaml("format: 1\ngrades:\n  - {name: 优, from: 90}\n  - {name: 良, from: 80}\n", path="set.yaml")
    assert isinstance(root, MappingNode)
    assert root.location == Location(path="set.yaml", line=1, column=1)
    grades = root.entries["grades"]
    assert isinstance(as_sequence(grades), SequenceNode)
    assert isinstance(grades, SequenceNode)
    good = grades.items[1]
    assert isinstance(good, MappingNode)
    assert good.location == Location(path="set.yaml", line=4, column=5, place="grades[2]")
    assert good.entries["from"].location == Location(path="set.yaml", line=4, column=21, place="grades[2]/from")
    assert good.keys["from"].location == Location(path="set.yaml", line=4, column=15, place="grades[2]/from")
    assert as_mapping(good) is good


def test_what_is_shown_cannot_drive_a_terminal() -> None:
    """Escape sequences, line breaks and direction marks are written out, and long text is cut off."""
    assert shown("a\x1b[31m\n\u202eb") == "a\\x1b[31m\\n\\u202eb"
    assert shown("优" * 100) == "优" * 60 + "…"
