"""The engine over small sets: addresses, decided rules, and the law of absence, each fault that was once seen among them."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import frozen
from small_sets import POLICIES, WEAKEST, codes, dossier_of, scored, set_of

from perfeval import (
    DossierError,
    IndicatorSet,
    Registry,
    ScoringError,
    apply_overlay,
    dump,
    evaluate,
    explain,
)
from perfeval.codec.loading import parse
from perfeval.codec.vocabulary import Vocabulary
from perfeval.plugin import Text

SLASH = """\
  - code: A
    name: 产出
    points: 60
    children:
      - {code: A1, name: 受理量（件/年）, points: 60, scorer: {type: ratio}}
  - {code: B, name: 效益/影响, points: 40, open: true, default-scorer: {type: ratio}}
"""


def test_a_row_does_not_change_the_sets_scorer() -> None:
    """A scorer on the row of a set's own indicator, or of a component, is refused and not ignored."""
    for address in ("质量/甲", "质量"):
        rows = f"  {address}: {{target: ≥10个, actual: 5个, scorer: {{type: yes-no}}}}\n  质量/乙: {{deductions: {{迟报: 0}}}}\n"
        with pytest.raises(DossierError) as caught:
            scored(set_of(WEAKEST), rows)
        assert "row-scorer" in codes(caught.value)


def test_a_name_may_hold_a_slash() -> None:
    """Scored, added below a group whose name has one too, explained, dumped and loaded."""
    indicators = set_of(SLASH)
    rows = "  产出:\n    受理量（件/年）: {target: ≥10件, actual: 9件}\n  效益/影响/满意/知晓: {points: 40, target: ≥10个, actual: 10个}\n"
    evaluation = scored(indicators, rows)
    assert evaluation.total == 94
    assert evaluation.node("产出/受理量（件/年）").score == 54
    assert evaluation.node("效益/影响/满意/知晓").name == "满意/知晓"
    assert parse(dump(evaluation.dossier)) == evaluation.dossier
    assert parse(dump(indicators)) == indicators


def test_an_overlay_adds_a_name_with_a_slash() -> None:
    """The slash within brackets is the name's own; the overlay reads back."""
    overlay = parse(
        "format: 1\noverlay: own\nbase: demo\noperations:\n"
        "  - {set: 产出, points: 60}\n"
        "  - {set: A1, points: 50}\n"
        "  - {add: 产出/速度（公里/小时）, code: A2, points: 10, scorer: {type: ratio}}\n"
    )
    changed = apply_overlay(overlay, base=set_of(SLASH))  # type: ignore[arg-type]
    assert changed.find("产出/速度（公里/小时）").code == "A2"
    assert changed.path("A2") == "产出/速度（公里/小时）"
    assert parse(dump(overlay)) == overlay


@frozen(kw_only=True)
class Generous:
    """A plugin's scorer that gives everything to everybody."""

    kind = "generous"

    def rate(self, indicator: object, row: object, funds: object) -> tuple[int, int]:
        """Return all."""
        del indicator, row, funds
        return (1, 1)

    def steps(self, indicator: object, row: object, funds: object) -> tuple[Text, ...]:
        """Say nothing."""
        del indicator, row, funds
        return ()


@pytest.mark.parametrize("absence", ["missing", "unverifiable"])
@pytest.mark.parametrize("scorer", ["{type: fund-rate, numerator: spent, denominator: adjusted}", "{type: generous}"])
def test_the_engine_asks_absence_before_any_scorer(absence: str, scorer: str) -> None:
    """Rates of money and a plugin's scorer alike: without evidence there is nothing."""
    registered = {**Vocabulary().scorers, "generous": Generous}
    vocabulary = Vocabulary(scorers=registered)  # type: ignore[arg-type]
    text = f"format: 1\nindicator-set: demo\ntitle: 示例\nindicators:\n  - {{code: A, name: 甲, points: 100, scorer: {scorer}}}\n"
    indicators = parse(text, vocabulary=vocabulary)
    assert isinstance(indicators, IndicatorSet)
    dossier = dossier_of(f"  甲: {absence}\n", "funds: {财政拨款: {adjusted: 10, spent: 10}}\n")
    evaluation = evaluate(dossier, indicators=indicators)
    assert (evaluation.total, evaluation.computed) == (0, (0,))
    assert "按 0 计" in explain(evaluation)[0].speak("zh")


def test_a_row_that_does_not_apply_has_no_other_score() -> None:
    """With full marks it gets its points; a stated 3 beside them is refused, for the sheet would print both."""
    indicators = set_of(POLICIES, "absence: {not-applicable: full-marks}\n")
    rows = "  甲: {absence: not-applicable, score: 3}\n  乙: {target: ≥1个, actual: 1个}\n"
    with pytest.raises(DossierError) as caught:
        scored(indicators, rows)
    assert codes(caught.value) == ["not-applicable-score"]
    assert scored(indicators, rows.replace(", score: 3", "")).total == 100


