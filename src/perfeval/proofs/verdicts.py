"""What is known of a set's promises: a verdict a promise, a remark for what never counts."""

from __future__ import annotations

from collections import Counter
from typing import Any, Literal

from attrs import frozen

from perfeval.errors.language import Language, Text
from perfeval.model.intentions import PROMISE_TITLES, Intention, PromiseName
from perfeval.model.plain_values import to_plain

SetPromise = Literal["rounding", "one-grade"]
"""What a set as a whole promises."""

_SET_PROMISES: dict[str, Text] = {
    "rounding": Text(
        "取整不出分值，不颠倒高低，相差不超过取整单位", "rounding stays within the points, near, and in order"
    ),
    "one-grade": Text("每个总分恰有一个等次", "every total has exactly one grade"),
}

VerdictState = Literal["proved", "meant", "broken", "undecided", "tested", "untested"]
"""Proved for every row there can be; broken as the set declares; broken; the solver cannot tell; no formula, but tested by
hypothesis; no formula, and not tested."""

STATE_NAMES: dict[VerdictState, Text] = {
    "proved": Text("已证明", "proved"),
    "meant": Text("有意为之", "meant"),
    "broken": Text("不成立", "broken"),
    "undecided": Text("不能判定", "undecided"),
    "tested": Text("无公式，已用随机检验", "no formula, tested by hypothesis"),
    "untested": Text("无公式，未检验", "no formula, not tested"),
}

RemarkKind = Literal["gap", "overlap", "idle"]
REMARK_NAMES: dict[RemarkKind, Text] = {
    "gap": Text("缺口", "gap"),
    "overlap": Text("重叠", "overlap"),
    "idle": Text("不起作用", "never counts"),
}


@frozen(kw_only=True)
class Verdict:
    """What is known of one promise of one rule.

    Args:
        rule: The indicator's path of names, or what else it is about.
        code: The indicator's code; empty for what is no indicator.
        promise: The promise.
        state: What is known.
        rows: Of which rows it speaks; None: of every row.
        counter_examples: Rows that break it, in words.
        intention: What the set declares of it.

    """

    rule: Text
    code: str = ""
    promise: PromiseName | SetPromise
    state: VerdictState
    rows: Text | None = None
    counter_examples: tuple[Text, ...] = ()
    intention: Intention | None = None

    @property
    def title(self) -> Text:
        """The promise in words."""
        return {**PROMISE_TITLES, **_SET_PROMISES}[self.promise]


@frozen(kw_only=True)
class Remark:
    """A part of a rule that leaves a gap, overlaps another, or never counts.

    Args:
        rules: The indicators' paths of names, or what else it is about.
        kind: Which of the three.
        what: What was found.
        mend: How to mend it.

    """

    rules: tuple[Text, ...]
    kind: RemarkKind
    what: Text
    mend: Text


@frozen(kw_only=True)
class SetProof:
    """What is known of the promises of one set.

    Args:
        subject: The id of the set.
        verdicts: One for each promise of each rule, in the order of the form.
        remarks: What leaves a gap, overlaps, or never counts.

    """

    subject: str
    verdicts: tuple[Verdict, ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether no promise is broken or undecided."""
        return not any(one.state in ("broken", "undecided") for one in self.verdicts)

    @property
    def counts(self) -> dict[VerdictState, int]:
        """How many verdicts there are of each state; they add up to all."""
        found = Counter(one.state for one in self.verdicts)
        return {state: found[state] for state in STATE_NAMES}

    def to_dict(self, language: Language | None = None) -> dict[str, Any]:
        """Return the proof as plain data for services: ``subject``, ``sound``, ``verdicts`` and ``remarks``.

        Args:
            language: The language of the words; None gives both, as ``{"zh": …, "en": …}``.

        """
        return {"sound": self.is_sound, **to_plain(self, whole=True, language=language)}
