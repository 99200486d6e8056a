"""``deduction``: full points less what each fault costs (扣分法), never below zero."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen

from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.model.numbers import exact, given_exact, optional_exact, plain
from perfeval.model.validated import PartOfSet
from perfeval.scoring.facts import COUNTED, POINTS
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.number_systems.exact import RateFormula
from perfeval.scoring.number_systems.expressions import NumberFact, Numeric, maximum, where
from perfeval.scoring.number_systems.promises import RowPromise, Sense
from perfeval.scoring.number_systems.shallow_graphs import total
from perfeval.scoring.parameter_problems import refuse_parameters
from perfeval.scoring.protocols import Rate, Unscorable
from perfeval.scoring.step_texts import number_text

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import ChecklistItem, Indicator
    from perfeval.model.quantities import Quantity
    from perfeval.scoring.parameter_problems import ParameterProblem

_NO_FAULTS = Unscorable(
    Text("没有填写扣分情况（deductions）", "no deductions are filled in"),
    lacks="faults",
    mend=Text(
        "写明每个扣分项的次数，如 deductions: {迟报: 1}；没有发生的，写 actual: 0",
        "say how often each fault occurred, such as deductions: {迟报: 1}; where none did, write actual: 0",
    ),
)


@frozen(kw_only=True)
class DeductionItem(PartOfSet):
    """A fault and what one occurrence costs.

    Args:
        name: The fault.
        points: What each occurrence costs, in points.

    """

    called: ClassVar[Text] = Text("扣分项", "a deduction")

    name: str
    points: Decimal = field(converter=given_exact)


@frozen(order=False, cache_hash=True)
class FaultCount(NumberFact):
    """How often one fault occurred.

    Args:
        name: The fault.
        names: Every fault that the scorer knows.

    """

    fields: ClassVar[tuple[str, ...]] = ("deductions",)

    name: str
    names: frozenset[str]

    @property
    def title(self) -> Text:
        """Its name."""
        return Text(f"“{self.name}”次数", f"count of {self.name!r}")

    @property
    def entry(self) -> tuple[str, str]:
        """The fault, and how often it occurred."""
        return self.name, "0"

    @property
    def lower(self) -> Fraction:
        """A fault does not occur less than never."""
        return Fraction(0)

    def read(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:  # noqa: ARG002 - as every fact
        """Return the count; 0 for a fault that the row does not name."""
        if not row.deductions and (row.actual is None or row.actual.value != 0):
            return _NO_FAULTS if row.actual is None else _not_counted(row.actual)
        if (
            row.deductions
            and row.actual is not None
            and row.actual.value == 0
            and any(count for _, count in row.deductions)
        ):
            return _not_counted(row.actual)
        wrong = sorted(
            f"{name}: {plain(count)}" for name, count in row.deductions if name not in self.names or count < 0
        )
        if wrong:
            return _wrong_faults(wrong, sorted(self.names))
        return next((count.as_integer_ratio() for name, count in row.deductions if name == self.name), (0, 1))


@frozen(kw_only=True)
class Deduction(FormulaScorer):
    """Score full points less deductions.

    With ``items``, a row says how often each fault occurred (``deductions``; none at all is written ``{}`` with an
    actual of 0). With ``per``, the actual value is a count of faults.

    Args:
        items: The faults and what each costs, in points.
        per: What each unit of the actual value costs, in points; exclusive of ``items``.
        citations: What the rule rests on.

    """

    kind: ClassVar[str] = "deduction"
    title: ClassVar[Text] = Text("发现问题扣分", "points off for each fault")

    items: tuple[DeductionItem, ...] = ()
    per: Decimal | None = field(default=None, converter=optional_exact)
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse both forms at once, neither, and deductions that would add points."""
        super().__attrs_post_init__()
        names = [item.name for item in self.items]
        problems: list[ParameterProblem] = []
        if bool(self.items) == (self.per is not None):
            found = Text("两者都有或都没有", "both or neither")
            problems.append(("items", Text("items 与 per 二者取一", "either items or per"), found))
        problems += [
            (f"items/{at}/name", Text("扣分项不重复", "each fault once"), name)
            for at, name in enumerate(names)
            if name in names[:at]
        ]
        costs = [(f"items/{at}/points", item.points) for at, item in enumerate(self.items)]
        costs += [] if self.per is None else [("per", self.per)]
        problems += [
            (place, Text("扣分不为负", "a deduction of 0 points or more"), plain(cost))
            for place, cost in costs
            if cost < 0
        ]
        refuse_parameters(problems, owner=Deduction, kind=self.kind)

    @cached_property
    def _cost(self) -> RateFormula:
        """What the faults cost, in points."""
        return RateFormula(self._costs())

    def _costs(self) -> Numeric:
        if self.per is not None:
            return _priced(self.per, maximum(COUNTED, 0))
        names = frozenset(item.name for item in self.items)
        return total([_priced(item.points, FaultCount(item.name, names)) for item in self.items])

    @cached_property
    def _formula(self) -> RateFormula:
        cost = self._cost.expression
        return RateFormula(where(POINTS > 0, maximum(0, (POINTS - cost) / POINTS), 1))

    def formula_for(self, checklist: tuple[ChecklistItem, ...]) -> RateFormula:  # noqa: ARG002 - the protocol
        """Return the formula: what the deductions leave of the points."""
        return self._formula

    def promises(self, checklist: tuple[ChecklistItem, ...]) -> tuple[RowPromise | Sense, ...]:  # noqa: ARG002 - the protocol
        """Promise that no fault more gains points."""
        return tuple(Sense(fact=fact, rises=False) for fact in self._cost.facts if isinstance(fact, NumberFact))

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:
        """Say what each fault cost."""
        pair = self._cost.value(indicator, row, funds)
        if isinstance(pair, Unscorable):
            return (pair.reason,)
        cost = Fraction(*pair)
        counts = dict(row.deductions)
        lines = [
            _fault_step(Text(one.name, one.name), one.points, counts[one.name])
            for one in self.items
            if counts.get(one.name)
        ]
        if self.per is not None:
            lines = [_fault_step(_each(row), self.per, exact(cost / Fraction(self.per)))] if cost else []
        if not cost:
            return (Text("没有扣分", "nothing is deducted"),)
        if cost > Fraction(indicator.points or 0):
            lines.append(Text("扣完为止", "the deductions use up the points"))
        return tuple(lines)


