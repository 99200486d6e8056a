"""``rating``: a qualitative judgement by tiers, each with a range of rates (定性指标分档).

财预〔2020〕10号第十六条: 达成年度指标 100-80%（含）, 部分达成并具有一定效果 80-60%（含）, 未达成且效果较差 60-0%.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen

from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.model.file_keys import named
from perfeval.model.numbers import given_fraction
from perfeval.model.validated import PartOfSet
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.lack_sentences import unknown_word
from perfeval.scoring.number_systems.exact import RateFormula
from perfeval.scoring.number_systems.expressions import NumberFact
from perfeval.scoring.number_systems.promises import RowPromise, Sense
from perfeval.scoring.parameter_problems import refuse_parameters
from perfeval.scoring.protocols import Rate, Unscorable
from perfeval.scoring.step_texts import percent_text

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import ChecklistItem, Indicator
    from perfeval.scoring.parameter_problems import ParameterProblem


@frozen(kw_only=True)
class Tier(PartOfSet):
    """One tier: its words, and the rates it allows.

    Args:
        name: The words on the form.
        lower: The lowest rate, included; in YAML ``from``.
        upper: The highest rate; included only if it is 1; in YAML ``to``.

    """

    called: ClassVar[Text] = Text("档次", "a tier")

    name: str
    lower: Fraction = field(converter=given_fraction, metadata=named("from"))
    upper: Fraction = field(converter=given_fraction, metadata=named("to"))

    def allows(self, rate: Fraction) -> bool:
        """Whether *rate* lies in the tier's range."""
        return self.lower <= rate < self.upper or rate == self.upper == 1 or rate == self.lower == self.upper

    @property
    def range_text(self) -> str:
        """The range as text, such as [60%, 80%)."""
        closing = "]" if self.upper in (1, self.lower) else ")"
        return f"[{percent_text(self.lower)}, {percent_text(self.upper)}{closing}"


@frozen(order=False, cache_hash=True)
class ChosenRate(NumberFact):
    """The rate that the evaluators chose within the tier that they chose.

    Args:
        tiers: The tiers.

    """

    fields: ClassVar[tuple[str, ...]] = ("rating", "rating-rate")

    tiers: tuple[Tier, ...]

    @property
    def title(self) -> Text:
        """Its name."""
        return Text("选定的得分率", "chosen rate")

    @property
    def choices(self) -> tuple[str, ...]:
        """The names of the tiers."""
        return tuple(tier.name for tier in self.tiers)

    @property
    def lower(self) -> Fraction:
        """The lowest rate of any tier."""
        return min(tier.lower for tier in self.tiers)

    @property
    def upper(self) -> Fraction:
        """The highest rate of any tier."""
        return max(tier.upper for tier in self.tiers)

    def read(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:  # noqa: ARG002 - as every fact
        """Return the rate, or what is wrong with the choice."""
        chosen = chosen_tier(self.tiers, row)
        return chosen if isinstance(chosen, Unscorable) else chosen[1].as_integer_ratio()


def chosen_tier(tiers: tuple[Tier, ...], row: Row) -> tuple[Tier, Fraction] | Unscorable:
    """Return the tier that *row* names and the rate chosen within it, or what is wrong with the choice."""
    word = row.rating or (row.actual.text if row.actual is not None else "")
    tier = next((tier for tier in tiers if tier.name == word), None)
    if tier is None:
        names = [tier.name for tier in tiers]
        return unknown_word(Text("评定档次（rating）", "rating"), word, names, lacks="tier")
    if row.rating_rate is None and tier.lower == tier.upper:
        return tier, tier.lower
    if row.rating_rate is None or not tier.allows(row.rating_rate):
        found = "-" if row.rating_rate is None else percent_text(row.rating_rate)
        return Unscorable(
            Text(
                f"“{tier.name}”须在 {tier.range_text} 内选定得分率（rating-rate），实为 {found}",
                f"{tier.name!r} needs a rating-rate in {tier.range_text}, found {found}",
            ),
            lacks="rate",
            expected=tier.range_text,
            found=None if row.rating_rate is None else found,
            mend=Text(
                f"写明 rating-rate，如 rating-rate: {percent_text(tier.lower)}",
                f"give the rate, such as rating-rate: {percent_text(tier.lower)}",
            ),
        )
    return tier, row.rating_rate


@frozen(kw_only=True)
class Rating(FormulaScorer):
    """Score by a tier that the evaluators choose, and a rate they choose within it.

    A row names its tier in ``rating`` (or as its actual value) and the rate in ``rating-rate``; a tier of a single rate
    needs none.

    Args:
        tiers: The tiers; their ranges do not overlap.
        citations: What the tiers rest on.

    """

    kind: ClassVar[str] = "rating"
    title: ClassVar[Text] = Text("按评定的档次", "by the rated tier")

    tiers: tuple[Tier, ...]
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse tiers that overlap, reach outside [0, 1] or share a name."""
        super().__attrs_post_init__()
        ordered = sorted(enumerate(self.tiers), key=lambda one: (one[1].lower, one[1].upper))
        names = [tier.name for tier in self.tiers]
        problems: list[ParameterProblem] = []
        if not self.tiers:
            problems.append(("tiers", Text("至少一档", "at least one tier"), "0"))
        problems += [
            (f"tiers/{at}/name", Text("名称不重复", "each name once"), name)
            for at, name in enumerate(names)
            if name in names[:at]
        ]
        problems += [
            (f"tiers/{at}", Text("范围在 0 到 1 之内", "a range within [0, 1]"), tier.name)
            for at, tier in enumerate(self.tiers)
            if not 0 <= tier.lower <= tier.upper <= 1
        ]
        problems += [
            (f"tiers/{at}", Text("各档范围不重叠", "ranges that do not overlap"), f"{lower.name}, {upper.name}")
            for (_, lower), (at, upper) in pairwise(ordered)
            if upper.lower < lower.upper
        ]
        refuse_parameters(problems, owner=Rating, kind=self.kind)

    @cached_property
    def _formula(self) -> RateFormula:
        return RateFormula(ChosenRate(self.tiers))

    def formula_for(self, checklist: tuple[ChecklistItem, ...]) -> RateFormula:  # noqa: ARG002 - the protocol
        """Return the formula: the rate chosen within the chosen tier."""
        return self._formula

    def promises(self, checklist: tuple[ChecklistItem, ...]) -> tuple[RowPromise | Sense, ...]:  # noqa: ARG002 - the protocol
        """Promise that a higher rate chosen never costs."""
        return (Sense(fact=ChosenRate(self.tiers), rises=True),)

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:  # noqa: ARG002 - the protocol
        """Say which tier and which rate were chosen."""
        chosen = chosen_tier(self.tiers, row)
        if isinstance(chosen, Unscorable):
            return (chosen.reason,)
        tier, rate = chosen
        percent = percent_text(rate)
        return (
            Text(
                f"评为“{tier.name}”{tier.range_text}，得分率 {percent}",
                f"rated {tier.name!r} {tier.range_text}: rate {percent}",
            ),
        )
