"""The resolution of sets: an overlay is applied to its base, nation first, when somebody asks for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from perfeval.codec.loading import read_overlay_or_set
from perfeval.errors import IndicatorSetError, Issue, NotFoundError, PluginError, did_you_mean
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlays import apply_overlay
from perfeval.registry.admission import conflict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from perfeval.codec.vocabulary import Vocabulary
    from perfeval.model.overlays import Overlay
    from perfeval.registry.admission import Registration

WHAT = "indicator set"


def unfolded(brought: Iterable[Any]) -> list[Any]:
    """Return what was brought, with folders replaced by the YAML files in them."""
    return [
        file
        for item in brought
        for file in (sorted(item.glob("*.yaml")) if isinstance(item, Path) and item.is_dir() else [item])
    ]


def id_of(item: IndicatorSet | Overlay | Path) -> str:
    """Return the id under which a set, an overlay or its file is registered."""
    return item.stem if isinstance(item, Path) else item.id


class SetResolver:
    """Resolves sets by id, each once.

    Args:
        claims: The sets, overlays and files that plugins bring, by id.
        vocabulary: The scorers and aggregators that files may name.

    """

    def __init__(self, claims: Mapping[str, list[Registration]], *, vocabulary: Vocabulary) -> None:
        """Begin with nothing resolved."""
        self._claims = claims
        self._vocabulary = vocabulary
        self._resolved: dict[str, IndicatorSet] = {}

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all sets, sorted."""
        return tuple(sorted(self._claims))

    def resolve(self, set_id: str) -> IndicatorSet:
        """Return the set registered as *set_id*, with its overlays applied; see :meth:`Registry.indicator_set`."""
        if set_id not in self._resolved:
            self._resolved[set_id] = self._made(set_id, ())
        return self._resolved[set_id]

    def _made(self, set_id: str, chain: tuple[str, ...]) -> IndicatorSet:
        if set_id in chain:
            ring = " → ".join((*chain, set_id))
            raise IndicatorSetError([Issue(code="overlay-cycle", values={"chain": ring})])
        source = self._source(set_id)
        if isinstance(source, IndicatorSet):
            return source
        if source.base not in self._claims:
            hint = did_you_mean(source.base, self.ids)
            raise IndicatorSetError([Issue(code="overlay-base", values={"base": source.base}, hint=hint)])
        return apply_overlay(source, base=self._made(source.base, (*chain, set_id)))

    def _source(self, set_id: str) -> IndicatorSet | Overlay:
        claims = self._claims.get(set_id)
        if claims is None:
            hint = did_you_mean(set_id, self.ids)
            raise NotFoundError([Issue(code="set-unknown", values={"id": set_id}, hint=hint)])
        if len(claims) > 1:
            raise PluginError([conflict(WHAT, claims)])
        item: IndicatorSet | Overlay | Path = claims[0].item
        return read_overlay_or_set(item, vocabulary=self._vocabulary) if isinstance(item, Path) else item
