"""Live formulas and number formats: what Excel computes and shows must equal, to the digit, what is printed.

Excel counts in binary fractions of 15 significant digits. So each formula is first computed here, exactly, from the
numbers that stand in the cells it names; only a formula that is sure to come out as printed is written at all.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.documents.blocks import GradeOf, Quotient, Sum
from perfeval.model.exact_arithmetic import EXACT, ZERO, apart, rounded_to, shifted, total_of
from perfeval.model.numbers import decimal_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from perfeval.documents.blocks import Cell

SIGNIFICANT_DIGITS = 15
_LARGEST_EXPONENT = 300
# General shows at most eleven digits of a whole number.
_GENERAL_BELOW = 10**10
_ARGUMENTS = 255
_NESTING = 64
_FORMULA_LENGTH = 8192
_LITERAL_LENGTH = 255
_LEAST_DIGITS = 2
_RATE_DIGITS = 4
_MOST_DECIMALS = 30
_NEAR_A_TIE = Fraction(1, 10**6)
_PRINTED = re.compile(r"(?P<number>-?[\d,]*\d(?:\.(?P<decimals>\d+))?)(?P<rate>%?)", re.ASCII)


@frozen(kw_only=True)
class Address:
    """Where a cell stands: the name of its sheet, its row and column counted from 0, and how many rows it covers."""

    sheet: str
    row: int
    column: int
    rows: int = 1


@frozen(kw_only=True)
class Operand:
    """A cell that formulas may name: what it holds and where it stands."""

    cell: Cell
    address: Address

    @cached_property
    def number(self) -> Decimal | None:
        """The number Excel sees in the cell: 0 in an empty one, None where text stands."""
        if self.cell.value is None:
            return None if self.cell.text else Decimal(0)
        return self.cell.value if number_format(self.cell) is not None else None


def fits(value: Decimal) -> bool:
    """Return whether a binary number can hold *value* so that Excel shows the same digits back."""
    if not value.is_finite():
        return False
    digits = EXACT.normalize(value).as_tuple().digits
    return len(digits) <= SIGNIFICANT_DIGITS and abs(value.adjusted()) <= _LARGEST_EXPONENT


def number_format(cell: Cell) -> str | None:
    """Return the Excel number format which shows the value of *cell* as its text prints it, or None if there is none.

    A number with words around it (207株) has none: whoever reads the workbook back must find the words too.
    """
    value = cell.value
    if value is None or not fits(value):
        return None
    if not cell.text.strip():
        return ";;;"  # nothing is printed, so nothing is shown; formulas still find the number
    match = _PRINTED.fullmatch(cell.text)
    if match is None or bool(match["rate"]) is not cell.percent:
        return None
    decimals = len(match["decimals"] or "")
    if decimals > _MOST_DECIMALS:
        return None
    shown = rounded_to(shifted(value, 2) if cell.percent else value, decimals)
    grouped = "," in match["number"]
    if match["number"] != f"{shown:{',' if grouped else ''}.{decimals}f}":
        return None
    # A whole number keeps room for decimals that somebody types in later: 91 stays 91, 90.5 shows as 90.5.
    whole = not (decimals or grouped or cell.percent) and shown == value and -_GENERAL_BELOW < value < _GENERAL_BELOW
    digits = "General" if whole else ("#,##0" if grouped else "0") + ("." + "0" * decimals if decimals else "")
    return digits + match["rate"]


def formula_text(cell: Cell, *, sheet: str, find: Callable[[str], Operand | None]) -> str | None:
    """Return the Excel formula of *cell*, or None where a plain value is the only thing sure to be right.

    A plain value it is when a cell the formula names is not in the workbook (or, under a rate or a grade, holds no
    number), when the exact result is not what the cell prints (a stated total, for instance), or when binary fractions
    could round it another way.

    Args:
        cell: A cell with a formula.
        sheet: The sheet it stands on; addresses on other sheets carry their sheet's name.
        find: Returns the cell of a key.

    """
    text: str | None = None
    match cell.formula:
        case Sum(of=keys):
            text = _sum(cell, [find(key) for key in keys], sheet)
        case Quotient(numerator=numerator, denominator=denominator):
            text = _ratio(cell, find(numerator), find(denominator), sheet)
        case GradeOf(total=total):
            text = _grade(cell, cell.formula, find(total), sheet)
    return text if text is not None and len(text) <= _FORMULA_LENGTH else None


def circular(keys: Mapping[str, Operand], start: str) -> bool:
    """Return whether the formula of the cell *start* leads back to itself, which Excel refuses to compute."""
    waiting, seen = [start], set[str]()
    while waiting:
        operand = keys.get(waiting.pop())
        for key in _named(operand.cell) if operand else ():
            if key == start:
                return True
            if key not in seen:
                seen.add(key)
                waiting.append(key)
    return False


def _named(cell: Cell) -> tuple[str, ...]:
    """Return the keys that the formula of *cell* names."""
    match cell.formula:
        case Sum(of=keys):
            return keys
        case Quotient(numerator=numerator, denominator=denominator):
            return (numerator, denominator)
        case GradeOf(total=total):
            return (total,)
        case None:
            return ()


def _rounded(number: Fraction, digits: int) -> Decimal:
    """Round half away from zero, as Excel's ROUND does."""
    scaled = int(abs(number) * 10**digits + Fraction(1, 2))
    return decimal_of(scaled if number >= 0 else -scaled, digits)


