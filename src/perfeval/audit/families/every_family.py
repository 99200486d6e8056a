"""All built-in rules, by family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.audit.families import (
    across_dossiers,
    arithmetic,
    budget,
    design,
    evidence,
    execution,
    procedure,
    report_claims,
    report_outline,
    scores,
    structure,
    total_and_grade,
)

if TYPE_CHECKING:
    from perfeval.audit.rule import Rule

RULES: tuple[Rule, ...] = (
    *arithmetic.RULES,
    *structure.RULES,
    *budget.RULES,
    *execution.RULES,
    *scores.RULES,
    *evidence.RULES,
    *design.RULES,
    *total_and_grade.RULES,
    *report_claims.RULES,
    *report_outline.RULES,
    *procedure.RULES,
    *across_dossiers.RULES,
)
