"""A dossier whose every row is computed, by seven kinds in turn, and the same sums by pydantic models with Decimal."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import cycle, islice
from typing import Any

from pydantic import BaseModel

from perfeval import Band, Dossier, GradeScale, Indicator, IndicatorSet, Project, Row, parse_quantity
from perfeval.model.hierarchy import ChecklistItem
from perfeval.scoring.protocols import Scorer
from perfeval.scoring.scorers.bands import Bands, RateBand
from perfeval.scoring.scorers.checklist import Checklist
from perfeval.scoring.scorers.deduction import Deduction, DeductionItem
from perfeval.scoring.scorers.interpolate import Interpolate, RatePoint
from perfeval.scoring.scorers.rating_tiers import Rating, Tier
from perfeval.scoring.scorers.ratio import Ratio
from perfeval.scoring.scorers.yes_no import YesNo

CENT = Decimal("0.01")
BANDS = ((Decimal(0), Decimal(0)), (Decimal("0.8"), Decimal("0.6")), (Decimal("0.9"), Decimal(1)))


class Computed(BaseModel):
    """One row with Decimal points."""

    points: Decimal

    @property
    @abstractmethod
    def rate(self) -> Decimal:
        """The rate in [0, 1]."""

    @property
    def score(self) -> Decimal:
        """Points times rate, half up to hundredths."""
        return (self.points * self.rate).quantize(CENT, rounding=ROUND_HALF_UP)


class ByRatio(Computed):
    """A ≥ target."""

    target: Decimal
    actual: Decimal

    @property
    def rate(self) -> Decimal:
        """Actual by target, at most 1."""
        return min(self.actual / self.target, Decimal(1))


class ByBands(Computed):
    """Bands of the actual value."""

    actual: Decimal

    @property
    def rate(self) -> Decimal:
        """The rate of the last band that begins at or below the value."""
        return next(rate for lower, rate in reversed(BANDS) if self.actual >= lower)


class ByInterpolation(Computed):
    """A line from (0, 0) to (1, 1)."""

    actual: Decimal

    @property
    def rate(self) -> Decimal:
        """The value itself, held to [0, 1]."""
        return max(Decimal(0), min(Decimal(1), self.actual))


class ByRating(Computed):
    """A chosen rate."""

    chosen: Decimal

    @property
    def rate(self) -> Decimal:
        """What was chosen."""
        return self.chosen


class ByChecklist(Computed):
    """Two items, the second twice as heavy."""

    first: Decimal
    second: Decimal

    @property
    def rate(self) -> Decimal:
        """The shares met."""
        return (self.first + 2 * self.second) / 3


class ByDeduction(Computed):
    """Points off for each fault."""

    faults: Decimal

    @property
    def rate(self) -> Decimal:
        """What is left of the points."""
        return max(Decimal(0), (self.points - self.faults * Decimal("0.5")) / self.points)


class ByAnswer(Computed):
    """Yes or no."""

    answer: str

    @property
    def rate(self) -> Decimal:
        """All or nothing."""
        return Decimal(1) if self.answer == "是" else Decimal(0)


class ComputedSheet(BaseModel):
    """The whole scoresheet."""

    rows: list[ByRatio | ByBands | ByInterpolation | ByRating | ByChecklist | ByDeduction | ByAnswer]

    @property
    def total(self) -> tuple[Decimal, str]:
        """The total and the grade."""
        total = sum((row.score for row in self.rows), Decimal(0))
        bounds = ((90, "优"), (80, "良"), (60, "中"), (0, "差"))
        full = sum((row.points for row in self.rows), Decimal(0)) / 100
        return total, next(name for bound, name in bounds if total >= bound * full)


_TIERS = (Tier(name="好", lower="80%", upper="1"), Tier(name="中", lower="0", upper="80%"))
_ITEMS = (ChecklistItem(text="甲"), ChecklistItem(text="乙", share=2))
_POINTS = Decimal(2)
_KINDS: tuple[tuple[Scorer, dict[str, Any], Callable[[], Computed]], ...] = (
    (
        Ratio(),
        {"target": parse_quantity("≥100个"), "actual": parse_quantity("93个")},
        lambda: ByRatio(points=_POINTS, target=Decimal(100), actual=Decimal(93)),
    ),
    (
        Bands(bands=tuple(RateBand(lower=str(lower), rate=str(rate)) for lower, rate in BANDS)),
        {"actual": parse_quantity("85%")},
        lambda: ByBands(points=_POINTS, actual=Decimal("0.85")),
    ),
    (
        Interpolate(points=(RatePoint(at=0, rate=0), RatePoint(at=1, rate=1))),
        {"actual": parse_quantity("77.7%")},
        lambda: ByInterpolation(points=_POINTS, actual=Decimal("0.777")),
    ),
    (
        Rating(tiers=_TIERS),
        {"rating": "好", "rating_rate": Fraction(9, 10)},
        lambda: ByRating(points=_POINTS, chosen=Decimal("0.9")),
    ),
    (
        Checklist(),
        {"checks": (("1", Fraction(1)), ("2", Fraction(1, 2)))},
        lambda: ByChecklist(points=_POINTS, first=Decimal(1), second=Decimal("0.5")),
    ),
    (
        Deduction(items=(DeductionItem(name="迟报", points="0.5"),)),
        {"deductions": (("迟报", Decimal(1)),)},
        lambda: ByDeduction(points=_POINTS, faults=Decimal(1)),
    ),
    (YesNo(), {"actual": parse_quantity("是")}, lambda: ByAnswer(points=_POINTS, answer="是")),
)


def computed_rows(count: int) -> tuple[IndicatorSet, Dossier, ComputedSheet]:
    """Return a set of so many rows of two points, a dossier for it, and the models of the same sums.

    Args:
        count: How many rows there are.

    """
    leaves: list[Indicator] = []
    rows: list[Row] = []
    models: list[Any] = []
    for number, (scorer, facts, model) in enumerate(islice(cycle(_KINDS), count)):
        checklist = _ITEMS if isinstance(scorer, Checklist) else ()
        name = f"第{number}项"
        leaves.append(Indicator(code=f"X{number}", name=name, points=_POINTS, scorer=scorer, checklist=checklist))
        rows.append(Row(address=name, **facts))
        models.append(model())
    full = _POINTS * count
    bounds = [full, full * 90 / 100, full * 80 / 100, full * 60 / 100, Decimal(0)]
    grades = GradeScale(
        tuple(
            Band(name=name, lower=lower, upper=upper)
            for name, upper, lower in zip(("优", "良", "中", "差"), bounds, bounds[1:], strict=False)
        )
    )
    indicators = IndicatorSet(id="bench", title="测算", full_marks=full, grades=grades, indicators=tuple(leaves))
    dossier = Dossier(indicators="bench", year=2023, project=Project(name="测算"), rows=tuple(rows))
    return indicators, dossier, ComputedSheet(rows=models)
