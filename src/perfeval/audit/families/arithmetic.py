"""Family A: arithmetic and structure of the scoresheet (合计、分值、得分)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from perfeval.audit.drafting import about, about_money, about_row, not_checked, printed
from perfeval.audit.rule import Rule, rule
from perfeval.errors.language import Text
from perfeval.model.exact_arithmetic import total_of
from perfeval.model.funds import COLUMN_NAMES, COLUMNS
from perfeval.model.normal_form import normalise
from perfeval.model.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.audit.case import Case
    from perfeval.audit.findings import Finding, NotChecked

_RECOUNT = Text("重新加总并改正", "add up again and correct it")
_NO_SCORES = not_checked("没有得分", "there are no scores")


@rule("A01", zh="三级指标分值之和等于满分", en="the rows' points add up to full marks", severity="error")
def a01(case: Case) -> Iterator[Finding | NotChecked]:
    """Add the points of all rows that apply, exactly."""
    points = [row.points for row in case.scored if row.points is not None]
    if not points:
        yield not_checked("没有分值", "there are no points")
        return
    total = total_of(points)
    if total != case.full_marks:
        yield about(
            "rows",
            Text(
                f"各行分值之和 {plain(total)}，满分 {plain(case.full_marks)}",
                f"the points add up to {plain(total)}, not {plain(case.full_marks)}",
            ),
            _RECOUNT,
            ("分值之和", plain(total)),
            ("满分", plain(case.full_marks)),
        )


@rule("A02", zh="二级指标分值等于其下之和", en="a level-2 group's points are the sum of its rows", severity="error")
def a02(case: Case) -> Iterator[Finding | NotChecked]:
    """Compare the points printed beside groups below level 1 with their rows'."""
    yield from _levels(case, top=False)


@rule("A03", zh="一级指标分值等于其下之和", en="a level-1 group's points are the sum of its rows", severity="error")
def a03(case: Case) -> Iterator[Finding | NotChecked]:
    """Compare the points printed for level-1 groups, such as 产出指标(50分), with their rows'."""
    yield from _levels(case, top=True)


def _levels(case: Case, *, top: bool) -> Iterator[Finding | NotChecked]:
    """Compare printed groups by name; groups that share a cell (决策+过程) or a name are compared together."""
    printed: dict[tuple[str, ...], Decimal] = {}
    tops = {normalise(row.level_one) for row in case.rows}
    for name, points in case.dossier.printed.levels:
        names = tuple(normalise(case.name_of_level(part)) for part in name.partition("#")[0].split("+"))
        if all((one in tops) == top for one in names):
            printed[names] = total_of((printed.get(names, Decimal(0)), points))
    if not printed:
        yield not_checked("表上没有印这一级的分值", "the form prints no points at this level")
        return
    for names, points in printed.items():
        rows = [row for row in case.scored if {normalise(group) for group in row.groups} & set(names)]
        total = total_of([row.points for row in rows if row.points is not None])
        if total != points:
            name = "+".join(names)
            yield about(
                f"stated/levels/{name}",
                Text(
                    f"“{name}”印 {plain(points)} 分，其下合计 {plain(total)} 分",
                    f"{name} prints {plain(points)}, its rows add up to {plain(total)}",
                ),
                _RECOUNT,
                ("印出", plain(points)),
                ("合计", plain(total)),
            )


@rule("A04", zh="各行得分之和等于印出的总分", en="the rows' scores add up to the printed total", severity="error")
def a04(case: Case) -> Iterator[Finding | NotChecked]:
    """Add the scores of all rows, the execution rate included once."""
    stated = case.dossier.printed.total
    if stated is None:
        yield not_checked("表上没有印总分", "the form prints no total")
    elif any(row.points and row.score is None for row in case.scored):
        yield not_checked("有的行没有得分", "some rows have no score")
    elif case.total != stated:
        yield about(
            "stated/total",
            Text(
                f"总分印 {plain(stated)}，各行得分之和 {plain(case.total)}",
                f"the total prints {plain(stated)}, the scores add up to {plain(case.total)}",
            ),
            _RECOUNT,
            ("印出的总分", plain(stated)),
            ("得分之和", plain(case.total)),
        )


@rule("A05", zh="得分在零与分值之间", en="a score lies between 0 and its points", severity="error")
def a05(case: Case) -> Iterator[Finding | NotChecked]:
    """Compare each score with its points."""
    for row in case.scored:
        if row.score is not None and (row.score < 0 or (row.points is not None and row.score > row.points)):
            yield about_row(
                row,
                Text(
                    f"“{row.name}”得分 {plain(row.score)}，分值 {printed(row.points)}",
                    f"{row.name} scores {plain(row.score)} of {printed(row.points)}",
                ),
                Text("改正得分或分值", "correct the score or the points"),
                ("分值", printed(row.points)),
                ("得分", plain(row.score)),
            )


