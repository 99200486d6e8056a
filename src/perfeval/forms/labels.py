"""The words by which the parts of a form are found: read from ``data/words/form_labels.yaml``, compared in normal form.

What no list of words can say, such as points in brackets behind a name, is a pattern here.
"""

from __future__ import annotations

import re
from importlib.resources import files

from perfeval.codec.tree import AnyNode, MappingNode, ScalarNode, SequenceNode
from perfeval.codec.yaml_events import parse_yaml
from perfeval.model.funds import MONEY_COLUMNS, Column
from perfeval.model.normal_form import normalise

_FILE = "form_labels.yaml"


def _words() -> dict[str, AnyNode]:
    source = files("perfeval").joinpath("data", "words", _FILE)
    root = parse_yaml(source.read_text(encoding="utf-8"), path=_FILE)
    assert isinstance(root, MappingNode)
    return root.entries


def _listed(node: AnyNode) -> tuple[str, ...]:
    """Return the words of a list, in normal form."""
    assert isinstance(node, SequenceNode)
    return tuple(normalise(item.text) for item in node.items if isinstance(item, ScalarNode))


def _by_word(node: AnyNode) -> dict[str, str]:
    """Return what each word of a mapping of lists stands for."""
    assert isinstance(node, MappingNode)
    return {word: what for what, words in node.entries.items() for word in _listed(words)}


_WORDS = _words()

PROJECT_FIELDS = _by_word(_WORDS["project"])
FUND_COLUMNS: dict[str, Column] = {
    normalise(head): key for key, column in MONEY_COLUMNS.items() for head in column.heads
}
RATE_HEADS = frozenset(_listed(_WORDS["rate"]))
POINTS_HEADS = frozenset(_listed(_WORDS["points"]))
SCORE_HEADS = frozenset(_listed(_WORDS["score"]))
LEVEL_HEADS = {word: int(level) for word, level in _by_word(_WORDS["levels"]).items()}
INDICATOR_HEADS = _by_word(_WORDS["indicator"])
EXPECTED_HEADS = frozenset(_listed(_WORDS["expected"]))
ACHIEVED_HEADS = frozenset(_listed(_WORDS["achieved"]))
TOTAL_LABELS = frozenset(_listed(_WORDS["total"]))
FUND_TOTALS = frozenset(_listed(_WORDS["funds-total"]))
GRADE_LABELS = frozenset(_listed(_WORDS["grade"]))
REMARK_LABELS = frozenset(_listed(_WORDS["remarks"]))
PEOPLE_HEADS = _by_word(_WORDS["people"])
PROBLEM_HEADS = _by_word(_WORDS["problems"])
GRADE_WORDS = _listed(_WORDS["grades"])

FUNDS_LABEL = re.compile(r"项目资金|资金情况|预算执行情况")
UNIT_IN_BRACKETS = re.compile(r"\(单位?[::]?(亿元|万元|元)\)|\((亿元|万元|元)\)")
SECTION_POINTS = re.compile(r"\(([0-9]+(?:\.[0-9]+)?)分\)$")
OF_WHICH = re.compile(r"^其\s*中\s*[:：]?\s*")
TICKS = "√☑■✔✓"


def key(text: str) -> str:
    """Return the normal form of a label, without a colon at its end."""
    return normalise(text).rstrip(":")
