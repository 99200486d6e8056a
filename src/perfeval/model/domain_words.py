"""The classes of the problem list (问题分类), and which of them an indicator belongs to."""

from __future__ import annotations

from typing import Literal

EvaluationKind = Literal["self", "department", "fiscal"]
"""单位自评, 部门评价, 财政评价 (财预〔2020〕10号第四条)."""

OTHER = "其他问题"

CLASSES: tuple[str, ...] = (
    "项目立项存在的问题",
    "资金管理存在的问题",
    "业务管理存在的问题",
    "项目产出存在的问题",
    "项目效益存在的问题",
    OTHER,
)
"""As the Wuhua form of 2023 prints them (附件3)."""

# The nearest group of these names decides; they are the frames' own (财预〔2020〕10号附件1、2, 财预〔2013〕53号).
_BY_GROUP: dict[str, int] = {
    "决策": 0,
    "项目决策": 0,
    "投入": 0,
    "项目立项": 0,
    "绩效目标": 0,
    "资金投入": 1,
    "资金落实": 1,
    "资金管理": 1,
    "财务管理": 1,
    "预算执行": 1,
    "预算执行率": 1,
    "过程": 2,
    "项目管理": 2,
    "组织实施": 2,
    "业务管理": 2,
    "产出": 3,
    "产出指标": 3,
    "项目产出": 3,
    "产出数量": 3,
    "产出质量": 3,
    "产出时效": 3,
    "产出成本": 3,
    "成本": 3,
    "成本指标": 3,
    "效益": 4,
    "效益指标": 4,
    "效果": 4,
    "项目效益": 4,
    "经济效益": 4,
    "社会效益": 4,
    "生态效益": 4,
    "环境效益": 4,
    "可持续影响": 4,
    "满意度": 4,
    "满意度指标": 4,
}


def class_of_path(path: str) -> str:
    """Return the class of the indicator at a path of names: by the nearest group whose name the frames know."""
    for name in reversed(path.split("/")):
        if name in _BY_GROUP:
            return CLASSES[_BY_GROUP[name]]
    return OTHER
