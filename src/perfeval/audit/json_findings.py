"""Audits together as plain data and JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.codec.json_text import json_text
from perfeval.model.plugin_faults import PLUGIN_FAILURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from perfeval.audit.inspection import AuditResult, Outcome


def audit_data(
    results: Iterable[AuditResult], *, comparison: Outcome | None = None, plugin_failures: Sequence[str] = ()
) -> dict[str, object]:
    """Return audits, what comparing them came to, and which plugins could not be used, as plain values."""
    data: dict[str, object] = {"audits": [result.to_dict() for result in results]}
    if plugin_failures:
        data[PLUGIN_FAILURES] = list(plugin_failures)
    if comparison is not None:
        data["comparison"] = comparison.to_dict()
    return data


def to_json(
    results: Iterable[AuditResult], *, comparison: Outcome | None = None, plugin_failures: Sequence[str] = ()
) -> str:
    """Return audits, what comparing them came to, and which plugins could not be used, as JSON."""
    data = audit_data(results, comparison=comparison, plugin_failures=plugin_failures)
    return json_text(data, indent=1) + "\n"