def test_stated_scores_under_reallocation_are_refused_or_scaled() -> None:
    """60 points that do not apply go to the other row: its stated 40 of 40 is 100 of 100, or an error, never 40 of 100."""
    rows = "  甲: not-applicable\n  乙: {score: 40}\n"
    with pytest.raises(DossierError) as caught:
        scored(set_of(POLICIES, "absence: {not-applicable: reallocate}\n"), rows)
    assert codes(caught.value) == ["score-before-reallocation"]
    scaled = set_of(POLICIES, "absence: {not-applicable: reallocate, stated-scores: scale}\n")
    assert scored(scaled, rows).total == 100
    three_quarters = scored(scaled, rows.replace("40", "30"))
    assert three_quarters.total == 75
    assert "评价人评定 30 分" in explain(three_quarters)[-1].speak("zh")
    assert "75" in explain(three_quarters)[-1].speak("en")


THREE = """\
  - {code: G, name: 组, points: 40, open: true, default-scorer: {type: ratio}}
  - {code: B, name: 乙, points: 60, scorer: {type: ratio}}
"""
OWN = ("修路", "架桥", "植树")


@pytest.mark.parametrize("within", ["set", "group"])
def test_reallocation_does_not_depend_on_the_order_of_rows(within: str) -> None:
    """Whatever the order in which the rows are filled in, each indicator has the same points, code and score."""
    head = f"absence: {{not-applicable: reallocate, within: {within}}}\nrounding: {{quantum: 1}}\n"
    indicators = set_of(THREE, head)
    facts = dict(
        zip(
            OWN,
            (
                "{points: 13, absence: not-applicable}",
                "{points: 13, target: ≥7个, actual: 5个}",
                "{points: 14, target: ≥3个, actual: 2个}",
            ),
            strict=True,
        )
    )
    results = set()
    for order in itertools.permutations(OWN):
        rows = "".join(f"  组/{name}: {facts[name]}\n" for name in order)
        evaluation = scored(indicators, f"{rows}  乙: {{target: ≥1个, actual: 1个}}\n")
        results.add(
            (evaluation.fingerprint, frozenset((node.name, node.code, node.points) for node in evaluation.leaf_nodes))
        )
        assert sum(evaluation.points) * evaluation.unit == 100
    assert len(results) == 1
    points = {name: value for name, _, value in next(iter(results))[1]}
    assert points["乙"] == (60 if within == "group" else points["乙"])
    assert points["修路"] == 0


def test_codes_of_own_rows_stay_next_year() -> None:
    """修路 and 架桥 change places and a third goes: those that stay keep their codes; the file's name has no part in it."""
    indicators = set_of(THREE)
    this = "  组/修路: {points: 20, score: 1}\n  组/架桥: {points: 20, score: 2}\n  乙: {score: 60}\n"
    following = "  组/架桥: {points: 40, score: 2}\n  乙: {score: 60}\n"
    first = {node.name: node.code for node in scored(indicators, this).leaf_nodes}
    second = {node.name: node.code for node in scored(indicators, following).leaf_nodes}
    assert first["架桥"] == second["架桥"]
    one, other = (evaluate(dossier_of(this).replace(id=name), indicators=indicators) for name in ("a", "b"))
    assert one.fingerprint == other.fingerprint


def test_a_rows_target_is_not_the_sets() -> None:
    """A target that the set fixes is refused where the row gives another, and taken where it says the same otherwise."""
    fixed = POLICIES.replace("points: 60,", "points: 60, target: ≥1万元,")
    rows = "  甲: {target: %s, actual: 10000元}\n  乙: {target: ≥1个, actual: 1个}\n"
    assert scored(set_of(fixed), rows % "不低于10000元").total == 100
    with pytest.raises(DossierError) as caught:
        scored(set_of(fixed), rows % "≥0.5万元")
    assert codes(caught.value) == ["row-target"]


def test_no_memo_is_written_on_a_dossier() -> None:
    """A dossier is as it was, whatever scored it; two sets score it one after the other."""
    dossier = dossier_of("  甲: {target: ≥2个, actual: 1个}\n  乙: {target: ≥1个, actual: 1个}\n")
    before = dossier.to_dict()
    one = set_of(POLICIES)
    other = one.replace(rounding=one.rounding.__class__(quantum=Decimal(10)))
    totals = [evaluate(dossier, indicators=indicators).total for indicators in (one, other, one)]
    assert totals == [70, 70, 70]
    assert dossier.to_dict() == before
    assert not any(name.startswith("_") for name in dossier.__slots__ if name != "__weakref__")


