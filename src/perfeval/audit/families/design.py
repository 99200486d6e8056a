"""Family D: how indicators are designed (指标设置)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from perfeval.audit.drafting import about, about_row, not_checked
from perfeval.audit.families.across_dossiers import rows_of_other_projects
from perfeval.audit.passages import character_pairs, topic_of
from perfeval.audit.rule import Rule, rule
from perfeval.errors.language import Text
from perfeval.model.domain_words import OTHER_NAMES, IndicatorClass, class_of, says_satisfaction
from perfeval.model.dossier import Absence
from perfeval.model.normal_form import half_width, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.audit.case import Case, SheetRow
    from perfeval.audit.findings import Finding, NotChecked

_GUIDE = "财预〔2021〕101号"
_MONEY_NAMES = (
    "资金支付",
    "支付金额",
    "经费支出",
    "资金支出",
    "项目资金",
    "资金总额",
    "资金金额",
    "投入资金",
    "支出率",
    "资金使用金额",
)
_TIMELY = ("及时率", "及时性", "按时完成率", "完成时间", "完成及时率")
_COMPLIANCE = ("合规性", "合规率", "规范性", "审批手续")
_VAGUE = ("提升", "提高", "加强", "明显", "有效", "促进", "改善", "增强", "一定程度", "显著", "推动", "保障")
# Characters that names of indicators have whatever they are about.
_IN_EVERY_NAME = frozenset("数量率人次个时间标准完成的及其中按月平均度合格达本质效")
# A name that ends so says what is counted: 专线通信保障率.
_COUNTED = ("率", "数", "量", "额", "数量", "次数")
_PLACEHOLDER = re.compile(r"(?:X{2,}|x{2,}|\*{2,}|…{1,}|\.{3,}|指标[0-9]\s*[::]|\(cut\))")
_TOO_MANY_DIGITS = re.compile(r"[≧＞＜≦＝﹦═％０-９]")
_SHORTEST_TOPIC = 4
_REQUIRED = {
    IndicatorClass.OUTPUT: "outputs",
    IndicatorClass.BENEFIT: "benefits",
    IndicatorClass.QUANTITY: "quantity",
    IndicatorClass.QUALITY: "quality",
}


@rule("D01", zh="数量指标不是金额", en="quantity rows are no money", severity="warning", citation=_GUIDE)
def d01(case: Case) -> Iterator[Finding | NotChecked]:
    """Rows below 数量 whose name says money, or whose target is in 元; a goal that is a bare number tells nothing either."""
    for row in case.scored:
        if IndicatorClass.QUANTITY not in row.classes:
            continue
        unit = row.target.unit if row.target is not None else None
        if any(word in row.name for word in _MONEY_NAMES) or unit in ("元", "万元", "亿元"):
            yield about_row(
                row,
                Text(f"数量指标“{row.name}”是金额或支付进度", f"the quantity row {row.name} is money"),
                Text("改为产出的数量", "count what is produced"),
                ("二级指标", row.level_two),
            )
    goals = "".join(case.dossier.goals.expected)
    if goals and re.fullmatch(r"[0-9.,%元万]+", normalise(goals)):
        yield about(
            "goals/expected",
            Text(f"年度目标只写了“{goals}”", f"the annual goal is only {goals!r}"),
            Text("写明要做什么、达到什么效果", "say what is to be done and achieved"),
            ("预期目标", goals),
        )


@rule("D02", zh="三级指标与二级指标相符", en="rows fit their groups", severity="info", citation=_GUIDE)
def d02(case: Case) -> Iterator[Finding | NotChecked]:
    """及时… outside 时效, 满意度 outside 满意度."""
    for row in case.scored:
        name = normalise(row.name)
        if row.is_managed:
            continue
        timely = name.endswith(_TIMELY) and IndicatorClass.TIMELINESS not in row.classes
        satisfied = says_satisfaction(name) and IndicatorClass.SATISFACTION not in row.classes
        if timely or satisfied:
            right = "时效指标" if timely else "满意度指标"
            yield about_row(
                row,
                Text(
                    f"“{row.name}”放在“{row.level_two or row.level_one}”下，应属{right}",
                    f"{row.name} belongs to {right}",
                ),
                Text("调整到相应的二级指标", "move it"),
                ("现属", row.level_two or row.level_one),
                ("应属", right),
            )


@rule("D03", zh="产出与效益不重复设指标", en="no row stands under outputs and benefits", severity="warning")
def d03(case: Case) -> Iterator[Finding | NotChecked]:
    """Equal names below two level-1 groups."""
    tops: dict[str, set[str]] = {}
    for row in case.scored:
        tops.setdefault(normalise(row.name), set()).add(row.level_one)
    for row in case.scored:
        groups = tops.pop(normalise(row.name), set())
        if len(groups) > 1:
            listed = "、".join(sorted(groups))
            yield about_row(
                row,
                Text(f"“{row.name}”同时设在 {listed}", f"{row.name} stands under {listed}"),
                Text("保留一处", "keep one"),
                ("一级指标", listed),
            )


@rule("D04", zh="指标应可衡量", en="indicators can be measured", severity="info", citation=_GUIDE)
def d04(case: Case) -> Iterator[Finding | NotChecked]:
    """Names with 提升, 加强, 有效 and the like that name no rate or count, and neither a number nor a date is given."""
    for row in case.scored:
        numbers = [one for one in (row.target, row.actual) if one is not None and (one.is_number or one.is_date)]
        word = next((one for one in _VAGUE if one in row.name), None)
        if word is not None and not numbers and not row.is_managed and not row.name.endswith(_COUNTED):
            yield about_row(
                row,
                Text(
                    f"“{row.name}”用“{word}”表述，没有可衡量的值",
                    f"{row.name} says {word} and gives nothing to measure",
                ),
                Text("改为可量化或可分档评定的指标", "make it a number, or something that can be rated"),
                ("用词", word),
            )


@rule("D05", zh="效益比率应有来源", en="benefit percentages have a source", severity="info", citation=_GUIDE)
def d05(case: Case) -> Iterator[Finding | NotChecked]:
    """Benefit rows with a percentage, without reason or evidence; satisfaction is C21's."""
    for row in case.scored:
        percent = row.actual is not None and row.actual.is_percent
        evidence = row.row is not None and row.row.evidence
        if (
            percent
            and IndicatorClass.BENEFIT in row.classes
            and not says_satisfaction(row.name)
            and not (row.reason or evidence)
        ):
            yield about_row(
                row,
                Text(
                    f"“{row.name}”只写 {row.actual.text if row.actual else ''}，没有来源",
                    f"{row.name} gives {row.actual.text if row.actual else ''} without a source",
                ),
                Text("写明计算方法和数据来源", "say how it was computed, and from what"),
                ("实际完成值", row.actual.text if row.actual else ""),
            )


