"""Readers that fail: told with plugin, reader and file, while the others go on; nothing is guessed from what they gave."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.cell import MergedCell

from perfeval import (
    DossierError,
    FormatError,
    Issue,
    NotFoundError,
    PerfEvalError,
    Registry,
    Text,
    hookimpl,
    read_form,
)
from perfeval.plugin import NATIONAL_FORM, FormFile, FormGrid, GridCell, Opener, Reader

FORM = Path(__file__).parents[1] / "data" / "forms" / "29-anhui-jinzhai-bumen-2023.xlsx"
CAUSES = [RuntimeError("x"), SystemExit(0), RecursionError(), KeyError("k")]


def giving(given: object) -> Any:
    """Return a function that returns or raises what is given."""

    def give(_: object) -> Any:
        if isinstance(given, BaseException):
            raise given
        return given

    return give


def readers(recognise: object, read: object = ()) -> list[Reader]:
    """Return the registered readers with one of a plugin."""
    own = Reader(id="bad.form", title=Text("某", "some"), recognise=giving(recognise), read=giving(read))
    module = SimpleNamespace(__name__="bad-plugin", perfeval_readers=hookimpl(lambda: [own]))
    return list(Registry.of(module).readers.values())


@pytest.mark.parametrize(
    "sure", [*CAUSES, FormatError([Issue(code="form-no-table")]), None, 50.0, True, "99", -1, 101], ids=repr
)
def test_a_reader_that_cannot_say_how_sure_it_is_is_told(sure: object) -> None:
    """The others read the file; the problem stands in each reading."""
    (alone,) = read_form(FORM, readers=[NATIONAL_FORM])
    (reading,) = read_form(FORM, readers=readers(sure))
    assert reading.dossier == alone.dossier
    (issue, *_) = reading.problems
    for word in ("bad-plugin", "bad.form", str(FORM)):
        assert word in issue.render("zh")


@pytest.mark.parametrize("readings", [*CAUSES, None, (), [], (None,), "text", 1, {}], ids=repr)
def test_a_reader_that_fails_to_read_is_told_and_the_next_reads(readings: object) -> None:
    """A form that no other reader knows is an error that names the reader."""
    (alone,) = read_form(FORM, readers=[NATIONAL_FORM])
    (reading,) = read_form(FORM, readers=readers(100, readings))
    assert reading.dossier == alone.dossier
    assert "bad.form" in str(reading.problems[0])
    with pytest.raises(FormatError, match=r"bad\.form") as caught:
        read_form(FORM, readers=[one for one in readers(100, readings) if one.id == "bad.form"])
    assert caught.value.issues[-1].code == "form-not-recognised"


def test_what_a_reader_refuses_on_purpose_is_refused() -> None:
    """An error of ours is what the reader says of the file."""
    with pytest.raises(FormatError, match="form-no-table"):
        read_form(FORM, readers=readers(100, FormatError([Issue(code="form-no-table")])))


def test_a_form_that_names_no_year_is_read(tmp_path: Path) -> None:
    """All else is there; the year is 0, which says so."""
    (whole,) = read_form(FORM, readers=[NATIONAL_FORM])
    yearless = tmp_path / "form.xlsx"
    book = openpyxl.load_workbook(FORM)
    for row in (row for sheet in book for row in sheet.iter_rows()):
        for cell in row:
            if isinstance(cell.value, str) and not isinstance(cell, MergedCell):
                cell.value = re.sub("20[0-9]{2}", "", cell.value)
    book.save(yearless)
    (reading,) = read_form(yearless, readers=[NATIONAL_FORM])
    assert (whole.dossier.year, reading.dossier.year) == (2023, 0)
    assert [row.score for row in reading.dossier.rows] == [row.score for row in whole.dossier.rows]


@pytest.mark.parametrize(
    "error",
    [DossierError([Issue(code="not-a-number")]), NotFoundError([Issue(code="set-unknown", values={"id": "x"})])],
    ids=["value", "name"],
)
def test_a_reader_that_stumbles_over_our_own_error_is_told_and_the_next_reads(error: PerfEvalError) -> None:
    """It is no refusal: the plugin, the reader and the file are named, and what the error said."""
    (reading,) = read_form(FORM, readers=readers(100, error))
    (fault,) = reading.problems
    assert (fault.code, fault.values["id"]) == ("plugin-raised", "bad.form")
    assert "bad-plugin" in str(fault.values["name"])
    assert fault.location.path == str(FORM)


def test_an_opener_whose_cells_hold_no_text_is_told_and_the_next_opens() -> None:
    """No reader is blamed for them."""
    cell = GridCell(text=3, row=1, column=1)  # type: ignore[arg-type]
    wrong = FormFile(path="x", kind="odd", parts=(FormGrid(name="甲", row_count=1, cells=(cell,)),))
    own = Opener(
        id="bad.opener", title=Text("某", "some"), suffixes=(".xlsx",), recognise=lambda _: 100, open=lambda *_: wrong
    )
    registry = Registry.of(SimpleNamespace(__name__="bad-plugin", perfeval_file_openers=hookimpl(lambda: [own])))
    (reading,) = read_form(FORM, readers=registry.readers.values(), openers=registry.openers.values())
    (fault,) = reading.problems
    assert (fault.code, fault.values["id"]) == ("plugin-returned", "bad.opener")
