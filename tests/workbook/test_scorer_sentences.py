"""Scorers in words, for the notes of a workbook to fill in."""

from __future__ import annotations

from fractions import Fraction

from perfeval import Registry
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.scoring.scorers.ratio import Ratio
from perfeval.workbook.scorer_sentences import rule_words


def test_kind_and_parameters_are_told() -> None:
    """The kind in words, the parameters as a set's file names them, columns of money by their names."""
    assert rule_words(Ratio(pass_gate=Fraction(3, 5), at_most="zero"), "zh") == (
        "ratio 达到指标值得满分，未达到的按完成比例; pass-gate: 60%; at-most: zero"
    )
    assert rule_words(FundRate(numerator="spent", denominator="adjusted"), "en") == (
        "fund-rate by a rate of the money; numerator: funds spent; denominator: adjusted budget"
    )


def test_every_scorer_has_words() -> None:
    """Each built-in kind in both languages; a plugin's own kind stands for itself."""
    registry = Registry.discover()
    scorers = {
        (one.scorer or one.default_scorer)
        for set_id in registry.set_ids
        for one in registry.indicator_set(set_id).walk()
        if one.scorer or one.default_scorer
    }
    assert scorers
    for scorer in scorers:
        assert scorer is not None
        assert rule_words(scorer, "zh") != rule_words(scorer, "en")
        assert rule_words(scorer, "zh").startswith(scorer.kind)
