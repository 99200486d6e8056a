"""Findings as plain data and JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from perfeval.audit.examination import AuditResult, Outcome
    from perfeval.audit.findings import Finding


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
        "findings": [_finding_dict(finding) for finding in outcome.findings],
        "not-checked": [
            {"code": one.code, "reason": {"zh": one.reason.zh, "en": one.reason.en}} for one in outcome.not_checked
        ],
        "passed": list(outcome.passed),
    }


def _finding_dict(finding: Finding) -> dict[str, object]:
    return {
        "id": finding.id,
        "code": finding.code,
        "severity": finding.severity,
        "subject": finding.subject,
        "location": str(finding.location),
        "values": dict(finding.values),
        "message": {"zh": finding.message.zh, "en": finding.message.en},
        "remedy": {"zh": finding.remedy.zh, "en": finding.remedy.en},
        "citation": finding.citation,
        "accepted": finding.accepted,
    }


def audit_data(results: Iterable[AuditResult], *, comparison: Outcome | None = None) -> dict[str, object]:
    """Return audits, and what comparing them came to, as plain values."""
    data: dict[str, object] = {"audits": [result_dict(result) for result in results]}
    if comparison is not None:
        data["comparison"] = _outcome_dict(comparison)
    return data


def to_json(results: Iterable[AuditResult], *, comparison: Outcome | None = None) -> str:
    """Return audits, and what comparing them came to, as JSON."""
    return json.dumps(audit_data(results, comparison=comparison), ensure_ascii=False, indent=1) + "\n"
