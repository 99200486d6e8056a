"""The scoresheet (评价表) after 财预〔2020〕10号附件1: project, funds, goals, indicators, total, grade, signatures."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.documents.blocks import Block, Cell, Document, Grid, Paragraph, SignatureLine, Title
from perfeval.documents.captions import WORDS, ordinal, wording
from perfeval.documents.composing import SheetBuilder, head_cell, label_cell, number_cell, text_cell
from perfeval.documents.contents.charts_and_losses import score_charts
from perfeval.documents.contents.common_cells import (
    TreeRow,
    depth_of,
    does_not_apply,
    execution_columns,
    expected_goals,
    fund_columns,
    grade_cell,
    is_fund_leaf,
    money_cell,
    points_cell,
    rate_cell,
    score_cell,
    total_cell,
    total_points_cell,
    tree_rows,
)
from perfeval.errors.language import Text
from perfeval.model.funds import COLUMN_NAMES
from perfeval.model.numbers import plain
from perfeval.scoring.formula_scorers import bounds_of_money

if TYPE_CHECKING:
    from collections.abc import Callable

    from perfeval.errors.language import Language
    from perfeval.model.evaluation import Evaluation, Node

# Fine columns after those of the groups: the indicator's name, target, actual, points, score, reason; the wide ones are
# cut in two so that the funds table finds its columns in the same frame.
_NAME, _ACTUAL, _POINTS, _SCORE, _REASON = (7, 7), (5, 5), (5,), (5,), (6, 6)
_GROUP = 7


@frozen(kw_only=True)
class TargetColumn:
    """One column in which the form prints a part of the target.

    Args:
        title: Its head, in both languages.
        text: What it prints of a row.
        widths: The relative widths of its fine columns.

    """

    title: Text
    text: Callable[[Node], str]
    widths: tuple[int, ...]


WHOLE_TARGET = (TargetColumn(title=WORDS["target"], text=attrgetter("target_text"), widths=(5, 5)),)
"""年度指标值 in one column, as 财预〔2020〕10号附件1 has it."""


def build_scoresheet(
    evaluation: Evaluation, language: Language, *, target_columns: tuple[TargetColumn, ...] = WHOLE_TARGET
) -> Document:
    """Return the scoresheet of an evaluation; a region may print the target in columns of its own."""
    word = wording(language)
    kind = "self-scoresheet" if evaluation.dossier.kind == "self" else "scoresheet"
    title = word(kind)
    blocks: list[Block] = [
        Title(text=title),
        Paragraph(text=word("year", year=evaluation.dossier.year), style="plain", align="center"),
        _Scoresheet(evaluation, language, target_columns).grid(title),
        *(SignatureLine(label=one.label, name=one.name, dated=one.date) for one in evaluation.dossier.signatures),
    ]
    return Document(
        name="scoresheet",
        title=f"{evaluation.dossier.project.name} {title}",
        blocks=tuple(blocks),
        language=language,
        style="sheet",
        data=evaluation.to_dict(),
        charts=score_charts(evaluation, language),
    )


class _Scoresheet:
    """Draws the blocks of the form one below the other, in one frame."""

    def __init__(self, evaluation: Evaluation, language: Language, target_columns: tuple[TargetColumn, ...]) -> None:
        self._evaluation = evaluation
        self._dossier = evaluation.dossier
        self._language = language
        self._word = wording(language)
        self._fund_leaves = tuple(node for node in evaluation.tree if is_fund_leaf(node))
        self._tops = tuple(node for node in evaluation.tree if node not in self._fund_leaves)
        self._groups = max(1, depth_of(self._tops) - 1)
        self._targets = target_columns
        targets = tuple(width for column in target_columns for width in column.widths)
        widths = (_GROUP,) * self._groups + _NAME + targets + _ACTUAL + _POINTS + _SCORE + _REASON
        self._sheet = SheetBuilder(widths)

    def grid(self, caption: str) -> Grid:
        self._project()
        self._funds()
        self._goals()
        self._indicators()
        self._result()
        return self._sheet.grid(caption=caption)

    def _project(self) -> None:
        project, word, rest = self._dossier.project, self._word, self._sheet.columns - self._groups
        self._sheet.row(label_cell(word("project"), self._groups), text_cell(project.name, rest))
        half = rest // 2
        pairs = (
            ("department", project.department, "unit", project.unit),
            ("leader", project.leader, "phone", project.phone),
        )
        for first, first_value, second, second_value in pairs:
            self._sheet.row(
                label_cell(word(first), self._groups),
                text_cell(first_value, half),
                label_cell(word(second), 2),
                text_cell(second_value, rest - half - 2),
            )
        self._sheet.row(label_cell(word("type"), self._groups), text_cell(project.type, rest))

    def _funds(self) -> None:
        funds, word, language = self._dossier.funds, self._word, self._language
        columns = fund_columns(funds)
        lines = (*funds.items, *funds.sources)
        name_width = 2
        free = self._sheet.columns - self._groups - name_width
        amounts, (points, rate, score) = (
            _spans(free, len(columns) + 3)[: len(columns)],
            _spans(free, len(columns) + 3)[-3:],
        )
        self._sheet.row(
            label_cell(word("funds", unit=funds.unit), self._groups, len(lines) + 2),
            head_cell(word("item"), name_width),
            *(
                head_cell(COLUMN_NAMES[column].speak(language), width)
                for column, width in zip(columns, amounts, strict=True)
            ),
            head_cell(word("points"), points),
            head_cell(word("rate"), rate),
            head_cell(word("score"), score),
        )
        over, under = execution_columns(self._evaluation)
        total = funds.whole(word("funds-total"))
        fund_leaf = self._fund_leaves[0] if len(self._fund_leaves) == 1 else None
        for line in (total, *lines):
            # Only the total row is scored (财预〔2020〕10号附件1); the parts print a dash.
            scored = fund_leaf is not None and line is total
            self._sheet.row(
                label_cell(
                    line.name if line is total or line in funds.items else word("of-which") + line.name, name_width
                ),
                *(money_cell(line, column, width) for column, width in zip(columns, amounts, strict=True)),
                points_cell(fund_leaf, points) if scored and fund_leaf else text_cell("—", points, align="center"),
                rate_cell(line, over, under, rate, apart_from=bounds_of_money(self._evaluation.leaves)),
                score_cell(fund_leaf, score) if scored and fund_leaf else text_cell("—", score, align="center"),
            )

    def _goals(self) -> None:
        word, free = self._word, self._sheet.columns - self._groups
        half = free // 2
        self._sheet.row(
            label_cell(word("goals"), self._groups, 2),
            head_cell(word("expected"), half),
            head_cell(word("achieved"), free - half),
        )
        self._sheet.row(
            text_cell(expected_goals(self._dossier), half), text_cell(self._dossier.goals.actual, free - half)
        )

    def _indicators(self) -> None:
        word, language = self._word, self._language
        self._sheet.row(
            *(head_cell(word("level", ordinal=ordinal(level, language))) for level in range(1, self._groups + 1)),
            head_cell(word("level", ordinal=ordinal(self._groups + 1, language)), len(_NAME)),
            *(head_cell(column.title.speak(language), len(column.widths)) for column in self._targets),
            head_cell(word("actual"), len(_ACTUAL)),
            head_cell(word("points")),
            head_cell(word("score")),
            head_cell(word("reason"), len(_REASON)),
        )
        for row in tree_rows(self._tops):
            self._sheet.row(*self._indicator_cells(row))
        # A fund-scored indicator that could not stand in the funds table, because there are several, is printed here.
        if len(self._fund_leaves) > 1:
            for row in tree_rows(self._fund_leaves):
                self._sheet.row(*self._indicator_cells(row))

    def _indicator_cells(self, row: TreeRow) -> list[Cell]:
        leaf, facts = row.leaf, row.leaf.row
        cells = [label_cell(_with_points(group), 1, rows) for group, rows in row.groups]
        missing_levels = self._groups + 1 - row.depth
        absent = does_not_apply(leaf)
        return [
            *cells,
            label_cell(leaf.name, len(_NAME) + missing_levels, align="left"),
            *(text_cell(column.text(leaf), len(column.widths), align="center") for column in self._targets),
            text_cell("" if facts is None else facts.actual_text, len(_ACTUAL), align="center"),
            number_cell(None) if absent and not leaf.points else points_cell(leaf),
            number_cell(None) if absent and not leaf.points else score_cell(leaf),
            text_cell("" if facts is None else facts.reason, len(_REASON)),
        ]

    def _result(self) -> None:
        word, sheet, evaluation = self._word, self._sheet, self._evaluation
        before = sheet.columns - len(_POINTS) - len(_SCORE) - len(_REASON)
        sheet.row(
            label_cell(word("total"), before),
            total_points_cell(evaluation),
            total_cell(evaluation),
            text_cell("", len(_REASON)),
        )
        sheet.row(label_cell(word("grade"), self._groups), grade_cell(evaluation, sheet.columns - self._groups))
        if self._dossier.remarks:
            sheet.row(
                label_cell(word("remarks"), self._groups),
                text_cell(self._dossier.remarks, sheet.columns - self._groups),
            )


def _with_points(group: Node) -> str:
    """Print a group's name with its points, as the national form does: 产出指标（50分）."""
    return group.name if group.points is None or not group.points else f"{group.name}（{plain(group.points)}分）"


def _spans(columns: int, parts: int) -> list[int]:
    """Cut *columns* into *parts* nearly equal spans, the wider ones first."""
    each, rest = divmod(columns, parts)
    return [each + (1 if part < rest else 0) for part in range(parts)]
