"""Dumping: whatever a dossier, a set or an overlay holds reads back equal, in YAML and in JSON, with equal fingerprints."""

from __future__ import annotations

import json
from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import (
    Dossier,
    FormatError,
    FundLine,
    Funds,
    Indicator,
    IndicatorSet,
    Overlay,
    Project,
    Row,
    apply_overlay,
    dump,
    evaluate,
    parse_quantity,
)
from perfeval.codec.loading import parse
from perfeval.codec.tree_builder import MOST_NODES
from perfeval.codec.unstructure import to_file_data
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
from perfeval.model.overlays import SetFields
from perfeval.model.plain_values import fingerprint
from perfeval.testing import dossiers_for, indicator_sets, overlays_of, scorers

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


def several(values: st.SearchStrategy[object], unique_by: object = None) -> st.SearchStrategy[tuple[object, ...]]:
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


@given(dossiers())
def test_any_dossier_reads_back(dossier: Dossier) -> None:
    """From YAML, and from the JSON of its dict, whatever stands in its cells."""
    from_yaml = parse(dump(dossier))
    from_json = parse(json.dumps(dossier.to_dict()), name="dossier.json")
    for read in (from_yaml, from_json):
        assert read == dossier
        assert fingerprint(read) == fingerprint(dossier)


def shuffled(data: object, draw: st.DataObject) -> object:
    """Return plain data with the keys of every mapping in some order."""
    if isinstance(data, dict):
        keys = draw.draw(st.permutations(list(data)))
        return {key: shuffled(data[key], draw) for key in keys}
    return [shuffled(one, draw) for one in data] if isinstance(data, list) else data


@given(indicator_sets(depth=2).flatmap(lambda one: st.tuples(st.just(one), dossiers_for(one))), st.data())
def test_the_order_of_keys_changes_nothing(case: tuple[IndicatorSet, Dossier], data: st.DataObject) -> None:
    """A set is the same, and a dossier has the same scores, codes and fingerprint, whatever the order of the keys in JSON."""
    indicators, dossier = case
    texts = [json.dumps(shuffled(value.to_dict(), data)) for value in case]
    same, again = (parse(text, name="any.json") for text in texts)
    assert same == indicators
    assert isinstance(same, IndicatorSet)
    assert isinstance(again, Dossier)
    assert same.fingerprint == indicators.fingerprint
    before, after = evaluate(dossier, indicators=indicators), evaluate(again, indicators=same)
    assert after.fingerprint == before.fingerprint
    by_code = [
        {leaf.code: score for leaf, score in zip(one.scored_leaves, one.scores, strict=True)} for one in (before, after)
    ]
    assert by_code[0] == by_code[1]


@given(dossiers(), st.data())
def test_the_facts_are_the_same_in_any_order_of_keys(dossier: Dossier, data: st.DataObject) -> None:
    """Rows, lines of money, printed levels, checks: what a file keeps under keys has the same fingerprint in any order."""
    indicators = IndicatorSet(id="s", title="s", indicators=(Indicator(code="A", name="甲", points=100),))
    dossier = dossier.replace(vetoes=(), rows=())
    row = Row(address="甲", score=7, checks=(("a", 1), ("b", 0)))
    again = parse(json.dumps(shuffled(dossier.to_dict(), data)), name="any.json")
    assert isinstance(again, Dossier)
    one, other = (
        evaluate(each.replace(rows=(row,), indicators="s"), indicators=indicators) for each in (dossier, again)
    )
    assert one.fingerprint == other.fingerprint
    changed = dossier.replace(rows=(row.replace(reason="另一原因"),), indicators="s")
    assert evaluate(changed, indicators=indicators).fingerprint != one.fingerprint


def test_yaml_begins_with_its_format() -> None:
    """There the order of keys is seen; in JSON, which has none, the format may stand anywhere, but it has to stand."""
    text = json.dumps({"indicators": "x", "year": 2024, "project": {"name": "甲"}, "format": 1})
    assert isinstance(parse(text, name="any.json"), Dossier)
    for wrong, path in ((text, "any.yaml"), (text.replace(', "format": 1', ""), "any.json")):
        with pytest.raises(FormatError) as caught:
            parse(wrong, name=path)
        assert [issue.code for issue in caught.value.issues] == ["format-version"]


@pytest.mark.parametrize("word", sorted(absences))
def test_an_actual_value_is_no_absence(word: str) -> None:
    """The word for an absence in the place of an actual value is the absence, however the row is made, and reads back as it."""
    row = Row(address="甲", actual=parse_quantity(word))
    assert row == Row(address="甲", actual=word) == Row(address="甲", absence=absences[word])
    assert row.actual is None
    dossier = Dossier(indicators="x", year=2024, project=Project(name="某"), rows=(row,))
    assert parse(dump(dossier)) == dossier


