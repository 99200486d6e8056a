"""The problem list (问题清单): by class, what the evaluators wrote and what the evaluation itself shows, marked as drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.documents.blocks import Document, Paragraph, Title
from perfeval.documents.captions import wording
from perfeval.documents.composing import SheetBuilder, head_cell, label_cell, text_cell
from perfeval.documents.contents.drafts import problem_rows

if TYPE_CHECKING:
    from perfeval.errors.language import Language
    from perfeval.model.evaluation import Evaluation

# Class, number, responsible unit, description.
_WIDTHS = (10, 4, 14, 36)


def build_problem_list(evaluation: Evaluation, language: Language) -> Document:
    """Return the problem list of an evaluation."""
    word = wording(language)
    project = evaluation.dossier.project
    sheet = SheetBuilder(_WIDTHS)
    sheet.row(
        head_cell(word("class")), head_cell(word("number")), head_cell(word("responsible")), head_cell(word("problem"))
    )
    sheet.end_of_head()
    for category, rows in problem_rows(evaluation, language).items():
        if not rows:
            sheet.row(label_cell(category), label_cell("1"), text_cell(""), text_cell(word("none")))
        for index, (problem, is_draft) in enumerate(rows):
            text = problem.text + (word("draft") if is_draft else "")
            cells = (label_cell(str(problem.number)), text_cell(problem.unit), text_cell(text))
            sheet.row(*((label_cell(category, rows=len(rows)), *cells) if index == 0 else cells))
    sheet.row(label_cell(word("note")), text_cell("", 3))
    title = word("problem-list")
    return Document(
        name="problems",
        title=f"{project.name} {title}",
        blocks=(
            Title(text=f"{project.unit}{project.name}{title}" if language == "zh" else title),
            Paragraph(text=word("year", year=evaluation.dossier.year), style="plain", align="center"),
            sheet.grid(caption=title),
        ),
        language=language,
        style="sheet",
        data={
            "project": project.name,
            "year": evaluation.dossier.year,
            "problems": [
                {"class": one.category, "number": one.number, "unit": one.unit, "text": one.text, "draft": is_draft}
                for rows in problem_rows(evaluation, language).values()
                for one, is_draft in rows
            ],
        },
    )
