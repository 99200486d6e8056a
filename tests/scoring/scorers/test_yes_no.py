"""Yes or no: which words are taken, what each earns, and what it promises."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from small_sets import scored, set_of
from told_issues import issues_of

from perfeval import Funds, Indicator, Row, parse_quantity
from perfeval.scoring.scorers.yes_no import YesNo

ONE = "  - {code: A, name: 甲, points: 10, scorer: {type: yes-no, yes: [是, 已建], no: [否, 未建], no-rate: 40%}}\n"
REST = "  - {code: B, name: 乙, points: 90, scorer: {type: stated}}\n"


@pytest.mark.parametrize(
    ("word", "score"), [("是", 10), ("已建", 10), ("否", 4), ("未建", 4), ("在建", None), ("是的", None), ("Y", None)]
)
def test_a_word_earns_what_it_means(word: str, score: int | None) -> None:
    """Full points for a yes, the stated part for a no; any other word is refused, and all that count are told."""
    rows = f"  甲: {{actual: {word}}}\n  乙: {{score: 90}}\n"
    if score is not None:
        evaluation = scored(set_of(ONE + REST), rows)
        assert evaluation.total == 90 + score
        assert evaluation.node("A").score == score
        return
    (issue,) = issues_of(lambda: scored(set_of(ONE + REST), rows))
    assert (issue.code, issue.values["lacks"], issue.expected) == (
        "facts-insufficient",
        "actual",
        "是 / 已建 / 否 / 未建",
    )


@pytest.mark.parametrize(
    "parameters",
    [
        {"no_rate": 1},
        {"no_rate": "150%"},
        {"no_rate": Fraction(-1, 10)},
        {"yes": ("是", "否")},
        {"yes": ("好",), "no": ("好",)},
    ],
)
def test_a_no_costs_something_and_a_word_means_one_thing(parameters: dict[str, Any]) -> None:
    """Else the scorer is refused."""
    (issue,) = issues_of(lambda: YesNo(**parameters))
    assert issue.code == "scorer-parameters"


def test_a_no_may_earn_anything_below_all() -> None:
    """From nothing to nearly all."""
    assert YesNo(no_rate=0).no_rate == 0
    assert YesNo(no_rate=Fraction(99, 100)).no_rate == Fraction(99, 100)


@pytest.mark.parametrize(("word", "is_met"), [("是", True), ("否", False), ("在建", None)])
@pytest.mark.parametrize("no_rate", [0, Fraction(2, 5)])
def test_a_yes_alone_meets_the_target(word: str, *, is_met: bool | None, no_rate: Fraction) -> None:
    """However much a no earns; of no word that counts nothing is said."""
    row = Row(address="A", actual=parse_quantity(word))
    assert YesNo(no_rate=no_rate).is_met(Indicator(code="A", name="甲"), row, Funds()) is is_met


def test_it_promises_by_its_words() -> None:
    """A yes is full, a no is the stated part."""
    promises = YesNo(no_rate=Fraction(2, 5)).promises(())
    assert [one.promise for one in promises] == ["met-is-full", "band"]
