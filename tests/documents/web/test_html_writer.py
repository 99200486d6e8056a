"""The HTML writer: numbers and text come back exactly, text never becomes markup, the page is accessible."""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from attrs import define, field
from hypothesis import example, given
from hypothesis import strategies as st

from perfeval.documents.blocks import (
    Bar,
    Cell,
    Details,
    Document,
    Figure,
    Grid,
    Heading,
    PageBreak,
    Paragraph,
    SignatureLine,
    Title,
)
from perfeval.documents.web import html_writer
from perfeval.documents.web.html_writer import write_html
from perfeval.errors import MissingExtraError
from perfeval.office.xml_text import clean

if TYPE_CHECKING:
    from perfeval.documents.blocks import Block
    from perfeval.errors.language import Language

VOID = {"meta", "link", "col", "hr", "br"}
HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "</style><script>1</script>",
    "javascript:alert(1)",
    "&lt;b&gt; &amp; &#60;",
    "]]><!--",
    "{{ 7 * 7 }}{% raw %}",
    "\x00\x1b[31m\x9b\ud800\ufffe",
    "一\r\n二\r三\n\n 四 ",
)
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet=st.sampled_from("绩效 aB9=<>&\"'`\n\r\t\x00\x1b\ud800/{}%#"), max_size=20),
)
numbers = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12)
keys = st.one_of(st.none(), texts)


@define
class Element:
    """One element of a page: its tag, its attributes, what is in it."""

    tag: str
    attributes: dict[str, str | None]
    inside: list[Element | str] = field(factory=list)

    def text(self) -> str:
        """Return all text in the element."""
        return "".join(one if isinstance(one, str) else one.text() for one in self.inside)

    def all(self, *tags: str) -> list[Element]:
        """Return every element below with one of the tags, in the order of the page."""
        below = [one for one in self.inside if isinstance(one, Element)]
        return [found for one in below for found in ([one] if one.tag in tags else []) + one.all(*tags)]


