"""How values show themselves: HTML in notebooks, plain dicts, data frames."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import narwhals as nw
import pytest

from perfeval import Dossier, Evaluation, Project, Registry, Row, evaluate, load_dossier

EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml"


@pytest.fixture(scope="module")
def wuhua() -> Evaluation:
    """Return the evaluation of the example."""
    registry = Registry.discover()
    dossier = load_dossier(EXAMPLE, vocabulary=registry.vocabulary)
    return evaluate(dossier, indicators=registry.indicator_set(dossier.indicators))


def test_an_evaluation_shows_its_tree(wuhua: Evaluation) -> None:
    """Points, scores, what was lost, what does not apply, the total and the grade."""
    html = wuhua._repr_html_()
    for expected in ('<td style="text-align:left"><b>91</b></td>', "优", "不涉及", "预算执行率"):
        assert expected in html


def test_dossiers_and_sets_show_themselves(wuhua: Evaluation) -> None:
    """One table each, with a caption."""
    assert wuhua.dossier._repr_html_().count("<tr>") == 1 + 45
    assert "cn.yunnan.kunming.wuhua.department" in wuhua.base._repr_html_()


def test_text_from_a_file_is_escaped() -> None:
    """Markup in a name stays text."""
    dossier = Dossier(
        indicators="x", year=2023, project=Project(name="<script>alert(1)</script>"), rows=(Row(address="<b>"),)
    )
    html = dossier._repr_html_()
    assert "<script>" not in html
    assert "<b>" not in html


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_a_frame_has_a_row_for_each_leaf_with_exact_scores(wuhua: Evaluation, backend: str) -> None:
    """The scores of the frame add up to the total exactly, in every library."""
    frame = nw.from_native(wuhua.to_frame(backend=backend))
    assert frame.shape[0] == 43
    assert frame.columns[:3] == ["code", "level_1", "level_2"]
    scores = [Decimal(str(score)) for score in frame["score"].to_list()]
    assert sum(scores) == wuhua.total


def test_the_dict_adds_up(wuhua: Evaluation) -> None:
    """Plain values: numbers as text, the tree with its scores."""
    data = wuhua.to_dict()
    assert (data["total"], data["grade"]) == ("91", "优")
    levels = data["indicators"]
    assert isinstance(levels, list)
    assert sum(Decimal(level["score"]) for level in levels) == 91
