"""Family B: the funds table (资金、执行率)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from perfeval.audit.building import about, about_money, about_row, not_checked, shown, total_of
from perfeval.audit.rules import Rule, rule
from perfeval.audit.texts import passages
from perfeval.language import Text
from perfeval.model.funds import COLUMN_NAMES, COLUMNS, Column, FundLine
from perfeval.model.numbers import percentage, plain, ratio_of
from perfeval.model.quantities import parse_quantity
from perfeval.model.widths import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.audit.case import Case
    from perfeval.audit.findings import Finding, NotChecked

_NO_MONEY = not_checked("没有填写资金", "no money is filled in")
_CHECK = Text("核对金额并改正", "check the amounts and correct them")
# Names under which forms score the spending of money (a row counts if its whole name is one of them).
_SPENDING = frozenset(
    normalise(name)
    for name in (
        "预算执行率",
        "资金执行率",
        "预算执行进度",
        "全年预算执行进度",
        "资金支出进度",
        "资金支出率",
        "支付进度",
        "支付进度率",
        "资金拨付及时性",
        "资金拨付及时率",
        "资金支付及时率",
        "预算完成率",
    )
)


def _denominators(case: Case) -> tuple[Column, ...]:
    """Return the denominator the set declares for the execution rate; else those forms use, in this order."""
    for indicator in case.indicators.walk() if case.indicators is not None else ():
        scorer = indicator.scorer
        if getattr(scorer, "numerator", "") == "spent" and getattr(scorer, "denominator", "") in COLUMNS:
            return (getattr(scorer, "denominator", "adjusted"), "adjusted", "arrived", "initial")
    return ("adjusted", "arrived", "initial")


def _rate_of(case: Case, line: FundLine) -> tuple[Decimal, Decimal, Column] | None:
    """Return spent, the denominator and its column; None where the form does not have them."""
    for column in _denominators(case):
        below = line.amount(column)
        if line.spent is not None and below:
            return line.spent, below, column
    return None


def _whole(case: Case) -> FundLine:
    """Return the project's money as one line: the total as printed, else the sums."""
    funds = case.dossier.funds
    if funds.total is not None and not funds.total.is_blank:
        return funds.total
    initial, adjusted, arrived, spent = (funds.amount(column) for column in COLUMNS)
    return FundLine(name="合计", initial=initial, adjusted=adjusted, arrived=arrived, spent=spent)


@rule("B01", zh="执行率等于执行数除以预算数", en="the execution rate is spent over budget", severity="error")
def b01(case: Case) -> Iterator[Finding | NotChecked]:
    """Compute each printed rate again, half up at its own precision, over each denominator that forms use."""
    lines = [line for line in case.dossier.funds.lines if line.rate.strip()]
    if not lines:
        yield not_checked("没有印执行率", "no rate is printed")
        return
    for line in lines:
        printed = parse_quantity(line.rate).value_in("%")
        right = _rate_of(case, line)
        if printed is None or right is None:
            continue
        # A whole per cent may be cut or rounded; the form's own precision is the yardstick.
        places = max(0, -int(printed.as_tuple().exponent))
        candidates = [line.amount(column) for column in ("adjusted", "arrived", "initial")]
        rates = [percentage(*ratio_of(right[0], below), places=places) for below in candidates if below]
        if f"{plain(printed)}%" not in rates:
            yield about_money(
                line,
                "rate",
                Text(
                    f"“{line.name}”执行率印 {line.rate}，应为 {rates[0]}",
                    f"{line.name} prints {line.rate}, it is {rates[0]}",
                ),
                Text("按 执行数 ÷ 预算数 改正", "correct it: spent over budget"),
                ("印出", line.rate),
                ("应为", rates[0]),
            )


@rule("B02", zh="执行率只用一个分母", en="one denominator for the execution rate", severity="warning")
def b02(case: Case) -> Iterator[Finding | NotChecked]:
    """Look for two lines whose printed rates fit different denominators only."""
    fitting: dict[str, set[Column]] = {}
    for line in case.dossier.funds.lines:
        printed = parse_quantity(line.rate).value_in("%") if line.rate else None
        if printed is None or line.spent is None:
            continue
        places = max(0, -int(printed.as_tuple().exponent))
        columns: set[Column] = {
            column
            for column in COLUMNS[:3]
            if (below := line.amount(column))
            and percentage(*ratio_of(line.spent, below), places=places) == f"{plain(printed)}%"
        }
        if columns:
            fitting[line.name] = columns
    if not fitting:
        yield not_checked("没有印执行率", "no rate is printed")
    elif not set.intersection(*fitting.values()):
        names = "；".join(
            f"{name}: {'/'.join(sorted(COLUMN_NAMES[one].zh for one in columns))}" for name, columns in fitting.items()
        )
        yield about(
            "funds",
            Text(f"各行执行率的分母不同：{names}", f"the rates have different denominators: {names}"),
            Text("统一分母", "use one denominator"),
            ("分母", names),
        )