class Reader(HTMLParser):
    """Builds the tree of a page; a tag that is not closed in order is an error."""

    def __init__(self) -> None:
        """Begin with an empty tree."""
        super().__init__(convert_charrefs=True)
        self.open = [Element("root", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        element = Element(tag, dict(attrs))
        assert len(element.attributes) == len(attrs), f"an attribute of {tag} stands twice"
        self.open[-1].inside.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that closes itself, as in SVG."""
        self.open[-1].inside.append(Element(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """End the innermost element, which must be this one."""
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        """Take text."""
        self.open[-1].inside.append(data)


def read(content: bytes) -> Element:
    """Return the tree of a page."""
    reader = Reader()
    reader.feed(content.decode("utf-8"))
    reader.close()
    assert len(reader.open) == 1
    return reader.open[0]


def document(*blocks: Block, title: str = "评价表", language: Language = "zh") -> Document:
    """Return a document of these blocks."""
    return Document(name="x", title=title, blocks=blocks, language=language)


def one_cell(cell: Cell) -> Grid:
    """Return a grid of one cell."""
    return Grid(rows=((cell,),), widths=(1,))


cells = st.builds(
    Cell,
    text=texts,
    role=st.sampled_from(["head", "label", "text", "number"]),
    align=st.sampled_from([None, "left", "center", "right"]),
    value=st.one_of(st.none(), numbers),
    key=keys,
)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Draw a grid: each free place begins a cell that covers some of the free places right of and below it."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    taken: set[tuple[int, int]] = set()
    rows = []
    for row in range(height):
        begun = []
        for column in range(width):
            if (row, column) in taken:
                continue
            free = next((end for end in range(column, width) if (row, end) in taken), width) - column
            columns, reach = draw(st.integers(1, free)), draw(st.integers(1, height - row))
            taken |= {(row + down, column + right) for down in range(reach) for right in range(columns)}
            filled = draw(cells)
            begun.append(
                Cell(
                    text=filled.text,
                    role=filled.role,
                    align=filled.align,
                    value=filled.value,
                    key=filled.key,
                    columns=columns,
                    rows=reach,
                )
            )
        rows.append(tuple(begun))
    widths = tuple(draw(st.lists(st.integers(1, 40), min_size=width, max_size=width)))
    return Grid(rows=tuple(rows), widths=widths, head_rows=draw(st.integers(0, height)), caption=draw(texts))


blocks = st.one_of(
    st.builds(Title, text=texts),
    st.builds(Heading, text=texts, level=st.integers(1, 3)),
    st.builds(Paragraph, text=texts, style=st.sampled_from(["body", "note", "plain"])),
    st.builds(
        Figure, caption=texts, bars=st.tuples(st.builds(Bar, label=texts, value=numbers, full=numbers)), unit=texts
    ),
    st.builds(Details, summary=texts, lines=st.lists(texts, max_size=3).map(tuple)),
    st.builds(SignatureLine, label=texts, name=texts, date=st.booleans()),
    st.just(PageBreak()),
    grids(),
)


@given(grids())
def test_a_grid_reads_back(grid: Grid) -> None:
    """Every cell comes back where it was, with its text, its exact number, its spans and its key."""
    table = read(write_html(document(grid))).all("table")[0]
    rows = [row.all("th", "td") for row in table.all("tr")]
    assert len(rows) == len(grid.rows)
    for shown, row in zip(rows, grid.rows, strict=True):
        for element, cell in zip(shown, row, strict=True):
            attributes = element.attributes
            assert element.text() == clean(cell.text)
            assert int(attributes.get("colspan") or 1) == cell.columns
            assert int(attributes.get("rowspan") or 1) == cell.rows
            assert attributes.get("data-key") == (None if cell.key is None else clean(cell.key))
            values = [Decimal(one.attributes["value"] or "") for one in element.all("data")]
            assert values == ([] if cell.value is None else [cell.value])
    assert len(table.all("col")) == len(grid.widths)


@given(grids())
def test_every_header_says_what_it_heads(grid: Grid) -> None:
    """Every th has a scope and a text; heads head columns, labels rows; no cell reaches out of the head."""
    table = read(write_html(document(grid))).all("table")[0]
    for header in table.all("th"):
        assert header.attributes["scope"] == ("col" if "head" in (header.attributes["class"] or "").split() else "row")
        assert header.text().strip()
    for head in table.all("thead"):
        rows = head.all("tr")
        assert all(
            number + int(cell.attributes.get("rowspan") or 1) <= len(rows)
            for number, row in enumerate(rows)
            for cell in row.all("th", "td")
        )


@given(st.lists(blocks, max_size=6), texts, st.sampled_from(["zh", "en"]))
@example([Title(text=text) for text in HOSTILE], HOSTILE[0], "zh")
@example([Paragraph(text=text) for text in HOSTILE], HOSTILE[1], "en")
def test_text_never_becomes_markup(drawn: list[Block], title: str, language: Language) -> None:
    """Whatever the texts hold, the page has its own elements only, runs nothing, and asks for nothing."""
    content = write_html(document(*drawn, title=title, language=language))
    page = read(content)
    every = page.all(*re.findall(r"<([a-z0-9]+)", content.decode("utf-8")))
    assert not {"script", "img", "iframe", "object", "form", "base"} & {one.tag for one in every}
    assert not [name for one in every for name in one.attributes if name.startswith("on") or name == "src"]
    links = [one.attributes["href"] or "" for one in every if "href" in one.attributes]
    assert all(link == "data:," or link.startswith("#") for link in links)
    assert not re.search("[\x00-\x08\x0b-\x1f\ufffe]", content.decode("utf-8"))
    assert page.all("title")[0].text() == clean(title)


@given(st.lists(blocks, max_size=6))
def test_the_same_bytes_twice(drawn: list[Block]) -> None:
    """The same document gives the same bytes."""
    assert write_html(document(*drawn)) == write_html(document(*drawn))


@given(st.lists(blocks, max_size=8))
def test_headings_go_down_one_step_at_a_time(drawn: list[Block]) -> None:
    """There is one h1, it comes first in the sheet, no heading skips a level, every id is unique and every link arrives."""
    page = read(write_html(document(*drawn)))
    sheet = next(one for one in page.all("div") if one.attributes.get("class") == "sheet")
    depths = [int(one.tag[1]) for one in sheet.all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert depths[0] == 1
    assert depths.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(depths))
    every = page.all("main", "h1", "h2", "h3", "h4", "caption", "title", "desc")
    ids = [one.attributes["id"] for one in every if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    for link in page.all("a"):
        assert (link.attributes["href"] or "").removeprefix("#") in ids


def test_the_landmarks_are_there() -> None:
    """A page of four headings has header, navigation, main and footer; its language is named; a short page has no nav."""
    long = read(write_html(document(Title(text="报告"), *(Heading(text=f"第{n}章") for n in range(4)))))
    assert [len(long.all(tag)) for tag in ("header", "nav", "main", "footer", "h1")] == [1, 1, 1, 1, 1]
    assert long.all("html")[0].attributes["lang"] == "zh-CN"
    assert [link.text() for link in long.all("nav")[0].all("a")] == ["第0章", "第1章", "第2章", "第3章"]
    short = read(write_html(document(*(Heading(text="x") for _ in range(3)), title="T", language="en")))
    assert not short.all("nav")
    assert short.all("html")[0].attributes["lang"] == "en"
    assert short.all("h1")[0].text() == "T"


def test_a_table_always_has_a_caption() -> None:
    """A grid without a caption takes the heading before it."""
    page = read(write_html(document(Heading(text="得分"), one_cell(Cell(text="x")))))
    assert [one.text() for one in page.all("caption")] == ["得分"]


def test_an_explanation_is_folded() -> None:
    """Details are a closed element of the browser's own, with the summary and every line."""
    (details,) = read(write_html(document(Details(summary="指标 2 / 3", lines=("甲", "乙"))))).all("details")
    assert "open" not in details.attributes
    assert [one.text() for one in details.all("summary", "p")] == ["指标 2 / 3", "甲", "乙"]


def test_a_body_has_a_paragraph_for_each_line() -> None:
    """Only the first line of a paragraph is indented, so each line of a body is one of its own."""
    page = read(write_html(document(Paragraph(text="一\n\n二"), Paragraph(text="三\n四", style="plain"))))
    assert [one.text() for one in page.all("main")[0].all("p")] == ["一", "二", "三\n四"]


@pytest.mark.parametrize(("language", "date"), [("zh", "　　年　　月　　日"), ("en", "Date: ____________")])
def test_there_is_a_place_to_sign(language: Language, date: str) -> None:
    """A signature line prints who signs, the name and the empty date."""
    (line,) = read(write_html(document(SignatureLine(label="组长：", name="姓名甲"), language=language))).all("main")
    assert [one.text() for one in line.all("span")] == ["组长：", "姓名甲", date]


def _colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6});", css))


