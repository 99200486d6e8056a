"""What an overlay does to citations: it adds to those of its base, at the set and at each indicator."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import (
    FormatError,
    IndicatorSet,
    IndicatorSetError,
    Overlay,
    apply_overlay,
    diff,
    dump,
)
from perfeval.codec.loading import parse
from perfeval.model.citations import Citation
from perfeval.model.hierarchy import Indicator
from perfeval.model.overlay_effects import added
from perfeval.model.overlays import SetFields

BOOKS = [Citation(document=name) for name in ("甲号文", "乙号文", "丙号文")]
CITATIONS = st.lists(st.sampled_from(BOOKS), max_size=3, unique=True).map(tuple)


def set_with(own: tuple[Citation, ...], leaf: tuple[Citation, ...], name: str = "base") -> IndicatorSet:
    """Return a set of one indicator with some citations."""
    return IndicatorSet(
        id=name, title="甲", citations=own, indicators=(Indicator(code="A", name="甲", points=100, citations=leaf),)
    )


def test_an_overlays_citations_add_to_the_bases() -> None:
    """Those of the base stay, first; what is there already is not there twice."""
    base = set_with((BOOKS[0],), (BOOKS[1],))
    overlay = parse(
        "format: 1\noverlay: o\nbase: base\ncitations: [{document: 甲号文}, {document: 乙号文}]\n"
        "operations:\n  - {set: A, citations: [{document: 丙号文}]}\n"
    )
    assert isinstance(overlay, Overlay)
    made = apply_overlay(overlay, base=base)
    assert made.citations == (BOOKS[0], BOOKS[1])
    assert made.find("A").citations == (BOOKS[1], BOOKS[2])


def test_citations_of_the_base_are_left_out_only_where_the_overlay_says_so() -> None:
    """`drops-citations: true` for the set, a key without a value for an indicator."""
    base = set_with((BOOKS[0],), (BOOKS[1],))
    overlay = parse(
        "format: 1\noverlay: o\nbase: base\ndrops-citations: true\ncitations: [{document: 丙号文}]\n"
        "operations:\n  - {set: A, citations: }\n"
    )
    assert isinstance(overlay, Overlay)
    made = apply_overlay(overlay, base=base)
    assert made.citations == (BOOKS[2],)
    assert made.find("A").citations == ()


@given(own=CITATIONS, leaf=CITATIONS, wanted=CITATIONS, leaf_wanted=CITATIONS)
def test_diff_reproduces_any_citations(
    own: tuple[Citation, ...],
    leaf: tuple[Citation, ...],
    wanted: tuple[Citation, ...],
    leaf_wanted: tuple[Citation, ...],
) -> None:
    """Citations that stay, go, come or change their order: the overlay between two sets makes the one of the other, from its file too."""
    base, target = set_with(own, leaf), set_with(wanted, leaf_wanted, "o")
    overlay = diff(base, target)
    for one in (overlay, parse(dump(overlay))):
        assert isinstance(one, Overlay)
        made = apply_overlay(one, base=base)
        assert made.citations == wanted
        assert made.find("A").citations == leaf_wanted


@given(first=CITATIONS, second=CITATIONS)
def test_adding_keeps_all_and_doubles_none(first: tuple[Citation, ...], second: tuple[Citation, ...]) -> None:
    """The first ones stay first, and nothing is twice."""
    result = added(first, second)
    assert result[: len(first)] == first
    assert set(result) == {*first, *second}
    assert len(result) == len(set(result))


def test_an_empty_set_is_refused() -> None:
    """An operation that changes nothing is a slip, in a file and in Python."""
    with pytest.raises(FormatError) as caught:
        parse("format: 1\noverlay: x\nbase: y\noperations:\n  - set: 产出\n", name="o.yaml")
    assert caught.value.render("zh") == (
        "o.yaml:5:5 [operations[1]]: 叠加操作不成立；应为 至少一个要修改的键，如 points；实为 set: 产出 [overlay-operation]"
    )
    assert caught.value.render("en") == (
        "o.yaml:5:5 [operations[1]]: the overlay operation cannot be done: expected at least one key that is changed, such as points; "
        "found set: 产出 [overlay-operation]"
    )
    with pytest.raises(IndicatorSetError):
        SetFields(target="A", changes=())
