"""The thresholds that a set's profile (审核阈值) may give to the audit: what each is, and what counts where a set gives none."""

from __future__ import annotations

from decimal import Decimal

from attrs import frozen

from perfeval.errors.language import Text
from perfeval.model.validated import PartOfSet


@frozen
class Threshold(PartOfSet):
    """A threshold: what it is, and its usual value, a rate."""

    name: Text
    usual: Decimal


LOW_EXECUTION = "low-execution"
OVER_FULFILMENT = "over-fulfilment"
MINIMUM_OUTPUT_BENEFIT_SHARE = "minimum-output-benefit-share"

THRESHOLDS: dict[str, Threshold] = {
    LOW_EXECUTION: Threshold(Text("执行率偏低", "a low rate of execution"), Decimal("0.9")),
    OVER_FULFILMENT: Threshold(Text("超额完成", "far above the target"), Decimal("1.3")),
    MINIMUM_OUTPUT_BENEFIT_SHARE: Threshold(
        Text("产出和效益最低占比", "the least share of outputs and benefits"), Decimal("0.6")
    ),
}
"""The thresholds of the built-in rules; a plugin's rule names its own (``Rule.thresholds``)."""
