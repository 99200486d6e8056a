"""A clean self-evaluation, and one known defect at a time: how the audit is measured against itself."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from perfeval.model.dossier import Dossier, Evaluator, Goals, Problem, Project, Row, Section, Signature, Stated
from perfeval.model.funds import FundLine, Funds
from perfeval.model.quantities import parse_quantity

Defect = Callable[[Dossier], Dossier]

_QUANTITY, _QUALITY = "产出指标/数量指标/绿植养护数量", "产出指标/质量指标/验收合格率"
_COST, _BENEFIT = "产出指标/成本指标/养护成本", "效益指标/社会效益指标/政策知晓率"
_SATISFIED = "满意度指标/服务对象满意度指标/群众满意度"


@st.composite
def clean_dossiers(draw: st.DrawFn) -> Dossier:
    """Draw a self-evaluation without any defect: sums, rates, scores, texts and dates agree."""
    count, budget = draw(st.integers(5, 500)), Decimal(draw(st.integers(1_000, 100_000))) / 10
    asked = draw(st.integers(1, 5)) * 2
    evidence = ("验收单", "问卷 120 份")
    facts = (
        (_QUANTITY, 20, f"≥{count}株", f"{count + draw(st.integers(0, count // 10))}株"),
        (_QUALITY, 20, "≥95%", f"{draw(st.integers(95, 100))}%"),
        (_COST, 10, f"≤{asked}万元", f"{asked}万元"),
        (_BENEFIT, 30, "≥90%", f"{draw(st.integers(90, 99))}%"),
        (_SATISFIED, 10, "≥90%", f"{draw(st.integers(90, 99))}%"),
    )
    rows = tuple(
        Row(
            address=address,
            points=points,
            score=points,
            target=parse_quantity(target),
            actual=parse_quantity(actual),
            evidence=evidence,
        )
        for address, points, target, actual in facts
    )
    source = FundLine(name="财政拨款", rate="100.00%", initial=budget, adjusted=budget, spent=budget)
    prose = [
        ("一、基本情况", f"全年预算数为{budget:f}万元，全年执行数为{budget:f}万元。"),
        ("二、绩效评价工作开展情况", "按方案开展。"),
        ("三、综合评价情况及评价结论", "评价得分为100分，等次为优。"),
        ("四、绩效评价指标分析", f"绿植养护数量达到{facts[0][3]}。"),
        ("五、主要经验及做法", "按月核对。"),
        ("六、存在的问题", "无"),
        ("七、有关建议", "继续保持。"),
        ("八、其他需要说明的问题", "无"),
    ]
    execution = Row(address="预算执行率", score=10, evidence=("支付凭证",))
    return Dossier(
        id="clean",
        indicators="cn.mof.2020-10.self",
        year=2023,
        project=Project(name="公园绿化养护", department="某局", unit="某公园", leader="姓名甲"),
        funds=Funds(total=evolve(source, name="年度资金总额", points=10, score=10), sources=(source,)),
        goals=Goals(expected=("完成公园绿化养护",), actual="公园绿化养护全部按期完成，验收合格"),
        rows=(execution, *rows),
        narrative=tuple(Section(heading=heading, text=text) for heading, text in prose),
        problems=(Problem(category="其他问题", number=1, unit="某公园", text="无"),),
        evaluators=(Evaluator(name="姓名乙", role="评价人员", unit="某局"),),
        signatures=(Signature(label="填报人", name="姓名乙", date="2024年3月1日"),),
        stated=Stated(total=100, grade="优", points=100),
    )


def _row(address: str, /, **changes: Any) -> Defect:  # noqa: ANN401 - any field
    def change(dossier: Dossier) -> Dossier:
        return dossier.replace(
            rows=tuple(row.replace(**changes) if row.address == address else row for row in dossier.rows)
        )

    return change


def _renamed(address: str, name: str) -> Defect:
    return _row(address, address=f"{address.rpartition('/')[0]}/{name}")


def _total(**changes: Any) -> Defect:  # noqa: ANN401 - any field
    def change(dossier: Dossier) -> Dossier:
        assert dossier.funds.total is not None
        return dossier.replace(funds=dossier.funds.replace(total=evolve(dossier.funds.total, **changes)))

    return change


def _money(**factors: Decimal) -> Defect:
    """Multiply columns of every line, and print the rate that follows."""

    def change(dossier: Dossier) -> Dossier:
        def line(one: FundLine) -> FundLine:
            values = {column: (one.amount(column) or Decimal(0)) * factor for column, factor in factors.items()}  # type: ignore[arg-type]
            return evolve(one, rate="", **values)  # type: ignore[arg-type]

        funds = dossier.funds
        assert funds.total is not None
        return dossier.replace(funds=funds.replace(total=line(funds.total), sources=tuple(map(line, funds.sources))))

    return change


def _text(position: int, text: str) -> Defect:
    def change(dossier: Dossier) -> Dossier:
        narrative = list(dossier.narrative)
        narrative[position] = Section(heading=narrative[position].heading, text=text)
        return dossier.replace(narrative=tuple(narrative))

    return change


def _also(*defects: Defect) -> Defect:
    def change(dossier: Dossier) -> Dossier:
        for defect in defects:
            dossier = defect(dossier)
        return dossier

    return change


def _stated(**changes: object) -> Defect:
    return lambda dossier: dossier.replace(stated=Stated(**{"total": 100, "grade": "优", "points": 100, **changes}))  # type: ignore[arg-type]


DEFECTS: dict[str, Defect] = {
    "A01": _row(_QUANTITY, points=19, score=19),
    "A02": _stated(levels=(("数量指标", Decimal(21)),)),
    "A03": _stated(levels=(("产出指标", Decimal(51)),)),
    "A04": _stated(total=99),
    "A05": _row(_QUANTITY, score=21),
    "A06": _row(_QUANTITY, score=None, actual=None),
    "A08": lambda dossier: dossier.replace(rows=(*dossier.rows, dossier.rows[1].replace(address=f"{_QUANTITY}#2"))),
    "A09": _also(_row(_QUANTITY, score=0), _stated(total=100)),
    "A13": _row(_QUALITY, target=parse_quantity("≥190%")),
    "A14": _row(_QUANTITY, points=25, score=25),
    "A16": _also(_row(_BENEFIT, points=40, score=40)),
    "B01": _total(rate="87.65%"),
    "B03": lambda dossier: dossier.replace(
        funds=dossier.funds.replace(sources=(*dossier.funds.sources, FundLine(name="其他", spent=7)))
    ),
    "B04": _total(initial=None, adjusted=None, spent=None, rate=""),
    "B05": _total(score=9),
    "B06": _money(spent=Decimal("1.2")),
    "B07": _money(initial=Decimal(0)),
    "B08": _money(initial=Decimal("0.5")),
    "B09": _money(spent=Decimal("0.5")),
    "B10": _money(spent=Decimal("0.5")),
    "C01": _row(_QUALITY, score=15),
    "C02": _row(_QUALITY, actual=parse_quantity("90%")),
    "C03": _row(_QUALITY, actual=parse_quantity("90%"), score=12, reason="天气原因"),
    "C04": _row(_COST, actual=parse_quantity("30万元")),
    "C06": _row(_QUANTITY, target=parse_quantity("≥5株"), actual=parse_quantity("50株")),
    "C09": _row(_QUALITY, score=15),
    "C10": _row(_QUALITY, reason="年底尚未完成"),
    "C11": _row(_QUALITY, reason="无"),
    "C12": _row(_QUALITY, actual=None),
    "C13": _row(_QUANTITY, actual=parse_quantity("不低于500株")),
    "C14": _row(_QUANTITY, actual=parse_quantity("全部完成")),
    "C15": _row(_QUANTITY, actual=parse_quantity("900盆")),
    "C16": _row(_QUALITY, target=None),
    "C17": _row(_QUANTITY, target=parse_quantity("≤900株")),
    "C18": _row(_QUALITY, actual=parse_quantity("105%")),
    "C21": _row(_SATISFIED, evidence=("验收单",)),
    "D01": _renamed(_QUANTITY, "资金支付金额"),
    "D02": _renamed(_QUANTITY, "养护及时率"),
    "D03": _also(_renamed(_BENEFIT, "绿植养护数量")),
    "D06": _renamed(_QUANTITY, "绿植养护，道路清扫"),
    "D08": lambda dossier: dossier.replace(
        goals=Goals(expected=("完成公园绿化养护", "做好防汛抢险"), actual=dossier.goals.actual)
    ),
    "D10": _renamed(_QUALITY, "审批合规性"),
    "D13": _row(_QUANTITY, target=parse_quantity("≥**株")),
    "G01": _stated(grade="良"),
    "X01": _text(2, "评价得分为98分，等次为优。"),
    "X02": _text(0, "全年执行数为1万元。"),
    "X03": _text(3, "绿植养护数量达到1株。"),
    "X04": _row(_QUALITY, score=15),
    "X06": _also(_row(_QUANTITY, score=0), _stated(total=80)),
    "X08": _text(0, "公园绿化养护养护项目按期完成。"),
    "X10": lambda dossier: dossier.replace(
        narrative=(
            *dossier.narrative[:4],
            Section(heading="5、主要经验及做法", text="按月核对。"),
            *dossier.narrative[5:],
        )
    ),
    "X11": _text(6, ""),
    "X12": lambda dossier: dossier.replace(problems=(Problem(category="其他问题", number=1, text="记录不全"),)),
    "X14": lambda dossier: dossier.replace(goals=Goals(expected=("完成公园绿化养护",), actual="完成公园绿化养护")),
    "P02": lambda dossier: dossier.replace(signatures=(Signature(label="填报人", name="姓名乙"),)),
    "P05": _row(_QUALITY, reason="工程待验收"),
    "P06": _row(_QUALITY, evidence=()),
    "P07": _text(0, "联系人身份证号 110101199001011234"),
    "P08": _row(_QUALITY, review_score=10),
}
"""One defect for each rule that one self-evaluation can break; its name is the rule that must find it."""
