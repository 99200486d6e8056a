"""The rounding and the grades: proved of the engine's own integer code, and of the bounds of every band."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from perfeval.errors.language import Text
from perfeval.proofs.verdicts import Verdict
from perfeval.scoring.number_systems.integer_terms import Quotients, SolverInteger
from perfeval.scoring.number_systems.solver import solver_library, value_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.model.grades import GradeScale
    from perfeval.model.rounding import Rounding
    from perfeval.proofs.verdicts import SetPromise

ROUNDING, GRADES = Text("取整", "rounding"), Text("等次", "grades")

_WITHIN: dict[str, int] = {"half-up": 1, "half-even": 1, "down": 2, "up": 2}
"""How far, in half quanta, each mode may move a score: half a quantum, or a whole one where it goes one way only."""


def verdicts_of_rounding(rounding: Rounding) -> Iterator[Verdict]:
    """Yield that a rounded score stays within its points and near the exact one, and that more never rounds to less.

    The engine's own integer code runs on unknown counts of quanta, so every quantum is covered.
    """
    library, quotients = solver_library(), Quotients()
    top, bottom, other_top, other_bottom, points = library.Ints("top bottom other_top other_bottom points")
    code: Any = rounding.round
    rounded, other = (
        code(SolverInteger(one, quotients), SolverInteger(two, quotients)).term
        for one, two in ((top, bottom), (other_top, other_bottom))
    )
    given = [bottom > 0, other_bottom > 0, top >= 0, other_top >= 0, *quotients.known]
    within = _WITHIN[rounding.mode]
    far = library.Or(2 * top - 2 * rounded * bottom > within * bottom, 2 * rounded * bottom - 2 * top > within * bottom)
    outside = library.And(top <= points * bottom, library.Or(rounded < 0, rounded > points))
    reversed_order = library.And(top * other_bottom <= other_top * bottom, rounded > other)
    for broken in (far, outside, reversed_order):
        yield _verdict(ROUNDING, "rounding", [*given, broken], [top, bottom, other_top, other_bottom, points])


def verdicts_of_grades(grades: GradeScale) -> Iterator[Verdict]:
    """Yield that every total on the scale has exactly one grade."""
    library = solver_library()
    total = library.Real("total")
    highest = grades.bands[0]
    inside = [
        library.And(
            total >= library.RealVal(Fraction(band.lower)),
            total <= library.RealVal(Fraction(band.upper))
            if band is highest
            else total < library.RealVal(Fraction(band.upper)),
        )
        for band in grades.bands
    ]
    on_the_scale = [total >= 0, total <= library.RealVal(Fraction(grades.full_marks))]
    not_one = library.Not(library.PbEq([(one, 1) for one in inside], 1))
    yield _verdict(GRADES, "one-grade", [*on_the_scale, not_one], [total])


def _verdict(name: Text, promise: SetPromise, broken: list[Any], shown: list[Any]) -> Verdict:
    library = solver_library()
    solver = library.Solver()
    solver.add(*broken)
    found = solver.check()
    if found != library.sat:
        return Verdict(rule=name, promise=promise, state="proved" if found == library.unsat else "undecided")
    model = solver.model()
    values = ", ".join(f"{term} = {value_in(model, term)}" for term in shown)
    return Verdict(rule=name, promise=promise, state="broken", counter_examples=(Text(values, values),))
