"""Rows of every sort, and what their explanations say: read from golden/told_steps.yaml, and told again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from perfeval import Dossier, IndicatorSet, evaluate, explain
from perfeval.codec.loading import parse

GOLDEN = Path(__file__).parents[1] / "scoring" / "golden" / "told_steps.yaml"
FUNDS = {"total": {"initial": "300", "adjusted": "310.5", "arrived": "310.5", "spent": "303.25"}}


def cases() -> list[dict[str, Any]]:
    """Return the cases: a scorer, a checklist, a row, the score, and the steps in both languages."""
    loaded: list[dict[str, Any]] = yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))
    return loaded


def told(scorer: object, row: object, checklist: object = ()) -> dict[str, Any]:
    """Return the score of a row that is a set's only one, and the steps that lead to it.

    Args:
        scorer: The scorer, as a file has it.
        row: The row, as a file has it.
        checklist: The indicator's checklist, as a file has it.

    """
    leaf = {"code": "A", "name": "甲", "points": 100, "scorer": scorer, "checklist": list(checklist)}  # type: ignore[call-overload]
    head = {"format": 1, "indicator-set": "demo", "title": "示例", "absence": {"not-applicable": "full-marks"}}
    indicators = parse(json.dumps({**head, "indicators": [leaf]}), name="set.json")
    project = {"format": 1, "indicators": "demo", "year": 2024, "project": {"name": "示例"}, "funds": FUNDS}
    dossier = parse(json.dumps({**project, "rows": {"甲": row}}), name="dossier.json")
    assert isinstance(indicators, IndicatorSet)
    assert isinstance(dossier, Dossier)
    evaluation = evaluate(dossier, indicators=indicators)
    (one,) = explain(evaluation)
    return {
        "score": str(evaluation.total),
        "zh": [step.zh for step in one.steps],
        "en": [step.en for step in one.steps],
    }
