"""What does not fit a set is refused, never scored: each problem of a dossier with its place, what was expected and found."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import pytest
from attrs import frozen
from told_issues import Told, issues_of, told, told_by

from perfeval import Dossier, IndicatorSet, Row, evaluate, explain
from perfeval.model.absence_and_vetoes import AbsencePolicy, Veto
from perfeval.model.dossier import Absence, Project
from perfeval.model.hierarchy import Indicator
from perfeval.model.quantities import parse_quantity
from perfeval.model.rounding import Rounding
from perfeval.scoring.aggregators import LookupTable, TableEntry, WeakestLink
from perfeval.scoring.scorers.ratio import Ratio
from perfeval.scoring.scorers.stated import Stated

if TYPE_CHECKING:
    from perfeval import Evaluation

NOT_APPLICABLE = Absence.NOT_APPLICABLE


def one(code: str, points: object = None, name: str = "", **changes: object) -> Indicator:
    """Return an indicator."""
    return Indicator(code=code, name=name or f"名{code}", points=points, **changes)  # type: ignore[arg-type]


def set_of(*indicators: Indicator, **changes: object) -> IndicatorSet:
    """Return a set of these level-1 indicators."""
    return IndicatorSet(id="demo", title="示例", indicators=indicators, **changes)  # type: ignore[arg-type]


def scored(indicators: IndicatorSet, *rows: Row, vetoes: tuple[str, ...] = ()) -> Evaluation:
    """Score rows."""
    dossier = Dossier(indicators="demo", year=2024, project=Project(name="示例"), rows=rows, vetoes=vetoes)
    return evaluate(dossier, indicators=indicators)


def row(address: str, **changes: object) -> Row:
    """Return a row; text is parsed as a target or an actual."""
    parsed = {
        key: parse_quantity(value) if isinstance(value, str) and key in ("target", "actual") else value
        for key, value in changes.items()
    }
    return Row(address=address, **parsed)  # type: ignore[arg-type]


PLAIN = set_of(one("A", 60), one("B", 40))
TREE = set_of(
    one("A", 60, children=(one("A1", 40), one("A2"))),
    one("G", 40, open=True, children=(one("G1", 10),)),
)
LINK = set_of(one("W", 100, aggregator=WeakestLink(), children=(one("W1", scorer=Ratio()), one("W2", scorer=Ratio()))))
POOL = AbsencePolicy(not_applicable="reallocate")
FULL = AbsencePolicy(not_applicable="full-marks")
FIXED = set_of(one("A", 100, target=parse_quantity("≥10个"), scorer=Ratio()))
HALVES = set_of(one("A"), one("B"), rounding=Rounding(quantum="0.5"))

CASES: dict[str, tuple[IndicatorSet, tuple[Row, ...], list[Told]]] = {
    "a row that names nothing": (
        PLAIN,
        (row("C", score=1),),
        [("row-unknown", "rows/C", None, None)],
    ),
    "two rows for one indicator": (
        PLAIN,
        (row("A", score=1), row("名A", score=2), row("B", score=0)),
        [("row-duplicate", "rows/名A", None, None)],
    ),
    "other points than the set's": (
        PLAIN,
        (row("A", points=50, score=1), row("B", score=0)),
        [("row-points", "rows/A", "60", "50")],
    ),
    "finer points than the set's": (
        PLAIN,
        (row("A", points="60.001", score=1), row("B", score=0)),
        [("row-points", "rows/A", "60", "60.001")],
    ),
    "a score above its points": (
        PLAIN,
        (row("A", score="60.01"), row("B", score=0)),
        [("score-above-points", "rows/A", "0-60", "60.01")],
    ),
    "a score finer than the set and above its points": (
        PLAIN,
        (row("A", score="60.001"), row("B", score=0)),
        [("score-above-points", "rows/A", "0-60", "60.001")],
    ),
    "a row for a group": (
        TREE,
        (
            row("A", score=1),
            row("A1", score=0),
            row("A2", points=20, score=0),
            row("G1", score=0),
            row("G/x", points=30),
        ),
        [("row-group", "rows/A", None, None)],
    ),
    "a group with children that does not apply": (
        TREE,
        (row("A", absence=NOT_APPLICABLE), row("A1", score=0), row("A2", points=20), row("G1"), row("G/x", points=30)),
        [("row-group", "rows/A", None, None)],
    ),
    "points that nobody sets, with and without a row": (
        TREE,
        (row("A1", score=0), row("A2", score=0), row("G1", score=0), row("G/自带")),
        [("points-unset", "rows/A2", None, None), ("points-unset", "rows/G/自带", None, None)],
    ),
    "points that nobody sets, without a row": (
        TREE,
        (row("A1", score=0), row("G1", score=0), row("G/自带", points=30, score=0)),
        [("points-unset", None, None, "rows/名A/名A2")],
    ),
    "a group that a row leaves short": (
        TREE,
        (row("A1", score=0), row("A2", points=19, score=0), row("G1", score=0), row("G/自带", points=30, score=0)),
        [("points-not-adding", "rows/A1", "60", "40 + 19 = 59")],
    ),
    "a group that a project's own row fills beyond its points": (
        TREE,
        (row("A1", score=0), row("A2", points=20, score=0), row("G/自带", points=31, score=0)),
        [("points-not-adding", "rows/G/自带", "40", "10 + 31 = 41")],
    ),
    "an open group without its own rows": (
        TREE,
        (row("A1", score=0), row("A2", points=20, score=0)),
        [("points-not-adding", None, "40", "10 = 10")],
    ),
    "full marks that the rows do not reach": (
        set_of(one("A"), one("B")),
        (row("A", points=60, score=0), row("B", points=30, score=0)),
        [("full-marks-not-met", None, "100", "90")],
    ),
    "points that are no whole number of quanta": (
        HALVES,
        (row("A", points="60.2", score=0), row("B", points="39.8", score=0)),
        [("not-in-quanta", "rows/A", None, "60.2"), ("not-in-quanta", "rows/B", None, "39.8")],
    ),
    "points finer than any unit of the set": (
        HALVES,
        (row("A", points="60.001", score=0), row("B", points="39.5", score=0)),
        [("not-in-quanta", "rows/A", None, "60.001"), ("full-marks-not-met", None, "100", "99.5")][:1],
    ),
    "an own row with a code of the set": (
        TREE,
        (row("A1"), row("A2", points=20), row("G1"), row("G/自带", code="A1", points=30)),
        [("duplicate-code", "rows/G/自带", None, "自带"), ("points-not-adding", "rows/G1", "40", "10 = 10")],
    ),
    "two own rows with one code": (
        TREE,
        (
            row("A1"),
            row("A2", points=20),
            row("G1"),
            row("G/甲", code="X", points=10),
            row("G/乙", code="X", points=20),
        ),
        [("duplicate-code", "rows/G/乙", None, "乙")],
    ),
    "two own rows of one name": (
        TREE,
        (row("A1"), row("A2", points=20), row("G1"), row("G/自带（个）", points=10), row("G/自带(个)", points=20)),
        [("duplicate-code", "rows/G/自带(个)", None, "自带(个)")],
    ),
    "a component with a score": (
        LINK,
        (row("W1", score=5), row("W2")),
        [("component-score", "rows/W1", None, "5")],
    ),
    "a component with a score of nothing": (
        LINK,
        (row("W1", score=0), row("W2")),
        [("component-score", "rows/W1", None, "0")],
    ),
    "a component with points": (
        LINK,
        (row("W1", points=7), row("W2")),
        [("component-score", "rows/W1", None, "7")],
    ),
    "another target than the set's": (
        FIXED,
        (row("A", target="≥9个", actual="9个"),),
        [("row-target", "rows/A", "≥10个", "≥9个")],
    ),
    "points of a row that does not apply, where such rows have none": (
        PLAIN,
        (row("A", absence=NOT_APPLICABLE), row("B", score=0)),
        [("not-applicable-points", "rows/A", None, "60")],
    ),
    "a score of a row that does not apply": (
        PLAIN.replace(absence=POOL),
        (row("A", absence=NOT_APPLICABLE, score=3), row("B", actual="1个", target="≥1个")),
        [("not-applicable-score", "rows/A", "0", "3")],
    ),
    "less than full marks for a row that does not apply": (
        PLAIN.replace(absence=FULL),
        (row("A", absence=NOT_APPLICABLE, score="59.999"), row("B", score=0)),
        [("not-applicable-score", "rows/A", "60", "59.999")],
    ),
    "nobody left to take points": (
        PLAIN.replace(absence=POOL),
        (row("A", absence=NOT_APPLICABLE), row("B", absence=NOT_APPLICABLE)),
        [("no-row-to-reallocate", "rows/A", None, "60"), ("no-row-to-reallocate", "rows/B", None, "40")],
    ),
    "a score given out of fewer points": (
        PLAIN.replace(absence=POOL),
        (row("A", absence=NOT_APPLICABLE), row("B", score="39.5")),
        [("score-before-reallocation", "rows/B", "0-100", "39.5/40")],
    ),
}


@pytest.mark.parametrize(("indicators", "rows", "expected"), CASES.values(), ids=CASES)
def test_each_problem_of_a_dossier_is_told(
    indicators: IndicatorSet, rows: tuple[Row, ...], expected: list[Told]
) -> None:
    """The code, the row's place, what was expected and what was found; nothing else."""
    assert told_by(lambda: scored(indicators, *rows)) == expected


