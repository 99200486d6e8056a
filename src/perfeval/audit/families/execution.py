"""Family B, continued: how the money was spent (预算执行)."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from perfeval.audit.drafting import about, about_money, about_row, not_checked, printed
from perfeval.audit.families.budget import CHECK, NO_MONEY, spent_of, whole
from perfeval.audit.passages import Passage, amounts_called, passages
from perfeval.audit.rule import Rule, rule
from perfeval.errors.language import Text
from perfeval.model.audit_thresholds import LOW_EXECUTION
from perfeval.model.domain_words import IndicatorClass, class_of, scores_spending
from perfeval.model.exact_arithmetic import shifted, total_of
from perfeval.model.funds import BUDGETS, COLUMNS
from perfeval.model.numbers import plain, ratio_of
from perfeval.model.quantities import parse_quantity
from perfeval.scoring.step_texts import percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.audit.case import Case
    from perfeval.audit.findings import Finding, NotChecked

_OF_MONEY = re.compile("预算|资金|经费|款|支付|结余|结转|限价")
_LOW_BESIDE_OUTPUTS = Fraction(4, 5)


@rule(
    "B09",
    zh="执行率偏低须说明原因",
    en="a low execution rate has a reason",
    severity="warning",
    citation="财预〔2020〕10号第二十六条",
)
def b09(case: Case) -> Iterator[Finding | NotChecked]:
    """A rate below the profile's ``low-execution`` (90 %, as Sichuan's forms of 2023 ask), and no reason that speaks of money.

    The funds table of the national form has no column for reasons, so units give them beside another row.
    """
    right = spent_of(case, whole(case))
    if right is None:
        yield NO_MONEY
        return
    explained = any(row.reason and (scores_spending(row.name) or _OF_MONEY.search(row.reason)) for row in case.rows)
    reached, least = Fraction(*ratio_of(*right[:2])), Fraction(case.threshold(LOW_EXECUTION))
    if reached < least and not explained:
        rate = percent_text(reached, apart_from=(least,))
        yield about(
            "funds/rate",
            Text(f"执行率 {rate} 偏低，没有说明原因", f"the execution rate is {rate}, and no reason is given"),
            Text("写明未执行的原因和整改措施", "give the reason and the remedy"),
            ("执行率", rate),
        )


@rule("B10", zh="执行率低而产出满分", en="low execution with full outputs", severity="warning")
def b10(case: Case) -> Iterator[Finding | NotChecked]:
    """A rate below 80 % while every output row has its points."""
    right = spent_of(case, whole(case))
    outputs = [row for row in case.scored if class_of(row.level_one) is IndicatorClass.OUTPUT and row.points]
    if right is None or not outputs:
        yield not_checked("缺资金或产出指标", "there is no money, or no output rows")
        return
    reached = Fraction(*ratio_of(*right[:2]))
    if reached < _LOW_BESIDE_OUTPUTS and all(row.is_full for row in outputs):
        rate = percent_text(reached, apart_from=(_LOW_BESIDE_OUTPUTS,))
        yield about(
            "funds/rate",
            Text(f"执行率只有 {rate}，产出却全部满分", f"only {rate} was spent, yet every output has full points"),
            Text("核实产出，或说明节约的原因", "check the outputs, or explain the saving"),
            ("执行率", rate),
        )


@rule("B11", zh="金额单位一致", en="amounts are in one unit", severity="error")
def b11(case: Case) -> Iterator[Finding | NotChecked]:
    """Look for an amount in the text that is 10 000 times, or a ten-thousandth of, one in the table, digits alike."""
    texts = passages(case.dossier)
    amounts = {amount for line in case.dossier.funds.lines for column in COLUMNS if (amount := line.amount(column))}
    if not texts or not amounts:
        yield not_checked("没有资金或文字说明", "there is no money, or no running text")
        return
    unit = case.dossier.funds.unit
    for passage in texts:
        for clause in passage.text.replace("、", "，").replace("。", "，").replace("；", "，").split("，"):
            digits = next((position for position, one in enumerate(clause) if one.isdigit()), None)
            quantity = None if digits is None else parse_quantity(clause[digits:])
            value = None if quantity is None else quantity.value_in(unit)
            slips = [amount for amount in amounts if value in (shifted(amount, 4), shifted(amount, -4))]
            if quantity is not None and slips and value not in amounts:
                yield about(
                    passage.subject,
                    Text(
                        f"文中“{clause.strip()}”与表中 {plain(slips[0])}{unit} 相差一万倍",
                        f"{clause.strip()!r} is 10 000 times off the table's {plain(slips[0])}{unit}",
                    ),
                    Text("统一单位（元、万元）", "use one unit"),
                    ("文中", clause.strip()),
                    ("表中", f"{plain(slips[0])}{unit}"),
                )


@rule("B12", zh="文中执行金额与表一致", en="amounts spent agree with the text", severity="error")
def b12(case: Case) -> Iterator[Finding | NotChecked]:
    """The goal text's 支出 and 执行 amounts against the table; X02 does the same for the report."""
    if not case.dossier.goals.actual:
        yield not_checked("没有填写实际完成情况", "the result is blank")
        return
    texts = [Passage(subject="goals/actual", text=case.dossier.goals.actual)]
    funds = case.dossier.funds
    for label, claim in amounts_called(("全年执行数", "实际支出", "实际支出数", "支出资金", "支出"), texts):
        spent, quoted = funds.amount("spent"), claim.quantity.value_in(funds.unit)
        if spent is not None and quoted is not None and quoted != spent:
            yield about(
                "goals/actual",
                Text(
                    f"文中“{claim.clause}”，表中执行数 {plain(spent)}",
                    f"the text says {claim.clause!r}, the table {plain(spent)}",
                ),
                CHECK,
                (label, claim.quantity.text),
                ("表中", plain(spent)),
            )


