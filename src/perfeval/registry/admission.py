"""Claims: what plugins bring under ids, and what becomes of an id that two of them claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from perfeval.errors import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from perfeval.registry.discovery import Plugin


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


def by_id(claims: Iterable[Registration]) -> dict[str, list[Registration]]:
    """Return the claims on each id, ids and plugins in order."""
    claimed: dict[str, list[Registration]] = {}
    for claim in sorted(claims, key=lambda one: (one.id, one.plugin.name)):
        claimed.setdefault(claim.id, []).append(claim)
    return claimed


def conflict(what: str, claims: list[Registration], *, name: str) -> Issue:
    """Return the issue of an id that two plugins claim, naming both."""
    first, second = (str(claim.plugin.contributor) for claim in claims[:2])
    return Issue(code="plugin-conflict", values={"what": what, "id": name, "first": first, "second": second})
