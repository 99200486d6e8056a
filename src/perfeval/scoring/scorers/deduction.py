"""``deduction``: full points less what each fault costs (扣分法), never below zero."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen

from perfeval.errors import IndicatorSetError, Issue
from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.model.numbers import exact, optional_exact, plain
from perfeval.scoring.facts import FULL, as_rate, measured
from perfeval.scoring.protocols import Rate, Unscorable

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import Indicator

_NO_FAULTS = Unscorable(Text("没有填写扣分情况（deductions）", "no deductions are filled in"))


@frozen(kw_only=True)
class DeductionItem:
    """A fault and what one occurrence costs.

    Args:
        name: The fault.
        points: What each occurrence costs, in points.

    """

    name: str
    points: Decimal = field(converter=exact)


@frozen(kw_only=True)
class Deduction:
    """Score full points less deductions.

    With ``items``, a row says how often each fault occurred (``deductions``; none at all is written ``{}`` with an
    actual of 0). With ``per``, the actual value is a count of faults.

    Args:
        items: The faults and what each costs, in points.
        per: What each unit of the actual value costs, in points; exclusive of ``items``.
        citations: What the rule rests on.

    """

    kind: ClassVar[str] = "deduction"

    items: tuple[DeductionItem, ...] = ()
    per: Decimal | None = field(default=None, converter=optional_exact)
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse both forms at once, neither, and deductions that would add points."""
        names = [item.name for item in self.items]
        problems: list[tuple[Text, Text | str]] = (
            []
            if bool(self.items) != (self.per is not None)
            else [(Text("items 与 per 二者取一", "either items or per"), Text("两者都有或都没有", "both or neither"))]
        )
        problems += [
            (Text("扣分项不重复", "each fault once"), name) for name in sorted(set(names)) if names.count(name) > 1
        ]
        costs = [*(item.points for item in self.items), *(() if self.per is None else (self.per,))]
        problems += [(Text("扣分不为负", "a deduction of 0 points or more"), plain(cost)) for cost in costs if cost < 0]
        if problems:
            raise IndicatorSetError(
                Issue(code="scorer-parameters", values={"type": self.kind}, expected=expected, found=found)
                for expected, found in problems
            )

    def rate(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:  # noqa: ARG002 - the protocol
        """Return what the deductions leave of the points."""
        cost = self._cost(row)
        if isinstance(cost, Unscorable):
            return cost
        points = Fraction(indicator.points or 0)
        return as_rate((points - cost) / points) if points else FULL

    def _cost(self, row: Row) -> Fraction | Unscorable:
        if self.per is not None:
            faults = measured(row)
            if isinstance(faults, Unscorable):
                return faults
            return Fraction(self.per) * max(Fraction(faults.value or 0), Fraction(0))
        if not row.deductions and row.actual is None:
            return _NO_FAULTS
        costs = {item.name: item.points for item in self.items}
        for name, count in row.deductions:
            if name not in costs or count < 0:
                return Unscorable(
                    Text(
                        f"扣分项“{name}”不存在或次数为负", f"no deduction is called {name!r}, or its count is negative"
                    )
                )
        return sum((Fraction(costs[name]) * Fraction(count) for name, count in row.deductions), Fraction(0))

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:  # noqa: ARG002 - the protocol
        """Say what each fault cost."""
        cost = self._cost(row)
        if isinstance(cost, Unscorable):
            return (cost.reason,)
        costs = {item.name: item.points for item in self.items}
        lines = [_fault_step(name, costs[name], count) for name, count in row.deductions if count]
        if self.per is not None and row.actual is not None and row.actual.value is not None:
            lines = [
                _fault_step("每单位" if row.actual.unit is None else f"每{row.actual.unit}", self.per, row.actual.value)
            ]
        if not cost:
            return (Text("没有扣分", "nothing is deducted"),)
        if cost > Fraction(indicator.points or 0):
            lines.append(Text("扣完为止", "the deductions use up the points"))
        return tuple(lines)


def _fault_step(name: str, points: Decimal, count: Decimal) -> Text:
    each, times, cost = plain(points), plain(count), plain(points * count)
    return Text(f"{name}：{times} × {each} = 扣 {cost} 分", f"{name}: {times} × {each} = {cost} points off")
