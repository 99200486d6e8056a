"""The scoring notes (计分说明): how every indicator came to its score, step by step, folded on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.documents.blocks import Block, Details, Document, Heading, Paragraph, Title
from perfeval.documents.captions import wording
from perfeval.documents.contents.charts_and_losses import conclusion
from perfeval.errors.language import Text
from perfeval.scoring.explanation import Explanation, explain

if TYPE_CHECKING:
    from perfeval.errors.language import Language
    from perfeval.model.evaluation import Evaluation

_REASON, _SOURCE = Text("偏差原因", "Reason"), Text("依据", "Source")


def build_scoring_notes(evaluation: Evaluation, language: Language) -> Document:
    """Return the scoring notes of an evaluation: under each level-1 indicator, one note for each row."""
    word = wording(language)
    title = word("explanation")
    blocks: list[Block] = [
        Title(text=title),
        Paragraph(text=word("year", year=evaluation.dossier.year), style="plain", align="center"),
        conclusion(evaluation, language),
    ]
    top = None
    for one in explain(evaluation):
        if one.names[0] != top:
            top = one.names[0]
            blocks.append(Heading(text=top))
        blocks.append(_note(one, language))
    return Document(
        name="notes",
        title=f"{evaluation.dossier.project.name} {title}",
        blocks=tuple(blocks),
        language=language,
        style="sheet",
        data=evaluation.to_dict(),
    )


def _note(one: Explanation, language: Language) -> Details:
    summary = f"{one.name}  {one.outcome}"
    lines = [step.speak(language) for step in one.steps]
    lines += [f"{_REASON.speak(language)}: {one.reason}"] if one.reason else []
    lines += [f"{_SOURCE.speak(language)}: {citation}" for citation in one.citations]
    return Details(summary=summary, lines=tuple(lines))
