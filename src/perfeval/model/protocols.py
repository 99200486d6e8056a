"""The scoring protocols: what a scorer and an aggregator are, apart from how any of them computes.

The values know only these shapes; the kinds live in :mod:`perfeval.scoring` and in plugins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfeval.language import Text
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.indicators import Indicator

Rate = tuple[int, int]
"""An exact ratio of two integers in [0, 1], not reduced: (numerator, denominator), the denominator positive."""


@frozen
class Unscorable:
    """Why no rate follows from the facts of a row."""

    reason: Text


@runtime_checkable
class Scorer(Protocol):
    """A scoring protocol (评分标准): turns the facts of one row into a rate, and tells how.

    ``kind`` is the ``type:`` tag in YAML. Implement it as a frozen attrs class; its fields are its parameters.
    """

    kind: ClassVar[str]

    def rate(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:
        """Return the rate, exact and in [0, 1], or why there is none."""
        ...

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:
        """Return the steps that lead to the rate, in both languages; computed only when someone reads them."""
        ...


@frozen(kw_only=True)
class Component:
    """One child of an indicator whose aggregator combines rates: the child, its row and its rate."""

    indicator: Indicator
    row: Row
    rate: Rate | Unscorable


@runtime_checkable
class Aggregator(Protocol):
    """How a group's children make its score; ``sum`` adds points, the others combine rates into one."""

    kind: ClassVar[str]

    def rate(self, components: Sequence[Component]) -> Rate | Unscorable:
        """Return the group's rate from its components' rates."""
        ...

    def steps(self, components: Sequence[Component]) -> tuple[Text, ...]:
        """Return the steps that lead to the rate, in both languages."""
        ...
