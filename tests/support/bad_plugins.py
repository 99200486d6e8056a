"""A registry with one plugin that brings what a test gives it, and what is told of that plugin."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from perfeval import Registry, hookimpl
from perfeval.registry.discovery import Plugin
from perfeval.registry.lookup import BUILT_IN

if TYPE_CHECKING:
    from perfeval.registry.discovery import Failure


def brought(**hooks: Any) -> Registry:
    """Return the registry of the built-in plugin and one that returns what is given; a callable is asked."""
    functions = {
        name: hookimpl(result if callable(result) and not isinstance(result, type) else lambda result=result: result)
        for name, result in hooks.items()
    }
    bad = Plugin(name="bad", distribution="perfeval-bad", version="1.0", module=SimpleNamespace(**functions))
    return Registry([BUILT_IN, bad])


def told(registry: Registry) -> list[Failure]:
    """Return the failures, each of which names the plugin, its distribution, and says something in either language."""
    for failure in registry.failures:
        assert (failure.plugin, failure.distribution) == ("bad", "perfeval-bad 1.0")
        assert failure.issue.render("zh") != failure.issue.render("en")
        assert "bad" in failure.issue.render("zh")
    return list(registry.failures)
