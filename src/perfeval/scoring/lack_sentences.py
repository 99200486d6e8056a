"""What facts lack, in words: which fact it is, what was expected and found, and how to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.errors import did_you_mean
from perfeval.errors.language import Text
from perfeval.model.funds import COLUMN_NAMES, Column
from perfeval.model.numbers import plain
from perfeval.model.quantities import SIGNS, parse_quantity
from perfeval.scoring.protocols import Unscorable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from perfeval.model.quantities import Quantity
    from perfeval.scoring.protocols import Component

NO_ACTUAL = Unscorable(
    Text("没有填写实际完成值（actual）", "no actual value (actual) is filled in"),
    lacks="actual",
    mend=Text("填写实测的数和单位，如 actual: 8个", "give what was measured with its unit, such as actual: 8个"),
)
NO_TARGET = Unscorable(
    Text("没有指标值（target）", "there is no target (target)"),
    lacks="target",
    mend=Text("填写带比较符号的指标值，如 target: ≥10个", "give a target with its comparison, such as target: ≥10个"),
)
NO_FORMULA = Unscorable(
    Text(
        "≤ 类指标未达标，指标体系没有规定公式（at-most）", "the set declares no formula (at-most) for a missed ≤ target"
    ),
    lacks="formula",
    mend=Text(
        "在指标体系的计分方法中写明 at-most：target-over-actual、linear-deviation 或 zero",
        "declare at-most in the set's scorer: target-over-actual, linear-deviation or zero",
    ),
)
OF_NO_ROW = Unscorable(Text("没有一行写明它，只有证明用到它", "no row holds it: only proofs know it"), lacks="formula")
ZERO_TARGET = Unscorable(
    Text("指标值不大于零，无法计算完成率", "the target is not above zero, so there is no completion rate"),
    lacks="target",
    mend=Text(
        "改用大于零的指标值，或在指标体系的计分方法中写明 zero-target: full-if-met",
        "set a target above zero, or declare zero-target: full-if-met in the set's scorer",
    ),
)
QUALITATIVE_DIRECTION = Unscorable(
    Text("计分方法规定的方向是定性，不能比较数", "the scorer's direction is qualitative, which compares no numbers"),
    lacks="direction",
    mend=Text(
        "在指标体系的计分方法中改写 direction，如 at-least",
        "declare another direction in the set's scorer, such as at-least",
    ),
)


def actual_is_no_number(actual: Quantity, target: Quantity | None) -> Unscorable:
    """Return that an actual value is no number; the advice has the target's unit."""
    example = f"8{(target.unit if target is not None else None) or ''}"
    return Unscorable(
        Text(f"实际完成值“{actual.text}”不是一个数", f"the actual value {actual.text!r} is not a number"),
        lacks="actual",
        mend=Text(f"写成一个实测的数，如 actual: {example}", f"give one measured number, such as actual: {example}"),
    )


def actual_is_a_comparison(actual: Quantity) -> Unscorable:
    """Return that an actual value repeats a target's wording and is no measurement."""
    bare = actual.without_comparison
    return Unscorable(
        Text(
            f"实际完成值“{actual.text}”带有比较符号，不是实测值",
            f"the actual value {actual.text!r} carries a comparison, so it is not a measurement",
        ),
        lacks="actual",
        mend=Text(
            f"写实测的数，不带比较符号，如 actual: {bare}",
            f"give what was measured, without a comparison, such as actual: {bare}",
        ),
    )


def no_count(actual: Quantity) -> Unscorable:
    """Return that a share is no count of faults."""
    return Unscorable(
        Text(f"实际完成值“{actual.text}”不是次数", f"the actual value {actual.text!r} is not a count"),
        lacks="unit",
        mend=Text("写发生的次数，如 actual: 2次", "give how often it happened, such as actual: 2次"),
    )


NO_FAULTS_BY_NAME = Unscorable(
    Text(
        "该指标按实际完成值的次数扣分，不逐项扣分（deductions）",
        "the actual value is the count here; no faults are named (deductions)",
    ),
    lacks="faults",
    mend=Text("删去 deductions，次数写在 actual", "leave deductions out, and give the count as actual"),
)


def no_scale(actual: Quantity) -> Unscorable:
    """Return that nobody knows in which of several units an actual value is to be counted: there is no target that says it."""
    return Unscorable(
        Text(
            f"实际完成值“{actual.text}”没有指标值对照，不知按哪个单位计（如元、万元）",
            f"the actual value {actual.text!r} has no target that says in which unit it counts (元, 万元 …)",
        ),
        lacks="unit",
        found=actual.text,
        mend=Text(
            "写明带单位的指标值（target），或由指标体系规定", "give a target with its unit, or let the set fix one"
        ),
    )


