"""All built-in rules, by family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.audit import family_p_procedure, family_x_documents, family_x_outline

if TYPE_CHECKING:
    from perfeval.audit.rules import Rule

RULES: tuple[Rule, ...] = (
    *family_x_documents.RULES,
    *family_x_outline.RULES,
    *family_p_procedure.RULES,
)
