"""The self-evaluation sheet of Yunnan: the target in three columns, 指标性质, 指标值 and 度量单位 (a form of 丽江市古城区, 2020)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.plugin import SIGNS, TargetColumn, Text, plain
from perfeval.plugin import build_scoresheet as build_national_scoresheet

if TYPE_CHECKING:
    from perfeval.plugin import Document, Evaluation, Language, Node, Quantity


def build_self_scoresheet(evaluation: Evaluation, language: Language) -> Document:
    """Return the sheet: the national one, with the target in three columns."""
    return build_national_scoresheet(evaluation, language, target_columns=_COLUMNS)


def _target(node: Node) -> Quantity | None:
    return None if node.row is None else node.row.target


def _nature(node: Node) -> str:
    target = _target(node)
    return "" if target is None or target.direction is None else SIGNS[target.direction]


def _value(node: Node) -> str:
    target = _target(node)
    if target is None:
        return ""
    return target.text if target.value is None else plain(target.value)


def _unit(node: Node) -> str:
    target = _target(node)
    return "" if target is None else target.unit or ""


_COLUMNS = (
    TargetColumn(title=Text("指标性质", "Nature"), text=_nature, widths=(4,)),
    TargetColumn(title=Text("指标值", "Target"), text=_value, widths=(5,)),
    TargetColumn(title=Text("度量单位", "Unit"), text=_unit, widths=(4,)),
)
