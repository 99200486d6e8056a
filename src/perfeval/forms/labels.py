"""The words by which the parts of a form are found, with their synonyms, in normal form.

Collected from the national sheets (财预〔2020〕10号附件1) and from published forms of Anhui, Hebei, Ningxia and Yunnan.
"""

from __future__ import annotations

import re

from perfeval.model.funds import MONEY_COLUMNS, Column
from perfeval.model.spelling import normalise

PROJECT_FIELDS: dict[str, str] = {
    "项目名称": "name",
    "单位名称": "name",
    "专项名称": "name",
    "主管部门": "department",
    "主管部门及代码": "department",
    "预算部门": "department",
    "实施单位": "unit",
    "项目实施单位": "unit",
    "项目单位": "unit",
    "项目负责人": "leader",
    "联系电话": "phone",
    "项目类型": "type",
}

FUND_COLUMNS: dict[str, Column] = {
    normalise(head): key for key, column in MONEY_COLUMNS.items() for head in column.heads
}
RATE_HEADS = frozenset({"执行率", "执行率(b/a)", "预算执行率", "执行率(%)"})
POINTS_HEADS = frozenset({"分值", "权重", "分值(权重)", "标准分", "满分"})
SCORE_HEADS = frozenset({"得分", "自评得分", "评价得分", "实际得分"})

LEVEL_HEADS: dict[str, int] = {"一级指标": 1, "二级指标": 2, "三级指标": 3, "四级指标": 4}
INDICATOR_HEADS: dict[str, str] = {
    "年度指标值": "target",
    "指标值": "target",
    "年度指标值(a)": "target",
    "预期指标值": "target",
    "目标值": "target",
    "年初指标值": "target",
    "指标性质": "nature",
    "度量单位": "unit",
    "计量单位": "unit",
    "实际完成值": "actual",
    "实际完成值(b)": "actual",
    "全年实际值": "actual",
    "实际完成情况": "actual",
    "完成值": "actual",
    "偏差原因分析及改进措施": "reason",
    "偏差原因分析与改进措施": "reason",
    "未完成原因分析": "reason",
    "未完成原因及改进措施": "reason",
    "偏差原因": "reason",
    "备注": "reason",
}

FUNDS_LABEL = re.compile(r"项目资金|资金情况|预算执行情况")
UNIT_IN_BRACKETS = re.compile(r"\(单位?[::]?(亿元|万元|元)\)|\((亿元|万元|元)\)")
EXPECTED_HEADS = frozenset({"预期目标", "年初设定目标", "年度预期目标", "预期总体目标"})
ACHIEVED_HEADS = frozenset(
    {"实际完成情况", "目标实际完成情况", "全年实际完成情况", "完成情况综述", "年度总体目标完成情况综述"}
)
TOTAL_LABELS = frozenset({"总分", "合计", "总计", "总得分"})
FUND_TOTALS = frozenset({"年度资金总额", "合计", "资金总额", "总额", "年度资金总额:"})
GRADE_LABELS = frozenset({"评价等次", "评价等级", "自评等级", "等级", "自评等次"})
REMARK_LABELS = frozenset({"问题和建议", "存在问题", "存在的问题", "自评结论", "评价结论"})
PEOPLE_HEADS: dict[str, str] = {
    "姓名": "name",
    "职务/职称": "title",
    "职务": "title",
    "职称": "title",
    "单位": "unit",
    "签字": "",
}
PROBLEM_HEADS: dict[str, str] = {"问题分类": "category", "序号": "number", "项目责任单位": "unit", "问题描述": "text"}

SECTION_POINTS = re.compile(r"\(([0-9]+(?:\.[0-9]+)?)分\)$")
OF_WHICH = re.compile(r"^其\s*中\s*[:：]?\s*")
GRADE_WORDS = ("优", "良", "中", "差")
TICKS = "√☑■✔✓"


def key(text: str) -> str:
    """Return the normal form of a label, without a colon at its end."""
    return normalise(text).rstrip(":")
