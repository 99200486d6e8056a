"""The dossier and its money: what is refused whatever the set, and how rows and amounts say what they hold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from told_issues import issues_of, told_by

from perfeval import Dossier, DossierError, Row
from perfeval.errors import Location
from perfeval.model.dossier import Absence, Project, Signature, row_location
from perfeval.model.funds import COLUMNS, FundLine, Funds
from perfeval.model.quantities import parse_quantity


def dossier(*rows: Row, **changes: object) -> Dossier:
    """Return a dossier with these rows."""
    return Dossier(indicators="demo", year=2024, project=Project(name="示例"), rows=rows, **changes)  # type: ignore[arg-type]


def test_rows_that_cannot_be_true_are_told() -> None:
    """A row filled in twice, negative points and scores: every one, at its place."""
    rows = (
        Row(address="A", points=-1, score="-0.5"),
        Row(address="A", score=0, points=0),
        Row(address="B", place=Location(path="x.yaml", line=9)),
        Row(address="B", score=-1, place=Location(path="x.yaml", line=10)),
        Row(address="C", review_score="-0.1"),
    )
    issues = issues_of(lambda: dossier(*rows))
    assert [(one.code, one.values, one.location.place or one.location.line, one.found) for one in issues] == [
        ("row-duplicate", {"path": "A"}, "rows/A", None),
        ("row-duplicate", {"path": "B"}, 10, None),
        ("points-negative", {"name": "A"}, "rows/A", "-1"),
        ("score-negative", {"path": "A"}, "rows/A", "-0.5"),
        ("score-negative", {"path": "B"}, 10, "-1"),
        ("score-negative", {"path": "C"}, "rows/C", "-0.1"),
    ]
    assert {str(one.expected.zh) for one in issues[2:]} == {"不小于 0"}  # type: ignore[union-attr]


def test_a_row_says_what_it_holds() -> None:
    """Its name and group, its target and actual value as they were written, or why there is none."""
    row = Row(address="产出/数量/受理量（件/年）", target=parse_quantity("≥ 10件"), actual=parse_quantity("9件"))
    assert (row.name, row.group) == ("受理量（件/年）", "产出/数量")
    assert (row.target_text, row.actual_text) == ("≥ 10件", "9件")
    assert Row(address="A").target_text == ""
    assert Row(address="A").actual_text == ""
    assert Row(address="A").group == ""
    words = {one: Row(address="A", absence=one, actual=parse_quantity("9")).actual_text for one in Absence}
    assert words == {Absence.MISSING: "缺失", Absence.NOT_APPLICABLE: "不涉及", Absence.UNVERIFIABLE: "无法核实"}


@pytest.mark.parametrize("absence", Absence)
def test_an_absence_is_taken_from_its_word(absence: Absence) -> None:
    """From its own word alone; a word of no absence is refused."""
    assert Row(address="A", absence=absence.value).absence is absence  # type: ignore[arg-type]
    with pytest.raises(DossierError):
        Row(address="A", absence=f"{absence.value}s")  # type: ignore[arg-type]


@pytest.mark.parametrize("checks", [{"甲"}, "甲", b"x", 5, [("甲",)], [("甲", 1, 2)], {"甲": []}, {"甲": {}}], ids=repr)
def test_pairs_are_a_mapping_or_pairs(checks: object) -> None:
    """A set has no order, a text is no pairs; each is refused by the field's name."""
    with pytest.raises(DossierError) as caught:
        Row(address="A", checks=checks)  # type: ignore[arg-type]
    assert {str(issue.location.place).partition("/")[0] for issue in caught.value.issues} == {"Row.checks"}


def test_what_is_left_out_is_empty() -> None:
    """A signature without a name or a date, a row without words, a dossier without signatures."""
    signature, row = Signature(label="签字"), Row(address="A")
    assert (signature.name, signature.date) == ("", "")
    assert (row.code, row.reason, row.evidence, row.rating) == ("", "", (), None)
    dossier = Dossier(indicators="s", year=2024, project=Project(name="x"))
    assert (dossier.rows, dossier.vetoes, dossier.signatures, dossier.id) == ((), (), (), "")


