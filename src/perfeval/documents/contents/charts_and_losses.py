"""What the report fills from the evaluation: sentences, tables and figures whose numbers cannot differ from the scoresheet's."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from perfeval.documents.blocks import Bar, Block, Figure, Grid, Paragraph
from perfeval.documents.captions import ordinal, wording
from perfeval.documents.composing import SheetBuilder, head_cell, label_cell, number_cell, text_cell
from perfeval.documents.contents.common_cells import (
    execution_columns,
    grade_cell,
    leaves_of,
    money,
    points_cell,
    score_cell,
    total_cell,
    total_points_cell,
)
from perfeval.model.funds import COLUMN_NAMES, COLUMNS
from perfeval.model.numbers import plain
from perfeval.scoring.explanation import explain
from perfeval.scoring.formula_scorers import bounds_of_money
from perfeval.scoring.step_texts import percent_text

if TYPE_CHECKING:
    from perfeval.errors.language import Language
    from perfeval.model.evaluation import Evaluation, Node


def funds_sentence(evaluation: Evaluation, language: Language) -> tuple[Block, ...]:
    """Return the money and its rate in one paragraph; nothing if the dossier has no money."""
    funds = evaluation.dossier.funds
    amounts = {column: funds.amount(column) for column in COLUMNS}
    if all(amount is None for amount in amounts.values()):
        return ()
    comma, stop, colon = ("，", "。", " ") if language == "zh" else (", ", ".", " ")
    parts = [
        f"{COLUMN_NAMES[column].speak(language)}{colon}{money(amount)} {funds.unit}"
        for column, amount in amounts.items()
        if amount is not None
    ]
    over, under = execution_columns(evaluation)
    above, below = amounts[over], amounts[under]
    if above is not None and below:
        rate = percent_text(Fraction(above) / Fraction(below), apart_from=bounds_of_money(evaluation.leaves))
        names = f"{COLUMN_NAMES[over].speak(language)} ÷ {COLUMN_NAMES[under].speak(language)}"
        brackets = f"（{names}）" if language == "zh" else f" ({names})"
        parts.append(f"{wording(language)('rate')}{brackets} {rate}")
    return (Paragraph(text=comma.join(parts) + stop),)


def goal_paragraphs(evaluation: Evaluation, language: Language) -> tuple[Block, ...]:
    """Return the expected goals, one a paragraph."""
    goals = evaluation.dossier.goals.expected
    if not goals:
        return ()
    colon = "：" if language == "zh" else ":"
    return (
        Paragraph(text=wording(language)("goals") + colon),
        *(Paragraph(text=goal) for goal in goals),
    )


def conclusion(evaluation: Evaluation, language: Language) -> Paragraph:
    """Return the total and the grade in one sentence."""
    name, total, full = evaluation.dossier.project.name, plain(evaluation.total), plain(evaluation.full_marks)
    grade = evaluation.grade.name
    if language == "zh":
        return Paragraph(text=f"{name}评价满分 {full} 分，得分 {total} 分，评价等次为“{grade}”。")
    return Paragraph(text=f"{name} scores {total} of {full} points; its grade is {grade}.")


def level_table(evaluation: Evaluation, language: Language) -> Grid:
    """Return points, score and lost points of every level-1 and level-2 indicator."""
    word = wording(language)
    sheet = SheetBuilder((10, 16, 6, 6, 6))
    sheet.row(
        head_cell(word("level", ordinal=ordinal(1, language))),
        head_cell(word("level", ordinal=ordinal(2, language))),
        head_cell(word("points")),
        head_cell(word("score")),
        head_cell(word("lost")),
    )
    sheet.end_of_head()
    for top in evaluation.tree:
        below = () if top.is_leaf else top.children
        for index, node in enumerate(below or (top,)):
            cells = [] if index else [label_cell(top.name, rows=max(1, len(below)))]
            name = label_cell(node.name if below else "", align="left")
            sheet.row(*cells, name, points_cell(node), score_cell(node), text_cell(_lost(node), align="center"))
    sheet.row(
        label_cell(word("total"), 2),
        total_points_cell(evaluation),
        total_cell(evaluation),
        text_cell(plain(evaluation.lost), align="center"),
    )
    sheet.row(label_cell(word("grade"), 2), grade_cell(evaluation, 3))
    return sheet.grid(caption=word("score"))


def _lost(node: Node) -> str:
    return plain(node.lost) if node.lost else ""


def level_figure(evaluation: Evaluation, language: Language) -> Figure:
    """Return the score of every level-1 indicator against its points."""
    caption = "一级指标得分" if language == "zh" else "Scores of the level-1 indicators"
    return Figure(caption=caption, bars=_bars(evaluation.tree, lost=False), unit=_unit(language))


def lost_figure(evaluation: Evaluation, language: Language) -> Figure:
    """Return the lost points of every level-2 indicator that lost some, against its points."""
    nodes = [node for top in evaluation.tree for node in ((top,) if top.is_leaf else top.children) if node.lost]
    caption = "失分指标" if language == "zh" else "Points lost"
    return Figure(caption=caption, bars=_bars(tuple(nodes), lost=True), unit=_unit(language))


def score_charts(evaluation: Evaluation, language: Language) -> tuple[Figure, ...]:
    """Return the scores by level-1 and by level-2 indicator, as charts that stand beside a scoresheet."""
    below = tuple(node for top in evaluation.tree for node in ((top,) if top.is_leaf else top.children) if node.points)
    caption = "二级指标得分" if language == "zh" else "Scores of the level-2 indicators"
    second = Figure(caption=caption, bars=_bars(below, lost=False), unit=_unit(language))
    return (level_figure(evaluation, language), second)


def _bars(nodes: tuple[Node, ...], *, lost: bool) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            label=node.name,
            value=node.lost if lost else node.score or Decimal(0),
            full=node.points or Decimal(0),
            value_of=() if lost else _keys("score", node),
            full_of=_keys("points", node),
        )
        for node in nodes
    )


def _keys(kind: str, node: Node) -> tuple[str, ...]:
    """Return the keys of the cells of a node's rows that have points."""
    return tuple(f"{kind}:{leaf.code}" for leaf in leaves_of(node) if leaf.points)


