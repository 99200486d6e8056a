"""Family X: the table, the report and the problem list against each other (附件1、2、3 相互勾稽)."""

from __future__ import annotations

import difflib
import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from perfeval.audit.findings import Finding, NotChecked
from perfeval.audit.passages import amounts_called, claims_of, narrative_passages, passages
from perfeval.audit.rule import Rule, rule
from perfeval.errors.language import Text
from perfeval.model.domain_words import EXECUTION_RATE, problem_class_of
from perfeval.model.dossier import Problem
from perfeval.model.exact_arithmetic import decimal_from, shifted, total_of
from perfeval.model.funds import BUDGETS, MONEY_COLUMNS, Column
from perfeval.model.normal_form import normalise
from perfeval.model.numbers import plain, ratio_of
from perfeval.model.quantities import Quantity
from perfeval.scoring.step_texts import percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.audit.case import Case, SheetRow
    from perfeval.audit.passages import Claim

NO_REPORT = NotChecked(reason=Text("档案里没有评价报告正文", "the dossier has no report text"))
NO_LIST = NotChecked(reason=Text("档案里没有问题清单", "the dossier has no problem list"))
_COPY = 0.95
NOTHING = frozenset({"", "无", "无。", "/", "-"})

_TOTAL = re.compile(r"(?:得分|总分|评分)(?:为|是|:)?([0-9]{1,3}(?:\.[0-9]+)?)分")
_GRADE = re.compile(r"(?:等次|等级|评级|评定|情况|结果)(?:为|是|:)?[\"']?(优秀|良好|中等|优|良|中|差)")
_GRADE_WORDS = {"优秀": "优", "良好": "良", "中等": "中"}

# What the reports call the columns of the funds table; each is all that stands before the amount.
_AMOUNTS: dict[str, tuple[Column, ...]] = {
    text: (key, *column.instead) for key, column in MONEY_COLUMNS.items() for text in column.texts
}
_RATES: dict[str, tuple[Column, tuple[Column, ...]]] = {
    "执行率": ("spent", BUDGETS),
    EXECUTION_RATE: ("spent", BUDGETS),
    "到位率": ("arrived", ("adjusted", "initial")),
    "资金到位率": ("arrived", ("adjusted", "initial")),
}


@rule("X01", zh="总分和等次在表与报告中一致", en="total and grade agree in table and report", severity="error")
def x01(case: Case) -> Iterator[Finding | NotChecked]:
    """Compare every 得分…分 and grade word of the report with the evaluation's."""
    texts = narrative_passages(case.dossier)
    if not texts or case.evaluation is None:
        yield NO_REPORT
        return
    total, grade = case.evaluation.total, case.evaluation.grade.name
    for passage in texts:
        bare = normalise(passage.text)
        for quoted in _TOTAL.findall(bare):
            if decimal_from(quoted) != total:
                yield _differs(passage.subject, "总分", "total", plain(total), quoted)
        for word in _GRADE.findall(bare):
            if _GRADE_WORDS.get(word, word) != grade:
                yield _differs(passage.subject, "等次", "grade", grade, word)


@rule("X02", zh="预算金额和比率在表与报告中一致", en="amounts and rates agree in table and report", severity="error")
def x02(case: Case) -> Iterator[Finding | NotChecked]:
    """Compare amounts and rates that the report names like a column of the funds table with that column."""
    texts = narrative_passages(case.dossier)
    if not texts:
        yield NO_REPORT
        return
    funds = case.dossier.funds
    for label, claim in amounts_called(_AMOUNTS, texts):
        columns = _AMOUNTS[label]
        printed = next((amount for column in columns if (amount := funds.amount(column)) is not None), None)
        quoted = claim.quantity.value_in(funds.unit)
        if printed is not None and quoted is not None and quoted != printed:
            yield _quoted(claim, label, f"{plain(printed)}{funds.unit}")
    for label, claim in amounts_called(_RATES, texts):
        over, unders = _RATES[label]
        under = next((amount for column in unders if (amount := funds.amount(column)) is not None), None)
        above = funds.amount(over)
        if above is not None and under and claim.quantity.is_percent:
            quoted_rate = Fraction(*claim.quantity.ratio)
            if not _same_rate(claim.quantity, above, under):
                rate = percent_text(Fraction(*ratio_of(above, under)), apart_from=(quoted_rate,))
                yield _quoted(claim, label, rate)


def _same_rate(quoted: Quantity, above: Decimal, below: Decimal) -> bool:
    """Whether a quoted rate is the quotient, at the precision it is quoted with."""
    value = quoted.value_in("%")
    if value is None:
        return False
    printed = shifted(Decimal("0.5"), int(value.as_tuple().exponent))
    return abs(Fraction(value) - 100 * Fraction(*ratio_of(above, below))) <= printed


def _differs(subject: str, zh: str, en: str, table: str, text: str) -> Finding:
    return Finding(
        subject=subject,
        values=((f"表中{zh}", table), (f"文中{zh}", text)),
        message=Text(f"报告写{zh} {text}，表中为 {table}", f"the report says {en} {text}, the table {table}"),
        remedy=Text("核对后改正其中一处", "find out which is right and correct the other"),
    )


