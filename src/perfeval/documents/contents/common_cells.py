"""Parts that forms share: the rows of the funds table and of the indicator tree, as cells with keys and formulas.

Keys: ``points:CODE`` and ``score:CODE`` for an indicator, ``funds:ROW:COLUMN`` for money, ``total`` for the total.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.documents.blocks import Cell, GradeOf, Quotient, Sum
from perfeval.documents.composing import number_cell
from perfeval.model.dossier import Absence
from perfeval.model.exact_arithmetic import digits_of, rounded_to, shifted
from perfeval.model.funds import BUDGETS, COLUMNS, Column, FundLine
from perfeval.model.numbers import decimal_places, plain
from perfeval.scoring.formula_scorers import declared_budget, reads_money_alone
from perfeval.scoring.step_texts import percent_in_cell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from perfeval.model.dossier import Dossier
    from perfeval.model.evaluation import Evaluation, Node
    from perfeval.model.funds import Funds

_CENTS = 2


def money(amount: Decimal | None) -> str:
    """Print money as the form writes it: 397.80; empty where the form is blank."""
    if amount is None:
        return ""
    return digits_of(rounded_to(amount, 2)) if decimal_places(amount) <= _CENTS else plain(amount)


def money_cell(line: FundLine, column: Column, columns: int = 1) -> Cell:
    """Return the cell of one amount."""
    amount = line.amount(column)
    return number_cell(amount, columns, text=money(amount), key=f"funds:{line.name}:{column}")


def rate_cell(
    line: FundLine, numerator: Column, denominator: Column, columns: int = 1, *, apart_from: Collection[Fraction] = ()
) -> Cell:
    """Return the rate of one row of the funds table as a percentage; empty where it cannot be computed.

    It has two decimals, as forms have; more where two would make a round figure of what is none (99.996 %), or one of the bounds
    *apart_from* of what only lies near it.
    """
    above, below = line.amount(numerator), line.amount(denominator)
    if above is None or not below:
        return number_cell(None, columns)
    percent = percent_in_cell(Fraction(above) / Fraction(below), apart_from=apart_from)
    formula = Quotient(numerator=f"funds:{line.name}:{numerator}", denominator=f"funds:{line.name}:{denominator}")
    return number_cell(shifted(percent, -2), columns, text=f"{percent:f}%", formula=formula, percent=True)


def execution_columns(evaluation: Evaluation) -> tuple[Column, Column]:
    """Return the columns of the execution rate as the set declares it, else spent over adjusted (财预〔2020〕10号附件1)."""
    return "spent", declared_budget(evaluation.leaves) or BUDGETS[0]


def fund_columns(funds: Funds) -> tuple[Column, ...]:
    """Return the columns that anything is filled in for; those of the national sheet where nothing is."""
    filled = tuple(column for column in COLUMNS if any(line.amount(column) is not None for line in funds.lines))
    return filled or ("initial", "adjusted", "spent")


def is_fund_leaf(node: Node) -> bool:
    """Whether a level-1 indicator is scored by the money alone, so that its score stands in the funds table."""
    return node.level == 1 and node.is_leaf and reads_money_alone(node.indicator.scorer)


@frozen(kw_only=True)
class TreeRow:
    """One printed row of the indicator tree.

    Args:
        groups: The groups that begin in this row, outermost first, each with the number of rows it covers.
        leaf: The leaf of the row; for an empty group, the group itself.
        depth: At which level the leaf stands.

    """

    groups: tuple[tuple[Node, int], ...]
    leaf: Node
    depth: int


def tree_rows(nodes: tuple[Node, ...]) -> tuple[TreeRow, ...]:
    """Return the rows of the tree in the order of the form."""
    return tuple(row for node in nodes for row in _rows_of(node))


def _rows_of(node: Node) -> Iterator[TreeRow]:
    if node.is_leaf or not node.children:
        yield TreeRow(groups=(), leaf=node, depth=node.level)
        return
    rows = [row for child in node.children for row in _rows_of(child)]
    first = rows[0]
    yield TreeRow(groups=((node, len(rows)), *first.groups), leaf=first.leaf, depth=first.depth)
    yield from rows[1:]


def points_cell(node: Node, columns: int = 1, rows: int = 1) -> Cell:
    """Return an indicator's points, as a sum of its children's where it is a group; empty where it does not apply."""
    if not node.points and (does_not_apply(node) or not node.is_leaf):
        return number_cell(None, columns, rows)
    return number_cell(node.points, columns, rows, key=f"points:{node.code}", formula=_sum_of(node, "points"))


def score_cell(node: Node, columns: int = 1, rows: int = 1) -> Cell:
    """Return an indicator's score, as a sum of its children's where it is a group; empty where it does not apply."""
    if not node.points and (does_not_apply(node) or not node.is_leaf):
        return number_cell(None, columns, rows)
    return number_cell(node.score, columns, rows, key=f"score:{node.code}", formula=_sum_of(node, "score"))


def _sum_of(node: Node, what: str) -> Sum | None:
    if node.is_leaf or not node.children:
        return None
    return Sum(of=tuple(f"{what}:{leaf.code}" for leaf in leaves_of(node) if leaf.points))


def leaves_of(node: Node) -> tuple[Node, ...]:
    """Return the scored nodes at and below *node*."""
    return (node,) if node.is_leaf else tuple(leaf for child in node.children for leaf in leaves_of(child))


def does_not_apply(node: Node) -> bool:
    """Whether the dossier says that an indicator, or a group without rows, does not apply (不涉及)."""
    return node.row is not None and node.row.absence is Absence.NOT_APPLICABLE


def total_points_cell(evaluation: Evaluation, columns: int = 1) -> Cell:
    """Return full marks as the sum of the leaves' points."""
    return number_cell(evaluation.full_marks, columns, key="points:", formula=_sum_of_leaves(evaluation, "points"))


