"""Rules over many dossiers at once: what shows only when forms are compared (批量校验)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from perfeval.audit.case import Case
from perfeval.audit.drafting import about, about_row
from perfeval.audit.findings import Finding, NotChecked
from perfeval.audit.passages import Passage, character_pairs, passages, topic_of
from perfeval.audit.rule import Rule, across
from perfeval.errors.language import Text
from perfeval.model.exact_arithmetic import apart, decimal_from, total_of
from perfeval.model.normal_form import normalise
from perfeval.model.numbers import decimal_of, plain, round_half_up
from perfeval.scoring.step_texts import approximate_text

_FEWEST = 5
_TOO_FEW = NotChecked(
    reason=Text(f"不足 {_FEWEST} 份评价，看不出是否雷同", f"fewer than {_FEWEST} evaluations are too few to compare")
)
_HIGH_MEAN = Decimal(99)
_SHORTEST_COPY = 40
_COUNT = re.compile(r"(?:共|涉及|评价)([0-9]{1,4})个项目")
_SHARE = re.compile(r"([优良中差])秀?[^优良中差,。;]{0,12},?占比?([0-9]{1,3}(?:\.[0-9]+)?)%")
_SHORTEST_PROBLEM = 8
# Four characters, such as 公园绿化, say what a row is about; two may be chance.
_LEAST_PAIRS = 3
_MEAN = re.compile(r"平均(?:得)?分(?:为|是|:)?([0-9]{1,3}(?:\.[0-9]+)?)")


def _totals(cases: Sequence[Case]) -> list[Decimal]:
    return [total for case in cases if (total := case.official_total) is not None]


def _mean(totals: list[Decimal]) -> Fraction:
    return sum(map(Fraction, totals), Fraction(0)) / len(totals)


@across("G06", zh="全部为优或近满分", en="all are 优 or nearly full", severity="info", flag_only=True)
def g06(cases: Sequence[Case]) -> Iterable[Finding | NotChecked]:
    """At least five dossiers whose mean is 99 or more, or that are all 优."""
    totals = _totals(cases)
    if len(totals) < _FEWEST:
        yield _TOO_FEW
        return
    grades = {case.official_grade for case in cases if case.official_total is not None}
    mean = _mean(totals)
    if mean >= Fraction(_HIGH_MEAN) or grades == {"优"}:
        yield about(
            "batch/totals",
            Text(
                f"{len(totals)} 份评价平均 {approximate_text(mean, 2)} 分，等次 {'、'.join(sorted(grades))}",
                f"{len(totals)} evaluations average {approximate_text(mean, 2)}",
            ),
            Text("抽查复核", "review a sample"),
            ("平均分", approximate_text(mean, 2)),
            ("份数", str(len(totals))),
        )


@across("B15", zh="每份表预算都恰好执行完", en="every budget is spent exactly", severity="info", flag_only=True)
def b15(cases: Sequence[Case]) -> Iterable[Finding | NotChecked]:
    """At least five dossiers, each with one amount in all columns."""
    if len(cases) < _FEWEST:
        yield _TOO_FEW
        return
    perfect = 0
    for case in cases:
        amounts = {case.dossier.funds.amount(column) for column in ("initial", "adjusted", "spent")} - {None}
        perfect += len(amounts) == 1
    if perfect == len(cases):
        yield about(
            "batch/funds",
            Text(
                f"{perfect} 份表的年初、全年、执行数都相同",
                f"all {perfect} forms have one amount as budget and spending",
            ),
            Text("核对资金来源数据", "check where the amounts come from"),
            ("份数", str(perfect)),
        )


@across("X09", zh="不同单位文字相同", en="units share their texts", severity="warning")
def x09(cases: Sequence[Case]) -> Iterable[Finding | NotChecked]:
    """A passage of 40 characters or more that stands word for word in the dossiers of two units."""
    units: dict[str, dict[str, None]] = {}
    for case in cases:
        unit = case.dossier.project.unit or case.dossier.project.name
        for text in dict.fromkeys(normalise(one.text) for one in passages(case.dossier)):
            if len(text) >= _SHORTEST_COPY:
                units.setdefault(text, {})[unit] = None
    for text, found in units.items():
        if len(found) > 1:
            listed = "、".join(found)
            yield about(
                "batch/texts",
                Text(f"{listed} 的文字相同：{text[:30]}…", f"{listed} use the same text: {text[:30]}…"),
                Text("按本项目的实际情况撰写", "write about the project itself"),
                ("单位", listed),
                ("文字", text[:60]),
            )


def rows_of_other_projects(cases: Sequence[Case]) -> Iterable[Finding | NotChecked]:
    """A row that stands in the forms of two projects, whose topic is in one project's texts and not in the other's."""
    owners: dict[str, list[Case]] = {}
    for case in cases:
        for name in dict.fromkeys(normalise(row.name) for row in case.scored if row.points):
            owners.setdefault(name, []).append(case)
    for name, found in owners.items():
        topic = character_pairs(topic_of(name))
        if len(found) < 2 or len(topic) < _LEAST_PAIRS:  # noqa: PLR2004 - copied from another
            continue
        at_home = [case for case in found if len(topic & _pairs_of_project(case)) >= _LEAST_PAIRS]
        for case in found:
            other = next((one for one in at_home if not topic & _pairs_of_project(case)), None)
            if other is not None:
                row = next(row for row in case.scored if normalise(row.name) == name)
                yield about_row(
                    row,
                    Text(
                        f"指标“{row.name}”与项目“{case.dossier.project.name}”无关，同“{other.dossier.project.name}”的指标",
                        f"{row.name} is a row of {other.dossier.project.name}, not of {case.dossier.project.name}",
                    ),
                    Text("按本项目的内容设置指标", "set indicators for the project itself"),
                    ("项目", case.dossier.project.name),
                    ("同名指标所在项目", other.dossier.project.name),
                )


def _pairs_of_project(case: Case) -> frozenset[str]:
    """Return what the project's own words are about: its name and its goals."""
    dossier = case.dossier
    return character_pairs(*map(topic_of, (dossier.project.name, dossier.project.summary, *dossier.goals.expected)))


