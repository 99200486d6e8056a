"""JSON text: any text comes back, and what is printed can be encoded."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from perfeval.codec.json_text import json_text

texts = st.text(st.characters(exclude_categories=[]))


@given(st.dictionaries(texts, texts | st.lists(texts)))
def test_any_text_comes_back(data: dict[str, object]) -> None:
    """Lone surrogates too, in keys and values; pairs of them are the character that they mean."""
    text = json_text(data)
    assert json.loads(text.encode()) == json.loads(json.dumps(data))


def test_what_can_stand_as_it_is_stands_as_it_is() -> None:
    """And keys in their order, where that is asked for."""
    assert json_text({"乙": "²💰", "甲": 1}, sort_keys=True) == '{"乙": "²💰", "甲": 1}'
    assert json_text(["a"], indent=1) == '[\n "a"\n]'
