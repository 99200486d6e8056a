"""The report (评价报告): eight chapters; every figure is filled from the evaluation, the prose stays the evaluators' own.

The chapters are those of 财预〔2020〕10号附件3, with its fifth (经验、问题) in two, as regional forms print it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.documents.blocks import Block, Document, Heading, Paragraph, SignatureLine, Title
from perfeval.documents.captions import ordinal, wording
from perfeval.documents.contents.charts_and_losses import (
    conclusion,
    funds_sentence,
    goal_paragraphs,
    indicator_sentences,
    level_figure,
    level_table,
    lost_figure,
    lost_table,
)
from perfeval.errors.language import Language, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from perfeval.model.dossier import Section
    from perfeval.model.evaluation import Evaluation


@frozen(kw_only=True)
class Chapter:
    """A chapter of the outline.

    Args:
        title: Its heading, without the number.
        words: Words that a heading of the evaluators' own must hold to belong here, any one of them.
        figures: What is filled from the evaluation, in front of the prose; None: nothing.

    """

    title: Text
    words: tuple[str, ...]
    figures: Callable[[Evaluation, Language], tuple[Block, ...]] | None = None


def _basics(evaluation: Evaluation, language: Language) -> tuple[Block, ...]:
    return (*funds_sentence(evaluation, language), *goal_paragraphs(evaluation, language))


def _results(evaluation: Evaluation, language: Language) -> tuple[Block, ...]:
    return (conclusion(evaluation, language), level_table(evaluation, language), level_figure(evaluation, language))


def _problems(evaluation: Evaluation, language: Language) -> tuple[Block, ...]:
    return (lost_table(evaluation, language), lost_figure(evaluation, language)) if evaluation.lost else ()


OUTLINE: tuple[Chapter, ...] = (
    Chapter(title=Text("基本情况", "The project"), words=("基本情况",), figures=_basics),
    Chapter(title=Text("绩效评价工作开展情况", "How the evaluation was done"), words=("工作开展情况",)),
    Chapter(title=Text("综合评价情况及评价结论", "Results and conclusion"), words=("评价结论",), figures=_results),
    Chapter(title=Text("绩效评价指标分析", "Analysis by indicator"), words=("指标分析",), figures=indicator_sentences),
    Chapter(title=Text("主要经验及做法", "Experience"), words=("经验",)),
    Chapter(title=Text("存在的问题及原因分析", "Problems and their causes"), words=("存在的问题",), figures=_problems),
    Chapter(title=Text("有关建议", "Recommendations"), words=("建议",)),
    Chapter(title=Text("其他需要说明的问题", "Other matters"), words=("其他需要说明",)),
)


def build_report(evaluation: Evaluation, language: Language) -> Document:
    """Return the report of an evaluation."""
    word = wording(language)
    project = evaluation.dossier.project
    title = word("report")
    by_chapter = _assigned(evaluation.dossier.narrative)
    blocks: list[Block] = [
        Title(text=title),
        Paragraph(text=project.name, style="plain", align="center"),
        Paragraph(text=word("year", year=evaluation.dossier.year), style="plain", align="center"),
    ]
    for number, chapter in enumerate(OUTLINE, start=1):
        blocks.extend(_chapter_blocks(number, chapter, by_chapter.get(chapter.title.zh, []), evaluation, language))
    for section in by_chapter.get("", []):
        blocks.extend(_prose(section, 1))
    blocks.extend(
        SignatureLine(label=one.label, name=one.name, dated=one.date) for one in evaluation.dossier.signatures
    )
    return Document(
        name="report",
        title=f"{project.name} {title}",
        blocks=tuple(blocks),
        language=language,
        style="report",
        data=evaluation.to_dict(),
    )


def _chapter_blocks(
    number: int, chapter: Chapter, sections: list[Section], evaluation: Evaluation, language: Language
) -> list[Block]:
    separator = "、" if language == "zh" else ". "
    blocks: list[Block] = [Heading(text=f"{ordinal(number, language)}{separator}{chapter.title.speak(language)}")]
    if chapter.figures is not None:
        blocks.extend(chapter.figures(evaluation, language))
    for section in sections:
        blocks.extend(_paragraphs(section.text))
        for below in section.sections:
            blocks.extend(_prose(below, 2))
    if len(blocks) == 1:
        blocks.append(Paragraph(text=wording(language)("none")))
    return blocks


def _assigned(narrative: tuple[Section, ...]) -> dict[str, list[Section]]:
    """Return the evaluators' chapters by the outline's titles; what fits none is under the empty title, not dropped."""
    result: dict[str, list[Section]] = {}
    for section in narrative:
        bare = _without_number(section.heading)
        titles = [one.title.zh for one in OUTLINE if bare == one.title.zh] or [
            one.title.zh for one in OUTLINE if any(word in bare for word in one.words)
        ]
        result.setdefault(titles[0] if titles else "", []).append(section)
    return result


def _without_number(heading: str) -> str:
    """Return a heading without 一、, （二）, 3. or 4、 in front."""
    return re.sub(r"^\s*[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．]\s*", "", heading).strip()


def _prose(section: Section, level: int) -> list[Block]:
    """Return a section as it was written, its heading as printed."""
    depth: dict[int, Block] = {
        1: Heading(text=section.heading, level=1),
        2: Heading(text=section.heading, level=2),
        3: Heading(text=section.heading, level=3),
    }
    blocks: list[Block] = [depth[min(level, 3)]] if section.heading else []
    blocks.extend(_paragraphs(section.text))
    for below in section.sections:
        blocks.extend(_prose(below, level + 1))
    return blocks


def _paragraphs(text: str) -> list[Block]:
    return [Paragraph(text=line.strip()) for line in text.splitlines() if line.strip()]
