"""``fund-rate``: a rate of the project's money, with its denominator declared.

The self-evaluation sheet divides what was spent by the adjusted budget (财预〔2020〕10号附件1); annex 2 of the same rules
divides it by what arrived. Neither is "the" execution rate, so a set says which.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import frozen

from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.model.funds import COLUMN_NAMES, Column
from perfeval.model.numbers import plain, ratio_of
from perfeval.scoring.facts import FULL, ZERO, as_rate, percent_equation, percent_text
from perfeval.scoring.protocols import Rate, Unscorable
from perfeval.scoring.scorers.bands import RateBand, band_of, band_step, check_bands

if TYPE_CHECKING:
    from collections.abc import Iterable

    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import Indicator


@frozen(kw_only=True)
class FundRate:
    """Score a rate of the project's money, linearly or by bands; above 1 counts as 1.

    Args:
        numerator: A column of the money, such as ``"spent"``; or ``"saved"``: denominator less spent.
        denominator: The column it is divided by.
        bands: The bands; empty: the rate itself is the rate of the points.
        citations: What the rule rests on.

    """

    kind: ClassVar[str] = "fund-rate"

    numerator: Literal[Column, "saved"]
    denominator: Column
    bands: tuple[RateBand, ...] = ()
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse bands with a hole or a doubled bound."""
        if self.bands:
            check_bands(self.bands, kind=self.kind)

    def rate(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:  # noqa: ARG002 - the protocol
        """Return the rate of the money, or the rate of its band."""
        amounts = self.amounts(funds)
        if isinstance(amounts, Unscorable):
            return amounts
        numerator, denominator = ratio_of(*amounts)
        if self.bands:
            return as_rate(band_of(self.bands, Fraction(numerator, denominator)).rate)
        if numerator <= 0:
            return ZERO
        return FULL if numerator >= denominator else (numerator, denominator)

    def amounts(self, funds: Funds) -> tuple[Decimal, Decimal] | Unscorable:
        """Return numerator and denominator in the table's unit, or why they are not there."""
        below = funds.amount(self.denominator)
        above = funds.amount("spent" if self.numerator == "saved" else self.numerator)
        blank = self.denominator if below is None else "spent" if self.numerator == "saved" else self.numerator
        if above is None or below is None:
            name = COLUMN_NAMES[blank]
            return Unscorable(Text(f"资金表没有填写{name.zh}", f"the funds table has no {name.en}"))
        if not below:
            name = COLUMN_NAMES[self.denominator]
            return Unscorable(
                Text(f"分母{name.zh}为零，无法计算比率", f"the denominator ({name.en}) is zero, so there is no rate")
            )
        return (below - above if self.numerator == "saved" else above), below

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:  # noqa: ARG002 - the protocol
        """Say which amounts were divided, and which band the rate lies in."""
        amounts = self.amounts(funds)
        if isinstance(amounts, Unscorable):
            return (amounts.reason,)
        numerator, denominator = ratio_of(*amounts)
        quotient = f"{_money(amounts[0])} ÷ {_money(amounts[1])} {percent_equation(Fraction(numerator, denominator))}"
        steps = [Text(quotient, quotient)]
        if self.bands:
            value = Fraction(numerator, denominator)
            steps.append(band_step(band_of(self.bands, value), value, show=percent_text))
        elif numerator > denominator:
            steps.append(Text("超过 100%，按 100% 计", "above 100%, counted as 100%"))
        elif numerator < 0:
            steps.append(Text("低于 0，按 0 计", "below 0, counted as 0"))
        return tuple(steps)


def declared_budget(indicators: Iterable[Indicator]) -> Column | None:
    """Return what a set divides spending by, by the first indicator that scores the rate of spending; None if none does."""
    for one in indicators:
        if isinstance(one.scorer, FundRate) and one.scorer.numerator == "spent":
            return one.scorer.denominator
    return None


def _money(amount: Decimal) -> str:
    """Print money as the form writes it: 397.80, and 5300 without decimals."""
    return f"{amount:.2f}" if amount == amount.quantize(Decimal("0.01")) and amount % 1 else plain(amount)
