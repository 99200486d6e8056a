"""``bands``: the rate of the band in which the value lies (分档计分)."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen

from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.model.file_keys import named
from perfeval.model.numbers import given_fraction
from perfeval.model.quantities import Direction
from perfeval.model.validated import PartOfSet
from perfeval.scoring.facts import MEASURED
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.measures import Measure, banded
from perfeval.scoring.number_systems.exact import RateFormula
from perfeval.scoring.number_systems.expressions import Numeric, number, where
from perfeval.scoring.number_systems.promises import RowPromise, Sense, Spoken
from perfeval.scoring.number_systems.shallow_graphs import stepwise
from perfeval.scoring.parameter_problems import refuse_parameters
from perfeval.scoring.protocols import Unscorable
from perfeval.scoring.step_texts import number_text, percent_text
from perfeval.scoring.target_formulas import AtMost, promises_of_completion, target_met

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import ChecklistItem, Indicator
    from perfeval.scoring.parameter_problems import ParameterProblem

_MOST_OF_A_RATE = 2  # nobody gives bands of a percentage beyond 200 %


@frozen(kw_only=True)
class RateBand(PartOfSet):
    """From which value on which rate is given.

    Args:
        lower: The lowest value of the band, included; in YAML ``from``.
        rate: The rate in [0, 1].

    """

    called: ClassVar[Text] = Text("得分档", "a band")

    lower: Fraction = field(converter=given_fraction, metadata=named("from"))
    rate: Fraction = field(converter=given_fraction)


def check_bands(bands: tuple[RateBand, ...], *, owner: type, kind: str) -> None:
    """Refuse bands that leave a value without a rate, or give one value two.

    Args:
        bands: The bands.
        owner: The class that holds them.
        kind: Its word in files.

    Raises:
        IndicatorSetError: If there is no band from 0, two begin at one value, or a rate is outside [0, 1].

    """
    lowers = [band.lower for band in bands]
    problems: list[ParameterProblem] = []
    if Fraction(0) not in lowers:
        found = Text("、".join(map(number_text, lowers)) or "没有档", ", ".join(map(number_text, lowers)) or "no band")
        problems.append(("bands", Text("有一档从 0 起", "a band from 0"), found))
    problems += [
        (f"bands/{at}/from", Text("下限不重复", "each lower bound once"), number_text(lower))
        for at, lower in enumerate(lowers)
        if lower in lowers[:at]
    ]
    problems += [
        (f"bands/{at}/rate", Text("得分率在 0 到 1 之间", "a rate in [0, 1]"), number_text(band.rate))
        for at, band in enumerate(bands)
        if not 0 <= band.rate <= 1
    ]
    refuse_parameters(problems, owner=owner, kind=kind)


def band_of(bands: tuple[RateBand, ...], value: Fraction) -> RateBand:
    """Return the band in which *value* lies; below 0 counts as 0."""
    held = max(value, Fraction(0))
    return max((band for band in bands if band.lower <= held), key=lambda band: band.lower)


def rate_of_band(bands: tuple[RateBand, ...], value: Numeric) -> Numeric:
    """Return the formula of the rate of the band in which *value* lies; below 0 counts as 0."""
    rising = sorted((band for band in bands if band.lower >= 0), key=lambda band: band.lower)
    rate = stepwise(value, [(band.lower, number(band.rate)) for band in rising])
    # A single band gives one rate to every value, but none to a row that has no value: it is asked all the same.
    return rate if len(rising) > 1 else where(value >= 0, rate, rate)


def promises_of_bands(bands: tuple[RateBand, ...], value: Numeric, rate: Numeric) -> tuple[RowPromise, ...]:
    """Return that *rate* is each band's own wherever *value* lies in it."""
    rising = sorted((band for band in bands if band.lower >= 0), key=lambda band: band.lower)
    uppers = [*(band.lower for band in rising[1:]), None][: len(rising)]
    return tuple(
        RowPromise(
            promise="band",
            under=(value >= band.lower,) if upper is None else (value >= band.lower, value < upper),
            holds=rate.equals(band.rate),
        )
        for band, upper in zip(rising, uppers, strict=True)
    )