def _quoted(claim: Claim, label: str, table: str) -> Finding:
    return Finding(
        subject=claim.passage.subject,
        values=((f"表中{label}", table), ("文中", claim.clause)),
        message=Text(
            f"文中“{claim.clause}”，表中{label}为 {table}", f"the text says {claim.clause!r}, the table {label} {table}"
        ),
        remedy=Text("核对后改正其中一处", "find out which is right and correct the other"),
    )


@rule("X03", zh="报告引用的指标值与表一致", en="values quoted in the report agree with the table", severity="error")
def x03(case: Case) -> Iterator[Finding | NotChecked]:
    """Compare every clause *indicator, value* of the report with the row's actual value; once for each value quoted."""
    texts = narrative_passages(case.dossier)
    if not texts:
        yield NO_REPORT
        return
    for row in case.scored:
        if row.actual is None or not row.actual.is_number:
            continue
        different: dict[str, Claim] = {}
        for claim in claims_of(row.name, texts):
            if (
                row.actual.comparable_with(claim.quantity)
                and claim.quantity.value_in(row.actual.unit) != row.actual.value
            ):
                different.setdefault(claim.quantity.text, claim)
        for claim in different.values():
            yield Finding(
                subject=row.subject,
                location=row.location,
                values=(("表中", row.actual.text), ("报告", claim.clause)),
                message=Text(
                    f"“{row.name}”表中为 {row.actual.text}，报告写“{claim.clause}”",
                    f"{row.name} is {row.actual.text} in the table, the report says {claim.clause!r}",
                ),
                remedy=Text("核对后改正其中一处", "find out which is right and correct the other"),
            )


def _lost(case: Case) -> list[SheetRow]:
    return [row for row in case.scored if row.lost > 0]


def _problem_text(case: Case) -> str:
    """Return the normal form of all problems, and of the report's chapter on problems."""
    chapters = [one.text for one in narrative_passages(case.dossier) if "存在的问题" in one.subject]
    return normalise("".join([*chapters, *(problem.text for problem in case.dossier.problems), case.dossier.remarks]))


@rule("X04", zh="失分指标应写入问题清单或存在的问题", en="lost points appear among the problems", severity="warning")
def x04(case: Case) -> Iterator[Finding | NotChecked]:
    """Look for the full name of every row that lost points in the problem list and the chapter on problems."""
    if not case.dossier.problems and not case.dossier.narrative:
        yield NO_LIST
        return
    text = _problem_text(case)
    for row in _lost(case):
        if normalise(row.name) not in text:
            yield Finding(
                subject=row.subject,
                location=row.location,
                values=(("分值", plain(row.points or Decimal(0))), ("得分", plain(row.score or Decimal(0)))),
                message=Text(
                    f"“{row.name}”失 {plain(row.lost)} 分，问题清单和存在的问题里都没有提到",
                    f"{row.name} lost {plain(row.lost)} points and is named among no problems",
                ),
                remedy=Text("在问题清单中写明问题和原因", "write the problem and its cause into the problem list"),
            )


@rule("X05", zh="问题清单写无而该类指标失分", en="a class says none while its rows lost points", severity="error")
def x05(case: Case) -> Iterator[Finding | NotChecked]:
    """For each class whose rows are all 无, add up what its indicators lost."""
    if not case.dossier.problems:
        yield NO_LIST
        return
    by_class: dict[str, list[Problem]] = {}
    for problem in case.dossier.problems:
        by_class.setdefault(problem.category, []).append(problem)
    for category, problems in by_class.items():
        rows = [row for row in _lost(case) if problem_class_of(row.names) == category]
        if rows and all(normalise(problem.text) in NOTHING for problem in problems):
            lost = plain(total_of(row.lost for row in rows))
            names = "、".join(row.name for row in rows)
            yield Finding(
                subject=f"problems/{category}",
                values=(("问题清单", "无"), ("失分", lost), ("失分指标", names)),
                message=Text(
                    f"“{category}”写“无”，但失 {lost} 分：{names}",
                    f"{category} says none, yet {lost} points were lost: {names}",
                ),
                remedy=Text("按失分指标逐条写明问题", "write a problem for each of them"),
            )


@rule("X06", zh="得零分的指标被写成已完成", en="rows scored 0 are said to be reached", severity="error")
def x06(case: Case) -> Iterator[Finding | NotChecked]:
    """Look for clauses *indicator, value* about rows that scored nothing."""
    texts = passages(case.dossier)
    if not texts:
        yield NotChecked(reason=Text("档案里没有文字说明", "the dossier has no running text"))
        return
    for row in case.scored:
        if row.score != 0 or not row.points:
            continue
        claims = [claim for claim in claims_of(row.name, texts) if claim.quantity.value]
        if claims:
            places = "、".join(dict.fromkeys(claim.passage.subject for claim in claims))
            yield Finding(
                subject=row.subject,
                location=row.location,
                values=(("得分", "0"), ("文中", claims[0].clause)),
                message=Text(
                    f"“{row.name}”得 0 分，文中却写“{claims[0].clause}”（{places}）",
                    f"{row.name} scored 0, yet the text says {claims[0].clause!r} ({places})",
                ),
                remedy=Text(
                    "核实是否完成，改正得分或文字", "find out whether it was reached; correct the score or the text"
                ),
            )


