"""The checklist: its shares, what is required, and what is told where an item is not known."""

from __future__ import annotations

from fractions import Fraction

import pytest
from small_sets import dossier_of, scored, set_of

from perfeval import ScoringError

ITEMS = "checklist: [{text: 有制度, share: SHARE}, {text: 已执行, share: SHARE, required: true}]"


def rated(checks: str, share: str = "1") -> Fraction:
    """Return the rate of a row with these checks."""
    indicators = set_of(
        f"  - {{code: A, name: 甲, points: 100, {ITEMS.replace('SHARE', share)}, scorer: {{type: checklist}}}}\n"
    )
    return Fraction(scored(indicators, f"  甲: {{checks: {{{checks}}}}}\n").total) / 100


@pytest.mark.parametrize(
    ("checks", "rate"),
    [
        ("1: true, 2: true", 1),
        ("1: false, 2: true", Fraction(1, 2)),
        ("1: true, 2: false", 0),
        ("有制度: 50%, 已执行: 50%", Fraction(1, 2)),
        ("2: true", Fraction(1, 2)),
    ],
)
def test_the_share_of_what_is_met_counts(checks: str, rate: Fraction) -> None:
    """What is not filled in is not met; a required item that is not met leaves nothing."""
    assert rated(checks) == rate


def test_items_without_any_share_earn_nothing() -> None:
    """Nothing is divided by zero."""
    assert rated("1: true, 2: true", share="0") == 0


def test_an_unknown_item_is_told_with_those_there_are() -> None:
    """By number and text, in the order of the checklist."""
    with pytest.raises(ScoringError) as caught:
        rated("3: true, 有制度: true, 没有: true")
    (issue,) = caught.value.issues
    assert str(issue.expected) == "1. 有制度 / 2. 已执行"
    assert str(issue.found) == "3 / 没有"
    assert dossier_of("  甲: {checks: {3: true}}\n").rows[0].checks == (("3", Fraction(1)),)