@rule("B03", zh="资金总额等于各项之和", en="sources add up to the total", severity="error")
def b03(case: Case) -> Iterator[Finding | NotChecked]:
    """Compare each column of the sources with the total row, where both are filled in; B04 looks at blank totals."""
    funds = case.dossier.funds
    if funds.total is None or not funds.sources:
        yield not_checked("没有总额行或分项", "there is no total, or no sources")
        return
    for column in COLUMNS:
        amounts = [amount for line in funds.sources if (amount := line.amount(column)) is not None]
        total = funds.total.amount(column)
        if amounts and total and total_of(amounts) != total:
            name = COLUMN_NAMES[column]
            yield about_money(
                funds.total,
                column,
                Text(
                    f"{name.zh}：各项之和 {plain(total_of(amounts))}，总额 {plain(total)}",
                    f"{name.en}: sources {plain(total_of(amounts))}, total {plain(total)}",
                ),
                _CHECK,
                ("各项之和", plain(total_of(amounts))),
                ("总额", plain(total)),
            )


@rule("B04", zh="总额行不空不为零", en="the total row is filled in", severity="warning")
def b04(case: Case) -> Iterator[Finding | NotChecked]:
    """A total row that is blank or 0 while its parts have money. A form without such a row is not checked."""
    funds = case.dossier.funds
    if funds.total is None:
        yield not_checked("表上没有合计行", "the form has no total row")
        return
    parts = [amount for line in (*funds.sources, *funds.items) for column in COLUMNS if (amount := line.amount(column))]
    if parts and not any(funds.total.amount(column) for column in COLUMNS):
        state = "空白" if funds.total.is_blank else "0"
        yield about_money(
            funds.total,
            "",
            Text(
                f"“{funds.total.name}”行{state}，分项却有金额",
                f"the total row is {'blank' if state == '空白' else '0'} while its parts have money",
            ),
            Text("填写合计", "fill in the total"),
            ("合计", state),
            ("分项", "、".join(dict.fromkeys(plain(one) for one in parts))),
        )


@rule("B05", zh="执行率得分等于执行率乘分值", en="the budget score follows the rate", severity="error")
def b05(case: Case) -> Iterator[Finding | NotChecked]:
    """Compare the score of the total row with rate times points, rounded to the score's own precision."""
    total = case.dossier.funds.total
    if total is None or total.points is None or total.score is None:
        yield not_checked("总额行没有计分", "the total row is not scored")
        return
    right = _rate_of(case, total)
    if right is None:
        yield not_checked("缺执行数或预算数", "spent or budget is missing")
        return
    rate = min(Fraction(1), Fraction(right[0]) / Fraction(right[1]))
    due = Fraction(total.points) * rate
    step = Fraction(1, 10 ** max(0, -int(total.score.normalize().as_tuple().exponent)))
    if abs(Fraction(total.score) - due) >= step or (rate == 1 and total.score != total.points):
        expected = plain(Decimal(round(due * 100)) / 100)
        yield about_money(
            total,
            "score",
            Text(
                f"执行率得分 {plain(total.score)}，按比率应为 {expected}",
                f"the budget scores {plain(total.score)}, the rate gives {expected}",
            ),
            Text("按 分值 × 执行率 改正，或写明所用规则", "correct it, or state the rule that was used"),
            ("得分", plain(total.score)),
            ("按比率", expected),
        )


@rule("B06", zh="执行数不超过预算数", en="spending stays within the budget", severity="error")
def b06(case: Case) -> Iterator[Finding | NotChecked]:
    """Compare spent with the adjusted budget (or what stands for it), line by line; one finding for equal lines."""
    seen: set[tuple[Decimal, Decimal]] = set()
    lines = [line for line in (_whole(case), *case.dossier.funds.lines) if _rate_of(case, line) is not None]
    if not lines:
        yield _NO_MONEY
        return
    for line in lines:
        right = _rate_of(case, line)
        if right is not None and right[0] > right[1] and right[:2] not in seen:
            seen.add(right[:2])
            rate = percentage(*ratio_of(right[0], right[1]))
            yield about_money(
                line,
                "spent",
                Text(
                    f"执行数 {plain(right[0])} 超过{COLUMN_NAMES[right[2]].zh} {plain(right[1])}（{rate}）",
                    f"spent {plain(right[0])} exceeds {COLUMN_NAMES[right[2]].en} {plain(right[1])} ({rate})",
                ),
                Text("说明超支来源，或改正", "explain it, or correct it"),
                ("执行数", plain(right[0])),
                (COLUMN_NAMES[right[2]].zh, plain(right[1])),
            )


@rule("B07", zh="年中追加的预算须说明", en="budgets added in the year are explained", severity="info")
def b07(case: Case) -> Iterator[Finding | NotChecked]:
    """The initial budget is 0 and the adjusted one is not. A blank is no zero."""
    yield from _adjusted(case, added=True)


