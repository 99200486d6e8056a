"""``ratio``: how much of a quantitative target was reached.

财预〔2020〕10号第十六条: a target that is met gets its points; one that is not gets 完成值 / 指标值 × 分值. What the article
leaves to the regions (targets of the ≤ kind, far over-fulfilment, a pass gate, a zero target) is a parameter here.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import field, frozen

from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.model.numbers import given_fraction, optional_fraction
from perfeval.model.quantities import SIGNS, Direction
from perfeval.model.validated import PartOfSet
from perfeval.scoring.facts import ACTUAL, TARGET
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.number_systems.exact import RateFormula
from perfeval.scoring.number_systems.expressions import Numeric, held, maximum, number, where
from perfeval.scoring.number_systems.promises import RowPromise, Sense
from perfeval.scoring.parameter_problems import refuse_parameters
from perfeval.scoring.protocols import Unscorable
from perfeval.scoring.step_texts import percent_equation, percent_text, quotient_text
from perfeval.scoring.target_formulas import AtMost, Equal, ZeroTarget, completion, promises_of_completion, target_met

if TYPE_CHECKING:
    from collections.abc import Callable

    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import ChecklistItem, Indicator
    from perfeval.scoring.parameter_problems import ParameterProblem
    from perfeval.scoring.protocols import Rate

Effect = Literal["full", "deduct-deviation", "zero"]
"""What over-fulfilment does."""


_NO_RATIO = Text("没有比率可算，0%", "there is no ratio to it, 0%")
_ONLY_EQUALLED = Text(
    "等于指标值而未超过，按完成比例计分", "the target is equalled, not exceeded: the share reached is scored"
)


@frozen(kw_only=True)
class OverFulfilment(PartOfSet):
    """What becomes of a result far above its target.

    Args:
        threshold: From which completion rate on it applies, such as 130 %.
        effect: ``"full"`` keeps the points; ``"deduct-deviation"`` takes off what lies beyond the threshold; ``"zero"``
            counts the target as not reached.
        floor: The least rate ``"deduct-deviation"`` leaves, in [0, 1].
        citations: What the rule rests on.

    """

    called: ClassVar[Text] = Text("超额完成", "over-fulfilment")

    threshold: Fraction = field(converter=given_fraction)
    effect: Effect = "full"
    floor: Fraction = field(default=Fraction(0), converter=given_fraction)
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse a threshold at which a target is only just met."""
        super().__attrs_post_init__()
        problems: list[ParameterProblem] = []
        if self.threshold <= 1:
            expected = Text("threshold 高于 100%", "threshold above 100%")
            problems.append(("threshold", expected, percent_text(self.threshold)))
        if not 0 <= self.floor <= 1:
            problems.append(("floor", Text("floor 在 [0, 1] 内", "floor in [0, 1]"), percent_text(self.floor)))
        refuse_parameters(problems, owner=OverFulfilment, kind="ratio")

    def rate(self, completion: Numeric) -> Numeric:
        """Return the formula of the rate of a completion at or above the threshold."""
        if self.effect == "full":
            return number(1)
        return number(0) if self.effect == "zero" else maximum(self.floor, 1 - (completion - self.threshold))


