"""The resolution of sets: an overlay is applied to its base, nation first, when somebody asks for it.

One id may be registered in several versions; whoever asks says which (``id@version``), or a fiscal year in which one alone was
in force. Which one was meant is never guessed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from perfeval.codec.loading import read_overlay_or_set
from perfeval.errors import IndicatorSetError, Issue, Location, NotFoundError, PerfEvalError, PluginError, did_you_mean
from perfeval.errors.language import Text
from perfeval.model.in_force import year_of_evaluation
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlay_effects import apply_overlay
from perfeval.model.overlays import Overlay
from perfeval.model.plugin_faults import INDICATOR_SET
from perfeval.model.set_names import SetName, parse_set_name
from perfeval.registry.admission import Registration, by_id, conflict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from perfeval.codec.vocabulary import Vocabulary
    from perfeval.model.provenance import Origin
    from perfeval.registry.discovery import Plugin


class SetResolver:
    """Resolves sets by id and version, each once.

    Args:
        claims: The sets, overlays and files that plugins bring, by id.
        vocabulary: The scorers and aggregators that files may name.
        kinds: Who registered those.
        told: The claims whose version cannot be found out, as was told already.

    """

    def __init__(
        self,
        claims: Mapping[str, list[Registration]],
        *,
        vocabulary: Vocabulary,
        kinds: Origin,
        told: Iterable[Registration] = (),
    ) -> None:
        """Begin with nothing resolved."""
        self._claims = claims
        self._vocabulary = vocabulary
        self._kinds = kinds
        self._sources: dict[Registration, IndicatorSet | Overlay] = {}
        self._told = set(told)
        self._resolved: dict[Registration, IndicatorSet] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The sets by id, sorted; as ``id@version`` where an id has several versions."""
        return tuple(sorted(name for id_ in self._claims for name in self._names_of(id_)))

    @property
    def ids(self) -> frozenset[str]:
        """The ids, without versions."""
        return frozenset(self._claims)

    def misfits(self) -> Iterator[tuple[Registration, Issue]]:
        """Yield what a plugin's sets are told when each is made: a file that cannot be read, an overlay that does not fit."""
        for id_, claims in sorted(self._claims.items()):
            for claim in claims:
                if claim.is_built_in or claim in self._told:
                    continue
                try:
                    self._made(claim, ())
                except PerfEvalError as error:
                    yield from ((claim, _misfit(claim, id_, issue)) for issue in error.issues)

    def conflicts(self, ids: Collection[str] | None = None) -> Iterator[tuple[Registration, Issue]]:
        """Yield what two plugins claim: the same version of the same id; and what cannot be made where that is in question.

        Args:
            ids: Of which ids; None is all.

        """
        for id_, claims in sorted(self._claims.items()):
            if len(claims) == 1 or (ids is not None and id_ not in ids):
                continue
            for claim in claims:
                if claim in self._told:
                    continue
                try:
                    self._version(claim, ())
                except PerfEvalError as error:
                    self._told.add(claim)
                    yield from ((claim, _misfit(claim, id_, issue)) for issue in error.issues)
            for version, found in self._versions(id_, ()).items():
                if len(found) > 1:
                    yield found[1], conflict(INDICATOR_SET, found, name=str(SetName(id=id_, version=version)))

    def beside(self, items: Iterable[IndicatorSet | Overlay], *, plugin: Plugin) -> SetResolver:
        """Return a resolver that knows *items* too, as of *plugin*.

        Each takes the place of what is registered in the same version; one that says no version, of all.
        """
        own = by_id(Registration(id=item.id, item=item, plugin=plugin) for item in items)
        claims = dict(self._claims)
        made = SetResolver(claims, vocabulary=self._vocabulary, kinds=self._kinds, told=self._told)
        for id_, found in own.items():
            registered = claims.get(id_, [])
            taken = {made.version_said(claim) for claim in found}
            claims[id_] = [*found, *(one for one in registered if all(taken) and made.version_said(one) not in taken)]
        for _ in made.conflicts(own):
            pass  # each of them is told where it is asked for; what has no version leaves the others theirs
        return made

    def made_of(self, item: IndicatorSet | Overlay) -> IndicatorSet:
        """Return the set that an item makes that was given as itself, whatever else has its name."""
        return self._made(next(claim for claim in self._claims[item.id] if claim.item is item), ())

    def version_said(self, claim: Registration) -> str | None:
        """Return the version that a claim says itself; None if its file cannot be read, or says none for itself."""
        try:
            return self._version_of_its_own(claim)
        except PerfEvalError:
            return None

    def resolve(self, name: SetName, *, year: int | None = None) -> IndicatorSet:
        """Return the set that *name* means, with its overlays applied; see :meth:`Registry.indicator_set`."""
        return self._made(self._chosen(name, year, ()), ())

    def _names_of(self, id_: str) -> tuple[str, ...]:
        claims = self._claims[id_]
        versions = self._versions(id_, ()) if len(claims) > 1 else {}
        if not versions or (len(versions) == 1 and not self._told.intersection(claims)):
            return (id_,)
        return tuple(str(SetName(id=id_, version=version)) for version in versions)

    def _chosen(self, name: SetName, year: int | None, chain: tuple[Registration, ...]) -> Registration:
        """Return the one claim that *name* means, without guessing.

        Raises:
            NotFoundError: If there is none; or if there are several versions, and not exactly one is asked for or was in force.
            PluginError: If two plugins claim it.

        """
        claims = self._claims.get(name.id)
        if claims is None:
            hint = did_you_mean(name.id, self._claims)
            raise NotFoundError([Issue(code="set-unknown", values={"id": name.id}, hint=hint)])
        if len(claims) == 1 and name.version is None:
            return claims[0]
        broken = [claim for claim in claims if claim in self._told]
        if broken and (name.version is None or len(broken) == len(claims)):
            return broken[0]  # it may be the one that is meant; what is wrong with it is said
        versions = self._versions(name.id, chain)
        wanted = list(versions) if name.version is None else [one for one in versions if one == name.version]
        if len(wanted) > 1 and year is not None:
            when = year_of_evaluation(year)
            wanted = [one for one in wanted if self._made(versions[one][0], chain).effective.has_a_day_in(when)]
        if len(wanted) != 1:
            raise NotFoundError([_not_one(name, versions, year)])
        found = versions[wanted[0]]
        if len(found) > 1:
            raise PluginError([conflict(INDICATOR_SET, found, name=str(SetName(id=name.id, version=wanted[0])))])
        return found[0]

    def _versions(self, id_: str, chain: tuple[Registration, ...]) -> dict[str, list[Registration]]:
        """Return the claims on an id by their versions, sorted; one that cannot be read, which is told apart, loses itself alone."""
        versions: dict[str, list[Registration]] = {}
        for claim in self._claims[id_]:
            if claim in self._told:
                continue
            versions.setdefault(self._version(claim, chain), []).append(claim)
        return dict(sorted(versions.items()))

    def _version(self, claim: Registration, chain: tuple[Registration, ...]) -> str:
        """Return the version of a claim: that which it says itself, else, for an overlay, that of its base."""
        own = self._version_of_its_own(claim)
        return self._made(claim, chain).version if own is None else own

    def _version_of_its_own(self, claim: Registration) -> str | None:
        """Return the version that the name of a claim's file says, or the set or overlay itself."""
        if isinstance(claim.item, Path) and (named := parse_set_name(claim.item.stem).version) is not None:
            return named
        source = self._source(claim)
        if isinstance(source, IndicatorSet):
            return source.version
        own: str | None = dict(source.overrides).get("version")
        return own

    def _made(self, claim: Registration, chain: tuple[Registration, ...]) -> IndicatorSet:
        if claim in self._resolved:
            return self._resolved[claim]
        if claim in chain:
            raise IndicatorSetError([self._ring((*chain[chain.index(claim) :], claim))])
        source = self._source(claim)
        if isinstance(source, Overlay):
            base = self._made(self._base(source, (*chain, claim)), (*chain, claim))
            made, below = apply_overlay(source, base=base), base.origin.layers
        else:
            made, below = source, ()
        layers = (*below, (str(SetName(id=made.id, version=made.version)), claim.plugin.contributor))
        self._resolved[claim] = evolve(made, origin=evolve(self._kinds, layers=layers))
        return self._resolved[claim]

    def _base(self, overlay: Overlay, chain: tuple[Registration, ...]) -> Registration:
        name = parse_set_name(overlay.base)
        if name.id not in self._claims:
            hint = did_you_mean(name.id, [one for one in self._claims if one != overlay.id])
            where = overlay.place_of("base")
            raise IndicatorSetError(
                [Issue(code="overlay-base", values={"base": overlay.base}, hint=hint, location=where)]
            )
        try:
            return self._chosen(name, None, chain)
        except NotFoundError as error:
            raise IndicatorSetError(issue.at(overlay.place_of("base")) for issue in error.issues) from None

    def _ring(self, chain: tuple[Registration, ...]) -> Issue:
        """Return the issue of overlays that stand on one another, each with the file and line where it says so."""
        places = [source.place_of("base") for claim in chain if isinstance(source := self._source(claim), Overlay)]
        steps = [
            f"{claim.id} ({where.path}:{where.line})" if where.path else claim.id
            for claim, where in zip(chain, places, strict=True)
        ]
        return Issue(code="overlay-cycle", values={"chain": " → ".join(steps)}, location=places[0])

    def _source(self, claim: Registration) -> IndicatorSet | Overlay:
        item: IndicatorSet | Overlay | Path = claim.item
        if not isinstance(item, Path):
            return item
        if claim not in self._sources:
            self._sources[claim] = read_overlay_or_set(item, vocabulary=self._vocabulary)
        return self._sources[claim]


def _misfit(claim: Registration, id_: str, issue: Issue) -> Issue:
    """Return what is wrong with a set as a failure of its plugin, at the same place."""
    found = Text(evolve(issue, location=Location()).render("zh"), evolve(issue, location=Location()).render("en"))
    values = {"name": str(claim.plugin.contributor), "what": INDICATOR_SET, "id": id_}
    return Issue(code="plugin-item", values=values, location=issue.location, found=found)


def _not_one(name: SetName, versions: Mapping[str, object], year: int | None) -> Issue:
    """Return the issue of a name that does not mean exactly one version; it lists those that there are."""
    listed = " / ".join(str(SetName(id=name.id, version=one)) for one in versions)
    if name.version is not None:
        hint = did_you_mean(name.version, versions)
        values = {"id": name.id, "version": name.version}
        return Issue(code="set-version-unknown", values=values, expected=listed, hint=hint)
    when = Text(f"{year} 年度", f"fiscal year {year}") if year is not None else None
    return Issue(code="set-version-open", values={"id": name.id}, expected=listed, found=when)
