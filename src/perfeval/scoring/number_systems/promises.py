"""What a formula promises, apart from how it is proved: claims about one row, and the sense in which a fact moves the rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import field, frozen

if TYPE_CHECKING:
    from perfeval.scoring.number_systems.expressions import Condition, NumberFact

PromiseName = Literal["bounded", "absence", "monotone", "met-is-full", "gate", "floor", "band"]
"""The promises (承诺): within [0, 1]; absence never above a real value; monotone; met gives full points; what gates, floors and
bands say."""


@frozen(kw_only=True)
class RowPromise:
    """What holds of every row: under all of *under*, *holds*.

    Args:
        promise: Which promise it is.
        under: The conditions under which it is made.
        holds: What is claimed.

    """

    promise: PromiseName
    under: tuple[Condition, ...] = field(default=())
    holds: Condition


@frozen(kw_only=True)
class Sense:
    """In which sense a fact moves the rate: more of it never lowers the rate, or never raises it.

    Args:
        fact: The fact.
        rises: Whether more of it never lowers the rate; else it never raises it.
        under: The conditions under which it is promised, for the lesser and for the greater value.

    """

    fact: NumberFact
    rises: bool
    under: tuple[Condition, ...] = field(default=())
    promise: PromiseName = "monotone"
