"""Ratings: a tier and a rate within it, else what is wrong with the choice is told with how to mend it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perfeval import Funds, Indicator, Row, Text, parse_quantity
from perfeval.scoring.protocols import Unscorable
from perfeval.scoring.scorers.rating_tiers import Rating, Tier

TIERS = (
    Tier(name="达成", lower=1, upper=1),
    Tier(name="部分达成", lower=Fraction(3, 5), upper=Fraction(4, 5)),
    Tier(name="未达成", lower=0, upper=Fraction(1, 2)),
)
A = Indicator(code="A", name="甲")


def rated(row: Row) -> Fraction | Unscorable:
    """Return the rate of a row, or why it has none."""
    found = Rating(tiers=TIERS).rate(A, row, Funds())
    return found if isinstance(found, Unscorable) else Fraction(*found)


@pytest.mark.parametrize(
    ("word", "chosen", "rate"),
    [
        ("达成", None, 1),
        ("达成", 1, 1),
        ("部分达成", Fraction(3, 5), Fraction(3, 5)),
        ("部分达成", Fraction(7, 10), Fraction(7, 10)),
        ("部分达成", Fraction(799, 1000), Fraction(799, 1000)),
        ("未达成", 0, 0),
    ],
)
def test_a_tier_and_a_rate_within_it(word: str, chosen: Fraction | None, rate: Fraction) -> None:
    """The lower end of the tier's range included; a tier of one rate needs no other word."""
    assert rated(Row(address="A", rating=word, rating_rate=chosen)) == rate


def test_the_word_may_stand_as_the_actual_value() -> None:
    """Where no rating is given; a rating comes first."""
    assert rated(Row(address="A", actual=parse_quantity("达成"))) == 1
    assert rated(Row(address="A", rating="未达成", rating_rate=0, actual=parse_quantity("达成"))) == 0


@pytest.mark.parametrize(
    ("word", "chosen", "found"),
    [
        ("部分达成", None, None),
        ("部分达成", Fraction(59, 100), "59%"),
        ("部分达成", Fraction(4, 5), "80%"),
        ("未达成", None, None),
        ("达成", Fraction(9, 10), "90%"),
    ],
)
def test_a_rate_beside_its_tier_is_refused(word: str, chosen: Fraction | None, found: str | None) -> None:
    """With the range that is allowed, what was found, and the lowest rate as an example."""
    lacking = rated(Row(address="A", rating=word, rating_rate=chosen))
    tier = next(one for one in TIERS if one.name == word)
    assert isinstance(lacking, Unscorable)
    assert (lacking.lacks, lacking.expected, lacking.found) == ("rate", tier.range_text, found)
    assert tier.range_text in lacking.reason.zh
    assert (found or "-") in lacking.reason.en
    assert lacking.mend is not None
    assert lacking.mend.en.endswith({"部分达成": "60%", "未达成": "0%", "达成": "100%"}[word])


@pytest.mark.parametrize("word", [None, "大部达成", "达"])
def test_a_tier_that_is_none_is_refused(word: str | None) -> None:
    """All tiers are told."""
    lacking = rated(Row(address="A", rating=word))
    assert isinstance(lacking, Unscorable)
    assert lacking.lacks == "tier"
    assert lacking.expected == "达成 / 部分达成 / 未达成"
    assert isinstance(lacking.reason, Text)


def test_the_choice_says_what_there_is_to_choose() -> None:
    """The names of the tiers, and how far their rates go."""
    (fact,) = Rating(tiers=TIERS).formula_for(()).facts
    assert fact.choices == ("达成", "部分达成", "未达成")
    assert (fact.lower, fact.upper) == (0, 1)