def _unit(language: Language) -> str:
    return "分" if language == "zh" else "points"


def lost_table(evaluation: Evaluation, language: Language) -> Grid:
    """Return every indicator that lost points: how many, how it was scored, and the reason the dossier gives."""
    word = wording(language)
    sheet = SheetBuilder((18, 6, 6, 6, 26))
    sheet.row(
        head_cell(word("indicators")),
        head_cell(word("points")),
        head_cell(word("score")),
        head_cell(word("lost")),
        head_cell(word("why")),
    )
    sheet.end_of_head()
    why = {one.code: one.why(language) for one in explain(evaluation)}
    for node in evaluation.leaf_nodes:
        if node.lost:
            sheet.row(
                label_cell(node.name, align="left"),
                points_cell(node),
                score_cell(node),
                text_cell(plain(node.lost), align="center"),
                text_cell(why[node.code]),
            )
    sheet.row(
        label_cell(word("total")),
        total_points_cell(evaluation),
        total_cell(evaluation),
        number_cell(evaluation.lost),
        text_cell(""),
    )
    return sheet.grid(caption=word("lost"))


def indicator_sentences(evaluation: Evaluation, language: Language) -> tuple[Block, ...]:
    """Return one sentence for each level-1 indicator: its points, its score, and where points were lost."""
    return tuple(block for top in evaluation.tree for block in _level_blocks(top, language))


def _level_blocks(top: Node, language: Language) -> tuple[Block, ...]:
    lost = [leaf for leaf in top.walk() if leaf.is_leaf and leaf.lost]
    points, score = plain(top.points or Decimal(0)), plain(top.score or Decimal(0))
    if language == "zh":
        text = f"{top.name}：{points} 分，得 {score} 分。"
        if lost:
            text += "失分指标：" + "、".join(f"{leaf.name}（-{plain(leaf.lost)}）" for leaf in lost) + "。"
    else:
        text = f"{top.name}: {score} of {points} points."
        if lost:
            text += " Points lost: " + ", ".join(f"{leaf.name} (-{plain(leaf.lost)})" for leaf in lost) + "."
    return (Paragraph(text=text),)
