"""Bands and points that earn less for more are found, whatever else they are part of."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import PerfEvalError
from perfeval.codec.parsing import read_file_of_name
from perfeval.codec.vocabulary import Vocabulary
from perfeval.scoring.falling_rates import falling_rate
from perfeval.scoring.scorers.bands import Bands, RateBand
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.interpolate import Interpolate, RatePoint
from perfeval.scoring.scorers.stated import Stated

RATES = st.lists(st.fractions(0, 1), min_size=2, max_size=5)
HEAD = "format: 1\nindicator-set: x\ntitle: 甲\ncitations: [{document: 某号文}]\nindicators:\n"
FALLING = "bands: [{from: 0, rate: 80%}, {from: 60%, rate: 100%}, {from: 90%, rate: 50%}]"


def told_of(text: str, stem: str) -> PerfEvalError:
    """Return what is told of a file when it is checked."""
    return PerfEvalError(read_file_of_name(text, path=f"{stem}.yaml", stem=stem, vocabulary=Vocabulary()).told)


def bands_of(rates: list[Fraction], **other: object) -> Bands:
    """Return bands from 0, 1, 2, … on with some rates."""
    return Bands(bands=[RateBand(lower=index, rate=rate) for index, rate in enumerate(rates)], **other)  # type: ignore[arg-type]


@given(rates=RATES)
def test_of_a_completion_rates_may_only_rise(rates: list[Fraction]) -> None:
    """Found if and only if a rate is below the one before it, in bands, in points, and within another scorer."""
    falls = any(after < before for before, after in pairwise(rates))
    bands = bands_of(rates, of="completion")
    points = Interpolate(points=[RatePoint(at=at, rate=rate) for at, rate in enumerate(rates)], of="completion")  # type: ignore[arg-type]
    for scorer in (bands, points, ByTarget(quantitative=bands, qualitative=Stated())):
        assert (falling_rate(scorer) is not None) == falls


@given(rates=RATES)
def test_of_an_actual_value_they_go_one_way(rates: list[Fraction]) -> None:
    """Without a direction either way will do, with one only its own."""
    rising, falling = sorted(rates), sorted(rates, reverse=True)
    assert falling_rate(bands_of(rising)) is falling_rate(bands_of(falling)) is None
    assert falling_rate(bands_of(rising), direction="at-least") is None
    assert falling_rate(bands_of(falling), direction="at-most") is None
    turned = rising != falling
    assert (falling_rate(bands_of(falling), direction="at-least") is not None) == turned
    assert (falling_rate(bands_of(rising), direction="at-most") is not None) == turned
    assert (falling_rate(bands_of(rates)) is not None) == (rates not in (rising, falling))


@pytest.mark.parametrize(
    "scorer",
    [
        f"scorer: {{type: bands, of: completion, at-most: zero, {FALLING}}}",
        f"scorer: {{type: fund-rate, numerator: spent, denominator: adjusted, {FALLING}}}",
    ],
)
def test_a_file_with_falling_bands_is_told_at_the_band_when_it_is_checked(scorer: str) -> None:
    """The band, from what to what, and how to say that it is meant; declared, it is accepted."""
    leaf = f"  - {{code: A, name: 甲, points: 100, {scorer}}}\n"
    told = told_of(HEAD + leaf, "f")
    kind = scorer.split("type: ")[1].split(",", maxsplit=1)[0]
    column = leaf.index("{from: 90%") + 1
    place = f"f.yaml:6:{column} [indicators[1]/scorer/bands[3]]"
    assert told.render("zh") == (
        f"{place}: 计分方法 {kind} 的参数不成立；应为 得分率不随完成率上升而下降；实为 从 0.9 起由 100% 变为 50%；"
        "建议 请改正；若是有意，在该指标下写 intended: [{promise: monotone, reason: …}] [scorer-parameters]"
    )
    assert told.render("en") == (
        f"{place}: the parameters of the scorer {kind} contradict each other: expected rates that do not fall as the completion "
        "rises; found 100% becomes 50% from 0.9 on; hint mend it; if it is meant, write intended: [{promise: monotone, reason: …}] "
        "at the indicator [scorer-parameters]"
    )
    meant = leaf.replace("scorer:", "intended: [{promise: monotone, reason: 超额不鼓励}], scorer:")
    assert read_file_of_name(HEAD + meant, path="f.yaml", stem="x", vocabulary=Vocabulary()).told == ()


@pytest.mark.parametrize("verb", ["{set: A, ", "{add: 乙, code: B, "])
def test_an_overlay_is_told_alike(verb: str) -> None:
    """In an operation that changes or adds an indicator, at its band."""
    text = f"format: 1\noverlay: o\nbase: x\ncitations: [{{document: 某号文}}]\noperations:\n  - {verb}target: ≥90%, scorer: {{type: bands, {FALLING}}}}}\n"
    told = told_of(text, "o")
    assert "o.yaml:6:" in told.render("zh")
    assert "应为 ≥ 类指标的得分率不随实际值上升而下降；实为 从 0.9 起由 100% 变为 50%" in told.render("zh")
