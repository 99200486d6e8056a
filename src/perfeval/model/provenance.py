"""Where rules come from: who registered a set and the kinds it names, with versions; it travels with the set and its results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs
from attrs import frozen

from perfeval.model.validated import PartOfSet
from perfeval.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from perfeval.model.hierarchy import Indicator

BUILT_IN_NAME = "builtin"
"""The name of the plugin that brings what perfeval itself has; no other may have it."""


@frozen(kw_only=True)
class Contributor(PartOfSet):
    """A plugin as it was when it brought something: its name, and the distribution that it came in.

    Args:
        plugin: Its entry point's name.
        distribution: The name of the distribution.
        version: The version of the distribution; empty if it has none, as a module that was given by hand.

    """

    plugin: str
    distribution: str = ""
    version: str = ""

    @property
    def is_built_in(self) -> bool:
        """Whether it is perfeval itself."""
        return self.plugin == BUILT_IN_NAME

    def __str__(self) -> str:
        """Print as ``yunnan (perfeval-yunnan 0.1.0)``."""
        return f"{self.plugin} ({f'{self.distribution} {self.version}'.strip()})"


@frozen(kw_only=True)
class Origin(PartOfSet):
    """Who registered a set, layer by layer, and who registered each kind of scorer and aggregator that its files may name.

    Args:
        layers: The set's layers, nation first, as ``id@version`` where a version is known, each with who registered it.
        scorers: Each kind of scorer, with who registered it.
        aggregators: Each kind of aggregator, with who registered it.

    """

    layers: tuple[tuple[str, Contributor], ...] = ()
    scorers: tuple[tuple[str, Contributor], ...] = ()
    aggregators: tuple[tuple[str, Contributor], ...] = ()


@frozen(kw_only=True)
class Contribution(PartOfSet):
    """What of one plugin was used for a result.

    Args:
        contributor: The plugin.
        indicator_sets: Its sets and overlays, as ``id@version``.
        scorers: Its kinds of scorers.
        aggregators: Its kinds of aggregators.

    """

    contributor: Contributor
    indicator_sets: tuple[str, ...] = ()
    scorers: tuple[str, ...] = ()
    aggregators: tuple[str, ...] = ()


@frozen(kw_only=True)
class Provenance(PartOfSet):
    """By which versions a result was made, as far as that is known.

    Args:
        perfeval: The version of perfeval.
        contributions: What of each plugin was used, by the plugin's name; nothing for a set that came from no registry.

    """

    perfeval: str = VERSION
    contributions: tuple[Contribution, ...] = ()


def provenance_of(origin: Origin, indicators: Iterable[Indicator]) -> Provenance:
    """Return what was used of what *origin* knows: its layers, and the kinds that *indicators* and all below them declare."""
    scorers, aggregators = set(), set()
    for top in indicators:
        for one in top.walk():
            scorers |= set(_kinds_in(one.scorer))
            aggregators |= set(_kinds_in(one.aggregator))
    used: dict[Contributor, dict[str, list[str]]] = {}
    for what, known, names in (
        ("indicator_sets", origin.layers, None),
        ("scorers", origin.scorers, scorers),
        ("aggregators", origin.aggregators, aggregators),
    ):
        for name, contributor in known:
            if names is None or name in names:
                used.setdefault(contributor, {}).setdefault(what, []).append(name)
    return Provenance(
        contributions=tuple(
            Contribution(contributor=one, **{what: tuple(dict.fromkeys(names)) for what, names in used[one].items()})
            for one in sorted(used, key=lambda one: (one.plugin, one.distribution, one.version))
        )
    )


def _kinds_in(declared: object) -> Iterator[str]:
    """Yield the kind of a scorer or aggregator, and those of the ones that are its parameters."""
    kind = getattr(declared, "kind", None)
    if not isinstance(kind, str):
        return
    yield kind
    kind_of: type = type(declared)
    if attrs.has(kind_of):
        for one in attrs.fields(kind_of):
            content = getattr(declared, one.name)
            for part in content if isinstance(content, tuple) else (content,):
                yield from _kinds_in(part)
