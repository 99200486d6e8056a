"""The engine over small sets: addresses, components, and the law of absence, each fault that was once seen among them."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import frozen

from perfeval import (
    Dossier,
    DossierError,
    Evaluation,
    FormatError,
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
SLASH = """\
  - code: A
    name: 产出
    points: 60
    children:
      - {code: A1, name: 受理量（件/年）, points: 60, scorer: {type: ratio}}
  - {code: B, name: 效益/影响, points: 40, open: true, default-scorer: {type: ratio}}
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


@pytest.mark.parametrize("first", ["质量/甲", "质量/G1", "G/甲", "G/G1", "G1"])
@pytest.mark.parametrize("second", ["质量/乙", "G/乙", "G2"])
def test_a_component_is_found_by_names_codes_and_mixtures(first: str, second: str) -> None:
    """Every way to write the address of a component gives the same score, notes and explanation."""
    evaluation = scored(set_of(TABLE), f"  {first}: {{rating: 高}}\n  {second}: {{rating: 低}}\n")
    assert evaluation.total == 60
    assert [node.row.rating for node in evaluation.node("G").children if node.row] == ["高", "低"]
    assert "甲=高" in explain(evaluation)[0].speak("zh")


def test_a_missing_component_leaves_nothing() -> None:
    """Missing evidence never raises a score: not the table's otherwise, but nothing."""
    assert scored(set_of(TABLE), "  质量/甲: {rating: 高}\n  质量/乙: missing\n").total == 0
    assert scored(set_of(TABLE), "  质量/甲: {rating: 高}\n  质量/乙: unverifiable\n").total == 0


def test_a_component_without_a_row_cannot_be_scored() -> None:
    """What nobody filled in is named, not guessed."""
    with pytest.raises(ScoringError) as caught:
        scored(set_of(TABLE), "  质量/甲: {rating: 高}\n")
    assert codes(caught.value) == ["facts-insufficient"]
    assert "乙" in caught.value.render("zh")


def test_a_component_that_does_not_apply_is_left_out() -> None:
    """The weakest of those that apply counts; if none applies, the group cannot be scored."""
    rows = "  质量/甲: not-applicable\n  质量/乙: {deductions: {迟报: 1}}\n"
    assert scored(set_of(WEAKEST), rows).total == 75
    with pytest.raises(ScoringError):
        scored(set_of(WEAKEST), "  质量/甲: not-applicable\n  质量/乙: not-applicable\n")


def test_a_deduction_below_an_aggregator_takes_off_the_groups_points() -> None:
    """Two faults of 25 leave half of the group's 100, which is the weakest link."""
    rows = "  质量/甲: {target: ≥10个, actual: 9个}\n  质量/乙: {deductions: {迟报: 2}}\n"
    assert scored(set_of(WEAKEST), rows).total == 50


NESTED = """\
  - code: G
    name: 质量
    aggregator: {type: weakest-link}
    children:
      - {code: G1, name: 甲, scorer: {type: deduction, per: 5}}
      - {code: G2, name: 乙, aggregator: {type: weakest-link}, children: [{code: G3, name: 丙, scorer: {type: deduction, per: 5}}]}
  - {code: H, name: 其他, points: 40, scorer: {type: ratio}}
"""


@pytest.mark.parametrize("component", ["甲", "乙/丙"])
def test_components_have_the_points_that_the_dossier_gives_the_group(component: str) -> None:
    """Two faults of five leave 50 of the 60 points that the group has in this dossier, at any depth."""
    other = {"甲": "乙/丙", "乙/丙": "甲"}[component]
    rows = f"  质量: {{points: 60}}\n  质量/{component}: {{actual: 2}}\n  质量/{other}: {{actual: 0}}\n"
    rows += "  其他: {target: ≥1, actual: 1}\n"
    assert scored(set_of(NESTED), rows).total == 90


