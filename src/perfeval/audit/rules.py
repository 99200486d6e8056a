"""Rules: small functions over a case, each with a code, a severity, a citation and its purpose in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from perfeval.audit.case import Case
    from perfeval.audit.findings import Finding, NotChecked, Severity

    Check = Callable[[Case], Iterable[Finding | NotChecked]]
    BatchCheck = Callable[[Sequence[Case]], Iterable[Finding | NotChecked]]


@frozen(kw_only=True)
class Rule:
    """One thing that a careful auditor checks.

    Args:
        code: Unique among all rules, such as ``"A01"``; its letter is the family.
        title: What is checked.
        severity: What its findings are, unless one says otherwise.
        citation: What the rule rests on; empty where it is good practice.
        flag_only: Whether a person has to decide (marked (h) in the rule list).
        check: Yields findings, or why the rule could not be checked.

    """

    code: str
    title: Text
    severity: Severity
    check: Check
    citation: str = ""
    flag_only: bool = False


def rule(  # noqa: PLR0913 - a rule is made of these
    code: str, *, zh: str, en: str, severity: Severity, citation: str = "", flag_only: bool = False
) -> Callable[[Check], Rule]:
    """Make a rule of the function below; the function's docstring says how it detects what it looks for."""

    def make(check: Check) -> Rule:
        title = Text(zh, en)
        return Rule(code=code, title=title, severity=severity, check=check, citation=citation, flag_only=flag_only)

    return make


@frozen(kw_only=True)
class BatchRule:
    """One thing that shows only when the dossiers of a batch are compared (批量校验); registered like any other rule.

    Args:
        code: Unique among all rules, such as ``"G06"``; its letter is the family.
        title: What is checked.
        severity: What its findings are, unless one says otherwise.
        citation: What the rule rests on; empty where it is good practice.
        flag_only: Whether a person has to decide.
        check: Yields findings over two cases or more, or why the rule could not be checked.

    """

    code: str
    title: Text
    severity: Severity
    check: BatchCheck
    citation: str = ""
    flag_only: bool = False
