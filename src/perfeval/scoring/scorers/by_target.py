"""``by-target``: a number for a target is scored by one scorer, a qualitative target by another.

An open group takes the indicators that each project brings, of both sorts (财预〔2020〕10号第十六条 scores them differently).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from attrs import frozen

from perfeval.model.citations import Citation
from perfeval.scoring.protocols import Scorer

if TYPE_CHECKING:
    from perfeval.errors.language import Text
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import Indicator
    from perfeval.scoring.protocols import Rate, Unscorable


@frozen(kw_only=True)
class ByTarget:
    """Score by the kind of the row's target.

    Args:
        quantitative: The scorer of rows whose target is a number.
        qualitative: The scorer of every other row.
        citations: What the rule rests on.

    """

    kind: ClassVar[str] = "by-target"

    quantitative: Scorer
    qualitative: Scorer
    citations: tuple[Citation, ...] = ()

    def chosen(self, row: Row) -> Scorer:
        """Return the scorer that fits the row's target."""
        return self.quantitative if row.target is not None and row.target.is_number else self.qualitative

    def rate(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:
        """Return the rate of the scorer that fits."""
        return self.chosen(row).rate(indicator, row, funds)

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:
        """Return the steps of the scorer that fits."""
        return self.chosen(row).steps(indicator, row, funds)