@rule("B13", zh="到位率与执行率相容", en="arrival and execution rates fit together", severity="error")
def b13(case: Case) -> Iterator[Finding | NotChecked]:
    """Nothing can be spent that has not arrived."""
    line = whole(case)
    if line.arrived is None or line.spent is None:
        yield not_checked("没有到位数或支出数", "arrived or spent is blank")
    elif line.spent > line.arrived:
        yield about_money(
            line,
            "spent",
            Text(
                f"支出 {plain(line.spent)} 超过到位 {plain(line.arrived)}",
                f"spent {plain(line.spent)} exceeds arrived {plain(line.arrived)}",
            ),
            CHECK,
            ("支出", plain(line.spent)),
            ("到位", plain(line.arrived)),
        )


@rule("B14", zh="分母为零不计比率", en="no rate over a zero", severity="error")
def b14(case: Case) -> Iterator[Finding | NotChecked]:
    """A rate printed beside a denominator of 0, or money spent without a budget."""
    for line in case.dossier.funds.lines:
        budget = next((amount for column in BUDGETS if (amount := line.amount(column)) is not None), None)
        if budget == 0 and (line.spent or parse_quantity(line.rate).value):
            yield about_money(
                line,
                "rate",
                Text(
                    f"“{line.name}”预算数为 0，却有执行数或执行率", f"{line.name} has no budget, yet spending or a rate"
                ),
                CHECK,
                ("执行数", printed(line.spent)),
                ("执行率", line.rate or "空"),
            )


@rule("B16", zh="预算执行不重复计分", en="execution is scored once", severity="warning")
def b16(case: Case) -> Iterator[Finding | NotChecked]:
    """Count the scored rows whose whole name is one of those under which forms score the spending of money."""
    rows = [row for row in case.scored if row.points and scores_spending(row.name)]
    if len(rows) > 1:
        names = "、".join(row.name for row in rows)
        yield about_row(
            rows[0],
            Text(f"预算执行计了 {len(rows)} 次分：{names}", f"execution is scored {len(rows)} times: {names}"),
            Text("保留一项", "keep one of them"),
            ("指标", names),
            ("分值合计", plain(total_of([row.points for row in rows if row.points is not None]))),
        )


RULES: tuple[Rule, ...] = (b09, b10, b11, b12, b13, b14, b16)
