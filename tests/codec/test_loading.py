"""Loading and dumping: the built-in files, every problem at once with its line, and mutations refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from perfeval import (
    Dossier,
    FormatError,
    IndicatorSet,
    Overlay,
    PerfEvalError,
    Registry,
    dump,
    evaluate,
    load_dossier,
    load_indicator_set,
    load_overlay,
)
from perfeval.codec.loading import load, parse
from perfeval.registry.built_in import DATA

SETS = sorted((DATA / "sets").glob("*.yaml"))
OVERLAYS = sorted((DATA / "overlays").glob("*.yaml"))
EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml"

SELF = (DATA / "sets" / "cn.mof.2020-10.self.yaml").read_text("utf-8")


def lines_of(error: FormatError) -> list[tuple[str, int | None]]:
    """Return code and line of each issue."""
    return [(issue.code, issue.location.line) for issue in error.issues]


def line_with(text: str, part: str, *, start: int = 1) -> int:
    """Return the number of the first line from *start* on that holds *part*."""
    return next(n for n, line in enumerate(text.splitlines(), start=1) if n >= start and part in line)


@pytest.mark.parametrize("path", [*SETS, *OVERLAYS, EXAMPLE], ids=lambda path: path.stem)
def test_what_is_dumped_loads_as_an_equal_value(path: Path) -> None:
    """load(dump(x)) == x for every built-in set and overlay and for the example."""
    value = load(path)
    assert parse(dump(value)) == value


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_every_built_in_set_names_its_source(path: Path) -> None:
    """A rule without a citation is not in the data."""
    loaded = load_indicator_set(path)
    assert loaded.citations
    assert all(indicator.citations for indicator in loaded.walk())


def test_the_framework_of_annex_2_has_seventeen_rows() -> None:
    """The table of annex 2 lists 17 level-3 indicators, in four level-1 groups."""
    framework = load_indicator_set(DATA / "sets" / "cn.mof.2020-10.department.yaml")
    leaves = [one for one in framework.walk() if one.is_leaf]
    assert len(leaves) == 17
    assert [top.name for top in framework.indicators] == ["决策", "过程", "产出", "效益"]
    assert all(one.points is None for one in framework.walk())


def test_the_two_execution_rates_have_their_own_denominators() -> None:
    """The self-evaluation sheet divides by the adjusted budget, annex 2 by what arrived."""
    own, framework = (
        load_indicator_set(DATA / "sets" / f"cn.mof.2020-10.{kind}.yaml") for kind in ("self", "department")
    )
    assert [getattr(one.scorer, "denominator", None) for one in own.walk() if one.name == "预算执行率"] == ["adjusted"]
    assert [getattr(one.scorer, "denominator", None) for one in framework.walk() if one.name == "预算执行率"] == [
        "arrived"
    ]


def test_the_self_evaluation_weighs_10_50_30_10() -> None:
    """财预〔2020〕10号第十三条."""
    own = load_indicator_set(DATA / "sets" / "cn.mof.2020-10.self.yaml")
    assert [int(top.points or 0) for top in own.indicators] == [10, 50, 30, 10]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("points: 50", "points: 51", "full-marks-not-met"),
        ("  - {name: 中, from: 60, to: 80}\n", "", "grade-bands"),
        ("from: 90, to: 100}", "from: 89, to: 100}", "grade-bands"),
        ("format: 1", "format: 2", "format-version"),
        ("points: 50", "points: 50%", "percent-as-points"),
        ("points: 50", "points: NaN", "not-finite"),
        ("points: 50", "points: -50", "points-negative"),
        ("points: 50", "pionts: 50", "unknown-key"),
        ("type: fund-rate", "type: fund-rat", "unknown-type"),
        ("kind: self", "kind: selfish", "wrong-value"),
    ],
)
def test_a_mutation_of_a_built_in_set_is_refused_with_its_line(old: str, new: str, code: str) -> None:
    """A changed point, a removed band, a misspelt key: each is an error that names its line."""
    assert old in SELF
    mutated = SELF.replace(old, new, 1)
    with pytest.raises(FormatError) as caught:
        parse(mutated, name="mutated.yaml")
    found = {issue.code: issue for issue in caught.value.issues}
    assert code in found
    location = found[code].location
    assert location.path == "mutated.yaml"
    if new and code not in ("full-marks-not-met", "grade-bands"):
        assert location.line == line_with(mutated, new)
    else:
        first_item = "  - code: " if code == "full-marks-not-met" else "- {name: 优"
        assert location.line == line_with(mutated, first_item)


def test_a_doubled_code_is_refused_at_its_second_place() -> None:
    """The issue stands at the second use, and names both indicators."""
    text = (
        "format: 1\nindicator-set: x\ntitle: x\nindicators:\n"
        "  - {code: A, name: 甲, points: 50}\n"
        "  - {code: A, name: 乙, points: 50}\n"
    )
    with pytest.raises(FormatError) as caught:
        parse(text)
    assert lines_of(caught.value) == [("duplicate-code", 6)]
    assert "甲" in str(caught.value)
    assert "乙" in str(caught.value)


def test_all_problems_are_told_at_once() -> None:
    """Each mistake makes one issue, at its own line; the name that is misspelt is not lacking too."""
    text = (
        "format: 1\nindicators: x\nyear: 二〇二三\nproject: {nam: 甲}\n"
        "funds: {财政拨款: {spent: 十万}}\nrows:\n  决策: {立项: {points: 5%}}\n"
    )
    with pytest.raises(FormatError) as caught:
        parse(text)
    assert lines_of(caught.value) == [
        ("not-a-number", 3),
        ("unknown-key", 4),
        ("not-a-number", 5),
        ("percent-as-points", 7),
    ]


def test_a_misspelt_key_gets_a_hint_in_both_languages() -> None:
    """Did you mean … / 是否想写 …."""
    with pytest.raises(FormatError) as caught:
        parse("format: 1\nindicators: x\nyear: 2023\nproject: {name: 甲}\nrows: {甲: {points: 1, scroe: 1}}\n")
    assert "did you mean score" in caught.value.render("en")
    assert "是否想写 score" in caught.value.render("zh")


def test_points_that_do_not_add_up_name_the_group_and_the_sum() -> None:
    """The issue stands at the group's points."""
    text = (
        "format: 1\nindicator-set: x\ntitle: x\nindicators:\n"
        "  - code: A\n    name: 甲\n    points: 100\n    children:\n"
        "      - {code: A1, name: 子, points: 60}\n      - {code: A2, name: 丑, points: 30}\n"
    )
    with pytest.raises(FormatError) as caught:
        parse(text)
    assert lines_of(caught.value) == [("points-not-adding", 7)]
    assert "60 + 30 = 90" in str(caught.value)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("不存在: {points: 1, score: 1}", "row-unknown"),
        ("产出/产出数量: {件数: {points: 27, score: 28}}", "score-above-points"),
        ("产出/产出数量: {件数: {points: 27, score: -1}}", "score-negative"),
    ],
)
def test_a_dossier_that_does_not_fit_its_set_is_refused(rows: str, code: str) -> None:
    """Unknown rows and impossible scores are errors, never wrong scores."""
    text = f"format: 1\nindicators: cn.mof.2020-10.department\nyear: 2023\nproject: {{name: 甲}}\nrows:\n  {rows}\n"
    with pytest.raises(PerfEvalError) as caught:
        evaluate(parse(text), indicators=load_indicator_set(DATA / "sets" / "cn.mof.2020-10.department.yaml"))  # type: ignore[arg-type]
    assert code in {issue.code for issue in caught.value.issues}


