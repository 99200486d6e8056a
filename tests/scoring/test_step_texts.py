"""Every equation that is printed is literally true: read back from the text and computed again by fractions."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from equations import Equation, equations_in
from hypothesis import example, given
from hypothesis import strategies as st

from perfeval import (
    Dossier,
    Evaluation,
    Explanation,
    IndicatorSet,
    Project,
    Registry,
    Row,
    evaluate,
    explain,
    load_dossier,
    produce,
)
from perfeval.errors.language import LANGUAGES
from perfeval.model.absence_and_vetoes import AbsencePolicy
from perfeval.model.funds import BUDGETS, FundLine, Funds
from perfeval.model.hierarchy import ChecklistItem, Indicator
from perfeval.model.intentions import Intention
from perfeval.model.quantities import Quantity, format_quantity, parse_quantity
from perfeval.model.rounding import Rounding, RoundingMode
from perfeval.scoring.aggregators import LookupTable, TableEntry, WeakestLink
from perfeval.scoring.binding import bind
from perfeval.scoring.compiled import compiled
from perfeval.scoring.engine import rate_of
from perfeval.scoring.protocols import Scorer, Unscorable
from perfeval.scoring.scorers.bands import Bands, RateBand
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.checklist import Checklist
from perfeval.scoring.scorers.deduction import Deduction, DeductionItem
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.scoring.scorers.interpolate import Interpolate, RatePoint
from perfeval.scoring.scorers.rating_tiers import Rating, Tier
from perfeval.scoring.scorers.ratio import OverFulfilment, Ratio
from perfeval.scoring.scorers.yes_no import YesNo
from perfeval.scoring.step_texts import percent_equation, percent_text, product_text
from perfeval.testing.set_drawing import parts_of

ROOT = Path(__file__).parents[2]
QUANTA = [Decimal(text) for text in ("0.01", "0.1", "0.25", "0.5", "1", "2", "5")]
MODES: tuple[RoundingMode, ...] = ("half-up", "half-even", "down", "up")
CHECKLIST = (ChecklistItem(text="有依据"), ChecklistItem(text="合规", share=2, required=True))
ANY_WAY = (Intention(promise="monotone", reason="任取"),)
RATE = re.compile(r"(?:得分率|: rate|the rate|rate) (≈ )?(-?[0-9]+(?:\.[0-9]+)?)%")

shares = st.builds(lambda part, whole: Fraction(min(part, whole), whole), st.integers(0, 12), st.integers(1, 12))
"""Rates in [0, 1]: halves, thirds, sevenths."""

fine = st.builds(lambda units, places: Decimal(f"{units}E-{places}"), st.integers(1, 10**7), st.integers(0, 6))
"""Amounts above 0, with up to six decimals."""


@st.composite
def near(draw: st.DrawFn, value: Decimal) -> Decimal:
    """Draw an amount that stands to *value* as a simple share does, or that lies a hair beside it."""
    found = value * draw(st.integers(0, 20)) / 10 + draw(
        st.sampled_from(["0", "1E-6", "-1E-6", "0.01", "-0.01"]).map(Decimal)
    )
    return max(Decimal(0), found) if value >= 0 else found


def bands() -> st.SearchStrategy[tuple[RateBand, ...]]:
    """Draw bands with bounds on and beside round figures."""
    lowers = st.sets(st.sampled_from([Fraction(one, 300) for one in (90, 150, 179, 180, 200, 270, 300)]), max_size=3)
    return st.builds(
        lambda found, rates: tuple(
            RateBand(lower=lower, rate=rate) for lower, rate in zip(sorted({Fraction(0), *found}), rates, strict=False)
        ),
        lowers,
        st.lists(shares, min_size=4, max_size=4),
    )


def points() -> st.SearchStrategy[tuple[RatePoint, ...]]:
    """Draw the points of a line."""
    return st.lists(st.tuples(shares, shares), min_size=2, max_size=4, unique_by=lambda pair: pair[0]).map(
        lambda pairs: tuple(RatePoint(at=at, rate=rate) for at, rate in pairs)
    )


def ratios() -> st.SearchStrategy[Ratio]:
    """Draw a ratio with any of its rules."""
    rule = st.builds(
        OverFulfilment,
        threshold=st.sampled_from([Fraction(13, 10), Fraction(4, 3)]),
        effect=st.sampled_from(["full", "deduct-deviation", "zero"]),
        floor=shares,
    )
    return st.builds(
        Ratio,
        over_fulfilment=st.none() | rule,
        pass_gate=st.sampled_from([None, Fraction(3, 5), Fraction(2, 3)]),
        pass_gate_rescale=st.booleans(),
        at_most=st.sampled_from(["target-over-actual", "linear-deviation", "zero"]),
        equal=st.sampled_from(["at-least", "exact", "deviation"]),
    )


TIERS = (Tier(name="高", lower=Fraction(2, 3), upper=1), Tier(name="低", lower=0, upper=Fraction(2, 3)))
FAULTS = (DeductionItem(name="迟报", points="0.25"), DeductionItem(name="违规", points="3"))


@st.composite
def every_scorer(draw: st.DrawFn) -> Scorer:
    """Draw a scorer of any kind that computes."""
    measured = draw(st.sampled_from(["actual", "completion"]))
    kinds: list[st.SearchStrategy[Scorer]] = [
        ratios(),
        st.builds(Bands, bands=bands(), of=st.just(measured), at_most=st.just("linear-deviation")),
        st.builds(Interpolate, points=points(), of=st.just(measured), at_most=st.just("target-over-actual")),
        st.just(Rating(tiers=TIERS)),
        st.just(Checklist()),
        st.just(Deduction(items=FAULTS)),
        st.just(Deduction(per="0.3")),
        st.builds(YesNo, no_rate=st.sampled_from([Fraction(0), Fraction(1, 3)])),
        st.builds(
            FundRate,
            numerator=st.sampled_from(["spent", "arrived", "saved"]),
            denominator=st.sampled_from(BUDGETS),
            bands=st.just(()) | bands(),
        ),
        st.builds(ByTarget, quantitative=ratios(), qualitative=st.just(Rating(tiers=TIERS))),
    ]
    return draw(st.one_of(kinds))


@st.composite
def rows_of(draw: st.DrawFn, code: str, scorer: Scorer) -> Row:
    """Draw a row with every fact that the scorer may ask for."""
    row = Row(
        address=code,
        checks=(("1", draw(shares)), ("2", draw(shares))),
        rating="高",
        rating_rate=draw(st.sampled_from([Fraction(2, 3), Fraction(5, 6), Fraction(1)])),
        deductions=(("迟报", Decimal(draw(st.integers(0, 5)))),),
    )
    if isinstance(scorer, YesNo):
        # Its word is the rating where a table looks it up.
        return row.replace(rating=None, rating_rate=None, actual=parse_quantity(draw(st.sampled_from(["是", "否"]))))
    target = draw(fine | fine.map(lambda one: -one) | st.just(Decimal(0)))
    signs = st.sampled_from(["at-least", "at-most", "above", "below", "equal"])
    wanted = format_quantity(direction=draw(signs), value=target, unit="万元")  # type: ignore[arg-type]
    actual = draw(actuals(target))
    if isinstance(scorer, Deduction):
        # Faults are counted in one place: by name, or as the actual value, of which none is less than nothing.
        return (
            row.replace(actual=None)
            if scorer.items
            else row.replace(deductions=(), target=wanted, actual=draw(actuals(abs(target))))
        )
    return row.replace(target=wanted, actual=actual)


@st.composite
def actuals(draw: st.DrawFn, target: Decimal) -> Quantity:
    """Draw an actual value near the target or anywhere, in its unit or in another that converts."""
    value = draw(near(target) | fine)  # near a target below zero too
    unit, factor = draw(st.sampled_from([("万元", Decimal(1)), ("元", Decimal(10**4)), (None, Decimal(1))]))
    return format_quantity(direction=None, value=value * factor, unit=unit)


@st.composite
def groups(draw: st.DrawFn, code: str, value: Decimal) -> tuple[Indicator, list[Row]]:
    """Draw a group that combines the rates of two components."""
    scorers = [draw(every_scorer()), Rating(tiers=TIERS)]
    children = tuple(
        Indicator(code=f"{code}{at}", name=name, scorer=scorer, checklist=CHECKLIST, intended=ANY_WAY)
        for at, (name, scorer) in enumerate(zip("丙丁", scorers, strict=True))
    )
    table = LookupTable(table=(TableEntry(when=(("丁", "高"),), rate=draw(shares)),))
    aggregator = draw(st.sampled_from([WeakestLink(), table]))
    rows = [draw(rows_of(child.code, scorer)) for child, scorer in zip(children, scorers, strict=True)]
    one = Indicator(code=code, name=f"组{code}", points=value, aggregator=aggregator, children=children)
    return one, rows


@st.composite
def evaluations(draw: st.DrawFn) -> Evaluation:
    """Draw an evaluation: leaves of every kind, groups, rows without evidence, points that moved, stated scores."""
    quantum, count = draw(st.sampled_from(QUANTA)), draw(st.integers(1, 4))
    indicators: list[Indicator] = []
    rows: list[Row] = []
    for code, part in zip("ABCD", draw(parts_of(int(100 / quantum), count)), strict=False):
        if draw(st.integers(0, 3)) == 0:
            group, below = draw(groups(code, part * quantum))
            indicators.append(group)
            rows += below
            continue
        scorer = draw(every_scorer())
        # What bands and points give is printed truly whichever way they go.
        leaf = Indicator(
            code=code, name=f"指标{code}", points=part * quantum, scorer=scorer, checklist=CHECKLIST, intended=ANY_WAY
        )
        row = draw(rows_of(code, scorer))
        indicators.append(leaf)
        rows.append(row.replace(score=Decimal(0)) if draw(st.integers(0, 5)) == 0 else row)
    amounts = {column: draw(fine) for column in (*BUDGETS, "spent")}
    return evaluate(
        Dossier(
            indicators="demo",
            year=2024,
            project=Project(name="示例"),
            funds=Funds(sources=(FundLine(name="财政拨款", **amounts),)),  # type: ignore[arg-type]
            rows=tuple(rows),
        ),
        indicators=IndicatorSet(
            id="demo",
            title="示例",
            indicators=tuple(indicators),
            rounding=Rounding(quantum=quantum, mode=draw(st.sampled_from(MODES))),
            absence=AbsencePolicy(not_applicable="reallocate"),
        ),
    )


@given(evaluations())
def test_every_printed_equation_is_true(evaluation: Evaluation) -> None:
    """= is exact, ≈ within half a unit of the last digit, in both languages, for every kind of scorer and aggregator."""
    for one in explain(evaluation):
        for language in LANGUAGES:
            for equation in equations_in(one.speak(language)):
                assert equation.is_true, equation.text


@given(evaluations())
def test_who_reckons_the_score_line_again_comes_to_the_score(evaluation: Evaluation) -> None:
    """Rounding what is printed, on either side of the sign, gives the score; nothing looks like a half that is none."""
    rounding = evaluation.base.rounding
    bound = bind(compiled(evaluation.base), evaluation.dossier)
    for position, one in enumerate(explain(evaluation)):
        rate = rate_of(bound.leaves[position], bound.rows[position], bound)
        assert not isinstance(rate, Unscorable)
        product, (score, told) = Fraction(one.points) * Fraction(*rate), score_line(one.speak("zh"))
        assert one.computed is not None
        assert told == (Fraction(one.computed) if product != one.computed else None)
        for printed in (score.left, score.right):
            assert rounded(printed, rounding) == one.computed
            halves, really = printed / Fraction(rounding.quantum) * 2, product / Fraction(rounding.quantum) * 2
            assert (halves.denominator == 1) is (really.denominator == 1), score.text
            assert halves // 1 == really // 1
        for language in LANGUAGES:
            rates = RATE.findall(one.speak(language))
            for cut, percent in rates[-1:]:
                unit = Fraction(1, 10 ** len(percent.partition(".")[2])) / 100
                difference = abs(Fraction(percent) / 100 - Fraction(*rate))
                assert difference * 2 <= unit if cut else difference == 0


def score_line(text: str) -> tuple[Equation, Fraction | None]:
    """Return the last equation, points × rate, and the score it is said to be rounded to."""
    last = text.split("；取整", maxsplit=1)[0]
    told = re.search(r"，取整为 (-?[0-9.]+)", last)
    products = [one for one in equations_in(last) if "%" in one.text.split(one.sign)[0] or "/" in one.text]
    return products[-1], None if told is None else Fraction(told[1])


def rounded(value: Fraction, rounding: Rounding) -> Decimal:
    """Round by the mode's own words, on fractions."""
    quanta = value / Fraction(rounding.quantum)
    below, rest = quanta // 1, quanta % 1
    up = {
        "half-up": rest >= Fraction(1, 2),
        "half-even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1),
        "down": False,
        "up": rest > 0,
    }[rounding.mode]
    return (below + up) * rounding.quantum


