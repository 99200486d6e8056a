"""A batch at a glance: findings by file and by rule, and how scores and grades are spread."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.audit.findings import SEVERITIES, Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from perfeval.audit.inspection import AuditResult
    from perfeval.audit.rule import Rule
    from perfeval.errors.language import Text

_CLASS_WIDTH = 10
_CLASSES = 100 // _CLASS_WIDTH


@frozen(kw_only=True)
class FileLine:
    """One dossier of a batch.

    Args:
        project: The project's name.
        file: Where it came from; empty if from no file.
        total: The total; None where there is none.
        grade: The grade; empty where there is none.
        counts: How many findings of each severity stand.

    """

    project: str
    file: str
    total: Decimal | None
    grade: str
    counts: Mapping[Severity, int]


@frozen(kw_only=True)
class RuleLine:
    """One rule that found something in a batch.

    Args:
        code: Its code.
        title: What it checks; None for a rule that is not known.
        severity: What its findings are.
        findings: How many of its findings stand.
        files: In how many dossiers.

    """

    code: str
    title: Text | None
    severity: Severity
    findings: int
    files: int


@frozen(kw_only=True)
class Summary:
    """A batch at a glance; every count adds up to the dossiers or findings it was made from.

    Args:
        files: Each dossier.
        rules: Each rule that found something, by code.
        grades: How often each grade was given; an empty name where there is none.
        scores: How many totals fall into each tenth of the full marks, ``"90–100"`` first; empty tenths left out.
        unscored: How many dossiers have no total.
        mean: The exact mean of the totals; None where there are no totals.
        median: Their exact median.
        least: The least total.
        greatest: The greatest total.

    """

    files: tuple[FileLine, ...]
    rules: tuple[RuleLine, ...]
    grades: tuple[tuple[str, int], ...]
    scores: tuple[tuple[str, int], ...]
    unscored: int
    mean: Fraction | None
    median: Fraction | None
    least: Decimal | None
    greatest: Decimal | None


def summarise(results: Sequence[AuditResult], *, rules: Mapping[str, Rule]) -> Summary:
    """Return a batch at a glance.

    Args:
        results: The audits.
        rules: The rules by code, for their titles.

    """
    totals = sorted(total for result in results if (total := result.case.official_total) is not None)
    grades = Counter(result.case.official_grade for result in results)
    return Summary(
        files=tuple(_file_line(result) for result in results),
        rules=_rule_lines(results, rules),
        grades=tuple(sorted(grades.items(), key=lambda pair: (not pair[0], -pair[1], pair[0]))),
        scores=_score_classes(results),
        unscored=len(results) - len(totals),
        mean=_mean(totals),
        median=_mean(totals[(len(totals) - 1) // 2 : len(totals) // 2 + 1]),
        least=totals[0] if totals else None,
        greatest=totals[-1] if totals else None,
    )


def _file_line(result: AuditResult) -> FileLine:
    dossier = result.case.dossier
    counts = Counter(finding.severity for finding in result.standing)
    return FileLine(
        project=dossier.project.name,
        file=dossier.source.path or "",
        total=result.case.official_total,
        grade=result.case.official_grade,
        counts={severity: counts[severity] for severity in SEVERITIES},
    )


def _rule_lines(results: Sequence[AuditResult], rules: Mapping[str, Rule]) -> tuple[RuleLine, ...]:
    standing = [finding for result in results for finding in result.standing]
    findings = Counter(finding.code for finding in standing)
    files = Counter(code for result in results for code in {finding.code for finding in result.standing})
    severities = {finding.code: finding.severity for finding in standing}
    return tuple(
        RuleLine(
            code=code,
            title=rules[code].title if code in rules else None,
            severity=severities[code],
            findings=findings[code],
            files=files[code],
        )
        for code in sorted(findings)
    )


def _score_classes(results: Sequence[AuditResult]) -> tuple[tuple[str, int], ...]:
    """Count the totals by tenths of their own set's full marks; full marks belong to the highest."""
    counts: Counter[int] = Counter()
    for result in results:
        total, full = result.case.official_total, result.case.full_marks
        if total is not None:
            tenth = Fraction(total) * _CLASSES / Fraction(full)
            counts[max(0, min(int(tenth), _CLASSES - 1))] += 1
    return tuple(
        (f"{tenth * _CLASS_WIDTH}–{(tenth + 1) * _CLASS_WIDTH}", counts[tenth])
        for tenth in sorted(counts, reverse=True)
    )


def _mean(totals: Sequence[Decimal]) -> Fraction | None:
    return sum(map(Fraction, totals), Fraction(0)) / len(totals) if totals else None
