"""The registry: what all plugins together bring. It is an object that is passed, never a global.

Discovery isolates failures: a plugin that cannot be loaded is kept in ``failures`` with its cause and stops nothing else,
unless ``strict``. Two plugins claiming one id is an error naming both; whatever else they bring still works.
"""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pluggy
from attrs import frozen

from perfeval.codec.loading import read_overlay_or_set
from perfeval.codec.vocabulary import Vocabulary
from perfeval.errors import IndicatorSetError, Issue, NotFoundError, PerfEvalError, PluginError, did_you_mean
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlays import Overlay, apply_overlay
from perfeval.registry import built_in, hooks
from perfeval.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import click

    from perfeval.audit.rule import Rule
    from perfeval.documents.layouts import Layout
    from perfeval.documents.writers import Writer
    from perfeval.forms.recognition import Reader
    from perfeval.model.dossier import Dossier
    from perfeval.scoring.protocols import Aggregator, Scorer

ENTRY_POINT_GROUP = "perfeval"
ONLY_VARIABLE = "PERFEVAL_PLUGINS"
BLOCK_VARIABLE = "PERFEVAL_BLOCK"
# The documents of an evaluation, as an office files them; a region's own follow by name.
_ORDER = {name: position for position, name in enumerate(("scoresheet", "report", "problems", "notes"))}

Item = TypeVar("Item")


@frozen(kw_only=True)
class Plugin:
    """A plugin that is in use.

    Args:
        name: Its entry point's name.
        distribution: The distribution that brings it, with its version.
        module: What its hooks stand in.

    """

    name: str
    distribution: str
    module: object


@frozen(kw_only=True)
class Failure:
    """A plugin, or one thing of a plugin, that cannot be used, and why.

    Args:
        plugin: The plugin's name.
        distribution: The distribution that brings it.
        issue: What is wrong.
        cause: The exception behind it, if there was one.

    """

    plugin: str
    distribution: str
    issue: Issue
    cause: BaseException | None = None


@frozen(kw_only=True)
class _Claim:
    """One thing a plugin brings under an id."""

    id: str
    item: Any
    plugin: Plugin


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
        variables = os.environ if environment is None else environment
        plugins, failures = _installed(
            _names(variables.get(ONLY_VARIABLE)), _names(variables.get(BLOCK_VARIABLE)) or ()
        )
        return cls([_builtin(), *plugins], failures=failures, strict=strict)

    @classmethod
    def of(cls, *modules: object, strict: bool = True) -> Registry:
        """Return the registry of the built-in plugin and of *modules*, by hand; what tests and notebooks use."""
        plugins = [
            Plugin(name=getattr(module, "__name__", repr(module)), distribution="(given by hand)", module=module)
            for module in modules
        ]
        return cls([_builtin(), *plugins], strict=strict)

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
            "_set_claims",
        ):
            getattr(self, name)
        return tuple(self._failures)

    @cached_property
    def scorers(self) -> dict[str, type[Scorer]]:
        """The scorers by kind."""
        return self._collect("perfeval_scorers", "kind")

    @cached_property
    def aggregators(self) -> dict[str, type[Aggregator]]:
        """The aggregators by kind."""
        return self._collect("perfeval_aggregators", "kind")

    @cached_property
    def layouts(self) -> dict[str, Layout]:
        """The layouts by id."""
        return self._collect("perfeval_layouts", "id")

    @cached_property
    def writers(self) -> dict[str, Writer]:
        """The writers by format."""
        return self._collect("perfeval_renderers", "format")

    @cached_property
    def readers(self) -> dict[str, Reader]:
        """The readers of filled forms by id."""
        return self._collect("perfeval_readers", "id")

    @cached_property
    def audit_rules(self) -> dict[str, Rule]:
        """The audit rules by code."""
        return self._collect("perfeval_audit_rules", "code")

    @cached_property
    def commands(self) -> dict[str, click.Command]:
        """The commands that plugins bring, by name."""
        return self._collect("perfeval_commands", "name")

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The scorers and aggregators, as the codec needs them."""
        return Vocabulary(scorers=self.scorers, aggregators=self.aggregators)

    @property
    def set_ids(self) -> tuple[str, ...]:
        """The ids of all indicator sets, overlays' sets included, sorted."""
        return tuple(sorted(self._set_claims))

    def indicator_set(self, set_id: str) -> IndicatorSet:
        """Return the set registered as *set_id*, with its overlays applied.

        Raises:
            NotFoundError: If there is none, with the nearest id.
            PluginError: If two plugins claim the id.
            IndicatorSetError: If overlays depend on each other in a ring, or do not fit their base.

        """
        if set_id not in self._resolved:
            self._resolved[set_id] = self._resolve(set_id, ())
        return self._resolved[set_id]

    def set_for(self, dossier: Dossier) -> IndicatorSet:
        """Return the set that *dossier* names; an error says where it names it.

        Raises:
            NotFoundError: If there is none, with the nearest id.
            PluginError: If two plugins claim the id.
            IndicatorSetError: If the set's overlays do not fit their base.

        """
        try:
            return self.indicator_set(dossier.indicators)
        except NotFoundError as error:
            raise NotFoundError(issue.at(dossier.source) for issue in error.issues) from None

    def layouts_for(self, indicators: IndicatorSet) -> tuple[Layout, ...]:
        """Return the layouts that serve a set, one of each name: the most specific; scoresheet, report, problem list, notes, others."""
        best: dict[str, Layout] = {}
        for layout in sorted(self.layouts.values(), key=lambda one: (one.closeness(indicators), one.id)):
            if layout.closeness(indicators):
                best[layout.name] = layout
        return tuple(best[name] for name in sorted(best, key=lambda name: (_ORDER.get(name, len(_ORDER)), name)))

    @cached_property
    def _resolved(self) -> dict[str, IndicatorSet]:
        return {}

    def _resolve(self, set_id: str, chain: tuple[str, ...]) -> IndicatorSet:
        if set_id in chain:
            ring = " → ".join((*chain, set_id))
            raise IndicatorSetError([Issue(code="overlay-cycle", values={"chain": ring})])
        source = self._source(set_id)
        if isinstance(source, IndicatorSet):
            return source
        if source.base not in self._set_claims:
            hint = did_you_mean(source.base, self.set_ids)
            raise IndicatorSetError([Issue(code="overlay-base", values={"base": source.base}, hint=hint)])
        return apply_overlay(source, base=self._resolve(source.base, (*chain, set_id)))

    def _source(self, set_id: str) -> IndicatorSet | Overlay:
        claims = self._set_claims.get(set_id)
        if claims is None:
            hint = did_you_mean(set_id, self.set_ids)
            raise NotFoundError([Issue(code="set-unknown", values={"id": set_id}, hint=hint)])
        if len(claims) > 1:
            raise PluginError([_conflict("indicator set", claims)])
        item = claims[0].item
        return read_overlay_or_set(item, vocabulary=self.vocabulary) if isinstance(item, Path) else item

    @cached_property
    def _set_claims(self) -> dict[str, list[_Claim]]:
        claims = [
            _Claim(id=item.stem if isinstance(item, Path) else item.id, item=item, plugin=plugin)
            for plugin, brought in self._brought("perfeval_indicator_sets")
            for item in _files_of(brought)
        ]
        return self._by_id("indicator set", claims)

    def _collect(self, hook: str, key: str) -> dict[str, Any]:
        """Return what a hook's implementations bring, by its key; what two plugins claim is left out and reported."""
        claims = [
            _Claim(id=str(getattr(item, key)), item=item, plugin=plugin)
            for plugin, brought in self._brought(hook)
            for item in brought
        ]
        what = hook.removeprefix("perfeval_").removesuffix("s").replace("_", " ")
        return {name: found[0].item for name, found in self._by_id(what, claims).items() if len(found) == 1}

    def _by_id(self, what: str, claims: list[_Claim]) -> dict[str, list[_Claim]]:
        by_id: dict[str, list[_Claim]] = {}
        for claim in sorted(claims, key=lambda one: (one.id, one.plugin.name)):
            by_id.setdefault(claim.id, []).append(claim)
        for found in by_id.values():
            if len(found) > 1:
                self._fail(found[1].plugin, _conflict(what, found))
        return by_id

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
                self._fail(plugin, _failed(plugin.name, cause), cause)
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
            self._failures.append(_failure(plugin, Issue(code="plugin-hook", values=values, hint=hint)))
        if not unknown:
            self._manager.register(plugin.module, name=plugin.name)
        return not unknown

    def _fail(self, plugin: Plugin, issue: Issue, cause: BaseException | None = None) -> None:
        if self._strict:
            raise PluginError([issue]) from cause
        self._failures.append(_failure(plugin, issue, cause))