def _luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_contrast_is_enough(look: str) -> None:
    """Every pair of text and ground reaches 4.5:1, every bar 3:1 (WCAG 2.2 AA, 1.4.3 and 1.4.11)."""
    css = read(write_html(document())).all("style")[0].text()
    light, dark = css.split("prefers-color-scheme: dark")
    colours = _colours(light if look == "light" else dark.split("box-sizing")[0])
    pairs = [(ink, ground) for ink in ("ink", "muted", "accent") for ground in ("paper", "desk", "head", "label")]
    assert {pair: ratio for pair in pairs if (ratio := _contrast(colours[pair[0]], colours[pair[1]])) < 4.5} == {}
    assert _contrast(colours["bar"], colours["paper"]) >= 3
    assert _contrast(colours["bar"], colours["track"]) >= 3
    assert _contrast(colours["edge"], colours["paper"]) >= 3


def test_the_page_forbids_every_request() -> None:
    """The policy allows nothing but the page's own styles and pictures inside it; its styles import nothing."""
    page = read(write_html(document()))
    policy = next(one for one in page.all("meta") if one.attributes.get("http-equiv") == "Content-Security-Policy")
    assert (policy.attributes["content"] or "").startswith(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
    )
    assert not re.search(r"url\(|@import|@font-face", page.all("style")[0].text())


def test_the_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Jinja2 the error says what to install."""
    html_writer._template.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError, match=r"perfeval\[html\]"):
        write_html(document())


def test_what_stands_above_the_title_stays_above_it() -> None:
    """附件1： is printed before the name of the form, in the page's header."""
    blocks = (Paragraph(text="附件1：", style="plain"), Title(text="评价表"), Paragraph(text="正文"))
    page = write_html(Document(name="x", title="x", blocks=blocks)).decode()
    assert page.index("附件1：") < page.index("<h1>评价表</h1>") < page.index("正文")
    assert page.count("附件1：") == 1
