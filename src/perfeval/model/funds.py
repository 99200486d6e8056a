"""The money of a project (项目资金): by source and by column, as the form has it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal, get_args

from attrs import evolve, field, frozen

from perfeval.errors import DossierError, Issue, Location
from perfeval.errors.language import Text
from perfeval.model.numbers import optional_exact

Column = Literal["initial", "adjusted", "arrived", "spent"]
COLUMNS: tuple[Column, ...] = get_args(Column)

COLUMN_NAMES: dict[Column, Text] = {
    "initial": Text("年初预算数", "initial budget"),
    "adjusted": Text("全年预算数", "adjusted budget"),
    "arrived": Text("实际到位数", "funds arrived"),
    "spent": Text("实际支出数", "funds spent"),
}


@frozen(kw_only=True)
class FundLine:
    """One row of the funds table: a source (区级财政), an item of expenditure, or the total.

    Args:
        name: What the row is, as printed.
        initial: 年初预算数, in the table's unit; None where the form is blank.
        adjusted: 全年(调整)预算数.
        arrived: 实际到位数.
        spent: 实际支出数 (全年执行数).
        rate: The execution rate as printed, such as ``73.68%``.
        points: 分值 printed on the row, if any.
        score: 得分 printed on the row, if any.
        place: Where it stood in the file it was read from.

    """

    name: str
    initial: Decimal | None = field(default=None, converter=optional_exact)
    adjusted: Decimal | None = field(default=None, converter=optional_exact)
    arrived: Decimal | None = field(default=None, converter=optional_exact)
    spent: Decimal | None = field(default=None, converter=optional_exact)
    rate: str = ""
    points: Decimal | None = field(default=None, converter=optional_exact)
    score: Decimal | None = field(default=None, converter=optional_exact)
    place: Location = field(factory=Location, eq=False)

    def amount(self, column: Column) -> Decimal | None:
        """Return the amount in *column*, or None where the form is blank."""
        value: Decimal | None = getattr(self, column)
        return value

    @property
    def is_blank(self) -> bool:
        """Whether no amount is filled in."""
        return all(self.amount(column) is None for column in COLUMNS)


@frozen(kw_only=True)
class Funds:
    """The funds table of a dossier.

    Args:
        unit: The unit of every amount: 元, 万元, 亿元.
        sources: The rows by source (中央财政, 区级财政, 上年结转, …), which add up to the total.
        items: The rows by what the money is for (项目支出明细内容).
        total: The total row (合计, 年度资金总额) as printed, or None if the form has none.

    Raises:
        DossierError: If an amount is negative; every one is listed.

    """

    unit: str = "万元"
    sources: tuple[FundLine, ...] = ()
    items: tuple[FundLine, ...] = ()
    total: FundLine | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse negative money."""
        issues = [
            Issue(
                code="negative-amount",
                values={"what": f"{line.name} {COLUMN_NAMES[column].zh}"},
                expected=Text("不小于 0", "0 or more"),
                found=str(amount),
                location=Location(place=f"funds/{line.name}/{column}"),
            )
            for line in self.lines
            for column in COLUMNS
            if (amount := line.amount(column)) is not None and amount < 0
        ]
        issues += [
            Issue(code="row-duplicate", values={"path": name}, location=Location(place=f"funds/{name}"))
            for lines in (self.sources, self.items)
            for name in sorted({line.name for line in lines if [one.name for one in lines].count(line.name) > 1})
        ]
        if issues:
            raise DossierError(issues)

    @property
    def lines(self) -> tuple[FundLine, ...]:
        """Every row: the total if it is printed, the items, the sources."""
        return ((self.total,) if self.total is not None else ()) + self.items + self.sources

    def amount(self, column: Column) -> Decimal | None:
        """Return the project's amount in *column*, in the table's unit; None if the form says nothing of it.

        The printed total counts where it is filled in; else the sum of the sources, else the sum of the items.
        """
        if self.total is not None and (printed := self.total.amount(column)) is not None:
            return printed
        for lines in (self.sources, self.items):
            known = [amount for line in lines if (amount := line.amount(column)) is not None]
            if known:
                return sum(known, Decimal(0))
        return None

    def replace(self, **changes: Any) -> Funds:  # noqa: ANN401 - any field
        """Return a copy with *changes* made."""
        return evolve(self, **changes)