def _failure(plugin: Plugin, issue: Issue, cause: BaseException | None = None) -> Failure:
    return Failure(plugin=plugin.name, distribution=plugin.distribution, issue=issue, cause=cause)


def _failed(name: str, cause: BaseException) -> Issue:
    reason = str(cause) if isinstance(cause, PerfEvalError) else f"{type(cause).__name__}: {cause}"
    return Issue(code="plugin-failed", values={"name": name, "cause": reason})


def _conflict(what: str, claims: list[_Claim]) -> Issue:
    first, second = (f"{claim.plugin.name} ({claim.plugin.distribution})" for claim in claims[:2])
    return Issue(code="plugin-conflict", values={"what": what, "id": claims[0].id, "first": first, "second": second})


def _files_of(brought: list[Any]) -> list[Any]:
    """Return what was brought, with folders replaced by the YAML files in them."""
    return [
        file
        for item in brought
        for file in (sorted(item.glob("*.yaml")) if isinstance(item, Path) and item.is_dir() else [item])
    ]


def _names(value: str | None) -> tuple[str, ...] | None:
    return None if value is None else tuple(name.strip() for name in value.split(",") if name.strip())


def _builtin() -> Plugin:
    return Plugin(name="builtin", distribution=f"perfeval {VERSION}", module=built_in)


def _installed(only: tuple[str, ...] | None, block: tuple[str, ...]) -> tuple[list[Plugin], list[Failure]]:
    """Load the entry points one by one, so that one that fails stops no other."""
    from importlib.metadata import entry_points  # noqa: PLC0415 - costly, and only discovery needs it

    plugins: list[Plugin] = []
    failures: list[Failure] = []
    for entry in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda one: one.name):
        if (only is not None and entry.name not in only) or entry.name in block:
            continue
        distribution = f"{entry.dist.name} {entry.dist.version}" if entry.dist is not None else "?"
        try:
            plugins.append(Plugin(name=entry.name, distribution=distribution, module=entry.load()))
        except Exception as cause:  # noqa: BLE001 - a plugin may raise anything; it is kept in `failures`
            issue = _failed(entry.name, cause)
            failures.append(Failure(plugin=entry.name, distribution=distribution, issue=issue, cause=cause))
    return plugins, failures
