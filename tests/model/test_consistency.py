"""What a set that contradicts itself is told: each problem with its place, and what would have been right."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from attrs import frozen
from told_issues import Told, issues_of, told_by

from perfeval import IndicatorSet, Issue, Location, Text
from perfeval.model.absence_and_vetoes import Veto
from perfeval.model.consistency import aggregator_problems
from perfeval.model.hierarchy import Indicator
from perfeval.model.rounding import Rounding
from perfeval.scoring.aggregators import WeakestLink
from perfeval.scoring.scorers.ratio import Ratio

if TYPE_CHECKING:
    from decimal import Decimal


def one(code: str, points: object = None, name: str = "甲", **changes: object) -> Indicator:
    """Return an indicator."""
    return Indicator(code=code, name=name, points=points, **changes)  # type: ignore[arg-type]


def set_of(*indicators: Indicator, **changes: object) -> IndicatorSet:
    """Return a set of these level-1 indicators."""
    return IndicatorSet(id="demo", title="示例", indicators=indicators, **changes)  # type: ignore[arg-type]


CASES: dict[str, tuple[tuple[Indicator, ...], list[Told]]] = {
    "a code twice, told with both names": (
        (one("A", 60), one("A", 40, name="乙")),
        [("duplicate-code", "indicators/1/code", "代码不重复", "甲, 乙")],
    ),
    "a code three times, told with the first name": (
        (one("A", 60), one("A", 30, name="乙"), one("A", 10, name="丙")),
        [
            ("duplicate-code", "indicators/1/code", "代码不重复", "甲, 乙"),
            ("duplicate-code", "indicators/2/code", "代码不重复", "甲, 丙"),
        ],
    ),
    "negative points": (
        (one("A", -1), one("B", 101)),
        [("points-negative", "indicators/0/points", None, "-1")],
    ),
    "points that are no whole number of quanta": (
        (one("A", "0.001"), one("B", "99.999")),
        [
            ("not-in-quanta", "indicators/0/points", None, "0.001"),
            ("not-in-quanta", "indicators/1/points", None, "99.999"),
        ],
    ),
    "points without a rest that are no whole number of quanta": (
        (one("A", 100, children=(one("A1", "33.333"), one("A2", "66.667"))),),
        [
            ("not-in-quanta", "indicators/0/children/0/points", None, "33.333"),
            ("not-in-quanta", "indicators/0/children/1/points", None, "66.667"),
        ],
    ),
    "a group with less than its children": (
        (one("A", 100, children=(one("A1", 60), one("A2", 50))),),
        [("points-not-adding", "indicators/0/points", "60 + 50 = 110", "100")],
    ),
    "a group with more than its children": (
        (one("A", 100, children=(one("A1", 60), one("A2", 30))),),
        [("points-not-adding", "indicators/0/points", "60 + 30 = 90", "100")],
    ),
    "an open group beyond its points": (
        (one("A", 100, children=(one("A1", 60), one("A2", 50)), open=True),),
        [("points-not-adding", "indicators/0/points", "60 + 50 = 110", "100")],
    ),
    "a group inside a group": (
        (one("A", children=(one("A1", 100, children=(one("A11", 99),)),)),),
        [("points-not-adding", "indicators/0/children/0/points", "99 = 99", "100")],
    ),
    "level 1 below full marks": (
        (one("A", 60), one("B", 30)),
        [("full-marks-not-met", "indicators", "100", "60 + 30 = 90")],
    ),
    "level 1 above full marks, though one is unset": (
        (one("A", 60), one("B", 50), one("C")),
        [("full-marks-not-met", "indicators", "100", "60 + 50 = 110")],
    ),
    "a scorer on a group": (
        (one("A", 100, scorer=Ratio(), children=(one("A1", 100),)),),
        [("scorer-on-group", "indicators/0/scorer", None, None)],
    ),
    "a scorer on an open group": (
        (one("A", 100, scorer=Ratio(), open=True),),
        [("scorer-on-group", "indicators/0/scorer", None, None)],
    ),
    "components with points, and a plain group among them": (
        (
            one(
                "A",
                100,
                aggregator=WeakestLink(),
                children=(one("A1", 100, scorer=Ratio()), one("A2", children=(one("A3"),))),
            ),
        ),
        [
            ("component-points", "indicators/0/children/0/points", None, "100"),
            ("component-group", "indicators/0/children/1", None, None),
        ],
    ),
    "an open group among components": (
        (one("A", 100, aggregator=WeakestLink(), children=(one("A1", open=True),)),),
        [("component-group", "indicators/0/children/0", None, None)],
    ),
}


@pytest.mark.parametrize(("indicators", "expected"), CASES.values(), ids=CASES)
def test_each_problem_is_told_at_its_place(indicators: tuple[Indicator, ...], expected: list[Told]) -> None:
    """The code, the key path, what was expected and what was found; nothing else."""
    assert told_by(lambda: set_of(*indicators)) == expected


@pytest.mark.parametrize(
    "indicators",
    [
        (),
        (one("A", 0), one("B", 100)),
        (one("A", 100, children=(one("A1", 60), one("A2", 30)), open=True),),
        (one("A", 100, children=(one("A1", 60), one("A2"))),),
        (one("A", 100, children=(one("A1"), one("A2"))),),
        (one("A", children=(one("A1", 60), one("A2", 30))), one("B")),
        (one("A", 60), one("B")),
        (one("A", 100, aggregator=WeakestLink(), children=(one("A1", scorer=Ratio()), one("A2", scorer=Ratio()))),),
        (
            one(
                "A",
                100,
                aggregator=WeakestLink(),
                children=(one("A1", aggregator=WeakestLink(), children=(one("B", scorer=Ratio()),)),),
            ),
        ),
    ],
    ids=[
        "nothing yet",
        "no points",
        "room in an open group",
        "room for a child",
        "all open",
        "unset groups",
        "unset",
        "components",
        "nested",
    ],
)
def test_what_a_dossier_may_still_fill_is_right(indicators: tuple[Indicator, ...]) -> None:
    """Unset points and open groups leave room; nothing is refused that can still add up."""
    assert set_of(*indicators).indicators == indicators


def test_problems_name_the_indicator() -> None:
    """The sentence holds the name, and the parent's where a component is meant."""
    shown = [issue.values for issue in issues_of(lambda: set_of(one("A", -1), one("B", "0.001"), one("C", "100.999")))]
    assert shown == [{"name": "甲"}, {"what": "甲", "quantum": "0.01"}, {"what": "甲", "quantum": "0.01"}]
    parts = (one("A1", 5, name="子", scorer=Ratio()), one("A2", name="组", open=True))
    group = one("A", 100, name="质量", aggregator=WeakestLink(), children=parts)
    assert [issue.values for issue in issues_of(lambda: set_of(group))] == [
        {"name": "子", "parent": "质量"},
        {"name": "组", "parent": "质量"},
    ]


