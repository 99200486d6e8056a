"""Findings as plain data and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from perfeval.model.plain_values import to_plain
from perfeval.model.plugin_faults import PLUGIN_FAILURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from perfeval.audit.inspection import AuditResult, Outcome


def result_dict(result: AuditResult) -> dict[str, object]:
    """Return an audit as plain values: findings, what was not checked and why, what passed."""
    return {
        "project": result.case.dossier.project.name,
        "unit": result.case.dossier.project.unit,
        "year": result.case.dossier.year,
        "file": result.case.dossier.source.path,
        "scored": result.case.evaluation is not None,
        **_outcome_dict(result),
    }


def _outcome_dict(outcome: Outcome) -> dict[str, object]:
    return {
        "findings": [{"id": finding.id, **to_plain(finding, whole=True)} for finding in outcome.findings],
        "not-checked": [to_plain(one, whole=True) for one in outcome.not_checked],
        "passed": list(outcome.passed),
        "faults": [{"code": one.code, "zh": one.render("zh"), "en": one.render("en")} for one in outcome.faults],
    }


def audit_data(
    results: Iterable[AuditResult], *, comparison: Outcome | None = None, plugin_failures: Sequence[str] = ()
) -> dict[str, object]:
    """Return audits, what comparing them came to, and which plugins could not be used, as plain values."""
    data: dict[str, object] = {"audits": [result_dict(result) for result in results]}
    if plugin_failures:
        data[PLUGIN_FAILURES] = list(plugin_failures)
    if comparison is not None:
        data["comparison"] = _outcome_dict(comparison)
    return data


def to_json(
    results: Iterable[AuditResult], *, comparison: Outcome | None = None, plugin_failures: Sequence[str] = ()
) -> str:
    """Return audits, what comparing them came to, and which plugins could not be used, as JSON."""
    data = audit_data(results, comparison=comparison, plugin_failures=plugin_failures)
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
