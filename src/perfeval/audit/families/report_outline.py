"""Family X, the outline: headings of the report are numbered without gaps, and its chapters are there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from perfeval.audit.families.report_against_table import NO_REPORT
from perfeval.audit.findings import Finding, NotChecked
from perfeval.audit.rule import Rule, rule
from perfeval.errors.language import Text
from perfeval.model.chinese_numerals import chinese_number
from perfeval.model.normal_form import half_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.audit.case import Case
    from perfeval.model.dossier import Section

_NUMBER = re.compile(r"^\s*(?P<open>\()?(?P<number>[0-9]+|[一二三四五六七八九十]+)(?P<close>\)|、|,|\.)")
_ANNEX_3 = "财预〔2020〕10号附件3"

# The chapters of annex 3, each with words of which its heading has one.
CHAPTERS: tuple[tuple[str, ...], ...] = (
    ("基本情况",),
    ("工作开展情况",),
    ("评价结论", "综合评价"),
    ("指标分析",),
    ("经验", "存在的问题"),
    ("建议",),
    ("其他需要说明",),
)


@rule(
    "X10",
    zh="报告标题编号连续、层次一致",
    en="headings are numbered without gaps",
    severity="warning",
    citation="GB/T 9704",
)
def x10(case: Case) -> Iterator[Finding | NotChecked]:
    """Chapters are numbered 一、二、…, sections （一）（二）…; anything else, or a gap, is listed in one finding."""
    if not case.dossier.narrative:
        yield NO_REPORT
        return
    wrong = [
        *_misnumbered(case.dossier.narrative, bracketed=False),
        *(one for chapter in case.dossier.narrative for one in _misnumbered(chapter.sections, bracketed=True)),
    ]
    if wrong:
        listed = "；".join(f"{found.strip()[:12]}（应为 {expected}）" for found, expected in wrong)
        plain = "; ".join(f"{found.strip()[:12]} (expected {expected})" for found, expected in wrong)
        yield Finding(
            subject="narrative",
            values=tuple((expected, found.strip()[:20]) for found, expected in wrong),
            message=Text(f"标题编号不连续或层次混用：{listed}", f"headings are misnumbered: {plain}"),
            remedy=Text("按“一、（一）1.”重新编号", "number them 一、（一）1."),
        )


def _misnumbered(sections: tuple[Section, ...], *, bracketed: bool) -> list[tuple[str, str]]:
    """Return each heading whose number is not the next one in Chinese numerals, with what it should be."""
    numerals = "一二三四五六七八九十"
    wrong = []
    for position, section in enumerate(sections[: len(numerals)], start=1):
        match = _NUMBER.match(half_width(section.heading))
        expected = f"（{numerals[position - 1]}）" if bracketed else f"{numerals[position - 1]}、"
        right = (
            match is not None
            and chinese_number(match["number"]) == position
            and (match["open"] is not None) == bracketed
        )
        if not right:
            wrong.append((section.heading, expected))
    return wrong


@rule(
    "X11",
    zh="报告章节齐全且不空",
    en="the chapters of the report are there and not empty",
    severity="warning",
    citation=_ANNEX_3,
)
def x11(case: Case) -> Iterator[Finding | NotChecked]:
    """Every chapter of annex 3 has a heading with its words, and text below it."""
    if not case.dossier.narrative:
        yield NO_REPORT
        return
    for words in CHAPTERS:
        found = [one for one in case.dossier.narrative if any(word in one.heading for word in words)]
        if not any(_has_text(one) for one in found):
            name = words[0]
            state = Text("空白", "empty") if found else Text("缺少", "missing")
            yield Finding(
                subject=f"narrative/{name}",
                values=(("章节", name), ("状态", state.zh)),
                message=Text(f"报告的“{name}”一章{state.zh}", f"the chapter {name} is {state.en}"),
                remedy=Text("按附件3提纲补写", "write it, as annex 3 outlines"),
            )


def _has_text(section: Section) -> bool:
    return bool(section.text.strip()) or any(_has_text(below) for below in section.sections)


RULES: tuple[Rule, ...] = (x10, x11)