@rule("B08", zh="预算调整须说明", en="budget adjustments are explained", severity="info")
def b08(case: Case) -> Iterator[Finding | NotChecked]:
    """The adjusted budget differs from an initial one above 0."""
    yield from _adjusted(case, added=False)


def _adjusted(case: Case, *, added: bool) -> Iterator[Finding | NotChecked]:
    line = _whole(case)
    if line.initial is None or line.adjusted is None:
        yield not_checked("缺年初预算数或全年预算数", "the initial or the adjusted budget is blank")
        return
    if line.initial != line.adjusted and (line.initial == 0) == added:
        yield about_money(
            line,
            "adjusted",
            Text(
                f"年初预算 {plain(line.initial)}，全年预算 {plain(line.adjusted)}",
                f"initial {plain(line.initial)}, adjusted {plain(line.adjusted)}",
            ),
            Text("说明追加或调整的原因", "explain the adjustment"),
            ("年初预算数", plain(line.initial)),
            ("全年预算数", plain(line.adjusted)),
        )


@rule(
    "B09",
    zh="执行率偏低须说明原因",
    en="a low execution rate has a reason",
    severity="warning",
    citation="财预〔2020〕10号第二十六条",
)
def b09(case: Case) -> Iterator[Finding | NotChecked]:
    """A rate below the profile's ``low-execution`` (90 %, as Sichuan's forms of 2023 ask) and no reason on its row."""
    right = _rate_of(case, _whole(case))
    if right is None:
        yield _NO_MONEY
        return
    rows = [row for row in case.rows if normalise(row.name) in _SPENDING]
    if right[0] / right[1] < case.threshold("low-execution", "0.9") and not any(row.reason for row in rows):
        rate = percentage(*ratio_of(right[0], right[1]))
        yield about(
            "funds/rate",
            Text(f"执行率 {rate} 偏低，没有说明原因", f"the execution rate is {rate}, and no reason is given"),
            Text("写明未执行的原因和整改措施", "give the reason and the remedy"),
            ("执行率", rate),
        )


@rule("B10", zh="执行率低而产出满分", en="low execution with full outputs", severity="warning")
def b10(case: Case) -> Iterator[Finding | NotChecked]:
    """A rate below 80 % while every output row has its points."""
    right = _rate_of(case, _whole(case))
    outputs = [row for row in case.scored if row.level_one.startswith(("产出", "项目产出")) and row.points]
    if right is None or not outputs:
        yield not_checked("缺资金或产出指标", "there is no money, or no output rows")
        return
    if right[0] / right[1] < Decimal("0.8") and all(row.lost == 0 for row in outputs):
        rate = percentage(*ratio_of(right[0], right[1]))
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
            slips = [amount for amount in amounts if value in (amount * 10_000, amount / 10_000)]
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
    from perfeval.audit.texts import Passage, amounts_called  # noqa: PLC0415 - only this rule

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
                _CHECK,
                (label, claim.quantity.text),
                ("表中", plain(spent)),
            )


@rule("B13", zh="到位率与执行率相容", en="arrival and execution rates fit together", severity="error")
def b13(case: Case) -> Iterator[Finding | NotChecked]:
    """Nothing can be spent that has not arrived."""
    line = _whole(case)
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
            _CHECK,
            ("支出", plain(line.spent)),
            ("到位", plain(line.arrived)),
        )


@rule("B14", zh="分母为零不计比率", en="no rate over a zero", severity="error")
def b14(case: Case) -> Iterator[Finding | NotChecked]:
    """A rate printed beside a denominator of 0, or money spent without a budget."""
    for line in case.dossier.funds.lines:
        budget = (
            line.adjusted if line.adjusted is not None else line.arrived if line.arrived is not None else line.initial
        )
        if budget == 0 and (line.spent or parse_quantity(line.rate).value):
            yield about_money(
                line,
                "rate",
                Text(
                    f"“{line.name}”预算数为 0，却有执行数或执行率", f"{line.name} has no budget, yet spending or a rate"
                ),
                _CHECK,
                ("执行数", shown(line.spent)),
                ("执行率", line.rate or "空"),
            )


@rule("B16", zh="预算执行不重复计分", en="execution is scored once", severity="warning")
def b16(case: Case) -> Iterator[Finding | NotChecked]:
    """Count the scored rows whose whole name is one of those under which forms score the spending of money."""
    rows = [row for row in case.scored if row.points and normalise(row.name) in _SPENDING]
    if len(rows) > 1:
        names = "、".join(row.name for row in rows)
        yield about_row(
            rows[0],
            Text(f"预算执行计了 {len(rows)} 次分：{names}", f"execution is scored {len(rows)} times: {names}"),
            Text("保留一项", "keep one of them"),
            ("指标", names),
            ("分值合计", plain(total_of([row.points for row in rows if row.points is not None]))),
        )


RULES: tuple[Rule, ...] = (b01, b02, b03, b04, b05, b06, b07, b08, b09, b10, b11, b12, b13, b14, b16)
