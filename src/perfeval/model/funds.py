"""The money of a project (项目资金): by source and by column, as the form has it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar, Literal, get_args

from attrs import evolve, field, frozen

from perfeval.errors import DossierError, Issue, Location
from perfeval.errors.language import Text
from perfeval.model.exact_arithmetic import total_of
from perfeval.model.file_keys import in_order_of
from perfeval.model.numbers import optional_exact, plain
from perfeval.model.validated import Validated

Column = Literal["initial", "adjusted", "arrived", "spent"]
COLUMNS: tuple[Column, ...] = get_args(Column)


@frozen(kw_only=True)
class MoneyColumn(Validated):
    """A column of the funds table: what it is called, and how forms and reports call it.

    Args:
        name: Its name.
        heads: What stands over it on published forms.
        texts: What a report calls its amount.
        instead: The column that a report may mean where this one is blank.

    """

    name: Text
    heads: tuple[str, ...]
    texts: tuple[str, ...]
    instead: tuple[Column, ...] = ()


MONEY_COLUMNS: dict[Column, MoneyColumn] = {
    "initial": MoneyColumn(
        name=Text("年初预算数", "initial budget"),
        heads=("年初预算数", "年初预算", "年初数"),
        texts=("年初预算数", "年初预算"),
    ),
    "adjusted": MoneyColumn(
        name=Text("全年预算数", "adjusted budget"),
        heads=("全年预算数", "全年预算数(A)", "全年预算", "调整预算数"),
        texts=("全年预算数", "预算数"),
        instead=("initial",),
    ),
    "arrived": MoneyColumn(
        name=Text("实际到位数", "funds arrived"),
        heads=("实际到位数", "到位数"),
        texts=("到位数", "经费到位数", "资金到位数", "实际到位数", "到位资金"),
    ),
    "spent": MoneyColumn(
        name=Text("实际支出数", "funds spent"),
        heads=("全年执行数", "全年执行数(B)", "全年执行", "执行数", "实际支出数"),
        texts=("全年执行数", "实际支出数", "实际支出", "支出数"),
    ),
}
"""The one table of the columns of money; a column that is added here and to :class:`FundLine` is known everywhere. It is called by one
word of letters, for that is a field here, a key in files and a choice in sets."""

COLUMN_NAMES: dict[Column, Text] = {key: column.name for key, column in MONEY_COLUMNS.items()}
BUDGETS: tuple[Column, ...] = ("adjusted", "arrived", "initial")
"""What forms divide spending by, the most usual first."""


@frozen(kw_only=True)
class FundLine(Validated):
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

    called: ClassVar[Text] = Text("资金行", "a line of money")

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

    def with_amounts(self, amounts: Mapping[Column, Decimal | None]) -> FundLine:
        """Return the line with the amounts of some columns replaced."""
        changes: dict[str, Any] = {str(column): amount for column, amount in amounts.items()}
        return evolve(self, **changes)

    @property
    def is_blank(self) -> bool:
        """Whether no amount is filled in."""
        return all(self.amount(column) is None for column in COLUMNS)


@frozen(kw_only=True)
class Funds(Validated):
    """The funds table of a dossier.

    Args:
        unit: The unit of every amount: 元, 万元, 亿元.
        sources: The rows by source (中央财政, 区级财政, 上年结转, …), which add up to the total.
        items: The rows by what the money is for (项目支出明细内容).
        total: The total row (合计, 年度资金总额) as printed, or None if the form has none.

    Raises:
        DossierError: If an amount is negative; every one is listed.

    """

    called: ClassVar[Text] = Text("资金表", "the table of money")

    unit: str = "万元"
    sources: tuple[FundLine, ...] = field(default=(), eq=in_order_of("name"))
    items: tuple[FundLine, ...] = field(default=(), eq=in_order_of("name"))
    total: FundLine | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse negative money."""
        super().__attrs_post_init__()
        issues = [
            Issue(
                code="negative-amount",
                values={"what": f"{line.name} {COLUMN_NAMES[column].zh}"},
                expected=Text("不小于 0", "0 or more"),
                found=plain(amount),
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
                return total_of(known)
        return None

    def whole(self, name: str) -> FundLine:
        """Return the project's money as one line called *name*: each amount as :meth:`amount` gives it."""
        return FundLine(name=name).with_amounts({column: self.amount(column) for column in COLUMNS})

    def replace(self, **changes: Any) -> Funds:  # noqa: ANN401 - any field
        """Return a copy with *changes* made."""
        return evolve(self, **changes)
