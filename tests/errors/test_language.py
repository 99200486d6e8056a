"""A sentence in both languages is made of two texts."""

from __future__ import annotations

from typing import Any

import pytest

from perfeval import Text


@pytest.mark.parametrize("words", [(1, 2), ("甲", None), (b"a", "a"), (Text("甲", "a"), "a"), ("甲", 1.5)])
def test_what_is_no_text_is_refused_where_it_is_made(words: tuple[Any, Any]) -> None:
    """With what was given; nothing waits until it is printed."""
    with pytest.raises(TypeError, match="two texts"):
        Text(*words)
