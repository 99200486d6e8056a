"""Names with ``/`` (受理量（件/年）, 成本/效益) come out whole of every room: scores, documents, audit, workbook, overlays."""

from __future__ import annotations

import contextlib
import io
import tempfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval import Case, Dossier, IndicatorSet, Project, Row, apply_overlay, diff, evaluate, explain
from perfeval.codec.dumping import dump
from perfeval.codec.loading import parse
from perfeval.commands.terminal import print_evaluation
from perfeval.documents.blocks import Details, Heading
from perfeval.documents.contents.notes import build_scoring_notes
from perfeval.forms.national_form import NATIONAL_FORM
from perfeval.forms.recognition import read_form
from perfeval.model.hierarchy import Indicator
from perfeval.model.overlays import Overlay
from perfeval.scoring.scorers.stated import Stated
from perfeval.testing.set_drawing import parts_of
from perfeval.workbook.blank_workbook import write_blank_workbook

FIRST = "甲乙丙丁戊己庚辛"
"""What names of one level begin with, one each: then no path of names means two indicators."""

tails = st.text(alphabet="/受理量件年（）()", max_size=6)


@st.composite
def groups(draw: st.DrawFn, *, code: str, name: str, points: int, depth: int) -> Indicator:
    """Draw a group with leaves or groups, at the lowest level with rows that the project brings too; its points add up."""
    is_open = not depth and draw(st.booleans())
    count = draw(st.integers(0 if is_open else 1, min(3, points - is_open)))
    parts = draw(parts_of(points, count + is_open))
    children = []
    for number, part in enumerate(parts[:count]):
        child = {"code": f"{code}{number}", "name": FIRST[number] + draw(tails)}
        if depth and draw(st.booleans()):
            children.append(draw(groups(**child, points=part, depth=depth - 1)))
        else:
            children.append(Indicator(**child, points=part, scorer=Stated()))
    return Indicator(
        code=code,
        name=name,
        points=points,
        children=tuple(children),
        open=is_open,
        default_scorer=Stated() if is_open else None,
    )


@st.composite
def sets(draw: st.DrawFn) -> IndicatorSet:
    """Draw a set of two or three groups at level 1."""
    parts = draw(parts_of(100, draw(st.integers(2, 3))))
    tops = [
        draw(groups(code=letter, name=FIRST[number] + draw(tails), points=part, depth=1))
        for number, (letter, part) in enumerate(zip("ABC", parts, strict=False))
    ]
    return IndicatorSet(id="test.set", title="测试指标体系", indicators=tuple(tops))


def expected_names(indicators: IndicatorSet, own: dict[str, str]) -> list[tuple[str, ...]]:
    """Return the names of every leaf in the order of the form, with the project's own by the code of their group."""

    def below(one: Indicator, above: tuple[str, ...]) -> list[tuple[str, ...]]:
        names = (*above, one.name)
        if not one.children and not one.open:
            return [names]
        return [
            *(leaf for child in one.children for leaf in below(child, names)),
            *([(*names, own[one.code])] if one.open else []),
        ]

    return [names for top in indicators.indicators for names in below(top, ())]


@st.composite
def filled(draw: st.DrawFn) -> tuple[IndicatorSet, Dossier, list[tuple[str, ...]]]:
    """Draw a set, a dossier that addresses its rows by names alone, and the names of the rows."""
    indicators = draw(sets())
    open_groups = [one for one in indicators.walk() if one.open]
    own = {one.code: FIRST[-1] + draw(tails) for one in open_groups}
    left = {one.code: (one.points or 0) - sum(child.points or 0 for child in one.children) for one in open_groups}
    wanted = expected_names(indicators, own)
    rows = []
    for names in wanted:
        address = "/".join(names)
        group = indicators.find("/".join(names[:-1]))
        if indicators.book.knows(address):
            leaf = indicators.find(address)
            rows.append(Row(address=address, score=(leaf.points or Decimal(0)) / 2))
        else:
            rows.append(Row(address=address, points=left[group.code], score=left[group.code] / 2))
    dossier = Dossier(
        indicators=indicators.id, year=2024, project=Project(name="测试项目"), rows=tuple(draw(st.permutations(rows)))
    )
    return indicators, dossier, wanted