def test_components_have_the_points_that_reallocation_gives_the_group() -> None:
    """With the other row's 40 points the group has 100, of which two faults of five leave 90."""
    head = "absence: {not-applicable: reallocate}\n"
    indicators = set_of(NESTED.replace("name: 质量\n", "name: 质量\n    points: 60\n"), head)
    rows = "  质量/甲: {actual: 2}\n  质量/乙/丙: {actual: 0}\n  其他: not-applicable\n"
    assert scored(indicators, rows).total == 90


@pytest.mark.parametrize(("address", "total"), [("G1", "差"), ("质量/甲", "差"), ("G2", "良")])
def test_a_veto_looks_at_a_component(address: str, total: str) -> None:
    """甲 reaches half, so a veto on it is triggered; one on 乙, which reached all, is not."""
    head = f"vetoes:\n  - {{code: V, name: 虚报, lowers-to: 差, indicator: {address}, below: 60%}}\n"
    grades = "grades: [{name: 良, from: 10, to: 100}, {name: 差, from: 0, to: 10}]\n"
    rows = "  质量/甲: {target: ≥10个, actual: 5个}\n  质量/乙: {deductions: {迟报: 0}}\n"
    assert scored(set_of(WEAKEST, head + grades), rows).grade.name == total


@pytest.mark.parametrize(
    ("indicators", "code"),
    [
        (WEAKEST.replace("points: 100\n", "points: 100\n    open: true\n"), "components-unknown"),
        (WEAKEST[: WEAKEST.index("    children:")], "components-unknown"),
        (WEAKEST.replace("{type: ratio}", "{type: stated}"), "component-unscored"),
        (WEAKEST.replace(", scorer: {type: ratio}", ""), "component-unscored"),
        (
            TABLE.replace(
                "name: 甲, scorer: {",
                "name: 甲, aggregator: {type: weakest-link}, children: [{code: G3, name: 丙, scorer: {",
            ).replace("from: 0, to: 0}]}}", "from: 0, to: 0}]}}]}", 1),
            "component-unscored",
        ),
    ],
)
def test_a_group_that_could_never_be_scored_is_refused(indicators: str, code: str) -> None:
    """Where components are unknown, or nothing computes one, the set says so before any dossier is filled in."""
    with pytest.raises(FormatError) as caught:
        set_of(indicators)
    assert code in codes(caught.value)


def test_a_component_explains_itself() -> None:
    """By any address: its steps and its reason; the group's reason is its components' where it has none of its own."""
    rows = "  质量/甲: {target: ≥10个, actual: 5个, reason: 天气原因}\n  质量/乙: {deductions: {迟报: 0}}\n"
    evaluation = scored(set_of(WEAKEST), rows)
    for address in ("G1", "质量/甲", "G/甲"):
        (one,) = explain(evaluation, address=address)
        assert (one.code, one.points, one.lost, one.reason) == ("G1", None, 0, "天气原因")
        assert "5 ÷ 10 = 50%" in one.speak("zh")
    assert [one.code for one in explain(evaluation, address="G")] == ["G", "G1", "G2"]
    assert explain(evaluation)[0].reason == "甲：天气原因"


def test_a_row_does_not_change_the_sets_scorer() -> None:
    """A scorer on the row of a set's own indicator, or of a component, is refused and not ignored."""
    for address in ("质量/甲", "质量"):
        rows = f"  {address}: {{target: ≥10个, actual: 5个, scorer: {{type: yes-no}}}}\n  质量/乙: {{deductions: {{迟报: 0}}}}\n"
        with pytest.raises(DossierError) as caught:
            scored(set_of(WEAKEST), rows)
        assert "row-scorer" in codes(caught.value)


@pytest.mark.parametrize("absence", ["missing", "unverifiable"])
def test_an_absence_on_the_groups_own_row_counts(absence: str) -> None:
    """The group has a row of its own; where it says that there is no evidence, the components are not asked."""
    rows = f"  质量: {absence}\n  质量/甲: {{target: ≥10个, actual: 10个}}\n  质量/乙: {{deductions: {{迟报: 0}}}}\n"
    assert scored(set_of(WEAKEST), rows).total == 0


