"""A document of a plugin's layout has parts of the declared types, or the plugin's layout is named; whoever would draw it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from told_issues import issues_of

from perfeval import Evaluation, Registry, draw, evaluate, hookimpl, load_dossier
from perfeval.documents.blocks import Cell, Document, Figure, Grid, Heading, Paragraph, SignatureLine, Sum, Title
from perfeval.documents.sound_documents import misfit_in
from perfeval.plugin import Layout, Text

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
