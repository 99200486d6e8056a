"""What a formula promises, apart from how it is proved: claims about one row, and the sense in which a fact moves the rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

if TYPE_CHECKING:
    from perfeval.errors.language import Text
    from perfeval.model.intentions import PromiseName
    from perfeval.scoring.number_systems.expressions import Condition, Fact, Numeric


@frozen(kw_only=True)
class Spoken:
    """The number by which people speak of a row, where that is no fact of it: 执行率 of what was spent and the budget.

    Args:
        title: What it is called.
        value: How it is computed.
        is_rate: Whether it is said as a percentage.

    """

    title: Text
    value: Numeric
    is_rate: bool = False


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
        fact: The fact; of words, which go from worst to best.
        rises: Whether more of it never lowers the rate; else it never raises it.
        under: The conditions under which it is promised, for the lesser and for the greater value.
        spoken: The number that people say instead of the fact; None: the fact itself.

    """

    fact: Fact
    rises: bool
    under: tuple[Condition, ...] = field(default=())
    spoken: Spoken | None = None
    promise: PromiseName = "monotone"
