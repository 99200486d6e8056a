"""The words of the domain that several floors ask for: kinds of evaluation, classes of indicators, the row of spending.

The names are the frames' own (财预〔2020〕10号附件1、2, 财预〔2013〕53号, 财预〔2021〕101号), in normal form and without the 指标
or the points that a form prints behind them.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import Literal

from perfeval.model.normal_form import normalise

EvaluationKind = Literal["self", "department", "fiscal"]
"""单位自评, 部门评价, 财政评价 (财预〔2020〕10号第四条)."""

Stage = Literal["goal", "monitoring", "evaluation"]
"""目标申报, 运行监控, 绩效评价: what a dossier is filled in for."""

EXECUTION_RATE = "预算执行率"
"""The row under which spending is scored where a form scores it in its table of money (财预〔2020〕10号附件1)."""

_SPENDING = (
    EXECUTION_RATE,
    "资金执行率",
    "预算执行进度",
    "全年预算执行进度",
    "资金支出进度",
    "资金支出率",
    "支付进度",
    "支付进度率",
    "资金拨付及时性",
    "资金拨付及时率",
    "资金支付及时率",
    "预算完成率",
)


class IndicatorClass(Enum):
    """What an indicator is about, as the groups of the frames say it (指标类别)."""

    DECISION = "决策"
    MONEY = "资金"
    PROCESS = "过程"
    OUTPUT = "产出"
    QUANTITY = "数量"
    QUALITY = "质量"
    TIMELINESS = "时效"
    COST = "成本"
    BENEFIT = "效益"
    SATISFACTION = "满意度"


_NAMES: dict[IndicatorClass, tuple[str, ...]] = {
    IndicatorClass.DECISION: ("决策", "项目决策", "投入", "项目立项", "绩效目标"),
    IndicatorClass.MONEY: ("资金投入", "资金落实", "资金管理", "财务管理", "预算执行", EXECUTION_RATE),
    IndicatorClass.PROCESS: ("过程", "项目管理", "组织实施", "业务管理"),
    IndicatorClass.OUTPUT: ("产出", "项目产出"),
    IndicatorClass.QUANTITY: ("数量", "产出数量"),
    IndicatorClass.QUALITY: ("质量", "产出质量"),
    IndicatorClass.TIMELINESS: ("时效", "产出时效"),
    IndicatorClass.COST: ("成本", "产出成本", "经济成本", "社会成本", "生态环境成本"),
    IndicatorClass.BENEFIT: (
        "效益", "效果", "项目效益", "经济效益", "社会效益", "生态效益", "环境效益", "可持续影响", "经济效果", "社会效果",
    ),
    IndicatorClass.SATISFACTION: ("满意度", "服务对象满意度", "社会公众满意度", "社会公众或服务对象满意度"),
}  # fmt: skip
_CLASS_OF = {name: one for one, names in _NAMES.items() for name in names}
_MANAGED = (IndicatorClass.DECISION, IndicatorClass.PROCESS)
_PRODUCED = (
    IndicatorClass.OUTPUT,
    IndicatorClass.QUANTITY,
    IndicatorClass.QUALITY,
    IndicatorClass.TIMELINESS,
    IndicatorClass.COST,
)
MANAGEMENT = frozenset(_MANAGED)
"""What is managed, not produced: 决策 and 过程."""

RESULTS = frozenset({*_PRODUCED, IndicatorClass.BENEFIT, IndicatorClass.SATISFACTION})
"""What a project is for: 产出 and 效益, satisfaction included (财预〔2020〕10号第十四条)."""

OTHER_NAMES: dict[str, str] = {
    "环境效益": "生态效益",
    "环境效益指标": "生态效益指标",
    "效果指标": "效益指标",
    "效果": "效益",
}
"""Names of groups that regions print, and what the national frame calls the same."""

_SATISFIED = ("满意度", "满意率")
_BRACKETS = re.compile(r"\([^()]*\)")
_AND = re.compile(r"[/,+]|以?及|[和与]")
_SUFFIX = "指标"

OTHER_PROBLEMS = "其他问题"
PROBLEM_CLASSES: tuple[str, ...] = (
    "项目立项存在的问题",
    "资金管理存在的问题",
    "业务管理存在的问题",
    "项目产出存在的问题",
    "项目效益存在的问题",
    OTHER_PROBLEMS,
)
"""The classes of the problem list (问题分类), as the Wuhua form of 2023 prints them (附件3)."""

_PROBLEMS_OF: dict[IndicatorClass, str] = {
    IndicatorClass.DECISION: PROBLEM_CLASSES[0],
    IndicatorClass.MONEY: PROBLEM_CLASSES[1],
    IndicatorClass.PROCESS: PROBLEM_CLASSES[2],
    **dict.fromkeys(_PRODUCED, PROBLEM_CLASSES[3]),
    IndicatorClass.BENEFIT: PROBLEM_CLASSES[4],
    IndicatorClass.SATISFACTION: PROBLEM_CLASSES[4],
}


@lru_cache(maxsize=4096)
def class_of(name: str) -> IndicatorClass | None:
    """Return the class that a group of this name stands for, or None; no part of a name counts as the name.

    >>> class_of("产出指标（50分）"), class_of("项目产出"), class_of("周三值班次数")
    (<IndicatorClass.OUTPUT: '产出'>, <IndicatorClass.OUTPUT: '产出'>, None)

    """
    plainly = _BRACKETS.sub("", normalise(name))
    return _CLASS_OF.get(plainly, _CLASS_OF.get(plainly.removesuffix(_SUFFIX)))


def classes_of(name: str) -> frozenset[IndicatorClass]:
    """Return every class that a group's name stands for: 效益/满意度 is two.

    >>> sorted(one.value for one in classes_of("效益指标／满意度指标"))
    ['效益', '满意度']

    """
    alone = class_of(name)
    parts = (name,) if alone is not None else _AND.split(normalise(name))
    return frozenset(found for part in parts if (found := class_of(part)) is not None)


def says_satisfaction(name: str) -> bool:
    """Whether an indicator's own name says that it measures satisfaction: 群众满意度, 患者满意率."""
    return normalise(name).endswith(_SATISFIED)


def scores_spending(name: str) -> bool:
    """Whether an indicator's whole name is one of those under which forms score the spending of money."""
    return normalise(name) in _SPENDING


def problem_class_of(names: tuple[str, ...]) -> str:
    """Return the class of the problem list for an indicator by its names from level 1: the nearest that has one decides.

    >>> problem_class_of(("效益／满意度指标", "受理量/年")), problem_class_of(("成本/效益", "质量/件"))
    ('项目效益存在的问题', '其他问题')

    """
    *groups, own = names
    alone = class_of(own)
    for classes in (frozenset({alone} if alone is not None else ()), *map(classes_of, reversed(groups))):
        # A group of two classes decides where both stand in one class of problems.
        if len(problems := {_PROBLEMS_OF[one] for one in classes}) == 1:
            return problems.pop()
    return OTHER_PROBLEMS