@given(
    top=st.integers(0, 10**9),
    bottom=st.integers(1, 10**9),
    given_points=st.integers(1, 10**5),
    quantum=st.sampled_from([*QUANTA, Decimal("0.3"), Decimal("0.125")]),
)
@example(top=4997, bottom=10**5, given_points=1000, quantum=Decimal(1))
@example(top=1, bottom=3, given_points=300, quantum=Decimal("0.01"))
@example(top=1, bottom=6, given_points=300, quantum=Decimal(1))
@example(top=20_001, bottom=15_000_000, given_points=150_000, quantum=Decimal("0.3"))
@example(top=10**9 - 1, bottom=2 * 10**9, given_points=100, quantum=Decimal(1))
def test_a_product_shows_what_it_is(top: int, bottom: int, given_points: int, quantum: Decimal) -> None:
    """True as printed, and on the product's own side of every multiple of half a quantum, however near."""
    rate, value = Fraction(min(top, bottom), bottom), Decimal(given_points) / 100
    (equation,) = equations_in(product_text(value, rate, Rounding(quantum=quantum)))
    assert equation.is_true, equation.text
    half, product = Fraction(quantum) / 2, Fraction(value) * rate
    for printed in (equation.left, equation.right):
        assert printed // half == product // half
        assert (printed % half == 0) is (product % half == 0)


