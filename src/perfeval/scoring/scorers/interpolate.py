"""``interpolate``: a rate that runs in straight lines between given points (插值计分)."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen

from perfeval.errors import IndicatorSetError, Issue
from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.model.numbers import fraction
from perfeval.scoring.facts import as_rate, number_text, percent_text
from perfeval.scoring.measures import Measure, measure
from perfeval.scoring.protocols import Rate, Unscorable
from perfeval.scoring.target_formulas import AtMost

if TYPE_CHECKING:
    from collections.abc import Iterable

    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import Indicator


@frozen(kw_only=True)
class RatePoint:
    """At which value which rate is given.

    Args:
        at: The value.
        rate: The rate in [0, 1].

    """

    at: Fraction = field(converter=fraction)
    rate: Fraction = field(converter=fraction)


def _sorted_points(points: Iterable[RatePoint]) -> tuple[RatePoint, ...]:
    return tuple(sorted(points, key=lambda point: point.at))


@frozen(kw_only=True)
class Interpolate:
    """Score along straight lines between points; outside them the nearest end counts.

    Args:
        points: The points; sorted by value.
        of: ``"actual"`` the actual value itself (a percentage as a rate), ``"completion"`` actual / target.
        at_most: The formula of completion for a missed ≤ target; None: the set declares none, and such a row cannot be
            scored by its completion.
        citations: What the points rest on.

    """

    kind: ClassVar[str] = "interpolate"

    points: tuple[RatePoint, ...] = field(converter=_sorted_points)
    of: Measure = "actual"
    at_most: AtMost | None = None
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse fewer than two points, two at one value, and rates outside [0, 1]."""
        values = [point.at for point in self.points]
        problems = [] if len(values) > 1 else [(Text("至少两个点", "at least two points"), str(len(values)))]
        problems += [
            (Text("取值不重复", "each value once"), number_text(value))
            for value in sorted(set(values))
            if values.count(value) > 1
        ]
        problems += [
            (Text("得分率在 0 到 1 之间", "a rate in [0, 1]"), number_text(one.rate))
            for one in self.points
            if not 0 <= one.rate <= 1
        ]
        if problems:
            raise IndicatorSetError(
                Issue(code="scorer-parameters", values={"type": self.kind}, expected=expected, found=found)
                for expected, found in problems
            )

    def rate(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:  # noqa: ARG002 - the protocol
        """Return the rate on the line."""
        value = measure(row, of=self.of, at_most=self.at_most)
        return value if isinstance(value, Unscorable) else as_rate(self._on_the_line(value))

    def _on_the_line(self, value: Fraction) -> Fraction:
        first, last = self.points[0], self.points[-1]
        if value <= first.at:
            return first.rate
        for left, right in pairwise(self.points):
            if value <= right.at:
                return left.rate + (right.rate - left.rate) * (value - left.at) / (right.at - left.at)
        return last.rate

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:  # noqa: ARG002 - the protocol
        """Say where on which line the value lies."""
        value = measure(row, of=self.of, at_most=self.at_most)
        if isinstance(value, Unscorable):
            return (value.reason,)
        percent = self.of == "completion" or bool(row.actual is not None and row.actual.is_percent)
        shown = percent_text(value) if percent else number_text(value)
        rate = percent_text(self._on_the_line(value))
        return (Text(f"{shown} 按插值得分率 {rate}", f"{shown} interpolates to the rate {rate}"),)