@pytest.mark.parametrize("address", ["A", "名A"])
def test_what_is_told_names_the_row(address: str) -> None:
    """The sentence holds the address as it was written."""
    (issue,) = issues_of(lambda: scored(PLAIN, row(address, score=61), row("B", score=0)))
    assert issue.values == {"path": address}


@pytest.mark.parametrize(("score", "total"), [("60", "60"), ("59.999", "59.999"), ("0", "0")])
def test_a_score_up_to_its_points_counts_as_it_is_stated(score: str, total: str) -> None:
    """The bound itself is right; a score finer than the set rounds is kept."""
    evaluation = scored(PLAIN, row("A", score=score), row("B", score=0))
    assert str(evaluation.total.normalize()) == str(Row(address="A", score=total).score.normalize())  # type: ignore[union-attr]


def test_a_row_that_does_not_apply_may_state_what_it_gets() -> None:
    """Full marks where the set gives them, nothing where it does not."""
    assert (
        scored(PLAIN.replace(absence=FULL), row("A", absence=NOT_APPLICABLE, score=60), row("B", score=0)).total == 60
    )
    rows = (row("A", absence=NOT_APPLICABLE, score=0), row("B", absence=Absence.MISSING))
    assert scored(PLAIN.replace(absence=POOL), *rows).points == (0, 10_000)