def _priced(points: Decimal, count: Numeric) -> Numeric:
    # What costs nothing has to be counted all the same: a row that says nothing of it gets nothing.
    return Fraction(points) * count if points else where(count >= 0, 0, 0)


def _wrong_faults(wrong: list[str], names: list[str]) -> Unscorable:
    listed, known = "、".join(wrong), " / ".join(names)
    return Unscorable(
        Text(
            f"扣分项“{listed}”不存在或次数为负", f"no fault is called so, or its count is negative: {', '.join(wrong)}"
        ),
        lacks="faults",
        expected=known,
        found=" / ".join(wrong),
        mend=Text(f"只写这些扣分项，次数不为负：{known}", f"name only these faults, with counts of 0 or more: {known}"),
    )


def _not_counted(actual: Quantity) -> Unscorable:
    return Unscorable(
        Text(
            f"实际完成值“{actual.text}”与扣分情况（deductions）不符：有扣分的逐项写次数，没有的实际完成值为 0",
            f"the actual value {actual.text!r} does not agree with the deductions: each fault has its count, or the actual value is 0",
        ),
        lacks="faults",
        found=actual.text,
        mend=_NO_FAULTS.mend,
    )


def _each(row: Row) -> Text:
    """Return what is counted: in the unit of the target, where there is one, else as it was written."""
    is_targets = row.target is not None and row.target.is_number
    counted = row.target if is_targets else row.actual
    unit = None if counted is None else counted.unit
    return Text("每单位", "each") if unit is None else Text(f"每{unit}", f"each {unit}")


def _fault_step(name: Text, points: Decimal, count: Decimal) -> Text:
    each, times, cost = plain(points), plain(count), number_text(Fraction(points) * Fraction(count))
    return Text(f"{name.zh}：{times} × {each} = 扣 {cost} 分", f"{name.en}: {times} × {each} = {cost} points off")
