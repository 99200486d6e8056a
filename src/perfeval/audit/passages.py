"""What the running text of a dossier says of numbers: amounts with what they are, and values claimed for indicators.

A name counts only where it is written out: a clause is *name, verb, quantity* and nothing else, compared in normal form. No
part of a name ever counts as the name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.model.normal_form import half_width, normalise
from perfeval.model.quantities import Quantity, parse_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from perfeval.model.dossier import Dossier, Section

_CLAUSE = re.compile(r"[，,。；;\n]")
# What stands between a name and its value.
_VERBS = re.compile(r"^(?:实际|全年|共|已|均|为|是|达到了?|达|完成了?|实现|:)*")
# A counter that a name ends in may be left to the value's unit: 周三值班次数 is claimed as 周三值班…24次.
_COUNTERS = {"次数": "次", "期数": "期", "件数": "件", "人数": "人", "个数": "个", "户数": "户"}
# What a goal or an indicator is about, without the verbs and the fillers that every one of them has.
_FILLERS = re.compile(
    r"^(?:[0-9一二三四五六七八九十]+[,.]|\([0-9一二三四五六七八九十]+\)|进一步|持续|全面|不断|着力|切实|多措并举|科学|统筹|认真|积极)+"
)
_TOPIC_VERBS = (
    "加强",
    "优化",
    "提升",
    "提高",
    "推进",
    "完善",
    "做好",
    "开展",
    "建立",
    "延伸",
    "协调",
    "深化",
    "对标",
    "强化",
    "落实",
    "统筹",
)
_NOT_TOPIC = re.compile(r"[^一-鿿]|工作|体系|机制|能力")


@frozen(kw_only=True)
class Passage:
    """One piece of running text and where it is: ``goals/actual``, ``narrative/三、…/（一）…``."""

    subject: str
    text: str


@frozen(kw_only=True)
class Claim:
    """A value that the text gives an indicator."""

    passage: Passage
    clause: str
    quantity: Quantity


def passages(dossier: Dossier) -> tuple[Passage, ...]:
    """Return all running text of a dossier."""
    found = []
    if dossier.goals.actual:
        found.append(Passage(subject="goals/actual", text=dossier.goals.actual))
    found.extend(narrative_passages(dossier))
    return tuple(found)


def narrative_passages(dossier: Dossier) -> tuple[Passage, ...]:
    """Return the text of the report, section by section."""
    return tuple(one for section in dossier.narrative for one in _section(section, "narrative"))


def _section(section: Section, above: str) -> Iterator[Passage]:
    subject = f"{above}/{section.heading}"
    if section.text:
        yield Passage(subject=subject, text=section.text)
    for below in section.sections:
        yield from _section(below, subject)


# Every row is looked up in the same few texts, so their clauses are kept.
@lru_cache(maxsize=256)
def clauses(text: str) -> tuple[tuple[str, str], ...]:
    """Return the clauses of a text, split at commas, stops and semicolons, each with its normal form."""
    return tuple((clause.strip(), normalise(clause)) for clause in _CLAUSE.split(text) if clause.strip())


def claims_of(name: str, texts: Iterable[Passage]) -> tuple[Claim, ...]:
    """Return every value that the texts give the indicator called *name*."""
    wanted = normalise(name)
    stem, counter = next(
        ((wanted.removesuffix(suffix), unit) for suffix, unit in _COUNTERS.items() if wanted.endswith(suffix)), ("", "")
    )
    found = []
    for passage in texts:
        for clause, bare in clauses(passage.text):
            # The stem begins the name too, so one look passes over nearly every clause.
            if not wanted or not bare.startswith(stem or wanted):
                continue
            quantity = _value_after(wanted, clause, bare)
            if quantity is None and stem:
                quantity = _value_after(stem, clause, bare)
                quantity = quantity if quantity is not None and quantity.unit == counter else None
            if quantity is not None:
                found.append(Claim(passage=passage, clause=clause, quantity=quantity))
    return tuple(found)


def _value_after(name: str, clause: str, bare: str) -> Quantity | None:
    """Return the quantity that is all a clause, given with its normal form, says after a name in normal form; else None."""
    if not name or not bare.startswith(name):
        return None
    # The letters of units count as they are written; few characters grow when their case is folded.
    written = "".join(half_width(clause).split())
    said = written if len(written) == len(bare) else bare
    quantity = parse_quantity(_VERBS.sub("", said[len(name) :]))
    return quantity if quantity.is_number else None


def amounts_called(labels: Iterable[str], texts: Iterable[Passage]) -> tuple[tuple[str, Claim], ...]:
    """Return the quantities that follow one of *labels* as all their clause says: 经费到位数为293.08万元."""
    wanted = sorted((normalise(label) for label in labels), key=len, reverse=True)
    starts = tuple(wanted)
    found = []
    for passage in texts:
        for clause, bare in clauses(passage.text.replace("、", "，")):
            if not bare.startswith(starts):
                continue
            for label in wanted:
                quantity = _value_after(label, clause, bare)
                if quantity is not None:
                    found.append((label, Claim(passage=passage, clause=clause, quantity=quantity)))
                    break
    return tuple(found)


def topic_of(text: str) -> str:
    """Return what a goal or a name is about: its ideographs without fillers and verbs.

    >>> topic_of("1、进一步加强公园绿化工作")
    '公园绿化'

    """
    topic = _FILLERS.sub("", normalise(text))
    for verb in _TOPIC_VERBS:
        topic = topic.replace(verb, "")
    return _NOT_TOPIC.sub("", topic)


def character_pairs(*texts: str) -> frozenset[str]:
    """Return every two characters that stand side by side in one of *texts*."""
    return frozenset(text[start : start + 2] for text in texts for start in range(len(text) - 1))