def test_an_empty_group_may_say_that_it_does_not_apply() -> None:
    """It has no points then; its row is kept for the form."""
    indicators = set_of(one("A", 100), one("G", open=True))
    evaluation = scored(indicators, row("A", score=50), row("G", absence=NOT_APPLICABLE, reason="无此项"))
    node = evaluation.node("G")
    assert (node.points, node.score, node.row and node.row.reason) == (0, 0, "无此项")
    assert told_by(lambda: scored(indicators, row("A", score=50), row("G", absence=Absence.MISSING))) == [
        ("row-group", "rows/G", None, None)
    ]


# --- rates ----------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Odd:
    """A plugin's scorer that gives what it is told to give."""

    kind: ClassVar[str] = "odd"

    numerator: int
    denominator: int

    def rate(self, indicator: object, row: object, funds: object) -> tuple[int, int]:
        """Return the pair."""
        del indicator, row, funds
        return self.numerator, self.denominator

    def steps(self, indicator: object, row: object, funds: object) -> tuple[object, ...]:
        """Say nothing."""
        del indicator, row, funds
        return ()


@pytest.mark.parametrize(("numerator", "denominator"), [(3, 2), (-1, 2), (1, 0), (0, 0), (1, -1), (-1, -2)])
def test_a_rate_outside_its_range_is_an_error(numerator: int, denominator: int) -> None:
    """A plugin's scorer above 1, below 0 or without a denominator: an error with the row and the pair, never a score."""
    indicators = set_of(one("A", 60, scorer=Odd(numerator=numerator, denominator=denominator)), one("B", 40))
    (issue,) = issues_of(lambda: scored(indicators, row("A", reason="x"), row("B", score=1)))
    assert told(issue) == ("rate-out-of-range", "rows/A", "0 ≤ n/d ≤ 1", f"{numerator}/{denominator}")
    assert issue.values == {"path": "A"}


@pytest.mark.parametrize(("numerator", "denominator", "total"), [(0, 1, 0), (1, 1, 60), (2, 3, 40), (4, 6, 40)])
def test_a_rate_on_its_bounds_is_a_score(numerator: int, denominator: int, total: int) -> None:
    """0 and 1 are rates; a pair need not be reduced."""
    indicators = set_of(one("A", 60, scorer=Odd(numerator=numerator, denominator=denominator)), one("B", 40))
    assert scored(indicators, row("A", reason="x"), row("B", score=0)).total == total


