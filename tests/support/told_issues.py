"""What an error tells, for tests that look at every part of it: code, place, what was expected and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from perfeval.errors import PerfEvalError
from perfeval.errors.language import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from perfeval.errors import Issue

Told = tuple[str, str | None, str | None, str | None]
"""Code, place, expected and found; the two last in Chinese."""


def spoken(phrase: str | Text | None) -> str | None:
    """Return a phrase in Chinese."""
    return phrase.zh if isinstance(phrase, Text) else phrase


def told(issue: Issue) -> Told:
    """Return what an issue tells."""
    return issue.code, issue.location.place, spoken(issue.expected), spoken(issue.found)


def issues_of(call: Callable[[], object]) -> tuple[Issue, ...]:
    """Return the issues of the error that a call raises; it is an error of a test if it raises none."""
    with pytest.raises(PerfEvalError) as caught:
        call()
    return tuple(caught.value.issues)


def told_by(call: Callable[[], object]) -> list[Told]:
    """Return what the error that a call raises tells, issue by issue."""
    return [told(issue) for issue in issues_of(call)]