@rule("X07", zh="有问题应有建议", en="problems have recommendations", severity="warning")
def x07(case: Case) -> Iterator[Finding | NotChecked]:
    """Ask for text in the chapter on recommendations where the problem list has entries."""
    if not case.dossier.narrative:
        yield NO_REPORT
        return
    problems = [one for one in case.dossier.problems if normalise(one.text) not in NOTHING]
    advice = [
        one for one in narrative_passages(case.dossier) if "建议" in one.subject and normalise(one.text) not in NOTHING
    ]
    if problems and not advice:
        yield Finding(
            subject="narrative/有关建议",
            values=(("问题", str(len(problems))), ("建议", "0")),
            message=Text(f"列了 {len(problems)} 个问题，没有建议", f"{len(problems)} problems and no recommendation"),
            remedy=Text("针对每个问题写出建议", "give a recommendation for each problem"),
        )


@rule("X08", zh="项目名称在各文件中一致", en="the project is named alike everywhere", severity="warning")
def x08(case: Case) -> Iterator[Finding | NotChecked]:
    """Look for the project's name with its last word doubled, and for other units in the problem list."""
    texts = narrative_passages(case.dossier)
    if not texts and not case.dossier.problems:
        yield NO_REPORT
        return
    project = case.dossier.project
    doubled = project.name + project.name[-2:]
    places = [one.subject for one in texts if len(project.name) > 2 and normalise(doubled) in normalise(one.text)]  # noqa: PLR2004 - a word is two characters
    if places:
        yield Finding(
            subject="project/name",
            values=(("表中", project.name), ("报告", doubled)),
            message=Text(
                f"报告把项目名称写成“{doubled}”（{len(places)} 处）",
                f"the report writes {doubled!r} ({len(places)} places)",
            ),
            remedy=Text("统一项目名称", "write the name alike"),
        )
    units = {one.unit for one in case.dossier.problems if one.unit and normalise(one.unit) != normalise(project.unit)}
    for unit in sorted(units if project.unit else ()):
        yield Finding(
            subject="problems/unit",
            values=(("项目实施单位", project.unit), ("责任单位", unit)),
            message=Text(f"问题清单的责任单位“{unit}”不是项目实施单位", f"the problem list names another unit: {unit}"),
            remedy=Text("核对责任单位", "check the responsible unit"),
        )


@rule("X12", zh="问题清单的责任单位和描述齐全", en="problems name a unit and a description", severity="info")
def x12(case: Case) -> Iterator[Finding | NotChecked]:
    """Look for problems without a unit, and for numbered rows without a description."""
    if not case.dossier.problems:
        yield NO_LIST
        return
    for problem in case.dossier.problems:
        missing = (
            "描述" if not problem.text.strip() else "责任单位" if _is_problem(problem) and not problem.unit else ""
        )
        if missing:
            yield Finding(
                subject=f"problems/{problem.category}/{problem.number}",
                values=(("责任单位", problem.unit or "空"), ("描述", problem.text or "空")),
                message=Text(
                    f"{problem.category}第 {problem.number} 条缺{missing}",
                    f"problem {problem.number} of {problem.category} lacks its {'description' if missing == '描述' else 'unit'}",
                ),
                remedy=Text("补齐，或删去空行", "fill it in, or drop the empty row"),
            )


def _is_problem(problem: Problem) -> bool:
    return normalise(problem.text) not in NOTHING


@rule("X14", zh="实际完成情况照抄预期目标", en="the result is a copy of the goal", severity="warning")
def x14(case: Case) -> Iterator[Finding | NotChecked]:
    """Compare the two texts in normal form; at 95 % of similarity one is a copy of the other."""
    goals = case.dossier.goals
    expected, actual = (normalise(text).rstrip(".。;,") for text in ("".join(goals.expected), goals.actual))
    if not expected or not actual:
        yield NotChecked(reason=Text("没有填写目标或完成情况", "the goal or the result is blank"))
        return
    if _is_copy(expected, actual):
        yield Finding(
            subject="goals",
            values=(("预期目标", goals.expected[0][:40]), ("实际完成情况", goals.actual[:40])),
            message=Text("实际完成情况与预期目标文字相同", "the result repeats the words of the goal"),
            remedy=Text("写明实际完成了什么、完成多少", "say what was achieved, and how much"),
        )


def _is_copy(first: str, second: str) -> bool:
    """Whether two texts are alike to 95 %; the cheap upper bounds of the ratio are asked first."""
    matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
    bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(bound() >= _COPY for bound in bounds)


RULES: tuple[Rule, ...] = (x01, x02, x03, x04, x05, x06, x07, x08, x12, x14)