def test_a_rate_out_of_range_is_told_even_where_the_score_is_stated() -> None:
    """A scorer that is wrong is wrong, whatever the evaluators state."""
    indicators = set_of(one("A", 60, scorer=Odd(numerator=5, denominator=4)), one("B", 40))
    assert [told[0] for told in told_by(lambda: scored(indicators, row("A", score=1), row("B", score=1)))] == [
        "rate-out-of-range"
    ]


# --- tables, vetoes -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rate", "shown"), [("-1/100", "-0.01"), ("101/100", "1.01"), ("150%", "1.5")])
def test_a_table_gives_rates_alone(rate: str, shown: str) -> None:
    """A line or the rate for all that is left outside [0, 1], and a table without a line, are errors of the set."""
    line = TableEntry(when=(("甲", "高"),), rate="1")
    expected = ("得分率在 0 到 1 之间", shown)
    assert told_by(lambda: LookupTable(table=(line,), otherwise=rate)) == [
        ("scorer-parameters", "LookupTable.otherwise", *expected)
    ]
    assert told_by(lambda: LookupTable(table=(line, TableEntry(when=(), rate=rate)))) == [
        ("scorer-parameters", "LookupTable.table/1/rate", *expected)
    ]


def test_a_table_has_lines_and_rates_on_the_bounds() -> None:
    """No line is an error; 0 and 1 are rates."""
    assert told_by(lambda: LookupTable(table=())) == [("scorer-parameters", "LookupTable.table", "至少一行", "0")]
    assert LookupTable(table=(TableEntry(when=(), rate=1),), otherwise=0).otherwise == 0


VETOED = set_of(
    one("A", 60, children=(one("A1", 20), one("A2", 40))),
    one("B", 40),
    vetoes=(
        Veto(code="V1", name="虚报", lowers_to="差"),
        Veto(code="V2", name="产出不足", lowers_to="中", indicator="A", below="0.8"),
        Veto(code="V3", name="效益为零", lowers_to="差", indicator="名B", below="0.01"),
        Veto(code="V4", name="没有界限", lowers_to="差", indicator="B"),
    ),
)


@pytest.mark.parametrize(
    ("scores", "named", "vetoes", "grade"),
    [
        ((20, 40, 40), (), (), "优"),
        ((20, 28, 40), (), (), "良"),
        ((20, "27.99", 40), (), ("V2",), "中"),
        ((20, 40, 40), ("V1",), ("V1",), "差"),
        ((20, 40, "0.4"), (), (), "中"),
        ((20, 40, "0.39"), (), ("V3",), "差"),
        ((0, 0, 0), ("V1",), ("V1", "V2", "V3"), "差"),
    ],
)
def test_vetoes_lower_a_grade(
    scores: tuple[object, ...], named: tuple[str, ...], vetoes: tuple[str, ...], grade: str
) -> None:
    """Named by the dossier, or by a rate below the bound; on the bound it is not; the lowest grade counts."""
    rows = [row(code, score=score) for code, score in zip(("A1", "A2", "B"), scores, strict=True)]
    evaluation = scored(VETOED, *rows, vetoes=named)
    assert (evaluation.vetoes, evaluation.grade.name) == (vetoes, grade)


def test_an_unknown_veto_is_told_with_a_near_one() -> None:
    """Every one that the set does not know."""
    rows = [row(code, score=0) for code in ("A1", "A2", "B")]
    issues = issues_of(lambda: scored(VETOED, *rows, vetoes=("V1", "V9", "W")))
    assert [(issue.code, issue.values["code"]) for issue in issues] == [("veto-unknown", "V9"), ("veto-unknown", "W")]
    assert "V" in str(issues[0].hint)


def test_a_veto_on_what_does_not_apply_is_not_triggered() -> None:
    """Where there are no points there is no rate below a bound."""
    indicators = set_of(
        one("A", 100),
        one("B", scorer=Stated()),
        vetoes=(Veto(code="V", name="否决", lowers_to="差", indicator="B", below="1"),),
    )
    evaluation = scored(indicators, row("A", score=95), row("B", absence=NOT_APPLICABLE))
    assert (evaluation.vetoes, evaluation.grade.name) == ((), "优")


def test_a_stated_nothing_of_no_points_is_explained() -> None:
    """Every leaf says how it came to its score, one that has no points too."""
    evaluation = scored(set_of(one("A", 100), one("B")), row("A", score=50), row("B", points=0, score=0))
    assert [told.speak("zh") for told in explain(evaluation)] == ["由评价人评定 50 分", "由评价人评定 0 分"]
