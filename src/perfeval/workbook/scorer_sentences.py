"""A scorer in words: its kind and its parameters, as an officer who fills in a workbook wants to read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.model.funds import COLUMN_NAMES
from perfeval.model.plain_values import to_plain
from perfeval.scoring.formula_scorers import scorers_within, title_of

if TYPE_CHECKING:
    from perfeval.errors.language import Language
    from perfeval.model.declarations import DeclaredScorer

_NOT_PARAMETERS = frozenset({"type", "citations"})


def rule_words(scorer: DeclaredScorer, language: Language) -> str:
    """Return what a scorer does: its kind in words, then its parameters as a set's file names them.

    Args:
        scorer: Any scorer; one that says no title stands by its kind.
        language: The language of the words.

    """
    title = title_of(scorer)
    words = [f"{scorer.kind} {title.speak(language) if title is not None else ''}".strip()]
    words += [
        f"{name}: {_shown(value, language)}"
        for name, value in to_plain(scorer).items()
        if name not in _NOT_PARAMETERS and not (isinstance(value, dict) and "type" in value)
    ]
    words += [rule_words(one, language) for one in scorers_within(scorer)]
    return "; ".join(words)


def _shown(value: object, language: Language) -> str:
    if isinstance(value, dict):
        pairs = ((name, _shown(one, language)) for name, one in value.items() if name != "citations")
        return " ".join(text if name == "name" else f"{name} {text}" for name, text in pairs)
    if isinstance(value, list):
        return ", ".join(_shown(one, language) for one in value)
    return COLUMN_NAMES[value].speak(language) if value in COLUMN_NAMES else str(value)