@given(filled())
def test_every_room_has_the_whole_names(drawn: tuple[IndicatorSet, Dossier, list[tuple[str, ...]]]) -> None:
    """Scores, explanations, scoring notes, the data frame, and the case that is audited, scored or not."""
    indicators, dossier, wanted = drawn
    evaluation = evaluate(dossier, indicators=indicators)
    assert evaluation.total == 50
    assert [node.names for node in evaluation.leaf_nodes] == wanted
    assert [one.names for one in explain(evaluation)] == wanted
    assert evaluation.paths == tuple(node.path for node in evaluation.leaf_nodes)
    notes = build_scoring_notes(evaluation, "zh").blocks
    assert [one.text for one in notes if isinstance(one, Heading)] == list(dict.fromkeys(names[0] for names in wanted))
    summaries = [one.summary for one in notes if isinstance(one, Details)]
    assert [text.rpartition("  ")[0] for text in summaries] == [names[-1] for names in wanted]
    frame = evaluation.to_frame(backend="pyarrow").to_pylist()
    levels = [tuple(row[f"level_{n}"] for n in range(1, 4) if row.get(f"level_{n}") is not None) for row in frame]
    assert [(*above, row["indicator"]) for above, row in zip(levels, frame, strict=True)] == wanted
    case = Case.of(dossier, indicators=indicators)
    assert [row.names for row in case.rows] == wanted
    assert case.doubled_groups() == ()
    unscored = Case(dossier=dossier, indicators=indicators)
    assert sorted(row.names for row in unscored.rows) == sorted(wanted)


@given(filled())
def test_files_of_dossiers_and_sets_keep_them(drawn: tuple[IndicatorSet, Dossier, list[tuple[str, ...]]]) -> None:
    """What is dumped and read scores alike."""
    indicators, dossier, _ = drawn
    again, rules = parse(dump(dossier)), parse(dump(indicators))
    assert (again, rules) == (dossier, indicators)
    assert evaluate(again, indicators=rules).scores == evaluate(dossier, indicators=indicators).scores  # type: ignore[arg-type]


@given(filled())
@settings(max_examples=25)
def test_a_workbook_goes_out_and_back(drawn: tuple[IndicatorSet, Dossier, list[tuple[str, ...]]]) -> None:
    """Filled in by names and read back, every row finds its indicator again; where no set is at hand, its names too."""
    indicators, dossier, wanted = drawn
    scores = {row.address: row for row in dossier.rows}
    own = {names[:-1]: names[-1] for names in wanted if not indicators.book.knows("/".join(names))}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        path.write_bytes(write_blank_workbook(indicators, year=2024))
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[1]
        for row in sheet.iter_rows(min_row=3, max_row=sheet.max_row - 1):
            above = tuple(str(cell.value) for cell in row[:2] if cell.value)
            if not row[2].value and above in own:
                row[2].value = own.pop(above)
            if row[2].value:
                facts = scores["/".join((*above, str(row[2].value)))]
                row[7].value, row[8].value = row[7].value or facts.points, facts.score
        book.save(path)
        (reading,) = read_form(path, readers=[NATIONAL_FORM])
    assert [row.names for row in Case(dossier=reading.dossier).rows] == wanted
    evaluation = evaluate(reading.dossier.replace(indicators=indicators.id), indicators=indicators)
    assert [node.names for node in evaluation.leaf_nodes] == wanted
    assert evaluation.scores == evaluate(dossier, indicators=indicators).scores


@given(sets(), sets())
def test_overlays_are_dumped_and_loaded_whole(base: IndicatorSet, target: IndicatorSet) -> None:
    """The overlay between any two sets reproduces the second, from its file too."""
    # Other codes, so that most of the second is added.
    changed = parse(dump(target).replace("code: A", "code: Z"))
    assert isinstance(changed, IndicatorSet)
    overlay = diff(base, changed.replace(id="test.other"))
    again = parse(dump(overlay))
    assert again == overlay
    assert isinstance(again, Overlay)
    assert apply_overlay(again, base=base).indicators == changed.indicators


@given(sets(), tails.filter(bool), st.data())
def test_an_overlay_adds_any_name_at_its_path(base: IndicatorSet, tail: str, data: st.DataObject) -> None:
    """The address book of the base decides where the path ends and the name begins; the file reads back."""
    # Below a group that holds groups, a name that begins nearly like one of them is taken for a slip of the pen.
    simple = [one for one in base.walk() if not one.is_leaf and all(child.is_leaf for child in one.children)]
    group = base.path(data.draw(st.sampled_from(simple)).code)
    name = FIRST[-2] + tail
    overlay = parse(
        f"format: 1\noverlay: own\nbase: {base.id}\n"
        f"operations: [{{add: '{group}/{name}', code: NEW, points: 0, scorer: {{type: stated}}}}]\n"
    )
    assert isinstance(overlay, Overlay)
    assert parse(dump(overlay)) == overlay
    changed = apply_overlay(overlay, base=base)
    assert changed.find("NEW").name == name
    assert changed.path("NEW") == f"{group}/{name}"


