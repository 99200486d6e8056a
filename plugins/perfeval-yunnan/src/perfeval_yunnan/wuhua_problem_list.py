"""Annex 3 of Wuhua District: the problem list by class, under the annex's own head (附件3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.plugin import Document, Paragraph
from perfeval.plugin import build_problem_list as build_national_list

if TYPE_CHECKING:
    from perfeval.plugin import Evaluation, Language


def build_problem_list(evaluation: Evaluation, language: Language) -> Document:
    """Return annex 3: the classes of the built-in list are those the district prints."""
    problems = build_national_list(evaluation, language)
    annex = Paragraph(text="附件3：", style="plain")
    return problems.replace(name="附件3-问题清单", blocks=(annex, *problems.blocks))
