"""``by-target``: a number for a target is scored by one scorer, a qualitative target by another.

An open group takes the indicators that each project brings, of both sorts (财预〔2020〕10号第十六条 scores them differently).
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, ClassVar

from attrs import evolve, frozen

from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.scoring.facts import NUMERIC, QUALITATIVE, TARGET_KIND
from perfeval.scoring.formula_scorers import (
    FormulaScorer,
    direction_of,
    facts_read,
    promises_made,
    recorded_formula,
    whether_met,
)
from perfeval.scoring.number_systems.exact import RateFormula
from perfeval.scoring.number_systems.expressions import where
from perfeval.scoring.number_systems.promises import RowPromise, Sense
from perfeval.scoring.protocols import Scorer, Unscorable

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import ChecklistItem, Indicator
    from perfeval.model.quantities import Direction
    from perfeval.scoring.number_systems.expressions import Fact
    from perfeval.scoring.protocols import Rate


@frozen(kw_only=True)
class ByTarget(FormulaScorer):
    """Score by the kind of the row's target.

    Args:
        quantitative: The scorer of rows whose target is a number.
        qualitative: The scorer of every other row.
        citations: What the rule rests on.

    """

    kind: ClassVar[str] = "by-target"
    title: ClassVar[Text] = Text("指标值是数的和定性的，分别计分", "by a number, or by a qualitative target")

    quantitative: Scorer
    qualitative: Scorer
    citations: tuple[Citation, ...] = ()

    def chosen(self, indicator: Indicator, row: Row, funds: Funds) -> Scorer | Unscorable:
        """Return the scorer that fits the row's target; without a target none does."""
        kind = TARGET_KIND.read(indicator, row, funds)
        if isinstance(kind, Unscorable):
            return kind
        return self.quantitative if kind == NUMERIC else self.qualitative

    @cached_property
    def _formulas(self) -> dict[tuple[ChecklistItem, ...], RateFormula | None]:
        return {}

    def formula_for(self, checklist: tuple[ChecklistItem, ...]) -> RateFormula | None:
        """Return the formula: that of the scorer that fits the target; None if one of the two has none."""
        kept = self._formulas
        if checklist not in kept:
            kept[checklist] = self._recorded(checklist)
        return kept[checklist]

    def _recorded(self, checklist: tuple[ChecklistItem, ...]) -> RateFormula | None:
        quantitative, qualitative = (recorded_formula(one, checklist) for one in (self.quantitative, self.qualitative))
        if quantitative is None or qualitative is None:
            return None
        return RateFormula(where(TARGET_KIND.is_one_of(NUMERIC), quantitative.expression, qualitative.expression))

    def reads(self, checklist: tuple[ChecklistItem, ...]) -> tuple[Fact, ...]:
        """Return the kind of the target, and what the two read."""
        parts = (facts_read(one, checklist) for one in (self.quantitative, self.qualitative))
        return tuple(dict.fromkeys((TARGET_KIND, *chain.from_iterable(parts))))

    def rate(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:
        """Return what the formula gives; where one of the two scorers has none, the rate of the one that fits."""
        if self.formula_for(indicator.checklist) is not None:
            return super().rate(indicator, row, funds)
        chosen = self.chosen(indicator, row, funds)
        return chosen if isinstance(chosen, Unscorable) else chosen.rate(indicator, row, funds)

    def is_met(self, indicator: Indicator, row: Row, funds: Funds) -> bool | None:
        """Return what the scorer that fits says."""
        chosen = self.chosen(indicator, row, funds)
        return None if isinstance(chosen, Unscorable) else whether_met(chosen, indicator, row, funds)

    def direction_read(self, indicator: Indicator, row: Row, funds: Funds) -> Direction | None:
        """Return what the scorer that fits says."""
        chosen = self.chosen(indicator, row, funds)
        return None if isinstance(chosen, Unscorable) else direction_of(chosen, indicator, row, funds)

    def promises(self, checklist: tuple[ChecklistItem, ...]) -> tuple[RowPromise | Sense, ...]:
        """Promise what the two promise, each of the rows that it scores."""
        return tuple(
            evolve(promise, under=(TARGET_KIND.is_one_of(kind), *promise.under))
            for kind, one in ((NUMERIC, self.quantitative), (QUALITATIVE, self.qualitative))
            for promise in promises_made(one, checklist)
        )

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:
        """Return the steps of the scorer that fits, or why none does."""
        chosen = self.chosen(indicator, row, funds)
        return (chosen.reason,) if isinstance(chosen, Unscorable) else chosen.steps(indicator, row, funds)
