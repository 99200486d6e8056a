"""Indicators as files write them: read field by field, and refused where a rule says what hardly anybody means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfeval.codec.located_issues import located
from perfeval.errors import FormatError, Issue, Location
from perfeval.errors.language import Text
from perfeval.model.hierarchy import Indicator
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlays import Add, Overlay, SetFields
from perfeval.scoring.falling_rates import falling_rate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from perfeval.codec import tree
    from perfeval.codec.converter import NodeConverter
    from perfeval.model.dossier import Dossier

_SCORERS = ("scorer", "default_scorer")
_MEANT = Text(
    "请改正；若是有意，在该指标下写 intended: [{promise: monotone, reason: …}]",
    "mend it; if it is meant, write intended: [{promise: monotone, reason: …}] at the indicator",
)


def read_indicator(node: tree.AnyNode, converter: NodeConverter) -> Indicator:
    """Return the indicator that *node* writes.

    Raises:
        FormatError: With everything that is wrong.

    """
    indicator: Indicator = converter.read_class(node, Indicator)
    refuse_falling_rates(_fields(indicator), node)
    return indicator


def refuse_slips_of(value: IndicatorSet | Overlay | Dossier) -> None:
    """Refuse a value made in Python whose indicators a file could not declare.

    Raises:
        FormatError: With every one.

    """
    issues: list[Issue] = []
    for fields in _declared(value):
        issues += _falling(fields)
    if issues:
        raise FormatError(issues)


def _declared(value: IndicatorSet | Overlay | Dossier) -> list[Mapping[str, Any]]:
    """Return what a value declares of indicators, as their fields by name."""
    if isinstance(value, IndicatorSet):
        return [_fields(one) for one in value.walk()]
    if not isinstance(value, Overlay):
        return []
    declared: list[Mapping[str, Any]] = []
    for operation in value.operations:
        if isinstance(operation, SetFields):
            declared.append(dict(operation.changes))
        elif isinstance(operation, Add):
            declared += [_fields(one) for one in operation.indicator.walk()]
    return declared


def _fields(indicator: Indicator) -> dict[str, Any]:
    return {name: getattr(indicator, name) for name in (*_SCORERS, "intended", "target")}


def refuse_falling_rates(values: Mapping[str, Any], node: tree.AnyNode) -> None:
    """Refuse bands or points that earn less for more, unless the indicator declares that it is meant.

    Args:
        values: Fields of an indicator, by name.
        node: What they were read from.

    Raises:
        FormatError: At the band.

    """
    issues = [located(issue, node) for issue in _falling(values)]
    if issues:
        raise FormatError(issues)


def _falling(values: Mapping[str, Any]) -> Iterator[Issue]:
    """Yield each scorer of an indicator that earns less for more, unless it is meant."""
    if any(one.promise == "monotone" for one in values.get("intended") or ()):
        return
    target = values.get("target")
    direction = None if target is None else target.direction
    for name in _SCORERS:
        found = falling_rate(scorer := values.get(name), direction=direction)
        if found is not None and scorer is not None:
            place = Location(place=f"{name.replace('_', '-')}/{found.place}")
            kind, says = {"type": scorer.kind}, found.found
            issue = Issue(
                code="scorer-parameters", values=kind, expected=found.expected, found=says, hint=_MEANT, location=place
            )
            yield issue
