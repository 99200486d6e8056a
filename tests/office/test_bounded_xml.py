"""XML within its limits: read as any parser reads it; beyond them refused while it is read, before it is all in memory."""

from __future__ import annotations

import tracemalloc
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import FormatError
from perfeval.model.limits import ELEMENTS, LEVELS
from perfeval.office.bounded_xml import read_xml

names = st.sampled_from(["a", "b", "w:p"])
trees = st.recursive(
    st.builds(lambda text: f"<a>{text}</a>", st.text("甲ab ", max_size=5)),
    lambda inner: st.lists(inner, max_size=4).map(lambda some: f"<b x='1'>{''.join(some)}</b>"),
)


@given(trees, st.sampled_from(["utf-8", "utf-16"]))
def test_it_is_the_tree_that_the_parser_makes(text: str, encoding: str) -> None:
    """In either encoding, with or without a declaration."""
    for head in ("", f'<?xml version="1.0" encoding="{encoding}"?>'):
        part = f"{head}{text}".encode(encoding)
        assert ET.tostring(read_xml(part, name="x.xml")) == ET.tostring(ET.fromstring(part))  # noqa: S314 - our own


def test_it_goes_as_deep_as_it_may() -> None:
    """And one further is refused, by the part's name."""
    assert read_xml(b"<a>" * LEVELS.most + b"</a>" * LEVELS.most, name="x.xml").tag == "a"
    with pytest.raises(FormatError, match=r"x\.xml.*levels.*form-bomb"):
        read_xml(b"<a>" * (LEVELS.most + 1) + b"</a>" * (LEVELS.most + 1), name="x.xml")


def test_too_many_elements_are_refused_while_they_are_read() -> None:
    """Twenty million bytes of them take no more memory than the million that is allowed."""
    part = b"<a>" + b"<p/>" * (5 * ELEMENTS.most) + b"</a>"
    tracemalloc.start()
    try:
        with pytest.raises(FormatError, match="form-bomb"):
            read_xml(part, name="x.xml")
        assert tracemalloc.get_traced_memory()[1] < 400 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1252", "gbk", "cp037", "utf-7"])
def test_another_encoding_is_refused_by_name(encoding: str) -> None:
    """Office files have none but UTF-8 and UTF-16."""
    with pytest.raises(FormatError) as caught:
        read_xml(f'<?xml version="1.0" encoding="{encoding}"?><a/>'.encode(), name="x.xml")
    assert encoding in caught.value.issues[0].render("en")


@pytest.mark.parametrize("part", [b"", b" ", b"<a>", b"<a/><b/>", b"text", b"\xff\xfe", b"<a>\xff</a>"])
def test_what_is_no_xml_is_the_parsers_error(part: bytes) -> None:
    """Which whoever reads a part tells with the file's name."""
    with pytest.raises(ET.ParseError):
        read_xml(part, name="x.xml")
