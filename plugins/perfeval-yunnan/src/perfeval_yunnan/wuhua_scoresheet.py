"""Annex 1 of Wuhua District: 五华区区级预算支出部门评价表, cell by cell as the form of 2023 prints it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from perfeval.plugin import (
    Absence,
    Block,
    Cell,
    Document,
    FundLine,
    Grid,
    Paragraph,
    SheetBuilder,
    SignatureLine,
    Sum,
    Title,
    TreeRow,
    does_not_apply,
    exact,
    expected_goals,
    head_cell,
    label_cell,
    leaves_of,
    money_cell,
    number_cell,
    points_cell,
    rate_cell,
    score_cell,
    score_charts,
    text_cell,
    ticked_grade_cell,
    total_cell,
    total_points_cell,
    tree_rows,
)

if TYPE_CHECKING:
    from perfeval.plugin import Evaluation, Language, Node

# 一级 | 分值 | 二级 | 分值 | 三级 | 分值 | 得分; the third-level name is wide, and cut in three for the funds' columns.
_WIDTHS = (8, 5, 11, 5, 9, 9, 9, 6, 6)
_LEVEL_THREE = 3
_SOURCES = ("中央财政", "省级财政", "市级财政", "区级财政", "其他")
_BANDS = "100-90（含）分为优、90-80（含）分为良、80-60（含）分为中、60分以下为差"
_NOTE = "注：绩效评价指标可参考《云南省项目支出绩效评价管理办法》中附件2：《项目支出绩效评价指标体系框架》设置。"
# The form prints 决策 and 过程 with one merged cell of points between them.
_SHARED_POINTS = ("决策", "过程")
_LEAST_PEOPLE = 5


def build_scoresheet(evaluation: Evaluation, language: Language) -> Document:
    """Return annex 1; the form's own words are Chinese in either language."""
    dossier = evaluation.dossier
    title = "五华区区级预算支出部门评价表"
    blocks: list[Block] = [
        Paragraph(text="附件1：", style="plain"),
        Title(text=title),
        Paragraph(text=f"（  {dossier.year}  ）年度", style="plain", align="center"),
        _Annex(evaluation).grid(title),
        *(SignatureLine(label=f"{one.label}（签字）", name=one.name, dated=one.date) for one in dossier.signatures),
        Paragraph(text=_NOTE, style="note"),
    ]
    return Document(
        name="附件1-评价表",
        title=f"{dossier.project.name} {title}",
        blocks=tuple(blocks),
        language=language,
        style="sheet",
        data=evaluation.to_dict(),
        charts=score_charts(evaluation, language),
    )