def test_a_component_has_no_score_of_its_own() -> None:
    """Its group holds the points; a score stated for it is refused, not ignored."""
    with pytest.raises(DossierError) as caught:
        scored(set_of(WEAKEST), "  质量/甲: {score: 5}\n  质量/乙: {deductions: {迟报: 0}}\n")
    assert codes(caught.value) == ["component-score"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("when: {甲: 高, 乙: 低}", "when: {丙: 高}", "path-unknown"), ("甲: 高, 乙: 低", "甲: 高, 乙: 中", "wrong-value")],
)
def test_a_table_names_what_is_there(old: str, new: str, code: str) -> None:
    """A component or a tier that the group does not have is an error of the set."""
    with pytest.raises(FormatError) as caught:
        set_of(TABLE.replace(old, new))
    assert codes(caught.value) == [code]


def test_a_plain_group_is_no_component() -> None:
    """It has no rate that could be combined, so the set is refused when it is loaded."""
    below = "{code: G1, name: 甲, children: [{code: G11, name: 子, scorer: {type: ratio}}]}"
    with pytest.raises(Exception, match="component-group"):
        set_of(WEAKEST.replace("{code: G1, name: 甲, scorer: {type: ratio}}", below))


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


POLICIES = """\
  - {code: A, name: 甲, points: 60, scorer: {type: ratio}}
  - {code: B, name: 乙, points: 40, scorer: {type: ratio}}
"""


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


WATCHED = "vetoes: [{code: V1, name: 否决, indicator: 质量/甲, below: 60%, lowers-to: 差}]\n"


@pytest.mark.parametrize("row", ["", "  质量/甲: {rating: 不详}\n", "  质量/甲: {actual: 不详}\n"])
def test_a_veto_on_a_component_without_a_rate_is_not_escaped(row: str) -> None:
    """A stated score of its group does not say whether the veto applies: the component is asked for, at its own place."""
    rest = "  质量/乙: {rating: 高}\n  质量: {score: 100}\n"
    with pytest.raises(ScoringError) as caught:
        scored(set_of(TABLE, WATCHED), row + rest)
    (issue,) = caught.value.issues
    assert (issue.code, issue.values["path"]) == ("facts-insufficient", "质量/甲")
    assert scored(set_of(TABLE, WATCHED), "  质量/甲: missing\n" + rest).vetoes == ("V1",)
    assert scored(set_of(TABLE, WATCHED), "  质量/甲: {rating: 低}\n" + rest).vetoes == ("V1",)
    assert scored(set_of(TABLE, WATCHED), "  质量/甲: {rating: 高}\n" + rest).vetoes == ()
    assert scored(set_of(TABLE, WATCHED), "  质量/甲: not-applicable\n" + rest).vetoes == ()


NAMED_ALIKE = TABLE.replace("G1, name: 甲", "X1, name: 甲").replace("G2, name: 乙", "甲, name: 乙")


def test_a_line_of_a_table_never_means_another_component() -> None:
    """Where the component that a line names does not apply, a namesake does not take its place."""
    table = NAMED_ALIKE.replace(
        "- {when: {甲: 高, 乙: 高}, rate: 100%}\n        - {when: {甲: 高, 乙: 低}, rate: 60%}",
        "- {when: {甲: 高}, rate: 100%}",
    )
    for of_the_other in ("低", "高"):
        rows = f"  质量/X1: {{rating: {of_the_other}}}\n"
        assert scored(set_of(table), rows + "  质量/乙: not-applicable\n").total == 30
        assert scored(set_of(table), rows + "  质量/乙: {rating: 高}\n").total == 100
        assert scored(set_of(table), rows + "  质量/乙: {rating: 低}\n").total == 30


def test_nothing_is_looked_up_where_evidence_is_missing() -> None:
    """And the explanation says so, not that the table gave nothing."""
    for absence, zh in (("missing", "缺失"), ("unverifiable", "无法核实")):
        evaluation = scored(set_of(TABLE), f"  质量/甲: {{rating: 高}}\n  质量/乙: {absence}\n")
        (one,) = explain(evaluation)
        assert evaluation.total == 0
        assert one.steps[0].zh == f"乙 {zh}：不查表，按 0 计"
        assert "乙" in one.steps[0].en
        assert "nothing is looked up" in one.steps[0].en


