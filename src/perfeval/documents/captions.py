"""The words that the built-in layouts print, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.errors.language import Language, Text

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS: dict[str, Text] = {
    "scoresheet": Text("项目支出绩效评价表", "Performance evaluation scoresheet"),
    "self-scoresheet": Text("项目支出绩效自评表", "Performance self-evaluation scoresheet"),
    "report": Text("项目支出绩效评价报告", "Performance evaluation report"),
    "problem-list": Text("项目绩效评价问题清单", "Problem list of the performance evaluation"),
    "year": Text("（{year}年度）", "({year})"),
    "project": Text("项目名称", "Project"),
    "department": Text("主管部门", "Department in charge"),
    "unit": Text("项目实施单位", "Implementing unit"),
    "leader": Text("项目负责人", "Project leader"),
    "phone": Text("联系电话", "Telephone"),
    "type": Text("项目类型", "Project type"),
    "funds": Text("项目资金（{unit}）", "Funds ({unit})"),
    "funds-total": Text("年度资金总额", "Total funds of the year"),
    "of-which": Text("其中：", "of which: "),
    "rate": Text("执行率", "Execution rate"),
    "points": Text("分值", "Points"),
    "score": Text("得分", "Score"),
    "goals": Text("年度总体目标", "Annual goals"),
    "expected": Text("预期目标", "Expected"),
    "achieved": Text("实际完成情况", "Achieved"),
    "indicators": Text("绩效指标", "Indicators"),
    "level": Text("{ordinal}级指标", "Level-{ordinal} indicator"),
    "target": Text("年度指标值", "Target"),
    "actual": Text("实际完成值", "Actual"),
    "reason": Text("偏差原因分析及改进措施", "Reason of the deviation and remedy"),
    "total": Text("总分", "Total"),
    "grade": Text("评价等次", "Grade"),
    "remarks": Text("问题和建议", "Problems and advice"),
    "class": Text("问题分类", "Class"),
    "number": Text("序号", "No."),
    "responsible": Text("项目责任单位", "Responsible unit"),
    "problem": Text("问题描述", "Problem"),
    "note": Text("备注", "Note"),
    "draft": Text("（草拟，待确认）", "(draft, to be confirmed)"),
    "none": Text("无", "none"),
    "item": Text("项目", "Item"),
    "lost": Text("失分", "Lost"),
    "why": Text("失分原因", "Why"),
    "explanation": Text("计分说明", "How it was scored"),
}

ORDINALS = "一二三四五六七八九十"


def wording(language: Language) -> Callable[..., str]:
    """Return a function that gives the word of a key in *language*, with its placeholders filled."""

    def word(key: str, **values: object) -> str:
        return WORDS[key].speak(language).format(**values)

    return word


def ordinal(number: int, language: Language) -> str:
    """Return 一, 二, 三 or 1, 2, 3 and so on."""
    return ORDINALS[number - 1] if language == "zh" and number <= len(ORDINALS) else str(number)
