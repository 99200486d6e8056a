"""``fund-rate``: a rate of the project's money, with its denominator declared.

The self-evaluation sheet divides what was spent by the adjusted budget (财预〔2020〕10号附件1); annex 2 of the same rules
divides it by what arrived. Neither is "the" execution rate, so a set says which.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import frozen

from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.model.domain_words import EXECUTION_RATE
from perfeval.model.exact_arithmetic import digits_of, rounded_to
from perfeval.model.funds import COLUMN_NAMES, Column
from perfeval.model.numbers import decimal_places, exact, plain, ratio_of
from perfeval.scoring.facts import Amount
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.lack_sentences import zero_denominator
from perfeval.scoring.number_systems.exact import RateFormula
from perfeval.scoring.number_systems.expressions import Undefined, held, where
from perfeval.scoring.number_systems.promises import RowPromise, Sense, Spoken
from perfeval.scoring.protocols import Unscorable
from perfeval.scoring.scorers.bands import RateBand, band_step, check_bands, promises_of_bands, rate_of_band
from perfeval.scoring.step_texts import percent_equation

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import ChecklistItem, Indicator


_RATE_TITLES = {
    "spent": Text(EXECUTION_RATE, "execution rate"),
    "arrived": Text("资金到位率", "rate of arrival"),
    "saved": Text("成本节约率", "rate of saving"),
}
"""What 财预〔2020〕10号 and 财预〔2021〕101号 call these rates."""


@frozen(kw_only=True)
class FundRate(FormulaScorer):
    """Score a rate of the project's money, linearly or by bands; above 1 counts as 1.

    Args:
        numerator: A column of the money, such as ``"spent"``; or ``"saved"``: denominator less spent.
        denominator: The column it is divided by.
        bands: The bands; empty: the rate itself is the rate of the points.
        citations: What the rule rests on.

    """

    kind: ClassVar[str] = "fund-rate"
    title: ClassVar[Text] = Text("按资金比率", "by a rate of the money")

    numerator: Literal[Column, "saved"]
    denominator: Column
    bands: tuple[RateBand, ...] = ()
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse bands with a hole or a doubled bound."""
        super().__attrs_post_init__()
        if self.bands:
            check_bands(self.bands, owner=FundRate, kind=self.kind)

    @cached_property
    def _amount(self) -> RateFormula:
        """The amount that is divided."""
        if self.numerator == "saved":
            return RateFormula(Amount(self.denominator) - Amount("spent"))
        return RateFormula(Amount(self.numerator))

    @cached_property
    def _formula(self) -> RateFormula:
        below, above = Amount(self.denominator), self._amount.expression
        rate = rate_of_band(self.bands, above / below) if self.bands else held(above / below)
        no_rate = Undefined.of(zero_denominator(self.denominator))
        return RateFormula(where(below.equals(0), no_rate, rate))

    @property
    def _rate_title(self) -> Text:
        if self.numerator in _RATE_TITLES:
            return _RATE_TITLES[self.numerator]
        above, below = (COLUMN_NAMES[one] for one in (self.numerator, self.denominator) if one != "saved")
        return Text(f"{above.zh}占{below.zh}的比率", f"{above.en} by {below.en}")

    def formula_for(self, checklist: tuple[ChecklistItem, ...]) -> RateFormula:  # noqa: ARG002 - the protocol
        """Return the formula: the rate of the money, held to [0, 1], or the rate of its band."""
        return self._formula

    def promises(self, checklist: tuple[ChecklistItem, ...]) -> tuple[RowPromise | Sense, ...]:  # noqa: ARG002 - the protocol
        """Promise each band's own rate, and that more of what is divided never costs."""
        below, above, rate = Amount(self.denominator), self._amount.expression, self._formula.expression
        moved = Amount("spent") if self.numerator == "saved" else Amount(self.numerator)
        spoken = Spoken(title=self._rate_title, value=above / below, is_rate=True)
        sense = Sense(fact=moved, rises=self.numerator != "saved", under=(below > 0,), spoken=spoken)
        return (*promises_of_bands(self.bands, above / below, rate), sense)

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:
        """Say which amounts were divided, and which band the rate lies in."""
        rate, amount = (formula.value(indicator, row, funds) for formula in (self._formula, self._amount))
        if isinstance(rate, Unscorable):
            return (rate.reason,)
        below = funds.amount(self.denominator)
        assert below is not None, "the formula has read it"
        assert not isinstance(amount, Unscorable), "the formula has read it"
        above = exact(Fraction(*amount))
        numerator, denominator = ratio_of(above, below)
        value, bounds = Fraction(numerator, denominator), [band.lower for band in self.bands]
        quotient = f"{_money(above)} ÷ {_money(below)} {percent_equation(value, apart_from=bounds)}"
        steps = [Text(quotient, quotient)]
        if self.bands:
            steps.append(band_step(self.bands, value, percent=True))
        elif numerator > denominator:
            steps.append(Text("超过 100%，按 100% 计", "above 100%, counted as 100%"))
        elif numerator < 0:
            steps.append(Text("低于 0，按 0 计", "below 0, counted as 0"))
        return tuple(steps)


_CENTS = 2


def _money(amount: Decimal) -> str:
    """Print money as the form writes it: 397.80, and 5300 without decimals."""
    return digits_of(rounded_to(amount, 2)) if 1 <= decimal_places(amount) <= _CENTS else plain(amount)
