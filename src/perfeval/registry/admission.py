"""Admission: each thing that a plugin brings is checked before it is used, and of two claims on one id none is guessed right.

What is wrong becomes a failure with the plugin's name; what is built in stays, whoever claims its id.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from perfeval.errors import IndicatorSetError, Issue, NotFoundError
from perfeval.errors.language import Text
from perfeval.model.plugin_faults import in_short
from perfeval.model.provenance import BUILT_IN_NAME
from perfeval.registry import built_in
from perfeval.registry.admitted_kinds import sound
from perfeval.registry.discovery import failure_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from perfeval.registry.admitted_kinds import Admitted
    from perfeval.registry.discovery import Failure, Plugin

_MOST_NAMED = 5
_NOT_FOUND = ("set-unknown", "set-version-unknown", "set-version-open", "overlay-base")


@frozen(kw_only=True, eq=False)
class Registration:
    """One thing that a plugin brings under an id.

    Args:
        id: The id.
        item: What it brings.
        plugin: Who brings it.

    """

    id: str
    item: Any
    plugin: Plugin

    @property
    def is_built_in(self) -> bool:
        """Whether perfeval itself brings it."""
        return is_built_in(self.plugin)


def is_built_in(plugin: Plugin) -> bool:
    """Whether a plugin is the one that brings what perfeval itself has."""
    return plugin.name == BUILT_IN_NAME and plugin.module is built_in


def refused(plugin: Plugin, what: Text, name: str, *, expected: Text | str, found: object) -> Issue:
    """Return the issue of a thing that cannot be used as it is."""
    values = {"name": str(plugin.contributor), "what": what, "id": name}
    told = found if isinstance(found, Text) else in_short(found)
    return Issue(code="plugin-item", values=values, expected=expected, found=told)


def claim_of(plugin: Plugin, item: Any, admitted: Admitted) -> Registration | Issue:  # noqa: ANN401 - whatever a hook returns
    """Return the registration of a thing, or what of it is wrong."""
    key = admitted.name_of(item)
    for expected, holds in admitted.requirements:
        if not sound(holds, item):
            return refused(plugin, admitted.what, key, expected=expected, found=item)
    item = evolve(item, contributor=plugin.contributor) if admitted.is_signed else item
    return Registration(id=key, item=item, plugin=plugin)


def by_id(claims: Iterable[Registration]) -> dict[str, list[Registration]]:
    """Return the claims on each id, ids and plugins in order."""
    claimed: dict[str, list[Registration]] = {}
    for claim in sorted(claims, key=lambda one: (one.id, one.plugin.name)):
        claimed.setdefault(claim.id, []).append(claim)
    return claimed


def without_claims_on_built_ins(
    what: Text, claimed: dict[str, list[Registration]]
) -> tuple[dict[str, list[Registration]], list[Failure]]:
    """Return the claims without those of plugins on what is built in, and these as failures, one a plugin."""
    kept: dict[str, list[Registration]] = {}
    taken: dict[Plugin, list[str]] = {}
    for name, claims in claimed.items():
        own = [claim for claim in claims if claim.is_built_in]
        kept[name] = own or claims
        for claim in claims if own else ():
            if not claim.is_built_in:
                taken.setdefault(claim.plugin, []).append(name)
    failures = []
    for plugin, names in taken.items():
        listed = ", ".join(names[:_MOST_NAMED])
        more = len(names) - _MOST_NAMED
        id_ = Text(f"{listed} 等 {len(names)} 个", f"{listed} and {more} more") if more > 0 else listed
        values = {"what": what, "id": id_, "name": str(plugin.contributor)}
        failures.append(failure_of(plugin, Issue(code="plugin-claims-built-in", values=values)))
    return kept, failures


def conflict(what: Text, claims: list[Registration], *, name: str) -> Issue:
    """Return the issue of an id that two plugins claim, or one claims twice, naming both."""
    first, second = (str(claim.plugin.contributor) for claim in claims[:2])
    return Issue(code="plugin-conflict", values={"what": what, "id": name, "first": first, "second": second})


def registered(admitted: Admitted, claims: Iterable[Registration]) -> tuple[dict[str, Registration], list[Failure]]:
    """Return what is registered, by id, and the failures of what several claim: a built-in stays, of others none is used."""
    what = admitted.what
    rivals = list(_rivals(admitted, claims := list(claims)))
    claimed, failures = without_claims_on_built_ins(what, by_id(claims))
    failures += [failure_of(claim.plugin, issue) for claim, issue in rivals]
    lost = {claim.id for claim, _ in rivals}
    claimed = {name: found for name, found in claimed.items() if name not in lost}
    for name, found in claimed.items():
        if len(found) > 1:
            failures.append(failure_of(found[1].plugin, conflict(what, found, name=name)))
    return {name: found[0] for name, found in claimed.items() if len(found) == 1}, failures


def _rivals(admitted: Admitted, claims: Iterable[Registration]) -> Iterator[tuple[Registration, Issue]]:
    """Yield what would take the place of another item, such as two layouts for one document of one set, though their ids differ."""
    claimed: dict[str, dict[str, Registration]] = {}
    for claim in claims:
        for place in admitted.places(claim.item):
            claimed.setdefault(place, {})[claim.id] = claim
    for place, by_their_ids in claimed.items():
        found = list(by_their_ids.values())
        others = [one for one in found if not one.is_built_in]
        if len(found) < 2:  # noqa: PLR2004 - two of them
            continue
        for one in others:
            if len(others) < len(found):
                values = {"what": admitted.what, "id": place, "name": str(one.plugin.contributor)}
                yield one, Issue(code="plugin-claims-built-in", values=values)
            else:
                yield one, conflict(admitted.what, found, name=place)


def doubled(plugins: Iterable[Plugin]) -> Iterator[tuple[Plugin, Issue]]:
    """Yield the plugins that cannot be used beside the others: two of one name, and a module that is named again."""
    ordered = sorted(plugins, key=lambda one: (one.name, one.distribution, one.version))
    names = Counter(plugin.name for plugin in ordered)
    seen: dict[int, Plugin] = {}
    for plugin in sorted(ordered, key=lambda one: not is_built_in(one)):
        others = [one for one in ordered if one.name == plugin.name and one is not plugin]
        if is_built_in(plugin) and not any(map(is_built_in, others)):
            seen[id(plugin.module)] = plugin
            continue
        earlier = seen.setdefault(id(plugin.module), plugin)
        if names[plugin.name] > 1:
            yield plugin, _double(plugin.name, plugin, others[0])
        elif earlier is not plugin:
            yield plugin, _double(plugin.name, earlier, plugin)


def _double(name: str, first: Plugin, second: Plugin) -> Issue:
    values = {"name": name, "first": str(first.contributor), "second": str(second.contributor)}
    return Issue(code="plugin-doubled", values=values)


def hinted(issue: Issue, failures: Iterable[Failure]) -> Issue:
    """Return the issue of what was not found, with the plugins that failed and may have brought it."""
    lost = lost_with(failures)
    return issue if lost is None else issue.advised(lost)


@contextmanager
def lost_are_named(failures: Iterable[Failure]) -> Iterator[None]:
    """Say of a set that is not found within which plugins failed and may have brought it."""
    try:
        yield
    except (NotFoundError, IndicatorSetError) as error:
        told = [hinted(one, failures) if one.code in _NOT_FOUND else one for one in error.issues]
        raise type(error)(told) from None


def lost_with(failures: Iterable[Failure]) -> Text | None:
    """Return the words for what may be lost with the plugins that failed; None if none did."""
    names = ", ".join(dict.fromkeys(failure.plugin for failure in failures))
    if not names:
        return None
    return Text(
        f"插件 {names} 有问题，所找的也许由它带来（见 perfeval plugins）",
        f"what is looked for may be of the plugin {names}, which failed (see perfeval plugins)",
    )