@given(value=st.fractions(-2, 3, max_denominator=10**7), bounds=st.sets(st.fractions(0, 2, max_denominator=300)))
@example(value=Fraction(59996, 100000), bounds={Fraction(3, 5)})
@example(value=Fraction(4999, 10000), bounds=set())
@example(value=Fraction(333333, 10**6), bounds={Fraction(3333, 10**4)})
def test_a_percentage_says_whether_digits_were_cut(value: Fraction, bounds: set[Fraction]) -> None:
    """Without ≈ it is exact; with it within half a unit, and neither a bound nor a tenth of a per cent."""
    text = percent_text(value, apart_from=bounds)
    assert percent_equation(value, apart_from=bounds) == (text if text.startswith("≈ ") else f"= {text}")
    digits = text.removeprefix("≈ ").removesuffix("%")
    told = Fraction(digits) / 100
    assert (told == value) is not text.startswith("≈ ")
    assert abs(told - value) * 200 * 10 ** len(digits.partition(".")[2]) <= 1
    if told != value:
        assert told not in bounds
        assert (told * 1000).denominator != 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_equations_in_the_documents_of_the_example_are_true(language: str, tmp_path: Path) -> None:
    """The published case, in every document, as a reader finds them."""
    registry = Registry.discover()
    dossier = load_dossier(ROOT / "examples" / "wuhua-2023.yaml", vocabulary=registry.vocabulary)
    evaluation = evaluate(dossier, indicators=registry.set_for(dossier))
    files = produce(
        evaluation,
        folder=tmp_path,
        layouts=registry.layouts_for(evaluation.base),
        writers=[registry.writers["markdown"]],
        language=language,  # type: ignore[arg-type]
    )
    lines = [line for file in files for line in file.read_text(encoding="utf-8").replace("\\", "").splitlines()]
    found = [equation for line in lines for equation in equations_in(line)]
    assert {"3 × 73.68% ≈ 2.21", "3 × 100% = 3"} <= {equation.text.strip() for equation in found}
    assert [equation.text for equation in found if not equation.is_true] == []


