"""Live scores of a workbook to fill in: recalculated by an office suite, they are what the engine computes of the same facts."""

from __future__ import annotations

import itertools
import subprocess
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from perfeval.model.dossier import Row
from perfeval.model.funds import COLUMNS, FundLine, Funds
from perfeval.model.hierarchy import Indicator
from perfeval.model.numbers import round_half_up
from perfeval.model.quantities import parse_quantity
from perfeval.model.rounding import Rounding
from perfeval.scoring.protocols import Scorer, Unscorable
from perfeval.scoring.scorers.bands import Bands, RateBand
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.scoring.scorers.rating_tiers import Rating, Tier
from perfeval.scoring.scorers.ratio import OverFulfilment, Ratio
from perfeval.scoring.scorers.yes_no import YesNo
from perfeval.workbook.live_formulas import RowCells, score_formula

BANDS = (
    RateBand(lower=0, rate=0),
    RateBand(lower="60%", rate="50%"),
    RateBand(lower="80%", rate="70%"),
    RateBand(lower=1, rate=1),
)
RATING = Rating(tiers=(Tier(name="达成", lower="80%", upper=1), Tier(name="未达成", lower=0, upper="80%")))
BY_NUMBERS: list[Scorer] = [
    Ratio(),
    Ratio(at_most="target-over-actual", equal="exact"),
    Ratio(at_most="linear-deviation", equal="deviation"),
    Ratio(at_most="zero", pass_gate=Fraction(3, 5)),
    Ratio(pass_gate=Fraction(3, 5), pass_gate_rescale=True),
    Ratio(direction="at-most", at_most="linear-deviation"),
    Ratio(over_fulfilment=OverFulfilment(threshold="130%", effect="deduct-deviation", floor="20%")),
    Ratio(over_fulfilment=OverFulfilment(threshold="130%", effect="zero")),
    Bands(bands=BANDS, of="completion"),
    ByTarget(quantitative=Ratio(), qualitative=RATING),
]
OF_MONEY: list[Scorer] = [
    FundRate(numerator="spent", denominator="adjusted"),
    FundRate(numerator="arrived", denominator="initial"),
    FundRate(numerator="saved", denominator="adjusted"),
    FundRate(numerator="spent", denominator="arrived", bands=BANDS),
]
FUNDS = Funds(total=FundLine(name="年度资金总额", initial=110, adjusted=120, arrived=100, spent=87))
POINTS = Decimal("7.5")
NUMBERS = ((5, 8), (8, 8), (9, 8), (12, 8), (1, 3), (0, 3), (47, 50))
CASES = [
    *(
        (scorer, sign, actual, target)
        for scorer, sign, (actual, target) in itertools.product(BY_NUMBERS, "≥≤=", NUMBERS)
    ),
    *((scorer, "≥", actual, target) for scorer in BY_NUMBERS for actual, target in (("全部", 8), (8, ""), ("", 8))),
    *((scorer, "", "", "") for scorer in OF_MONEY),
    *((YesNo(no_rate="1/3"), "", word, "") for word in ("是", "否", "不详")),
]


def engine_score(scorer: Scorer, sign: str, actual: object, target: object, *, places: int) -> Decimal | None:
    """Return what the engine computes; None where it cannot."""
    row = Row(
        address="A",
        target=parse_quantity(f"{sign}{target}") if target != "" else None,
        actual=parse_quantity(str(actual)) if actual != "" else None,
    )
    rate = scorer.rate(Indicator(code="A", name="A", points=POINTS, scorer=scorer), row, FUNDS)
    return None if isinstance(rate, Unscorable) else round_half_up(Fraction(POINTS) * Fraction(*rate), places)


@pytest.mark.parametrize("quantum", ["0.01", "1"])
def test_formulas_give_the_engines_scores(tmp_path: Path, quantum: str) -> None:
    """Every scorer with a formula, every sign, met, missed and far above; blank where the engine cannot score either."""
    rounding = Rounding(quantum=quantum)
    path = tmp_path / "live.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        money = {column: f"$H${number}" for number, column in enumerate(COLUMNS, start=1)}
        for number, column in enumerate(COLUMNS):
            sheet.write_number(number, 7, FUNDS.amount(column))
        for row, (scorer, sign, actual, target) in enumerate(CASES, start=1):
            sheet.write_row(row - 1, 0, [actual, target, POINTS, sign])
            cells = RowCells(actual=f"A{row}", target=f"B{row}", points=f"C{row}", sign=f"D{row}")
            formula = score_formula(scorer, cells=cells, money=money, rounding=rounding)
            assert formula is not None
            sheet.write_formula(row - 1, 4, formula)
    # Saved again without cached values, so that everything is computed anew.
    openpyxl.load_workbook(path).save(path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    live = openpyxl.load_workbook(tmp_path / "out" / "live.xlsx", data_only=True).worksheets[0]
    places = 2 if quantum == "0.01" else 0
    for row, (scorer, sign, actual, target) in enumerate(CASES, start=1):
        wanted = engine_score(scorer, sign, actual, target, places=places)
        shown = live.cell(row, 5).value
        found = None if shown in ("", None) else Decimal(str(shown))
        assert found == wanted, (scorer, sign, actual, target)


def test_no_formula_where_a_person_decides_or_binary_numbers_cannot_be_trusted() -> None:
    """A rating has none; rounding down has none: 0.1 * 3 / 0.3 is below 1 in binary numbers."""
    cells = RowCells(actual="A1", target="B1", points="C1", sign="D1")
    money = dict.fromkeys(COLUMNS, "H1")
    assert score_formula(RATING, cells=cells, money=money, rounding=Rounding()) is None
    assert score_formula(Ratio(), cells=cells, money=money, rounding=Rounding(mode="down")) is None
    assert score_formula(YesNo(yes=("是(1)",)), cells=cells, money=money, rounding=Rounding()) is None
