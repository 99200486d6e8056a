"""A set's promises: proved, broken with rows that show it, or meant; what never counts is told with a mend."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval import Indicator, IndicatorSet, Registry, Text, dump, load_indicator_set
from perfeval.codec.loading import parse
from perfeval.model.funds import FundLine, Funds
from perfeval.model.intentions import PROMISE_TITLES, Intention, PromiseName
from perfeval.proofs.set_proofs import prove
from perfeval.proofs.verdicts import SetProof
from perfeval.scoring.scorers.bands import RateBand
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.testing.scorer_drawing import rates

PLANTED = Path(__file__).parents[1] / "data" / "planted-rules.yaml"
REGISTRY = Registry.discover()


@pytest.fixture(scope="module")
def planted() -> SetProof:
    """What is known of a set in which every sort of fault is planted."""
    return prove(load_indicator_set(PLANTED))


def of_one_leaf(scorer: FundRate, **fields: object) -> IndicatorSet:
    """Return a set of one leaf."""
    leaf = Indicator(code="A", name="预算执行率", points=100, scorer=scorer, **fields)
    return IndicatorSet(id="test.one", title="一项", indicators=(leaf,))


def bands(*pairs: tuple[str, str]) -> FundRate:
    """Return a scorer of the execution rate by bands."""
    made = tuple(RateBand(lower=lower, rate=rate) for lower, rate in pairs)
    return FundRate(numerator="spent", denominator="adjusted", bands=made)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(rates, rates), min_size=1, max_size=4, unique_by=lambda pair: pair[0]))
def test_bands_are_in_order_exactly_where_their_rates_rise(pairs: list[tuple[Fraction, Fraction]]) -> None:
    """The solver's verdict on random bands is what sorting them says; its counter-example is the engine's own scores."""
    made = sorted({Fraction(0): Fraction(0), **dict(pairs)}.items())
    scorer = FundRate(
        numerator="spent", denominator="adjusted", bands=tuple(RateBand(lower=low, rate=rate) for low, rate in made)
    )
    proof = prove(of_one_leaf(scorer))
    falls = any(one[1] > two[1] for one, two in pairwise(made))
    verdict = next(one for one in proof.verdicts if one.promise == "monotone")
    assert verdict.state == ("broken" if falls else "proved")
    assert proof.is_sound is not falls


def test_a_broken_order_is_told_by_the_rates_people_say(planted: SetProof) -> None:
    """The counter-example names the rate and the points, and the engine gives those points."""
    (verdict,) = (one for one in planted.verdicts if one.state == "broken" and one.rule.zh == "预算执行率")
    (example,) = verdict.counter_examples
    words = example.zh.replace("，", " ").split()
    assert words[0] == "预算执行率"
    scorer = load_indicator_set(PLANTED).find("A").scorer
    assert isinstance(scorer, FundRate)
    told = list(zip(words[1::4], words[3::4], strict=True))
    assert len(told) == 2
    for rate, points in told:
        money = Funds(sources=(FundLine(name="财政拨款", adjusted=100, spent=Decimal(rate.rstrip("%"))),))
        found = scorer.rate(Indicator(code="A", name="", points=10), None, money)  # type: ignore[arg-type]
        assert Fraction(*found) * 10 == Fraction(points)  # type: ignore[misc]


def test_every_planted_fault_is_found(planted: SetProof) -> None:
    """Gaps, overlaps, and every sort of part that never counts; each with a mend, in both languages."""
    found = [(one.kind, one.what.en) for one in planted.remarks]
    assert found == [
        ("gap", "no row can get full points"),
        ("idle", "the band from 97% with the rate 70%"),
        ("idle", "the pass gate 60%"),
        ("idle", "the over-fulfilment threshold 130%"),
        ("gap", "no tier allows the rates 60%–80%"),
        ("gap", "no tier allows the rates 95%–100%"),
        ("gap", "no line of the table matches 甲=低, 乙=高"),
        ("idle", "line 2 of the table (甲=高, 乙=高: 90%)"),
        ("overlap", "lines 1 and 3 of the table can match together, with different rates; the first counts"),
        ("overlap", "lines 3 and 5 of the table can match together, with different rates; the first counts"),
        ("idle", "no line names '低' of '甲'"),
        ("idle", "the point at 0.5 with the rate 50%"),
        ("idle", "'窄' [90.2, 90.5) is narrower than the quantum 1: no total is in it"),
        ("idle", "it lowers to '优', which is the highest grade"),
    ]
    assert all(one.mend.zh and one.mend.en and one.rules for one in planted.remarks)


def test_what_is_meant_is_no_fault() -> None:
    """A set that declares its intention is sound, keeps its reason, and reads back from its file."""
    intention = Intention(promise="monotone", reason="超过 95% 视为预算编制不实")
    falling = of_one_leaf(bands(("0", "0"), ("90%", "80%"), ("95%", "70%")), intended=(intention,))
    proof = prove(falling)
    (verdict,) = (one for one in proof.verdicts if one.state == "meant")
    assert proof.is_sound
    assert verdict.intention == intention
    assert verdict.counter_examples
    assert parse(dump(falling)) == falling
    assert not prove(falling.replace(indicators=(falling.indicators[0].replace(intended=()),))).is_sound


def test_an_intention_that_nothing_needs_is_told() -> None:
    """What is declared and not broken never counts."""
    intention = Intention(promise="monotone", reason="以防万一")
    proof = prove(of_one_leaf(bands(("0", "0"), ("90%", "100%")), intended=(intention,)))
    assert [one.what.en for one in proof.remarks] == ["intended monotone: the rule keeps this promise"]


@pytest.mark.parametrize("set_id", REGISTRY.set_ids)
def test_every_registered_set_is_sound(set_id: str) -> None:
    """Each scored rule of each set keeps every promise, and each leaf that computes has its verdicts."""
    indicators = REGISTRY.indicator_set(set_id)
    proof = prove(indicators)
    assert proof.is_sound, [one for one in proof.verdicts if one.state != "proved"]
    told = {one.rule.zh for one in proof.verdicts}
    for leaf in indicators.walk():
        scored = leaf.scorer if leaf.is_leaf else leaf.default_scorer
        if scored is not None and scored.kind != "stated" and leaf.aggregator is None:
            assert indicators.path(leaf.code) in told


def test_a_rule_without_a_formula_is_listed_as_such() -> None:
    """It is tested if somebody can, else it is said that it is not."""

    class Half:
        kind = "half"

        def rate(self, *_: object) -> tuple[int, int]:
            return (1, 2)

        def steps(self, *_: object) -> tuple[Text, ...]:
            return ()

    plain = of_one_leaf(bands(("0", "0")))
    indicators = plain.replace(indicators=(evolve(plain.indicators[0], scorer=Half()),))
    assert prove(indicators).counts["untested"] == 1
    assert prove(indicators, tested=lambda _: {"bounded": None}).counts["tested"] == 1
    broken = prove(indicators, tested=lambda rule: {"bounded": Text(rule.path, rule.path)})
    assert broken.counts["broken"] == 1
    assert not broken.is_sound


def test_every_promise_has_its_words() -> None:
    """The promises that a set may name are those that are told."""
    assert set(PROMISE_TITLES) == set(get_args(PromiseName))
