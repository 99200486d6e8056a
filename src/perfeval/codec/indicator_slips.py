"""Indicators as files write them: read field by field, and refused where a rule says what hardly anybody means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfeval.codec.converter import located
from perfeval.errors import FormatError, Issue, Location
from perfeval.errors.language import Text
from perfeval.model.hierarchy import Indicator
from perfeval.scoring.falling_rates import falling_rate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from perfeval.codec import tree
    from perfeval.codec.converter import NodeConverter

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
    refuse_falling_rates({name: getattr(indicator, name) for name in (*_SCORERS, "intended", "target")}, node)
    return indicator


def refuse_falling_rates(values: Mapping[str, Any], node: tree.AnyNode) -> None:
    """Refuse bands or points that earn less for more, unless the indicator declares that it is meant.

    Args:
        values: Fields of an indicator, by name.
        node: What they were read from.

    Raises:
        FormatError: At the band.

    """
    if any(one.promise == "monotone" for one in values.get("intended") or ()):
        return
    target = values.get("target")
    direction = None if target is None else target.direction
    issues = []
    for name in _SCORERS:
        found = falling_rate(scorer := values.get(name), direction=direction)
        if found is not None and scorer is not None:
            place = Location(place=f"{name.replace('_', '-')}/{found.place}")
            kind = {"type": scorer.kind}
            issue = Issue(
                code="scorer-parameters",
                values=kind,
                expected=found.expected,
                found=found.found,
                hint=_MEANT,
                location=place,
            )
            issues.append(located(issue, node))
    if issues:
        raise FormatError(issues)