@rule(
    "A06",
    zh="有得分必有分值，有分值必有得分",
    en="scored rows have points, pointed rows have a score",
    severity="error",
)
def a06(case: Case) -> Iterator[Finding | NotChecked]:
    """Look for one of the two missing."""
    if not any(row.score is not None for row in case.scored):
        yield _NO_SCORES
        return
    for row in case.scored:
        if (row.points is None) != (row.score is None) and (row.points != 0):
            what, en = ("得分", "score") if row.score is None else ("分值", "points")
            yield about_row(
                row,
                Text(f"“{row.name}”没有{what}", f"{row.name} has no {en}"),
                Text(f"补填{what}", f"fill in the {en}"),
                ("分值", printed(row.points)),
                ("得分", printed(row.score)),
            )


@rule(
    "A07",
    zh="资金表其中项不计分",
    en="parts of the money carry no points",
    severity="warning",
    citation="财预〔2020〕10号附件1",
)
def a07(case: Case) -> Iterator[Finding | NotChecked]:
    """Only the total row is scored; its parts print a dash."""
    if case.dossier.funds.total is None:
        yield not_checked("资金表没有总额行", "the funds table has no total row")
        return
    for line in (*case.dossier.funds.items, *case.dossier.funds.sources):
        if line.points is not None or line.score is not None:
            yield about_money(
                line,
                "score",
                Text(f"“{line.name}”一行也填了分值或得分", f"{line.name} carries points or a score"),
                Text("其中项的分值、得分填“—”", "print a dash there"),
                ("分值", printed(line.points)),
                ("得分", printed(line.score)),
            )


@rule("A08", zh="指标名称不重复", en="no name stands twice", severity="warning")
def a08(case: Case) -> Iterator[Finding | NotChecked]:
    """Compare rows of one group, and groups of one parent, by their normal forms."""
    seen: dict[str, int] = {}
    for row in case.rows:
        path = normalise(row.path.partition("#")[0])
        seen[path] = seen.get(path, 0) + 1
        if seen[path] == 2:  # noqa: PLR2004 - the second one makes it double
            yield about_row(
                row,
                Text(
                    f"指标“{row.name.partition('#')[0]}”出现两次",
                    f"the indicator {row.name.partition('#')[0]} stands twice",
                ),
                Text("合并或改名", "merge or rename them"),
                ("名称", row.name.partition("#")[0]),
            )
    for parent, name, count in case.doubled_groups():
        yield about(
            f"indicators/{parent}/{name}" if parent else f"indicators/{name}",
            Text(f"二级指标“{name}”出现 {count} 次", f"the group {name} stands {count} times"),
            Text("合并或改名", "merge or rename them"),
            ("名称", name),
            ("次数", str(count)),
        )


@rule("A09", zh="总分不超过可能的最高分", en="the total is within reach", severity="error")
def a09(case: Case) -> Iterator[Finding | NotChecked]:
    """Add the score of each row, or its points where the score is blank: no total can be above it."""
    stated = case.dossier.printed.total
    if stated is None or not case.scored:
        yield not_checked("表上没有印总分", "the form prints no total")
        return
    reach = total_of([row.score if row.score is not None else row.points or Decimal(0) for row in case.scored])
    if stated > reach:
        yield about(
            "stated/total",
            Text(
                f"总分印 {plain(stated)}，按各行最多 {plain(reach)}",
                f"the total prints {plain(stated)}, the rows allow {plain(reach)} at most",
            ),
            _RECOUNT,
            ("印出的总分", plain(stated)),
            ("最多", plain(reach)),
        )


@rule("A10", zh="支出明细之和等于总额", en="items of expenditure add up to the total", severity="error")
def a10(case: Case) -> Iterator[Finding | NotChecked]:
    """Compare each column of the items with the total row, where both are filled in."""
    funds = case.dossier.funds
    if not funds.items or funds.total is None or funds.total.is_blank:
        yield not_checked("没有支出明细或总额", "there are no items, or no total")
        return
    for column in COLUMNS:
        amounts = [amount for line in funds.items if (amount := line.amount(column)) is not None]
        total = funds.total.amount(column)
        if amounts and total is not None and total_of(amounts) != total:
            name = COLUMN_NAMES[column]
            yield about_money(
                funds.total,
                column,
                Text(
                    f"{name.zh}：明细合计 {plain(total_of(amounts))}，总额 {plain(total)}",
                    f"{name.en}: items {plain(total_of(amounts))}, total {plain(total)}",
                ),
                _RECOUNT,
                ("明细合计", plain(total_of(amounts))),
                ("总额", plain(total)),
            )


RULES: tuple[Rule, ...] = (a01, a02, a03, a04, a05, a06, a07, a08, a09, a10)
