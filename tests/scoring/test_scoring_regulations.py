"""What rules and published practice say of scoring, row by row: each case is a row marked as read in the text.

The id of a case names the place or document it is taken from.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from perfeval import Band, GradeScale, IndicatorSetError, Row
from perfeval.model.funds import FundLine, Funds
from perfeval.model.hierarchy import ChecklistItem, Indicator
from perfeval.model.numbers import fraction
from perfeval.model.quantities import parse_quantity
from perfeval.scoring.aggregators import LookupTable, TableEntry, WeakestLink
from perfeval.scoring.protocols import Component, Scorer, Unscorable
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

POINTS = Decimal(10)
NO_MONEY = Funds()


def points_of(scorer: Scorer, row: Row, money: Funds = NO_MONEY, **indicator: object) -> Fraction | None:
    """Return the exact points of 10, before rounding; None where the facts do not suffice."""
    leaf = Indicator(code="A", name="A", points=POINTS, scorer=scorer, **indicator)  # type: ignore[arg-type]
    rate = scorer.rate(leaf, row, money)
    return None if isinstance(rate, Unscorable) else Fraction(POINTS) * Fraction(*rate)


def row(target: str = "", actual: str = "", **changes: object) -> Row:
    """Return a row with a target and an actual value."""
    return Row(
        address="A",
        target=parse_quantity(target) if target else None,
        actual=parse_quantity(actual) if actual else None,
        **changes,  # type: ignore[arg-type]
    )


GATE = Ratio(pass_gate=Fraction(3, 5), pass_gate_rescale=True)
FAR_IS_ZERO = Ratio(over_fulfilment=OverFulfilment(threshold="130%", effect="zero"))
FAR_IS_LESS = Ratio(over_fulfilment=OverFulfilment(threshold="130%", effect="deduct-deviation", floor="60%"))
FAR_IS_FULL = Ratio(over_fulfilment=OverFulfilment(threshold="120%", effect="full"))

RATIOS = [
    ("10号第十六条 达标得满分", Ratio(), "≥10个", "12个", 10),
    ("10号第十六条 未达标按比例", Ratio(), "≥10个", "8个", 8),
    ("10号第十六条 未达标按比例，非整", Ratio(), "≥3个", "1个", Fraction(10, 3)),
    ("101号（七） 低于及格线得零", GATE, "≥100%", "59%", 0),
    ("101号（七） 恰在及格线", GATE, "≥100%", "60%", 0),
    ("101号（七） 及格线以上 (r-0.6)/0.4", GATE, "≥100%", "80%", 5),
    ("101号（七） 完成得满分", GATE, "≥100%", "100%", 10),
    ("北京海淀2016 达标得满分", Ratio(), "≥5项", "5项", 10),
    ("北京海淀2016 反向 A/B", Ratio(at_most="target-over-actual"), "≤5天", "10天", 5),
    ("湖北 反向不超过分值", Ratio(at_most="target-over-actual"), "≤5天", "4天", 10),
    ("四川2020 超过130%视同未完成", FAR_IS_ZERO, "≥10个", "14个", 0),
    ("四川2020 130%以内得满分", FAR_IS_ZERO, "≥10个", "12个", 10),
    ("广西一体化 130%起须说明，扣偏离", FAR_IS_LESS, "≥10个", "15个", 8),
    ("广西一体化 扣到下限为止", FAR_IS_LESS, "≥10个", "90个", 6),
    ("一体化旧版 1.2倍仍满分", FAR_IS_FULL, "≥10个", "12个", 10),
    ("一体化 正向 a≥t", Ratio(), "≥4次", "4次", 10),
    ("一体化 正向 a<t", Ratio(), "≥4次", "3次", Fraction(15, 2)),
    ("一体化 反向 a≤t", Ratio(at_most="linear-deviation"), "≤10%", "10%", 10),
    ("一体化 反向 t<a<2t", Ratio(at_most="linear-deviation"), "≤10%", "12%", 8),
    ("一体化 反向 a≥2t", Ratio(at_most="linear-deviation"), "≤10%", "20%", 0),
    ("一体化 反向 远超", Ratio(at_most="linear-deviation"), "≤10%", "90%", 0),
    ("一体化 等于，目标零 a≤0", Ratio(), "=0次", "0次", 10),
    ("一体化 等于，目标零 a>0", Ratio(), "=0次", "1次", 0),
    ("一体化 等于视同≥", Ratio(), "=10个", "12个", 10),
    ("一体化 等于未达按比例", Ratio(), "=10个", "9个", 9),
    ("严格等于", Ratio(equal="exact"), "=10个", "12个", 0),
    ("等于按偏差", Ratio(equal="deviation"), "=10个", "12个", 8),
    ("元与万元", Ratio(at_most="target-over-actual"), "≤5万元", "50000元", 10),
    ("目标零不可计", Ratio(zero_target="unscorable"), "≥0次", "1次", None),
    ("国家未规定反向公式", Ratio(), "≤5天", "10天", None),
    ("照抄目标不是实测", Ratio(), "≥10个", "不低于10个", None),
    ("没有实际值", Ratio(), "≥10个", "", None),
    ("没有目标", Ratio(), "", "10个", None),
    ("单位不同", Ratio(), "≥10个", "10次", None),
    ("没有方向", Ratio(), "10个", "10个", None),
]


@pytest.mark.parametrize(
    ("scorer", "target", "actual", "points"), [one[1:] for one in RATIOS], ids=[one[0] for one in RATIOS]
)
def test_ratio(scorer: Ratio, target: str, actual: str, points: Fraction | None) -> None:
    """Quantitative rows, of 10 points."""
    assert points_of(scorer, row(target, actual)) == points


SATISFACTION = Bands(
    bands=tuple(
        RateBand(lower=lower, rate=rate) for lower, rate in (("90%", 1), ("80%", "0.8"), ("60%", "0.5"), (0, 0))
    )
)


@pytest.mark.parametrize(
    ("actual", "points"), [("95%", 10), ("90%", 10), ("89.99%", 8), ("80%", 8), ("60%", 5), ("59.9%", 0)]
)
def test_bands_of_satisfaction(actual: str, points: int) -> None:
    """101号（七）: ≥ 90 % 10, 80-90 8, 60-80 5, below 0; the lower bound belongs to the band."""
    assert points_of(SATISFACTION, row(actual=actual)) == points


@pytest.mark.parametrize(("actual", "points"), [("50%", 0), ("60%", 0), ("80%", 5), ("100%", 10), ("120%", 10)])
def test_interpolate(actual: str, points: int) -> None:
    """The line from 60 % to 100 % is 101号's (r - 0.6) / 0.4, held at its ends."""
    line = Interpolate(points=(RatePoint(at="60%", rate=0), RatePoint(at="100%", rate=1)))
    assert points_of(line, row(actual=actual)) == points


