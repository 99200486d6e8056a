"""Running rules over a case: findings in a fixed order, acceptances applied, what could not be checked listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from perfeval.audit.case import Case
from perfeval.audit.findings import Finding, NotChecked, Severity, fails

if TYPE_CHECKING:
    from collections.abc import Iterable

    from perfeval.audit.rules import Rule


@frozen(kw_only=True)
class AuditResult:
    """What an audit of one dossier came to.

    Args:
        case: What was audited.
        findings: The findings, by code and place in the form.
        not_checked: The rules that lacked data, with the reason.
        passed: The codes of the rules that ran and found nothing.

    """

    case: Case
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    passed: tuple[str, ...]

    @property
    def standing(self) -> tuple[Finding, ...]:
        """The findings that nobody has accepted."""
        return tuple(finding for finding in self.findings if not finding.accepted)

    def fails(self, severity: Severity) -> bool:
        """Whether a finding of *severity* or worse stands."""
        return fails(self.findings, severity)


def audit(case: Case, *, rules: Iterable[Rule]) -> AuditResult:
    """Run *rules* over *case*; each of them ends as found, passed or not checked.

    Args:
        case: The dossier with its evaluation.
        rules: The rules, in any order.

    """
    findings: list[Finding] = []
    not_checked: list[NotChecked] = []
    passed: list[str] = []
    accepted = {acceptance.finding: acceptance.reason for acceptance in case.dossier.accepted}
    for rule in sorted(rules, key=lambda one: one.code):
        outcomes = list(rule.check(case))
        found = [_completed(one, rule, accepted) for one in outcomes if isinstance(one, Finding)]
        findings.extend(found)
        not_checked.extend(evolve(one, code=rule.code) for one in outcomes if isinstance(one, NotChecked))
        if not outcomes:
            passed.append(rule.code)
    return AuditResult(case=case, findings=tuple(findings), not_checked=tuple(not_checked), passed=tuple(passed))


def _completed(finding: Finding, rule: Rule, accepted: dict[str, str]) -> Finding:
    completed = evolve(finding, code=rule.code, severity=rule.severity, citation=finding.citation or rule.citation)
    return evolve(completed, accepted=accepted.get(completed.id, ""))
