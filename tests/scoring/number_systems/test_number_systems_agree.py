"""A scorer has one formula: when one node of it changes, every number system changes with it, and alike."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xlsxwriter
from formula_graphs import Values, is_safe_in_binary
from live_sheets import recalculated
from perturbed_scorers import ITEMS, SCORERS, Perturbation, perturbations
from xlsxwriter.utility import xl_rowcol_to_cell

from perfeval.errors.language import Text
from perfeval.model.funds import COLUMNS
from perfeval.model.rounding import Rounding
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.kinds import SCORERS as KINDS
from perfeval.scoring.number_systems.column_tape import NumberBounds, WordBounds
from perfeval.scoring.number_systems.columns import NumberColumn, WordColumn
from perfeval.scoring.number_systems.exact import RateFormula
from perfeval.scoring.number_systems.expressions import Constant, Expression, NumberFact, Undefined, facts_of, where
from perfeval.scoring.number_systems.lacking_facts import lacks_of
from perfeval.scoring.number_systems.solver import SolverTerms, solver_library, value_in
from perfeval.scoring.number_systems.spreadsheet import Cells, spreadsheet_formula
from perfeval.scoring.protocols import Unscorable
from perfeval.scoring.scorers.rating_tiers import ChosenRate
from perfeval.workbook.live_formulas import RowCells, score_formula

LIMIT = 10**4


@cache
def perturbed(scorer: FormulaScorer) -> tuple[tuple[Perturbation, ...], tuple[Expression, ...]]:
    """Return the changes of a scorer's formula that show, and the nodes of which none does."""
    found = list(perturbations(scorer))
    seen = tuple(one for one in found if isinstance(one, Perturbation))
    return seen, tuple(one for one in found if not isinstance(one, Perturbation))


def formula_of(scorer: FormulaScorer) -> RateFormula:
    """Return a scorer's formula."""
    formula = scorer.formula_for(ITEMS)
    assert formula is not None
    return formula


def by_columns(formula: RateFormula, values: Values) -> Fraction | Text:
    """Return what a formula on columns makes of one row."""
    bounds: dict[Any, NumberBounds | WordBounds] = {}
    columns: dict[Any, NumberColumn | WordColumn] = {}
    for fact in formula.facts:
        value = values[fact]
        lacking, reasons = (np.array([1]), (value,)) if isinstance(value, Text) else (None, ())
        if isinstance(fact, NumberFact):
            number = value if isinstance(value, Fraction) else Fraction(0)
            bounds[fact] = NumberBounds(lowest=-LIMIT, highest=LIMIT, denominator=LIMIT, varies=True)
            pair = np.array([number.numerator]), np.array([number.denominator])
            columns[fact] = NumberColumn(numerators=pair[0], denominators=pair[1], lacking=lacking, reasons=reasons)
        else:
            bounds[fact] = WordBounds()
            at = np.array([fact.words.index(value) if isinstance(value, str) else 0])
            columns[fact] = WordColumn(positions=at, lacking=lacking, reasons=reasons)
    found = formula.columns(bounds).value(columns, rows=1)
    assert found.lacking is not None
    code, below = int(found.lacking[0]), np.broadcast_to(found.denominators, (1,))
    return found.reasons[code - 1] if code else Fraction(int(found.numerators[0]), int(below[0]))


def by_engine(scorer: FormulaScorer, one: Perturbation) -> Fraction | Text:
    """Return the rate that the engine is given."""
    rate = scorer.rate(one.case.indicator, one.case.row, one.case.funds)
    return rate.reason if isinstance(rate, Unscorable) else Fraction(*rate)


def test_every_kind_is_perturbed() -> None:
    """Each built-in kind of scorer stands among those that are changed."""
    assert {type(scorer) for scorer in SCORERS} == set(KINDS)


@pytest.mark.parametrize("scorer", SCORERS, ids=lambda scorer: scorer.kind)
def test_every_parameter_and_fact_shows(scorer: FormulaScorer) -> None:
    """A change of any constant or fact changes some rate; what shows nowhere is a choice between equals or a guard."""
    seen, unseen = perturbed(scorer)
    assert not [node for node in unseen if isinstance(node, Constant | NumberFact)]
    assert len(unseen) < len(seen)


@pytest.mark.parametrize("scorer", SCORERS, ids=lambda scorer: scorer.kind)
def test_exact_values_and_columns_change_with_the_formula(scorer: FormulaScorer) -> None:
    """The engine's rate and the columns are what they were before, and become what the changed formula means."""
    for one in perturbed(scorer)[0]:
        assert by_engine(one.original, one) == by_columns(formula_of(one.original), one.case.values) == one.was
        assert by_engine(one.scorer, one) == by_columns(formula_of(one.scorer), one.case.values) == one.becomes