@across("X13", zh="上年问题是否重复出现", en="problems of last year that reappear", severity="info", flag_only=True)
def x13(cases: Sequence[Case]) -> Iterable[Finding | NotChecked]:
    """A problem of a project that stands, word for word, in its list of the year before."""
    by_project: dict[tuple[str, str], dict[int, Case]] = {}
    for case in cases:
        project = case.dossier.project
        by_project.setdefault((normalise(project.name), normalise(project.unit)), {})[case.dossier.year] = case
    pairs = [
        (years[year - 1], case) for years in by_project.values() for year, case in years.items() if year - 1 in years
    ]
    if not pairs:
        yield NotChecked(reason=Text("没有同一项目上一年度的档案", "no project has a dossier of the year before"))
    for before, case in pairs:
        old = {normalise(problem.text) for problem in before.dossier.problems}
        for problem in case.dossier.problems:
            if len(normalise(problem.text)) >= _SHORTEST_PROBLEM and normalise(problem.text) in old:
                yield about(
                    f"problems/{problem.category}/{problem.number}",
                    Text(
                        f"上年的问题原样出现：{problem.text[:30]}", f"a problem of last year again: {problem.text[:30]}"
                    ),
                    Text("核实上年问题是否已整改", "check whether last year's problem was mended"),
                    ("项目", case.dossier.project.name),
                    ("年度", f"{case.dossier.year - 1}、{case.dossier.year}"),
                )


@across(
    "X15",
    zh="项目数与表数一致，占比合计为百",
    en="the number of projects is that of the forms; shares add up",
    severity="error",
)
def x15(cases: Sequence[Case]) -> Iterable[Finding | NotChecked]:
    """A number of projects that a text gives is that of the forms handed in; the shares of grades add up to 100 %."""
    for case in cases:
        for passage in passages(case.dossier):
            yield from _shares(case, passage)
            for quoted in _COUNT.findall(normalise(passage.text)):
                if int(quoted) > 1 and int(quoted) != len(cases):
                    yield about(
                        passage.subject,
                        Text(
                            f"文中写 {quoted} 个项目，共有 {len(cases)} 份表",
                            f"the text says {quoted} projects, there are {len(cases)} forms",
                        ),
                        Text("核对项目数", "check the number"),
                        ("档案", case.dossier.project.name),
                        ("文中", quoted),
                        ("份数", str(len(cases))),
                    )


def _shares(case: Case, passage: Passage) -> Iterable[Finding]:
    shares = dict(_SHARE.findall(normalise(passage.text)))
    total = total_of(map(decimal_from, shares.values()))
    # Each printed share may be off by half a unit of its last digit.
    slack = total_of(decimal_of(5, 1 + len(share.partition(".")[2])) for share in shares.values())
    if len(shares) > 1 and apart(total, Decimal(100)) > slack:
        yield about(
            passage.subject,
            Text(f"各等次占比之和为 {plain(total)}%", f"the shares of the grades add up to {plain(total)} %"),
            Text("核对各等次占比", "check the shares"),
            ("档案", case.dossier.project.name),
            ("占比", "、".join(f"{grade} {share}%" for grade, share in shares.items())),
        )


@across("X16", zh="公布的平均分正确", en="the published average is right", severity="error")
def x16(cases: Sequence[Case]) -> Iterable[Finding | NotChecked]:
    """An average that a text gives is the average of the forms."""
    totals = _totals(cases)
    if not totals:
        yield NotChecked(reason=Text("各表都没有总分", "no form has a total"))
        return
    for case in cases:
        for passage in passages(case.dossier):
            for quoted in _MEAN.findall(normalise(passage.text)):
                if round_half_up(_mean(totals), len(quoted.partition(".")[2])) != decimal_from(quoted):
                    mean = approximate_text(_mean(totals), 2)
                    yield about(
                        passage.subject,
                        Text(
                            f"文中平均分 {quoted}，按各表为 {mean}",
                            f"the text averages {quoted}, the forms {mean}",
                        ),
                        Text("核对平均分", "check the average"),
                        ("档案", case.dossier.project.name),
                        ("文中", quoted),
                        ("按各表", mean),
                    )


RULES: tuple[Rule, ...] = (b15, g06, x09, x13, x15, x16)
