"""Rules: small functions over a case, each with a code, a severity, a citation and its purpose in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import field, frozen

from perfeval.errors.language import Text
from perfeval.model.provenance import Contributor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from perfeval.audit.case import Case
    from perfeval.audit.findings import Finding, NotChecked, Severity

    Check = Callable[[Case], Iterable[Finding | NotChecked]]
    AcrossCheck = Callable[[Sequence[Case]], Iterable[Finding | NotChecked]]


@frozen(kw_only=True)
class Rule:
    """One thing that a careful auditor checks.

    Args:
        code: Unique among all rules, such as ``"A01"``; its letter is the family.
        title: What is checked.
        severity: What its findings are, unless one says otherwise.
        citation: What the rule rests on; empty where it is good practice.
        thresholds: What it asks of a set's profile beside the usual thresholds, by name; files may give those.
        flag_only: Whether a person has to decide (marked (h) in the rule list).
        check: Looks at one dossier: yields findings, or why the rule could not be checked.
        across: Looks at what shows only when the dossiers of a batch are compared (批量校验); called with two or more.
        contributor: The plugin that registered it, as the registry knows; None where it is used without one.

    """

    code: str
    title: Text
    severity: Severity
    check: Check | None = None
    across: AcrossCheck | None = None
    citation: str = ""
    thresholds: tuple[str, ...] = ()
    flag_only: bool = False
    contributor: Contributor | None = field(default=None, eq=False, repr=False)


def rule(  # noqa: PLR0913 - a rule is made of these
    code: str,
    *,
    zh: str,
    en: str,
    severity: Severity,
    citation: str = "",
    thresholds: tuple[str, ...] = (),
    flag_only: bool = False,
) -> Callable[[Check], Rule]:
    """Make a rule over one dossier of the function below; its docstring says how it detects what it looks for."""

    def make(check: Check) -> Rule:
        title = Text(zh, en)
        return Rule(
            code=code,
            title=title,
            severity=severity,
            check=check,
            citation=citation,
            thresholds=thresholds,
            flag_only=flag_only,
        )

    return make


def across(
    code: str, *, zh: str, en: str, severity: Severity, flag_only: bool = False
) -> Callable[[AcrossCheck], Rule]:
    """Make a rule over the dossiers of a batch of the function below; its docstring says how it detects what it looks for."""

    def make(check: AcrossCheck) -> Rule:
        return Rule(code=code, title=Text(zh, en), severity=severity, across=check, flag_only=flag_only)

    return make
