"""What is read of a row: in which unit, from where, and once."""

from __future__ import annotations

from fractions import Fraction

import pytest
from small_sets import codes, dossier_of, scored, set_of

from perfeval import Funds, Indicator, ScoringError
from perfeval.scoring.facts import COUNTED, TARGET_KIND, actual_and_target
from perfeval.scoring.protocols import Unscorable

CHECKED = "  - {code: A, name: 甲, points: 100, checklist: [有制度, 已执行], scorer: {type: checklist}}\n"
MONEY = "  - {code: A, name: 甲, points: 100, scorer: {SCORER}}\n"
BY_ITSELF = [
    "type: bands, bands: [{from: 0, rate: 0}, {from: 50000, rate: 50%}]",
    "type: interpolate, points: [{at: 0, rate: 0}, {at: 100000, rate: 100%}]",
    "type: deduction, per: 0.001",
]


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


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("target: ≥2个, actual: 5个", "number"),
        ("target: ≥2个, rating: 高", "number"),
        ("target: 达到3级标准, rating: 高", "qualitative"),
        ("target: 达到3级标准, actual: 3级, rating: 高", "qualitative"),
        ("target: 达到3级标准, actual: 已达到", "qualitative"),
        ("target: 达到3级标准, actual: 3级", "target"),
        ("target: 达到标准, actual: 3级", "qualitative"),
        ("actual: 3级", "target"),
        ("actual: 3级, rating: 高", "qualitative"),
        ("rating: 高", "qualitative"),
    ],
)
def test_a_target_is_a_number_or_it_is_not(row: str, kind: str) -> None:
    """What was rated is qualitative, whatever digits stand beside it; what was measured against no plain number lacks its target."""
    dossier = dossier_of(f"  甲: {{{row}}}\n")
    found = TARGET_KIND.read(Indicator(code="A", name="甲"), dossier.rows[0], dossier.funds)
    assert (found.lacks if isinstance(found, Unscorable) else found) == kind


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        ("target: ≥2万元, actual: 15000元", (Fraction(3, 2), 2)),
        ("target: ≥2个, actual: 5", (5, 2)),
        ("actual: 5个", "target"),
        ("target: 显著提高, actual: 5个", "target"),
        ("target: ≥2个", "actual"),
        ("target: ≥2个, actual: 5公里", "unit"),
        ("target: ≥95%, actual: 96", "unit"),
    ],
)
def test_actual_and_target_are_in_one_unit(row: str, numbers: tuple[Fraction, int] | str) -> None:
    """As exact numbers in the unit of the target; else what is lacking is said."""
    found = actual_and_target(dossier_of(f"  甲: {{{row}}}\n").rows[0])
    if isinstance(numbers, str):
        assert isinstance(found, Unscorable)
        assert found.lacks == numbers
    else:
        assert found == numbers


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("actual: 3次", 3),
        ("actual: 0", 0),
        ("actual: 5%", "unit"),
        ("target: ≤5%, actual: 3%", 3),
        ("target: ≤5次, actual: 0次", 0),
        ("target: 无差错, actual: 2次", 2),
        ("target: 无差错, actual: 5%", "unit"),
        ("actual: -1次", "unit"),
        ("target: ≤5次, actual: -1次", "unit"),
    ],
)
def test_faults_are_counted(row: str, found: int | str) -> None:
    """By the number, in the target's unit; a share is a count only where the target is a share, and nothing happens less than never."""
    read = COUNTED.read(Indicator(code="A", name="甲"), dossier_of(f"  甲: {{{row}}}\n").rows[0], Funds())
    assert (read.lacks if isinstance(read, Unscorable) else Fraction(*read)) == found
