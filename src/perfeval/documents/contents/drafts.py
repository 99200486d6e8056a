"""The rows of the problem list (问题清单): what the evaluators wrote, and drafts of what the evaluation shows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.errors.language import Text
from perfeval.model.domain_words import OTHER_PROBLEMS, PROBLEM_CLASSES, problem_class_of
from perfeval.model.dossier import Problem
from perfeval.model.numbers import plain

if TYPE_CHECKING:
    from perfeval.errors.language import Language
    from perfeval.model.evaluation import Evaluation, Node


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
        category=problem_class_of(node.names),
        code=node.code,
        text=Text(f"{zh}：{reason}" if reason else zh, f"{en}: {reason}" if reason else en),
    )


def problem_rows(evaluation: Evaluation, language: Language) -> dict[str, list[tuple[Problem, bool]]]:
    """Return the rows of each class: what the evaluators wrote, then the drafts that nobody has accepted yet.

    Each row comes with whether it is a draft. 无 beside a draft is kept as written: the two stand against each other.
    """
    rows: dict[str, list[tuple[Problem, bool]]] = {category: [] for category in PROBLEM_CLASSES}
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
    for acceptance in evaluation.dossier.accepted:
        text = f"{acceptance.finding}：{acceptance.reason}"
        written = rows[OTHER_PROBLEMS]
        written.append((Problem(category=OTHER_PROBLEMS, number=len(written) + 1, text=text), False))
    return rows