def test_a_row_is_found_by_its_address() -> None:
    """As it was written, and by nothing else."""
    one = dossier(Row(address="A", score=1), Row(address="B", score=2))
    assert one.row("B") == Row(address="B", score=2)
    assert one.row("C") is None


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Location(), Location(place="rows/A")),
        (Location(line=3), Location(line=3)),
        (Location(path="x.yaml"), Location(path="x.yaml")),
        (Location(column=3), Location(place="rows/A")),
    ],
)
def test_a_row_stands_where_its_file_says(place: Location, expected: Location) -> None:
    """Or under its address."""
    assert row_location(Row(address="A", place=place)) == expected


def line(name: str, **amounts: object) -> FundLine:
    """Return a line of the funds table."""
    return FundLine(name=name, **amounts)  # type: ignore[arg-type]


def test_negative_money_and_doubled_lines_are_told() -> None:
    """Each amount with its line and column, in every part of the table; a name counts within its own part."""
    told = told_by(
        lambda: Funds(
            total=line("合计", spent=-1),
            sources=(line("财政", initial="-0.5"), line("财政", spent=0)),
            items=(line("财政", arrived=-2), line("财政"), line("其他")),
        )
    )
    assert told == [
        ("negative-amount", "funds/合计/spent", "不小于 0", "-1"),
        ("negative-amount", "funds/财政/arrived", "不小于 0", "-2"),
        ("negative-amount", "funds/财政/initial", "不小于 0", "-0.5"),
        ("row-duplicate", "funds/财政", None, None),
        ("row-duplicate", "funds/财政", None, None),
    ]
    names = [issue.values["what"] for issue in issues_of(lambda: Funds(sources=(line("财政", initial=-1, spent=-1),)))]
    assert names == ["财政 年初预算数", "财政 实际支出数"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (Funds(), None),
        (Funds(total=line("合计", spent=9), sources=(line("财政", spent=5),)), 9),
        (Funds(total=line("合计"), sources=(line("财政", spent=5), line("其他", spent=2))), 7),
        (Funds(sources=(line("财政", spent=5), line("其他"))), 5),
        (Funds(sources=(line("财政"),), items=(line("甲", spent=3), line("乙", spent=1))), 4),
        (Funds(sources=(line("财政", spent=0),), items=(line("甲", spent=3),)), 0),
        (Funds(total=line("合计", spent=0), sources=(line("财政", spent=5),)), 0),
        (Funds(total=line("合计", initial=1), items=(line("甲", initial=3),)), None),
    ],
)
def test_an_amount_is_that_of_the_total_else_of_the_sources_else_of_the_items(
    table: Funds, expected: int | None
) -> None:
    """Zero is an amount; what is blank is none."""
    assert table.amount("spent") == expected
    assert table.whole("项目").spent == expected
    assert table.whole("项目").name == "项目"


def test_a_line_says_what_it_holds() -> None:
    """Its amounts by column, whether it is blank, and the same line with others."""
    one = line("财政", initial=1, spent=0)
    assert [one.amount(column) for column in COLUMNS] == [1, None, None, 0]
    assert not one.is_blank
    assert not line("财政", spent=0).is_blank
    assert line("财政", rate="90%", points=10).is_blank
    changed = one.with_amounts({"initial": None, "arrived": Decimal(7)})
    assert [changed.amount(column) for column in COLUMNS] == [None, None, 7, 0]
    assert changed.name == "财政"


def test_the_lines_of_a_table_stand_total_first() -> None:
    """Then the items, then the sources."""
    table = Funds(total=line("合计"), sources=(line("财政"),), items=(line("甲"), line("乙")))
    assert [one.name for one in table.lines] == ["合计", "甲", "乙", "财政"]
    assert [one.name for one in Funds(sources=(line("财政"),)).lines] == ["财政"]
