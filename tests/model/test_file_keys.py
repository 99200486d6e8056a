"""What a field's metadata says of its key in files."""

from __future__ import annotations

from typing import Any

import pytest

from perfeval import Text
from perfeval.model.file_keys import DESCRIBED, described

PACE = Text("步调", "pace")


@pytest.mark.parametrize("words", [{"title": "步调", "description": PACE}, {"title": PACE, "description": "pace"}])
def test_a_description_is_in_both_languages(words: dict[str, Any]) -> None:
    """Words in one are refused where the plugin is written."""
    with pytest.raises(TypeError, match="both languages"):
        described(**words, example=1)


@pytest.mark.parametrize(("example_en", "shown"), [(None, "快"), ("fast", "fast"), ("", "")])
def test_an_example_stands_for_both_languages(example_en: str | None, shown: str) -> None:
    """Unless there is one in English."""
    held = described(PACE, PACE, example="快", example_en=example_en)[DESCRIBED]
    assert held == (PACE, PACE, "快", shown)
