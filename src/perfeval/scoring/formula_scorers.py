"""Scorers with a formula: what every room may ask of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from perfeval.errors.language import Text
from perfeval.model.validated import PartOfSet

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import ChecklistItem, Indicator
    from perfeval.scoring.number_systems.exact import RateFormula
    from perfeval.scoring.number_systems.promises import RowPromise, Sense
    from perfeval.scoring.protocols import Rate, Unscorable


class FormulaScorer(PartOfSet):
    """What a scorer with a formula is: the one formula gives its rate in every number system.

    ``title`` says in both languages what the kind does. :meth:`formula_for` records the formula; what is made of it is kept by
    the scorer's own value. A scorer that writes only ``rate`` and ``steps`` is scored row by row everywhere.
    """

    __slots__ = ()
    title: ClassVar[Text]

    def formula_for(self, checklist: tuple[ChecklistItem, ...]) -> RateFormula | None:
        """Return the formula for an indicator with *checklist*; None if a part of the scorer has none."""
        raise NotImplementedError

    def rate(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:
        """Return what the formula makes of the facts, or why it makes nothing of them."""
        formula = self.formula_for(indicator.checklist)
        assert formula is not None, "a scorer whose parts have no formula writes its own rate"
        return formula.value(indicator, row, funds)

    def promises(self, checklist: tuple[ChecklistItem, ...]) -> tuple[RowPromise | Sense, ...]:  # noqa: ARG002 - few need it
        """Return what the formula promises beyond lying in [0, 1]."""
        return ()
