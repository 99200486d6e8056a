"""Rules about scores ask the set: what the engine itself gives is never called wrong, and what differs from it is."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from perfeval import Dossier, IndicatorSet, Project, Registry, Row
from perfeval.audit.case import Case
from perfeval.audit.findings import Finding
from perfeval.audit.inspection import audit_case
from perfeval.codec.loading import parse
from perfeval.errors.language import Text
from perfeval.model.dossier import Absence
from perfeval.model.funds import BUDGETS, FundLine, Funds
from perfeval.model.hierarchy import ChecklistItem, Indicator
from perfeval.model.quantities import parse_quantity
from perfeval.model.rounding import Rounding
from perfeval.scoring.aggregators import WeakestLink
from perfeval.scoring.falling_rates import against_target
from perfeval.scoring.scorers.bands import Bands, RateBand
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.checklist import Checklist
from perfeval.scoring.scorers.deduction import Deduction, DeductionItem
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.scoring.scorers.interpolate import Interpolate, RatePoint
from perfeval.scoring.scorers.rating_tiers import Rating, Tier
from perfeval.scoring.scorers.ratio import OverFulfilment, Ratio
from perfeval.scoring.scorers.stated import Stated
from perfeval.scoring.scorers.yes_no import YesNo
from perfeval.testing.fact_drawing import funds as funds_tables
from perfeval.testing.scorer_drawing import rates, rising_bands
from perfeval.testing.set_drawing import parts_of

if TYPE_CHECKING:
    from perfeval.scoring.protocols import Rate, Scorer

REGISTRY = Registry.discover()
RULES = tuple(REGISTRY.audit_rules.values())
ABOUT_SCORES = ("B05", "C01", "C02", "C03", "C04", "C05", "C06", "C07", "C12")
SIGNS = {"≥": "at-least", ">": "above", "≤": "at-most", "<": "below", "=": "equal"}
UPWARDS = ("at-least", "above", "equal")


@frozen(kw_only=True)
class Measured:
    """A plugin's scorer that says nothing but its rate: a third of the points, whatever was reached."""

    kind: ClassVar[str] = "measured"

    def rate(self, indicator: Indicator, row: Row, funds: Funds) -> Rate:  # noqa: ARG002 - the protocol
        """Return a third."""
        return (1, 3)

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:  # noqa: ARG002 - the protocol
        """Say so."""
        return (Text("三分之一", "a third"),)


@st.composite
def comparing_scorers(draw: st.DrawFn, direction: str | None) -> Scorer:
    """Draw a scorer that looks at a target and an actual value, in *direction*, or as the sign says."""
    at_most = draw(st.sampled_from(["target-over-actual", "linear-deviation", "zero"]))
    gate = draw(st.one_of(st.none(), st.just(Fraction(3, 5))))
    effect = draw(st.sampled_from(["full", "deduct-deviation", "zero"]))
    over = draw(st.one_of(st.none(), st.just(OverFulfilment(threshold="130%", effect=effect, floor="20%"))))
    ratio = Ratio(
        direction=direction,
        at_most=at_most,
        equal=draw(st.sampled_from(["at-least", "exact", "deviation"])),
        pass_gate=gate,
        pass_gate_rescale=gate is not None and draw(st.booleans()),
        over_fulfilment=over,
    )
    completions = (
        Bands(bands=draw(rising_bands()), of="completion", direction=direction, at_most=at_most),
        Interpolate(
            points=(RatePoint(at=0, rate=draw(rates)), RatePoint(at=1, rate=draw(rates))),
            of="completion",
            direction=direction,
            at_most=at_most,
        ),
    )
    return draw(st.sampled_from([ratio, ByTarget(quantitative=ratio, qualitative=Stated()), *completions]))


def passing_by_scorers() -> st.SearchStrategy[Scorer]:
    """Draw a scorer that looks at the actual value alone, or at nothing: bands that rise or fall, faults, a plugin's."""
    falling = st.lists(rates, min_size=2, max_size=3).map(
        lambda found: Bands(
            bands=tuple(
                RateBand(lower=at * 5, rate=rate) for at, rate in enumerate(sorted([*found, Fraction(1)], reverse=True))
            )
        )
    )
    return st.one_of(
        falling,
        st.builds(Bands, bands=rising_bands()),
        st.just(Deduction(per="1.5")),
        st.just(Interpolate(points=(RatePoint(at=0, rate=1), RatePoint(at=50, rate=0)))),
        st.just(Measured()),
    )


