"""The bar chart: well-formed, told to a screen reader, its bars as long as the numbers say."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from perfeval.documents.blocks import Bar, Figure
from perfeval.documents.web.svg import draw_bars
from perfeval.office.xml_text import clean

SVG = "{http://www.w3.org/2000/svg}"
texts = st.text(alphabet=st.sampled_from("绩效 aB9<>&\"'\n\x00\x1b\ud800"), max_size=80)
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**6), max_value=10**6)
figures = st.builds(
    Figure,
    caption=texts,
    bars=st.lists(st.builds(Bar, label=texts, value=numbers, full=numbers), max_size=5).map(tuple),
    unit=texts,
)


def _lengths(figure: Figure) -> list[tuple[Decimal, Decimal]]:
    """Return the length of each bar and of its track."""
    picture = ET.fromstring(draw_bars(figure))  # noqa: S314 - our own text
    drawn = [[Decimal(one.attrib["width"]) for one in group.iter(f"{SVG}rect")] for group in picture.iter(f"{SVG}g")]
    return [(bar, track) for track, bar in drawn]


@given(figures, st.from_regex(r"[a-z]{1,8}", fullmatch=True))
def test_the_picture_is_told(figure: Figure, anchor: str) -> None:
    """Whatever the labels hold, the picture is well-formed XML whose name is the caption and which tells every bar."""
    picture = ET.fromstring(draw_bars(figure, anchor=anchor))  # noqa: S314 - our own text
    assert picture.attrib["role"] == "img"
    name, description = picture.attrib["aria-labelledby"].split()
    told = {one.attrib["id"]: one.text or "" for one in picture if "id" in one.attrib}
    assert told[name] == clean(figure.caption)
    assert all(clean(bar.label) in told[description] for bar in figure.bars)
    assert {one.tag.removeprefix(SVG) for one in picture.iter()} <= {
        "svg",
        "title",
        "desc",
        "g",
        "text",
        "tspan",
        "rect",
    }


@given(figures)
def test_no_bar_leaves_its_track(figure: Figure) -> None:
    """A value outside [0, full] is drawn at the end of its track, and the text says what it is."""
    lengths = _lengths(figure)
    assert len(lengths) == len(figure.bars)
    assert all(0 <= bar <= track for bar, track in lengths)


@given(figures)
def test_the_same_picture_twice(figure: Figure) -> None:
    """The same figure gives the same text."""
    assert draw_bars(figure) == draw_bars(figure)


def test_a_bar_is_as_long_as_its_share() -> None:
    """A half is half the track, nothing is nothing, more than full is full."""
    bars = tuple(Bar(label="x", value=Decimal(value), full=Decimal(20)) for value in ("10", "0", "20", "25", "-1"))
    shares = [bar / track for bar, track in _lengths(Figure(caption="", bars=bars))]
    assert shares == [Decimal("0.5"), 0, 1, 1, 0]


def test_the_value_stands_beside_its_bar() -> None:
    """The number is printed, so that no one has to measure a bar."""
    text = draw_bars(Figure(caption="得分", bars=(Bar(label="产出", value=Decimal("36.50"), full=Decimal(40)),)))
    assert ">36.5 / 40 分</text>" in text


def test_a_long_label_is_cut_in_the_picture_only() -> None:
    """A label of more than two lines ends in an ellipsis; the description has all of it."""
    label = "服务对象满意度" * 10
    text = draw_bars(Figure(caption="", bars=(Bar(label=label, value=Decimal(1), full=Decimal(2)),)))
    spans = [one.text or "" for one in ET.fromstring(text).iter(f"{SVG}tspan")]  # noqa: S314 - our own text
    assert len(spans) == 2
    assert spans[-1].endswith("…")
    assert f"{label} 1 / 2 分</desc>" in text


def test_the_colours_follow_the_page() -> None:
    """Text takes the colour around it; bars take the page's, or their own where there is no page."""
    text = draw_bars(Figure(caption="", bars=(Bar(label="x", value=Decimal(1), full=Decimal(2)),)))
    assert 'fill="currentColor"' in text
    assert "fill:var(--bar,#" in text