CHECKED = "  - {code: A, name: 甲, points: 100, checklist: [有制度, 已执行], scorer: {type: checklist}}\n"


@pytest.mark.parametrize(
    "checks", ["1: true, 有制度: false", "有制度: false, 1: true", "有制度: true, 2: true, 1: true"]
)
def test_a_checklist_item_is_filled_in_once(checks: str) -> None:
    """By its text or by its number; twice is refused, also where both say the same, whatever the order."""
    with pytest.raises(ScoringError) as caught:
        scored(set_of(CHECKED), f"  甲: {{checks: {{{checks}}}}}\n")
    (issue,) = caught.value.issues
    assert (issue.code, issue.values["lacks"]) == ("facts-insufficient", "checks")
    assert set(str(issue.found).split(" / ")) == {"1", "有制度"}


MONEY = "  - {code: A, name: 甲, points: 100, scorer: {SCORER}}\n"
BY_ITSELF = [
    "type: bands, bands: [{from: 0, rate: 0}, {from: 50000, rate: 50%}]",
    "type: interpolate, points: [{at: 0, rate: 0}, {at: 100000, rate: 100%}]",
    "type: deduction, per: 0.001",
]


@pytest.mark.parametrize("scorer", BY_ITSELF)
@pytest.mark.parametrize("actual", ["6万元", "60000元", "6元/万人", "0.5亿元"])
def test_without_a_target_no_unit_of_money_is_guessed(scorer: str, actual: str) -> None:
    """6万元 and 60000元 are one amount: both are refused, and what is nothing is nothing in any unit; a target says the unit."""
    indicators = set_of(MONEY.replace("SCORER", scorer))
    with pytest.raises(ScoringError) as caught:
        scored(indicators, f"  甲: {{actual: {actual}}}\n")
    (issue,) = caught.value.issues
    assert (issue.values["lacks"], issue.found) == ("unit", actual)
    scored(indicators, "  甲: {actual: 0万元}\n")
    totals = {scored(indicators, f"  甲: {{target: ≥1000元, actual: {one}}}\n").total for one in ("6万元", "60000元")}
    assert len(totals) == 1


@pytest.mark.parametrize(
    ("scorer", "row"),
    [
        ("items: [{name: 迟报, points: 5}]", "actual: 3"),
        ("items: [{name: 迟报, points: 5}]", "actual: 良好"),
        ("items: [{name: 迟报, points: 5}]", "actual: 0, deductions: {迟报: 1}"),
        ("per: 1", "actual: 1, deductions: {迟报: 2}"),
        ("per: 1", "deductions: {迟报: 2}"),
        ("per: 1", "actual: -3次"),
        ("per: 1", "target: ≤5次, actual: -3次"),
    ],
)
def test_faults_are_told_in_one_place(scorer: str, row: str) -> None:
    """By name where they have names, else as the actual value; what says otherwise is no full marks."""
    indicators = set_of(MONEY.replace("SCORER", f"type: deduction, {scorer}"))
    with pytest.raises(ScoringError) as caught:
        scored(indicators, f"  甲: {{{row}}}\n")
    assert codes(caught.value) == ["facts-insufficient"]
    assert scored(indicators, "  甲: {actual: 0}\n").total == 100


@pytest.mark.parametrize("scorer", ["per: 0", "items: [{name: 迟报, points: 0}]"])
def test_what_costs_nothing_is_counted_all_the_same(scorer: str) -> None:
    """A row without any facts does not get full marks for want of a price."""
    indicators = set_of(MONEY.replace("SCORER", f"type: deduction, {scorer}"))
    with pytest.raises(ScoringError) as caught:
        scored(indicators, "  甲: {reason: 无}\n")
    assert codes(caught.value) == ["facts-insufficient"]
    assert scored(indicators, "  甲: {actual: 0}\n").total == 100
