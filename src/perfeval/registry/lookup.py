"""The registry: what all plugins together bring. It is an object that is passed, never a global.

Discovery isolates failures: a plugin that cannot be loaded is kept in ``failures`` with its cause and stops nothing else,
unless ``strict``. Two plugins claiming one id is an error naming both; whatever else they bring still works.
"""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pluggy

from perfeval.codec.vocabulary import Vocabulary
from perfeval.documents.filing_order import most_specific
from perfeval.errors import Issue, NotFoundError, PluginError, did_you_mean
from perfeval.model.provenance import Origin
from perfeval.model.set_names import SetName, parse_set_name
from perfeval.registry import built_in, hooks
from perfeval.registry.admission import Registration, by_id, conflict
from perfeval.registry.discovery import Failure, Plugin, failure_of, installed_plugins, raised
from perfeval.registry.overlay_resolution import SetResolver, id_of, unfolded
from perfeval.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import click

    from perfeval.audit.rule import Rule
    from perfeval.documents.layouts import Layout
    from perfeval.documents.writers import Writer
    from perfeval.forms.recognition import Reader
    from perfeval.model.dossier import Dossier
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.model.overlays import Overlay
    from perfeval.scoring.protocols import Aggregator, Scorer

BUILT_IN = Plugin(name="builtin", distribution="perfeval", version=VERSION, module=built_in)
"""The plugin that brings what perfeval itself has."""


