"""The rules that the regulations leave open and docs/formats.md decides: one test each, for every kind and place they hold in."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from perfeval import Dossier, DossierError, IndicatorSet, Project, Registry, Row, ScoringError, evaluate, explain
from perfeval.codec.loading import parse
from perfeval.model.funds import Funds
from perfeval.model.hierarchy import Indicator
from perfeval.model.quantities import parse_quantity
from perfeval.scoring.protocols import Scorer, Unscorable, scorer_of
from perfeval.scoring.scorers.by_target import ByTarget

REGISTRY = Registry.discover()
KINDS = {
    "ratio": "type: ratio",
    "bands": "type: bands, of: completion, bands: [{from: 0, rate: 0}, {from: 50%, rate: 50%}, {from: 100%, rate: 100%}]",
    "interpolate": "type: interpolate, of: completion, points: [{at: 0, rate: 0}, {at: 1, rate: 1}]",
}
PLACES = {
    "leaf": "  - {code: A, name: 甲, points: 100, scorer: {SCORER}TARGET}\n",
    "by-target": (
        "  - {code: A, name: 甲, points: 100, scorer: {type: by-target, quantitative: {SCORER}, qualitative: {type: stated}}TARGET}\n"
    ),
    "component": (
        "  - code: G\n    name: 组\n    points: 100\n    aggregator: {type: weakest-link}\n    children:\n"
        "      - {code: A, name: 甲, scorer: {SCORER}TARGET}\n"
    ),
    "own row": "  - {code: G, name: 组, points: 100, open: true, default-scorer: {SCORER}}\n",
}


def set_of(place: str, scorer: str, target: str = "") -> IndicatorSet:
    """Return a set with this scorer in one of the places where one may stand."""
    body = PLACES[place].replace("SCORER", scorer).replace("TARGET", f", target: {target}" if target else "")
    loaded = parse(f"format: 1\nindicator-set: demo\ntitle: 示例\nindicators:\n{body}")
    assert isinstance(loaded, IndicatorSet)
    return loaded


def dossier_of(place: str, target: str, actual: str) -> Dossier:
    """Return a dossier that fills in the one row."""
    row = Row(
        address="组/甲" if place == "own row" else "A",
        points=Decimal(100) if place == "own row" else None,
        target=parse_quantity(target) if target else None,
        actual=parse_quantity(actual),
    )
    return Dossier(indicators="demo", year=2024, project=Project(name="示例"), rows=(row,))


def total(place: str, scorer: str, target: str, actual: str) -> Decimal:
    """Return what one row earns of 100."""
    return evaluate(dossier_of(place, target, actual), indicators=set_of(place, scorer)).total


def lacking(place: str, scorer: str, target: str, actual: str) -> list[str]:
    """Return what keeps the row from being scored."""
    with pytest.raises(ScoringError) as caught:
        total(place, scorer, target, actual)
    return [issue.values["lacks"] for issue in caught.value.issues]


everywhere = pytest.mark.parametrize("place", PLACES)
of_every_kind = pytest.mark.parametrize("kind", KINDS)


@everywhere
@pytest.mark.parametrize(
    ("actual", "score"),
    [
        ("150个", 80),
        ("200个", 50),
        ("300个", 50),
        ("130个", 100),
        ("129个", 100),
        ("80个", 80),
        ("60个", 60),
        ("59个", 0),
    ],
)
def test_the_gate_is_asked_of_the_completion(place: str, actual: str, score: int) -> None:
    """Then over-fulfilment: 150 % of a threshold of 130 % loses 20 points, and 200 % keeps its floor."""
    scorer = "type: ratio, pass-gate: 60%, over-fulfilment: {threshold: 130%, effect: deduct-deviation, floor: 50%}"
    assert total(place, scorer, "≥100个", actual) == score


@everywhere
@of_every_kind
def test_a_strict_target_that_is_equalled_is_missed(place: str, kind: str) -> None:
    """It earns what the formula gives: nothing by zero, 5 ÷ 5 by shares; it is never said to be met."""
    for formula, score in (("zero", 0), ("target-over-actual", 100), ("linear-deviation", 100)):
        scorer = f"{KINDS[kind]}, at-most: {formula}"
        assert total(place, scorer, "<5个", "5个") == score
        assert total(place, scorer, "<5个", "4个") == 100
        indicators = set_of(place, scorer)
        said = [
            explain(evaluate(dossier_of(place, sign, "5个"), indicators=indicators))[0] for sign in ("<5个", ">5个")
        ]
        assert all("达标" not in one.speak("zh").replace("未达标", "") for one in said)
        assert all("the target is met" not in one.speak("en") for one in said)
    assert total(place, KINDS[kind], ">5个", "5个") == 100
    assert total(place, KINDS[kind], ">5个", "4个") < 100


@everywhere
@of_every_kind
def test_a_missed_limit_earns_what_the_set_declares(place: str, kind: str) -> None:
    """Undeclared it cannot be scored; a limit that is kept needs no formula."""
    assert lacking(place, KINDS[kind], "≤5个", "10个") == ["formula"]
    assert total(place, KINDS[kind], "≤5个", "5个") == 100
    for formula, score in (("target-over-actual", 50), ("linear-deviation", 0), ("zero", 0)):
        assert total(place, f"{KINDS[kind]}, at-most: {formula}", "≤5个", "10个") == score


@everywhere
@of_every_kind
@pytest.mark.parametrize(
    ("target", "actual", "score"),
    [("=0次", "0次", 100), ("=0次", "3次", 0), ("≤0次", "0次", 100), ("≤0次", "3次", 0), ("≥0次", "0次", 100), (">0次", "0次", 0), ("<0次", "0次", 0)],
)  # fmt: skip
def test_a_target_of_zero_is_met_or_missed(place: str, kind: str, target: str, actual: str, score: int) -> None:
    """There is no ratio to nothing, so no formula is asked for either."""
    assert total(place, KINDS[kind], target, actual) == score


@everywhere
@of_every_kind
def test_a_bare_target_asks_for_a_direction(place: str, kind: str) -> None:
    """The scorer may declare it; else the row cannot be scored, and nothing is guessed."""
    assert lacking(place, KINDS[kind], "10个", "5个") == ["direction"]
    assert total(place, f"{KINDS[kind]}, direction: at-least", "10个", "5个") == 50
    assert total(place, f"{KINDS[kind]}, direction: at-most", "10个", "5个") == 100


@everywhere
@of_every_kind
def test_an_equal_target_is_read_like_at_least(place: str, kind: str) -> None:
    """Unless a ratio declares otherwise."""
    assert total(place, KINDS[kind], "=10个", "5个") == 50
    assert total(place, KINDS[kind], "=10个", "11个") == 100
    if kind == "ratio":
        assert total(place, "type: ratio, equal: exact", "=10个", "11个") == 0
        assert total(place, "type: ratio, equal: deviation", "=10个", "11个") == 90


@pytest.mark.parametrize("place", [one for one in PLACES if one != "own row"])
@of_every_kind
def test_a_row_does_not_change_the_target_that_the_set_fixes(place: str, kind: str) -> None:
    """Another is refused, as other points are; the same in other words is taken, and so is none at all."""
    indicators = set_of(place, KINDS[kind], "≥1万元")
    for target in ("≥10000元", "不低于1万元", ""):
        assert evaluate(dossier_of(place, target, "0.5万元"), indicators=indicators).total == 50
    for target in ("≥2万元", "≤1万元", "1万元", "尽量"):
        with pytest.raises(DossierError) as caught:
            evaluate(dossier_of(place, target, "0.5万元"), indicators=indicators)
        assert [(issue.code, issue.expected) for issue in caught.value.issues] == [("row-target", "≥1万元")]


def scorers_of(indicators: IndicatorSet) -> list[Scorer]:
    """Return every scorer of a set that compares an actual value with a target."""
    declared = [scorer_of(one) for leaf in indicators.walk() for one in (leaf.scorer, leaf.default_scorer)]
    chosen = [one.quantitative if isinstance(one, ByTarget) else one for one in declared if one is not None]
    return [one for one in chosen if one.kind == "ratio" or getattr(one, "of", "") == "completion"]


@pytest.mark.parametrize("set_id", REGISTRY.set_ids)
def test_the_rules_hold_in_every_registered_set(set_id: str) -> None:
    """Those of plugins too: zero is met or missed, a bare target needs a direction, a strict one that is equalled is not met."""
    for scorer in scorers_of(REGISTRY.indicator_set(set_id)):

        def rate(target: str, actual: str, scorer: Scorer = scorer) -> Fraction | str:
            row = Row(address="A", target=parse_quantity(target), actual=parse_quantity(actual))
            found = scorer.rate(Indicator(code="A", name="甲", points=10), row, Funds())
            return found.lacks if isinstance(found, Unscorable) else Fraction(*found)

        assert (rate("=0次", "0次"), rate("=0次", "3次")) == (1, 0)
        assert (rate("10个", "8个") == "direction") is (getattr(scorer, "direction", None) is None)
        assert rate("≥10个", "10个") == rate("≤10个", "10个") == 1
        if getattr(scorer, "at_most", None) is None:
            assert rate("<10个", "10个") == rate("≤10个", "11个") == "formula"
