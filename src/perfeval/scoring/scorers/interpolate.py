"""``interpolate``: a rate that runs in straight lines between given points (插值计分)."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen

from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.model.numbers import given_fraction
from perfeval.model.quantities import Direction
from perfeval.model.validated import PartOfSet
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.measures import Measure, banded
from perfeval.scoring.number_systems.exact import RateFormula
from perfeval.scoring.number_systems.expressions import Numeric, number
from perfeval.scoring.number_systems.promises import RowPromise, Sense
from perfeval.scoring.number_systems.shallow_graphs import stepwise
from perfeval.scoring.parameter_problems import refuse_parameters
from perfeval.scoring.protocols import Unscorable
from perfeval.scoring.scorers.bands import sense_of_actual
from perfeval.scoring.step_texts import number_text, percent_text
from perfeval.scoring.target_formulas import AtMost, promises_of_completion, target_met

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import ChecklistItem, Indicator
    from perfeval.scoring.parameter_problems import ParameterProblem


@frozen(kw_only=True)
class RatePoint(PartOfSet):
    """At which value which rate is given.

    Args:
        at: The value.
        rate: The rate in [0, 1].

    """

    called: ClassVar[Text] = Text("插值点", "a point")

    at: Fraction = field(converter=given_fraction)
    rate: Fraction = field(converter=given_fraction)


@frozen(kw_only=True)
class Interpolate(FormulaScorer):
    """Score along straight lines between points; outside them the nearest end counts.

    Args:
        points: The points; sorted by value.
        of: ``"actual"`` the actual value itself (a percentage as a rate), ``"completion"`` actual / target.
        direction: Of completion: the direction if the target does not carry it, or to overrule it.
        at_most: The formula of completion for a missed ≤ target; None: the set declares none, and such a row cannot be
            scored by its completion.
        citations: What the points rest on.

    """

    kind: ClassVar[str] = "interpolate"
    title: ClassVar[Text] = Text("两点之间按比例", "linear between points")

    points: tuple[RatePoint, ...]
    of: Measure = "actual"
    direction: Direction | None = None
    at_most: AtMost | None = None
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse fewer than two points, two at one value, and rates outside [0, 1]."""
        super().__attrs_post_init__()
        values = [point.at for point in self.points]
        problems: list[ParameterProblem] = []
        if len(values) < 2:  # noqa: PLR2004 - a line
            problems.append(("points", Text("至少两个点", "at least two points"), str(len(values))))
        problems += [
            (f"points/{number}/at", Text("取值不重复", "each value once"), number_text(value))
            for number, value in enumerate(values)
            if value in values[:number]
        ]
        problems += [
            (f"points/{number}/rate", Text("得分率在 0 到 1 之间", "a rate in [0, 1]"), number_text(one.rate))
            for number, one in enumerate(self.points)
            if not 0 <= one.rate <= 1
        ]
        refuse_parameters(problems, owner=Interpolate, kind=self.kind)
        object.__setattr__(self, "points", tuple(sorted(self.points, key=lambda point: point.at)))

    @cached_property
    def _formula(self) -> RateFormula:
        return RateFormula(banded(self.of, direction=self.direction, at_most=self.at_most, then=self._on_the_line))

    @cached_property
    def _met(self) -> RateFormula:
        return RateFormula(target_met(direction=self.direction))

    @cached_property
    def _measure(self) -> RateFormula:
        return RateFormula(banded(self.of, direction=self.direction, at_most=self.at_most))

    def met_formula(self) -> RateFormula | None:
        """Return the formula: whether the target is met, where its completion is looked at."""
        return self._met if self.of == "completion" else None

    def direction_read(self, indicator: Indicator, row: Row, funds: Funds) -> Direction | None:
        """Return the declared direction of the completion, else as of any scorer."""
        declared = self.direction if self.of == "completion" else None
        return declared or super().direction_read(indicator, row, funds)

    def formula_for(self, checklist: tuple[ChecklistItem, ...]) -> RateFormula:  # noqa: ARG002 - the protocol
        """Return the formula: the rate on the line."""
        return self._formula

    def _on_the_line(self, value: Numeric) -> Numeric:
        """Return the rate at *value*: the first point's below it, the line from each point on, the last point's from there on."""
        first, last = self.points[0], self.points[-1]
        lines = [
            (left.at, left.rate + (number(right.rate) - left.rate) / (number(right.at) - left.at) * (value - left.at))
            for left, right in pairwise(self.points)
        ]
        below = min(first.at, Fraction(0)) - 1
        return stepwise(value, [(below, number(first.rate)), *lines, (last.at, number(last.rate))])

    def promises(self, checklist: tuple[ChecklistItem, ...]) -> tuple[RowPromise | Sense, ...]:  # noqa: ARG002 - the protocol
        """Promise that the rate goes one way as the value rises."""
        if self.of == "completion":
            return promises_of_completion(self._formula.expression, direction=self.direction)
        return (sense_of_actual([point.rate for point in self.points], bounds=[point.at for point in self.points]),)

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:
        """Say where on which line the value lies."""
        pair, on_the_line = (formula.value(indicator, row, funds) for formula in (self._measure, self._formula))
        if isinstance(pair, Unscorable):
            return (pair.reason,)
        if isinstance(on_the_line, Unscorable):
            return (on_the_line.reason,)
        value = Fraction(*pair)
        percent = self.of == "completion" or bool(row.actual is not None and row.actual.is_percent)
        bounds = [point.at for point in self.points]
        shown = percent_text(value, apart_from=bounds) if percent else number_text(value)
        rate = percent_text(Fraction(*on_the_line))
        return (Text(f"{shown} 按插值得分率 {rate}", f"{shown} interpolates to the rate {rate}"),)