NATIONAL_TIERS = Rating(
    tiers=(
        Tier(name="达成年度指标", lower="80%", upper="100%"),
        Tier(name="部分达成并具有一定效果", lower="60%", upper="80%"),
        Tier(name="未达成且效果较差", lower="0%", upper="60%"),
    )
)
HUBEI_TIERS = Rating(
    tiers=(
        Tier(name="达成", lower="80%", upper="100%"),
        Tier(name="部分达成", lower="50%", upper="80%"),
        Tier(name="未达成", lower="0%", upper="50%"),
    )
)


@pytest.mark.parametrize(
    ("scorer", "rating", "rate", "points"),
    [
        (NATIONAL_TIERS, "达成年度指标", "100%", 10),
        (NATIONAL_TIERS, "达成年度指标", "80%", 8),
        (NATIONAL_TIERS, "达成年度指标", "79%", None),
        (NATIONAL_TIERS, "部分达成并具有一定效果", "60%", 6),
        (NATIONAL_TIERS, "部分达成并具有一定效果", "80%", None),
        (NATIONAL_TIERS, "未达成且效果较差", "0%", 0),
        (NATIONAL_TIERS, "未达成且效果较差", "60%", None),
        (NATIONAL_TIERS, "优秀", "100%", None),
        (HUBEI_TIERS, "部分达成", "50%", 5),
        (HUBEI_TIERS, "未达成", "50%", None),
    ],
)
def test_rating(scorer: Rating, rating: str, rate: str, points: int | None) -> None:
    """10号第十六条: 100-80（含）, 80-60（含）, 60-0; 湖北2020: 100-80, 80-50, 50-0."""
    assert points_of(scorer, row(rating=rating, rating_rate=fraction(rate))) == points


