"""Pages as grids: spans as browsers read them, nothing lost of a long table, and whatever has no end is refused at once."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import FormatError
from perfeval.model.limits import CELLS, TEXTS
from perfeval.office.grids import FormFile
from perfeval.office.html_grids import read_html


def page(text: str) -> FormFile:
    """Return what a page holds."""
    return read_html(text, path="x.html")


def test_no_row_of_a_long_group_is_lost() -> None:
    """2 000 rows below one cell that spans them all."""
    rows = "".join(f"<tr>{'<td rowspan=2000>产出</td>' if not at else ''}<td>{at}</td></tr>" for at in range(2_000))
    (grid,) = page(f"<table>{rows}</table>").grids
    assert grid.row_count == 2_000
    assert [grid.at(row, 1) for row in (1, 1_001, 2_000)] == [grid.cells[0]] * 3
    assert grid.at(2_000, 2).text == "1999"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("span", "rows"),
    [
        ("2", 2),
        ("02", 2),
        ("0", 1),
        ("-2", 1),
        ("x", 1),
        ("", 1),
        ("²", 1),
        ("٢", 1),
        ("9" * 9, 65_534),
        ("9" * 5_000, 65_534),
    ],
)
def test_a_span_is_what_a_browser_makes_of_it(span: str, rows: int) -> None:
    """No number above zero is one; more than any table is the most."""
    (grid,) = page(f'<table><tr><td rowspan="{span}">a</td></tr></table>').grids
    assert grid.cells[0].rows == rows


ENDLESS = ["<a ", "</a", "<!--", "<!-- x ", "<?x", "<a href='", '<a b="', "<!DOCTYPE ", "<![CDATA[", "<td x=<"]


@pytest.mark.parametrize("unit", ENDLESS)
def test_what_has_no_end_is_refused_at_once(unit: str) -> None:
    """A hundred thousand beginnings, for each of which the parser alone would look to the end again: an hour."""
    with pytest.raises(FormatError, match="form-corrupt"):
        page("<html><table><tr><td>甲</td></tr></table>" + unit * 100_000)


@pytest.mark.parametrize(
    "tail",
    [
        "<!-- " + "<w:x> " * 5_000 + "-->",
        "<script>" + "a<b;" * 5_000 + "</script>",
        "<style>x</style>",
        "5 < 6 ",
        "<!x>",
    ],
)
def test_what_has_an_end_is_no_matter(tail: str) -> None:
    """Comments and scripts as office suites write them, however long."""
    assert page(f"<table><tr><td>甲</td></tr></table>{tail}<p>乙</p>").paragraphs[-1].text == "乙"


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<table>" + "<tr><td>" * (CELLS.most + 1), ""),
        ("<table>" + "<tr><td></td>" * (CELLS.most + 1), "cells"),
        ("<p></p>" * (TEXTS.most + 1), "paragraphs"),
    ],
    ids=["never closed", "cells", "paragraphs"],
)
def test_more_than_any_form_has_is_refused(text: str, what: str) -> None:
    """By what there is too much of; cells that are never closed are none."""
    if not what:
        assert page(text).grids == ()
        return
    with pytest.raises(FormatError, match=f"form-bomb|{what}"):
        page(text)


@given(st.text(st.sampled_from("<>/!-[]?&;='\" abtdr甲"), max_size=60))
def test_no_page_raises_anything_but_our_errors(text: str) -> None:
    """Whatever its tags do."""
    with suppress(FormatError):
        assert page(f"<table><tr><td>{text}").kind == "html"
