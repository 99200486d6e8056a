"""Effective dates: which fiscal years a set is in force for, who refuses it elsewhere, and who says so where it was allowed."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from perfeval import (
    Dossier,
    DossierError,
    Evaluation,
    Indicator,
    IndicatorSet,
    IndicatorSetError,
    Overlay,
    Project,
    Registry,
    Row,
    apply_overlay,
    diff,
    evaluate,
    load_dossier,
    produce,
)
from perfeval.commands.entry import main
from perfeval.model.citations import Period
from perfeval.model.in_force import out_of_force

EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml"
REGISTRY = Registry.discover()
DATES = st.dates(date(2018, 1, 1), date(2026, 12, 31)) | st.sampled_from(
    [date(year, month, day) for year in range(2020, 2025) for month, day in ((1, 1), (12, 31))]
)


def set_in(period: Period, *, row: Period | None = None) -> IndicatorSet:
    """Return a set of one row, in force within *period*."""
    one = Indicator(code="A", name="产出", points=100, effective=row or Period())
    return IndicatorSet(id="demo", title="示例", indicators=(one,), effective=period)


def dossier_of(year: int) -> Dossier:
    """Return a dossier without rows."""
    return Dossier(indicators="demo", year=year, project=Project(name="示例"))


def wuhua(year: int) -> Dossier:
    """Return the example, as if it were of *year*."""
    return load_dossier(EXAMPLE, vocabulary=REGISTRY.vocabulary).replace(year=year)


def issues_of(dossier: Dossier, indicators: IndicatorSet) -> dict[str, str]:
    """Return what evaluation refuses, by code, in Chinese."""
    with pytest.raises(DossierError) as caught:
        evaluate(dossier, indicators=indicators)
    return {issue.code: issue.render("zh") for issue in caught.value.issues}


@given(since=st.none() | DATES, until=st.none() | DATES, year=st.integers(2017, 2026))
def test_a_year_needs_one_day_of_the_next_within_the_period(since: date | None, until: date | None, year: int) -> None:
    """The first and the last day of the period are days of it; counted here day by day."""
    if since is not None and until is not None and until < since:
        with pytest.raises(IndicatorSetError):
            Period(since=since, until=until)
        return
    first, last = date(year + 1, 1, 1).toordinal(), date(year + 1, 12, 31).toordinal()
    days = map(date.fromordinal, range(first, last + 1))
    expected = any((since is None or since <= day) and (until is None or day <= until) for day in days)
    assert (out_of_force(set_in(Period(since=since, until=until)), year) == ()) is expected


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [
        (date(2024, 12, 31), None, {2023: True, 2022: False}),
        (date(2025, 1, 1), None, {2024: True, 2023: False}),
        (None, date(2024, 1, 1), {2023: True, 2024: False}),
        (None, date(2023, 12, 31), {2022: True, 2023: False}),
        (date(2024, 6, 30), date(2024, 6, 30), {2022: False, 2023: True, 2024: False}),
    ],
)
def test_the_day_from_itself_and_the_day_to_itself_are_in_force(
    since: date | None, until: date | None, years: dict[int, bool]
) -> None:
    """One day of the year of evaluation suffices, be it its first or its last."""
    for year, is_in_force in years.items():
        assert (out_of_force(set_in(Period(since=since, until=until)), year) == ()) is is_in_force


def test_a_set_out_of_force_is_refused_with_everything_else_that_is_wrong() -> None:
    """One error names the set, its dates, the year, and the way to allow it; unknown vetoes and rows stand beside it."""
    messages = issues_of(
        wuhua(2018).replace(vetoes=("没有",), rows=(*wuhua(2018).rows, wuhua(2018).rows[0].replace(address="没有"))),
        REGISTRY.indicator_set("cn.yunnan.kunming.wuhua.department"),
    )
    assert set(messages) == {"out-of-force", "veto-unknown", "row-unknown"}
    for expected in (
        "wuhua-2023.yaml",
        "cn.yunnan.kunming.wuhua.department",
        "2020-02-25 起",
        "2019 年评价",
        "--allow",
    ):
        assert expected in messages["out-of-force"]


def test_an_indicator_of_its_own_dates_is_refused_by_its_path() -> None:
    """A set in force may hold a row that is not."""
    indicators = set_in(Period(), row=Period(until=date(2022, 5, 1)))
    assert out_of_force(indicators, 2021) == ()
    assert "指标 产出" in issues_of(dossier_of(2022), indicators)["out-of-force"]


def test_an_overlays_own_dates_take_the_place_of_its_bases() -> None:
    """A district may bring rules into force, or keep them, at other dates; without dates of its own the base's hold."""
    base = set_in(Period(since=date(2020, 2, 25)))
    plain = apply_overlay(Overlay(id="district", base="demo"), base=base)
    dated = Overlay(id="district", base="demo", overrides=(("effective", Period(until=date(2021, 6, 1))),))
    assert [out_of_force(plain, year) == () for year in (2018, 2019, 2023)] == [False, True, True]
    changed = apply_overlay(dated, base=base)
    assert [out_of_force(changed, year) == () for year in (2018, 2020, 2021)] == [True, True, False]
    assert diff(base, changed).overrides == dated.overrides


