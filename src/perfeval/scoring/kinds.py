"""The built-in kinds of scorers and aggregators, in one list each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.scoring.aggregators import LookupTable, WeakestLink
from perfeval.scoring.scorers.bands import Bands
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.checklist import Checklist
from perfeval.scoring.scorers.deduction import Deduction
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.scoring.scorers.interpolate import Interpolate
from perfeval.scoring.scorers.rating_tiers import Rating
from perfeval.scoring.scorers.ratio import Ratio
from perfeval.scoring.scorers.stated import Stated
from perfeval.scoring.scorers.yes_no import YesNo

if TYPE_CHECKING:
    from perfeval.scoring.protocols import Aggregator, Scorer

SCORERS: tuple[type[Scorer], ...] = (
    Bands,
    ByTarget,
    Checklist,
    Deduction,
    FundRate,
    Interpolate,
    Rating,
    Ratio,
    Stated,
    YesNo,
)

AGGREGATORS: tuple[type[Aggregator], ...] = (LookupTable, WeakestLink)
"""Those that combine rates; adding points needs no code of its own."""
