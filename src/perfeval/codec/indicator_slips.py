"""What hardly anybody means in the indicators of a set or an overlay: bands and points that earn less for more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfeval.errors import Issue, Location
from perfeval.errors.language import Text
from perfeval.model.hierarchy import Indicator
from perfeval.model.overlays import Add, Overlay, SetFields
from perfeval.scoring.falling_rates import falling_rate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from perfeval.model.indicator_set import IndicatorSet

_SCORERS = ("scorer", "default_scorer")
_MEANT = Text(
    "请改正；若是有意，在该指标下写 intended: [{promise: monotone, reason: …}]",
    "mend it; if it is meant, write intended: [{promise: monotone, reason: …}] at the indicator",
)


def slips_of(value: IndicatorSet | Overlay) -> Iterator[Issue]:
    """Yield each scorer that earns less for more and is not declared so, with its place as a key path."""
    if not isinstance(value, Overlay):
        yield from _of_indicators(value.indicators, "indicators")
        return
    for number, operation in enumerate(value.operations):
        place = f"operations/{number}"
        if isinstance(operation, SetFields):
            yield from _falling(dict(operation.changes), place)
        elif isinstance(operation, Add):
            yield from _falling(_fields(operation.indicator), place)
            yield from _of_indicators(operation.indicator.children, f"{place}/children")


def _of_indicators(indicators: tuple[Indicator, ...], place: str) -> Iterator[Issue]:
    for number, one in enumerate(indicators):
        yield from _falling(_fields(one), f"{place}/{number}")
        yield from _of_indicators(one.children, f"{place}/{number}/children")


def _fields(indicator: Indicator) -> dict[str, Any]:
    return {name: getattr(indicator, name) for name in (*_SCORERS, "intended", "target")}


def _falling(values: Mapping[str, Any], place: str) -> Iterator[Issue]:
    if any(one.promise == "monotone" for one in values.get("intended") or ()):
        return
    target = values.get("target")
    direction = None if target is None else target.direction
    for name in _SCORERS:
        found = falling_rate(scorer := values.get(name), direction=direction)
        if found is not None and scorer is not None:
            where = Location(place=f"{place}/{name.replace('_', '-')}/{found.place}")
            kind, says = {"type": scorer.kind}, found.found
            expected = found.expected
            yield Issue(
                code="scorer-parameters", values=kind, expected=expected, found=says, hint=_MEANT, location=where
            )