@rule("D06", zh="指标名称简洁单一", en="names are short and about one thing", severity="info", citation=_GUIDE)
def d06(case: Case) -> Iterator[Finding | NotChecked]:
    """Names with a comma, a semicolon, or a number with a sign in them."""
    for row in case.scored:
        # 、 lists the parts of one thing; commas and semicolons divide two.
        name = half_width(row.name.replace("、", ""))
        if re.search(r"[,;]|[≥≤<>=]\s*[0-9]|[0-9]+%", name):
            yield about_row(
                row,
                Text(f"指标名称“{row.name}”含有两项内容或指标值", f"the name {row.name} holds two things or a target"),
                Text("一个指标只写一项，数值写在指标值里", "one thing in a name, the number in the target"),
                ("名称", row.name),
            )


def _shares_nothing(case: Case) -> Iterator[Finding | NotChecked]:
    """Outputs whose name has not one telling character of the project's texts, in a group where others have some."""
    dossier = case.dossier
    if not dossier.goals.expected and not dossier.goals.actual:
        yield not_checked("没有填写目标或完成情况", "the goal or the result is blank")
        return
    items = (line.name for line in dossier.funds.items)
    texts = (dossier.project.name, dossier.project.summary, *dossier.goals.expected, dossier.goals.actual, *items)
    about_project = set("".join(texts))
    groups: dict[str, list[SheetRow]] = {}
    for row in case.scored:
        if class_of(row.level_one) is IndicatorClass.OUTPUT and row.points:
            groups.setdefault(row.level_two, []).append(row)
    for rows in groups.values():
        telling = {row.path: set(topic_of(row.name)) - _IN_EVERY_NAME for row in rows}
        foreign = [row for row in rows if telling[row.path] and not telling[row.path] & about_project]
        for row in foreign if len(foreign) < len(rows) else ():
            yield about_row(
                row,
                Text(
                    f"“{row.name}”与项目名称、目标没有共同的字，同组其他指标有",
                    f"{row.name} has not one character of the project's name and goals, as others of its group do",
                ),
                Text("核实是否为本项目的指标", "check whether it is a row of this project"),
                ("项目", dossier.project.name),
            )


