"""Plugins and their failures; and how the installed ones are found, one by one, so that one that fails stops no other."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.errors import Issue, PerfEvalError
from perfeval.model.provenance import Contributor

if TYPE_CHECKING:
    from collections.abc import Mapping

ENTRY_POINT_GROUP = "perfeval"
ONLY_VARIABLE = "PERFEVAL_PLUGINS"
BLOCK_VARIABLE = "PERFEVAL_BLOCK"


@frozen(kw_only=True)
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


def failure_of(plugin: Plugin, issue: Issue, cause: BaseException | None = None) -> Failure:
    """Return the failure of one thing that *plugin* brings."""
    distribution = f"{plugin.distribution} {plugin.version}".strip()
    return Failure(plugin=plugin.name, distribution=distribution, issue=issue, cause=cause)


def raised(name: str, cause: BaseException) -> Issue:
    """Return the issue of a plugin that raised."""
    reason = str(cause) if isinstance(cause, PerfEvalError) else f"{type(cause).__name__}: {cause}"
    return Issue(code="plugin-failed", values={"name": name, "cause": reason})


def installed_plugins(environment: Mapping[str, str] | None) -> tuple[list[Plugin], list[Failure]]:
    """Return the plugins that are installed and wanted, by name, and those that cannot be loaded.

    Args:
        environment: Where ``PERFEVAL_PLUGINS`` (only these, by name, comma-separated) and ``PERFEVAL_BLOCK`` (not these)
            are looked up; None is the process's environment.

    """
    from importlib.metadata import entry_points  # noqa: PLC0415 - costly (it loads the e-mail parser), and only discovery needs it

    variables = os.environ if environment is None else environment
    only, block = _names(variables.get(ONLY_VARIABLE)), _names(variables.get(BLOCK_VARIABLE)) or ()
    plugins: list[Plugin] = []
    failures: list[Failure] = []
    for entry in sorted(entry_points(group=ENTRY_POINT_GROUP), key=lambda one: one.name):
        if (only is not None and entry.name not in only) or entry.name in block:
            continue
        distribution, version = (entry.dist.name, entry.dist.version) if entry.dist is not None else ("?", "")
        try:
            plugins.append(Plugin(name=entry.name, distribution=distribution, version=version, module=entry.load()))
        except Exception as cause:  # noqa: BLE001 - a plugin may raise anything; it is kept as a failure
            issue = raised(entry.name, cause)
            whole = f"{distribution} {version}".strip()
            failures.append(Failure(plugin=entry.name, distribution=whole, issue=issue, cause=cause))
    return plugins, failures


def _names(value: str | None) -> tuple[str, ...] | None:
    return None if value is None else tuple(name.strip() for name in value.split(",") if name.strip())
