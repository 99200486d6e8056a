"""The vocabulary: which scorers and aggregators a file may name in its ``type:`` tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from perfeval.model.audit_thresholds import THRESHOLDS
from perfeval.model.provenance import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from perfeval.errors.language import Text
    from perfeval.model.provenance import Contributor
    from perfeval.scoring.protocols import Aggregator, Scorer


def _built_in_scorers() -> dict[str, type[Scorer]]:
    from perfeval.scoring.kinds import SCORERS  # noqa: PLC0415 - a registry gives its own

    return {scorer.kind: scorer for scorer in SCORERS}


def _built_in_aggregators() -> dict[str, type[Aggregator]]:
    from perfeval.scoring.kinds import AGGREGATORS  # noqa: PLC0415 - a registry gives its own

    return {aggregator.kind: aggregator for aggregator in AGGREGATORS}


@frozen(kw_only=True, eq=False)
class Vocabulary:
    """The kinds that are known; the built-in ones unless a registry gives its own.

    Args:
        scorers: Scorer classes by kind.
        aggregators: Aggregator classes by kind.
        failed_plugins: What to say where a kind or a threshold is not known, of plugins that failed and may have brought it.
        origin: Who registered each kind.
        own_thresholds: Asked for what the rules of plugins read in a profile beside the usual thresholds, when a file has a profile.

    """

    scorers: dict[str, type[Scorer]] = field(factory=_built_in_scorers)
    aggregators: dict[str, type[Aggregator]] = field(factory=_built_in_aggregators)
    failed_plugins: Text | None = None
    own_thresholds: Callable[[], Iterable[str]] = tuple
    origin: Origin = field(factory=Origin)

    def contributor_of(self, kind: str) -> Contributor | None:
        """Return the plugin that registered a kind of scorer or aggregator; None where that is not known."""
        return dict((*self.origin.scorers, *self.origin.aggregators)).get(kind)

    @property
    def thresholds(self) -> tuple[str, ...]:
        """The thresholds that a profile may give, by name."""
        return (*THRESHOLDS, *self.own_thresholds())
