"""Rounding (取整): how a set rounds a leaf's score, once, in integers."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from attrs import field, frozen

from perfeval.errors import Issue, NumberError, PerfEvalError
from perfeval.errors.language import Text
from perfeval.model.numbers import given_exact, plain, ratio_of
from perfeval.model.validated import PartOfSet

RoundingMode = Literal["half-up", "half-even", "down", "up"]


@frozen(kw_only=True)
class Rounding(PartOfSet):
    """How a set rounds a leaf's score: to multiples of a quantum, by a mode.

    Args:
        quantum: The smallest step of a score, in points: 0.01, 0.5, 1.
        mode: ``"half-up"`` (四舍五入), ``"half-even"``, ``"down"`` or ``"up"``.

    Raises:
        NumberError: If the quantum is not positive.

    """

    called: ClassVar[Text] = Text("取整", "the rounding")

    refusal: ClassVar[type[PerfEvalError]] = NumberError

    quantum: Decimal = field(default=Decimal("0.01"), converter=given_exact)
    mode: RoundingMode = "half-up"

    def __attrs_post_init__(self) -> None:
        """Refuse a quantum that is not positive."""
        super().__attrs_post_init__()
        if self.quantum <= 0:
            raise NumberError(
                [
                    Issue(
                        code="wrong-value",
                        expected=Text("大于 0 的取整单位", "a quantum above 0"),
                        found=plain(self.quantum),
                    )
                ]
            )

    def round(self, numerator: int, denominator: int) -> int:
        """Return ``numerator / denominator`` as an integer, by the mode; both are counts of quanta, denominator > 0."""
        if self.mode == "half-up":
            return (2 * numerator + denominator) // (2 * denominator)
        if self.mode == "down":
            return numerator // denominator
        if self.mode == "up":
            return -(-numerator // denominator)
        quotient = (2 * numerator + denominator) // (2 * denominator)
        # Exactly half way, half-up has gone up: an odd quotient goes back down.
        is_half = (2 * numerator + denominator) % (2 * denominator) == 0
        return quotient - is_half * (quotient % 2)

    def fits(self, value: Decimal) -> bool:
        """Whether *value* is a whole number of quanta."""
        numerator, denominator = ratio_of(value, self.quantum)
        return numerator % denominator == 0
