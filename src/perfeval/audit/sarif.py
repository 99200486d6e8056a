"""Findings as SARIF 2.1.0, so that code hosts and editors show them at their line (OASIS, 2020-03-27)."""

from __future__ import annotations

import os
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from perfeval.codec.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from perfeval.audit.findings import Finding
    from perfeval.audit.inspection import AuditResult, Outcome
    from perfeval.audit.rule import Rule
    from perfeval.errors.language import Language

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def to_sarif(  # noqa: PLR0913 - all that a run tells
    results: Sequence[AuditResult],
    *,
    rules: Iterable[Rule],
    version: str,
    comparison: Outcome | None = None,
    language: Language = "zh",
    plugin_failures: Sequence[str] = (),
) -> str:
    """Return the findings of several audits as one SARIF run.

    Args:
        results: The audits.
        rules: The rules that ran.
        version: The version of the tool.
        comparison: What comparing the dossiers came to.
        language: The language of the messages.
        plugin_failures: What of the plugins could not be used, in words.

    """
    described = sorted(rules, key=lambda one: one.code)
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "perfeval",
                "version": version,
                "rules": [
                    {
                        "id": rule.code,
                        "shortDescription": {"text": rule.title.speak(language)},
                        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
                    }
                    for rule in described
                ],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(finding, result, language) for result in results for finding in result.findings),
            *(_result(finding, None, language) for finding in (comparison.findings if comparison else ())),
        ],
    }
    faults = [
        issue.render(language) for one in (*results, *([comparison] if comparison else ())) for issue in one.faults
    ]
    if told := [*plugin_failures, *faults]:
        notes = [{"level": "error", "message": {"text": text}} for text in told]
        run["invocations"] = [{"executionSuccessful": False, "toolExecutionNotifications": notes}]
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _result(finding: Finding, result: AuditResult | None, language: Language) -> dict[str, Any]:
    colon = "：" if language == "zh" else ": "
    message = f"{finding.message.speak(language)} {finding.remedy.speak(language)}"
    entry: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "partialFingerprints": {"perfevalFinding/v1": finding.id},
        "properties": {"values": [f"{name}{colon}{value}" for name, value in finding.values]},
        "locations": [_location(finding, result)],
    }
    if finding.accepted:
        entry["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.accepted}]
    return entry


def _location(finding: Finding, result: AuditResult | None) -> dict[str, Any]:
    path = finding.location.path or (result.case.dossier.source.path if result else None)
    location: dict[str, Any] = {"logicalLocations": [{"fullyQualifiedName": finding.subject}]}
    if path is not None:
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(path)}}
        if finding.location.line is not None:
            region = {"startLine": finding.location.line}
            if finding.location.column is not None:
                region["startColumn"] = finding.location.column
            physical["region"] = region
        location["physicalLocation"] = physical
    return location


def _uri(path: str) -> str:
    """Return a path of this system or of Windows as a URI: whole paths as ``file:`` ones, others relative; what it cannot hold is escaped."""
    for whole in (PurePosixPath(path), PureWindowsPath(path)):
        if whole.is_absolute():
            return whole.as_uri()
    return quote(path.replace(os.sep, "/"), errors="surrogateescape")
