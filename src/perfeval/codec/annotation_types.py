"""The names that annotations of the model use, so that the types of its fields can be resolved when a file is read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from perfeval.model.absence_and_vetoes import AbsencePolicy, Veto
from perfeval.model.citations import Citation, Period
from perfeval.model.declarations import DeclaredAggregator, DeclaredScorer
from perfeval.model.domain_words import EvaluationKind
from perfeval.model.dossier import Absence
from perfeval.model.funds import Column, FundLine, Funds
from perfeval.model.grades import Band, GradeScale
from perfeval.model.hierarchy import ChecklistItem, Indicator
from perfeval.model.intentions import Intention, PromiseName
from perfeval.model.numbers import Rounding
from perfeval.model.quantities import Direction, Quantity
from perfeval.scoring.protocols import Aggregator, Scorer

NAMES: dict[str, Any] = {
    "Absence": Absence,
    "AbsencePolicy": AbsencePolicy,
    "Aggregator": Aggregator,
    "DeclaredAggregator": DeclaredAggregator,
    "Band": Band,
    "ChecklistItem": ChecklistItem,
    "Citation": Citation,
    "Column": Column,
    "Decimal": Decimal,
    "Direction": Direction,
    "EvaluationKind": EvaluationKind,
    "Fraction": Fraction,
    "FundLine": FundLine,
    "Funds": Funds,
    "GradeScale": GradeScale,
    "Indicator": Indicator,
    "Intention": Intention,
    "Period": Period,
    "PromiseName": PromiseName,
    "Quantity": Quantity,
    "Rounding": Rounding,
    "DeclaredScorer": DeclaredScorer,
    "Scorer": Scorer,
    "Veto": Veto,
    "date": date,
}
