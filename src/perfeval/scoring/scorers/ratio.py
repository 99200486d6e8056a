"""``ratio``: how much of a quantitative target was reached.

财预〔2020〕10号第十六条: a target that is met gets its points; one that is not gets 完成值 / 指标值 × 分值. What the article
leaves to the regions (targets of the ≤ kind, far over-fulfilment, a pass gate, a zero target) is a parameter here.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import field, frozen

from perfeval.errors import IndicatorSetError, Issue
from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.model.numbers import fraction, optional_fraction
from perfeval.model.quantities import SIGNS, Direction
from perfeval.scoring.facts import (
    actual_and_target,
    as_rate,
    number_text,
    percent_equation,
    percent_text,
)
from perfeval.scoring.protocols import Rate, Unscorable
from perfeval.scoring.target_formulas import AtMost, Equal, ZeroTarget, completion

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import Indicator


@frozen(kw_only=True)
class OverFulfilment:
    """What becomes of a result far above its target.

    Args:
        threshold: From which completion rate on it applies, such as 130 %.
        effect: ``"full"`` keeps the points; ``"deduct-deviation"`` takes off what lies beyond the threshold; ``"zero"``
            counts the target as not reached.
        floor: The least rate ``"deduct-deviation"`` leaves, in [0, 1].
        citations: What the rule rests on.

    """

    threshold: Fraction = field(converter=fraction)
    effect: Literal["full", "deduct-deviation", "zero"] = "full"
    floor: Fraction = field(default=Fraction(0), converter=fraction)
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse a threshold at which a target is only just met."""
        if self.threshold <= 1 or not 0 <= self.floor <= 1:
            raise IndicatorSetError(
                [
                    Issue(
                        code="scorer-parameters",
                        values={"type": "ratio"},
                        expected=Text(
                            "threshold 高于 100%，floor 在 [0, 1] 内", "threshold above 100%, floor in [0, 1]"
                        ),
                        found=f"threshold {percent_text(self.threshold)}, floor {percent_text(self.floor)}",
                    )
                ]
            )

    def rate(self, completion: Fraction) -> Fraction:
        """Return the rate of a completion at or above the threshold."""
        if self.effect == "full":
            return Fraction(1)
        return Fraction(0) if self.effect == "zero" else max(self.floor, 1 - (completion - self.threshold))


@frozen(kw_only=True)
class Ratio:
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
        if self.pass_gate is not None and not 0 < self.pass_gate < 1:
            raise IndicatorSetError(
                [
                    Issue(
                        code="scorer-parameters",
                        values={"type": self.kind},
                        expected=Text("pass-gate 在 0 与 1 之间", "pass-gate between 0 and 1"),
                        found=percent_text(self.pass_gate),
                    )
                ]
            )

    def rate(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:  # noqa: ARG002 - the protocol
        """Return the rate of the actual against the target."""
        completion = self.completion(row)
        return completion if isinstance(completion, Unscorable) else as_rate(self._rate(completion))

    def completion(self, row: Row) -> Fraction | Unscorable:
        """Return how much of the target was reached: 1 is met; above 1 only for over-fulfilment."""
        return completion(
            row, direction=self.direction, at_most=self.at_most, equal=self.equal, zero_target=self.zero_target
        )

    def _rate(self, completion: Fraction) -> Fraction:
        """The gate is asked of the completion, before anything is taken off; then over-fulfilment; then the rest is stretched."""
        gate, rule = self.pass_gate, self.over_fulfilment
        if gate is not None and completion < gate:
            return Fraction(0)
        if rule is not None and completion >= rule.threshold:
            return rule.rate(completion)
        held = max(Fraction(0), min(Fraction(1), completion))
        return (held - gate) / (1 - gate) if gate is not None and self.pass_gate_rescale else held

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:  # noqa: ARG002 - the protocol
        """Say what was compared, and which of the set's rules applied."""
        completion, numbers = self.completion(row), actual_and_target(row)
        if isinstance(completion, Unscorable):
            return (completion.reason,)
        if isinstance(numbers, Unscorable):
            return (numbers.reason,)
        return (self._comparison(row, numbers, completion), *self._rule_steps(completion))

    def _comparison(self, row: Row, numbers: tuple[Fraction, Fraction], completion: Fraction) -> Text:
        actual, target = (number_text(number) for number in numbers)
        direction = self.direction or (row.target.direction if row.target is not None else None)
        sign = SIGNS[direction] if direction is not None else ""
        if direction in ("at-most", "below"):
            met = numbers[0] < numbers[1] or (numbers[0] == numbers[1] and direction == "at-most")
            return self._below_step(actual, target, sign, completion, met=met)
        if numbers[1] <= 0 or (direction == "equal" and self.equal != "at-least"):
            percent = percent_text(completion)
            return Text(
                f"实际 {actual}，指标值 {sign}{target}，完成率 {percent}",
                f"actual {actual}, target {sign}{target}, completion {percent}",
            )
        quotient = f"{actual} ÷ {target} {percent_equation(completion)}"
        return Text(quotient, quotient)

    def _below_step(self, actual: str, target: str, sign: str, completion: Fraction, *, met: bool) -> Text:
        if met:
            return Text(f"实际 {actual} {sign} {target}，达标", f"actual {actual} {sign} {target}: met")
        formula = {
            "target-over-actual": f"{target} ÷ {actual} {percent_equation(completion)}",
            "linear-deviation": f"1 - ({actual} - {target}) ÷ {target} {percent_equation(completion)}",
        }.get(self.at_most or "", "0%")
        return Text(
            f"实际 {actual} 未达 {sign}{target}：{formula}", f"actual {actual} misses {sign}{target}: {formula}"
        )

    def _rule_steps(self, completion: Fraction) -> list[Text]:
        steps: list[Text] = []
        rule, gate, rate = self.over_fulfilment, self.pass_gate, percent_text(self._rate(completion))
        if gate is not None and completion < gate:
            line = percent_text(gate)
            return [Text(f"低于及格线 {line}：得分率 0%", f"below the pass gate {line}: rate 0%")]
        if rule is not None and completion >= rule.threshold:
            threshold = percent_text(rule.threshold)
            return [Text(f"达到超额界限 {threshold}，得分率 {rate}", f"over-fulfilment from {threshold}: rate {rate}")]
        if completion > 1:
            steps.append(Text("完成指标值，得满分", "the target is met: full points"))
        elif completion < 0:
            steps.append(Text("低于 0，按 0 计", "below 0, so 0"))
        if gate is not None and self.pass_gate_rescale and completion < 1:
            line = percent_text(gate)
            steps.append(Text(f"及格线 {line}：得分率 {rate}", f"pass gate {line}: rate {rate}"))
        return steps
