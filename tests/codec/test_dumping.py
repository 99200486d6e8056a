"""Dumping: whatever a dossier, a set or an overlay holds reads back equal, in YAML and in JSON, with equal fingerprints."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odd_dossiers import dossiers
from told_issues import issues_of

from perfeval import (
    Dossier,
    FormatError,
    Indicator,
    IndicatorSet,
    Project,
    Row,
    Text,
    apply_overlay,
    dump,
    evaluate,
)
from perfeval.codec.loading import parse
from perfeval.codec.unstructure import to_file_data
from perfeval.model.limits import VALUES
from perfeval.model.plain_values import fingerprint
from perfeval.testing import indicator_sets, overlays_of


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


@given(indicator_sets(depth=2), st.data())
def test_a_set_of_several_layers_reads_back(base: IndicatorSet, data: st.DataObject) -> None:
    """A set that overlays made reads back with its layers and its fingerprint, from YAML and from JSON."""
    province = apply_overlay(data.draw(overlays_of(base)), base=base)
    district = data.draw(overlays_of(province)).replace(id="test.district")
    indicators = apply_overlay(district, base=province)
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
        (dossier.replace(vetoes=("甲",) * VALUES.most), "too-many-nodes"),
    ]
    for value, code in wrong:
        with pytest.raises(FormatError) as caught:
            dump(value)
        assert {issue.code for issue in caught.value.issues} == {code}


@pytest.mark.parametrize(
    "value", [3, None, {"format": 1, "indicators": "x"}, Project(name="某"), [1], Row(address="A")]
)
def test_what_no_file_holds_by_itself_is_refused(value: object) -> None:
    """Nothing is written that no load reads."""
    (issue,) = issues_of(lambda: dump(value))  # type: ignore[arg-type]
    assert (issue.code, str(issue.expected)) == (
        "wrong-type",
        str(Text("指标体系、叠加层或评价档案", "an indicator set, an overlay or a dossier")),
    )


@pytest.mark.parametrize("kind", [int, "dossier", Row])
def test_a_kind_of_file_that_there_is_not_is_refused(kind: object) -> None:
    """By a caller of parse."""
    (issue,) = issues_of(lambda: parse("format: 1", kind=kind))  # type: ignore[call-overload]
    assert issue.code == "wrong-type"