def target_is_no_number(target: Quantity) -> Unscorable:
    """Return that a target is no number: words, a date, 定性."""
    return Unscorable(
        Text(f"指标值“{target.text}”不是一个数", f"the target {target.text!r} is not a number"),
        lacks="target",
        mend=Text(
            "写成比较符号、数和单位，如 target: ≥10个；不能量化的，由指标体系另定计分方法",
            "write comparison, number and unit, such as target: ≥10个; what is no number needs another scorer in the set",
        ),
    )


def no_direction(target: Quantity) -> Unscorable:
    """Return that a bare target does not say whether more or less is wanted."""
    return Unscorable(
        Text(f"指标值“{target.text}”没有比较方向（≥、≤、=）", f"the target {target.text!r} has no direction (≥, ≤, =)"),
        lacks="direction",
        mend=Text(
            f"在数前写明方向，如 {SIGNS['at-least']}{target.text} 或 {SIGNS['at-most']}{target.text}，"
            "或在指标体系的计分方法中写明 direction",
            f"write it before the number, {SIGNS['at-least']}{target.text} or {SIGNS['at-most']}{target.text}, "
            "or declare a direction in the set's scorer",
        ),
    )


def different_units(actual: Quantity, target: Quantity) -> Unscorable:
    """Return that an actual value cannot be brought to the target's unit; both units are told."""
    wanted, given = _unit(target), _unit(actual)
    example = _written_in(target.unit or "", actual)
    return Unscorable(
        Text(
            f"实际完成值“{actual.text}”的单位（{given.zh}）与指标值“{target.text}”的单位（{wanted.zh}）不能换算",
            f"the actual {actual.text!r} ({given.en}) and the target {target.text!r} ({wanted.en}) have units that do not convert",
        ),
        lacks="unit",
        expected=wanted,
        found=given,
        mend=Text(
            f"两处用同一单位，如 actual: {example}（数也须按该单位）",
            f"use one unit for both, such as actual: {example} (if that is the number in this unit)",
        ),
    )


def _written_in(unit: str, actual: Quantity) -> str:
    """Return an actual value with another unit, its number as written: 3万户 of 3万人."""
    number = actual.without_comparison.removesuffix(actual.unit or "")
    written = parse_quantity(f"{number}{unit}")
    if (written.value, written.unit or "") == (actual.value, unit):
        return written.text
    return f"{plain(actual.value)}{unit}" if actual.value is not None else actual.text


def _unit(quantity: Quantity) -> Text:
    return Text("无单位", "no unit") if quantity.unit is None else Text(quantity.unit, quantity.unit)


def unknown_word(what: Text, word: str, known: Sequence[str], *, lacks: str) -> Unscorable:
    """Return that a word is none of those that count; all of them are listed."""
    words = " / ".join(known)
    if not word:
        reason = Text(f"没有填写{what.zh}，应为：{words}", f"no {what.en} is given, one of: {words}")
    else:
        reason = Text(f"{what.zh}“{word}”应为：{words}", f"the {what.en} {word!r} is none of: {words}")
    near = did_you_mean(word, known) if word else None
    return Unscorable(
        reason,
        lacks=lacks,
        expected=words,
        found=word or None,
        mend=near or Text(f"写明其中之一：{words}", f"write one of: {words}"),
    )


def no_amount(column: Column) -> Unscorable:
    """Return that the funds table is blank in a column; the column is named as the form and as the file names it."""
    name = COLUMN_NAMES[column]
    return Unscorable(
        Text(f"资金表没有填写{name.zh}（{column}）", f"the funds table has no {name.en} ({column})"),
        lacks="money",
        mend=Text(
            f"在 funds 的合计（total）、各来源或各明细中填写 {column}",
            f"fill in {column} under funds: in the total, the sources or the items",
        ),
    )


def zero_denominator(column: Column) -> Unscorable:
    """Return that the money is divided by zero; the column is named."""
    name = COLUMN_NAMES[column]
    return Unscorable(
        Text(
            f"分母{name.zh}（{column}）为零，无法计算比率",
            f"the denominator ({name.en}, {column}) is zero, so there is no rate",
        ),
        lacks="money",
        mend=Text(f"核对 funds 中的 {column}", f"check {column} under funds"),
    )


def of_components(components: Iterable[Component]) -> Unscorable:
    """Return that a group lacks what some of its components lack; each of them, which has no rate, is told."""
    parts = tuple(components)
    pairs = [(one.indicator.name, one.rate.reason) for one in parts if isinstance(one.rate, Unscorable)]
    return Unscorable(
        Text(
            "；".join(f"组成项“{name}”：{reason.zh}" for name, reason in pairs),
            "; ".join(f"component {name!r}: {reason.en}" for name, reason in pairs),
        ),
        lacks="component",
        parts=parts,
    )
