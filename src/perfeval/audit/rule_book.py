"""All built-in rules, by family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.audit import (
    batch_rules,
    family_a_arithmetic,
    family_a_structure,
    family_b_budget,
    family_b_execution,
    family_c_evidence,
    family_c_scoring,
    family_d_design,
    family_g_grade,
    family_p_procedure,
    family_x_documents,
    family_x_outline,
)

if TYPE_CHECKING:
    from perfeval.audit.rules import Rule

RULES: tuple[Rule, ...] = (
    *family_a_arithmetic.RULES,
    *family_a_structure.RULES,
    *family_b_budget.RULES,
    *family_b_execution.RULES,
    *family_c_scoring.RULES,
    *family_c_evidence.RULES,
    *family_d_design.RULES,
    *family_g_grade.RULES,
    *family_x_documents.RULES,
    *family_x_outline.RULES,
    *family_p_procedure.RULES,
    *batch_rules.RULES,
)
