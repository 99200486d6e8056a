"""``checklist``: how many of the items to be checked are met (评价要点)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from attrs import frozen

from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.scoring.facts import as_rate, percent_text
from perfeval.scoring.protocols import Rate, Unscorable

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import ChecklistItem, Indicator

_NO_ITEMS = Unscorable(Text("该指标没有评价要点", "the indicator has no checklist"))
_NO_CHECKS = Unscorable(Text("没有逐条填写评价要点（checks）", "no checklist item is filled in (checks)"))


@frozen(kw_only=True)
class Checklist:
    """Score the shares of the indicator's checklist items that are met.

    An item that the row does not mention is not met; a required item that is not met at all voids the indicator.

    Args:
        citations: What the rule rests on.

    """

    kind: ClassVar[str] = "checklist"

    citations: tuple[Citation, ...] = ()

    def rate(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:  # noqa: ARG002 - the protocol
        """Return the share of the items met."""
        met = _met(indicator, row)
        return met if isinstance(met, Unscorable) else as_rate(_rate(indicator, met))

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:  # noqa: ARG002 - the protocol
        """Say of each item whether it is met."""
        met = _met(indicator, row)
        if isinstance(met, Unscorable):
            return (met.reason,)
        lines = [_item_step(item, share) for item, share in zip(indicator.checklist, met, strict=True)]
        percent = percent_text(_rate(indicator, met))
        if _is_void(indicator, met):
            return (*lines, Text("必备要点未满足，得分率 0%", "a required item is not met: rate 0%"))
        return (*lines, Text(f"要点合计得分率 {percent}", f"the items make the rate {percent}"))


def _met(indicator: Indicator, row: Row) -> tuple[Fraction, ...] | Unscorable:
    """Return how far each item is met, in [0, 1], in the order of the checklist."""
    if not indicator.checklist:
        return _NO_ITEMS
    if not row.checks:
        return _NO_CHECKS
    positions = {item.text: position for position, item in enumerate(indicator.checklist)}
    positions.update({str(number): number - 1 for number in range(1, len(indicator.checklist) + 1)})
    met = [Fraction(0)] * len(indicator.checklist)
    for name, share in row.checks:
        if name not in positions:
            return Unscorable(Text(f"评价要点中没有“{name}”", f"the checklist has no item {name!r}"))
        met[positions[name]] = share
    return tuple(met)


def _is_void(indicator: Indicator, met: tuple[Fraction, ...]) -> bool:
    return any(item.required and share == 0 for item, share in zip(indicator.checklist, met, strict=True))


def _rate(indicator: Indicator, met: tuple[Fraction, ...]) -> Fraction:
    whole = sum((Fraction(item.share) for item in indicator.checklist), Fraction(0))
    if whole <= 0 or _is_void(indicator, met):
        return Fraction(0)
    reached = sum(
        (Fraction(item.share) * share for item, share in zip(indicator.checklist, met, strict=True)), Fraction(0)
    )
    return reached / whole


def _item_step(item: ChecklistItem, share: Fraction) -> Text:
    if share == 1:
        return Text(f"√ {item.text}", f"met: {item.text}")
    if share == 0:
        return Text(f"× {item.text}", f"not met: {item.text}")
    percent = percent_text(share)
    return Text(f"△ {item.text}（{percent}）", f"met by {percent}: {item.text}")