@given(indicator_sets(depth=2).flatmap(lambda one: st.tuples(st.just(one), overlays_of(one), overlays_of(one))))
def test_a_set_of_several_layers_reads_back(case: tuple[IndicatorSet, Overlay, Overlay]) -> None:
    """A set that overlays made reads back with its layers and its fingerprint, from YAML and from JSON."""
    base, first, second = case
    province = apply_overlay(first, base=base)
    codes = {one.code for one in province.walk()}
    fitting = tuple(one for one in second.operations if isinstance(one, SetFields) and one.target in codes)
    indicators = apply_overlay(second.replace(id="test.district", operations=fitting), base=province)
    for read in (parse(dump(indicators)), parse(json.dumps(indicators.to_dict()), name="set.json")):
        assert isinstance(read, IndicatorSet)
        assert read == indicators
        assert read.layers == ("test.set", "test.overlay", "test.district")
        assert read.fingerprint == indicators.fingerprint


@pytest.mark.parametrize("key", ["signatures", "funds"])
def test_what_a_file_may_keep_under_keys_has_no_order(key: str) -> None:
    """Signatures by their labels and money by its sources, turned around: the same fingerprint."""
    parts = {"signatures": {"填报人": "甲", "审核人": "乙"}, "funds": {"市级": {"spent": 1}, "区级": {"spent": 2}}}
    data = {"format": 1, "indicators": "s", "year": 2024, "project": {"name": "某"}, "rows": {"甲": {"score": 7}}}
    indicators = IndicatorSet(id="s", title="s", indicators=(Indicator(code="A", name="甲", points=100),))
    fingerprints = set()
    for turn in (1, -1):
        read = parse(json.dumps({**data, key: dict(list(parts[key].items())[::turn])}), name="any.json")
        assert isinstance(read, Dossier)
        fingerprints.add(evaluate(read, indicators=indicators).fingerprint)
    assert len(fingerprints) == 1


def test_a_dump_has_the_form_that_the_docs_show() -> None:
    """Numbers as numbers, rows by their groups, absences in a word, sources and signatures by their names."""
    text = """format: 1
dossier: d
indicators: s
year: 2024
project:
  name: 某
funds:
  unit: 万元
  total: {}
  财政拨款:
    initial: 100
    spent: 90.5
rows:
  产出/数量:
    件数:
      points: 50
      target: ≥10个
      actual: 8.50
    批次: not-applicable
  效益: missing
  效益/社会:
    知晓率:
      rating-rate: 60%
  甲:
    reason: ""
signatures:
  填报人: 姓名甲
  审核人:
    name: 姓名乙
    date: 2024年
stated:
  total: 91
"""
    loaded = parse(text)
    assert isinstance(loaded, Dossier)
    assert dump(loaded) == text
    assert parse(dump(loaded)) == loaded
    overlay = (
        "format: 1\noverlay: o\nbase: s\nprofile:\n  low-execution: 0.9\noperations:\n  - set: A\n    points: 12.5\n"
    )
    assert dump(parse(overlay)) == overlay


@pytest.mark.parametrize(
    ("addresses", "keys"),
    [
        (["甲/乙", "甲/丙"], ["甲"]),
        (["甲/乙", "丁", "甲/丙"], ["甲", "丁", "甲/丙"]),
        (["甲/乙", "甲"], ["甲/乙", "甲"]),
        (["甲/points"], ["甲/points"]),
        (["甲/", "/乙"], ["甲/", "/乙"]),
    ],
)
def test_rows_stand_by_their_groups_where_that_reads_back(addresses: list[str], keys: list[str]) -> None:
    """A group that comes again, is a row itself, or holds a name that is a key of rows, is not written as one."""
    rows_ = tuple(Row(address=address, score=1) for address in addresses)
    dossier = Dossier(indicators="s", year=2024, project=Project(name="某"), rows=rows_)
    data = to_file_data(dossier, shown=True)
    assert list(data["rows"]) == keys
    assert list(to_file_data(dossier)["rows"]) == addresses
    assert parse(dump(dossier)) == dossier


def test_what_a_file_cannot_hold_or_loading_would_refuse_is_refused() -> None:
    """Too many values, too many bytes."""
    dossier = Dossier(indicators="s", year=2024, project=Project(name="某"))
    wrong: list[tuple[Dossier, str]] = [
        (dossier.replace(remarks="甲" * 3_000_000), "file-too-large"),
        (dossier.replace(vetoes=("甲",) * MOST_NODES), "too-many-nodes"),
    ]
    for value, code in wrong:
        with pytest.raises(FormatError) as caught:
            dump(value)
        assert {issue.code for issue in caught.value.issues} == {code}
