"""Live scores of a workbook to fill in: the scorers that a spreadsheet can compute from the row itself, as formulas.

A formula is only a help while the form is filled in; the engine scores what was filled in, exactly. Where a scorer needs a
judgement (a rating, a checklist, deductions), or rounds in a way that binary numbers cannot be trusted with, there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.model.numbers import Rounding, decimal_places, plain
from perfeval.scoring.scorers.bands import Bands
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.scoring.scorers.ratio import Ratio
from perfeval.scoring.scorers.yes_no import YesNo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from perfeval.model.declarations import DeclaredScorer
    from perfeval.model.funds import Column
    from perfeval.scoring.scorers.bands import RateBand

_UNKNOWN = "NA()"
# XlsxWriter takes a word with a bracket for a function and a word like #N/A for an error, even inside quotes.
_NOT_IN_FORMULAS = frozenset("(#")
_DIRECTIONS = {"at-least": "≥", "above": "≥", "at-most": "≤", "below": "<", "equal": "="}


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
    """Return the formula of a row's score; None where the scorer has none.

    Args:
        scorer: The row's scorer; of one that goes by the target, the scorer of numbers counts.
        cells: Where the row's facts stand.
        money: Where the total of each column of the money stands.
        rounding: How the set rounds scores.

    """
    if isinstance(scorer, ByTarget):
        scorer = scorer.quantitative
    if isinstance(scorer, Ratio) and scorer.direction != "qualitative":
        ready, rate = _ratio_ready(scorer, cells), _ratio(scorer, cells)
    elif isinstance(scorer, Bands) and scorer.of == "completion":
        as_ratio = Ratio(at_most=scorer.at_most)
        ready, rate = _ratio_ready(as_ratio, cells), _banded(scorer.bands, _completion(as_ratio, cells))
    elif isinstance(scorer, YesNo) and not any(set(word) & _NOT_IN_FORMULAS for word in (*scorer.yes, *scorer.no)):
        ready, rate = f'{cells.actual}<>""', _yes_no(scorer, cells)
    elif isinstance(scorer, FundRate):
        ready, rate = f"N({money[scorer.denominator]})>0", _fund_rate(scorer, money)
    else:
        return None
    rounded = _rounded(f"{cells.points}*{rate}", rounding)
    return rounded and f'=IF(AND(ISNUMBER({cells.points}),{ready}),IFERROR({rounded},""),"")'


def _rounded(value: str, rounding: Rounding) -> str | None:
    """Return *value* rounded to the quantum; only half-up is safe in binary numbers."""
    if rounding.mode != "half-up":
        return None
    places = decimal_places(rounding.quantum)
    if rounding.quantum.scaleb(places) == 1:
        return f"ROUND({value},{places})"
    quantum = plain(rounding.quantum)
    return f"ROUND(ROUND(({value})/{quantum},0)*{quantum},{places})"


def _ratio_ready(scorer: Ratio, cells: RowCells) -> str:
    numbers = f"ISNUMBER({cells.actual}),ISNUMBER({cells.target}),N({cells.target})>0"
    if scorer.direction is not None:
        return numbers
    return f'{numbers},OR({cells.sign}="≥",{cells.sign}="≤",{cells.sign}="=")'


def _ratio(scorer: Ratio, cells: RowCells) -> str:
    completion = _completion(scorer, cells)
    rate, gate = f"MAX(0,MIN(1,{completion}))", None if scorer.pass_gate is None else _number(scorer.pass_gate)
    if gate is not None and scorer.pass_gate_rescale:
        rate = f"({rate}-{gate})/(1-{gate})"
    over = scorer.over_fulfilment
    if over is not None and over.effect != "full":
        threshold = _number(over.threshold)
        above = "0" if over.effect == "zero" else f"MAX({_number(over.floor)},1-({completion}-{threshold}))"
        rate = f"IF({completion}>={threshold},{above},{rate})"
    return rate if gate is None else f"IF({completion}<{gate},0,{rate})"


def _completion(scorer: Ratio, cells: RowCells) -> str:
    """Return how much of the target was reached, by the row's sign or by the scorer's own direction."""
    actual, target = cells.actual, cells.target
    missed = {
        "target-over-actual": f"{target}/{actual}",
        "linear-deviation": f"1-({actual}-{target})/{target}",
        "zero": "0",
    }.get(scorer.at_most or "", _UNKNOWN)
    by_sign = {
        "≥": f"{actual}/{target}",
        "≤": f"IF({actual}<={target},1,{missed})",
        "<": f"IF({actual}<{target},1,{missed})",
        "=": {
            "at-least": f"{actual}/{target}",
            "exact": f"IF({actual}={target},1,0)",
            "deviation": f"1-ABS({actual}-{target})/{target}",
        }[scorer.equal],
    }
    if scorer.direction is not None:
        return by_sign[_DIRECTIONS[scorer.direction]]
    return f'IF({cells.sign}="≤",{by_sign["≤"]},IF({cells.sign}="=",{by_sign["="]},{by_sign["≥"]}))'


def _banded(bands: tuple[RateBand, ...], value: str) -> str:
    """Return the rate of the band in which *value* lies."""
    highest_first = sorted(bands, key=lambda band: band.lower, reverse=True)
    result = _number(highest_first[-1].rate)
    for band in reversed(highest_first[:-1]):
        result = f"IF({value}>={_number(band.lower)},{_number(band.rate)},{result})"
    return result


def _yes_no(scorer: YesNo, cells: RowCells) -> str:
    return f"IF({_is_one_of(cells.actual, scorer.yes)},1,IF({_is_one_of(cells.actual, scorer.no)},{_number(scorer.no_rate)},{_UNKNOWN}))"


def _is_one_of(cell: str, words: tuple[str, ...]) -> str:
    compared = ",".join(f'{cell}="' + word.replace('"', '""') + '"' for word in words)
    return f"OR({compared})"


def _fund_rate(scorer: FundRate, money: Mapping[Column, str]) -> str:
    below = money[scorer.denominator]
    above = f"({below}-N({money['spent']}))" if scorer.numerator == "saved" else f"N({money[scorer.numerator]})"
    rate = f"{above}/{below}"
    return _banded(scorer.bands, rate) if scorer.bands else f"MAX(0,MIN(1,{rate}))"


def _number(rate: Fraction) -> str:
    """Return a rate as a quotient that a formula computes: (3/5)."""
    return f"({rate.numerator}/{rate.denominator})"
