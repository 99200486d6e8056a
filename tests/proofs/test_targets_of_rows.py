"""Where rows bring their own target, what is proved is said of the rows of which it holds, and the engine keeps it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from perfeval import Dossier, DossierError, Indicator, IndicatorSet, Project, Row, evaluate
from perfeval.codec.loading import parse
from perfeval.model.quantities import parse_quantity
from perfeval.proofs.set_proofs import prove
from perfeval.scoring.scorers.bands import Bands, RateBand
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.interpolate import Interpolate, RatePoint
from perfeval.scoring.scorers.stated import Stated

if TYPE_CHECKING:
    from perfeval.scoring.protocols import Scorer

RATES = st.lists(st.integers(0, 4).map(lambda quarters: Fraction(quarters, 4)), min_size=2, max_size=4)


def open_group(scorer: Scorer) -> IndicatorSet:
    """Return a set of one open group."""
    group = Indicator(code="A", name="甲", points=100, open=True, default_scorer=scorer)
    return IndicatorSet(id="test.open", title="一项", indicators=(group,))


def total(indicators: IndicatorSet, target: str, actual: str) -> Decimal:
    """Score one row of the project's own."""
    row = Row(address="甲/自设", points=100, target=target, actual=actual)
    dossier = Dossier(id="d", indicators=indicators.id, year=2024, project=Project(name="某"), rows=(row,))
    return evaluate(dossier, indicators=indicators).total


@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(rates=RATES, kind=st.sampled_from(["bands", "points", "by target"]), rises=st.booleans())
def test_what_is_said_of_which_rows_is_what_the_engine_does(rates: list[Fraction], kind: str, *, rises: bool) -> None:
    """The least target that is told gets full points where it is just met; the other direction is refused."""
    made = sorted(rates, reverse=not rises)
    bands = Bands(bands=tuple(RateBand(lower=Fraction(at, 5), rate=rate) for at, rate in enumerate(made)))
    scorer: Scorer = bands
    if kind == "points":
        scorer = Interpolate(points=tuple(RatePoint(at=Fraction(at, 5), rate=rate) for at, rate in enumerate(made)))
    elif kind == "by target":
        scorer = ByTarget(quantitative=bands, qualitative=Stated())
    indicators = open_group(scorer)
    rows = {one.promise: one.rows for one in prove(indicators).verdicts if one.rows is not None}
    turns, is_ever_full = made[0] != made[-1], made[-1 if rises else 0] == 1
    assert ("monotone" in rows) == turns
    assert ("met-is-full" in rows) == (turns and is_ever_full)
    if "monotone" in rows:
        refused = "≤1" if rises else "≥1"
        assert f"{refused[0]}、" in rows["monotone"].zh.split("；")[1]
        with pytest.raises(DossierError):
            total(indicators, refused, "1")
    if "met-is-full" in rows:
        least = rows["met-is-full"].zh.split()[1]
        target = parse_quantity(least)
        assert target.value is not None
        step = Decimal("0.001") if target.direction == "below" else Decimal(0)
        assert total(indicators, least, f"{target.value - step:f}{target.unit or ''}") == 100


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (
            [("0", "0"), ("60%", "60%"), ("90%", "100%")],
            "指标值为 ≥90% 或要求更高的行；要求更低的，达到指标值不一定得满分",
        ),
        ([("0", "100%"), ("5%", "60%")], "指标值为 <5% 或要求更高的行；要求更低的，达到指标值不一定得满分"),
    ],
)
def test_the_least_target_of_full_points_is_told(pairs: list[tuple[str, str]], said: str) -> None:
    """As the officer writes it; and where the set fixes the target, the verdicts speak of every row."""
    bands = Bands(bands=tuple(RateBand(lower=lower, rate=rate) for lower, rate in pairs))
    told = [one for one in prove(open_group(bands)).verdicts if one.promise == "met-is-full"]
    assert [(one.state, one.rows and one.rows.zh) for one in told] == [("proved", said)]
    leaf = Indicator(code="A", name="甲", points=100, scorer=bands, target=parse_quantity("≥90%"))
    fixed = IndicatorSet(id="test.fixed", title="一项", indicators=(leaf,))
    assert not [one for one in prove(fixed).verdicts if one.rows is not None]


@pytest.mark.parametrize("effect", ["zero", "deduct-deviation, floor: 0", "full"])
def test_over_fulfilment_is_said_of_the_rows_below_it(effect: str) -> None:
    """Where the set takes points off from a completion on, better and met are promised below it, and that is said."""
    loaded = parse(
        "format: 1\nindicator-set: demo\ntitle: 示例\nindicators:\n  - {code: A, name: 甲, points: 100, scorer: "
        f"{{type: ratio, at-most: zero, over-fulfilment: {{threshold: 130%, effect: {effect}}}}}}}\n"
    )
    assert isinstance(loaded, IndicatorSet)
    told = {one.promise: one.rows for one in prove(loaded).verdicts}
    for promise in ("monotone", "met-is-full"):
        rows = told[promise]
        assert (rows is None) == (effect == "full")
        assert rows is None or "a completion below 130%" in rows.en
