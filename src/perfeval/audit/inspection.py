"""Running rules over cases: findings in a fixed order, acceptances applied, what could not be checked listed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from perfeval.audit.case import Case
from perfeval.audit.findings import Finding, NotChecked, Severity, fails, is_outcome
from perfeval.audit.rule import Rule
from perfeval.errors import Issue, Location
from perfeval.errors.language import Text
from perfeval.logs import record
from perfeval.model.plugin_faults import HARM, RULE, nonsense_from, raised_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from perfeval.errors.language import Language

_OUTCOME = Text("Finding 或 NotChecked，各部分齐全", "Finding or NotChecked, each part of its type")

_ALONE = NotChecked(reason=Text("只有一份档案，无可比较", "one dossier alone has nothing to be compared with"))


@frozen(kw_only=True)
class Outcome:
    """What a set of rules came to, over one dossier or over a batch.

    Args:
        findings: The findings, by code and place in the form.
        not_checked: The rules that lacked data, with the reason.
        passed: The codes of the rules that ran and found nothing.
        faults: What a plugin failed at: a rule that raised or yielded nonsense, which has neither passed nor stopped the others; and
            what could not be read of a form.

    """

    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    passed: tuple[str, ...]
    faults: tuple[Issue, ...] = ()

    @property
    def standing(self) -> tuple[Finding, ...]:
        """The findings that nobody has accepted."""
        return tuple(finding for finding in self.findings if not finding.accepted)

    def fails(self, severity: Severity) -> bool:
        """Whether a finding of *severity* or worse stands."""
        return fails(self.findings, severity)

    def to_dict(self, language: Language | None = None) -> dict[str, Any]:
        """Return what the rules came to as plain data for services: ``findings``, ``not-checked``, ``passed`` and ``faults``.

        Args:
            language: The language of the words; None gives both, as ``{"zh": …, "en": …}``.

        """
        return {
            "findings": [one.to_dict(language) for one in self.findings],
            "not-checked": [one.to_dict(language) for one in self.not_checked],
            "passed": list(self.passed),
            "faults": [one.to_dict(language) for one in self.faults],
        }


@frozen(kw_only=True)
class AuditResult(Outcome):
    """What an audit of one dossier came to.

    Args:
        case: What was audited.

    """

    case: Case

    def to_dict(self, language: Language | None = None) -> dict[str, Any]:
        """Return the audit as plain data for services: which dossier, whether it was scored or why not, and what the rules came to.

        Args:
            language: The language of the words; None gives both, as ``{"zh": …, "en": …}``.

        """
        dossier = self.case.dossier
        return {
            "project": dossier.project.name,
            "unit": dossier.project.unit,
            "year": dossier.year,
            "file": dossier.source.path,
            "scored": self.case.evaluation is not None,
            "issues": [one.to_dict(language) for one in self.case.issues],
            **Outcome.to_dict(self, language),
        }


def audit_case(case: Case, *, rules: Iterable[Rule]) -> AuditResult:
    """Run *rules* over *case*; each of them ends as found, passed or not checked.

    Args:
        case: The dossier with its evaluation.
        rules: The rules, in any order; what they compare across batches is left to :func:`compare`.

    """
    outcome = _outcome([(one, one.check, case) for one in rules if one.check is not None], [case])
    counts = len(outcome.findings), len(outcome.passed), len(outcome.not_checked)
    record("audit", "INFO", "audited %s: %s findings, %s rules passed, %s not checked", case.dossier.id, *counts)
    return AuditResult(
        case=case,
        findings=outcome.findings,
        not_checked=outcome.not_checked,
        passed=outcome.passed,
        faults=outcome.faults,
    )


def compare(cases: Sequence[Case], *, rules: Iterable[Rule]) -> Outcome:
    """Run the rules that compare dossiers over *cases*; a finding is accepted if any of the dossiers accepts it.

    Args:
        cases: The dossiers with their evaluations; one alone has nothing to be compared with, so nothing is checked.
        rules: The rules, in any order; what they check in one dossier is left to :func:`audit_case`.

    """
    alone = len(cases) < 2  # noqa: PLR2004 - one has nothing to be compared with
    checked = [(one, _not_alone if alone else one.across, cases) for one in rules if one.across is not None]
    return _outcome(checked, cases)


def _not_alone(_: object) -> list[NotChecked]:
    return [_ALONE]


def _outcome(checked: Iterable[tuple[Rule, Callable[..., Any], object]], cases: Sequence[Case]) -> Outcome:
    """Sort what rules yield of what they are asked about: findings, what was not checked, what passed, what failed; by code."""
    accepted = {one.finding: one.reason for case in cases for one in case.dossier.accepted}
    findings: list[Finding] = []
    not_checked: list[NotChecked] = []
    passed: list[str] = []
    faults: list[Issue] = []
    for rule, check, asked in sorted(checked, key=lambda one: one[0].code):
        before = len(findings), len(not_checked), len(faults)
        for one in _yielded(rule, check, asked, faults):
            if isinstance(one, Finding):
                findings.append(_completed(one, rule, accepted))
            else:
                not_checked.append(evolve(one, code=rule.code))
        if before == (len(findings), len(not_checked), len(faults)):
            passed.append(rule.code)
    return Outcome(findings=tuple(findings), not_checked=tuple(not_checked), passed=tuple(passed), faults=tuple(faults))


def _yielded(
    rule: Rule, check: Callable[..., Any], asked: object, faults: list[Issue]
) -> Iterator[Finding | NotChecked]:
    """Yield what a rule yields, as long as it goes well; what goes wrong is told."""
    where = asked.dossier.source if isinstance(asked, Case) else Location()
    try:
        for one in check(asked):
            if not is_outcome(one):
                issue = nonsense_from(rule.contributor, RULE, rule.code, one, expected=_OUTCOME, at=where)
                faults.append(issue)
                return
            yield one
    except HARM as cause:
        faults.append(raised_by(rule.contributor, RULE, rule.code, cause, at=where))


def _completed(finding: Finding, rule: Rule, accepted: dict[str, str]) -> Finding:
    completed = evolve(finding, code=rule.code, severity=rule.severity, citation=finding.citation or rule.citation)
    return evolve(completed, accepted=accepted.get(completed.id, ""))
