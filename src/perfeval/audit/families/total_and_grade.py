"""Family G: the grade (评价等次)."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from perfeval.audit.drafting import about, not_checked
from perfeval.audit.passages import narrative_passages
from perfeval.audit.rule import Rule, rule
from perfeval.errors.language import Text
from perfeval.model.exact_arithmetic import difference
from perfeval.model.normal_form import half_width
from perfeval.model.numbers import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.audit.case import Case
    from perfeval.audit.findings import Finding, NotChecked
    from perfeval.model.grades import GradeScale

_STANDARD = ((Decimal(90), "优"), (Decimal(80), "良"), (Decimal(60), "中"), (Decimal(0), "差"))
# 100-90(含)分为优, and 优(90-100分).
_RANGE = r"([0-9]{1,3})\s*分?(?:\(含\))?\s*[-~—至]\s*([0-9]{1,3})"
_BAND_THEN_NAME = re.compile(_RANGE + r"\s*(?:\(含\))?\s*(?:为|分为|:)?\s*(优|良|中|差)")
_NAME_THEN_BAND = re.compile(r"(优|良|中|差)秀?好?\s*[(:为]?\s*" + _RANGE)
_NEAR = Decimal("0.5")
_ARTICLE_18 = "财预〔2020〕10号第十八条"


def _total(case: Case) -> Decimal | None:
    stated = case.dossier.printed.total
    if stated is not None:
        return stated
    return None if case.evaluation is None else case.evaluation.total


def _scale(case: Case) -> tuple[tuple[Decimal, str], ...]:
    scale: GradeScale | None = None if case.indicators is None else case.indicators.grades
    return _STANDARD if scale is None else tuple((band.lower, band.name) for band in scale.bands)


def _grade(case: Case, total: Decimal) -> str:
    return next((name for lower, name in _scale(case) if total >= lower), "")


@rule("G01", zh="等次与总分相符", en="the grade is that of the total", severity="error", citation=_ARTICLE_18)
def g01(case: Case) -> Iterator[Finding | NotChecked]:
    """Read the grade of the printed total from the set's bands."""
    total, stated = _total(case), case.dossier.printed.grade
    if total is None or not stated:
        yield not_checked("表上没有印总分或等次", "the form prints no total or no grade")
        return
    expected = _grade(case, total)
    if stated != expected:
        yield about(
            "stated/grade",
            Text(
                f"总分 {plain(total)} 应为“{expected}”，表上为“{stated}”",
                f"{plain(total)} is {expected}, the form says {stated}",
            ),
            Text("改正等次", "correct the grade"),
            ("应为", expected),
            ("表上", stated),
        )


@rule("G02", zh="等次分段不留空隙不重叠", en="printed bands have no hole", severity="error", citation=_ARTICLE_18)
def g02(case: Case) -> Iterator[Finding | NotChecked]:
    """Bands of a set are checked when it is made; here those that the texts print as ranges of integers."""
    text = half_width("\n".join([case.dossier.remarks, *(one.text for one in narrative_passages(case.dossier))]))
    printed = [(int(one), int(other), name) for one, other, name in _BAND_THEN_NAME.findall(text)]
    printed += [(int(one), int(other), name) for name, one, other in _NAME_THEN_BAND.findall(text)]
    bands = sorted({(min(one, other), max(one, other), name) for one, other, name in printed})
    if len(bands) < 2:  # noqa: PLR2004 - one band has no neighbour
        yield not_checked("文中没有印等次分段", "the texts print no bands")
        return
    # Where scores are whole points, nothing lies between 89 and 90.
    whole_points = case.indicators is not None and case.indicators.rounding.quantum >= 1
    for lower, upper in pairwise(bands):
        if lower[1] != upper[0] and not (whole_points and lower[1] + 1 == upper[0]):
            yield about(
                "grades",
                Text(
                    f"{lower[1]} 与 {upper[0]} 之间不属于任何等次，或重叠",
                    f"{lower[1]} and {upper[0]} leave a hole or overlap",
                ),
                Text("各档首尾相接，下限含本数", "let each band end where the next begins"),
                (lower[2], f"{lower[0]}-{lower[1]}"),
                (upper[2], f"{upper[0]}-{upper[1]}"),
            )


