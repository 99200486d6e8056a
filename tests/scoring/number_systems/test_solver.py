"""Solver terms are the formula: for the facts of any row they give the exact value, and nothing else."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval import Indicator, Row
from perfeval.model.funds import Funds
from perfeval.model.hierarchy import ChecklistItem
from perfeval.model.rounding import Rounding
from perfeval.proofs.solving import ask, ask_defined
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.number_systems.expressions import Condition, NumberFact, facts_of
from perfeval.scoring.number_systems.integer_terms import Quotients, SolverInteger
from perfeval.scoring.number_systems.promises import RowPromise
from perfeval.scoring.number_systems.solver import solver_library
from perfeval.scoring.protocols import Scorer, Unscorable
from perfeval.testing.fact_drawing import funds, rows_for
from perfeval.testing.scorer_drawing import scorers

CHECKLIST = (ChecklistItem(text="有依据"), ChecklistItem(text="合规", share=2, required=True))


@st.composite
def rows(draw: st.DrawFn) -> tuple[Scorer, Indicator, Row, Funds]:
    """Draw a scorer with a row that it can score."""
    scorer = draw(scorers())
    leaf = Indicator(code="A", name="甲", points=10, scorer=scorer, checklist=CHECKLIST)
    return scorer, leaf, draw(rows_for(leaf)), draw(funds())


@settings(max_examples=60, deadline=None)
@given(rows())
def test_solver_terms_give_the_exact_value(case: tuple[Scorer, Indicator, Row, Funds]) -> None:
    """With every fact fixed, the formula equals the exact rate, and no other; it is undefined exactly where that is."""
    scorer, leaf, row, money = case
    assert isinstance(scorer, FormulaScorer)
    made = scorer.formula_for(leaf.checklist)
    assert made is not None
    known: list[Condition] = []
    all_are_read = True
    for fact in facts_of(made.expression):
        value = fact.read(leaf, row, money)
        if isinstance(value, Unscorable):
            all_are_read = False
            continue
        known.append(fact.equals(Fraction(*value)) if isinstance(fact, NumberFact) else fact.is_one_of(value))  # type: ignore[arg-type, misc]
    rate = made.value(leaf, row, money)
    if isinstance(rate, Unscorable):
        # A fact that the row does not hold is unknown to the solver, which then has nothing to say of it.
        assert not all_are_read or ask_defined(made.expression, assuming=known).holds is False
        return
    equal = RowPromise(promise="band", holds=made.expression.equals(Fraction(*rate)))
    other = RowPromise(promise="band", holds=made.expression.equals(Fraction(*rate) + Fraction(1, 7)))
    assert ask(made.expression, equal, assuming=known).holds
    assert ask(made.expression, other, assuming=known).holds is False


@settings(deadline=None)
@given(
    st.sampled_from(["half-up", "half-even", "down", "up"]),
    st.integers(0, 10**6),
    st.integers(1, 10**4),
)
def test_the_rounding_runs_on_unknown_integers(mode: str, numerator: int, denominator: int) -> None:
    """What the engine's own code gives for two integers, it gives for unknowns that are those integers."""
    library, quotients = solver_library(), Quotients()
    rounding = Rounding(mode=mode)  # type: ignore[arg-type]
    top, bottom = library.Ints("top bottom")
    rounded = rounding.round(SolverInteger(top, quotients), SolverInteger(bottom, quotients))  # type: ignore[arg-type]
    solver = library.Solver()
    solver.add(*quotients.known, top == numerator, bottom == denominator)
    solver.add(rounded.term != rounding.round(numerator, denominator))  # type: ignore[attr-defined]
    assert solver.check() == library.unsat