def total_cell(evaluation: Evaluation, columns: int = 1) -> Cell:
    """Return the total as the sum of the leaves' scores."""
    return number_cell(evaluation.total, columns, key="total", formula=_sum_of_leaves(evaluation, "score"))


def _sum_of_leaves(evaluation: Evaluation, what: str) -> Sum:
    return Sum(of=tuple(f"{what}:{leaf.code}" for leaf in evaluation.leaf_nodes if leaf.points))


def grade_cell(evaluation: Evaluation, columns: int = 1) -> Cell:
    """Return the grade, as a live formula of the total unless a veto lowered it."""
    bands = tuple((band.name, band.lower) for band in evaluation.indicators.grades.bands)
    formula = None if evaluation.vetoes else GradeOf(total="total", bands=bands)
    return Cell(text=evaluation.grade.name, columns=columns, role="text", align="center", key="grade", formula=formula)


def ticked_grade_cell(evaluation: Evaluation, columns: int = 1) -> Cell:
    """Return all grades with the box of the right one ticked (优☑ 良□ 中□ 差□), as a live formula like that of the grade alone."""
    bands = evaluation.indicators.grades.bands
    lines = {chosen.name: _ticks([band.name for band in bands], chosen.name) for chosen in bands}
    texts = tuple((lines[band.name], band.lower) for band in bands)
    formula = None if evaluation.vetoes else GradeOf(total="total", bands=texts)
    return Cell(text=lines[evaluation.grade.name], columns=columns, role="text", key="grade", formula=formula)


def _ticks(names: list[str], chosen: str) -> str:
    return "      ".join(f"{name} {'☑' if name == chosen else '□'}" for name in names)


def depth_of(nodes: tuple[Node, ...]) -> int:
    """Return the level of the deepest printed row."""
    return max((row.depth for row in tree_rows(nodes)), default=1)


def expected_goals(dossier: Dossier) -> str:
    """Return the expected goals, one a line."""
    return "\n".join(dossier.goals.expected)