BENEFITS = """\
format: 1
indicator-set: demo
title: 示例
full-marks: 100
indicators:
  - {code: A, name: 成本/效益, points: 60, open: true, default-scorer: {type: stated}, children: [
      {code: A1, name: 受理量, points: 30, scorer: {type: stated}},
      {code: A2, name: 效益指标, points: 20, children: [{code: A21, name: 知晓, points: 20, scorer: {type: stated}}]}]}
  - {code: B, name: 满意度, points: 40, scorer: {type: stated}}
"""


def demo(rows: str) -> Dossier:
    """Return a dossier of the demonstration set."""
    dossier = parse(
        f"format: 1\ndossier: demo\nindicators: demo\nyear: 2024\nproject: {{name: 测试}}\nrows:\n{rows}"
        "  A1: {score: 30}\n  A21: {score: 20}\n  B: {score: 40}\n"
    )
    assert isinstance(dossier, Dossier)
    return dossier


BASE = parse(BENEFITS)
assert isinstance(BASE, IndicatorSet)


@pytest.mark.parametrize("name", ["受理量/年", "受理量/月/人", "效益指标/件/年", "效益指标/年"])
def test_an_own_row_may_begin_like_a_neighbour(name: str) -> None:
    """受理量/年 is a row of the open group, whether 受理量 is a row or a closed group; a nested key says the same."""
    for rows in (
        f"  成本/效益/{name}: {{points: 10, score: 5}}\n",
        f"  成本/效益:\n    {name}: {{points: 10, score: 5}}\n",
    ):
        evaluation = evaluate(demo(rows), indicators=BASE)
        assert ("成本/效益", name) in [node.names for node in evaluation.leaf_nodes]
        assert evaluation.total == 95


def test_a_slip_of_the_pen_is_no_own_row() -> None:
    """What is nearly a row of a closed group is refused with its name, not taken for a row of the group above."""
    with pytest.raises(ValueError, match="效益指标/知晓率"):
        evaluate(demo("  成本/效益/效益指标/知晓率: {points: 10, score: 5}\n"), indicators=BASE)


def operation(text: str) -> Overlay:
    """Return an overlay of the demonstration set with one operation."""
    overlay = parse(f"format: 1\noverlay: own\nbase: demo\noperations: [{{{text}}}]\n")
    assert isinstance(overlay, Overlay)
    return overlay


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("add: 成本/效益/件/年, code: N, points: 0", "成本/效益/件/年"),
        ("add: 成本/效益/效益指标/件/年, code: N, points: 0", "成本/效益/效益指标/件/年"),
        ("add: A2, name: 件/年, code: N, points: 0", "成本/效益/效益指标/件/年"),
        ("add: '', name: 投入/产出, code: N, points: 0", "投入/产出"),
    ],
)
def test_an_overlay_cuts_where_the_base_has_an_indicator(text: str, path: str) -> None:
    """Or where the file says so, with a key for the name."""
    changed = apply_overlay(operation(text), base=BASE)
    assert changed.path("N") == path
    assert parse(dump(operation(text))) == operation(text)


@pytest.mark.parametrize("target", ["成本/效益/效益指示/新增", "产出/新增", "成本/效益指标/新增"])
def test_an_overlay_with_a_wrong_parent_is_refused(target: str) -> None:
    """A parent that is nearly another's name, or is not there, never becomes a part of the new name."""
    with pytest.raises(ValueError, match="overlay-target"):
        apply_overlay(operation(f"add: {target}, code: N, points: 0"), base=BASE)


def test_the_terminal_prints_whole_names() -> None:
    """In the table of lost points."""
    lost = demo("  成本/效益/件/年: {points: 10, score: 5}\n")
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        print_evaluation(evaluate(lost, indicators=BASE), language="zh")
    (line,) = [line for line in printed.getvalue().splitlines() if "未填偏差原因" in line]
    assert "件/年" in line
    assert "成本" not in line
