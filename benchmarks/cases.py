"""The Wuhua evaluation as users would model it without perfeval: pydantic models, and a pandas frame."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

import pandas as pd
from pydantic import BaseModel

from perfeval import Evaluation


class Leaf(BaseModel):
    """One row with Decimal points and a rate."""

    name: str
    points: Decimal
    rate: Decimal

    @property
    def score(self) -> Decimal:
        """Points times rate, half up to whole points as the form rounds."""
        return (self.points * self.rate).quantize(Decimal(1), rounding=ROUND_HALF_UP)


class Group(BaseModel):
    """One level-1 indicator."""

    leaves: list[Leaf]

    @property
    def score(self) -> Decimal:
        """The sum of its rows."""
        return sum((leaf.score for leaf in self.leaves), Decimal(0))


class Sheet(BaseModel):
    """The whole scoresheet."""

    groups: list[Group]

    @property
    def total(self) -> tuple[Decimal, str]:
        """The total and the grade."""
        total = sum((group.score for group in self.groups), Decimal(0))
        bounds = ((90, "优"), (80, "良"), (60, "中"), (0, "差"))
        return total, next(name for bound, name in bounds if total >= bound)


def pydantic_model_of(evaluation: Evaluation) -> Sheet:
    """Return the evaluation as pydantic models."""
    return Sheet(
        groups=[
            Group(
                leaves=[
                    Leaf(
                        name=node.name, points=node.points or Decimal(0), rate=(node.score or Decimal(0)) / node.points
                    )
                    for node in top.walk()
                    if node.is_leaf and node.points
                ]
            )
            for top in evaluation.tree
        ]
    )


def frame_of(evaluation: Evaluation) -> Callable[[], object]:
    """Return what makes a frame of the evaluation's rows, scores it and adds it up."""
    rows = [
        (node.names[0], float(node.points), float(node.score or 0) / float(node.points))
        for node in evaluation.leaf_nodes
        if node.points
    ]
    return partial(_score_frame, rows)


def _score_frame(rows: list[tuple[str, float, float]]) -> object:
    frame = pd.DataFrame(rows, columns=["group", "points", "rate"])
    frame["score"] = (frame["points"] * frame["rate"]).round()
    return frame.groupby("group")["score"].sum().sum()