def allowed(dossier: Dossier) -> Evaluation:
    """Score a dossier by its set, in force or not."""
    return evaluate(dossier, indicators=REGISTRY.set_for(dossier), allow_out_of_force=True)


def test_what_was_allowed_is_noted_in_the_result() -> None:
    """The same scores, and a note in the value, in its dict and in a notebook; none where the set was in force."""
    usual, early = allowed(wuhua(2023)), allowed(wuhua(2018))
    assert (usual.out_of_force, early.scores) == ((), usual.scores)
    assert usual.to_dict()["out-of-force"] == []
    (one,) = early.out_of_force
    assert early.to_dict()["out-of-force"] == [{"zh": one.note.zh, "en": one.note.en}]
    assert one.note.zh in early._repr_html_()
    assert one.note.zh not in usual._repr_html_()


def test_each_row_of_a_frame_notes_the_rules_that_it_rests_on() -> None:
    """What concerns the set, a group or the row itself; nothing of the others."""
    group = Indicator(code="B", name="效益", points=50, children=(Indicator(code="C", name="社会效益", points=50),))
    late, early = Period(since=date(2030, 1, 1)), Period(until=date(2020, 1, 1))
    leaf = Indicator(code="A", name="产出", points=50, effective=early)
    rows = (Row(address="A", score=50), Row(address="C", score=50))
    indicators = IndicatorSet(id="demo", title="示例", version="1", indicators=(leaf, group.replace(effective=late)))
    evaluation = evaluate(dossier_of(2023).replace(rows=rows), indicators=indicators, allow_out_of_force=True)
    notes = [one["note"] for one in evaluation.to_frame(backend="pyarrow").to_pylist()]
    assert notes == [one.note.zh for one in evaluation.out_of_force]
    whole = evaluate(
        dossier_of(2023).replace(rows=rows), indicators=indicators.replace(effective=late), allow_out_of_force=True
    )
    first, second = (one["note"] for one in whole.to_frame(backend="pyarrow").to_pylist())
    assert (first, second) == tuple(f"{whole.out_of_force[0].note.zh}\n{note}" for note in notes)
    assert {one["note"] for one in allowed(wuhua(2023)).to_frame(backend="pyarrow").to_pylist()} == {""}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_document_in_every_format_says_so(language: str, tmp_path: Path) -> None:
    """The district's own forms too, which know nothing of dates."""
    evaluation = allowed(wuhua(2018))
    note = evaluation.out_of_force[0].note.speak(language)  # type: ignore[arg-type]
    files = produce(
        evaluation,
        folder=tmp_path,
        layouts=REGISTRY.layouts_for(evaluation.base),
        writers=[REGISTRY.writers[name] for name in ("docx", "xlsx", "html", "markdown", "json")],
        language=language,  # type: ignore[arg-type]
    )
    assert len(files) == 20
    assert [file.name for file in files if re.sub(r"\s", "", note) not in text_of(file)] == []


def text_of(file: Path) -> str:
    """Return all text of a document, without tags and white space."""
    if file.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(file) as package:
            text = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
    else:
        text = file.read_text(encoding="utf-8")
    return re.sub(r"<[^>]*>|\s|\\", "", text)


@pytest.mark.parametrize("command", ["score", "explain", "check", "run"])
def test_the_command_line_refuses_it_unless_it_is_allowed(command: str, tmp_path: Path) -> None:
    """Exit code 1 and the way to allow it; with the option, the note."""
    file = tmp_path / "wuhua-2018.yaml"
    file.write_text(EXAMPLE.read_text(encoding="utf-8").replace("year: 2023", "year: 2018"), encoding="utf-8")
    arguments = [command, str(file), *(("-o", str(tmp_path / "out"), "--formats", "json") if command == "run" else ())]
    refused = CliRunner().invoke(main, arguments)
    assert (refused.exit_code, "out-of-force" in refused.output) == (1, True)
    accepted = CliRunner().invoke(main, ["--allow-out-of-force", *arguments])
    assert accepted.exit_code == 0, accepted.output
    assert command == "check" or "2019 年评价时未施行" in accepted.output.replace("\n", "")