@st.composite
def compared_rows(draw: st.DrawFn, code: str) -> tuple[Scorer, Row]:
    """Draw a scorer and a row with a target and an actual value; one that is far above what was asked for gives a reason."""
    direction = draw(st.one_of(st.none(), st.sampled_from(list(SIGNS.values()))))
    compares = draw(st.booleans())
    scorer = draw(comparing_scorers(direction) if compares else passing_by_scorers())
    signs = list(SIGNS) if compares and direction is None else ["", *SIGNS]
    # A dossier whose target goes against its scorer is refused.
    signs = [sign for sign in signs if against_target(scorer, parse_quantity(f"{sign}1个")) is None]
    sign, target, actual = draw(st.sampled_from(signs)), draw(st.integers(0, 30)), draw(st.integers(0, 60))
    read = direction if compares and direction is not None else SIGNS.get(sign, "")
    if not read:  # a bare target, of which the scorer says nothing but in which sense the actual value counts
        falls = isinstance(scorer, Deduction | Interpolate)
        if isinstance(scorer, Bands):
            ordered = sorted(scorer.bands, key=lambda band: band.lower)
            falls = ordered[-1].rate < ordered[0].rate
        read = "at-most" if falls else "at-least"
    is_far = read in UPWARDS and 10 * actual >= 13 * target
    return scorer, Row(
        address=code,
        target=parse_quantity(f"{sign}{target}个"),
        actual=parse_quantity(f"{actual}个"),
        reason="需求增加" if is_far else "",
    )


@st.composite
def rated_rows(draw: st.DrawFn, code: str) -> tuple[Scorer, Row]:
    """Draw a scorer of words, checks or faults, and a row that gives them; tiers are the set's own."""
    low, high = sorted(draw(st.lists(st.integers(1, 99), min_size=2, max_size=2, unique=True)))
    words = draw(st.sampled_from([("达成年度指标", "部分达成并具有一定效果", "未达成且效果较差"), ("好", "中", "差")]))
    bounds = (Fraction(1), Fraction(high, 100), Fraction(low, 100), Fraction(0))
    tiers = tuple(Tier(name=word, lower=bounds[at + 1], upper=bounds[at]) for at, word in enumerate(words))
    tier = draw(st.sampled_from(tiers))
    rate = draw(st.sampled_from([tier.lower, (tier.lower + tier.upper) / 2]))
    rating = Rating(tiers=tiers)
    as_actual = draw(st.booleans())
    rated = Row(
        address=code,
        target=parse_quantity("定性"),
        actual=parse_quantity(tier.name) if as_actual else None,
        rating=None if as_actual else tier.name,
        rating_rate=rate,
    )
    checked = Row(address=code, checks=(("1", draw(rates)), ("2", draw(rates))))
    faults = Deduction(items=(DeductionItem(name="迟报", points="0.5"),))
    return draw(
        st.sampled_from(
            [
                (rating, rated),
                (ByTarget(quantitative=Ratio(), qualitative=rating), rated),
                (Checklist(), checked),
                (faults, Row(address=code, deductions=(("迟报", Decimal(2)),))),
                (YesNo(no_rate="1/3"), Row(address=code, actual=parse_quantity(draw(st.sampled_from(["是", "否"]))))),
                (Measured(), Row(address=code)),
            ]
        )
    )


ITEMS = (ChecklistItem(text="有依据"), ChecklistItem(text="合规", share=2, required=True))


@st.composite
def own_scores(draw: st.DrawFn) -> tuple[IndicatorSet, Dossier]:
    """Draw a set with every kind of scorer and a dossier without a stated score."""
    quantum = draw(st.sampled_from([Decimal("0.01"), Decimal("0.5"), Decimal(1)]))
    count = draw(st.integers(2, 6))
    parts = draw(parts_of(int(100 / quantum), count))
    scored = [draw(st.one_of(compared_rows(f"B{at}"), rated_rows(f"B{at}"))) for at in range(count - 1)]
    scorers, rows = [one for one, _ in scored], [row for _, row in scored]
    leaves = [
        Indicator(code=row.address, name=f"甲{at}", points=part * quantum, scorer=scorer, checklist=ITEMS)
        for at, (scorer, row, part) in enumerate(zip(scorers, rows, parts, strict=False))
    ]
    if draw(st.booleans()):  # the last of them is a group with components, of which one stands for all
        component = leaves[-1].replace(code=f"{leaves[-1].code}.1", points=None)
        leaves[-1] = leaves[-1].replace(scorer=None, aggregator=WeakestLink(), children=(component,), checklist=())
        rows[-1] = rows[-1].replace(address=component.code)
    money = FundRate(
        numerator="spent",
        denominator=draw(st.sampled_from(BUDGETS)),
        bands=draw(st.one_of(st.just(()), rising_bands())),
    )
    spending = Indicator(code="A", name="预算执行率", points=parts[-1] * quantum, scorer=money)
    indicators = IndicatorSet(
        id="test.set",
        title="测试",
        indicators=(spending, Indicator(code="B", name="产出指标", children=tuple(leaves))),
        rounding=Rounding(quantum=quantum, mode=draw(st.sampled_from(["half-up", "half-even", "down", "up"]))),
    )
    absent = draw(st.one_of(st.none(), st.sampled_from([Absence.MISSING, Absence.UNVERIFIABLE])))
    if absent is not None:
        rows[0] = rows[0].replace(absence=absent)
    dossier = Dossier(
        indicators="test.set", year=2024, project=Project(name="某"), funds=draw(funds_tables()), rows=tuple(rows)
    )
    return indicators, dossier