d07 = Rule(
    code="D07",
    title=Text("指标与项目相关", "rows belong to the project"),
    severity="info",
    check=_shares_nothing,
    across=rows_of_other_projects,
    flag_only=True,
)


@rule(
    "D08",
    zh="目标都有指标对应",
    en="every goal has an indicator",
    severity="warning",
    citation="财预〔2020〕10号第十一条",
)
def d08(case: Case) -> Iterator[Finding | NotChecked]:
    """For each numbered goal: is any pair of characters that carries its topic found in some row's name or in the project's?

    The topic is what is left of the goal without numbers, fillers and verbs. Goals of fewer than four characters say too little.
    """
    goals = case.dossier.goals.expected
    if len(goals) < 2:  # noqa: PLR2004 - one goal is the whole project
        yield not_checked("没有分条列出的目标", "the goals are not listed one by one")
        return
    names = [normalise(row.name) for row in case.scored] + [
        normalise(case.dossier.project.name),
        normalise(case.dossier.project.unit),
    ]
    pairs = character_pairs(*names)
    for goal in goals:
        topic = topic_of(goal)
        if len(topic) >= _SHORTEST_TOPIC and not character_pairs(topic) & pairs:
            yield about(
                "goals/expected",
                Text(f"目标“{goal.strip()}”没有对应的指标", f"no indicator covers the goal {goal.strip()!r}"),
                Text("为它设置指标，或删去该目标", "give it an indicator, or drop it"),
                ("目标", goal.strip()),
            )


@rule("D09", zh="必设指标齐全", en="the required classes are there", severity="warning", citation=_GUIDE)
def d09(case: Case) -> Iterator[Finding | NotChecked]:
    """产出 and 效益 always, 数量 and 质量 in principle (101号)."""
    rows = [row for row in case.scored if row.points]
    if not rows:
        yield not_checked("没有指标", "there are no rows")
        return
    for one, en in _REQUIRED.items():
        if not any(one in row.classes for row in rows):
            word = one.value
            yield about(
                "indicators",
                Text(f"没有{word}指标", f"there is no indicator of {en}"),
                Text(f"补充{word}指标", f"add one of {en}"),
                ("缺", word),
            )


@rule("D10", zh="合规性不作质量指标", en="compliance is no quality", severity="warning", citation=_GUIDE)
def d10(case: Case) -> Iterator[Finding | NotChecked]:
    """Rows below 质量 whose name ends in 合规性 and the like."""
    for row in case.scored:
        name = normalise(row.name)
        if IndicatorClass.QUALITY in row.classes and (name.endswith(_COMPLIANCE) or "审批手续" in name):
            yield about_row(
                row,
                Text(
                    f"质量指标“{row.name}”是过程合规，不是产出质量", f"the quality row {row.name} is about compliance"
                ),
                Text("移到过程指标，或改为产出的质量", "move it to process, or measure the output's quality"),
                ("二级指标", row.level_two),
            )


