"""Family C, continued: what is filled in as target, actual value and reason, and whether it can be believed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from perfeval.audit.drafting import about_row, not_checked
from perfeval.audit.rule import Rule, rule
from perfeval.errors.language import Text
from perfeval.model.domain_words import EXECUTION_RATE, IndicatorClass, says_satisfaction
from perfeval.model.dossier import Absence
from perfeval.model.normal_form import normalise
from perfeval.model.numbers import plain
from perfeval.model.units import factor_between
from perfeval.scoring.formula_scorers import reads_money_alone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.audit.case import Case, SheetRow
    from perfeval.audit.findings import Finding, NotChecked

# Reasons that explain nothing.
_EMPTY_REASONS = frozenset({"无", "0", "-", "/", "按要求", "特殊原因", "客观原因", "已完成", "无偏差", "见附件"})
_NEGATIVE = ("未完成", "未达", "不足", "滞后", "未能", "没有完成", "偏低")
_COPIED = re.compile(r"^(?:不低于|不少于|不小于|不高于|不超过|不能超过|不得超过|不大于|不多于|≥|≤|>|<)")
_SURVEY = ("问卷", "调查", "样本", "份", "抽样", "访谈", "测评", "回收")
_SAVING = ("节约率", "成本节约率")
_FAILURE = ("投诉率", "差错率", "事故率", "失败率", "违规率", "死亡率", "流失率", "返工率")
_LOW_PERCENT = Decimal(60)
_FILLED = Text("补填实际完成值", "fill in the actual value")


def _columns_filled(case: Case) -> bool:
    """Whether the form has a column of targets or actual values at all."""
    return any(row.actual is not None or row.target is not None for row in case.scored)


@rule(
    "C09",
    zh="失分须填写偏差原因",
    en="lost points have a reason",
    severity="warning",
    citation="财预〔2020〕10号第十一条",
)
def c09(case: Case) -> Iterator[Finding | NotChecked]:
    """Rows that lost points without a word in the reason column; the funds table has no such column, so B09 looks there."""
    for row in case.scored:
        if row.lost > 0 and not row.reason and row.path != EXECUTION_RATE:
            yield about_row(
                row,
                Text(
                    f"“{row.name}”失 {plain(row.lost)} 分，没有填写偏差原因",
                    f"{row.name} lost {plain(row.lost)} points without a reason",
                ),
                Text("填写偏差原因及改进措施", "give the reason and the remedy"),
                ("失分", plain(row.lost)),
            )


@rule("C10", zh="偏差原因与得分相符", en="the reason fits the score", severity="info")
def c10(case: Case) -> Iterator[Finding | NotChecked]:
    """Full points beside a reason that says the target was missed."""
    for row in case.scored:
        word = next((one for one in _NEGATIVE if one in row.reason), None)
        if word is not None and row.is_full:
            yield about_row(
                row,
                Text(
                    f"“{row.name}”得满分，偏差原因却写“{word}”",
                    f"{row.name} has full points, yet its reason says {word}",
                ),
                Text("改正得分或原因", "correct the score or the reason"),
                ("偏差原因", row.reason[:40]),
            )


@rule("C11", zh="偏差原因应说明问题", en="a reason explains something", severity="info", flag_only=True)
def c11(case: Case) -> Iterator[Finding | NotChecked]:
    """Reasons that are 无, 0, 按要求 and the like, as a whole."""
    for row in case.scored:
        if normalise(row.reason) in _EMPTY_REASONS and row.reason:
            yield about_row(
                row,
                Text(f"“{row.name}”偏差原因只写“{row.reason}”", f"the reason of {row.name} is only {row.reason!r}"),
                Text("写明具体原因，无偏差的留空", "give the reason, or leave it blank"),
                ("偏差原因", row.reason),
            )


@rule("C12", zh="有得分须有实际完成值", en="a scored row has an actual value", severity="warning")
def c12(case: Case) -> Iterator[Finding | NotChecked]:
    """Rows with points below 产出 and 效益 that score something without what their scorer reads, an actual value mostly.

    Any row that scores something though it says that its evidence is missing, or cannot be verified.
    """
    for row in case.scored:
        if row.lacks_evidence and row.score:
            yield about_row(
                row,
                Text(
                    f"“{row.name}”实际完成值{_absent(row).zh}，却得 {plain(row.score)} 分",
                    f"{row.name} scores {plain(row.score)}, yet its actual value is {_absent(row).en}",
                ),
                Text("补充佐证，否则不得分", "bring the evidence, or score nothing"),
                ("实际完成值", _absent(row).zh),
                ("得分", plain(row.score)),
            )
    if not _columns_filled(case):
        yield not_checked("表上没有实际完成值一栏", "the form has no actual values")
        return
    for row in case.scored:
        if not row.has_facts and not row.lacks_evidence and row.score and _is_result(row):
            yield about_row(
                row,
                Text(
                    f"“{row.name}”得 {plain(row.score)} 分，没有实际完成值",
                    f"{row.name} scores {plain(row.score)} without an actual value",
                ),
                _FILLED,
                ("得分", plain(row.score)),
            )


def _absent(row: SheetRow) -> Text:
    return (row.absence or Absence.MISSING).text


def _is_result(row: SheetRow) -> bool:
    return not row.is_managed and row.level_one != EXECUTION_RATE and not reads_money_alone(row.scorer)


@rule("C13", zh="实际完成值不是指标值的照抄", en="the actual value is no copy of the target", severity="warning")
def c13(case: Case) -> Iterator[Finding | NotChecked]:
    """An actual value with a comparison (不低于, ≥): what was measured has none. Time limits (…前) are left to dates."""
    if not _columns_filled(case):
        yield not_checked("表上没有实际完成值一栏", "the form has no actual values")
        return
    for row in case.scored:
        actual = row.actual
        if actual is not None and not actual.is_date and _COPIED.match(normalise(actual.text)):
            yield about_row(
                row,
                Text(
                    f"“{row.name}”实际完成值“{actual.text}”是指标值的写法",
                    f"{row.name}: {actual.text!r} reads like a target",
                ),
                Text("填写实测数", "give the number that was measured"),
                ("实际完成值", actual.text),
            )


@rule("C14", zh="数量指标的实际完成值应是数", en="numeric targets have numeric actuals", severity="warning")
def c14(case: Case) -> Iterator[Finding | NotChecked]:
    """A target that is a number, and an actual that is not."""
    for row in case.scored:
        if row.target is not None and row.target.is_number and row.actual is not None and not row.actual.is_number:
            yield about_row(
                row,
                Text(
                    f"“{row.name}”指标值 {row.target.text}，实际完成值却是“{row.actual.text}”",
                    f"{row.name}: target {row.target.text}, actual {row.actual.text!r}",
                ),
                _FILLED,
                ("指标值", row.target.text),
                ("实际完成值", row.actual.text),
            )


@rule("C15", zh="实际完成值与指标值单位一致", en="target and actual have one unit", severity="warning")
def c15(case: Case) -> Iterator[Finding | NotChecked]:
    """Two numbers whose units differ and do not convert; a form with a column of units leaves them out."""
    for row in case.scored:
        target, actual = row.target, row.actual
        if target is None or actual is None or not target.is_number or not actual.is_number:
            continue
        bare = actual.unit is None or target.unit is None
        if not bare and factor_between(actual.unit, target.unit) is None:
            yield about_row(
                row,
                Text(
                    f"“{row.name}”指标值 {target.text}，实际完成值 {actual.text}，单位不同",
                    f"{row.name}: {target.text} against {actual.text}",
                ),
                Text("统一单位", "use one unit"),
                ("指标值", target.text),
                ("实际完成值", actual.text),
            )


@rule("C16", zh="满分指标应有指标值", en="full points need a target", severity="info")
def c16(case: Case) -> Iterator[Finding | NotChecked]:
    """Result rows with full points and no target, on forms that have targets; counted once."""
    if not any(row.target is not None for row in case.scored):
        yield not_checked("表上没有指标值一栏", "the form has no targets")
        return
    rows = [row for row in case.scored if row.target is None and row.is_full and _is_result(row)]
    if rows:
        yield about_row(
            rows[0],
            Text(f"{len(rows)} 个得满分的指标没有指标值", f"{len(rows)} rows with full points have no target"),
            Text("补填指标值", "fill in the targets"),
            ("指标", "、".join(row.name for row in rows)),
        )


@rule("C17", zh="符号与指标含义相符", en="the sign fits the indicator", severity="warning")
def c17(case: Case) -> Iterator[Finding | NotChecked]:
    """Costs with ≥, failure rates with ≥, numbers of outputs with ≤."""
    for row in case.scored:
        direction = None if row.target is None else row.target.direction
        if row.target is None or direction not in ("at-least", "above", "at-most", "below"):
            continue
        more = direction in ("at-least", "above")
        wrong = (
            more
            and (
                row.name.endswith(_FAILURE)
                or (IndicatorClass.COST in row.classes and row.target.unit in ("元", "万元"))
            )
        ) or (
            not more
            and IndicatorClass.QUANTITY in row.classes
            and not row.target.is_date
            and not row.name.endswith(_FAILURE)
        )
        if wrong:
            yield about_row(
                row,
                Text(
                    f"“{row.name}”的指标值 {row.target.text} 符号方向不对",
                    f"the sign of {row.target.text} does not fit {row.name}",
                ),
                Text("改正 ≥ 或 ≤", "correct the sign"),
                ("指标值", row.target.text),
            )


@rule("C18", zh="比率类实际值不超过百分之百", en="a share is at most 100 %", severity="warning")
def c18(case: Case) -> Iterator[Finding | NotChecked]:
    """Rates (…率) with an actual above 100 %."""
    for row in case.scored:
        actual = row.actual
        share = normalise(row.name).endswith(("率", "满意度", "覆盖面"))
        if share and actual is not None and actual.unit == "%" and actual.value is not None and actual.value > 100:  # noqa: PLR2004 - per cent
            yield about_row(
                row,
                Text(f"“{row.name}”实际完成值 {actual.text} 超过 100%", f"{row.name} is {actual.text}, above 100 %"),
                Text("核对分子分母", "check numerator and denominator"),
                ("实际完成值", actual.text),
            )


@rule("C19", zh="指标值不宜过低", en="targets are not too low", severity="info", flag_only=True)
def c19(case: Case) -> Iterator[Finding | NotChecked]:
    """Shares with a target below 60 %; whether that is low a person decides."""
    for row in case.scored:
        target = row.target
        low = target is not None and target.unit == "%" and target.value is not None and 0 < target.value < _LOW_PERCENT
        if (
            target is not None
            and low
            and target.direction in ("at-least", "above", "equal")
            and normalise(row.name).endswith("率")
        ):
            yield about_row(
                row,
                Text(f"“{row.name}”指标值 {target.text} 偏低", f"the target {target.text} of {row.name} is low"),
                Text("与往年和行业水平比较", "compare it with earlier years and the trade"),
                ("指标值", target.text),
            )


@rule(
    "C21",
    zh="满意度应有调查",
    en="satisfaction rests on a survey",
    severity="warning",
    citation="财预〔2020〕10号附件2",
)
def c21(case: Case) -> Iterator[Finding | NotChecked]:
    """Satisfaction rows with full points whose reason and evidence say nothing of a survey, a sample or a number of people."""
    # A name with a comma tells of several things, of which satisfaction is the last.
    named = [row for row in case.scored if says_satisfaction(row.name) and row.points]
    rows = [row for row in named if "," not in normalise(row.name)]
    if not rows:
        yield not_checked("没有满意度指标", "no row is about satisfaction")
    for row in rows:
        evidence = "" if row.row is None else "".join(row.row.evidence)
        if row.is_full and not any(word in row.reason + evidence for word in _SURVEY):
            actual = "空" if row.actual is None else row.actual.text
            yield about_row(
                row,
                Text(
                    f"“{row.name}”得满分（{actual}），没有问卷、样本或调查说明",
                    f"{row.name} has full points ({actual}) without a survey",
                ),
                Text("补充调查方式、样本数和时间", "say how many were asked, how and when"),
                ("实际完成值", actual),
                ("得分", plain(row.score or Decimal(0))),
            )


@rule("C22", zh="未完成产出不计节约", en="no saving by not doing", severity="warning")
def c22(case: Case) -> Iterator[Finding | NotChecked]:
    """A cost-saving row with full points while output rows scored nothing."""
    savings = [row for row in case.scored if normalise(row.name) in _SAVING and row.is_full]
    missed = [row for row in case.scored if row.points and row.score == 0 and IndicatorClass.QUANTITY in row.classes]
    if missed:
        for row in savings:
            names = "、".join(one.name for one in missed)
            yield about_row(
                row,
                Text(
                    f"“{row.name}”得满分，但 {len(missed)} 项产出未完成：{names}",
                    f"{row.name} has full points, yet {len(missed)} outputs were not done: {names}",
                ),
                Text("扣除未完成工作的成本后再算节约", "leave out the cost of what was not done"),
                ("得分", plain(row.score or Decimal(0))),
                ("未完成产出", names),
            )


@rule("C23", zh="比率应有分子和分母", en="rates have numerator and denominator", severity="info")
def c23(case: Case) -> Iterator[Finding | NotChecked]:
    """Rates whose actual is a bare percentage, counted once: neither reason nor evidence gives the two numbers."""
    rates = [row for row in case.scored if row.actual is not None and row.actual.unit == "%" and _is_result(row)]
    if not rates:
        yield not_checked("没有比率类指标", "no row is a rate")
        return
    bare = [
        row for row in rates if "/" not in row.reason and "÷" not in row.reason and not (row.row and row.row.evidence)
    ]
    if bare:
        yield about_row(
            bare[0],
            Text(f"{len(bare)} 个比率没有分子和分母", f"{len(bare)} rates have no numerator and denominator"),
            Text("在说明或佐证中写明分子、分母", "give the two numbers"),
            ("比率", "、".join(row.name for row in bare)),
        )


RULES: tuple[Rule, ...] = (c09, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c21, c22, c23)