def findings(dossier: Dossier, indicators: IndicatorSet, codes: tuple[str, ...] = ABOUT_SCORES) -> list[Finding]:
    """Return what the rules about scores find."""
    case = Case.of(dossier, indicators=indicators)
    assert case.issues == ()
    return [one for one in audit_case(case, rules=RULES).findings if one.code in codes]


@given(own_scores())
def test_what_the_set_itself_scores_is_never_called_wrong(case: tuple[IndicatorSet, Dossier]) -> None:
    """Every kind of scorer, a plugin's, groups of components, quanta and modes: no finding of any rule about scores."""
    indicators, dossier = case
    assert [(one.code, one.message.en) for one in findings(dossier, indicators)] == []


@given(own_scores())
def test_its_own_scores_may_be_stated(case: tuple[IndicatorSet, Dossier]) -> None:
    """Stating what the scorer computes changes nothing."""
    indicators, dossier = case
    evaluation = Case.of(dossier, indicators=indicators).evaluation
    assert evaluation is not None
    stated = {node.code: node.score for node in evaluation.leaf_nodes}
    rows = [row.replace(score=stated.pop(row.address, None)) for row in dossier.rows]
    rows += [Row(address=code, score=score) for code, score in stated.items()]
    assert [(one.code, one.message.en) for one in findings(dossier.replace(rows=tuple(rows)), indicators)] == []


def set_of(body: str) -> IndicatorSet:
    """Return a set with a row 甲 of 20 points, whose body is given, and one of 80 that the evaluators score."""
    loaded = parse(
        "format: 1\nindicator-set: demo\ntitle: 示例\nindicators:\n"
        "  - code: B\n    name: 产出指标\n    children:\n"
        f"      - {{code: B1, name: 甲, points: 20, {body}}}\n"
        "      - {code: B2, name: 乙, points: 80, scorer: {type: stated}}\n"
    )
    assert isinstance(loaded, IndicatorSet)
    return loaded


def codes_of(body: str, **row: object) -> set[str]:
    """Return which rules about scores speak of the row 甲."""
    values = {key: parse_quantity(one) if key in {"target", "actual"} else one for key, one in row.items()}  # type: ignore[arg-type]
    rows = (Row(address="B1", **values), Row(address="B2", score=80, actual=parse_quantity("完成")))  # type: ignore[arg-type]
    dossier = Dossier(indicators="demo", year=2024, project=Project(name="某"), rows=rows)
    return {one.code for one in findings(dossier, set_of(body))}


RATIO = "scorer: {type: ratio, at-most: zero}"
GATED = "scorer: {type: ratio, pass-gate: 60%, pass-gate-rescale: true}"
LIMIT = "scorer: {type: ratio, direction: at-most, at-most: target-over-actual}"
TIERED = "scorer: {type: rating, tiers: [{name: 达成年度指标, from: 40%, to: 90%}, {name: 未达成且效果较差, from: 0, to: 40%}]}"
OVER = "scorer: {type: ratio, over-fulfilment: {threshold: 130%, effect: deduct-deviation}}"