def by_solver(formula: RateFormula, values: Values) -> Fraction | None:
    """Return what the solver makes of a formula when it is told the row; None where it says that nothing is defined."""
    world, z3 = SolverTerms(), solver_library()
    rate, is_defined = world.number(formula.expression), world.defined(formula.expression)
    solver = z3.Solver(ctx=world.context)
    for fact, term in world.facts.items():
        value = values[fact]
        if isinstance(value, Text):  # only a branch that is not taken reads it, so that any value will do
            continue
        solver.add(
            term == (z3.RealVal(value, world.context) if isinstance(value, Fraction) else fact.words.index(value))
        )
    assert solver.check() == z3.sat
    return value_in(solver.model(), rate) if z3.is_true(solver.model().eval(is_defined)) else None


@pytest.mark.parametrize("scorer", SCORERS, ids=lambda scorer: scorer.kind)
def test_solver_terms_change_with_the_formula(scorer: FormulaScorer) -> None:
    """Told a row that has the facts that are read, the solver finds what the formula meant, and then what the changed one means."""
    told = 0
    for one in perturbed(scorer)[0]:
        lacking = {value for value in one.case.values.values() if isinstance(value, Text)}
        if not lacking & {one.was, one.becomes}:
            told += 1
            for formula, meaning in ((formula_of(one.original), one.was), (formula_of(one.scorer), one.becomes)):
                found = by_solver(formula, one.case.values)
                assert found == (meaning if isinstance(meaning, Fraction) else None)
    assert told


YES, NO = (Unscorable(Text(word, word)) for word in ("是", "否"))


@pytest.mark.parametrize("scorer", SCORERS, ids=lambda scorer: scorer.kind)
def test_what_is_lacking_changes_with_the_formula(scorer: FormulaScorer) -> None:
    """Where a condition upon the formula can be decided, only the branch that counts is asked; else the formula's own reason is told."""
    for one in perturbed(scorer)[0]:
        told = (one.case.indicator, one.case.row, one.case.funds)
        for formula, meaning in ((formula_of(one.original), one.was), (formula_of(one.scorer), one.becomes)):
            if isinstance(meaning, Text):
                assert meaning in [lack.reason for lack in lacks_of(formula.expression, *told)]
                continue
            for value, branch in ((meaning, YES), (meaning + 1, NO)):
                asked = where(formula.expression.equals(value), Undefined.of(YES), Undefined.of(NO))
                assert lacks_of(asked, *told) == (branch,)


def test_cells_change_with_the_formula(tmp_path: Path) -> None:
    """Recalculated by an office suite, the cells are what they were before, and become what the changed formula means."""
    path, wanted = tmp_path / "perturbed.xlsx", list[tuple[Perturbation, Fraction | Text]]()
    column = 20
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for one in (one for scorer in SCORERS for one in perturbed(scorer)[0]):
            for scorer, meaning in ((one.original, one.was), (one.scorer, one.becomes)):
                formula, row = formula_of(scorer), len(wanted)
                at = {fact: xl_rowcol_to_cell(row, index) for index, fact in enumerate(formula.facts)}
                texts = spreadsheet_formula(formula.expression, cells=Cells(addresses=at))
                if texts is None or not is_safe_in_binary(formula.expression, one.case.values):
                    continue
                for index, fact in enumerate(formula.facts):
                    if not isinstance(value := one.case.values[fact], Text):
                        sheet.write(row, index, value)
                sheet.write_formula(row, column, f'=IF({texts[0]},{texts[1]},"")')
                wanted.append((one, meaning))
    live = recalculated(path)
    for row, (one, meaning) in enumerate(wanted, start=1):
        shown = live.cell(row, column + 1).value
        assert shown == (pytest.approx(float(meaning), abs=1e-9) if isinstance(meaning, Fraction) else None), one
    shows = {one.original for one, _ in wanted}
    assert shows == {
        scorer
        for scorer in SCORERS
        if spreadsheet_formula(
            formula_of(scorer).expression, cells=Cells(addresses=dict.fromkeys(formula_of(scorer).facts, "A1"))
        )
    }


@pytest.mark.parametrize("scorer", SCORERS, ids=lambda scorer: scorer.kind)
def test_the_workbook_to_fill_in_changes_with_the_formula(scorer: FormulaScorer) -> None:
    """Where a kind has a live score, its text follows the formula; the workbook knows no formula of its own."""
    cells = RowCells(actual="A1", target="B1", points="C1", sign="D1")
    money = {one: f"H{at}" for at, one in enumerate(COLUMNS, start=1)}
    written = score_formula(scorer, cells=cells, money=money, rounding=Rounding())
    others = [score_formula(one.scorer, cells=cells, money=money, rounding=Rounding()) for one in perturbed(scorer)[0]]
    if written is None:
        assert set(others) == {None}
    else:
        same = [one for one, text in zip(perturbed(scorer)[0], others, strict=True) if text == written]
        for one in same:  # a sheet tells no reason, and has no cell for a rate that the evaluators choose
            is_reason = isinstance(one.was, Text) and isinstance(one.becomes, Text)
            assert is_reason or any(isinstance(fact, ChosenRate) for fact in facts_of(one.node))