@rule("G03", zh="等次分段与规定一致", en="bands are those of the rules", severity="info", citation=_ARTICLE_18)
def g03(case: Case) -> Iterator[Finding | NotChecked]:
    """Compare the set's cut points with 90, 80 and 60; other cut points are allowed and only pointed out."""
    if case.indicators is None:
        yield not_checked("指标体系未知", "the set is not known")
        return
    cuts = [lower for lower, _ in _scale(case)]
    standard = [lower for lower, _ in _STANDARD]
    if cuts != standard:
        own, usual = "、".join(map(plain, cuts)), "、".join(map(plain, standard))
        yield about(
            "grades",
            Text(f"等次分界为 {own}，一般为 {usual}", f"the cut points are {own}, mostly {usual}"),
            Text("确认本地办法的规定", "make sure the region's rules say so"),
            ("分界", own),
            ("一般", usual),
        )


@rule("G04", zh="等次勾选一个", en="one grade is ticked", severity="warning")
def g04(case: Case) -> Iterator[Finding | NotChecked]:
    """A form with a total and no grade; the boxes themselves are read with the form."""
    if case.dossier.printed.total is None:
        yield not_checked("表上没有印总分", "the form prints no total")
    elif not case.dossier.printed.grade and case.dossier.kind != "self":
        yield about(
            "stated/grade",
            Text("没有勾选等次", "no grade is ticked"),
            Text("按总分勾选等次", "tick the grade of the total"),
            ("总分", plain(case.dossier.printed.total)),
        )


@rule(
    "G05",
    zh="恰在分界上的归入上一档",
    en="a score on a bound belongs to the band above",
    severity="error",
    citation=_ARTICLE_18,
)
def g05(case: Case) -> Iterator[Finding | NotChecked]:
    """A total on a bound whose stated grade is the band below."""
    total, stated = _total(case), case.dossier.printed.grade
    if total is None or not stated:
        yield not_checked("表上没有印总分或等次", "the form prints no total or no grade")
        return
    scale = _scale(case)
    below = {lower: following for (lower, _), (_, following) in pairwise(scale)}
    if total in below and stated == below[total]:
        yield about(
            "stated/grade",
            Text(
                f"总分 {plain(total)} 恰在分界上，应归上一档",
                f"{plain(total)} is on a bound and belongs to the band above",
            ),
            Text("下限含本数", "the lower bound is included"),
            ("总分", plain(total)),
            ("等次", stated),
        )


@rule("G07", zh="总分刚过分界", en="the total is just above a bound", severity="info", flag_only=True)
def g07(case: Case) -> Iterator[Finding | NotChecked]:
    """Within half a point above a bound: worth a second look, nothing more."""
    total = _total(case)
    if total is None:
        yield not_checked("没有总分", "there is no total")
        return
    for lower, name in _scale(case):
        if lower > 0 and 0 <= difference(total, lower) <= _NEAR:
            yield about(
                "stated/total",
                Text(
                    f"总分 {plain(total)} 刚过“{name}”的下限 {plain(lower)}",
                    f"{plain(total)} is just above the bound {plain(lower)}",
                ),
                Text("复核失分项", "look again at the rows that lost points"),
                ("总分", plain(total)),
                ("下限", plain(lower)),
            )


@rule(
    "G08",
    zh="等次偏低须有整改",
    en="a low grade has a remedy",
    severity="warning",
    citation="财预〔2020〕10号第二十六条、第二十七条",
)
def g08(case: Case) -> Iterator[Finding | NotChecked]:
    """A total below the second bound, and no advice anywhere: not in the remarks, not in the report."""
    total = _total(case)
    if total is None:
        yield not_checked("没有总分", "there is no total")
        return
    scale = _scale(case)
    good = scale[1][0] if len(scale) > 1 else Decimal(0)
    advice = case.dossier.remarks.strip() or any("建议" in one.subject for one in narrative_passages(case.dossier))
    if total < good and not advice:
        yield about(
            "remarks",
            Text(f"总分 {plain(total)}，没有整改措施", f"the total is {plain(total)}, and no remedy is given"),
            Text("写明整改措施", "say what will be done"),
            ("总分", plain(total)),
        )


RULES: tuple[Rule, ...] = (g01, g02, g03, g04, g05, g07, g08)
