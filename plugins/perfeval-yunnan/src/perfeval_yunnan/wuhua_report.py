"""Annex 2 of Wuhua District: the report with the eight chapters, under the annex's own head (附件2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.plugin import Document, Paragraph
from perfeval.plugin import build_report as build_national_report

if TYPE_CHECKING:
    from perfeval.plugin import Evaluation, Language


def build_report(evaluation: Evaluation, language: Language) -> Document:
    """Return annex 2: the chapters of the built-in report, which are those the district prints."""
    report = build_national_report(evaluation, language)
    annex = Paragraph(text="附件2：", style="plain")
    return report.replace(name="附件2-评价报告", blocks=(annex, *report.blocks))
