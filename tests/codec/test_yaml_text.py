"""Plain data to YAML text: it reads back the same, here and elsewhere, and is the same text every time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from perfeval.codec import yaml_events
from perfeval.codec.tree import (
    AnyNode,
    MappingNode,
    SequenceNode,
    as_boolean,
    as_date,
    as_decimal,
    as_integer,
    as_text,
    is_null,
)
from perfeval.codec.yaml_events import parse_yaml
from perfeval.codec.yaml_text import dump_yaml
from perfeval.errors import FormatError
from perfeval.model.limits import DEPTH

LOADERS = [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)]

ODD = st.sampled_from(
    [
        *"ab预：:-?[]{},&*!|>%@`'\"\\#~<= \n\t\r\0\x07\x85\u2028\u2029\ufeff\ufffe\u200b\u3000\xa0😀",
        ": ",
        " #",
        "\n\n",
        "---",
        "...",
    ]
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.lists(ODD, max_size=12).map("".join)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9)
SCALARS = st.none() | st.booleans() | st.integers() | DECIMALS | st.dates() | TEXTS
DATA = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=15
)


def read_as(node: AnyNode, meant: object) -> Any:
    """Read a node as the type of the data that was meant."""
    if isinstance(meant, dict):
        if not meant and isinstance(node, MappingNode):
            return {}
        assert isinstance(node, MappingNode)
        assert list(node.entries) == list(meant)
        return {key: read_as(node.entries[key], value) for key, value in meant.items()}
    if isinstance(meant, list):
        assert isinstance(node, SequenceNode)
        return [read_as(item, value) for item, value in zip(node.items, meant, strict=True)]
    if meant is None:
        assert is_null(node)
        return None
    readers: dict[type, Any] = {bool: as_boolean, int: as_integer, Decimal: as_decimal, date: as_date, str: as_text}
    return readers[type(meant)](node)


@given(data=DATA)
@example(data={"a": {"b": [["x\ny", {"c": "d\n"}], [], {}]}})
@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
def test_what_is_dumped_reads_back(loader: type, data: Any) -> None:
    """Any data reads back the same, by either parser, decimals with all their digits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_events, "_LOADER", loader)
        back = read_as(parse_yaml(dump_yaml(data)), data)
    assert back == data
    assert repr(back) == repr(data)


@given(text=TEXTS)
@pytest.mark.parametrize("frame", [lambda text: text, lambda text: [text], lambda text: {text: [{"a": text}]}])
def test_a_text_is_a_text_to_other_readers_too(frame: Any, text: str) -> None:
    """A reader that guesses types (YAML 1.1) takes a dumped text for that very text."""
    assert yaml.safe_load(dump_yaml(frame(text))) == frame(text)


@given(text=TEXTS)
def test_what_is_dumped_holds_nothing_unseen(text: str) -> None:
    """No control character, odd line break or byte-order mark stands unescaped."""
    dumped = dump_yaml({"a": text})
    assert not set(dumped) & set("\0\x07\r\x85\u2028\u2029\ufeff\ufffe\u200b")
    assert dumped.endswith("\n")


@given(data=DATA)
def test_the_same_data_gives_the_same_text(data: Any) -> None:
    """Dumping depends on nothing but the data."""
    assert dump_yaml(data) == dump_yaml(data)


def test_golden() -> None:
    """A dossier looks as a person would write it."""
    data = {
        "format": 1,
        "version": "2020-10",
        "code": "1.10",
        "points": Decimal("2.50"),
        "large": Decimal("1E+3"),
        "title": "项目支出绩效自评表",
        "target": "≥90%",
        "answer": "no",
        "from": date(2020, 2, 25),
        "open": True,
        "none": None,
        "empty": [{}, [], ""],
        "colon": "问题：无",
        "quoted": "a: b",
        "text": "第一段\n\n　第二段",
        "ended": "行\n",
        "grades": [{"name": "优", "from": 90}, {"name": "良", "note": "甲\n乙"}],
        "nested": [["a", "b"], [["c"]]],
        "产出/产出数量": {"1": {"score": 2}},
    }
    assert dump_yaml(data) == (
        "format: 1\n"
        'version: "2020-10"\n'
        'code: "1.10"\n'
        "points: 2.50\n"
        "large: 1000\n"
        "title: 项目支出绩效自评表\n"
        "target: ≥90%\n"
        'answer: "no"\n'
        "from: 2020-02-25\n"
        "open: true\n"
        "none: null\n"
        "empty:\n"
        "  - {}\n"
        "  - []\n"
        '  - ""\n'
        "colon: 问题：无\n"
        'quoted: "a: b"\n'
        "text: |-\n"
        "  第一段\n"
        "\n"
        "  　第二段\n"
        "ended: |\n"
        "  行\n"
        "grades:\n"
        "  - name: 优\n"
        "    from: 90\n"
        "  - name: 良\n"
        "    note: |-\n"
        "      甲\n"
        "      乙\n"
        "nested:\n"
        "  - - a\n"
        "    - b\n"
        "  - - - c\n"
        "产出/产出数量:\n"
        '  "1":\n'
        "    score: 2\n"
    )


@pytest.mark.parametrize("value", ["x", {"a": 1}, ["b"], "一\n二", {}])
def test_a_key_of_any_length_reads_back(value: Any) -> None:
    """A key longer than YAML takes on one line is written so that it still is a key."""
    data = {"键" * 3000: value, "short": "y"}
    assert read_as(parse_yaml(dump_yaml(data)), data) == data


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (0.1, "wrong-type"),
        (Fraction(1, 3), "wrong-type"),
        (b"x", "wrong-type"),
        (datetime(2020, 1, 1, tzinfo=UTC), "wrong-type"),
        ({1, 2}, "wrong-type"),
        (Decimal("NaN"), "not-finite"),
        (Decimal("-Infinity"), "not-finite"),
        (Decimal("1E+999999"), "not-finite"),
        (10**70, "not-finite"),
        ("\ud800", "wrong-value"),
        ({1: "x"}, "yaml-key"),
        ({"\ud800": 1}, "wrong-value"),
    ],
)
def test_what_cannot_be_dumped(value: object, code: str) -> None:
    """A value that YAML text cannot hold exactly is refused at its place, with all others of its kind."""
    with pytest.raises(FormatError) as raised:
        dump_yaml({"rows": [1, value], "b": value})
    assert [issue.code for issue in raised.value.issues] == [code, code]
    assert (raised.value.issues[0].location.place or "").startswith("rows[2]")
    assert raised.value.render("zh").encode()


def test_what_is_too_deep_to_be_read_is_not_dumped() -> None:
    """Data that holds itself is refused, not followed for ever; the deepest that can be read can be dumped."""
    ring: list[object] = []
    ring.append(ring)
    with pytest.raises(FormatError, match="too-deep"):
        dump_yaml(ring)
    deep: list[object] = []
    for _ in range(DEPTH.most - 1):
        deep = [deep]
    assert read_as(parse_yaml(dump_yaml(deep)), deep) == deep
