"""A clean self-evaluation, and one known defect at a time: how the audit is measured against itself."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from attrs import evolve
from hypothesis import strategies as st

from perfeval.model.dossier import Dossier, Evaluator, Goals, PrintedResult, Problem, Project, Row, Section, Signature
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
        printed=PrintedResult(total=100, grade="优", points=100),
    )


def _row(address: str, /, **changes: Any) -> Defect:
    def change(dossier: Dossier) -> Dossier:
        return dossier.replace(
            rows=tuple(row.replace(**changes) if row.address == address else row for row in dossier.rows)
        )

    return change


def _renamed(address: str, name: str) -> Defect:
    return _row(address, address=f"{address.rpartition('/')[0]}/{name}")


def _total(**changes: Any) -> Defect:
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


def _changed(**changes: Any) -> Defect:
    return lambda dossier: dossier.replace(**changes)


def _project(**changes: Any) -> Defect:
    return lambda dossier: dossier.replace(project=evolve(dossier.project, **changes))


def _sources(*lines: FundLine, **changes: Any) -> Defect:
    """Change the one source, and put *lines* beside it."""

    def change(dossier: Dossier) -> Dossier:
        sources = tuple(evolve(one, **changes) for one in dossier.funds.sources)
        return dossier.replace(funds=dossier.funds.replace(sources=(*sources, *lines)))

    return change


def _items(*lines: FundLine) -> Defect:
    return lambda dossier: dossier.replace(funds=dossier.funds.replace(items=lines))


def _only(*addresses: str) -> Defect:
    return lambda dossier: dossier.replace(rows=tuple(row for row in dossier.rows if row.address in addresses))


def _budget_off_by_unit(dossier: Dossier) -> Dossier:
    """Quote the budget in 元 and call it 万元."""
    amount = (dossier.funds.amount("adjusted") or Decimal(0)) * 10_000
    return _text(0, f"安排资金，共{amount:f}万元。")(dossier)


def _stated(**changes: Any) -> Defect:
    printed = PrintedResult(total=100, grade="优", points=100)
    return lambda dossier: dossier.replace(printed=evolve(printed, **changes))


DEFECTS: dict[str, Defect] = {
    "A01": _row(_QUANTITY, points=19, score=19),
    "A02": _stated(levels=(("数量指标", Decimal(21)),)),
    "A03": _stated(levels=(("产出指标", Decimal(51)),)),
    "A04": _stated(total=99),
    "A05": _row(_QUANTITY, score=21),
    "A06": _row(_QUANTITY, score=None, actual=None),
    "A07": _sources(points=10, score=10),
    "A08": lambda dossier: dossier.replace(rows=(*dossier.rows, dossier.rows[1].replace(address=f"{_QUANTITY}#2"))),
    "A09": _also(_row(_QUANTITY, score=0), _stated(total=100)),
    "A10": _items(FundLine(name="苗木费", adjusted=1), FundLine(name="人工费", adjusted=2)),
    "A11": _text(0, "共投入30万元，其中苗木费10万元、人工费15万元。"),
    "A12": _row(_QUALITY, actual=parse_quantity("90%"), score="18.9473"),
    "A13": _row(_QUALITY, target=parse_quantity("≥190%")),
    "A14": _row(_QUANTITY, points=25, score=25),
    "A15": _also(_changed(kind="department"), _row(_QUANTITY, points=5, score=5), _row(_BENEFIT, points=5, score=5)),
    "A17": _only("预算执行率", _QUANTITY),
    "A16": _also(_row(_BENEFIT, points=40, score=40)),
    "B01": _total(rate="87.65%"),
    "B02": _also(
        _total(adjusted=100, initial=50, spent=25, rate="25%"), _sources(adjusted=100, initial=50, spent=25, rate="50%")
    ),
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
    "B11": _budget_off_by_unit,
    "B12": _changed(goals=Goals(expected=("完成公园绿化养护",), actual="公园绿化养护验收合格，实际支出1万元")),
    "B13": _also(_total(arrived=1), _sources(arrived=1)),
    "B14": _also(_total(adjusted=0), _sources(adjusted=0)),
    "B16": _row(_COST, address="产出指标/成本指标/预算完成率"),
    "C01": _row(_QUALITY, score=15),
    "C02": _row(_QUALITY, actual=parse_quantity("90%")),
    "C03": _row(_QUALITY, actual=parse_quantity("90%"), score=12, reason="天气原因"),
    "C04": _row(_COST, actual=parse_quantity("30万元")),
    "C05": _row(_COST, actual=parse_quantity("30万元"), score=5, reason="人工费上涨"),
    "C06": _row(_QUANTITY, target=parse_quantity("≥5株"), actual=parse_quantity("50株")),
    "C07": _row(
        _BENEFIT, target=parse_quantity("定性"), actual=parse_quantity("达成年度指标"), score=10, reason="有投诉"
    ),
    "C08": _row(_BENEFIT, target=parse_quantity("定性"), actual=parse_quantity("较好")),
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
    "C19": _row(_BENEFIT, target=parse_quantity("≥30%")),
    "C20": _also(
        _changed(indicators="cn.mof.2021-101.without-cost"),
        _only("预算执行率", _QUANTITY, _QUALITY, _BENEFIT, _SATISFIED),
        _row(_QUANTITY, points=30, score=10, target=parse_quantity("≥100株"), actual=parse_quantity("50株")),
    ),
    "C21": _row(_SATISFIED, evidence=("验收单",)),
    "C22": _also(_renamed(_COST, "成本节约率"), _row(_QUANTITY, score=0, reason="未实施")),
    "C23": _row(_BENEFIT, evidence=()),
    "C24": _row(_QUANTITY, target=parse_quantity("≥0株")),
    "C25": _row(_QUANTITY, target=parse_quantity("=4株")),
    "D01": _renamed(_QUANTITY, "资金支付金额"),
    "D02": _renamed(_QUANTITY, "养护及时率"),
    "D03": _also(_renamed(_BENEFIT, "绿植养护数量")),
    "D04": _also(
        _renamed(_BENEFIT, "有效提升环境"),
        _row(_BENEFIT.replace("政策知晓率", "有效提升环境"), target=None, actual=None),
    ),
    "D05": _row(_BENEFIT, evidence=()),
    "D06": _renamed(_QUANTITY, "绿植养护，道路清扫"),
    "D08": lambda dossier: dossier.replace(
        goals=Goals(expected=("完成公园绿化养护", "做好防汛抢险"), actual=dossier.goals.actual)
    ),
    "D09": _also(
        _row(_QUANTITY, address="产出指标/时效指标/绿植养护数量"),
        _row(_QUALITY, address="产出指标/时效指标/验收合格率"),
    ),
    "D10": _renamed(_QUALITY, "审批合规性"),
    "D11": _row(_QUALITY, target=parse_quantity("2023年6月底前"), actual=parse_quantity("2023年9月")),
    "D12": _row(_QUANTITY, target=parse_quantity("≧１株")),
    "D13": _row(_QUANTITY, target=parse_quantity("≥**株")),
    "D14": _row(_BENEFIT, address="效益指标/环境效益指标/政策知晓率"),
    "G01": _stated(grade="良"),
    "G02": _text(2, "评价得分为100分，等次为优。优（90-100）、良（80-89）、中（60-79）、差（0-59）。"),
    "G04": _also(_changed(kind="department"), _stated(grade="")),
    "G05": _also(_row(_QUANTITY, score=10, reason="返工"), _stated(total=90, grade="良")),
    "G07": _also(_row(_QUANTITY, score=10, reason="返工"), _stated(total=90)),
    "G08": _also(
        *(_row(address, score=0, reason="返工") for address in (_QUANTITY, _QUALITY, _BENEFIT)),
        _stated(total=30, grade="差"),
        lambda dossier: dossier.replace(narrative=(*dossier.narrative[:6], *dossier.narrative[7:])),
    ),
    "X01": _text(2, "评价得分为98分，等次为优。"),
    "X02": _text(0, "全年执行数为1万元。"),
    "X03": _text(3, "绿植养护数量达到1株。"),
    "X04": _row(_QUALITY, score=15),
    "X05": _also(
        _row(_QUANTITY, score=10, reason="返工"),
        _changed(problems=(Problem(category="项目产出存在的问题", number=1, unit="某公园", text="无"),)),
    ),
    "X06": _also(_row(_QUANTITY, score=0), _stated(total=80)),
    "X07": _also(
        _changed(problems=(Problem(category="其他问题", number=1, unit="某公园", text="记录不全"),)), _text(6, "")
    ),
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
    "P01": _also(
        _changed(kind="department", evaluators=(Evaluator(name="姓名甲", role="组长", unit="某局"),)),
        _project(leader="姓名甲"),
    ),
    "P03": _changed(signatures=(Signature(label="填报人", name="姓名乙", date="2023年9月1日"),)),
    "P04": _row(_QUALITY, evidence=("竣工日期2023年11月20日", "验收单2023年10月8日")),
    "P02": lambda dossier: dossier.replace(signatures=(Signature(label="填报人", name="姓名乙"),)),
    "P05": _row(_QUALITY, reason="工程待验收"),
    "P06": _row(_QUALITY, evidence=()),
    "P07": _text(0, "联系人身份证号 110101199001011234"),
    "P08": _row(_QUALITY, review_score=10),
    "P09": _changed(year=2018),
}
"""One defect for each rule that one self-evaluation can break; its name is the rule that must find it."""

BatchDefect = Callable[[tuple[Dossier, ...]], tuple[Dossier, ...]]


@st.composite
def clean_batches(draw: st.DrawFn) -> tuple[Dossier, ...]:
    """Draw four self-evaluations of different projects and units, each clean, and nothing wrong between them."""
    subjects = ("公园绿化养护", "道路保洁服务", "学校食堂补助", "图书采购项目")
    return tuple(_about(draw(clean_dossiers()), subject) for subject in subjects)


def _about(dossier: Dossier, subject: str) -> Dossier:
    rows = tuple(row.replace(address=row.address.replace("绿植养护", subject)) for row in dossier.rows)
    changed = _project(name=subject, unit=f"{subject}站")(dossier.replace(id=subject, rows=rows))
    actual = f"{subject}全部按期完成，验收合格"
    narrative = tuple(
        Section(heading=one.heading, text=one.text.replace("绿植养护", subject)) for one in changed.narrative
    )
    problems = tuple(evolve(one, unit=f"{subject}站") for one in dossier.problems)
    goals = Goals(expected=(f"完成{subject}",), actual=actual)
    return changed.replace(goals=goals, narrative=narrative, problems=problems)


def _first(defect: Defect) -> BatchDefect:
    return lambda batch: (defect(batch[0]), *batch[1:])


def _all(defect: Defect) -> BatchDefect:
    return lambda batch: tuple(map(defect, batch))


def _one_more(batch: tuple[Dossier, ...]) -> tuple[Dossier, ...]:
    """Make it five, all of them 100 points and spent to the cent."""
    return (*batch, _about(batch[0], "路灯维护"))


def _next_year(batch: tuple[Dossier, ...]) -> tuple[Dossier, ...]:
    """Add the year after of the first project, with the same problem."""
    problems = (Problem(category="其他问题", number=1, unit="某公园", text="养护记录填写不完整"),)
    before = batch[0].replace(problems=problems)
    return (before, before.replace(year=before.year + 1), *batch[1:])


_LONG = "本项目严格按照财务制度管理资金，做到专款专用，支付标准和支付进度合规合法，与预算相符，没有截留挪用。"

BATCH_DEFECTS: dict[str, BatchDefect] = {
    "B15": _one_more,
    "D07": lambda batch: (batch[0], batch[1].replace(rows=batch[0].rows), *batch[2:]),
    "G06": _one_more,
    "X09": _all(_text(4, _LONG)),
    "X13": _next_year,
    "X15": _first(_text(4, "共7个项目。")),
    "X16": _first(_text(4, "各项目平均分为98.5。")),
}
"""One defect for each rule that compares the dossiers of a batch."""
