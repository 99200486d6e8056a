"""What a program has in memory reads as the file would: text, bytes, open files and dicts, exactly, with places."""

from __future__ import annotations

import io
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval import Absence, Dossier, FileError, FormatError, IndicatorSet, Overlay, PerfEvalError, dump, parse
from perfeval.codec.byte_sources import Readable
from perfeval.codec.loading import load
from perfeval.testing.strategies import dossiers_for, indicator_sets

DATA: dict[str, Any] = {
    "format": 1,
    "indicators": "cn.example",
    "year": 2023,
    "project": {"name": "某项目"},
    "funds": {"合计": {"initial": "397.80", "spent": 293.08}},
    "rows": {"产出": {"受理量（件/年）": {"points": Decimal("10.50"), "target": "≥207", "actual": 207, "score": 10}}},
}


def changed(value: object, *keys: str) -> dict[str, Any]:
    """Return the data with one value changed or added, and everything else its own copy."""
    data: dict[str, Any] = json.loads(json.dumps(DATA, default=str))
    part: Any = data
    for key in keys[:-1]:
        part = part.setdefault(key, {})
    part[keys[-1]] = value
    return data


@given(st.data())
@settings(max_examples=30)
def test_a_dict_reads_as_its_json_does(data: st.DataObject) -> None:
    """Whatever a set or a dossier holds, read from a dict, from JSON text, from bytes and from an open file."""
    indicators = data.draw(indicator_sets())
    value = data.draw(st.one_of(st.just(indicators), dossiers_for(indicators)))
    plain = value.to_dict()
    text = json.dumps(plain, ensure_ascii=False)
    sources: list[Any] = [
        plain,
        text,
        text.encode(),
        io.StringIO(text),
        io.BytesIO(text.encode()),
        dump(value).encode(),
    ]
    for source in sources:
        assert parse(source) == value


@pytest.mark.parametrize(
    ("given_", "meant"),
    [
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (123456789.12, "123456789.12"),
        (7, "7"),
        (Decimal("0.10"), "0.10"),
        (Decimal("1E+2"), "100"),
        (Fraction(3), "3"),
        ("1.25", "1.25"),
    ],
)
def test_numbers_are_exact(given_: object, meant: str) -> None:
    """A float is taken by its repr, as everywhere."""
    dossier = parse(changed(given_, "funds", "合计", "spent"), kind=Dossier)
    assert dossier.funds.sources[0].spent == Decimal(meant)


def test_every_type_that_a_file_can_say_is_read() -> None:
    """Dates, absences, rates, true and false, null, tuples."""
    data = {
        "format": 1,
        "indicator-set": "cn.example",
        "title": "例",
        "effective": {"from": date(2020, 1, 1), "to": None},
        "indicators": (
            {
                "code": "A",
                "name": "甲",
                "points": 60,
                "scorer": {"type": "checklist"},
                "checklist": [{"text": "一", "required": True}],
            },
            {"code": "B", "name": "乙", "points": 40, "scorer": {"type": "ratio", "pass-gate": Fraction(3, 5)}},
        ),
    }
    read = parse(data, kind=IndicatorSet)
    assert read.effective.since == date(2020, 1, 1)
    assert read.indicators[0].checklist[0].required
    assert read == parse({**data, "indicators": list(data["indicators"])})  # type: ignore[call-overload]
    row = parse(changed(Absence.MISSING, "rows", "产出", "受理量（件/年）", "actual"), kind=Dossier).rows[0]
    assert row.absence is Absence.MISSING


@pytest.mark.parametrize(
    ("value", "keys", "code", "place"),
    [
        (float("nan"), ("funds", "合计", "spent"), "not-finite", "funds/合计/spent"),
        (float("inf"), ("funds", "合计", "spent"), "not-finite", "funds/合计/spent"),
        (Decimal("NaN"), ("project", "name"), "not-finite", "project/name"),
        (float("nan"), ("project", "name"), "not-finite", "project/name"),
        (object(), ("project", "name"), "wrong-type", "project/name"),
        ({"a"}, ("remarks",), "wrong-type", "remarks"),
        (b"x", ("remarks",), "wrong-type", "remarks"),
        ("\ud800", ("remarks",), "wrong-value", "remarks"),
        ({1: "x"}, ("project",), "yaml-key", "project"),
        ("七", ("funds", "合计", "spent"), "not-a-number", "funds/合计/spent"),
        ("x", ("project", "nam"), "unknown-key", "project/nam"),
        (-1, ("rows", "产出", "受理量（件/年）", "score"), "score-negative", "rows/产出/受理量（件/年）"),
        (
            "100%",
            ("rows", "产出", "受理量（件/年）", "points"),
            "percent-as-points",
            "rows/产出/受理量（件/年）/points",
        ),
        ([1], ("rows", "产出", "受理量（件/年）", "points"), "wrong-type", "rows/产出/受理量（件/年）/points"),
        (
            {"甲": 2},
            ("rows", "产出", "受理量（件/年）", "checks"),
            "wrong-value",
            "rows/产出/受理量（件/年）/checks/甲",
        ),
        ([{"class": 1, "number": "一"}], ("problems",), "not-a-number", "problems[1]/number"),
        (2024.5, ("year",), "not-a-number", "year"),
    ],
)
def test_what_is_wrong_is_told_by_the_path_of_its_keys(
    value: object, keys: tuple[str, ...], code: str, place: str
) -> None:
    """No line, no column, no file; at the very value, however deep."""
    with pytest.raises(PerfEvalError) as caught:
        parse(changed(value, *keys))
    (issue,) = caught.value.issues
    assert (issue.code, issue.location.place) == (code, place)
    assert (issue.location.path, issue.location.line, issue.location.column) == (None, None, None)