@rule("D11", zh="按期完成的日期可比", en="dates can be compared", severity="warning")
def d11(case: Case) -> Iterator[Finding | NotChecked]:
    """A time limit and a date of completion: late is what cannot be in time; a day that is not given is not guessed."""
    dated = [row for row in case.scored if row.target is not None and row.target.date is not None]
    if not dated:
        yield not_checked("没有日期类指标", "no row has a date")
    for row in dated:
        if row.target is None or row.actual is None or row.target.date is None or row.actual.date is None:
            continue
        limit, done = row.target.date, row.actual.date
        if limit.month is None or done.month is None:
            continue
        if done.earliest(case.dossier.year) > limit.latest(case.dossier.year) and row.is_full:
            yield about_row(
                row,
                Text(
                    f"“{row.name}”应 {row.target.text} 完成，实为 {row.actual.text}，却得满分",
                    f"{row.name}: {row.actual.text} is after {row.target.text}, yet full points",
                ),
                Text("按逾期扣分", "take points off for the delay"),
                ("指标值", row.target.text),
                ("实际完成值", row.actual.text),
            )


@rule("D12", zh="数字和符号用半角", en="signs and digits are written alike", severity="info")
def d12(case: Case) -> Iterator[Finding | NotChecked]:
    """Full-width digits and rare comparison signs in targets and actuals, counted once."""
    rows = [
        row
        for row in case.scored
        if any(one is not None and _TOO_MANY_DIGITS.search(one.text) for one in (row.target, row.actual))
    ]
    if rows:
        yield about_row(
            rows[0],
            Text(f"{len(rows)} 行用了全角数字或不规范的符号", f"{len(rows)} rows use full-width digits or rare signs"),
            Text("统一为 ≥ ≤ = 和半角数字", "write ≥ ≤ = and half-width digits"),
            ("指标", "、".join(row.name for row in rows)),
        )


@rule("D13", zh="没有未填的模板文字", en="no placeholder is left", severity="warning")
def d13(case: Case) -> Iterator[Finding | NotChecked]:
    """XX, **, …… and 指标2： in names, targets and actuals."""
    for row in case.scored:
        texts = [row.name, *(one.text for one in (row.target, row.actual) if one is not None)]
        found = next((text for text in texts if _PLACEHOLDER.search(half_width(text))), None)
        if found is not None:
            yield about_row(
                row,
                Text(f"“{row.name}”留有模板文字“{found}”", f"{row.name} still holds the placeholder {found!r}"),
                Text("填写实际内容", "fill it in"),
                ("文字", found),
            )


@rule(
    "D14",
    zh="二级指标名称与框架一致",
    en="group names are the frame's",
    severity="info",
    citation="财预〔2020〕10号附件2",
)
def d14(case: Case) -> Iterator[Finding | NotChecked]:
    """Names that mean one of the frame's: 环境效益 for 生态效益, 效果指标 for 效益指标; groups that do not apply count too."""
    names: dict[str, None] = {}
    for row in case.rows:
        names.update(dict.fromkeys(row.groups))
        if row.absence is Absence.NOT_APPLICABLE:
            names[row.name] = None
    names.update(dict.fromkeys(_group_names(case)))
    for name in names:
        if name in OTHER_NAMES:
            yield about(
                f"indicators/{name}",
                Text(f"“{name}”在国家框架中叫“{OTHER_NAMES[name]}”", f"the frame calls {name} {OTHER_NAMES[name]}"),
                Text("注明对应关系即可", "it is enough to note that they are the same"),
                ("表上", name),
                ("框架", OTHER_NAMES[name]),
            )


def _group_names(case: Case) -> list[str]:
    return [] if case.evaluation is None else [node.name for node in case.evaluation.nodes if not node.is_leaf]


RULES: tuple[Rule, ...] = (d01, d02, d03, d04, d05, d06, d07, d08, d09, d10, d11, d12, d13, d14)
