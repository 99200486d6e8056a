"""What is printed: text from files stays text, without control characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perfeval.commands.terminal import harmless


@given(st.text())
def test_no_control_character_reaches_the_terminal(text: str) -> None:
    """No escape, no direction mark, no line break."""
    shown = harmless(text)
    assert not any(ord(character) < 32 or 127 <= ord(character) < 160 for character in shown)
    assert "\u202e" not in shown


def test_colour_codes_become_plain_text() -> None:
    """The escape character goes; what it would have done is printed."""
    assert harmless("\x1b[31m红") == "[31m红"