@pytest.mark.parametrize(
    ("quantum", "points", "fits"),
    [("0.5", "10.5", True), ("0.5", "10.25", False), ("2", "50", True), ("2", "51", False)],
)
def test_points_are_whole_numbers_of_the_sets_own_quantum(quantum: Decimal, points: str, *, fits: bool) -> None:
    """Whatever the quantum is; the message names it."""
    whole = (one("A", points), one("B"))
    if fits:
        assert set_of(*whole, rounding=Rounding(quantum=quantum))
    else:
        (issue,) = issues_of(lambda: set_of(*whole, rounding=Rounding(quantum=quantum)))
        assert (issue.code, issue.values["quantum"], issue.found) == ("not-in-quanta", quantum, points)


def test_grades_reach_full_marks() -> None:
    """The bands end where full marks do."""
    told = told_by(lambda: set_of(one("A", 120), full_marks=120))
    assert told == [("grade-bands", "grades", "等次上限为满分 120", "100")]


def test_vetoes_name_what_exists() -> None:
    """A grade and an indicator that are there; the place is the veto's, and a near name is proposed."""
    vetoes = (
        Veto(code="V1", name="虚报", lowers_to="差", indicator="A"),
        Veto(code="V2", name="截留", lowers_to="中等", indicator="AA"),
    )
    issues = issues_of(lambda: set_of(one("A", 100), vetoes=vetoes))
    assert [(issue.code, issue.location.place) for issue in issues] == [
        ("wrong-value", "vetoes/1/lowers-to"),
        ("path-unknown", "vetoes/1/indicator"),
    ]
    assert (issues[0].expected, issues[0].found) == ("优 / 良 / 中 / 差", "中等")
    assert "中" in str(issues[0].hint)
    assert "A" in str(issues[1].hint)


@frozen(kw_only=True)
class Picky:
    """An aggregator that finds something wrong, somewhere or nowhere."""

    kind: ClassVar[str] = "picky"
    place: str | None = None

    def problems(self, children: tuple[Indicator, ...]) -> list[Issue]:
        """Find it."""
        del children
        return [Issue(code="wrong-value", location=Location(place=self.place))]

    def rate(self, components: object) -> tuple[int, int]:
        """Return all."""
        del components
        return (1, 1)

    def steps(self, components: object) -> tuple[Text, ...]:
        """Say nothing."""
        del components
        return ()


@pytest.mark.parametrize(("place", "told"), [(None, "aggregator"), ("table/1", "aggregator/table/1")])
def test_what_an_aggregator_finds_is_told_in_its_place(place: str | None, told: str) -> None:
    """Within the aggregator where it says where, else at the aggregator."""
    group = Indicator(code="G", name="组", aggregator=Picky(place=place), children=(one("A", 1),))
    issues = [issue.location.place for issue in aggregator_problems(group, "indicators/0")]
    assert issues == [f"indicators/0/{told}"]
