"""Dumping: whatever a dossier, a set or an overlay holds reads back equal, in YAML and in JSON, with equal fingerprints."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odd_dossiers import absences, dossiers

from perfeval import (
    Dossier,
    FormatError,
    Indicator,
    IndicatorSet,
    Overlay,
    Project,
    Row,
    apply_overlay,
    dump,
    evaluate,
    explain,
    parse_quantity,
)
from perfeval.codec import tree
from perfeval.codec.loading import parse
from perfeval.codec.tree_builder import MOST_NODES
from perfeval.codec.unstructure import to_file_data
from perfeval.codec.yaml_events import parse_yaml
from perfeval.model.audit_thresholds import THRESHOLDS
from perfeval.model.overlays import SetFields
from perfeval.model.plain_values import fingerprint
from perfeval.testing import dossiers_for, indicator_sets, overlays_of


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
    stories = [{one.code: one.to_dict() for one in explain(each)} for each in (before, after)]
    assert stories[0] == stories[1]
    by_code = [
        {leaf.code: score for leaf, score in zip(one.scored_leaves, one.scores, strict=True)} for one in (before, after)
    ]
    assert by_code[0] == by_code[1]


@given(dossiers() | indicator_sets(depth=2) | indicator_sets(depth=1).flatmap(overlays_of), st.data())
def test_keys_have_no_order(value: Dossier | IndicatorSet | Overlay, data: st.DataObject) -> None:
    """Whatever a file holds is equal, has one fingerprint, one hash and one dict, in any order of the keys: of those that people write too."""
    if isinstance(value, IndicatorSet):
        value = value.replace(profile=dict.fromkeys(THRESHOLDS, 1))
    if isinstance(value, Overlay):
        value = value.replace(overrides={"title": "某", "version": "2", "profile": dict.fromkeys(THRESHOLDS, 1)})
    said = value.to_dict()
    assert said == to_file_data(value)
    for shape in (said, yaml_data(dump(value))):
        again = parse(json.dumps(shuffled(shape, data)), name="any.json")
        assert again == value
        assert hash(again) == hash(value)
        assert fingerprint(again) == fingerprint(value)
        # A dict has signatures as a list, in the order of the form; people may write them under their labels.
        assert {**to_file_data(again), "signatures": ()} == {**said, "signatures": ()}
        assert shape is not said or to_file_data(again) == said


def yaml_data(text: str) -> object:
    """Return a file of ours as a JSON file could hold it: its numbers as texts."""
    words: dict[str, object] = {"true": True, "false": False, "null": None}

    def data(node: tree.AnyNode) -> object:
        if isinstance(node, tree.MappingNode):
            return {key: data(child) for key, child in node.entries.items()}
        if isinstance(node, tree.SequenceNode):
            return [data(child) for child in node.items]
        return node.text if node.quoted else words.get(node.text, node.text)

    return data(parse_yaml(text))


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
