"""Bands and points whose rate falls where it should rise: more of what is asked for would earn less."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.errors.language import Text
from perfeval.scoring.formula_scorers import scorers_within
from perfeval.scoring.scorers.bands import Bands
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.scoring.scorers.interpolate import Interpolate
from perfeval.scoring.step_texts import number_text, percent_text

if TYPE_CHECKING:
    from fractions import Fraction

    from perfeval.model.declarations import DeclaredScorer
    from perfeval.model.quantities import Direction, Quantity

    Step = tuple[Fraction, Fraction, str]

COMPLETION = Text("得分率不随完成率上升而下降", "rates that do not fall as the completion rises")
UPWARD = Text("≥ 类指标的得分率不随实际值上升而下降", "rates that do not fall as the value rises, for a ≥ target")
DOWNWARD = Text("≤ 类指标的得分率不随实际值上升而上升", "rates that do not rise with the value, for a ≤ target")
ONE_WAY = Text("得分率只升或只降", "rates that only rise or only fall")

_UPWARD = ("at-least", "above")
_DOWNWARD = ("at-most", "below")


@frozen(kw_only=True)
class FallingRate:
    """A band or a point at which the rate falls.

    Args:
        place: Where it stands in its scorer, as a key path: ``bands/1``.
        value: From which value on.
        rate: The rate there.
        before: The rate below it.
        expected: What the rates should do.

    """

    place: str
    value: Fraction
    rate: Fraction
    before: Fraction
    expected: Text

    @property
    def found(self) -> Text:
        """What they do."""
        value, rate, before = number_text(self.value), percent_text(self.rate), percent_text(self.before)
        return Text(f"从 {value} 起由 {before} 变为 {rate}", f"{before} becomes {rate} from {value} on")


def falling_rate(scorer: DeclaredScorer | None, *, direction: Direction | None = None) -> FallingRate | None:
    """Return the first band or point of a scorer, or of one within it, at which the rate turns; None if it does not.

    Of a completion and of a rate of the money the rates may only rise. Of an actual value they follow the direction of the target; where
    nothing says one they may rise or fall (an error rate earns less as it grows), but not both.

    Args:
        scorer: The scorer.
        direction: The direction of the indicator's target, where the set gives one.

    """
    if not isinstance(scorer, Bands | FundRate | Interpolate):
        within = () if scorer is None else scorers_within(scorer)
        turns = (falling_rate(one, direction=direction) for one in within)
        return next((found for found in turns if found is not None), None)
    steps = _steps(scorer)
    if isinstance(scorer, FundRate) or scorer.of == "completion":
        return _turn(steps, falls=False, expected=COMPLETION)
    meant = scorer.direction or direction
    if meant in (*_UPWARD, *_DOWNWARD):
        return _against(steps, meant)
    return _turn(steps, falls=len(steps) > 1 and steps[-1][1] < steps[0][1], expected=ONE_WAY)


def against_target(scorer: DeclaredScorer | None, target: Quantity | None) -> FallingRate | None:
    """Return the first band or point of the actual value at which a scorer goes against *target*; None if it does not.

    Args:
        scorer: The scorer; of one by the kind of the target, the one that a number takes.
        target: The target that a row brings; one without a direction agrees with every scorer.

    """
    if target is None or not target.is_number or target.direction not in (*_UPWARD, *_DOWNWARD):
        return None
    chosen = chosen_by_a_number(scorer)
    if not isinstance(chosen, Bands | Interpolate) or chosen.of == "completion":
        return None
    return _against(_steps(chosen), target.direction)


def chosen_by_a_number(scorer: DeclaredScorer | None) -> DeclaredScorer | None:
    """Return the scorer itself; of one by the kind of the target, the one that a target which is a number takes."""
    while isinstance(scorer, ByTarget):
        scorer = scorer.quantitative
    return scorer


def steps_of_actual(scorer: DeclaredScorer | None) -> list[tuple[Fraction, Fraction]]:
    """Return from which actual value on which rate is given, by rising value; none where the actual value alone decides nothing."""
    chosen = chosen_by_a_number(scorer)
    if not isinstance(chosen, Bands | Interpolate) or chosen.of == "completion":
        return []
    return [(value, rate) for value, rate, _ in _steps(chosen)]


def _against(steps: list[Step], direction: Direction | None) -> FallingRate | None:
    """Return the first step at which the rate goes against a direction of ≥ or of ≤."""
    falls = direction in _DOWNWARD
    return _turn(steps, falls=falls, expected=DOWNWARD if falls else UPWARD)


def _steps(scorer: Bands | FundRate | Interpolate) -> list[Step]:
    """Return from which value on which rate is given, and where that stands, by rising value."""
    if isinstance(scorer, Interpolate):
        return sorted((point.at, point.rate, f"points/{index}") for index, point in enumerate(scorer.points))
    return sorted((band.lower, band.rate, f"bands/{index}") for index, band in enumerate(scorer.bands))


def _turn(steps: list[Step], *, falls: bool, expected: Text) -> FallingRate | None:
    """Return the first step at which the rate goes the other way."""
    for (_, before, _), (value, rate, place) in pairwise(steps):
        if (rate > before) if falls else (rate < before):
            return FallingRate(place=place, value=value, rate=rate, before=before, expected=expected)
    return None
