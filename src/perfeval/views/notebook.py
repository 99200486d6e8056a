"""Values as HTML for notebooks, built with the standard library and escaped."""

from __future__ import annotations

from fractions import Fraction
from html import escape
from typing import TYPE_CHECKING

from perfeval.model.dossier import Absence
from perfeval.model.numbers import percentage, plain, ratio_of
from perfeval.scoring.step_texts import percent_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from perfeval.model.dossier import Dossier
    from perfeval.model.evaluation import Evaluation, Node
    from perfeval.model.hierarchy import Indicator
    from perfeval.model.indicator_set import IndicatorSet


def evaluation_html(evaluation: Evaluation) -> str:
    """Return an evaluation as an HTML table: the tree with points and scores, the total and the grade."""
    rows = [
        (
            _indented(node.name, node.level),
            "" if node.points is None else plain(node.points),
            "" if node.score is None or _is_not_applicable(node) else plain(node.score),
            _lost_text(node),
            _bar(node),
        )
        for node in evaluation.nodes
    ]
    total = (
        "<b>总分</b>",
        plain(evaluation.full_marks),
        f"<b>{plain(evaluation.total)}</b>",
        escape(evaluation.grade.name),
        "",
    )
    caption = f"{evaluation.dossier.project.name}（{evaluation.dossier.year}）"
    notes = "".join(f"<p>{escape(one.note.zh)}</p>" for one in evaluation.out_of_force)
    return notes + _table(caption, ("指标", "分值", "得分", "失分", "得分率"), [*rows, total])


def _bar(node: Node) -> str:
    """Return the share of the points that was scored, as a bar of plain HTML."""
    if not node.points or node.score is None:
        return ""
    ratio = ratio_of(node.score, node.points)
    share = percentage(*ratio, places=0)
    return (
        f'<div title="{percent_text(Fraction(*ratio))}" style="width:8em;background:#d9e2ec">'
        f'<div style="width:{share};height:0.7em;background:#1f5c99"></div></div>'
    )


def _is_not_applicable(node: Node) -> bool:
    return node.row is not None and node.row.absence is Absence.NOT_APPLICABLE


def _lost_text(node: Node) -> str:
    if _is_not_applicable(node):
        return "不涉及"
    return plain(node.lost) if node.is_leaf and node.lost else ""


def dossier_html(dossier: Dossier) -> str:
    """Return a dossier as an HTML table of its rows."""
    rows = [
        (
            escape(row.address),
            escape(row.target_text),
            escape(row.actual_text),
            "" if row.score is None else plain(row.score),
        )
        for row in dossier.rows
    ]
    return _table(f"{dossier.project.name}（{dossier.year}）", ("指标", "指标值", "实际完成值", "评定得分"), rows)


def indicator_set_html(indicators: IndicatorSet) -> str:
    """Return an indicator set as an HTML table of its tree."""
    rows = [
        (
            _indented(indicator.name, level),
            escape(indicator.code),
            "" if indicator.points is None else plain(indicator.points),
            escape(getattr(indicator.scorer, "kind", "") or ("…" if indicator.open else "")),
        )
        for level, indicator in _levels(indicators.indicators, 1)
    ]
    return _table(f"{indicators.title}（{indicators.id}）", ("指标", "代码", "分值", "计分方法"), rows)


def _levels(indicators: tuple[Indicator, ...], level: int) -> Iterable[tuple[int, Indicator]]:
    for indicator in indicators:
        yield level, indicator
        yield from _levels(indicator.children, level + 1)


def _indented(name: str, level: int) -> str:
    return "&emsp;" * (level - 1) + escape(name)


def _table(caption: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table; the cells of *rows* are HTML already, the caption and the head are text."""
    head_cells = "".join(f'<th scope="col" style="text-align:left">{escape(cell)}</th>' for cell in head)
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:left">{cell}</td>' for cell in cells) + "</tr>" for cells in rows
    )
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head_cells}</tr></thead><tbody>{body}</tbody></table>"
    )