def test_json_reads_as_yaml_does(tmp_path: Path) -> None:
    """A JSON file with the same content is the same dossier, its decimals exact."""
    path = tmp_path / "d.json"
    path.write_text(
        '{"format": 1, "indicators": "x", "year": 2023, "project": {"name": "甲"},'
        ' "funds": {"财政拨款": {"initial": 12345678901234567.8901}}}',
        "utf-8",
    )
    dossier = load_dossier(path)
    assert str(dossier.funds.amount("initial")) == "12345678901234567.8901"


def test_the_kind_of_a_file_is_checked(tmp_path: Path) -> None:
    """A dossier where an overlay is meant is an error naming both."""
    path = tmp_path / "d.yaml"
    path.write_text("format: 1\nindicators: x\nyear: 2023\nproject: {name: 甲}\n", "utf-8")
    with pytest.raises(FormatError) as caught:
        load_overlay(path)
    assert caught.value.issues[0].code == "file-kind"


def test_overlays_stack_and_show_what_they_change() -> None:
    """The overlay without satisfaction gives its 10 points to 效益 (财预〔2021〕101号)."""
    registry = Registry.of()
    without = registry.indicator_set("cn.mof.2021-101.without-cost.without-satisfaction")
    base = registry.indicator_set("cn.mof.2021-101.without-cost")
    assert without.layers == (base.id, without.id)
    assert isinstance(base, IndicatorSet)
    assert [int(one.points or 0) for one in without.indicators] == [10, 50, 40]
    assert {type(load(path)) for path in OVERLAYS} == {Overlay}
    assert isinstance(load(EXAMPLE), Dossier)
