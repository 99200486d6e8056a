"""The rules that read text: for each of them what must fire, beside what looks alike and must not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from attrs import evolve
from audit_defects import clean_dossiers
from hypothesis import given, settings

from perfeval import Dossier, Registry
from perfeval.audit.case import Case
from perfeval.audit.inspection import audit_case
from perfeval.model.dossier import Goals, Problem, Section, Signature
from perfeval.model.quantities import parse_quantity

REGISTRY = Registry.discover()
RULES = tuple(REGISTRY.audit_rules.values())
QUANTITY, QUALITY, BENEFIT = "绿植养护数量", "验收合格率", "政策知晓率"

Change = Callable[[Dossier], Dossier]


def said(text: str, *, chapter: int = 4) -> Change:
    """Let a chapter of the report say something; {spent} and {yuan} stand for what was spent, {done} for the quantity."""

    def change(dossier: Dossier) -> Dossier:
        spent = dossier.funds.amount("spent") or Decimal(0)
        done = next(row.actual.text for row in dossier.rows if row.name == QUANTITY and row.actual is not None)
        words = text.format(spent=f"{spent:f}", yuan=f"{spent * 10_000:f}", done=done)
        sections = list(dossier.narrative)
        sections[chapter] = Section(heading=sections[chapter].heading, text=words)
        return dossier.replace(narrative=tuple(sections))

    return change


def row(name: str, **changes: object) -> Change:
    """Change a row; texts become quantities."""
    values = {key: parse_quantity(value) if key in {"target", "actual"} else value for key, value in changes.items()}  # type: ignore[arg-type]

    def change(dossier: Dossier) -> Dossier:
        return dossier.replace(rows=tuple(one.replace(**values) if one.name == name else one for one in dossier.rows))

    return change


def renamed(name: str, new: str) -> Change:
    """Give a row another name in its group."""
    return lambda dossier: dossier.replace(
        rows=tuple(one.replace(address=f"{one.group}/{new}") if one.name == name else one for one in dossier.rows)
    )


def heading(text: str) -> Change:
    """Give the fifth chapter another heading."""
    return lambda dossier: dossier.replace(
        narrative=(*dossier.narrative[:4], evolve(dossier.narrative[4], heading=text), *dossier.narrative[5:])
    )


def goals(*expected: str, actual: str = "公园绿化养护全部按期完成，验收合格") -> Change:
    """Set the goals."""
    return lambda dossier: dossier.replace(goals=Goals(expected=expected, actual=actual))


def both(*changes: Change) -> Change:
    """Make several changes."""

    def change(dossier: Dossier) -> Dossier:
        for one in changes:
            dossier = one(dossier)
        return dossier

    return change


def problems(*found: Problem) -> Change:
    """Set the problem list."""
    return lambda dossier: dossier.replace(problems=found)


def signed(date: str) -> Change:
    """Set the date of the signature."""
    return lambda dossier: dossier.replace(signatures=(Signature(label="填报人", name="姓名乙", date=date),))


NOT_DONE = row(QUANTITY, score=0, reason="未实施")
OUTPUTS = "项目产出存在的问题"
FIRES: list[tuple[str, Change]] = [
    ("A11", said("共投入30万元，其中苗木费10万元、人工费15万元。")),
    ("B11", said("安排资金，共{yuan}万元。")),
    ("B12", goals("完成公园绿化养护", actual="验收合格，实际支出1万元")),
    ("C10", row(QUALITY, reason="年底尚未完成")),
    ("C11", row(QUALITY, reason="0")),
    ("C13", row(QUANTITY, actual="不低于500株")),
    ("D04", both(renamed(BENEFIT, "有效提升环境"), row("有效提升环境", target="明显", actual="明显"))),
    ("D06", renamed(QUANTITY, "绿植养护，道路清扫")),
    ("D08", goals("完成公园绿化养护", "做好防汛抢险")),
    ("D13", row(QUANTITY, target="≥XX株")),
    ("G02", said("优（90-100）、良（80-89）、中（60-79）、差（0-59）。")),
    ("P03", signed("2023年9月1日")),
    ("P04", row(QUALITY, evidence=("竣工日期2023年11月20日", "验收单2023年10月8日"))),
    ("P05", row(QUALITY, reason="工程待验收")),
    ("P07", said("联系人身份证号110101199001011234。")),
    ("X01", said("评价得分为98分。")),
    ("X02", said("全年执行数为1万元。")),
    ("X03", said("绿植养护数量达到1株。")),
    ("X04", both(row(QUALITY, score=15, reason="返工"), problems(Problem(category="其他问题", text="记录不全")))),
    ("X05", both(NOT_DONE, problems(Problem(category=OUTPUTS, text="无")))),
    ("X06", both(NOT_DONE, said("绿植养护数量达到{done}。"))),
    ("X07", both(problems(Problem(category="其他问题", text="记录不全")), said("", chapter=6))),
    ("X08", said("公园绿化养护养护项目按期完成。")),
    ("X10", heading("5、主要经验及做法")),
    ("X11", said("", chapter=6)),
    ("X12", problems(Problem(category="其他问题", text="记录不全"))),
    ("X14", goals("完成公园绿化养护", actual="完成公园绿化养护。")),
]
PASSES: list[tuple[str, Change]] = [
    ("A11", said("共投入30万元，其中苗木费10万元、人工费20万元。")),
    ("A11", said("共投入30万元，其中苗木10株、树苗15株。")),
    ("B11", said("安排资金，共{yuan}元。")),
    ("B11", said("安排资金，共{spent}万元。")),
    ("B12", goals("完成公园绿化养护", actual="验收合格，群众支出减少1万元")),
    ("C10", row(QUALITY, score=10, reason="年底尚未完成")),
    ("C11", row(QUALITY, reason="雨季停工十日")),
    ("C13", row(QUANTITY, actual="900株")),
    ("C13", row(QUANTITY, actual="2023年12月前")),
    ("D04", both(renamed(BENEFIT, "环境有效提升率"), row("环境有效提升率", target="明显", actual="明显"))),
    ("D06", renamed(QUANTITY, "绿植养护和补种株数")),
    ("D08", goals("完成公园绿化养护", "做好绿植补种")),
    ("D13", row(QUANTITY, target="≥5株")),
    ("G02", said("优（90-100）、良（80-90）、中（60-80）、差（0-60）。")),
    ("P03", signed("2024年1月5日")),
    ("P04", row(QUALITY, evidence=("竣工日期2023年11月20日", "验收单2023年12月8日"))),
    ("P05", row(QUALITY, score=10, reason="工程待验收")),
    ("P07", said("合同编号20230000110101199001011234。")),
    ("X01", said("评价得分为100分，上年为98分。")),
    ("X02", said("全年执行数为{spent}万元。")),
    ("X02", said("全年执行数为{yuan}元。")),
    ("X02", said("上年全年执行数为1万元，另一项目执行数1万元。")),
    ("X03", said("绿植养护数量达到{done}。")),
    ("X03", said("道路绿植养护数量达到1株。")),
    ("X03", said("绿植养护数量达到计划要求。")),
    ("X04", both(row(QUALITY, score=15, reason="返工"), problems(Problem(category=OUTPUTS, text="验收合格率未达标")))),
    ("X05", both(NOT_DONE, problems(Problem(category=OUTPUTS, text="绿植养护数量未完成")))),
    ("X06", both(NOT_DONE, said("绿植养护数量未完成。", chapter=3))),
    ("X06", said("绿植养护数量达到{done}。")),
    ("X07", problems(Problem(category="其他问题", text="记录不全"))),
    ("X08", said("公园绿化养护项目按期完成，绿化养护面积扩大。")),
    ("X10", heading("五、主要经验及做法")),
    ("X11", said("无", chapter=7)),
    ("X12", problems(Problem(category="其他问题", unit="某公园", text="记录不全"))),
    ("X14", goals("完成公园绿化养护", actual="公园绿化养护完成，新增绿地三处，群众满意")),
]


def codes(dossier: Dossier) -> set[str]:
    """Return the codes of what is found in a dossier."""
    case = Case.of(dossier, indicators=REGISTRY.set_for(dossier))
    return {finding.code for finding in audit_case(case, rules=RULES).findings}


@pytest.mark.parametrize(("code", "change"), FIRES, ids=[f"{code}-{index}" for index, (code, _) in enumerate(FIRES)])
@given(dossier=clean_dossiers())
@settings(max_examples=3)
def test_what_is_wrong_is_found(code: str, change: Change, dossier: Dossier) -> None:
    """A clean evaluation, and one thing said that contradicts it."""
    assert code not in codes(dossier)
    assert code in codes(change(dossier))


@pytest.mark.parametrize(("code", "change"), PASSES, ids=[f"{code}-{index}" for index, (code, _) in enumerate(PASSES)])
@given(dossier=clean_dossiers())
@settings(max_examples=3)
def test_what_only_looks_alike_is_passed_over(code: str, change: Change, dossier: Dossier) -> None:
    """The same words in another place, another unit, another sense."""
    assert code not in codes(change(dossier))