def money(**amounts: object) -> Funds:
    """Return a funds table of one source."""
    return Funds(sources=(FundLine(name="财政拨款", **amounts),))  # type: ignore[arg-type]


EXECUTION_BANDS = tuple(
    RateBand(lower=lower, rate=rate) for lower, rate in (("100%", 1), ("80%", "0.7"), ("60%", "0.5"), (0, 0))
)
SPENT = FundRate(numerator="spent", denominator="adjusted")


@pytest.mark.parametrize(
    ("scorer", "amounts", "points"),
    [
        (SPENT, {"adjusted": 100, "spent": 100}, 10),
        (SPENT, {"adjusted": "43.2", "spent": "37.24"}, Fraction(3724 * 10, 4320)),
        (SPENT, {"adjusted": 100, "spent": 120}, 10),
        (SPENT, {"adjusted": 0, "spent": 0}, None),
        (SPENT, {"spent": 10}, None),
        (
            FundRate(numerator="spent", denominator="arrived"),
            {"arrived": "397.80", "spent": "293.08"},
            Fraction(29308 * 10, 39780),
        ),
        (FundRate(numerator="arrived", denominator="initial"), {"initial": 100, "arrived": 90}, 9),
        (FundRate(numerator="saved", denominator="adjusted"), {"adjusted": 100, "spent": 80}, 2),
        (
            FundRate(numerator="spent", denominator="adjusted", bands=EXECUTION_BANDS),
            {"adjusted": 100, "spent": 100},
            10,
        ),
        (FundRate(numerator="spent", denominator="adjusted", bands=EXECUTION_BANDS), {"adjusted": 100, "spent": 99}, 7),
        (FundRate(numerator="spent", denominator="adjusted", bands=EXECUTION_BANDS), {"adjusted": 100, "spent": 79}, 5),
        (FundRate(numerator="spent", denominator="adjusted", bands=EXECUTION_BANDS), {"adjusted": 100, "spent": 59}, 0),
    ],
    ids=[
        "附件1 全额执行",
        "廊坊2019 43.2与37.24",
        "一体化新版 封顶",
        "分母为零",
        "缺分母",
        "附件2 支出÷到位",
        "附件2 到位÷预算",
        "结余率",
        "101号 完成10",
        "101号 80-100得7",
        "101号 60-80得5",
        "101号 60以下得0",
    ],
)
def test_fund_rate(scorer: FundRate, amounts: dict[str, object], points: Fraction | None) -> None:
    """Rates of the money, of 10 points."""
    assert points_of(scorer, row(), money(**amounts)) == points


def test_checklist() -> None:
    """Shares of the items met; a required item that fails voids the indicator; an unknown item is no item."""
    items = (ChecklistItem(text="有依据"), ChecklistItem(text="合规", share=3, required=True))
    one = Fraction(1)

    def scored(*checks: tuple[str, Fraction]) -> Fraction | None:
        return points_of(Checklist(), row(checks=checks), checklist=items)

    assert scored(("1", one), ("2", one)) == 10
    assert scored(("有依据", Fraction(0)), ("合规", one)) == Fraction(15, 2)
    assert scored(("1", one), ("2", Fraction(0))) == 0
    assert scored(("合规", Fraction(1, 3))) == Fraction(5, 2)
    assert scored(("没有这条", one)) is None
    assert scored() is None


def test_deduction() -> None:
    """Full points less what each fault costs, never below zero; per unit of a count as well."""
    scorer = Deduction(items=(DeductionItem(name="迟报", points="1.5"),))
    assert points_of(scorer, row(deductions=(("迟报", Decimal(2)),))) == 7
    assert points_of(scorer, row(deductions=(("迟报", Decimal(9)),))) == 0
    assert points_of(scorer, row(actual="0次")) == 10
    assert points_of(scorer, row(deductions=(("漏报", Decimal(1)),))) is None
    assert points_of(Deduction(per="0.5"), row(actual="3次")) == Fraction(17, 2)


