"""Rules over many dossiers at once: what shows only when forms are compared (批量校验)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from perfeval.audit.building import about
from perfeval.audit.case import Case
from perfeval.audit.findings import Finding, Severity
from perfeval.audit.texts import passages
from perfeval.language import Text
from perfeval.model.numbers import plain, round_half_up
from perfeval.model.widths import normalise

_FEWEST = 5
_HIGH_MEAN = Decimal(99)
_SHORTEST_COPY = 40
_COUNT = re.compile(r"(?:共|涉及|评价)([0-9]{1,4})个项目")
_MEAN = re.compile(r"平均(?:得)?分(?:为|是|:)?([0-9]{1,3}(?:\.[0-9]+)?)")


@frozen(kw_only=True)
class BatchRule:
    """One thing that shows only when forms are compared.

    Args:
        code: Unique among all rules, such as ``"G06"``.
        title: What is checked.
        severity: What its findings are.
        check: Yields findings over all cases.

    """

    code: str
    title: Text
    severity: Severity
    check: Callable[[Sequence[Case]], Iterable[Finding]]


def audit_batch(cases: Sequence[Case]) -> tuple[Finding, ...]:
    """Return what the batch rules find over *cases*, by code; nothing for a single dossier."""
    if len(cases) < 2:  # noqa: PLR2004 - one has nothing to be compared with
        return ()
    return tuple(
        evolve(finding, code=rule.code, severity=rule.severity) for rule in BATCH_RULES for finding in rule.check(cases)
    )


def _totals(cases: Sequence[Case]) -> list[Decimal]:
    found = [case.dossier.stated.total if case.evaluation is None else case.evaluation.total for case in cases]
    return [total for total in found if total is not None]


def _mean(totals: list[Decimal]) -> Decimal:
    return round_half_up(sum((Fraction(total) for total in totals), Fraction(0)) / len(totals), 2)


def _all_alike(cases: Sequence[Case]) -> Iterable[Finding]:
    """G06: at least five dossiers whose mean is 99 or more, or that are all 优."""
    totals = _totals(cases)
    if len(totals) < _FEWEST:
        return
    grades = {
        case.evaluation.grade.name if case.evaluation is not None else case.dossier.stated.grade for case in cases
    }
    mean = _mean(totals)
    if mean >= _HIGH_MEAN or grades == {"优"}:
        yield about(
            "batch/totals",
            Text(
                f"{len(totals)} 份评价平均 {plain(mean)} 分，等次 {'、'.join(sorted(grades))}",
                f"{len(totals)} evaluations average {plain(mean)}",
            ),
            Text("抽查复核", "review a sample"),
            ("平均分", plain(mean)),
            ("份数", str(len(totals))),
        )


def _perfect_budgets(cases: Sequence[Case]) -> Iterable[Finding]:
    """B15: at least five dossiers, each with one amount in all columns."""
    perfect = 0
    for case in cases:
        amounts = {case.dossier.funds.amount(column) for column in ("initial", "adjusted", "spent")} - {None}
        perfect += len(amounts) == 1
    if len(cases) >= _FEWEST and perfect == len(cases):
        yield about(
            "batch/funds",
            Text(
                f"{perfect} 份表的年初、全年、执行数都相同",
                f"all {perfect} forms have one amount as budget and spending",
            ),
            Text("核对资金来源数据", "check where the amounts come from"),
            ("份数", str(perfect)),
        )


def _copied_texts(cases: Sequence[Case]) -> Iterable[Finding]:
    """X09: a passage of 40 characters or more that stands word for word in the dossiers of two units."""
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


def _published_counts(cases: Sequence[Case]) -> Iterable[Finding]:
    """X15: a number of projects that a text gives is the number of forms that were handed in."""
    for case in cases:
        for passage in passages(case.dossier):
            for quoted in _COUNT.findall(normalise(passage.text)):
                if int(quoted) > 1 and int(quoted) != len(cases):
                    yield about(
                        passage.subject,
                        Text(
                            f"文中写 {quoted} 个项目，共有 {len(cases)} 份表",
                            f"the text says {quoted} projects, there are {len(cases)} forms",
                        ),
                        Text("核对项目数", "check the number"),
                        ("文中", quoted),
                        ("份数", str(len(cases))),
                    )


def _published_mean(cases: Sequence[Case]) -> Iterable[Finding]:
    """X16: an average that a text gives is the average of the forms."""
    totals = _totals(cases)
    if not totals:
        return
    mean = _mean(totals)
    for case in cases:
        for passage in passages(case.dossier):
            for quoted in _MEAN.findall(normalise(passage.text)):
                places = max(0, -int(Decimal(quoted).as_tuple().exponent))
                if round(mean, places) != Decimal(quoted):
                    yield about(
                        passage.subject,
                        Text(
                            f"文中平均分 {quoted}，按各表为 {plain(mean)}",
                            f"the text averages {quoted}, the forms {plain(mean)}",
                        ),
                        Text("核对平均分", "check the average"),
                        ("文中", quoted),
                        ("按各表", plain(mean)),
                    )


def grade_counts(cases: Sequence[Case]) -> Counter[str]:
    """Return how often each grade stands in the batch; empty where a dossier has none."""
    return Counter(
        case.evaluation.grade.name if case.evaluation is not None else case.dossier.stated.grade for case in cases
    )


BATCH_RULES: tuple[BatchRule, ...] = (
    BatchRule(
        code="B15",
        title=Text("每份表预算都恰好执行完", "every budget is spent exactly"),
        severity="info",
        check=_perfect_budgets,
    ),
    BatchRule(
        code="G06", title=Text("全部为优或近满分", "all are 优 or nearly full"), severity="info", check=_all_alike
    ),
    BatchRule(
        code="X09", title=Text("不同单位文字相同", "units share their texts"), severity="warning", check=_copied_texts
    ),
    BatchRule(
        code="X15",
        title=Text("项目数与表数一致", "the number of projects is that of the forms"),
        severity="error",
        check=_published_counts,
    ),
    BatchRule(
        code="X16",
        title=Text("公布的平均分正确", "the published average is right"),
        severity="error",
        check=_published_mean,
    ),
)
