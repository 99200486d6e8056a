"""``yes-no``: full points or none, or a stated part (直接赋分; 财预〔2021〕101号)."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen

from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.model.numbers import given_fraction
from perfeval.scoring.facts import ActualWord
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.number_systems.exact import RateFormula
from perfeval.scoring.number_systems.expressions import where
from perfeval.scoring.number_systems.promises import RowPromise, Sense
from perfeval.scoring.parameter_problems import refuse_parameters
from perfeval.scoring.protocols import Unscorable
from perfeval.scoring.step_texts import percent_text

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import ChecklistItem, Indicator
    from perfeval.scoring.parameter_problems import ParameterProblem


@frozen(kw_only=True)
class YesNo(FormulaScorer):
    """Score a yes with full points and a no with none, or with a stated part.

    Args:
        yes: The words that mean yes.
        no: The words that mean no.
        no_rate: The rate of a no, in [0, 1]; below 1.
        citations: What the rule rests on.

    """

    kind: ClassVar[str] = "yes-no"
    title: ClassVar[Text] = Text("是得分，否不得分", "yes or no")

    yes: tuple[str, ...] = ("是",)
    no: tuple[str, ...] = ("否",)
    no_rate: Fraction = field(default=Fraction(0), converter=given_fraction)
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse a word that means both, and a no that costs nothing."""
        super().__attrs_post_init__()
        problems: list[ParameterProblem] = [
            (f"no/{at}", Text("一个词只表示是或否", "a word that means yes or no"), word)
            for at, word in enumerate(self.no)
            if word in self.yes
        ]
        if not 0 <= self.no_rate < 1:
            problems.append(("no_rate", Text("no-rate 在 [0, 1) 内", "no-rate in [0, 1)"), percent_text(self.no_rate)))
        refuse_parameters(problems, owner=YesNo, kind=self.kind)

    @cached_property
    def _formula(self) -> RateFormula:
        word = ActualWord((*self.yes, *self.no))
        return RateFormula(where(word.is_one_of(*self.yes), 1, self.no_rate))

    @cached_property
    def _met(self) -> RateFormula:
        return RateFormula(where(ActualWord((*self.yes, *self.no)).is_one_of(*self.yes), 1, 0))

    def met_formula(self) -> RateFormula:
        """Return the formula: whether the answer is yes."""
        return self._met

    def formula_for(self, checklist: tuple[ChecklistItem, ...]) -> RateFormula:  # noqa: ARG002 - the protocol
        """Return the formula: full for a yes, the stated part for a no."""
        return self._formula

    def promises(self, checklist: tuple[ChecklistItem, ...]) -> tuple[RowPromise | Sense, ...]:  # noqa: ARG002 - the protocol
        """Promise that a yes gets full points, and a no less."""
        word, rate = ActualWord((*self.yes, *self.no)), self._formula.expression
        return (
            RowPromise(promise="met-is-full", under=(word.is_one_of(*self.yes),), holds=rate.equals(1)),
            RowPromise(promise="band", under=(word.is_one_of(*self.no),), holds=rate.equals(self.no_rate)),
        )

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:
        """Say which of the two it is."""
        rate = self.rate(indicator, row, funds)
        if isinstance(rate, Unscorable):
            return (rate.reason,)
        word, percent = row.actual.text if row.actual is not None else "", percent_text(Fraction(*rate))
        return (Text(f"{word}，得分率 {percent}", f"{word}: rate {percent}"),)
