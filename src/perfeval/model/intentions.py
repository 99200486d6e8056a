"""What a set means although it breaks a promise (有意为之): declared at the indicator, with its reason."""

from __future__ import annotations

from typing import ClassVar, Literal

from attrs import frozen

from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.model.validated import PartOfSet

PromiseName = Literal["bounded", "absence", "monotone", "met-is-full", "gate", "floor", "band"]
"""The promises (承诺) that a formula makes."""

PROMISE_TITLES: dict[str, Text] = {
    "bounded": Text("得分不低于零，不高于分值", "no score below zero or above the points"),
    "absence": Text("没有材料的得分不高于有实际值的", "a missing value never scores above a real one"),
    "monotone": Text("做得更好，得分不更低", "doing better never scores less"),
    "met-is-full": Text("达到指标值得满分", "a target that is met gets full points"),
    "gate": Text("低于及格线不得分", "below the pass gate there are no points"),
    "floor": Text("超额扣分不低于下限", "over-fulfilment takes off no more than declared"),
    "band": Text("各档得该档的分", "each band gets its own rate"),
}


@frozen(kw_only=True)
class Intention(PartOfSet):
    """A promise that an indicator's rule is meant to break.

    Args:
        promise: Which promise.
        reason: Why it is meant.
        citations: What it rests on.

    """

    called: ClassVar[Text] = Text("有意不守的承诺", "an intention")

    promise: PromiseName
    reason: str
    citations: tuple[Citation, ...] = ()