class Registry:
    """Everything the plugins bring, by id.

    Make one with :meth:`discover`, or from plugins given by hand.

    Args:
        plugins: The plugins, in any order.
        failures: What could not be loaded while they were discovered.
        strict: Whether the first failure is raised instead of kept.

    Raises:
        PluginError: If *strict* and something failed.

    """

    def __init__(self, plugins: Iterable[Plugin], *, failures: Iterable[Failure] = (), strict: bool = False) -> None:
        """Register the plugins; see the class."""
        self._failures = list(failures)
        self._strict = strict
        self._manager = pluggy.PluginManager(hooks.PROJECT)
        self._manager.add_hookspecs(hooks)
        self._plugins = tuple(sorted((one for one in plugins if self._admit(one)), key=lambda one: one.name))
        if strict and self._failures:
            raise PluginError(failure.issue for failure in self._failures)

    @classmethod
    def discover(cls, *, strict: bool = False, environment: Mapping[str, str] | None = None) -> Registry:
        """Return the registry of the built-in plugin and of every installed one.

        Args:
            strict: Raise the first failure instead of keeping it.
            environment: Where ``PERFEVAL_PLUGINS`` (only these, by name, comma-separated) and ``PERFEVAL_BLOCK`` (not
                these) are looked up; None is the process's environment.

        Raises:
            PluginError: If *strict* and a plugin failed.

        """
        plugins, failures = installed_plugins(environment)
        return cls([BUILT_IN, *plugins], failures=failures, strict=strict)

    @classmethod
    def of(cls, *modules: object, strict: bool = True) -> Registry:
        """Return the registry of the built-in plugin and of *modules*, by hand; what tests and notebooks use."""
        plugins = [
            Plugin(name=getattr(module, "__name__", repr(module)), distribution="(given by hand)", module=module)
            for module in modules
        ]
        return cls([BUILT_IN, *plugins], strict=strict)

    @property
    def plugins(self) -> tuple[Plugin, ...]:
        """The plugins in use, by name."""
        return self._plugins

    @property
    def failures(self) -> tuple[Failure, ...]:
        """What could not be used, and why; every plugin is asked for everything first."""
        for name in (
            "scorers",
            "aggregators",
            "layouts",
            "writers",
            "readers",
            "audit_rules",
            "commands",
            "_sets",
        ):
            getattr(self, name)
        return tuple(self._failures)

    @cached_property
    def scorers(self) -> dict[str, type[Scorer]]:
        """The scorers by kind."""
        return _items(self._scorer_claims)

    @cached_property
    def aggregators(self) -> dict[str, type[Aggregator]]:
        """The aggregators by kind."""
        return _items(self._aggregator_claims)

    @cached_property
    def layouts(self) -> dict[str, Layout]:
        """The layouts by id."""
        return _items(self._collect("perfeval_layouts", "id"))

    @cached_property
    def writers(self) -> dict[str, Writer]:
        """The writers by format."""
        return _items(self._collect("perfeval_renderers", "format"))

    @cached_property
    def readers(self) -> dict[str, Reader]:
        """The readers of filled forms by id."""
        return _items(self._collect("perfeval_readers", "id"))

    @cached_property
    def audit_rules(self) -> dict[str, Rule]:
        """The audit rules by code."""
        return _items(self._collect("perfeval_audit_rules", "code"))

    @cached_property
    def commands(self) -> dict[str, click.Command]:
        """The commands that plugins bring, by name."""
        return _items(self._collect("perfeval_commands", "name"))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The scorers and aggregators, as the codec needs them."""
        return Vocabulary(scorers=self.scorers, aggregators=self.aggregators, own_thresholds=self._own_thresholds)

    def _own_thresholds(self) -> list[str]:
        """Return what audit rules read in a profile; only a file that has one makes anybody ask."""
        return [name for one in self.audit_rules.values() for name in one.thresholds]

    @property
    def set_ids(self) -> tuple[str, ...]:
        """The ids of all indicator sets, overlays' sets included, sorted; as ``id@version`` where an id has several versions."""
        return self._sets.names

    def indicator_set(self, set_id: str, *, version: str | None = None, year: int | None = None) -> IndicatorSet:
        """Return the set registered as *set_id*, with its overlays applied; which of several versions is never guessed.

        Without a version, it is the only one; or, of several, the only one that was in force for *year*.

        Args:
            set_id: The id, or ``id@version``.
            version: The version that is asked for.
            year: The fiscal year that is evaluated, for which one of several versions may have been in force.

        Raises:
            NotFoundError: If there is none, with the nearest id; if there are several versions and not exactly one is meant, with all
                of them; or if *set_id* names another version than *version*.
            PluginError: If two plugins claim the same version.
            IndicatorSetError: If overlays depend on each other in a ring, or do not fit their base.

        """
        name = parse_set_name(set_id)
        if version is not None and name.version not in (None, version):
            raise NotFoundError([Issue(code="set-name", values={"name": set_id}, expected=version, found=name.version)])
        return self._sets.resolve(name if version is None else SetName(id=name.id, version=version), year=year)

    def set_for(self, dossier: Dossier) -> IndicatorSet:
        """Return the set that *dossier* names, in the version that it names or that was in force for its year.

        Raises:
            NotFoundError: If there is none, or not exactly one version, at the place where the dossier names it.
            PluginError: If two plugins claim the same version.
            IndicatorSetError: If the set's overlays do not fit their base.

        """
        try:
            return self.indicator_set(dossier.indicators, year=dossier.year)
        except NotFoundError as error:
            raise NotFoundError(issue.at(dossier.source) for issue in error.issues) from None

    def layouts_for(self, indicators: IndicatorSet) -> tuple[Layout, ...]:
        """Return the layouts that serve a set, one of each name: the most specific; scoresheet, report, problem list, notes, others."""
        return most_specific(self.layouts.values(), indicators)

    def beside(self, items: Iterable[IndicatorSet | Overlay]) -> Registry:
        """Return a registry that knows these sets and overlays too, before the registered ones; what a call is given at once."""
        made = copy(self)
        here = Plugin(name="(given)", distribution="(given)", module=None)
        vars(made)["_sets"] = self._sets.beside(items, plugin=here)
        return made

    def made_of(self, item: IndicatorSet | Overlay) -> IndicatorSet:
        """Return the set that one of the items makes beside which this registry was made, its overlays applied.

        Raises:
            IndicatorSetError: If overlays depend on each other in a ring, or do not fit their base.

        """
        return self._sets.made_of(item)

    @cached_property
    def _sets(self) -> SetResolver:
        claims: list[Registration] = []
        for plugin, brought in self._brought("perfeval_indicator_sets"):
            for item in unfolded(brought):
                try:
                    claims.append(Registration(id=id_of(item), item=item, plugin=plugin))
                except NotFoundError as error:  # a file whose name is none
                    self._fail(plugin, raised(plugin.name, error), error)
        resolver = SetResolver(by_id(claims), vocabulary=self.vocabulary, kinds=self._kinds)
        for claim, issue in resolver.conflicts():
            self._fail(claim.plugin, issue)
        return resolver

    @cached_property
    def _scorer_claims(self) -> dict[str, Registration]:
        return self._collect("perfeval_scorers", "kind")

    @cached_property
    def _aggregator_claims(self) -> dict[str, Registration]:
        return self._collect("perfeval_aggregators", "kind")

    @cached_property
    def _kinds(self) -> Origin:
        """Who registered each kind of scorer and aggregator."""
        scorers, aggregators = (
            tuple((kind, claim.plugin.contributor) for kind, claim in claims.items())
            for claims in (self._scorer_claims, self._aggregator_claims)
        )
        return Origin(scorers=scorers, aggregators=aggregators)

    def _collect(self, hook: str, key: str) -> dict[str, Registration]:
        """Return what a hook's implementations bring, by its key; what two plugins claim is left out and reported."""
        claims = [
            Registration(id=str(getattr(item, key)), item=item, plugin=plugin)
            for plugin, brought in self._brought(hook)
            for item in brought
        ]
        what = hook.removeprefix("perfeval_").removesuffix("s").replace("_", " ")
        claimed = by_id(claims)
        for name, found in claimed.items():
            if len(found) > 1:
                self._fail(found[1].plugin, conflict(what, found, name=name))
        return {name: found[0] for name, found in claimed.items() if len(found) == 1}

    def _brought(self, hook: str) -> list[tuple[Plugin, list[Any]]]:
        """Ask every plugin for what it brings; one that raises is reported, and the rest are still asked."""
        result = []
        for plugin in self._plugins:
            # pluggy below 1.7 must not be asked for what is not there.
            if not hasattr(plugin.module, hook) or self._manager.parse_hookimpl_opts(plugin.module, hook) is None:
                continue
            function = getattr(plugin.module, hook)
            try:
                result.append((plugin, list(function())))
            except Exception as cause:  # noqa: BLE001 - a plugin may raise anything; it is kept in `failures`
                self._fail(plugin, raised(plugin.name, cause), cause)
        return result

    def _admit(self, plugin: Plugin) -> bool:
        """Whether the plugin implements known hooks only; reports it otherwise."""
        known = {name for name in vars(hooks) if name.startswith("perfeval_")}
        implemented = [
            name for name in dir(plugin.module) if self._manager.parse_hookimpl_opts(plugin.module, name) is not None
        ]
        unknown = [name for name in implemented if name not in known]
        for name in unknown:
            hint = did_you_mean(name, known)
            values = {"name": plugin.name, "hook": name}
            self._failures.append(failure_of(plugin, Issue(code="plugin-hook", values=values, hint=hint)))
        if not unknown:
            self._manager.register(plugin.module, name=plugin.name)
        return not unknown

    def _fail(self, plugin: Plugin, issue: Issue, cause: BaseException | None = None) -> None:
        if self._strict:
            raise PluginError([issue]) from cause
        self._failures.append(failure_of(plugin, issue, cause))


def _items(claims: Mapping[str, Registration]) -> dict[str, Any]:
    """Return what is registered, by id."""
    return {name: claim.item for name, claim in claims.items()}
