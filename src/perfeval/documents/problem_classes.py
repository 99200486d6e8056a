"""The classes of the problem list (问题清单), and which of them an indicator that lost points belongs to."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.language import Text
from perfeval.model.dossier import Problem
from perfeval.model.numbers import plain

if TYPE_CHECKING:
    from perfeval.language import Language
    from perfeval.model.evaluation import Evaluation, Node

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

# The nearest group of these names decides; they are the frame's own (财预〔2020〕10号附件2, 财预〔2013〕53号).
_BY_GROUP: dict[str, int] = {
    "决策": 0,
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
    "组织实施": 2,
    "业务管理": 2,
    "产出": 3,
    "产出指标": 3,
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


@frozen(kw_only=True)
class DraftedProblem:
    """A problem that the evaluation itself shows, until a person accepts it.

    Args:
        key: A stable name: the indicator's code and what it lost; a row of the dossier accepts it by this key.
        category: Its class.
        code: The indicator's code.
        text: What is wrong, in both languages.

    """

    key: str
    category: str
    code: str
    text: Text


def class_of(node: Node) -> str:
    """Return the class of an indicator: by the nearest group whose name the frame knows."""
    for name in reversed(node.path.split("/")):
        if name in _BY_GROUP:
            return CLASSES[_BY_GROUP[name]]
    return OTHER


def drafted_problems(evaluation: Evaluation) -> tuple[DraftedProblem, ...]:
    """Return a drafted problem for every indicator that lost points, in the order of the form."""
    return tuple(_draft(node) for node in evaluation.leaf_nodes if node.lost > 0)


def _draft(node: Node) -> DraftedProblem:
    points, score, lost = (plain(value) for value in (node.points or Decimal(0), node.score or Decimal(0), node.lost))
    reason = node.row.reason if node.row is not None else ""
    zh = f"“{node.name}”{points} 分得 {score} 分，失 {lost} 分"
    en = f"{node.name}: {score} of {points} points, {lost} lost"
    return DraftedProblem(
        key=f"{node.code}:-{lost}",
        category=class_of(node),
        code=node.code,
        text=Text(f"{zh}：{reason}" if reason else zh, f"{en}: {reason}" if reason else en),
    )


def problem_rows(evaluation: Evaluation, language: Language) -> dict[str, list[tuple[Problem, bool]]]:
    """Return the rows of each class: what the evaluators wrote, then the drafts that nobody has accepted yet.

    Each row comes with whether it is a draft. 无 beside a draft is kept as written: the two stand against each other.
    """
    rows: dict[str, list[tuple[Problem, bool]]] = {category: [] for category in CLASSES}
    for problem in evaluation.dossier.problems:
        rows.setdefault(problem.category, []).append((problem, False))
    accepted = {problem.accepted for problem in evaluation.dossier.problems if problem.accepted}
    for draft in drafted_problems(evaluation):
        if draft.key not in accepted:
            written = rows[draft.category]
            number = max((problem.number for problem, _ in written), default=0) + 1
            unit = evaluation.dossier.project.unit
            text = draft.text.speak(language)
            written.append((Problem(category=draft.category, number=number, unit=unit, text=text), True))
    return rows
