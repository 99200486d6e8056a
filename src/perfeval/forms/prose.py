"""The running text of a file: the year, the chapters of the report, the signature lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import define, field

from perfeval.model.dossier import Section, Signature
from perfeval.model.widths import half_width

if TYPE_CHECKING:
    from collections.abc import Iterable

_YEAR = re.compile(r"(?:^|[^0-9])(20[0-9]{2})年?度|\(\s*(20[0-9]{2})\s*年?\s*度?\s*\)")
_CHAPTER = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}\s*、|[1-9][0-9]?\s*、\s)\s*\S")
_SECTION = re.compile(r"^\s*[（(]\s*[0-9一二三四五六七八九十]{1,3}\s*[)）]\s*\S")
_LONGEST_HEADING = 40
_SIGNATURE = re.compile(r"(?P<label>[一-鿿]{2,12})(?:\([^)]*签字[^)]*\)|签字)\s*:\s*(?P<name>[一-鿿·]{0,8})")
# A report has more than this many chapters; fewer numbered lines are a list.
_FEWEST_CHAPTERS = 4


def year_in(texts: Iterable[str]) -> int | None:
    """Return the year of the first text that names one as a form does: （2022年度）, 2022年度."""
    for text in texts:
        match = _YEAR.search(half_width(text))
        if match:
            return int(match[1] or match[2])
    return None


def signatures_in(texts: Iterable[str]) -> tuple[Signature, ...]:
    """Return the signature lines among the texts: 填报人（签字）：姓名."""
    return tuple(
        Signature(label=match["label"], name=match["name"])
        for text in texts
        for line in text.splitlines()
        for match in _SIGNATURE.finditer(re.sub(r"\s+", "", half_width(line)).replace("年月日", " "))
    )


@define
class _Draft:
    """A section while it is being read."""

    heading: str
    lines: list[str] = field(factory=list)
    sections: list[_Draft] = field(factory=list)

    def finished(self) -> Section:
        return Section(
            heading=self.heading,
            text="\n".join(self.lines),
            sections=tuple(section.finished() for section in self.sections),
        )


def chapters_in(paragraphs: Iterable[str]) -> tuple[Section, ...]:
    """Return the chapters of a report, with their sections as printed; nothing if the text is no report."""
    chapters: list[_Draft] = []
    for text in paragraphs:
        line = text.strip()
        is_short = len(line) <= _LONGEST_HEADING
        if is_short and _CHAPTER.match(line):
            chapters.append(_Draft(heading=line))
        elif chapters and is_short and _SECTION.match(line) and not line.endswith(("；", "。")):
            chapters[-1].sections.append(_Draft(heading=line))
        elif chapters and line:
            current = chapters[-1].sections[-1] if chapters[-1].sections else chapters[-1]
            current.lines.append(line)
    return tuple(chapter.finished() for chapter in chapters) if len(chapters) >= _FEWEST_CHAPTERS else ()
