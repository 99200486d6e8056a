"""Family A, continued: sums in the text, granularity of scores, the spread of points."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from perfeval.audit.drafting import about, about_row, not_checked
from perfeval.audit.passages import passages
from perfeval.audit.rule import Rule, rule
from perfeval.errors.language import Text
from perfeval.model.audit_thresholds import MINIMUM_OUTPUT_BENEFIT_SHARE
from perfeval.model.domain_words import RESULTS, class_of
from perfeval.model.exact_arithmetic import decimal_from, product, shifted, total_of
from perfeval.model.normal_form import normalise
from perfeval.model.numbers import plain
from perfeval.scoring.protocols import Unscorable, scorer_of
from perfeval.scoring.step_texts import approximate_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.audit.case import Case
    from perfeval.audit.findings import Finding, NotChecked

_SENTENCE = re.compile(r"[。；;\n]")
_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?)(亿元|万元|元)")
_FEW, _OUTSIZED, _HALF = 3, Decimal(30), Decimal(50)
_FEWEST_FOR_SPREAD = 5


@rule("A11", zh="文中分项金额之和等于总额", en="component amounts in the text add up", severity="error")
def a11(case: Case) -> Iterator[Finding | NotChecked]:
    """In a sentence 共…，其中…、…: the first amount is the sum of the amounts after 其中, all in one unit."""
    texts = passages(case.dossier)
    if not texts:
        yield not_checked("档案里没有文字说明", "the dossier has no running text")
        return
    for passage in texts:
        for sentence in _SENTENCE.split(passage.text):
            whole, found, parts = normalise(sentence).partition("其中")
            totals, amounts = _AMOUNT.findall(whole), _AMOUNT.findall(parts)
            if not found or not totals or len(amounts) < 2 or len({unit for _, unit in (totals[-1], *amounts)}) > 1:  # noqa: PLR2004 - one part is no sum
                continue
            total, added = decimal_from(totals[-1][0]), total_of(decimal_from(one) for one, _ in amounts)
            if added != total:
                unit = totals[-1][1]
                yield about(
                    passage.subject,
                    Text(
                        f"文中总额 {plain(total)}{unit}，其中各项之和 {plain(added)}{unit}",
                        f"the text says {plain(total)}{unit}, its parts add up to {plain(added)}{unit}",
                    ),
                    Text("核对金额", "check the amounts"),
                    ("总额", plain(total)),
                    ("分项之和", plain(added)),
                )


@rule("A12", zh="得分取整方式一致", en="scores are rounded alike", severity="info")
def a12(case: Case) -> Iterator[Finding | NotChecked]:
    """Look for scores finer than the set's quantum, and for whole points that hide a computed fraction."""
    if case.evaluation is None:
        yield not_checked("未能按指标体系计分", "the dossier could not be scored")
        return
    indicators = case.evaluation.indicators
    quantum = indicators.rounding.quantum
    for row in case.scored:
        if row.stated is not None and not indicators.rounding.fits(row.stated):
            yield about_row(
                row,
                Text(
                    f"“{row.name}”得分 {plain(row.stated)} 比取整单位 {plain(quantum)} 更细",
                    f"{row.name} scores {plain(row.stated)}, finer than {plain(quantum)}",
                ),
                Text("按规定取整", "round as the set says"),
                ("得分", plain(row.stated)),
                ("取整单位", plain(quantum)),
            )
    if quantum < 1:
        return
    evaluation = case.evaluation
    for leaf, facts, score in zip(evaluation.leaves, evaluation.rows, evaluation.scores, strict=True):
        scorer = scorer_of(leaf.scorer)
        rate = None if scorer is None else scorer.rate(leaf, facts, case.dossier.funds)
        if rate is None or isinstance(rate, Unscorable) or not leaf.points:
            continue
        due, printed = Fraction(leaf.points) * Fraction(*rate), Fraction(evaluation.in_points(score))
        if due != printed and abs(due - printed) < Fraction(quantum):
            sheet_row = next(one for one in case.rows if one.indicator is leaf or one.name == leaf.name)
            value = approximate_text(due, 2)
            yield about_row(
                sheet_row,
                Text(
                    f"“{leaf.name}”按比率应为 {value}，取整为 {plain(evaluation.in_points(score))}",
                    f"{leaf.name} computes to {value}, rounded to {plain(evaluation.in_points(score))}",
                ),
                Text("在办法或表注中写明取整规则", "say in the rules or a note how scores are rounded"),
                ("按比率", value),
                ("得分", plain(evaluation.in_points(score))),
            )


