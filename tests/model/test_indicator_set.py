"""What a set and its parts are where nothing else is said: the defaults that docs/formats.md promises."""

from __future__ import annotations

from decimal import Decimal

import pytest
from told_issues import issues_of

from perfeval import Dossier, IndicatorSet, Overlay, Row
from perfeval.model.absence_and_vetoes import AbsencePolicy, Veto
from perfeval.model.citations import Citation, Period
from perfeval.model.dossier import Goals, PrintedResult, Problem, Project
from perfeval.model.funds import FundLine, Funds
from perfeval.model.hierarchy import ChecklistItem, Indicator
from perfeval.model.rounding import Rounding

SET = IndicatorSet(
    id="demo",
    title="示例",
    indicators=(Indicator(code="A", name="产出", points=100, children=(Indicator(code="A1", name="数量"),)),),
)


def test_a_set_has_the_national_defaults() -> None:
    """Full marks 100, hundredths, halves up, the four grades of 第十八条, rows that do not apply without points."""
    assert (SET.kind, SET.title_en, SET.version, SET.full_marks) == ("self", "", "", 100)
    assert SET.rounding == Rounding(quantum="0.01", mode="half-up")
    assert [(band.name, band.lower, band.upper) for band in SET.grades.bands] == [
        ("优", 90, 100),
        ("良", 80, 90),
        ("中", 60, 80),
        ("差", 0, 60),
    ]
    assert SET.absence == AbsencePolicy(
        missing="zero", unverifiable="zero", not_applicable="exclude", within="set", stated_scores="refuse"
    )
    assert (SET.vetoes, SET.profile, SET.citations, SET.layers) == ((), (), (), ())
    assert SET.effective == Period(since=None, until=None)


def test_the_parts_of_a_set_have_theirs() -> None:
    """An indicator is closed and unset, a checklist item one share of the whole and not required."""
    one = Indicator(code="A", name="甲")
    assert (one.points, one.children, one.open, one.scorer, one.default_scorer, one.aggregator) == (
        None,
        (),
        False,
        None,
        None,
        None,
    )
    assert (one.definition, one.checklist, one.target, one.citations) == ("", (), None, ())
    item = ChecklistItem(text="有制度")
    assert (item.share, item.required) == (1, False)
    veto = Veto(code="V", name="虚报", lowers_to="差")
    assert (veto.indicator, veto.below, veto.citations) == ("", None, ())
    overlay = Overlay(id="x", base="demo")
    assert (overlay.overrides, overlay.operations) == ((), ())


def test_a_dossier_and_its_rows_have_theirs() -> None:
    """What is not filled in is empty, never guessed."""
    dossier = Dossier(indicators="demo", year=2024, project=Project(name="项目"))
    assert (dossier.id, dossier.kind, dossier.rows, dossier.vetoes, dossier.remarks) == ("", "self", (), (), "")
    assert (dossier.funds, dossier.goals, dossier.printed) == (Funds(), Goals(), PrintedResult())
    row = Row(address="A")
    empty = (row.code, row.reason, row.review_note, row.definition, row.evidence, row.checks, row.deductions)
    assert empty == ("", "", "", "", (), (), ())
    assert (row.points, row.target, row.actual, row.absence, row.score, row.rating, row.rating_rate) == (None,) * 7
    project = Project(name="项目")
    assert {project.department, project.unit, project.leader, project.phone, project.type, project.summary} == {""}
    problem = Problem(category="其他问题")
    assert (problem.number, problem.unit, problem.text, problem.accepted) == (1, "", "", "")
    assert (PrintedResult().total, PrintedResult().grade, PrintedResult().points, PrintedResult().levels) == (
        None,
        "",
        None,
        (),
    )
    assert (Goals().expected, Goals().actual) == ((), "")
    line = FundLine(name="财政")
    assert (line.rate, line.points, line.score, line.is_blank) == ("", None, None, True)
    assert (Funds().unit, Funds().sources, Funds().items, Funds().total) == ("万元", (), (), None)


def test_a_set_is_walked_and_asked_by_address() -> None:
    """Parents first; by code or path; what is not there is told."""
    assert [one.code for one in SET.walk()] == ["A", "A1"]
    assert SET.find("产出/数量").code == "A1"
    assert SET.path("A1") == "产出/数量"
    assert SET.book.plainly("A1") == SET.find("A1")
    assert [issue.code for issue in issues_of(lambda: SET.find("X"))] == ["path-unknown"]
    assert [one.is_leaf for one in SET.walk()] == [False, True]


def test_a_threshold_is_the_profiles_or_the_default() -> None:
    """By its name."""
    profiled = SET.replace(profile=(("low-execution", Decimal("0.9")),))
    assert profiled.threshold("low-execution", Decimal("0.8")) == Decimal("0.9")
    assert profiled.threshold("other", Decimal("0.8")) == Decimal("0.8")


@pytest.mark.parametrize(
    ("citation", "printed"),
    [
        (Citation(document="财预〔2020〕10号"), "财预〔2020〕10号"),
        (
            Citation(document="财预〔2020〕10号", title="办法", article="第十三条", note="OCR"),
            "财预〔2020〕10号《办法》第十三条",
        ),
        (Citation(document="财预〔2020〕10号", article="附件2"), "财预〔2020〕10号附件2"),
    ],
)
def test_a_citation_is_printed_as_officers_write_it(citation: Citation, printed: str) -> None:
    """Document, title in 《》, article; the note is for readers of the file."""
    assert str(citation) == printed
