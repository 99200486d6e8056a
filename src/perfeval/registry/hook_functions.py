"""The hooks that a plugin implements, found without trusting its module: unknown ones, none at all, and wrong arguments are told."""

from __future__ import annotations

from collections.abc import Iterable
from inspect import signature
from typing import TYPE_CHECKING, Any

import pluggy

from perfeval.errors import Issue, did_you_mean
from perfeval.errors.language import Text
from perfeval.model.plugin_faults import HARM
from perfeval.registry import hooks
from perfeval.registry.admission import refused
from perfeval.registry.discovery import NoListError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from perfeval.registry.discovery import Plugin

KNOWN = frozenset(name for name in vars(hooks) if name.startswith("perfeval_"))
"""The hooks that there are."""

_MANAGER = pluggy.PluginManager(hooks.PROJECT)
_HOOK = Text("钩子", "hook")


def hooks_of(plugin: Plugin) -> dict[str, Callable[[], Any]]:
    """Return the hooks that a plugin implements and that can be called, by name."""
    marked = _marked(plugin.module)
    return {name: marked[name] for name in sorted(KNOWN & marked.keys()) if _takes_nothing(marked[name])}


def answer_of(plugin: Plugin, name: str, hook: Callable[[], Any]) -> list[Any]:
    """Return what a plugin's hook brings, as a list.

    Raises:
        NoListError: If it is none; a text or a mapping is none.

    """
    brought = hook()
    if isinstance(brought, str | bytes | dict) or not isinstance(brought, Iterable):
        raise NoListError([refused(plugin, _HOOK, name, expected=Text("返回列表", "a list"), found=brought)])
    return list(brought)


def problems_of_hooks(plugin: Plugin) -> Iterator[Issue]:
    """Yield what is wrong with a plugin's hooks: one that does not exist, one that wants arguments, none at all."""
    marked = _marked(plugin.module)
    for name in sorted(marked.keys() - KNOWN):
        hint = did_you_mean(name, KNOWN)
        yield Issue(code="plugin-hook", values={"name": plugin.name, "hook": name}, hint=hint)
    for name in sorted(KNOWN & marked.keys()):
        if not _takes_nothing(marked[name]):
            expected = Text("没有参数的函数", "a function without arguments")
            yield refused(plugin, _HOOK, name, expected=expected, found=marked[name])
    if not marked:
        bare = ", ".join(sorted(name for name in _names_in(plugin.module) if name in KNOWN))
        hint = Text(f"给 {bare} 加上 @hookimpl", f"mark {bare} with @hookimpl") if bare else None
        yield Issue(code="plugin-empty", values={"name": str(plugin.contributor)}, hint=hint)


def _marked(module: object) -> dict[str, Callable[[], Any]]:
    """Return what is marked as a hook; an attribute that cannot even be looked at is none."""
    found: dict[str, Callable[[], Any]] = {}
    for name in _names_in(module):
        try:
            if _MANAGER.parse_hookimpl_opts(module, name) is not None:
                found[name] = getattr(module, name)
        except HARM:
            continue
    return found


def _names_in(module: object) -> list[str]:
    try:
        return [name for name in dir(module) if isinstance(name, str)]
    except HARM:
        return []


def _takes_nothing(function: Callable[[], Any]) -> bool:
    try:
        signature(function).bind()
    except HARM:
        return False
    return True
