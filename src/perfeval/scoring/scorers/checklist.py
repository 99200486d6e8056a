"""``checklist``: how many of the items to be checked are met (评价要点)."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from attrs import frozen

from perfeval.errors import did_you_mean
from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.number_systems.exact import RateFormula
from perfeval.scoring.number_systems.expressions import NumberFact, Undefined, number, where
from perfeval.scoring.number_systems.promises import RowPromise, Sense
from perfeval.scoring.number_systems.shallow_graphs import any_of, total
from perfeval.scoring.protocols import Rate, Unscorable
from perfeval.scoring.step_texts import percent_text

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import ChecklistItem, Indicator
    from perfeval.scoring.number_systems.expressions import Fact

_NO_ITEMS = Unscorable(
    Text("该指标没有评价要点", "the indicator has no checklist"),
    lacks="formula",
    mend=Text("在指标体系中为该指标写明 checklist", "give the indicator a checklist in the set"),
)
_NO_CHECKS = Unscorable(
    Text("没有逐条填写评价要点（checks）", "no checklist item is filled in (checks)"),
    lacks="checks",
    mend=Text(
        "逐条写明是否满足，如 checks: {1: true, 2: false}",
        "say of each item whether it is met: checks: {1: true, 2: false}",
    ),
)


@frozen(order=False, cache_hash=True)
class ShareMet(NumberFact):
    """How far one item of the checklist is met, in [0, 1].

    Args:
        position: The item's position, from 0.

    """

    fields: ClassVar[tuple[str, ...]] = ("checks",)

    position: int

    @property
    def title(self) -> Text:
        """Its name."""
        return Text(f"第 {self.position + 1} 条评价要点", f"checklist item {self.position + 1}")

    @property
    def entry(self) -> tuple[str, str]:
        """The item's number, and that it is met."""
        return str(self.position + 1), "true"

    @property
    def lower(self) -> Fraction:
        """Not met at all."""
        return Fraction(0)

    @property
    def upper(self) -> Fraction:
        """Met."""
        return Fraction(1)

    def read(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:  # noqa: ARG002 - as every fact
        """Return the share, or why the checks cannot be read."""
        met = _met(indicator, row)
        return met if isinstance(met, Unscorable) else met[self.position].as_integer_ratio()


@frozen(kw_only=True)
class Checklist(FormulaScorer):
    """Score the shares of the indicator's checklist items that are met.

    An item that the row does not mention is not met; a required item that is not met at all voids the indicator.

    Args:
        citations: What the rule rests on.

    """

    kind: ClassVar[str] = "checklist"
    title: ClassVar[Text] = Text("按评价要点", "by checklist items")

    citations: tuple[Citation, ...] = ()

    @cached_property
    def _formulas(self) -> dict[tuple[ChecklistItem, ...], RateFormula]:
        return {}

    def formula_for(self, checklist: tuple[ChecklistItem, ...]) -> RateFormula:
        """Return the formula: the shares met of all shares; nothing if a required item is not met at all."""
        kept = self._formulas
        if checklist not in kept:
            kept[checklist] = _recorded(checklist)
        return kept[checklist]

    def reads(self, checklist: tuple[ChecklistItem, ...]) -> tuple[Fact, ...]:
        """Return the items in their order."""
        known = set(self.formula_for(checklist).facts)
        return tuple(item for item in map(ShareMet, range(len(checklist))) if item in known)

    def promises(self, checklist: tuple[ChecklistItem, ...]) -> tuple[RowPromise | Sense, ...]:
        """Promise that no item that is met better costs points."""
        return tuple(Sense(fact=ShareMet(position), rises=True) for position in range(len(checklist)))

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:
        """Say of each item whether it is met."""
        met = _met(indicator, row)
        if isinstance(met, Unscorable):
            return (met.reason,)
        lines = [_item_step(item, share) for item, share in zip(indicator.checklist, met, strict=True)]
        rate = self.rate(indicator, row, funds)
        if isinstance(rate, Unscorable):
            return (rate.reason,)
        percent = percent_text(Fraction(*rate))
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
    unknown = sorted(name for name, _ in row.checks if name not in positions)
    if unknown:
        items = " / ".join(f"{number}. {item.text}" for number, item in enumerate(indicator.checklist, start=1))
        return Unscorable(
            Text(f"评价要点中没有“{'、'.join(unknown)}”", f"the checklist has no item {', '.join(unknown)!r}"),
            lacks="checks",
            expected=items,
            found=" / ".join(unknown),
            mend=did_you_mean(unknown[0], positions) or Text("写条文或序号", "write an item's text or its number"),
        )
    named = [positions[name] for name, _ in row.checks]
    doubled = min((at for at in named if named.count(at) > 1), default=None)
    if doubled is not None:
        return _said_twice(sorted(name for name, _ in row.checks if positions[name] == doubled))
    for name, share in row.checks:
        met[positions[name]] = share
    return tuple(met)


def _said_twice(names: list[str]) -> Unscorable:
    listed = "、".join(names)
    return Unscorable(
        Text(f"“{listed}”是同一条评价要点", f"{', '.join(names)} are one checklist item"),
        lacks="checks",
        found=" / ".join(names),
        mend=Text("每条要点只写一次，写条文或序号", "fill in each item once, by its text or by its number"),
    )


def _is_void(indicator: Indicator, met: tuple[Fraction, ...]) -> bool:
    return any(item.required and share == 0 for item, share in zip(indicator.checklist, met, strict=True))


def _recorded(checklist: tuple[ChecklistItem, ...]) -> RateFormula:
    if not checklist:
        return RateFormula(Undefined.of(_NO_ITEMS))
    if sum(Fraction(item.share) for item in checklist) <= 0:
        return RateFormula(number(0))
    shares = [number(Fraction(item.share)) for item in checklist]
    met = [ShareMet(position) for position in range(len(checklist))]
    reached = total([share * part for share, part in zip(shares, met, strict=True)]) / total(shares)
    required = [share.equals(0) for item, share in zip(checklist, met, strict=True) if item.required]
    return RateFormula(where(any_of(required), 0, reached) if required else reached)


def _item_step(item: ChecklistItem, share: Fraction) -> Text:
    if share == 1:
        return Text(f"√ {item.text}", f"met: {item.text}")
    if share == 0:
        return Text(f"× {item.text}", f"not met: {item.text}")
    percent = percent_text(share)
    return Text(f"△ {item.text}（{percent}）", f"met by {percent}: {item.text}")
