"""What the rules about money and shares print: every percentage true, or marked, and never the line that it only lies near."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st
from printed_percentages import percentages_in

from perfeval import Dossier, Project, Registry, Row
from perfeval.audit.case import Case
from perfeval.audit.findings import Finding
from perfeval.audit.inspection import audit_case
from perfeval.model.dossier import Section
from perfeval.model.funds import FundLine, Funds
from perfeval.model.quantities import parse_quantity

REGISTRY = Registry.discover()
RULES = tuple(REGISTRY.audit_rules.values())
OF_MONEY = {"B01", "B06", "B09", "B10", "X02"}
NAMED = {Fraction(one, 10) for one in (0, 6, 8, 10)}
"""The bounds of the tiers and of the lines, which messages may name."""

spendings = st.one_of(
    st.integers(0, 3 * 10**7),
    st.builds(lambda share, off: share * 10**6 + off, st.sampled_from([1, 6, 8, 9, 10, 13]), st.integers(-9, 9)),
)


def findings(spent: int, actual: int, score: int) -> list[Finding]:
    """Return what is found where so many ten-millionths of the money were spent, and so many of a hundred million done."""
    line = FundLine(name="财政拨款", adjusted=10_000, spent=Decimal(spent) / 1000)
    dossier = Dossier(
        indicators="cn.mof.2020-10.self",
        year=2024,
        project=Project(name="某"),
        funds=Funds(unit="万元", sources=(evolve(line, rate="55.5%"),)),
        rows=(
            Row(address="预算执行率", points=10, score=5),
            Row(
                address="产出指标/数量指标/乙",
                points=50,
                score=50,
                target=parse_quantity("≥1000000个"),
                actual=parse_quantity(f"{actual}个"),
            ),
            Row(
                address="效益指标/社会效益指标/丙",
                points=30,
                score=Decimal(score) / 10_000,
                target=parse_quantity("定性"),
                actual=parse_quantity("部分达成并具有一定效果"),
            ),
            Row(address="满意度指标/服务对象满意度指标/丁", points=10, score=10),
        ),
        narrative=(Section(heading="一、基本情况", text="预算执行率为44.44%。"),),
    )
    case = Case.of(dossier, indicators=REGISTRY.indicator_set(dossier.indicators))
    return [one for one in audit_case(case, rules=RULES).findings if one.code in OF_MONEY | {"C06", "C07"}]


@given(spent=spendings, actual=st.integers(1, 3 * 10**6), score=st.integers(0, 300_000))
@example(spent=8_999_900, actual=1_299_999, score=239_999)
@example(spent=7_999_990, actual=1_300_001, score=240_001)
@example(spent=10_000_001, actual=1_000_000, score=299_999)
def test_every_percentage_of_a_finding_is_true(spent: int, actual: int, score: int) -> None:
    """Exact, or ≈ within half a unit of its last digit, in both languages and among the values; beside the lines of the rules."""
    money, done, share = Fraction(spent, 10**7), Fraction(actual, 10**6), Fraction(score, 300_000)
    for one in findings(spent, actual, score):
        rate = money if one.code in OF_MONEY else done if one.code == "C06" else share
        quoted = {Fraction("0.555"), Fraction("0.4444")} if one.code in {"B01", "X02"} else NAMED
        for text in (one.message.zh, one.message.en, *(value for _, value in one.values)):
            for printed in percentages_in(text):
                if printed.told in quoted and not printed.is_cut and printed.told != rate:
                    assert one.code in {"B01", "X02", "C07"}, text  # only these name what was printed, or the tier
                    continue
                assert printed.is_true_of(rate), (one.code, text)


def test_what_lies_just_below_the_line_is_not_printed_as_the_line() -> None:
    """89.999 % is not 90 %."""
    (low,) = [one for one in findings(8_999_900, 10**6, 200_000) if one.code == "B09"]
    assert dict(low.values) == {"执行率": "89.999%"}