@frozen(kw_only=True)
class Ratio(FormulaScorer):
    """Score a number against its target.

    Args:
        direction: The direction if the target does not carry it, or to overrule it.
        over_fulfilment: What becomes of results far above the target; None: they get their points.
        pass_gate: Below this completion the rate is 0 (财预〔2021〕101号: 60 %).
        pass_gate_rescale: Whether the rest is stretched: (rate - gate) / (1 - gate), as in 101号.
        at_most: The formula for a missed ≤ target: ``"target-over-actual"`` t/a, ``"linear-deviation"`` 1-(a-t)/t,
            ``"zero"``. None: the set declares none, and such a row cannot be scored.
        equal: How an = target is read: ``"at-least"`` like ≥, ``"exact"`` anything else gets 0,
            ``"deviation"`` 1-abs(a-t)/t.
        zero_target: ``"full-if-met"`` or ``"unscorable"``.
        citations: What the parameters rest on.

    """

    kind: ClassVar[str] = "ratio"
    title: ClassVar[Text] = Text(
        "达到指标值得满分，未达到的按完成比例", "full points for the target, else by the share reached"
    )

    direction: Direction | None = None
    over_fulfilment: OverFulfilment | None = None
    pass_gate: Fraction | None = field(default=None, converter=optional_fraction)
    pass_gate_rescale: bool = False
    at_most: AtMost | None = None
    equal: Equal = "at-least"
    zero_target: ZeroTarget = "full-if-met"
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse a pass gate that nothing, or everything, passes."""
        super().__attrs_post_init__()
        if self.pass_gate is not None and not 0 < self.pass_gate < 1:
            expected = Text("pass-gate 在 0 与 1 之间", "pass-gate between 0 and 1")
            refuse_parameters([("pass_gate", expected, percent_text(self.pass_gate))], owner=Ratio, kind=self.kind)

    @cached_property
    def _formula(self) -> RateFormula:
        return RateFormula(self._of_completion(self._rate))

    @cached_property
    def _completion(self) -> RateFormula:
        """How much of the target was reached: 1 is met; above 1 only for over-fulfilment."""
        return RateFormula(self._of_completion(lambda value: value))

    def _of_completion(self, then: Callable[[Numeric], Numeric]) -> Numeric:
        return completion(
            direction=self.direction, at_most=self.at_most, equal=self.equal, zero_target=self.zero_target, then=then
        )

    @cached_property
    def _met(self) -> RateFormula:
        return RateFormula(target_met(direction=self.direction, equal=self.equal))

    def met_formula(self) -> RateFormula:
        """Return the formula: whether the target is met in its direction, or the one that is declared."""
        return self._met

    def direction_read(self, indicator: Indicator, row: Row, funds: Funds) -> Direction | None:
        """Return the declared direction, else as of any scorer."""
        return self.direction or super().direction_read(indicator, row, funds)

    def formula_for(self, checklist: tuple[ChecklistItem, ...]) -> RateFormula:  # noqa: ARG002 - the protocol
        """Return the formula: the rate of the actual against the target."""
        return self._formula

    def _rate(self, completion: Numeric) -> Numeric:
        """The gate is asked of the completion, before anything is taken off; then over-fulfilment; then the rest is stretched."""
        gate, rule = self.pass_gate, self.over_fulfilment
        rate = held(completion)
        if gate is not None and self.pass_gate_rescale:
            rate = (rate - gate) / (1 - number(gate))
        if rule is not None:
            rate = where(completion >= rule.threshold, rule.rate(completion), rate)
        return rate if gate is None else where(completion < gate, 0, rate)

    def promises(self, checklist: tuple[ChecklistItem, ...]) -> tuple[RowPromise | Sense, ...]:  # noqa: ARG002 - the protocol
        """Promise that a target that is met gets full points, that better never costs, and what gate and floor say."""
        rate, reached, rule = self._formula.expression, self._completion.expression, self.over_fulfilment
        limit = rule.threshold if rule is not None and rule.effect != "full" else None
        promises = list(promises_of_completion(rate, direction=self.direction, equal=self.equal, limit=limit))
        if self.pass_gate is not None:
            promises.append(RowPromise(promise="gate", under=(reached < self.pass_gate,), holds=rate.equals(0)))
        if rule is not None:
            promises.append(
                RowPromise(
                    promise="floor",
                    under=(reached >= rule.threshold,),
                    holds=rate >= rule.floor if rule.effect == "deduct-deviation" else rate.equals(rule.rate(reached)),
                )
            )
        return tuple(promises)

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:
        """Say what was compared, and which of the set's rules applied."""
        values = (
            self._completion.value(indicator, row, funds),
            self._formula.value(indicator, row, funds),
            ACTUAL.read(indicator, row, funds),
            TARGET.read(indicator, row, funds),
        )
        pairs: list[Rate] = []
        for value in values:
            if isinstance(value, Unscorable):
                return (value.reason,)
            pairs.append(value)
        completion, (actual, target) = Fraction(*pairs[0]), pairs[2:]
        is_met = bool(self.is_met(indicator, row, funds))
        comparison = self._comparison(row, (actual, target), completion, is_met=is_met)
        steps = (comparison, *self._rule_steps(completion, pairs[1]))
        direction = self.direction or (row.target.direction if row.target is not None else None)
        if direction == "above" and actual[0] * target[1] == target[0] * actual[1]:
            return (*steps, _ONLY_EQUALLED)
        return steps

    def _comparison(self, row: Row, numbers: tuple[Rate, Rate], completion: Fraction, *, is_met: bool) -> Text:
        actual, target = quotient_text(*numbers[0]), quotient_text(*numbers[1])
        bounds = self._bounds
        direction = self.direction or (row.target.direction if row.target is not None else None)
        sign = SIGNS[direction] if direction is not None else ""
        if direction in ("at-most", "below"):
            if is_met:
                return Text(f"实际 {actual} {sign} {target}，达标", f"actual {actual} {sign} {target}: met")
            formula = self._missed_formula(actual, target, completion) if numbers[1][0] > 0 else _NO_RATIO
            return Text(
                f"实际 {actual} 未达 {sign}{target}：{formula.zh}",
                f"actual {actual} misses {sign}{target}: {formula.en}",
            )
        if numbers[1][0] <= 0 or (direction == "equal" and self.equal != "at-least"):
            percent = percent_text(completion, apart_from=bounds)
            return Text(
                f"实际 {actual}，指标值 {sign}{target}，完成率 {percent}",
                f"actual {actual}, target {sign}{target}, completion {percent}",
            )
        quotient = f"{actual} ÷ {target} {percent_equation(completion, apart_from=bounds)}"
        return Text(quotient, quotient)

    @property
    def _bounds(self) -> tuple[Fraction, ...]:
        """The completions at which another rule begins; what lies near one is not printed as it."""
        rule = self.over_fulfilment
        return tuple(one for one in (self.pass_gate, rule.threshold if rule is not None else None) if one is not None)

    def _missed_formula(self, actual: str, target: str, completion: Fraction) -> Text:
        """Return the declared formula of a missed ≤ target, with its numbers."""
        equation = percent_equation(completion, apart_from=self._bounds)
        formula = {
            "target-over-actual": f"{target} ÷ {actual} {equation}",
            "linear-deviation": f"1 - ({actual} - {target}) ÷ {target} {equation}",
        }.get(str(self.at_most), "0%")
        return Text(formula, formula)

    def _rule_steps(self, completion: Fraction, reached: Rate) -> list[Text]:
        steps: list[Text] = []
        rule, gate = self.over_fulfilment, self.pass_gate
        if gate is not None and completion < gate:
            line = percent_text(gate)
            return [Text(f"低于及格线 {line}：得分率 0%", f"below the pass gate {line}: rate 0%")]
        if rule is not None and completion >= rule.threshold:
            threshold, rate = percent_text(rule.threshold), percent_text(Fraction(*reached))
            return [Text(f"达到超额界限 {threshold}，得分率 {rate}", f"over-fulfilment from {threshold}: rate {rate}")]
        if completion > 1:
            steps.append(Text("完成指标值，得满分", "the target is met: full points"))
        elif completion < 0:
            steps.append(Text("低于 0，按 0 计", "below 0, so 0"))
        if gate is not None and self.pass_gate_rescale and completion < 1:
            line, rate = percent_text(gate), percent_text(Fraction(*reached))
            steps.append(Text(f"及格线 {line}：得分率 {rate}", f"pass gate {line}: rate {rate}"))
        return steps
