"""``stated``: the evaluators' own score, where no rule computes one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import frozen

from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.number_systems.exact import RateFormula
from perfeval.scoring.number_systems.expressions import Undefined
from perfeval.scoring.protocols import Unscorable

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import ChecklistItem, Indicator

BY_EVALUATORS = Unscorable(
    Text("由评价人直接评定得分（score），没有计算公式", "the evaluators state the score (score); nothing computes it"),
    lacks="score",
)


_NOTHING = RateFormula(Undefined.of(BY_EVALUATORS))


@frozen(kw_only=True)
class Stated(FormulaScorer):
    """Leave the score to the evaluators.

    Args:
        citations: What the rule rests on.

    """

    kind: ClassVar[str] = "stated"
    title: ClassVar[Text] = Text("由评价人评定", "by the evaluators")

    citations: tuple[Citation, ...] = ()

    def formula_for(self, checklist: tuple[ChecklistItem, ...]) -> RateFormula:  # noqa: ARG002 - the protocol
        """Return the formula that computes nothing."""
        return _NOTHING

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:  # noqa: ARG002 - the protocol
        """Say nothing of a stated score, which the explanation itself tells; else that there is none."""
        return () if row.score is not None else (BY_EVALUATORS.reason,)
