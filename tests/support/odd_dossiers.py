"""Dossiers with anything in them, whatever a set would say of it: words with a meaning of their own in YAML, blank cells, doubled labels."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from hypothesis import strategies as st

from perfeval import Dossier, FundLine, Funds, Project, Row, parse_quantity
from perfeval.model.dossier import (
    Absence,
    Acceptance,
    Evaluator,
    Goals,
    PrintedResult,
    Problem,
    Section,
    Signature,
)
from perfeval.testing import scorers

# Words that a careless writer of YAML would have read back as something else, and signs with a meaning of their own.
TRICKY = [
    "",
    "~",
    "null",
    "true",
    "1.10",
    "0x1F",
    "2023-12-31",
    "missing",
    "不涉及",
    "受理量（件/年）",
    "a: b # c",
    "- x",
    "“'\"\\",
    "甲\n乙\n",
    " 空 格 ",
]

texts = st.one_of(st.sampled_from(TRICKY), st.text(max_size=8))
words = texts.filter(bool)
numbers = st.decimals(min_value=0, max_value=10**9, places=3, allow_nan=False)
shares = st.fractions(min_value=0, max_value=1, max_denominator=1000)
# What a row may not say of its actual value: why there is none.
absences = {word: one for one in Absence for word in (one.value, one.text.zh)}
quantities = st.one_of(texts, st.sampled_from(["≥207株", "≤46.5万元/公里", "定性", "95%", "不低于40台(套)"])).map(
    parse_quantity
)


def unique_pairs(values: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[tuple[str, object], ...]]:
    """Draw pairs whose names differ, as the keys of a mapping do."""
    return st.lists(st.tuples(words, values), max_size=3, unique_by=lambda pair: pair[0]).map(tuple)


def several(
    values: st.SearchStrategy[Any], unique_by: Callable[[Any], str] | None = None
) -> st.SearchStrategy[tuple[object, ...]]:
    """Draw a few values."""
    return st.lists(values, max_size=3, unique_by=unique_by).map(tuple)


def fund_lines(name: st.SearchStrategy[str]) -> st.SearchStrategy[FundLine]:
    """Draw a line of money, blank cells included."""
    money = st.none() | numbers
    return st.builds(
        FundLine,
        name=name,
        initial=money,
        adjusted=money,
        arrived=money,
        spent=money,
        rate=texts,
        points=money,
        score=money,
    )


def rows() -> st.SearchStrategy[Row]:
    """Draw a row with any of its cells filled in."""
    return st.builds(
        Row,
        address=words,
        code=texts,
        points=st.none() | numbers,
        target=st.none() | quantities,
        actual=st.none() | quantities.filter(lambda one: one.text not in absences),
        absence=st.none() | st.sampled_from(Absence),
        score=st.none() | numbers,
        assessor_scores=unique_pairs(numbers),
        rating=st.none() | texts,
        rating_rate=st.none() | shares,
        checks=unique_pairs(shares),
        deductions=unique_pairs(numbers),
        scorer=st.none() | scorers(),
        reason=texts,
        evidence=several(texts),
        review_score=st.none() | numbers,
        review_note=texts,
        definition=texts,
    )


sections = st.recursive(
    st.builds(Section, heading=texts, text=texts),
    lambda inner: st.builds(Section, heading=texts, text=texts, sections=several(inner)),
    max_leaves=5,
)


def dossiers() -> st.SearchStrategy[Dossier]:
    """Draw a dossier with anything in it, whatever a set would say of it."""
    return st.builds(
        Dossier,
        id=texts,
        indicators=words,
        year=st.integers(1990, 2100),
        project=st.builds(
            Project, name=texts, department=texts, unit=texts, leader=texts, phone=texts, type=texts, summary=texts
        ),
        kind=st.sampled_from(["self", "department", "fiscal"]),
        funds=st.builds(
            Funds,
            unit=texts,
            sources=several(fund_lines(words), attrgetter("name")),
            items=several(fund_lines(words), attrgetter("name")),
            total=st.none() | fund_lines(words),
        ),
        goals=st.builds(Goals, expected=several(texts), actual=texts),
        rows=several(rows(), attrgetter("address")),
        vetoes=several(texts),
        narrative=several(sections),
        problems=several(
            st.builds(Problem, category=texts, number=st.integers(1, 99), unit=texts, text=texts, accepted=texts)
        ),
        remarks=texts,
        evaluators=several(st.builds(Evaluator, name=texts, role=texts, title=texts, unit=texts)),
        signatures=several(st.builds(Signature, label=texts, name=texts, date=texts)),
        printed=st.builds(
            PrintedResult,
            total=st.none() | numbers,
            grade=texts,
            points=st.none() | numbers,
            levels=unique_pairs(numbers),
        ),
        accepted=several(st.builds(Acceptance, finding=texts, reason=texts, by=texts)),
    )
