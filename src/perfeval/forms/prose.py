"""The running text of a file: the year, the chapters of the report, the signature lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import define, field

from perfeval.model.dossier import Section, Signature
from perfeval.model.normal_form import half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_YEAR = re.compile(r"(?:^|[^0-9])(20[0-9]{2})年?度|\(\s*(20[0-9]{2})\s*年?\s*度?\s*\)")
_CHAPTER = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}\s*、|[1-9][0-9]?\s*、\s)\s*\S")
_FIRST = re.compile(r"^\s*[一1]\s*、")
_SECTION = re.compile(r"^\s*[（(]\s*[0-9一二三四五六七八九十]{1,3}\s*[)）]\s*\S")
_ANNEX = re.compile(r"^附\s*(?:件|表)\s*[0-9一二三四五六七八九十]{0,3}\s*[:：]?$")
_SUBSECTION = re.compile(r"^[0-9]{1,2}\s*[.．、]\s*[^0-9\s]")
_LONGEST_HEADING = 40
_SIGNATURE = re.compile(
    r"(?P<label>[一-鿿]{2,12})(?:\([^)]*签字[^)]*\)|签字)\s*:\s*(?P<name>[一-鿿·]{0,8})(?P<date>(?:20[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日)?)"
)
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
        Signature(label=match["label"], name=match["name"], date=match["date"])
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

    def deepest(self, levels: int) -> _Draft:
        """Return the last section, at most *levels* below this one."""
        return self.sections[-1].deepest(levels - 1) if self.sections and levels else self

    @property
    def is_deep(self) -> bool:
        """Whether the last section has a section of its own."""
        return bool(self.sections and self.sections[-1].sections)

    def finished(self) -> Section:
        return Section(
            heading=self.heading,
            text="\n".join(self.lines),
            sections=tuple(section.finished() for section in self.sections),
        )


def chapters_in(paragraphs: Iterable[str]) -> tuple[Section, ...]:
    """Return the chapters of a report, with their sections as printed; nothing if the text is no report.

    A report begins with a chapter numbered one and ends with the text, or where the next annex begins; of several runs of
    chapters the longest is the report, for a form may number its own parts.
    """
    runs: list[list[_Draft]] = [[]]
    for text in paragraphs:
        line, chapters = text.strip(), runs[-1]
        level = _heading_level(line)
        # Below 1.具体目标 the lines （1）…。 are its items; elsewhere a heading may end with a full stop.
        if level == 2 and line.endswith("。") and chapters and chapters[-1].is_deep:  # noqa: PLR2004 - as below
            level = 0
        if level == 1:
            if _FIRST.match(line) and chapters:
                runs.append([])
            runs[-1].append(_Draft(heading=line))
        elif _ANNEX.match(line):
            runs.append([])
        elif chapters and level == 2:  # noqa: PLR2004 - （一） stands in a chapter
            chapters[-1].sections.append(_Draft(heading=line))
        elif chapters and level and chapters[-1].sections:
            chapters[-1].deepest(1).sections.append(_Draft(heading=line))
        elif chapters and line:
            chapters[-1].deepest(2).lines.append(line)
    longest = max(runs, key=len)
    return tuple(chapter.finished() for chapter in longest) if len(longest) >= _FEWEST_CHAPTERS else ()


def _heading_level(line: str) -> int:
    """Return 1 for 一、, 2 for （一）, 3 for 1.; 0 for what is no heading: long lines, sentences, items of a list."""
    if len(line) > _LONGEST_HEADING:
        return 0
    if _CHAPTER.match(line):
        return 1
    if line.endswith(("；", ";", "，")):
        return 0
    if _SECTION.match(line):
        return 2
    return 3 if _SUBSECTION.match(line) and not line.endswith("。") else 0


def lines_of(sections: Iterable[Section]) -> Iterator[str]:
    """Yield every heading and every line of text of *sections*."""
    for section in sections:
        yield section.heading
        yield from section.text.splitlines()
        yield from lines_of(section.sections)