def test_a_number_without_end_is_refused() -> None:
    """Before anybody prints it, which takes for ever."""
    for value in (10**5000, Fraction(1, 10**5000), Decimal("1E+9999")):
        with pytest.raises(FormatError, match=r"year.*not-finite|year.*not-a-number"):
            parse(changed(0, "year") | {"year": value})


def test_all_problems_are_told_at_once_with_the_name() -> None:
    """As of a file."""
    data = changed("七", "funds", "合计", "spent") | {"yaer": 1}
    with pytest.raises(FormatError) as caught:
        parse(data, name="请求")
    assert {str(one.location) for one in caught.value.issues} == {"请求 [yaer]", "请求 [funds/合计/spent]"}


def test_no_value_knows_a_line_that_is_not_there() -> None:
    """Rows, money and the dossier itself know their keys."""
    dossier = parse(DATA, kind=Dossier)
    assert dossier.rows[0].place.line is None
    assert dossier.rows[0].place.place == "rows/产出/受理量（件/年）"
    assert (dossier.source.line, dossier.source.place) == (None, "indicators")


def test_rings_and_floods_are_refused() -> None:
    """Nothing is walked without bound."""
    ring = changed([], "rows")
    ring["rows"].append(ring)
    with pytest.raises(FormatError, match="too-deep"):
        parse(ring)
    with pytest.raises(FormatError, match="too-many-nodes"):
        parse(changed(["x"] * 300_000, "vetoes"))
    with pytest.raises(FileError, match="file-too-large"):
        parse(b" " * (9 * 2**20))


@pytest.mark.parametrize("source", [None, 7, [], object()])
def test_what_is_no_source_is_refused(source: Any) -> None:
    """By its type, as an error of ours."""
    with pytest.raises(FormatError, match="wrong-type"):
        parse(source)


def test_the_kind_that_is_asked_for_is_what_comes() -> None:
    """A dossier where an overlay is meant is told so."""
    assert isinstance(parse(DATA, kind=Dossier), Dossier)
    with pytest.raises(FormatError, match="expected overlay; found dossier"):
        parse(DATA, kind=Overlay)


JSON_TEXT = '{"year": 2023, "format": 1, "indicators": "s", "project": {"name": "某"}}'
YAML_TEXT = "{format: 1, indicators: s, year: 2023, project: {name: 某}}"


@pytest.mark.parametrize("text", [JSON_TEXT, f"\n  {JSON_TEXT}", YAML_TEXT, f"\ufeff{JSON_TEXT}"])
@pytest.mark.parametrize("name", [None, "上传", "x.txt"])
def test_json_is_known_by_its_beginning(text: str, name: str | None) -> None:
    """Its keys have no order; a name that says what the text is goes first."""
    expected = parse(YAML_TEXT)
    assert parse(text, name=name) == expected
    assert parse(text.encode(), name=name) == expected
    with pytest.raises(FormatError, match=r"format-version|json-syntax"):
        parse(text, name="x.YAML" if 'year"' in text else "x.JSON")


def test_bytes_are_decoded_as_files_are() -> None:
    """The encoding that the first line declares; what is wrong has line and column."""
    text = "# encoding: gbk\n" + YAML_TEXT
    assert parse(text.encode("gbk")) == parse(YAML_TEXT)
    with pytest.raises(FormatError, match=r"^2:\d+.*not UTF-8: -"):
        parse(("#\n" + YAML_TEXT.replace("某", "政务")).encode("gbk"))
    with pytest.raises(FormatError, match="the file is empty: -"):
        parse(b"")


def test_an_open_file_is_read_from_where_it_stands(tmp_path: Any) -> None:
    """As text or as bytes; what is called as its file is named in messages."""
    path = tmp_path / "x.yaml"
    path.write_text(YAML_TEXT, "utf-8")
    with path.open("rb") as stream:
        assert parse(stream) == load(path)
    with path.open(encoding="utf-8") as stream:
        assert parse(stream, name=str(path)) == load(path)
    readable: Readable = io.BytesIO(YAML_TEXT.encode())
    assert parse(readable) == load(path)