@rule("A13", zh="比率不应超过百分之百", en="a share is at most 100 %", severity="info")
def a13(case: Case) -> Iterator[Finding | NotChecked]:
    """Look for rates (…率) with a target above 100 %: often a sign or a unit glued to the number."""
    for row in case.scored:
        target = row.target
        if target is not None and target.unit == "%" and target.value is not None and target.value > 100:  # noqa: PLR2004 - per cent
            yield about_row(
                row,
                Text(
                    f"“{row.name}”指标值 {target.text} 超过 100%",
                    f"{row.name} has the target {target.text}, above 100 %",
                ),
                Text("核对符号和单位", "check the sign and the unit"),
                ("指标值", target.text),
            )


@rule(
    "A14",
    zh="一级指标权重符合方案",
    en="level-1 points follow the scheme",
    severity="warning",
    citation="财预〔2020〕10号第十三条",
)
def a14(case: Case) -> Iterator[Finding | NotChecked]:
    """Compare the rows' points by level-1 group with the points the set gives it."""
    tops = () if case.indicators is None else tuple(one for one in case.indicators.indicators if one.points is not None)
    if not tops:
        yield not_checked("指标体系没有规定一级权重", "the set fixes no level-1 points")
        return
    groups = {normalise(row.level_one) for row in case.scored if row.groups}
    if not any(normalise(top.name) in groups for top in tops):
        yield not_checked("表上用的是另一套一级指标", "the form has other level-1 indicators")
        return
    for top in tops:
        rows = [row for row in case.scored if normalise(row.level_one) == normalise(top.name)]
        total = total_of([row.points for row in rows if row.points is not None])
        if top.points is not None and total != top.points:
            yield about(
                f"indicators/{top.name}",
                Text(
                    f"“{top.name}”合计 {plain(total)} 分，方案为 {plain(top.points)} 分",
                    f"{top.name} has {plain(total)} points, the scheme {plain(top.points)}",
                ),
                Text("说明调整权重的理由，或改正", "give the reason, or correct it"),
                ("合计", plain(total)),
                ("方案", plain(top.points)),
            )


@rule(
    "A15",
    zh="部门评价和财政评价中产出与效益不低于六成",
    en="outputs and benefits have at least 60 %",
    severity="warning",
    citation="财预〔2020〕10号第十四条",
)
def a15(case: Case) -> Iterator[Finding | NotChecked]:
    """Add the points below 产出 and 效益, satisfaction included; only department and fiscal evaluations are bound."""
    if case.dossier.kind == "self":
        yield not_checked("只约束部门评价和财政评价", "it binds department and fiscal evaluations only")
        return
    rows = [row for row in case.scored if class_of(row.level_one) in RESULTS]
    total = total_of([row.points for row in rows if row.points is not None])
    least = product(case.threshold(MINIMUM_OUTPUT_BENEFIT_SHARE), case.full_marks)
    if total < least:
        yield about(
            "indicators",
            Text(
                f"产出与效益合计 {plain(total)} 分，低于 {plain(least)} 分",
                f"outputs and benefits have {plain(total)} points, below {plain(least)}",
            ),
            Text("提高产出、效益的权重", "give outputs and benefits more weight"),
            ("合计", plain(total)),
            ("至少", plain(least)),
        )


@rule("A16", zh="单项指标权重不过大", en="no row has an outsized share", severity="info")
def a16(case: Case) -> Iterator[Finding | NotChecked]:
    """Look for rows with more than 30 points of 100, and say if it is more than half."""
    for row in case.scored:
        if row.points is not None and shifted(row.points, 2) > product(_OUTSIZED, case.full_marks):
            half = "超过一半" if shifted(row.points, 2) > product(_HALF, case.full_marks) else "超过三成"
            yield about_row(
                row,
                Text(f"“{row.name}”占 {plain(row.points)} 分，{half}", f"{row.name} has {plain(row.points)} points"),
                Text("拆分为几个指标", "split it into several indicators"),
                ("分值", plain(row.points)),
            )


@rule("A17", zh="指标数量适当、权重有区别", en="enough rows, and not all alike", severity="info")
def a17(case: Case) -> Iterator[Finding | NotChecked]:
    """Look for fewer than three rows, and for five or more of equal points."""
    rows = [row for row in case.scored if row.points]
    if len(rows) < _FEW:
        yield about(
            "rows",
            Text(f"只有 {len(rows)} 个指标", f"only {len(rows)} indicators"),
            Text("补充能反映产出和效益的指标", "add indicators of outputs and benefits"),
            ("指标数", str(len(rows))),
        )
    elif len(rows) >= _FEWEST_FOR_SPREAD and len({row.points for row in rows}) == 1:
        points = plain(rows[0].points or Decimal(0))
        yield about(
            "rows",
            Text(f"{len(rows)} 个指标都是 {points} 分", f"all {len(rows)} indicators have {points} points"),
            Text("按重要性分配权重", "weigh them by importance"),
            ("指标数", str(len(rows))),
            ("分值", points),
        )


RULES: tuple[Rule, ...] = (a11, a12, a13, a14, a15, a16, a17)