@pytest.mark.parametrize(
    ("body", "row", "codes"),
    [
        pytest.param(
            GATED, {"target": "≥10个", "actual": "8个", "score": 16}, {"C03"}, id="the share, yet a gate stretches it"
        ),
        pytest.param(GATED, {"target": "≥10个", "actual": "8个", "score": 10}, set(), id="as the gate stretches it"),
        pytest.param(GATED, {"target": "≥10个", "actual": "8个", "score": 20}, {"C02"}, id="missed, yet full"),
        pytest.param(RATIO, {"target": "≤10个", "actual": "12个", "score": 20}, {"C04"}, id="over the limit, yet full"),
        pytest.param(
            RATIO, {"target": "≤10个", "actual": "12个", "score": 5}, {"C03"}, id="over the limit, no such score"
        ),
        pytest.param(RATIO, {"target": ">5个", "actual": "5个", "score": 20}, set(), id="strict and equalled: 5 by 5"),
        pytest.param(RATIO, {"target": ">5个", "actual": "5个", "score": 12}, {"C03"}, id="strict and equalled, less"),
        pytest.param(LIMIT, {"target": "10个", "actual": "20个", "score": 20}, {"C04"}, id="over a bare upper limit"),
        pytest.param(LIMIT, {"target": "10个", "actual": "20个", "score": 10}, set(), id="over it, by the formula"),
        pytest.param(RATIO, {"target": "≥10个", "actual": "20个", "score": 20}, {"C06"}, id="far above, no reason"),
        pytest.param(OVER, {"target": "≥10个", "actual": "15个", "score": 16}, set(), id="the deviation taken off"),
        pytest.param(
            OVER, {"target": "≥10个", "actual": "15个", "score": 12}, {"C01"}, id="more taken off than declared"
        ),
        pytest.param(TIERED, {"rating": "达成年度指标", "score": 8}, set(), id="in the set's own tier"),
        pytest.param(TIERED, {"rating": "达成年度指标", "score": 19}, {"C07"}, id="above the set's own tier"),
        pytest.param(TIERED, {"actual": "达成", "score": 19}, {"C07"}, id="above it, by a shorter word"),
        pytest.param(RATIO, {"score": 15}, {"C12"}, id="a score out of nothing"),
        pytest.param(
            RATIO, {"rating": "达成年度指标", "score": 17}, {"C12"}, id="a rating that its scorer does not read"
        ),
        pytest.param("scorer: {type: stated}", {"rating": "好", "score": 15}, set(), id="the evaluators' own"),
        pytest.param(RATIO, {"absence": Absence.MISSING, "score": 5}, {"C12"}, id="missing, yet scored"),
        pytest.param(RATIO, {"absence": Absence.UNVERIFIABLE, "score": 5}, {"C12"}, id="unverifiable, yet scored"),
        pytest.param(RATIO, {"absence": Absence.MISSING, "score": 0}, set(), id="missing and nothing scored"),
    ],
)
def test_a_score_that_the_set_does_not_give_is_told_by_its_rule(
    body: str, row: dict[str, object], codes: set[str]
) -> None:
    """And by no other; what the set gives is told by none."""
    assert codes_of(body, **row) == codes


@pytest.mark.parametrize(("score", "codes"), [("7", set()), ("8.5", {"B05"}), ("10", {"B05"})])
def test_the_budget_is_scored_by_the_bands_of_the_set(score: str, codes: set[str]) -> None:
    """85 % lies in the band of 70 %; the rate itself, and full points, are wrong there."""
    indicators = REGISTRY.indicator_set("cn.mof.2021-101.with-cost")
    line = FundLine(name="财政拨款", adjusted=100, spent=85)
    dossier = Dossier(
        indicators=indicators.id,
        year=2024,
        project=Project(name="某"),
        funds=Funds(unit="万元", sources=(line,)),
        rows=(
            Row(address="预算执行率", score=score),
            Row(address="成本指标/经济成本指标/甲", points=20, score=20),
            Row(address="产出指标/数量指标/乙", points=40, score=40),
            Row(address="效益指标/社会效益指标/丙", points=20, score=20),
            Row(address="满意度指标/服务对象满意度指标/丁", points=10, score=10),
        ),
    )
    assert {one.code for one in findings(dossier, indicators, ("B05",))} == codes


@pytest.mark.parametrize(
    ("reason", "actual", "codes"), [("雨季", "5个", set()), ("", "5个", {"C09"}), ("雨季", None, {"C12"})]
)
def test_what_the_components_of_a_group_say_counts_for_it(reason: str, actual: str | None, codes: set[str]) -> None:
    """Their reasons explain what the group lost, their actual values what it scored."""
    body = (
        "aggregator: {type: weakest-link}, children: ["
        "{code: B11, name: 子, scorer: {type: ratio}}, {code: B12, name: 丑, scorer: {type: ratio}}]"
    )
    value = None if actual is None else parse_quantity(actual)
    rows = (
        Row(address="B1", score=10),
        Row(address="B11", target=parse_quantity("≥10个"), actual=value, reason=reason),
        Row(address="B12", target=parse_quantity("≥10个"), actual=value),
        Row(address="B2", score=80, actual=parse_quantity("完成")),
    )
    dossier = Dossier(indicators="demo", year=2024, project=Project(name="某"), rows=rows)
    assert {one.code for one in findings(dossier, set_of(body), ("C09", "C12"))} == codes