@frozen(kw_only=True)
class Bands(FormulaScorer):
    """Score by the band in which a value lies, lower bounds included.

    Args:
        bands: The bands; one begins at 0.
        of: ``"actual"`` the actual value itself (a percentage as a rate), ``"completion"`` actual / target.
        direction: Of completion: the direction if the target does not carry it, or to overrule it.
        at_most: The formula of completion for a missed ≤ target; None: the set declares none, and such a row cannot be
            scored by its completion.
        citations: What the bands rest on.

    """

    kind: ClassVar[str] = "bands"
    title: ClassVar[Text] = Text("分档", "by bands")

    bands: tuple[RateBand, ...]
    of: Measure = "actual"
    direction: Direction | None = None
    at_most: AtMost | None = None
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse bands with a hole or a doubled bound."""
        super().__attrs_post_init__()
        check_bands(self.bands, owner=Bands, kind=self.kind)

    @cached_property
    def _formula(self) -> RateFormula:
        return RateFormula(
            banded(self.of, direction=self.direction, at_most=self.at_most, then=partial(rate_of_band, self.bands))
        )

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
        """Return the formula: the rate of the band in which the value lies."""
        return self._formula

    def promises(self, checklist: tuple[ChecklistItem, ...]) -> tuple[RowPromise | Sense, ...]:  # noqa: ARG002 - the protocol
        """Promise each band's own rate, and that the rate goes one way as the value rises."""
        value, rate = self._measure.expression, self._formula.expression
        own = promises_of_bands(self.bands, value, rate)
        if self.of == "completion":
            return (*own, *promises_of_completion(rate, direction=self.direction))
        rates = [band.rate for band in sorted(self.bands, key=lambda band: band.lower)]
        return (*own, sense_of_actual(rates, bounds=[band.lower for band in self.bands]))

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:
        """Say which band the value lies in."""
        pair = self._measure.value(indicator, row, funds)
        if isinstance(pair, Unscorable):
            return (pair.reason,)
        value = Fraction(*pair)
        percent = self.of == "completion" or bool(row.actual is not None and row.actual.is_percent)
        return (band_step(self.bands, value, percent=percent),)


def sense_of_actual(rates: Sequence[Fraction], *, bounds: Sequence[Fraction]) -> Sense:
    """Return in which sense the actual value moves the rate, by the first and the last of *rates*, which rise with it.

    Args:
        rates: The rates, by rising actual value.
        bounds: Where they begin; people say a percentage where they lie about 1 and one is less.

    """
    is_rate = any(0 < bound < 1 for bound in bounds) and max(bounds) <= _MOST_OF_A_RATE
    spoken = Spoken(title=MEASURED.title, value=MEASURED, is_rate=is_rate)
    return Sense(fact=MEASURED, rises=rates[-1] >= rates[0], spoken=spoken)


def band_step(bands: tuple[RateBand, ...], value: Fraction, *, percent: bool) -> Text:
    """Say which band *value* lies in, in per cent or as a number; near a bound with enough digits to tell on which side."""
    band = band_of(bands, value)
    bounds = [one.lower for one in bands]
    found = percent_text(value, apart_from=bounds) if percent else number_text(value)
    lower, rate = percent_text(band.lower) if percent else number_text(band.lower), percent_text(band.rate)
    if value < band.lower:
        return Text(
            f"{found} 低于 0，按 {lower} 起的一档，得分率 {rate}",
            f"{found} is below 0, so the band from {lower} counts: rate {rate}",
        )
    return Text(f"{found} 属于 {lower} 起的一档，得分率 {rate}", f"{found} lies in the band from {lower}: rate {rate}")
