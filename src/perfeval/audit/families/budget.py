"""Family B: the funds table (资金、执行率)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import evolve

from perfeval.audit.drafting import about, about_money, is_off, not_checked
from perfeval.audit.rule import Rule, rule
from perfeval.errors.language import Text
from perfeval.model.domain_words import EXECUTION_RATE, scores_spending
from perfeval.model.exact_arithmetic import total_of
from perfeval.model.funds import BUDGETS, COLUMN_NAMES, COLUMNS, Column, FundLine
from perfeval.model.numbers import decimal_places, percentage, plain, ratio_of, round_half_up
from perfeval.model.quantities import parse_quantity
from perfeval.scoring.formula_scorers import declared_budget
from perfeval.scoring.step_texts import percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.audit.case import Case, SheetRow
    from perfeval.audit.findings import Finding, NotChecked

NO_MONEY = not_checked("没有填写资金", "no money is filled in")
CHECK = Text("核对金额并改正", "check the amounts and correct them")


def denominators(case: Case) -> tuple[Column, ...]:
    """Return the denominator the set declares for the execution rate; else those forms use, in this order."""
    declared = declared_budget(case.indicators.walk() if case.indicators is not None else ())
    return BUDGETS if declared is None else (declared, *BUDGETS)


def spent_of(case: Case, line: FundLine) -> tuple[Decimal, Decimal, Column] | None:
    """Return spent, the denominator and its column; None where the form does not have them."""
    for column in denominators(case):
        below = line.amount(column)
        if line.spent is not None and below:
            return line.spent, below, column
    return None


def whole(case: Case) -> FundLine:
    """Return the project's money as one line: the total as printed, else the sums."""
    funds = case.dossier.funds
    if funds.total is not None and not funds.total.is_blank:
        return funds.total
    return funds.whole("合计")


@rule("B01", zh="执行率等于执行数除以预算数", en="the execution rate is spent over budget", severity="error")
def b01(case: Case) -> Iterator[Finding | NotChecked]:
    """Compute each printed rate again, half up at its own precision, over each denominator that forms use."""
    lines = [line for line in case.dossier.funds.lines if line.rate.strip()]
    if not lines:
        yield not_checked("没有印执行率", "no rate is printed")
        return
    for line in lines:
        printed = parse_quantity(line.rate).value_in("%")
        right = spent_of(case, line)
        if printed is None or right is None:
            continue
        # A whole per cent may be cut or rounded; the form's own precision is the yardstick.
        places = max(0, -int(printed.as_tuple().exponent))
        candidates = [line.amount(column) for column in BUDGETS]
        rates = [percentage(*ratio_of(right[0], below), places=places) for below in candidates if below]
        if f"{plain(printed)}%" not in rates:
            right_rate = percent_text(
                Fraction(*ratio_of(right[0], next(filter(None, candidates)))), apart_from=(Fraction(printed) / 100,)
            )
            yield about_money(
                line,
                "rate",
                Text(
                    f"“{line.name}”执行率印 {line.rate}，应为 {right_rate}",
                    f"{line.name} prints {line.rate}, it is {right_rate}",
                ),
                Text("按 执行数 ÷ 预算数 改正", "correct it: spent over budget"),
                ("印出", line.rate),
                ("应为", right_rate),
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
            for column in BUDGETS
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
                CHECK,
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
    """Compare the score of the total row with what the set's scorer computes; where nothing computes it, with rate times points."""
    row = _spending_row(case)
    total = _scored_total(case, row)
    if total is None or total.points is None or total.score is None:
        yield not_checked("执行率没有计分", "the execution rate is not scored")
        return
    computed = row.computed if row is not None and row.points == total.points else None
    right = spent_of(case, total)
    if computed is None and right is None:
        yield not_checked("缺执行数或预算数", "spent or budget is missing")
        return
    expected = computed
    if expected is None and right is not None:
        expected = _score_by_rate(total.points, total.score, Fraction(*ratio_of(right[0], right[1])), case)
    if expected is not None and (
        total.score != expected if computed is None or expected == total.points else is_off(total.score, expected)
    ):
        by = ("按比率", "the rate gives") if computed is None else ("按指标体系", "the set gives")
        yield about_money(
            total,
            "score",
            Text(
                f"执行率得分 {plain(total.score)}，{by[0]}应为 {plain(expected)}",
                f"the budget scores {plain(total.score)}, {by[1]} {plain(expected)}",
            ),
            Text("按 分值 × 执行率 改正，或写明所用规则", "correct it, or state the rule that was used")
            if computed is None
            else Text("按指标体系的计分方法改正", "score as the set does"),
            ("得分", plain(total.score)),
            (by[0], plain(expected)),
        )


def _score_by_rate(points: Decimal, score: Decimal, rate: Fraction, case: Case) -> Decimal:
    """Return points × rate, to a hundredth; the score itself, if it is that but for its rounding.

    The set's quantum is the yardstick of the rounding; for an unknown set, the score's own precision.
    """
    due = Fraction(points) * min(Fraction(1), rate)
    places = decimal_places(score if case.indicators is None else case.indicators.rounding.quantum)
    is_rounded = abs(Fraction(score) - due) < Fraction(1, 10**places) and due != points
    return score if is_rounded else round_half_up(due, 2)


def _spending_row(case: Case) -> SheetRow | None:
    """Return the row under whose name the spending of all the money is scored."""
    return next(
        (row for row in case.scored if row.name == EXECUTION_RATE or (scores_spending(row.name) and not row.groups)),
        None,
    )


def _scored_total(case: Case, row: SheetRow | None) -> FundLine | None:
    """Return the money as one line with the points and score of its total row, or of *row*."""
    line = whole(case)
    if line.points is not None:
        return line
    return None if row is None else evolve(line, points=row.points, score=row.score)


@rule("B06", zh="执行数不超过预算数", en="spending stays within the budget", severity="error")
def b06(case: Case) -> Iterator[Finding | NotChecked]:
    """Compare spent with the adjusted budget (or what stands for it), line by line; one finding for equal lines."""
    seen: set[tuple[Decimal, Decimal]] = set()
    lines = [line for line in (whole(case), *case.dossier.funds.lines) if spent_of(case, line) is not None]
    if not lines:
        yield NO_MONEY
        return
    for line in lines:
        right = spent_of(case, line)
        if right is not None and right[0] > right[1] and right[:2] not in seen:
            seen.add(right[:2])
            rate = percent_text(Fraction(*ratio_of(right[0], right[1])))
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
    line = whole(case)
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


RULES: tuple[Rule, ...] = (b01, b02, b03, b04, b05, b06, b07, b08)
