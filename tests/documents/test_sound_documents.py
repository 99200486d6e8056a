"""A document of a plugin's layout has parts of the declared types, or the plugin's layout is named; whoever would draw it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from told_issues import issues_of

from perfeval import Evaluation, Registry, Row, draw, evaluate, hookimpl, load_dossier
from perfeval.documents.blocks import Cell, Document, Figure, Grid, Heading, Paragraph, SignatureLine, Sum, Title
from perfeval.documents.sound_documents import misfit_in
from perfeval.plugin import Layout, Text, Writer

REGISTRY = Registry.discover()
DOSSIER = load_dossier(Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml", vocabulary=REGISTRY.vocabulary)
EVALUATION = evaluate(DOSSIER, indicators=REGISTRY.set_for(DOSSIER))


def document(*blocks: Any, **changes: Any) -> Document:
    """Return a document of these blocks."""
    return Document(**{"name": "某", "title": "某", "blocks": blocks, **changes})


def grid(cell: Any) -> Any:
    """Return a table of one cell."""
    return Grid(rows=((cell,),), widths=(1,))


MISFITS: list[tuple[Document, str]] = [
    (document(Title(text=3)), "blocks/0/text"),  # type: ignore[arg-type]
    (document(Title(text="甲"), Paragraph(text=None)), "blocks/1/text"),  # type: ignore[arg-type]
    (document(Paragraph(text=Text("甲", "a"))), "blocks/0/text"),  # type: ignore[arg-type]
    (document(Heading(text="甲", level=7)), "blocks/0/level"),  # type: ignore[arg-type]
    (document(grid(Cell(text=Decimal(91)))), "blocks/0/rows/0/0/text"),  # type: ignore[arg-type]
    (document(grid(Cell(value=91.0))), "blocks/0/rows/0/0/value"),  # type: ignore[arg-type]
    (document(grid(Cell(formula=Sum(of=(1,))))), "blocks/0/rows/0/0/formula/of/0"),  # type: ignore[arg-type]
    (document(grid(Cell(role="headline"))), "blocks/0/rows/0/0/role"),  # type: ignore[arg-type]
    (document(SignatureLine(label="甲", date=1)), "blocks/0/date"),  # type: ignore[arg-type]
    (document(style="bogus"), "style"),
    (document(language="fr"), "language"),
    (document(charts=[Figure(caption="甲", bars=())]), "charts"),
    (document(template="甲"), "template"),
]


@pytest.mark.parametrize(("wrong", "place"), MISFITS, ids=[place for _, place in MISFITS])
def test_what_no_writer_could_draw_is_the_layouts_fault(wrong: Document, place: str) -> None:
    """It is named with its plugin, the place in the document and the dossier's file; no writer is blamed."""
    found = misfit_in(wrong)
    assert found is not None
    assert found[0] == place
    layout = Layout(id="x.l", name="某", title=Text("某", "some"), build=lambda *_: wrong)
    registry = Registry.of(SimpleNamespace(__name__="odd", perfeval_layouts=hookimpl(lambda: [layout])))
    (issue,) = issues_of(
        lambda: draw(
            EVALUATION, layouts=[registry.layout_for(EVALUATION.base, "某")], writers=registry.writers.values()
        )
    )
    assert (issue.code, issue.values["id"]) == ("plugin-returned", "x.l")
    assert "odd" in str(issue.values["name"])
    assert issue.location.place == f"某: {place}"
    assert str(issue.location.path).endswith("wuhua-2023.yaml")


@pytest.mark.parametrize("evaluation", [EVALUATION])
def test_the_documents_of_the_real_case_are_sound(evaluation: Evaluation) -> None:
    """All that is built in, and the region's own."""
    for layout in REGISTRY.layouts.values():
        assert misfit_in(layout.document(evaluation, "zh")) is None


def stumbles(*_: object) -> Any:
    """Make a value wrongly, as a plugin may."""
    return Row(address="A", points="五十")  # type: ignore[arg-type]


def looks_up(evaluation: Evaluation, _: str) -> Any:
    """Look up what is not there."""
    return evaluation.node("nope")


@pytest.mark.parametrize("build", [stumbles, looks_up])
def test_a_layout_that_stumbles_over_our_own_error_is_named_with_it(build: Any) -> None:
    """The words of the error stay, in both languages."""
    layout = Layout(id="x.l", name="某", title=Text("某", "some"), build=build)
    registry = Registry.of(SimpleNamespace(__name__="odd", perfeval_layouts=hookimpl(lambda: [layout])))
    (issue,) = issues_of(lambda: registry.layout_for(EVALUATION.base, "某").document(EVALUATION, "zh"))
    assert (issue.code, issue.values["id"], issue.values["cause"].zh != issue.values["cause"].en) == (
        "plugin-raised",
        "x.l",
        True,
    )
    assert "odd" in str(issue.values["name"])


def test_a_writer_that_stumbles_over_our_own_error_is_named_with_it() -> None:
    """With the document."""
    writer = Writer(format="odd", suffix=".odd", title=Text("某", "some"), write=stumbles)
    registry = Registry.of(SimpleNamespace(__name__="odd", perfeval_renderers=hookimpl(lambda: [writer])))
    (issue,) = issues_of(lambda: registry.writers["odd"].draw(document(Title(text="甲"))))
    assert (issue.code, issue.values["id"], issue.location.place) == ("plugin-raised", "odd", "某")
