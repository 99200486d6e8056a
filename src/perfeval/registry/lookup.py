"""The registry: what all plugins together bring. It is an object that is passed, never a global.

Discovery isolates failures: whatever is wrong with a plugin is kept in ``failures`` with its name and cause and stops nothing else,
unless ``strict``. Two plugins claiming one id is an error naming both; what is built in stays, whoever claims its id.
"""

from __future__ import annotations

from functools import partial
from threading import RLock
from typing import TYPE_CHECKING, Any

from attrs import evolve

from perfeval.codec.vocabulary import Vocabulary
from perfeval.documents.filing_order import most_specific
from perfeval.errors import Issue, NotFoundError, PluginError, did_you_mean
from perfeval.errors.language import Text
from perfeval.logs import record
from perfeval.model.plugin_faults import HARM, INDICATOR_SET, LAYOUT
from perfeval.model.provenance import BUILT_IN_NAME, Origin
from perfeval.model.set_names import SetName, parse_set_name
from perfeval.registry import built_in
from perfeval.registry.admission import (
    Registration,
    by_id,
    claim_of,
    doubled,
    lost_are_named,
    lost_with,
    refused,
    registered,
    without_claims_on_built_ins,
)
from perfeval.registry.admitted_kinds import ADMITTED
from perfeval.registry.asked_once import AskedOnce
from perfeval.registry.discovery import Failure, Plugin, failure_of, installed_plugins, quietly, raised
from perfeval.registry.hook_functions import answer_of, hooks_of, problems_of_hooks
from perfeval.registry.named_items import NamedItems, writer_of
from perfeval.registry.overlay_resolution import SetResolver
from perfeval.registry.set_files import admitted_sets
from perfeval.version import VERSION

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    import click

    from perfeval.audit.rule import Rule
    from perfeval.documents.layouts import Layout
    from perfeval.documents.writers import Writer
    from perfeval.errors import ErrorCode
    from perfeval.forms.recognition import Reader
    from perfeval.model.dossier import Dossier
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.model.overlays import Overlay
    from perfeval.model.provenance import Contributor
    from perfeval.office.opening import Opener
    from perfeval.scoring.protocols import Aggregator, Scorer

_DOCUMENT = Text("文档", "document")
_EVERYTHING = (
    *("scorers", "aggregators", "layouts", "writers", "openers", "readers", "error_codes", "audit_rules", "commands"),
    *("_sets", "_misfits"),
)

BUILT_IN = Plugin(name=BUILT_IN_NAME, distribution="perfeval", version=VERSION, module=built_in)
"""The plugin that brings what perfeval itself has."""