SAID = [
    (Ratio(at_most="linear-deviation"), "≤0件", "5件", "实际 5 未达 ≤0：没有比率可算，0%"),
    (Ratio(at_most="target-over-actual"), "≤-5", "-3", "实际 -3 未达 ≤-5：没有比率可算，0%"),
    (Ratio(at_most="linear-deviation"), "<0", "0", "实际 0 未达 <0：没有比率可算，0%"),
    (Ratio(), "≥0.06万元/人", "450元/人", "实际 450元/人，指标值 ≥0.06万元/人"),
    (Ratio(at_most="zero"), "≤3万元", "45000元", "实际 45000元，指标值 ≤3万元"),
    (Bands(bands=(RateBand(lower=0, rate=0), RateBand(lower=5, rate=1))), None, "-5", "-5 低于 0，按 0 起的一档，得分率 0%"),
    (Deduction(per=1), "0元", "0.002万元", "每元：20 × 1 = 扣 20 分"),
    (Deduction(per=1), None, "2万件", "每件：20000 × 1 = 扣 20000 分"),
    (Deduction(per=10), None, "3", "每单位：3 × 10 = 扣 30 分"),
]  # fmt: skip
"""Scorers, targets, actual values, and what a step says of them."""


@pytest.mark.parametrize(
    ("scorer", "target", "actual", "said"), SAID, ids=[f"{target} {actual}" for _, target, actual, _ in SAID]
)
def test_what_the_steps_say(scorer: Scorer, target: str | None, actual: str, said: str) -> None:
    """No ratio to nothing, what the officer wrote where another unit is reckoned with, no number below its own bound."""
    row = Row(address="A", target=target, actual=actual)
    one = explained(scorer, row)
    assert said in [step.zh for step in one.steps]
    assert not [step for step in one.steps if re.search("[\u4e00-\u9fff]", re.sub("[万元件人]", "", step.en))]


def explained(scorer: Scorer, row: Row) -> Explanation:
    """Return the explanation of a row that is a set's only one."""
    leaf = Indicator(code="A", name="A", points=100, scorer=scorer)
    dossier = Dossier(indicators="demo", year=2024, project=Project(name="示例"), rows=(row,))
    (one,) = explain(
        evaluate(dossier, indicators=IndicatorSet(id="demo", title="示例", version="1", indicators=(leaf,)))
    )
    return one