def test_registered_sets_compile() -> None:
    """Every registered set can be bound: an empty dossier is an error of the dossier, not of the set."""
    registry = Registry.discover()
    for set_id in registry.set_ids:
        with pytest.raises((DossierError, ScoringError)):
            evaluate(dossier_of("  {}\n".replace("  {}", "  x: missing")), indicators=registry.indicator_set(set_id))


def test_scaling_is_exact() -> None:
    """A third of the points does not apply: 2/3 of a score stays 2/3, rounded once."""
    indicators = set_of(
        "  - {code: A, name: 甲, points: 30}\n  - {code: B, name: 乙, points: 30}\n  - {code: C, name: 丙, points: 40}\n",
        "absence: {not-applicable: reallocate, stated-scores: scale}\n",
    )
    evaluation = scored(indicators, "  甲: not-applicable\n  乙: {score: 20}\n  丙: {score: 40}\n")
    points = evaluation.node("乙").points
    assert points is not None
    assert evaluation.node("乙").score == round(Fraction(20, 30) * Fraction(points) * 100) / Decimal(100)


@pytest.mark.parametrize(
    ("actual", "score"),
    [
        ("150个", 80),
        ("200个", 50),
        ("100个", 100),
        ("80个", 80),
        ("60个", 60),
        ("59个", 0),
        ("130个", 100),
        ("129个", 100),
    ],
)
def test_the_gate_is_asked_before_anything_is_taken_off(actual: str, score: int) -> None:
    """Beyond 130 % the rest is deducted, down to 50 %; a gate of 60 % refuses what was not reached, not what was deducted."""
    scorer = "{type: ratio, pass-gate: 60%, over-fulfilment: {threshold: 130%, effect: deduct-deviation, floor: 50%}}"
    indicators = set_of(f"  - {{code: A, name: 甲, points: 100, scorer: {scorer}}}\n")
    assert scored(indicators, f"  甲: {{target: ≥100个, actual: {actual}}}\n").total == score


@pytest.mark.parametrize(
    ("target", "actual", "met"), [("<5个", "5个", False), ("<5个", "4个", True), ("≤5个", "5个", True)]
)
def test_a_strict_target_that_is_equalled_is_missed(target: str, actual: str, met: bool) -> None:  # noqa: FBT001 - a case
    """It is not said to be met; the set's formula says what it earns."""
    scorer = "{type: ratio, at-most: zero}"
    indicators = set_of(f"  - {{code: A, name: 甲, points: 100, scorer: {scorer}}}\n")
    evaluation = scored(indicators, f"  甲: {{target: {target}, actual: {actual}}}\n")
    assert ("达标" in explain(evaluation)[0].speak("zh").replace("未达标", "")) is met
    assert evaluation.total == (100 if met else 0)


def test_a_missed_limit_in_bands_needs_a_formula() -> None:
    """The completion of a missed ≤ target is the set's to declare; none is guessed."""
    for declared, total in (("", None), (", at-most: target-over-actual", 50), (", at-most: zero", 0)):
        bands = f"{{type: bands, of: completion, bands: [{{from: 0, rate: 0}}, {{from: 50%, rate: 50%}}]{declared}}}"
        indicators = set_of(f"  - {{code: A, name: 甲, points: 100, scorer: {bands}}}\n")
        rows = "  甲: {target: ≤5个, actual: 8个}\n"
        if total is None:
            with pytest.raises(ScoringError):
                scored(indicators, rows)
        else:
            assert scored(indicators, rows).total == total


@pytest.mark.parametrize(
    ("points", "quantum", "actual", "said"),
    [
        (3, "1", "293.08", "293.08 ÷ 397.8 ≈ 73.68%；3 × 73.68% ≈ 2.21，取整为 2"),
        (10, "1", "19.8899", "19.8899 ÷ 397.8 ≈ 4.99997%；10 × 4.99997% ≈ 0.499997，取整为 0"),
        (10, "1", "198.9", "198.9 ÷ 397.8 = 50%；10 × 50% = 5"),
        (10, "0.1", "39.78", "39.78 ÷ 397.8 = 10%；10 × 10% = 1"),
    ],
)
def test_an_equation_is_literally_true(points: int, quantum: str, actual: str, said: str) -> None:
    """``≈`` where digits were cut, and enough digits that what is no exact half does not look like one."""
    indicators = set_of(
        f"  - {{code: A, name: 甲, points: {points}, scorer: {{type: ratio}}}}\n  - {{code: B, name: 乙, points: {100 - points}}}\n",
        f"rounding: {{quantum: {quantum}}}\n",
    )
    evaluation = scored(indicators, f"  甲: {{target: ≥397.8个, actual: {actual}个}}\n  乙: {{score: 0}}\n")
    assert explain(evaluation)[0].speak("zh") == said
