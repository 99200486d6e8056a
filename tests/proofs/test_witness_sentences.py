"""Counter-examples stand as an officer would write them: taken at their words, the engine scores them and the promise is broken."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, event, given, settings
from hypothesis import strategies as st

from perfeval import Dossier, FundLine, Funds, Indicator, IndicatorSet, Project, Rounding, Row, evaluate
from perfeval.model.quantities import parse_quantity
from perfeval.proofs.set_proofs import prove
from perfeval.scoring.scorers.bands import Bands, RateBand
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.scoring.scorers.interpolate import Interpolate, RatePoint
from perfeval.scoring.scorers.ratio import Ratio
from perfeval.scoring.scorers.stated import Stated
from perfeval.scoring.scorers.yes_no import YesNo
from perfeval.scoring.target_formulas import meets_target

if TYPE_CHECKING:
    from perfeval import Evaluation, Quantity, Text, Verdict
    from perfeval.scoring.protocols import Scorer

VALUES = st.fractions(0, 3, max_denominator=20)
STEPS = st.lists(
    st.tuples(VALUES, st.fractions(0, 1, max_denominator=20)), min_size=2, max_size=4, unique_by=lambda one: one[0]
)
TARGETS = st.none() | st.builds(
    "{}{}{}".format,
    st.sampled_from("≥≤><="),
    st.sampled_from(["0.5", "1", "2", "5", "90"]),
    st.sampled_from(["%", "‰", "", "件", "万元/公里"]),
).map(parse_quantity)
HOW = {"of": st.sampled_from(["actual", "completion"]), "at_most": st.sampled_from(["zero", "linear-deviation", None])}
ANY_BANDS = STEPS.map(
    lambda steps: tuple(
        RateBand(lower=lower, rate=rate) for lower, rate in {Fraction(0): Fraction(0), **dict(steps)}.items()
    )
)
MEASURING = st.one_of(
    st.builds(Bands, bands=ANY_BANDS, **HOW),
    st.builds(
        Interpolate, points=STEPS.map(lambda steps: tuple(RatePoint(at=at, rate=rate) for at, rate in steps)), **HOW
    ),
)
SCORERS = st.one_of(
    MEASURING,
    st.builds(ByTarget, quantitative=MEASURING, qualitative=st.sampled_from([Stated(), YesNo()])),
    st.builds(FundRate, numerator=st.just("spent"), denominator=st.just("adjusted"), bands=ANY_BANDS),
    st.builds(Ratio, at_most=HOW["at_most"]),
)
# 指标值 ≥90%、实际完成值 90%，得 9 分；应当：… or: 指标值 ≥90%，实际完成值 95% 得 8 分，90% 得 9 分
FACTS = re.compile(r"(指标值|实际完成值|预算执行率) ([^，、 ]+)")
FULL = 100
EARNED = re.compile(r"得(分率)? (-?[0-9./]+)[ %]")
LATER = re.compile(r"，(?P<value>[^，、 ]+) 得(分率)? ")


def set_of(scorer: Scorer, target: Quantity | None, quantum: str) -> IndicatorSet:
    """Return a set of one leaf of 100 points."""
    leaf = Indicator(code="A", name="甲", points=100, scorer=scorer, target=target)
    return IndicatorSet(id="test.told", title="一项", indicators=(leaf,), rounding=Rounding(quantum=quantum))


def rate_of(text: str) -> Fraction:
    """Return what a percentage or a quotient of money says."""
    return Fraction(text.rstrip("%")) / (100 if text.endswith("%") else 1)


def scored(indicators: IndicatorSet, target: str | None, value: str, *, of_money: bool) -> Evaluation:
    """Score one row that says what was told."""
    funds = Funds()
    if of_money:
        # A rate without an end is a quotient of two amounts.
        rate = rate_of(value)
        funds = Funds(sources=(FundLine(name="财政拨款", adjusted=rate.denominator, spent=rate.numerator),))
    row = Row(address="甲", target=target, actual=None if of_money else value)
    dossier = Dossier(
        id="d", indicators=indicators.id, year=2024, project=Project(name="某项目"), rows=(row,), funds=funds
    )
    return evaluate(dossier, indicators=indicators)


def check_told(indicators: IndicatorSet, verdict: Verdict, told: Text) -> None:
    """Take a sentence at its words: what it says is scored as it says, and breaks the promise."""
    facts = dict(FACTS.findall(told.zh))
    earned = [Fraction(one) for _, one in EARNED.findall(told.zh)]
    of_money = "预算执行率" in facts
    values = [facts["预算执行率" if of_money else "实际完成值"], *(one["value"] for one in LATER.finditer(told.zh))]
    step = Fraction(indicators.rounding.quantum)
    for value, score in zip(values, earned, strict=True):
        found = Fraction(scored(indicators, facts.get("指标值"), value, of_money=of_money).total)
        assert abs(found - score) <= step / 2 if told.zh.startswith("取整前") else found == score
    target = indicators.indicators[0].target or parse_quantity(facts.get("指标值", ""))
    if verdict.promise == "met-is-full":
        (value,), (score,) = values, earned
        assert target.direction is not None
        assert meets_target(Row(address="甲", target=target, actual=value), target.direction)
        assert score < FULL
        return
    assert verdict.promise == "monotone"
    more, less = (rate_of(one) if of_money else parse_quantity(one).value for one in values)
    assert more is not None
    assert less is not None
    assert more > less
    if of_money or target.direction in ("at-least", "above"):
        assert earned[0] < earned[1]
    elif target.direction in ("at-most", "below"):
        assert earned[0] > earned[1]
    else:
        assert earned[0] != earned[1]


@settings(deadline=None, max_examples=25, phases=(Phase.explicit, Phase.generate))
@given(scorer=SCORERS, target=TARGETS, quantum=st.sampled_from(["0.01", "1"]))
def test_a_counter_example_is_a_row_that_breaks_the_promise(
    scorer: Scorer, target: Quantity | None, quantum: str
) -> None:
    """Whatever the unit of the target: ≥90% and 90% stand in the sentence, and a dossier with them earns what it says."""
    indicators = set_of(scorer, target, quantum)
    broken = [one for one in prove(indicators).verdicts if one.state == "broken"]
    for verdict in broken:
        event(f"{scorer.kind}: {verdict.promise}")
        for told in verdict.counter_examples:
            check_told(indicators, verdict, told)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("≥90%", "指标值 ≥90%、实际完成值 90%，得 50 分；应当：达到指标值得满分"),
        ("≥900‰", "指标值 ≥900‰、实际完成值 900‰，得 50 分；应当：达到指标值得满分"),
        ("不低于0.9", "指标值 不低于0.9、实际完成值 0.9，得 50 分；应当：达到指标值得满分"),
    ],
)
def test_a_target_is_told_as_the_set_writes_it(target: str, said: str) -> None:
    """And the actual value in its unit, which is what a row needs beside it."""
    bands = tuple(RateBand(lower=lower, rate=rate) for lower, rate in (("0", "0"), ("80%", "50%"), ("95%", "100%")))
    (broken,) = [
        one for one in prove(set_of(Bands(bands=bands), parse_quantity(target), "1")).verdicts if one.state == "broken"
    ]
    assert [one.zh for one in broken.counter_examples] == [said]
