"""Where a row brings its own target, doing better never scores less: a dossier whose scorer goes against it is refused."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import Dossier, DossierError, Indicator, IndicatorSet, Project, Row, evaluate
from perfeval.codec.loading import parse
from perfeval.model.intentions import Intention
from perfeval.scoring.aggregators import WeakestLink
from perfeval.scoring.scorers.bands import Bands, RateBand
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.interpolate import Interpolate, RatePoint
from perfeval.scoring.scorers.stated import Stated
from perfeval.scoring.scorers.yes_no import YesNo

RATES = st.lists(st.integers(0, 4).map(lambda quarters: Fraction(quarters, 4)), min_size=2, max_size=4)
WANTS_MORE = {"≥90%": True, ">90%": True, "≤90%": False, "<90%": False}
MEANT = Intention(promise="monotone", reason="有意")


def scorers_of(rates: list[Fraction]) -> list[Bands | Interpolate | ByTarget]:
    """Return every kind of scorer that gives these rates to 0 %, 20 %, 40 % … of the actual value."""
    bands = Bands(bands=tuple(RateBand(lower=Fraction(at, 5), rate=rate) for at, rate in enumerate(rates)))
    points = Interpolate(points=tuple(RatePoint(at=Fraction(at, 5), rate=rate) for at, rate in enumerate(rates)))
    return [bands, points, ByTarget(quantitative=bands, qualitative=Stated())]


def places_of(scorer: object, *, intended: tuple[Intention, ...] = ()) -> dict[str, tuple[IndicatorSet, str]]:
    """Return sets whose rows bring the target, each with the address of such a row."""
    how = {"scorer": scorer, "intended": intended}
    link = {"aggregator": WeakestLink(), "children": (Indicator(code="C", name="乙", **how),)}
    tops = {
        "open group": ({"open": True, "default_scorer": scorer, "intended": intended}, "甲/自设"),
        "leaf without a target": (how, "甲"),
        "component": (link, "甲/乙"),
    }
    made = {}
    for name, (fields, address) in tops.items():
        top = Indicator(code="A", name="甲", points=100, **fields)  # type: ignore[arg-type]
        made[name] = (IndicatorSet(id="test.brought", title="一项", indicators=(top,)), address)
    return made


def dossier_of(address: str, target: str, actual: str, **fields: object) -> Dossier:
    """Return a dossier of one row."""
    points = {"points": 100} if "自设" in address else {}
    row = Row(address=address, target=target, actual=actual, **points, **fields)  # type: ignore[arg-type]
    return Dossier(id="d", indicators="test.brought", year=2024, project=Project(name="某项目"), rows=(row,))


@given(rates=RATES, target=st.sampled_from(sorted(WANTS_MORE)))
def test_better_never_scores_less_or_the_dossier_is_refused(rates: list[Fraction], target: str) -> None:
    """Refused exactly where two actual values would be scored against the target's direction; in every place, by every kind."""
    more = WANTS_MORE[target]
    goes_against = any(after < before if more else after > before for before, after in pairwise(rates))
    for scorer in scorers_of(rates):
        for indicators, address in places_of(scorer).values():
            dossiers = [dossier_of(address, target, f"{at * 20}%") for at in range(len(rates))]
            if goes_against:
                with pytest.raises(DossierError) as caught:
                    evaluate(dossiers[0], indicators=indicators)
                assert [one.code for one in caught.value.issues] == ["target-against-scorer"]
            else:
                scores = [evaluate(one, indicators=indicators).total for one in dossiers]
                assert scores == sorted(scores, reverse=not more)


@pytest.mark.parametrize("place", list(places_of(YesNo())))
def test_what_the_set_means_is_scored(place: str) -> None:
    """Declared at the indicator, or at the open group; a target without a direction, and an absence, go against nothing."""
    falling = scorers_of([Fraction(1), Fraction(2, 5)])[0]
    meant, address = places_of(falling, intended=(MEANT,))[place]
    assert evaluate(dossier_of(address, "≥90%", "95%"), indicators=meant).total == 40
    plain, address = places_of(falling)[place]
    for target in ("90%", "=90%"):
        assert evaluate(dossier_of(address, target, "95%"), indicators=plain).total == 40
    absent = dossier_of(address, "≥90%", "95%")
    (row,) = absent.rows
    assert evaluate(absent.replace(rows=(row.replace(absence="missing"),)), indicators=plain).total == 0


def test_a_row_with_a_scorer_of_its_own_is_held_to_that() -> None:
    """The group's falls, the row's rises; and the other branch of a scorer by the kind of the target is not asked."""
    falling, rising = (scorers_of(list(rates))[0] for rates in ((Fraction(1), Fraction(0)), (Fraction(0), Fraction(1))))
    indicators, address = places_of(falling)["open group"]
    assert evaluate(dossier_of(address, "≥90%", "95%", scorer=rising), indicators=indicators).total == 100
    with pytest.raises(DossierError):
        evaluate(dossier_of(address, "≤90%", "95%", scorer=rising), indicators=indicators)
    for scorer in (
        ByTarget(quantitative=rising, qualitative=falling),
        ByTarget(quantitative=rising, qualitative=YesNo()),
    ):
        indicators, address = places_of(scorer)["open group"]
        assert evaluate(dossier_of(address, "≥90%", "95%"), indicators=indicators).total == 100


def test_it_is_told_at_the_rows_line_in_either_language() -> None:
    """With the target, the band, and how to mend it."""
    falling = scorers_of([Fraction(1), Fraction(2, 5)])[0]
    indicators, _ = places_of(falling)["open group"]
    text = (
        "format: 1\nindicators: test.brought\nyear: 2024\nproject: {name: 某}\n"
        "rows:\n  甲/好: {points: 50, target: ≤5%, actual: 3%}\n  甲/坏: {points: 50, target: ≥90%, actual: 95%}\n"
    )
    with pytest.raises(DossierError) as caught:
        evaluate(parse(text, name="d.yaml"), indicators=indicators)
    (issue,) = caught.value.issues
    assert issue.location is not None
    assert issue.location.line == 7
    assert issue.render("zh").startswith(
        "d.yaml:7:8 [rows/甲/坏]: 甲/坏 的指标值与计分方法的方向相反；应为 ≥ 类指标的得分率不随实际值上升而下降；"
        "实为 ≥90%，从 0.2 起由 100% 变为 40%；建议 核对指标值的比较符号"
    )
    assert "go opposite ways: expected rates that do not fall" in issue.render("en")
