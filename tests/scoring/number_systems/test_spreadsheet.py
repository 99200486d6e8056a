"""Spreadsheet expressions: the texts of cells, which an office suite reads as the formula means."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import xlsxwriter
from formula_graphs import FACTS, WORD, WORDS, Values, formulas, is_safe_in_binary, meant, rows
from hypothesis import Phase, given, settings
from live_sheets import recalculated
from xlsxwriter.utility import xl_rowcol_to_cell

from perfeval.errors.language import Text
from perfeval.scoring.number_systems.expressions import Numeric, Undefined, maximum, number, where
from perfeval.scoring.number_systems.shallow_graphs import stepwise
from perfeval.scoring.number_systems.spreadsheet import DEEPEST_FORMULA, LONGEST_FORMULA, Cells, spreadsheet_formula

A, B, C = FACTS
EXCELS_LIMIT = 64
CELLS = Cells(addresses={A: "A1", B: "B1", C: "C1", WORD: "D1"}, words={"高": 'hi "gh"'})


def test_an_office_suite_reads_what_the_formula_means(tmp_path: Path) -> None:
    """Random formulas on random rows: the number; nothing where a fact is lacking or nothing is defined."""
    drawn: list[tuple[Numeric, Values]] = []

    @settings(max_examples=300, derandomize=True, database=None, phases=[Phase.generate])
    @given(formula=formulas(), values=rows())
    def draw(formula: Numeric, values: Values) -> None:
        drawn.append((formula, values))

    draw()
    path = tmp_path / "formulas.xlsx"
    facts = (*FACTS, WORD)
    wanted: list[Fraction | Text] = []
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for formula, values in drawn:
            row = len(wanted)
            cells = Cells(addresses={fact: xl_rowcol_to_cell(row, column) for column, fact in enumerate(facts)})
            texts = spreadsheet_formula(formula, cells=cells)
            if texts is None:
                assert isinstance(meant(formula, values), Text)
            elif is_safe_in_binary(formula, values):
                for column, fact in enumerate(facts):
                    if not isinstance(value := values[fact], Text):
                        sheet.write(row, column, value)
                sheet.write_formula(row, len(facts), f'=IF({texts[0]},{texts[1]},"")')
                wanted.append(meant(formula, values))
    live = recalculated(path)
    found = [live.cell(row, len(facts) + 1).value for row in range(1, len(wanted) + 1)]
    assert sum(isinstance(one, Fraction) for one in wanted) > 100
    assert sum(isinstance(one, Text) for one in wanted) > 20
    for one, shown in zip(wanted, found, strict=True):
        assert shown == (pytest.approx(float(one), abs=1e-9) if isinstance(one, Fraction) else None)


def test_facts_are_cells_and_words_are_quoted() -> None:
    """A constant is a quotient in brackets; a word is spelled as its cell has it."""
    assert spreadsheet_formula(where(A < B, A / B, Fraction(1, 3)), cells=CELLS) == (
        "IF(AND(ISNUMBER(A1),ISNUMBER(B1)),IF(A1<B1,AND(ISNUMBER(A1),ISNUMBER(B1)),TRUE),FALSE)",
        "IF(A1<B1,(A1/B1),(1/3))",
    )
    ready, value = spreadsheet_formula(where(WORD.is_one_of("高"), 1, -1), cells=CELLS) or ("", "")
    assert value == 'IF(EXACT(D1,"hi ""gh"""),1,(-1))'
    assert ready == "OR(" + ",".join(f'EXACT(D1,"{word}")' for word in ('hi ""gh""', *WORDS[1:])) + ")"


def test_only_the_branch_that_needs_a_fact_knows_nothing_without_it() -> None:
    """A fact without a cell, or an undefined branch, makes that branch unknown; where no branch is left there is no text."""
    cells = Cells(addresses={A: "A1"})
    undefined = Undefined(Text("没有规定", "no rule"))
    assert spreadsheet_formula(where(A > 0, B, 1), cells=cells) == (
        "IF(ISNUMBER(A1),IF(0<A1,FALSE,TRUE),FALSE)",
        "IF(0<A1,NA(),1)",
    )
    assert spreadsheet_formula(where(A > 0, undefined, 1), cells=cells) == (
        "IF(ISNUMBER(A1),IF(0<A1,FALSE,TRUE),FALSE)",
        "IF(0<A1,NA(),1)",
    )
    for formula in (
        B,
        A + B,
        maximum(A, B),
        where(B > 0, 1, 0),
        where(A > 0, B, undefined),
        where(WORD.is_one_of("高"), 1, 0),
    ):
        assert spreadsheet_formula(formula, cells=cells) is None


def test_what_excel_would_refuse_is_not_given() -> None:
    """300 bands are shallow and fit; choices nested beyond 64 functions, and texts beyond 8192 characters, have no text."""
    bands = stepwise(A, [(Fraction(at), number(at)) for at in range(300)])
    texts = spreadsheet_formula(bands, cells=CELLS)
    assert texts is not None
    assert max(map(len, texts)) < LONGEST_FORMULA
    nested: Numeric = number(0)
    given: list[tuple[str, str]] = []
    while texts := spreadsheet_formula(nested := where(len(given) > A, len(given), nested), cells=CELLS):
        given.append(texts)
    assert 20 < len(given) < EXCELS_LIMIT
    assert max(text.split("ISNUMBER")[-1].count(")") for text in given[-1]) <= DEEPEST_FORMULA < EXCELS_LIMIT
    squared: Numeric = A
    for _ in range(64):
        squared = squared * squared
    assert spreadsheet_formula(squared, cells=CELLS) is None


def test_a_short_text_may_be_too_deep() -> None:
    """Brackets within brackets count, and nothing else does."""
    deep: Numeric = A
    given = 0
    while texts := spreadsheet_formula(deep := A - deep, cells=CELLS):
        given += 1
        assert max(map(len, texts)) < LONGEST_FORMULA // 8
    assert DEEPEST_FORMULA - 3 <= given <= DEEPEST_FORMULA
