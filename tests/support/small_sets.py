"""Small sets and dossiers written as a person writes them, for tests of one rule each."""

from __future__ import annotations

from perfeval import Dossier, Evaluation, IndicatorSet, evaluate
from perfeval.codec.loading import parse
from perfeval.codec.vocabulary import Vocabulary

TABLE = """\
  - code: G
    name: 质量
    points: 100
    aggregator:
      type: lookup-table
      table:
        - {when: {甲: 高, 乙: 高}, rate: 100%}
        - {when: {甲: 高, 乙: 低}, rate: 60%}
      otherwise: 30%
    children:
      - {code: G1, name: 甲, scorer: {type: rating, tiers: [{name: 高, from: 100%, to: 100%}, {name: 低, from: 0, to: 0}]}}
      - {code: G2, name: 乙, scorer: {type: rating, tiers: [{name: 高, from: 100%, to: 100%}, {name: 低, from: 0, to: 0}]}}
"""
WEAKEST = """\
  - code: G
    name: 质量
    points: 100
    aggregator: {type: weakest-link}
    children:
      - {code: G1, name: 甲, scorer: {type: ratio}}
      - {code: G2, name: 乙, scorer: {type: deduction, items: [{name: 迟报, points: 25}]}}
"""
POLICIES = """\
  - {code: A, name: 甲, points: 60, scorer: {type: ratio}}
  - {code: B, name: 乙, points: 40, scorer: {type: ratio}}
"""


def set_of(indicators: str, head: str = "") -> IndicatorSet:
    """Return a set of these indicators."""
    text = f"format: 1\nindicator-set: demo\ntitle: 示例\n{head}indicators:\n{indicators}"
    loaded = parse(text)
    assert isinstance(loaded, IndicatorSet)
    return loaded


def dossier_of(rows: str, head: str = "", *, vocabulary: Vocabulary | None = None) -> Dossier:
    """Return a dossier with these rows."""
    text = f"format: 1\nindicators: demo\nyear: 2024\nproject: {{name: 示例}}\n{head}rows:\n{rows}"
    loaded = parse(text, vocabulary=vocabulary)
    assert isinstance(loaded, Dossier)
    return loaded


def scored(indicators: IndicatorSet, rows: str) -> Evaluation:
    """Score these rows."""
    return evaluate(dossier_of(rows), indicators=indicators)


def codes(error: Exception) -> list[str]:
    """Return the codes of an error's issues."""
    return [issue.code for issue in error.issues]  # type: ignore[attr-defined]
