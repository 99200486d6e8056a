"""The scoring protocols: what a scorer and an aggregator are, apart from how any of them computes.

The values know only that something is declared (:mod:`perfeval.model.declarations`); the kinds live beside this module
and in plugins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, cast, runtime_checkable

from attrs import field, frozen

from perfeval.model.declarations import DeclaredAggregator, DeclaredScorer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from perfeval.errors.language import Text
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import Indicator

Rate = tuple[int, int]
"""An exact ratio of two integers in [0, 1], not reduced: (numerator, denominator), the denominator positive."""


@frozen
class Unscorable:
    """Why no rate follows from the facts of a row.

    Args:
        reason: What is lacking, in both languages.
        lacks: The same as one word, for programs: ``"actual"``, ``"target"``, ``"direction"``, ``"unit"``, ``"tier"``,
            ``"rate"``, ``"money"``, ``"checks"``, ``"faults"``, ``"formula"`` (the set declares no rule), ``"component"``,
            ``"score"``; empty where nobody says.
        mend: How to mend it; None: that facts are to be filled in.
        expected: What should have been there.
        found: What was there.
        parts: Of a group: its components that have no rate.

    """

    reason: Text
    lacks: str = field(default="", kw_only=True)
    mend: Text | None = field(default=None, kw_only=True)
    expected: Text | str | None = field(default=None, kw_only=True)
    found: Text | str | None = field(default=None, kw_only=True)
    parts: tuple[Component, ...] = field(default=(), kw_only=True)


@runtime_checkable
class Scorer(DeclaredScorer, Protocol):
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
    """One child of an indicator whose aggregator combines rates, where it applies.

    Args:
        indicator: The child.
        row: What is filled in for it.
        rate: Its rate, or why there is none.
        group: All children of the group, those that do not apply (不涉及) too: the names that the group's own rules use are theirs.

    """

    indicator: Indicator
    row: Row
    rate: Rate | Unscorable
    group: tuple[Indicator, ...] = ()


@runtime_checkable
class Aggregator(DeclaredAggregator, Protocol):
    """How a group's children make its score; ``sum`` adds points, the others combine rates into one."""

    kind: ClassVar[str]

    def rate(self, components: Sequence[Component]) -> Rate | Unscorable:
        """Return the group's rate from its components' rates."""
        ...

    def steps(self, components: Sequence[Component]) -> tuple[Text, ...]:
        """Return the steps that lead to the rate, in both languages."""
        ...


def scorer_of(declared: DeclaredScorer | None) -> Scorer | None:
    """Return what an indicator declares as the scorer that it is; the values, a floor below, know no more than its kind."""
    return cast("Scorer | None", declared)


def aggregator_of(declared: DeclaredAggregator | None) -> Aggregator | None:
    """Return what a group declares as the aggregator that it is; None adds the points of its children."""
    return cast("Aggregator | None", declared)
