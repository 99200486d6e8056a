"""Plugins and their failures; and how the installed ones are found, one by one, so that one that fails stops no other."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout
from time import perf_counter
from types import ModuleType
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from perfeval.errors import Issue, PluginError
from perfeval.logs import record
from perfeval.model.plugin_faults import HARM, words_of_cause
from perfeval.model.provenance import Contributor

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ENTRY_POINT_GROUP = "perfeval"
ONLY_VARIABLE = "PERFEVAL_PLUGINS"
BLOCK_VARIABLE = "PERFEVAL_BLOCK"
SLOW_SECONDS = 2
"""A plugin whose import takes longer is named."""


@frozen(kw_only=True, eq=False)
class Plugin:
    """A plugin that is in use.

    Args:
        name: Its entry point's name.
        distribution: The distribution that brings it.
        version: That distribution's version; empty where it has none.
        module: What its hooks stand in.

    """

    name: str
    distribution: str
    version: str = ""
    module: object

    @property
    def contributor(self) -> Contributor:
        """The plugin as what it brings remembers it."""
        return Contributor(plugin=self.name, distribution=self.distribution, version=self.version)

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Travel to another process; a module goes by its name."""
        module = self.module
        is_imported = isinstance(module, ModuleType) and sys.modules.get(module.__name__) is module
        parts = (True, module.__name__) if isinstance(module, ModuleType) and is_imported else (False, module)
        return _arrived, (self.name, self.distribution, self.version, *parts)


@frozen(kw_only=True)
class Failure:
    """A plugin, or one thing of a plugin, that cannot be used, and why.

    Args:
        plugin: The plugin's name.
        distribution: The distribution that brings it, with its version.
        issue: What is wrong.
        cause: The exception behind it, if there was one.

    """

    plugin: str
    distribution: str
    issue: Issue
    cause: BaseException | None = None


def _arrived(name: str, distribution: str, version: str, is_imported: bool, module: Any) -> Plugin:  # noqa: ANN401, FBT001 - a module's name, or what takes its place
    if is_imported:
        __import__(module)
    found = sys.modules[module] if is_imported else module
    return Plugin(name=name, distribution=distribution, version=version, module=found)


class NoListError(PluginError):
    """What a hook returned is no list of anything."""


def failure_of(plugin: Plugin, issue: Issue, cause: BaseException | None = None) -> Failure:
    """Return the failure of one thing that *plugin* brings."""
    distribution = f"{plugin.distribution} {plugin.version}".strip()
    record("plugins", "WARNING", "%s (%s): %s", plugin.name, distribution, issue.render("en"), cause=cause)
    return Failure(plugin=plugin.name, distribution=distribution, issue=issue, cause=cause)


def raised(plugin: Plugin, cause: BaseException, *, hook: str = "") -> Failure:
    """Return the failure of a plugin that raised while it was loaded, or in a hook."""
    if isinstance(cause, NoListError):
        return failure_of(plugin, cause.issues[0], cause)
    told = words_of_cause(cause)
    if hook:
        told = evolve(told, zh=f"{hook}：{told.zh}", en=f"{hook}: {told.en}")
    return failure_of(
        plugin, Issue(code="plugin-failed", values={"name": str(plugin.contributor), "cause": told}), cause
    )


def quietly(function: Callable[[], Any]) -> Any:  # noqa: ANN401 - whatever it returns
    """Return what a plugin's function returns; what it prints goes to the error stream, for the output is not the plugin's."""
    with redirect_stdout(sys.stderr):
        return function()


def installed_plugins(environment: Mapping[str, str] | None) -> tuple[list[Plugin], list[Failure], list[Issue]]:
    """Return the plugins that are installed and wanted, by name, those that cannot be loaded, and which were slow.

    Args:
        environment: Where ``PERFEVAL_PLUGINS`` (only these, by name, comma-separated) and ``PERFEVAL_BLOCK`` (not these)
            are looked up; None is the process's environment.

    """
    from importlib.metadata import entry_points  # noqa: PLC0415 - costly (it loads the e-mail parser), and only discovery needs it

    variables = os.environ if environment is None else environment
    only, block = _names(variables.get(ONLY_VARIABLE)), _names(variables.get(BLOCK_VARIABLE)) or ()
    plugins: list[Plugin] = []
    failures: list[Failure] = []
    slow: list[Issue] = []
    for entry in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda one: one.name):
        if (only is not None and entry.name not in only) or entry.name in block:
            continue
        distribution, version = (entry.dist.name, entry.dist.version) if entry.dist is not None else ("?", "")
        plugin = Plugin(name=entry.name, distribution=distribution, version=version, module=None)
        start = perf_counter()
        try:
            plugins.append(evolve(plugin, module=quietly(entry.load)))
        except HARM as cause:
            failures.append(raised(plugin, cause))
        seconds = int(perf_counter() - start)
        if seconds >= SLOW_SECONDS:
            values = {"name": str(plugin.contributor), "seconds": seconds}
            slow.append(Issue(code="plugin-slow", values=values))
    return plugins, failures, slow


def _names(value: str | None) -> tuple[str, ...] | None:
    return None if value is None else tuple(name.strip() for name in value.split(",") if name.strip())
