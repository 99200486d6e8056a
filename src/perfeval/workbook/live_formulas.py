"""Live scores of a workbook to fill in: a scorer's own formula, as the text of a cell.

A live score is only a help while the form is filled in; the engine scores what was filled in, exactly. Where a scorer needs a
judgement (a rating, a checklist, deductions), or rounds in a way that binary numbers cannot be trusted with, there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.model.dossier import Absence
from perfeval.model.exact_arithmetic import shifted
from perfeval.model.numbers import decimal_places, plain
from perfeval.model.quantities import SIGNS
from perfeval.model.rounding import Rounding
from perfeval.scoring.facts import (
    ACTUAL,
    NUMERIC,
    QUALITATIVE,
    TARGET,
    TARGET_DIRECTION,
    TARGET_KIND,
    ActualWord,
    Amount,
)
from perfeval.scoring.formula_scorers import recorded_formula
from perfeval.scoring.number_systems.expressions import Fact
from perfeval.scoring.number_systems.spreadsheet import Cells, spreadsheet_formula

if TYPE_CHECKING:
    from collections.abc import Mapping

    from perfeval.model.declarations import DeclaredScorer
    from perfeval.model.funds import Column

# XlsxWriter takes a word with a bracket for a function and a word like #N/A for an error, even inside quotes.
_WITHOUT_EVIDENCE = (Absence.MISSING, Absence.UNVERIFIABLE)
_NOT_IN_FORMULAS = frozenset("(#")


@frozen(kw_only=True)
class RowCells:
    """Where the facts of one row stand, as addresses such as ``G7``."""

    actual: str
    target: str
    points: str
    sign: str


def score_formula(
    scorer: DeclaredScorer | None, *, cells: RowCells, money: Mapping[Column, str], rounding: Rounding
) -> str | None:
    """Return the formula of a row's score; None where the scorer has none that the row's cells suffice for.

    Args:
        scorer: The row's scorer.
        cells: Where the row's facts stand.
        money: Where the total of each column of the money stands.
        rounding: How the set rounds scores.

    """
    formula = recorded_formula(scorer, ())
    if formula is None:
        return None
    addresses = {fact: address for fact in formula.facts if (address := _address(fact, cells, money)) is not None}
    text = spreadsheet_formula(
        formula.expression,
        cells=Cells(
            addresses=addresses,
            words={direction: SIGNS[direction] for direction in SIGNS},
        ),
    )
    if text is None:
        return None
    ready, rate = text
    rounded = _rounded(f"{cells.points}*{rate}", rounding)
    if rounded is None:
        return None
    # Absence is asked before any scorer; a fund rate reads nothing of the row, and yet the row may say 缺失.
    absent = "OR(" + ",".join(f'{cells.actual}="{one.text.zh}"' for one in _WITHOUT_EVIDENCE) + ")"
    return f'=IF(ISNUMBER({cells.points}),IF({absent},0,IF({ready},IFERROR({rounded},""),"")),"")'


def _address(fact: Fact, cells: RowCells, money: Mapping[Column, str]) -> str | None:
    """Return where *fact* stands in the row or among the money; None where a sheet does not hold it."""
    if isinstance(fact, Amount):
        return money[fact.column]
    if isinstance(fact, ActualWord):
        return None if any(set(word) & _NOT_IN_FORMULAS for word in fact.words) else cells.actual
    kind = f'IF(ISNUMBER({cells.target}),"{NUMERIC}","{QUALITATIVE}")'
    addresses: dict[Fact, str] = {
        ACTUAL: cells.actual,
        TARGET: cells.target,
        TARGET_DIRECTION: cells.sign,
        TARGET_KIND: kind,
    }
    return addresses.get(fact)


def _rounded(value: str, rounding: Rounding) -> str | None:
    """Return *value* rounded to the quantum; only half-up is safe in binary numbers."""
    if rounding.mode != "half-up":
        return None
    places = decimal_places(rounding.quantum)
    if shifted(rounding.quantum, places) == 1:
        return f"ROUND({value},{places})"
    quantum = plain(rounding.quantum)
    return f"ROUND(ROUND(({value})/{quantum},0)*{quantum},{places})"