class _Annex:
    """Draws the annex's blocks one below the other, in one frame."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._dossier = evaluation.dossier
        self._sheet = SheetBuilder(_WIDTHS)

    def grid(self, caption: str) -> Grid:
        self._project()
        self._funds()
        self._goals()
        self._indicators()
        self._result()
        self._people()
        return self._sheet.grid(caption=caption)

    def _project(self) -> None:
        project = self._dossier.project
        self._sheet.row(label_cell("项目名称", 2), text_cell(project.name, 7))
        for first, first_value, second, second_value in (
            ("主管部门", project.department, "项目实施单位", project.unit),
            ("项目负责人", project.leader, "联系电话", project.phone),
        ):
            self._sheet.row(
                label_cell(first, 2), text_cell(first_value, 3), label_cell(second), text_cell(second_value, 3)
            )
        kinds = ("经常性项目", "一次性项目")
        ticks = "       ".join(f"{kind}（ {'√' if project.type == kind else ' '} ）" for kind in kinds)
        self._sheet.row(label_cell("项目类型", 2), text_cell(ticks, 7))

    def _funds(self) -> None:
        funds = self._dossier.funds
        sources = {line.name: line for line in funds.sources}
        extra = [line for line in funds.sources if line.name not in _SOURCES]
        total = funds.total if funds.total is not None else funds.whole("合计")
        lines = [(line.name, line) for line in funds.items]
        lines.append(("合      计", total))
        for position, name in enumerate(_SOURCES):
            printed = f"其中：{name}" if position == 0 else name
            lines.append((printed, sources.get(name, FundLine(name=name))))
        lines.extend((line.name, line) for line in extra)
        self._sheet.row(
            label_cell(f"项目资金（{funds.unit}）", 2, len(lines) + 1),
            head_cell("项目支出明细内容", 2),
            head_cell("年初预算数"),
            head_cell("实际到位数"),
            head_cell("实际支出数"),
            head_cell("执行率", 2),
        )
        for name, line in lines:
            self._sheet.row(
                label_cell(name, 2),
                money_cell(line, "initial"),
                money_cell(line, "arrived"),
                money_cell(line, "spent"),
                rate_cell(line, "spent", "arrived", 2),
            )

    def _goals(self) -> None:
        self._sheet.row(label_cell("年度总体目标", 2, 2), head_cell("预期目标", 3), head_cell("实际完成情况", 4))
        self._sheet.row(text_cell(expected_goals(self._dossier), 3), text_cell(self._dossier.goals.actual, 4))

    def _indicators(self) -> None:
        self._sheet.row(label_cell("二、绩效评价指标评分（参考）", 9, align="left"))
        self._sheet.row(
            head_cell("一级指标"),
            head_cell("分值"),
            head_cell("二级指标"),
            head_cell("分值"),
            head_cell("三级指标", _LEVEL_THREE),
            head_cell("分值"),
            head_cell("得分"),
        )
        for row in tree_rows(self._evaluation.tree):
            self._sheet.row(*self._indicator_cells(row))

    def _indicator_cells(self, row: TreeRow) -> list[Cell]:
        cells: list[Cell] = []
        for group, rows in row.groups:
            cells.append(label_cell(group.name, rows=rows))
            if group.level == 1:
                cells.extend(self._level_one_points(group, rows))
            else:
                cells.append(points_cell(group, rows=rows))
        leaf = row.leaf
        if not leaf.is_leaf:
            # A group that the project does not touch: its name in the second column, 不涉及 in the third, no points.
            absence = leaf.row.absence if leaf.row is not None else None
            text = absence.text.zh if absence is not None else ""
            return [
                *cells,
                label_cell(leaf.name),
                number_cell(None),
                text_cell(text, _LEVEL_THREE),
                number_cell(None),
                number_cell(None),
            ]
        if does_not_apply(leaf):
            text = f"{leaf.name}（{Absence.NOT_APPLICABLE.text.zh}）"
            return [*cells, text_cell(text, _LEVEL_THREE), number_cell(None), number_cell(None)]
        return [*cells, text_cell(leaf.name, _LEVEL_THREE), points_cell(leaf), score_cell(leaf)]

    def _level_one_points(self, group: Node, rows: int) -> list[Cell]:
        """Return the points cell of a level-1 indicator; 决策 and 过程 share one, which begins beside 决策."""
        shared = [node for node in self._evaluation.tree if node.name in _SHARED_POINTS]
        if len(shared) != len(_SHARED_POINTS) or group.name not in _SHARED_POINTS:
            return [points_cell(group, rows=rows)]
        if group.code != shared[0].code:
            return []
        leaves = [leaf for node in shared for leaf in leaves_of(node) if leaf.points]
        height = sum(len(tree_rows((node,))) for node in shared)
        points = exact(sum(Fraction(node.points) for node in shared if node.points is not None))
        return [number_cell(points, rows=height, formula=Sum(of=tuple(f"points:{leaf.code}" for leaf in leaves)))]

    def _result(self) -> None:
        evaluation = self._evaluation
        self._sheet.row(
            label_cell("总分"),
            number_cell(evaluation.full_marks),
            label_cell(""),
            number_cell(evaluation.full_marks),
            label_cell("", _LEVEL_THREE),
            total_points_cell(evaluation),
            total_cell(evaluation),
        )
        self._sheet.row(label_cell("评价等次", 2, 2), ticked_grade_cell(evaluation, 7))
        self._sheet.row(text_cell(_BANDS, 7))
        self._sheet.row(label_cell("问题和建议", 2), text_cell(self._dossier.remarks, 7))

    def _people(self) -> None:
        people = self._dossier.evaluators
        blank = max(0, _LEAST_PEOPLE - len(people))
        self._sheet.row(
            label_cell("评价人员", 2, 1 + len(people) + blank), *self._person("姓名", "职务/职称", "单位", "签字")
        )
        for person in people:
            self._sheet.row(*self._person(person.name, person.title, person.unit, ""))
        for _ in range(blank):
            self._sheet.row(*self._person("", "", "", ""))

    def _person(self, name: str, title: str, unit: str, signature: str) -> list[Cell]:
        return [
            text_cell(name, align="center"),
            text_cell(title, 2, align="center"),
            text_cell(unit, 2, align="center"),
            text_cell(signature, 2, align="center"),
        ]
