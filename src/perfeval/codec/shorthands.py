"""The types that a file writes in a shorthand of their own: registered here with the converter that reads everything else.

Rows and money have modules of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfeval.codec import tree
from perfeval.codec.chinese_words import choice_meant, key_in_chinese
from perfeval.codec.converter import TYPE_KEY, NodeConverter
from perfeval.codec.fund_lines import read_funds
from perfeval.codec.located_issues import collected, made, valid
from perfeval.codec.overlay_operations import read_operation
from perfeval.codec.rows import read_absence, read_rows
from perfeval.codec.shapes import flow_text
from perfeval.errors import FormatError, Issue, PerfEvalError
from perfeval.errors.language import Text
from perfeval.model.declarations import DeclaredAggregator, DeclaredScorer
from perfeval.model.dossier import Absence, Row, Signature
from perfeval.model.funds import Funds
from perfeval.model.grades import Band, GradeScale
from perfeval.model.hierarchy import ChecklistItem
from perfeval.model.indicator_set import STANDARD_GRADES
from perfeval.model.overlays import Operation
from perfeval.model.plain_values import plain_value
from perfeval.model.plugin_faults import HARM, raised_by
from perfeval.model.quantities import Quantity, parse_quantity
from perfeval.scoring.protocols import Aggregator, Scorer

if TYPE_CHECKING:
    from perfeval.codec.vocabulary import Vocabulary

SUM = "sum"
"""The aggregator that a file may name and that needs none: what a group does by itself."""


def make_converter(vocabulary: Vocabulary) -> NodeConverter:
    """Return the converter of all values that files hold.

    Args:
        vocabulary: The scorers and aggregators that may be named.

    """
    converter = NodeConverter(vocabulary)
    converter.register(Quantity, _quantity, example="≥90%")
    converter.register(GradeScale, _grades, example=flow_text(plain_value(STANDARD_GRADES)))
    converter.register(ChecklistItem, _checklist_item, example="{text: …}")
    converter.register(tuple[Signature, ...], _signatures, example="{填报人: …}")
    converter.register(
        tuple[Row, ...], read_rows, example="{一级指标/二级指标: {三级指标: {target: ≥90%, actual: 95%}}}"
    )
    converter.register(Absence, read_absence, example="missing")
    converter.register(Operation, read_operation, example="{set: 一级指标, points: 10}")
    converter.register(Funds, read_funds, example="{unit: 万元, 财政拨款: {initial: 100, adjusted: 100, spent: 90}}")
    for kind in (DeclaredScorer, Scorer):
        converter.register(kind, _scorer, example="{type: ratio}")
    for kind in (DeclaredAggregator, Aggregator):
        converter.register(kind, _aggregator, example="{type: weakest-link}")
    return converter


def _quantity(node: tree.AnyNode, _: NodeConverter) -> Quantity:
    return parse_quantity(valid(tree.as_text(node)))


def _grades(node: tree.AnyNode, converter: NodeConverter) -> GradeScale:
    valid(tree.as_sequence(node))
    bands: tuple[Band, ...] = converter.read(node, tuple[Band, ...])
    return made(lambda: GradeScale(bands), node)


def _checklist_item(node: tree.AnyNode, converter: NodeConverter) -> ChecklistItem:
    """Read an item: its text alone, or a mapping."""
    if isinstance(node, tree.ScalarNode):
        return ChecklistItem(text=valid(tree.as_text(node)))
    item: ChecklistItem = converter.read_class(node, ChecklistItem)
    return item


def _signatures(node: tree.AnyNode, converter: NodeConverter) -> tuple[Signature, ...]:
    """Read signature lines: a list, or a mapping by label whose values are the name or a mapping."""

    def signature(label: str, child: tree.AnyNode) -> Signature:
        if isinstance(child, tree.MappingNode):
            read: Signature = converter.read_class(child, Signature, given={"label": label})
            return read
        return Signature(label=label, name="" if tree.is_null(child) else valid(tree.as_text(child)))

    if isinstance(node, tree.MappingNode):
        return tuple(collected(node.entries.items(), signature))
    items = enumerate(valid(tree.as_sequence(node)).items)
    return tuple(collected(items, lambda _, child: converter.read_class(child, Signature)))


def _scorer(node: tree.AnyNode, converter: NodeConverter) -> DeclaredScorer:
    scorer: DeclaredScorer = _tagged(node, converter, converter.vocabulary.scorers, Text("计分方法", "scorer"))
    return scorer


def _aggregator(node: tree.AnyNode, converter: NodeConverter) -> DeclaredAggregator | None:
    mapping = valid(tree.as_mapping(node))
    tag = mapping.entries.get(TYPE_KEY)
    if isinstance(tag, tree.ScalarNode) and tag.text == SUM:
        return None
    kinds, what = converter.vocabulary.aggregators, Text("汇总方法", "aggregator")
    aggregator: DeclaredAggregator = _tagged(node, converter, kinds, what)
    return aggregator


def _tagged(node: tree.AnyNode, converter: NodeConverter, kinds: dict[str, Any], what: Text) -> Any:  # noqa: ANN401 - one of *kinds*
    """Read a mapping whose ``type:`` names its class."""
    mapping = valid(tree.as_mapping(node))
    tag = mapping.entries.get(TYPE_KEY)
    if tag is None:
        # The type may be there, in Chinese.
        written = next((key for key in mapping.entries if key_in_chinese(key, (TYPE_KEY,))), None)
        where = mapping.location if written is None else mapping.keys[written].location
        hint = None if written is None else key_in_chinese(written, (TYPE_KEY,))
        values = {"owner": what, "key": TYPE_KEY}
        raise FormatError([Issue(code="missing-key", values=values, location=where, hint=hint)])
    name = valid(tree.as_text(tag))
    if name not in kinds:
        titles = {kind: one.title for kind, one in kinds.items() if isinstance(getattr(one, "title", None), Text)}
        hint = choice_meant(name, kinds, titles=titles)
        values = {"type": tree.shown(name), "what": what}
        expected = " / ".join(sorted(kinds))
        issue = Issue(code="unknown-type", values=values, location=tag.location, expected=expected, hint=hint)
        failed = converter.vocabulary.failed_plugins
        raise FormatError([issue if failed is None else issue.advised(failed)])
    owner = Text(f"{what.zh} {name}", f"the {what.en} {name}")
    try:
        return converter.read_class(mapping, kinds[name], ignore=frozenset({TYPE_KEY}), owner=owner)
    except PerfEvalError:
        raise
    except HARM as cause:  # a plugin's class has checks of its own
        raise FormatError([raised_by(None, what, name, cause, at=mapping.location)]) from cause