class Registry:
    """Everything the plugins bring, by id.

    Make one with :meth:`discover`, or from plugins given by hand.

    Args:
        plugins: The plugins, in any order.
        failures: What could not be loaded while they were discovered.
        slow: Which plugins took long to load.
        strict: Whether everything is looked at now, and every failure raised instead of kept.

    Raises:
        PluginError: If *strict* and something failed; with every failure.

    """

    def __init__(
        self,
        plugins: Iterable[Plugin],
        *,
        failures: Iterable[Failure] = (),
        slow: Iterable[Issue] = (),
        strict: bool = False,
    ) -> None:
        """Register the plugins; see the class."""
        self._lock = RLock()
        self._claims: dict[str, dict[str, Registration]] = {}
        self._failures = list(failures)
        self._slow = tuple(slow)
        self._plugins = self._usable(tuple(plugins))
        if strict and self.failures:
            raise PluginError(failure.issue for failure in self.failures)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Travel to another process: the same plugins are asked again there."""
        told = [evolve(one, cause=None) for one in self._failures if one.plugin not in {p.name for p in self._plugins}]
        return _arrived, (self._plugins, tuple(told))

    @classmethod
    def discover(cls, *, strict: bool = False, environment: Mapping[str, str] | None = None) -> Registry:
        """Return the registry of the built-in plugin and of every installed one.

        Args:
            strict: Look at everything, sets included, and raise all that failed instead of keeping it.
            environment: Where ``PERFEVAL_PLUGINS`` (only these, by name, comma-separated) and ``PERFEVAL_BLOCK`` (not
                these) are looked up; None is the process's environment.

        Raises:
            PluginError: If *strict* and a plugin failed in any way.

        """
        plugins, failures, slow = installed_plugins(environment)
        record("plugins", "INFO", "found %s", ", ".join(str(one.contributor) for one in plugins) or "no plugin")
        return cls([BUILT_IN, *plugins], failures=failures, slow=slow, strict=strict)

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
        """What could not be used, and why; every plugin is asked for everything first, and its sets are read."""
        for name in _EVERYTHING:
            getattr(self, name)
        return tuple(self._failures)

    @property
    def failures_so_far(self) -> tuple[Failure, ...]:
        """What could not be used of all that was asked for until now: what may have changed an answer that was given."""
        return tuple(self._failures)

    @property
    def slow(self) -> tuple[Issue, ...]:
        """Which plugins took long to load."""
        return self._slow

    @AskedOnce
    def scorers(self) -> NamedItems[type[Scorer]]:
        """The scorers by kind."""
        return self._named("perfeval_scorers")

    @AskedOnce
    def aggregators(self) -> NamedItems[type[Aggregator]]:
        """The aggregators by kind."""
        return self._named("perfeval_aggregators")

    @AskedOnce
    def layouts(self) -> NamedItems[Layout]:
        """The layouts by id."""
        return self._named("perfeval_layouts")

    @AskedOnce
    def writers(self) -> NamedItems[Writer]:
        """The writers by format."""
        return self._named("perfeval_renderers")

    @AskedOnce
    def readers(self) -> NamedItems[Reader]:
        """The readers of filled forms by id."""
        return self._named("perfeval_readers")

    @AskedOnce
    def openers(self) -> NamedItems[Opener]:
        """The openers of files by id."""
        return self._named("perfeval_file_openers")

    @AskedOnce
    def error_codes(self) -> NamedItems[ErrorCode]:
        """The codes of errors, each with its sentence."""
        return self._named("perfeval_error_codes")

    @AskedOnce
    def audit_rules(self) -> NamedItems[Rule]:
        """The audit rules by code."""
        return self._named("perfeval_audit_rules")

    @AskedOnce
    def commands(self) -> NamedItems[click.Command]:
        """The commands that plugins bring, by name."""
        return self._named("perfeval_commands")

    @AskedOnce
    def contributors_of_commands(self) -> dict[str, Contributor]:
        """Who brings each command, by its name."""
        return {name: claim.plugin.contributor for name, claim in self._collect("perfeval_commands").items()}

    @AskedOnce
    def vocabulary(self) -> Vocabulary:
        """The scorers and aggregators, as the codec needs them."""
        return Vocabulary(
            scorers=self.scorers,
            aggregators=self.aggregators,
            failed_plugins=lost_with(self._failures),
            own_thresholds=self._own_thresholds,
            origin=self._kinds,
        )

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
        with lost_are_named(self._failures):
            return self._sets.resolve(name if version is None else SetName(id=name.id, version=version), year=year)

    def writer_for(self, file: str | os.PathLike[str], *, beside: Iterable[str] = ()) -> Writer:
        """Return the writer of a file by its suffix (``x.docx``, or ``.docx`` alone); what is built in goes first.

        Args:
            file: The file's name.
            beside: Suffixes that the caller writes itself, for the message.

        Raises:
            NotFoundError: If no writer has the suffix, with the nearest; or if those of several plugins have.

        """
        return writer_of(file, self.writers.values(), beside=beside, failures=self._failures)

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

    def layout_for(self, indicators: IndicatorSet, name: str) -> Layout:
        """Return the layout of one document of a set, by the document's name, such as ``"report"``.

        Raises:
            NotFoundError: If the set has no such document, with the nearest name.

        """
        served = {one.name: one for one in self.layouts_for(indicators)}
        return NamedItems(served, what=_DOCUMENT, failures=self._failures)[name]

    def beside(self, items: Iterable[IndicatorSet | Overlay]) -> Registry:
        """Return a registry that knows these sets and overlays too, before the registered ones; what a call is given at once."""
        here = Plugin(name="(given)", distribution="(given)", module=None)
        sets = self._sets.beside(items, plugin=here)
        made = object.__new__(type(self))  # a copy would be one that travels, and ask every plugin again
        vars(made).update(vars(self), _sets=sets)
        return made

    def made_of(self, item: IndicatorSet | Overlay) -> IndicatorSet:
        """Return the set that one of the items makes beside which this registry was made, its overlays applied.

        Raises:
            IndicatorSetError: If overlays depend on each other in a ring, or do not fit their base.

        """
        with lost_are_named(self._failures):
            return self._sets.made_of(item)

    @AskedOnce
    def _sets(self) -> SetResolver:
        claims: list[Registration] = []
        for plugin, brought in self._brought("perfeval_indicator_sets"):
            for one in admitted_sets(plugin, brought):
                if isinstance(one, Registration):
                    claims.append(one)
                else:
                    self._failures.append(failure_of(plugin, one))
        kept, failures = without_claims_on_built_ins(INDICATOR_SET, by_id(claims))
        self._failures += failures
        resolver = SetResolver(kept, vocabulary=self.vocabulary, kinds=self._kinds)
        self._failures += [failure_of(claim.plugin, issue) for claim, issue in resolver.conflicts()]
        return resolver

    @AskedOnce
    def _misfits(self) -> tuple[Failure, ...]:
        """What shows only when everything is looked at: sets that cannot be made, and layouts for sets that nobody has.

        It joins the failures when it is first asked for.
        """
        failures = [failure_of(claim.plugin, issue) for claim, issue in self._sets.misfits()]
        for claim in self._collect("perfeval_layouts").values():
            for name in claim.item.sets:
                if name not in self._sets.ids:
                    found = Text(f"没有指标体系 {name}", f"there is no indicator set {name}")
                    issue = refused(claim.plugin, LAYOUT, claim.id, expected=INDICATOR_SET, found=found)
                    hint = did_you_mean(name, self._sets.ids)
                    failures.append(failure_of(claim.plugin, evolve(issue, hint=hint)))
        self._failures += failures
        return tuple(failures)

    @AskedOnce
    def _kinds(self) -> Origin:
        """Who registered each kind of scorer and aggregator."""
        scorers, aggregators = (
            tuple((kind, claim.plugin.contributor) for kind, claim in claims.items())
            for claims in (self._collect("perfeval_scorers"), self._collect("perfeval_aggregators"))
        )
        return Origin(scorers=scorers, aggregators=aggregators)

    def _named(self, hook: str) -> NamedItems[Any]:
        """Return what is registered, by name."""
        items = {name: claim.item for name, claim in self._collect(hook).items()}
        return NamedItems(items, what=ADMITTED[hook].what, failures=self._failures)

    def _collect(self, hook: str) -> dict[str, Registration]:
        """Return what a hook's implementations bring, by its key; they are asked once, and what cannot be used is reported."""
        if hook not in self._claims:
            self._claims[hook] = self._asked(hook)
        return self._claims[hook]

    def _asked(self, hook: str) -> dict[str, Registration]:
        admitted = ADMITTED[hook]
        claims = []
        for plugin, brought in self._brought(hook):
            for item in brought:
                one = claim_of(plugin, item, admitted)
                if isinstance(one, Registration):
                    claims.append(one)
                else:
                    self._failures.append(failure_of(plugin, one))
        items, failures = registered(admitted, claims)
        self._failures += failures
        return items

    def _brought(self, hook: str) -> list[tuple[Plugin, list[Any]]]:
        """Ask every plugin for what it brings; one that raises is reported, and the rest are still asked."""
        result = []
        for plugin in self._plugins:
            function = hooks_of(plugin).get(hook)
            if function is None:
                continue
            try:
                brought = quietly(partial(answer_of, plugin, hook, function))
            except HARM as cause:
                self._failures.append(raised(plugin, cause, hook=hook))
            else:
                result.append((plugin, brought))
        return result

    def _usable(self, plugins: tuple[Plugin, ...]) -> tuple[Plugin, ...]:
        """Return the plugins that can be used at all, by name; the others are reported."""
        problems = [*doubled(plugins), *((one, issue) for one in plugins for issue in problems_of_hooks(one))]
        refusals = {id(plugin) for plugin, issue in problems if issue.code != "plugin-item"}
        self._failures += [failure_of(plugin, issue) for plugin, issue in problems]
        return tuple(sorted((one for one in plugins if id(one) not in refusals), key=lambda one: one.name))


def _arrived(plugins: tuple[Plugin, ...], failures: tuple[Failure, ...]) -> Registry:
    return Registry(plugins, failures=failures)