def test_yes_no() -> None:
    """101号（七）直接赋分: full, or none, or a stated deduction."""
    assert points_of(YesNo(), row(actual="是")) == 10
    assert points_of(YesNo(), row(actual="否")) == 0
    assert points_of(YesNo(no_rate="50%"), row(actual="否")) == 5
    assert points_of(YesNo(), row(actual="可能")) is None


def test_by_target_and_stated() -> None:
    """Numbers by one scorer, words by the other; a stated score is nobody's to compute."""
    scorer = ByTarget(quantitative=Ratio(), qualitative=Stated())
    assert points_of(scorer, row("≥10个", "5个")) == 5
    assert points_of(scorer, row("定性", "良好")) is None


def component(name: str, rate: tuple[int, int] = (0, 1), rating: str | None = None) -> Component:
    """Return a component with a rate and a rating."""
    return Component(indicator=Indicator(code=name, name=name), row=Row(address=name, rating=rating), rate=rate)


def test_aggregators() -> None:
    """The least rate counts; the first line of the table that matches counts."""
    assert WeakestLink().rate([component("甲", (3, 4)), component("乙", (2, 3))]) == (2, 3)
    table = LookupTable(
        table=(
            TableEntry(when=(("甲", "高"), ("乙", "高")), rate="100%"),
            TableEntry(when=(("甲", "高"),), rate="60%"),
        ),
        otherwise="0",
    )
    assert table.rate([component("甲", rating="高"), component("乙", rating="高")]) == (1, 1)
    assert table.rate([component("甲", rating="高"), component("乙", rating="低")]) == (3, 5)
    assert table.rate([component("甲", rating="低"), component("乙", rating="高")]) == (0, 1)


def scale(*bands: tuple[str, object, object]) -> GradeScale:
    """Return a scale of (name, lower, upper)."""
    return GradeScale(tuple(Band(name=name, lower=lower, upper=upper) for name, lower, upper in bands))  # type: ignore[arg-type]


NATIONAL = scale(("优", 90, 100), ("良", 80, 90), ("中", 60, 80), ("差", 0, 60))
SYSTEM = scale(("优", 80, 100), ("良", 70, 80), ("中", 60, 70), ("差", 0, 60))
SHANGHAI = scale(("优", 90, 100), ("良", 80, 90), ("合格", 60, 80), ("不合格", 0, 60))


@pytest.mark.parametrize(
    ("grades", "total", "grade"),
    [
        (NATIONAL, "90", "优"),
        (NATIONAL, "89.99", "良"),
        (NATIONAL, "80", "良"),
        (NATIONAL, "60", "中"),
        (NATIONAL, "59.99", "差"),
        (NATIONAL, "91", "优"),
        (SYSTEM, "80", "优"),
        (SYSTEM, "79.9", "良"),
        (SHANGHAI, "75", "合格"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_grades(grades: GradeScale, total: str, grade: str) -> None:
    """10号第十八条, 豫财效〔2020〕10号, 五华2023; a system with 80/70/60; Shanghai's words."""
    assert grades.grade(Decimal(total)).name == grade


@pytest.mark.parametrize(
    "bands",
    [
        (("优", 90, 100), ("良", 80, 89), ("中", 60, 79), ("差", 0, 59)),
        (("优", 90, 100), ("良", 80, 91), ("中", 60, 80), ("差", 0, 60)),
        (("优", 90, 100), ("良", 80, 90), ("中", 60, 80)),
    ],
    ids=["郑州 整数分档，89.5无档", "重叠", "不从零起"],
)
def test_scales_with_holes_are_refused(bands: tuple[tuple[str, int, int], ...]) -> None:
    """郑州市办法第二十六条 prints 90-100, 80-89, 60-79, 0-59: 89.5 would have no grade."""
    with pytest.raises(IndicatorSetError, match="grade-bands"):
        scale(*bands)
