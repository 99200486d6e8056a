"""Names of sets: an id, or id@version, and nothing between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import Indicator, IndicatorSet, IndicatorSetError, NotFoundError, Overlay
from perfeval.model.set_names import SetName, parse_set_name

words = st.text(min_size=1, max_size=6).filter(lambda text: "@" not in text)


@given(words, st.none() | words)
def test_a_name_reads_back(id_: str, version: str | None) -> None:
    """What is printed means the same id and version."""
    name = SetName(id=id_, version=version)
    assert parse_set_name(str(name)) == name


@pytest.mark.parametrize("text", ["@", "cn.x@", "@2023", "cn.x@2023@1", "cn.x@@2023"])
def test_what_names_no_set(text: str) -> None:
    """A sign with nothing before or behind it, or two signs."""
    with pytest.raises(NotFoundError) as caught:
        parse_set_name(text)
    assert [issue.code for issue in caught.value.issues] == ["set-name"]


def test_ids_and_versions_keep_the_sign_out() -> None:
    """A set or an overlay that could not be named is refused, each problem at its key."""
    top = Indicator(code="A", name="甲", points=100)
    with pytest.raises(IndicatorSetError) as caught:
        IndicatorSet(id="cn@x", version="a@b", title="某", indicators=(top,))
    assert [issue.location.place for issue in caught.value.issues] == ["indicator-set", "version"]
    with pytest.raises(IndicatorSetError) as caught:
        Overlay(id="cn@x", base="cn.y")
    assert [issue.location.place for issue in caught.value.issues] == ["overlay"]
