"""The JSON writer: exact numbers, the same bytes for equal documents, text as it is."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval.documents.blocks import (
    Bar,
    Cell,
    Details,
    Document,
    Figure,
    GradeOf,
    Grid,
    Heading,
    PageBreak,
    Paragraph,
    Quotient,
    SignatureLine,
    Sum,
    Title,
)
from perfeval.documents.text.json_writer import write_json

plain_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)),
)


def _document(*blocks: object, data: dict[str, object] | None = None) -> Document:
    return Document(name="scoresheet", title="评价表", blocks=blocks, data=data or {})  # type: ignore[arg-type]


@given(st.dictionaries(st.text(max_size=5), plain_values, max_size=4))
def test_the_data_reads_back(data: dict[str, object]) -> None:
    """The data of a document comes back as it is."""
    shown = json.loads(write_json(_document(data=data)))
    assert shown["data"] == data
    assert (shown["format"], shown["document"], shown["title"]) == (1, "scoresheet", "评价表")


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_number_is_an_exact_string(value: Decimal) -> None:
    """A number is a string with every digit, in the data and in a cell."""
    grid = Grid(rows=((Cell(text="x", role="number", value=value),),), widths=(1,))
    shown = json.loads(write_json(_document(grid, data={"score": value})))
    for text in (shown["data"]["score"], shown["blocks"][0]["rows"][0][0]["value"]):
        assert isinstance(text, str)
        assert Decimal(text).as_tuple() == value.as_tuple()


@given(st.text(alphabet=st.sampled_from('绩"\\<\n\x00\x1b\x9b\x7f\u2028\ud800')))
def test_any_text_is_written(text: str) -> None:
    """Text reads back as it is (half a character as U+FFFD), and no control character is written raw."""
    content = write_json(_document(Paragraph(text=text))).decode("utf-8")
    assert json.loads(content)["blocks"][0].get("text", "") == text.replace("\ud800", "\ufffd")
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in content.replace("\n", ""))


def test_equal_documents_give_equal_bytes() -> None:
    """The order in which a layout fills its data does not show."""
    assert write_json(_document(data={"b": "1", "a": "2"})) == write_json(_document(data={"a": "2", "b": "1"}))


def test_every_block_names_its_class() -> None:
    """A reader knows each block and each formula by its type; what has its default value is left out."""
    cells = (
        Cell(text="1", value=Decimal(1), key="score:A", formula=Sum(of=("a", "b"))),
        Cell(formula=Quotient(numerator="a", denominator="b"), percent=True),
        Cell(formula=GradeOf(total="t", bands=(("优", Decimal("90.0")),))),
    )
    bar = Bar(label="产出", value=Decimal("1.50"), full=Decimal(2))
    shown = json.loads(
        write_json(
            _document(
                Title(text="t"),
                Heading(text="h", level=2),
                Paragraph(text="p"),
                Grid(rows=(cells,), widths=(1, 1, 1)),
                Figure(caption="c", bars=(bar,)),
                Details(summary="s", lines=("l",)),
                SignatureLine(label="x"),
                PageBreak(),
            )
        )
    )["blocks"]
    assert shown == [
        {"type": "title", "text": "t"},
        {"type": "heading", "text": "h", "level": 2},
        {"type": "paragraph", "text": "p"},
        {
            "type": "grid",
            "widths": [1, 1, 1],
            "rows": [
                [
                    {"text": "1", "value": "1", "key": "score:A", "formula": {"type": "sum", "of": ["a", "b"]}},
                    {"percent": True, "formula": {"type": "quotient", "numerator": "a", "denominator": "b"}},
                    {"formula": {"type": "grade-of", "total": "t", "bands": [["优", "90.0"]]}},
                ]
            ],
        },
        {"type": "figure", "caption": "c", "bars": [{"label": "产出", "value": "1.50", "full": "2"}]},
        {"type": "details", "summary": "s", "lines": ["l"]},
        {"type": "signature-line", "label": "x"},
        {"type": "page-break"},
    ]


def test_a_float_is_a_mistake_of_the_layout() -> None:
    """A binary float cannot be written exactly, so it is refused, not rounded."""
    with pytest.raises(TypeError, match="float"):
        write_json(_document(data={"score": 0.1}))
