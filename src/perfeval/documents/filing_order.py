"""Which documents an evaluation has, and in which order an office files them: scoresheet, report, problem list, notes, others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from perfeval.documents.layouts import Layout
    from perfeval.model.indicator_set import IndicatorSet

FILED = ("scoresheet", "report", "problems", "notes")
"""The documents by name, in the order in which they are filed; a region's own follow by name."""


def most_specific(layouts: Iterable[Layout], indicators: IndicatorSet) -> tuple[Layout, ...]:
    """Return the layouts that serve a set, one of each name, in the order of filing.

    Args:
        layouts: The layouts that are registered.
        indicators: The set; of two layouts of one name, the one that names the set's most specific layer serves it.

    """
    best: dict[str, Layout] = {}
    for layout in sorted(layouts, key=lambda one: (one.closeness(indicators), one.id)):
        if layout.closeness(indicators):
            best[layout.name] = layout
    order = {name: position for position, name in enumerate(FILED)}
    return tuple(best[name] for name in sorted(best, key=lambda name: (order.get(name, len(order)), name)))
