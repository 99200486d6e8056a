"""A scorer in words: its kind and its parameters, as an officer who fills in a workbook wants to read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.errors.language import Language, Text
from perfeval.model.funds import COLUMN_NAMES
from perfeval.model.plain_values import to_plain

if TYPE_CHECKING:
    from perfeval.model.declarations import DeclaredScorer

_KINDS: dict[str, Text] = {
    "ratio": Text("达到指标值得满分，未达到的按完成比例", "full points for the target, else by the share reached"),
    "bands": Text("分档", "by bands"),
    "interpolate": Text("两点之间按比例", "linear between points"),
    "rating": Text("按评定的档次", "by the rated tier"),
    "checklist": Text("按评价要点", "by checklist items"),
    "deduction": Text("发现问题扣分", "points off for each fault"),
    "yes-no": Text("是得分，否不得分", "yes or no"),
    "fund-rate": Text("按资金比率", "by a rate of the money"),
    "stated": Text("由评价人评定", "by the evaluators"),
    "by-target": Text("指标值是数的和定性的，分别计分", "by a number, or by a qualitative target"),
}
_NOT_PARAMETERS = frozenset({"type", "citations", "quantitative", "qualitative"})


def rule_words(scorer: DeclaredScorer, language: Language) -> str:
    """Return what a scorer does: its kind in words, then its parameters as a set's file names them.

    Args:
        scorer: Any scorer, a plugin's own too; its kind stands for itself.
        language: The language of the words.

    """
    kind = _KINDS[scorer.kind].speak(language) if scorer.kind in _KINDS else ""
    plain = to_plain(scorer)
    parts = [f"{scorer.kind} {kind}".strip()]
    parts += [f"{name}: {_shown(value, language)}" for name, value in plain.items() if name not in _NOT_PARAMETERS]
    chosen = [getattr(scorer, name, None) for name in ("quantitative", "qualitative")]
    parts += [rule_words(one, language) for one in chosen if one is not None]
    return "; ".join(parts)


def _shown(value: object, language: Language) -> str:
    if isinstance(value, dict):
        pairs = ((name, _shown(one, language)) for name, one in value.items() if name != "citations")
        return " ".join(text if name == "name" else f"{name} {text}" for name, text in pairs)
    if isinstance(value, list):
        return ", ".join(_shown(one, language) for one in value)
    return COLUMN_NAMES[value].speak(language) if value in COLUMN_NAMES else str(value)
