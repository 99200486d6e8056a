"""The proofs of the kinds speak of every kind, of parameters that are really unknown, and can fail."""

from __future__ import annotations

from fractions import Fraction

import pytest
from attrs import evolve

from perfeval.model.absence_and_vetoes import AbsencePolicy
from perfeval.model.rounding import Rounding
from perfeval.proofs.claims import ScoringRule
from perfeval.proofs.kind_proofs import Marks, Variant, variants_of_kinds, verdicts_of
from perfeval.proofs.rounding_and_grades import verdicts_of_rounding
from perfeval.scoring.kinds import AGGREGATORS, SCORERS
from perfeval.scoring.number_systems.expressions import Constant
from perfeval.scoring.scorers.bands import Bands
from perfeval.scoring.scorers.ratio import Ratio
from perfeval.scoring.scorers.stated import Stated

VARIANTS = variants_of_kinds()


def test_every_kind_that_computes_is_proved() -> None:
    """A kind that is added is proved too; only the evaluators' own score computes nothing."""
    assert set(VARIANTS) == {one.kind for one in (*SCORERS, *AGGREGATORS)} - {Stated.kind}
    assert all(VARIANTS.values())


@pytest.mark.parametrize("kind", VARIANTS)
def test_every_parameter_is_unknown(kind: str) -> None:
    """Each marked number stands in the formula as it is, so nothing was computed with it before it became an unknown."""
    for variant in VARIANTS[kind]:
        rule = ScoringRule(
            path="",
            indicator=variant.indicator,
            scorer=variant.scorer,
            aggregator=variant.aggregator,
            policy=AbsencePolicy(),
        )
        assert rule.formula is not None
        constants = {node for node in rule.formula.walk() if isinstance(node, Constant)}
        assert set(variant.marks.parameters) <= constants, (kind, variant.title)


def test_bands_whose_rates_may_fall_are_refuted() -> None:
    """Without the demand that rates rise, the order is broken: the proof rests on it."""
    variant = next(one for one in VARIANTS["bands"] if isinstance(one.scorer, Bands) and len(one.scorer.bands) == 3)
    found = {one.promise: one.state for one in verdicts_of(evolve(variant, assuming=()))}
    assert found["monotone"] == "broken"
    assert found["bounded"] == "proved"


def test_a_gate_that_may_be_anything_is_refuted() -> None:
    """A gate of 1 or more, or below 0, would break the stretched rate: the proof rests on its bounds."""
    marks = Marks()
    gate = marks.any_number("pass-gate")
    scorer = Ratio(direction="at-least", pass_gate=gate, pass_gate_rescale=True)
    verdicts = list(verdicts_of(Variant(title="any gate", scorer=scorer, marks=marks)))
    assert {one.state for one in verdicts} >= {"broken"}
    assert all(one.counter_examples for one in verdicts if one.state == "broken")


class Cut(Rounding):
    """A rounding that takes one more quantum off than its mode says, where there is one."""

    def round(self, numerator: int, denominator: int) -> int:
        """Round, wrongly."""
        return super().round(numerator, denominator) - 1


class Parity(Rounding):
    """A rounding that is near and not in order."""

    def round(self, numerator: int, denominator: int) -> int:
        """Round up where the numerator is even, else down."""
        return (numerator + (denominator - 1) * (numerator % 2)) // denominator


@pytest.mark.parametrize("wrong", [Cut(), Parity(mode="up")])
def test_a_wrong_rounding_is_refuted(wrong: Rounding) -> None:
    """The code itself is proved, so wrong code is found."""
    verdicts = list(verdicts_of_rounding(wrong))
    assert any(one.state == "broken" and one.counter_examples for one in verdicts)
    assert all(one.state == "proved" for one in verdicts_of_rounding(Rounding(mode=wrong.mode)))


def test_marks_differ() -> None:
    """No two marks are alike, and none is 0 or 1."""
    marks = Marks()
    found = [marks.rate("a"), marks.at_least("b", 0), marks.at_least("c", 1), marks.any_number("d")]
    assert len({*found, Fraction(0), Fraction(1)}) == 6
