"""All built-in rules, by family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.audit.families import (
    across_dossiers,
    arithmetic,
    awarded_points,
    budget,
    design,
    evidence,
    execution,
    procedure,
    rated_tiers,
    report_against_table,
    report_outline,
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
    *awarded_points.RULES,
    *rated_tiers.RULES,
    *evidence.RULES,
    *design.RULES,
    *total_and_grade.RULES,
    *report_against_table.RULES,
    *report_outline.RULES,
    *procedure.RULES,
    *across_dossiers.RULES,
)