def _decimals(value: Decimal) -> int:
    """Return how many decimals *value* is written with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def a1(address: Address, sheet: str) -> str:
    """Write an address as formulas do, such as ``F7`` or ``'评价表'!F7``."""
    letters, column = "", address.column + 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    place = f"{letters}{address.row + 1}"
    if address.sheet == sheet:
        return place
    quoted = address.sheet.replace("'", "''")
    return f"'{quoted}'!{place}"


def _arguments(addresses: list[Address], sheet: str) -> list[str]:
    """Write addresses as arguments; cells that stand directly below one another become one range."""
    runs: list[list[Address]] = []
    for address in addresses:
        last = runs[-1][-1] if runs else None
        if last and (last.sheet, last.column, last.row + last.rows) == (address.sheet, address.column, address.row):
            runs[-1].append(address)
        else:
            runs.append([address])
    return [a1(run[0], sheet) + (f":{a1(run[-1], run[-1].sheet)}" if len(run) > 1 else "") for run in runs]


def _sum(cell: Cell, operands: list[Operand | None], sheet: str) -> str | None:
    value = cell.value
    known = [operand for operand in operands if operand is not None]
    if value is None or not known or len(known) < len(operands) or number_format(cell) is None:
        return None
    # SUM passes over text, such as 不涉及 where a score would stand.
    numbers = [operand.number or Decimal(0) for operand in known]
    if total_of(numbers) != value:
        return None
    digits = max(_LEAST_DIGITS, *(_decimals(number) for number in (*numbers, value)))
    if shifted(total_of(apart(number, ZERO) for number in numbers), digits) >= 10**SIGNIFICANT_DIGITS:
        return None
    arguments = _arguments([operand.address for operand in known], sheet)
    if len(arguments) > _ARGUMENTS:
        return None
    # 0.1 + 0.2 is 0.30000000000000004 in binary; ROUND gives back the number that is printed.
    return f"=ROUND(SUM({','.join(arguments)}),{digits})"


def _ratio(cell: Cell, numerator: Operand | None, denominator: Operand | None, sheet: str) -> str | None:
    if numerator is None or denominator is None:
        return None
    above, below = numerator.number, denominator.number
    if above is None or below is None:
        return None
    dividend, divisor = a1(numerator.address, sheet), a1(denominator.address, sheet)
    digits = _RATE_DIGITS if cell.value is None else max(_RATE_DIGITS, _decimals(cell.value))
    formula = f'=IF({divisor}=0,"",ROUND({dividend}/{divisor},{digits}))'
    if below == 0:
        return formula if cell.value is None and not cell.text else None
    exact = Fraction(above) / Fraction(below)
    tie = abs(abs(exact) * 10**digits % 1 - Fraction(1, 2))
    # A binary quotient next to a tie, but not on it, may fall on the other side of it.
    if cell.value is None or number_format(cell) is None or 0 < tie < _NEAR_A_TIE:
        return None
    return formula if _rounded(exact, digits) == cell.value else None


def _grade(cell: Cell, formula: GradeOf, total: Operand | None, sheet: str) -> str | None:
    points = None if total is None else total.number
    # The last name needs no condition, so what lies below the lowest bound must be impossible.
    if total is None or points is None or not formula.bands or len(formula.bands) > _NESTING:
        return None
    bounds = [bound for _, bound in formula.bands]
    if bounds != sorted(bounds, reverse=True) or not all(map(fits, bounds)):
        return None
    if next((name for name, bound in formula.bands if points >= bound), None) != cell.text:
        return None
    # XlsxWriter takes a name with a bracket for a function and a name like #N/A for an error, even inside quotes.
    if not all(
        name.isprintable() and "(" not in name and "#" not in name and len(name) <= _LITERAL_LENGTH
        for name, _ in formula.bands
    ):
        return None
    place = a1(total.address, sheet)
    names = ['"' + name.replace('"', '""') + '"' for name, _ in formula.bands]
    result = names[-1]
    for name, bound in reversed(list(zip(names[:-1], bounds[:-1], strict=True))):
        result = f"IF({place}>={bound:f},{name},{result})"
    return f"={result}"
