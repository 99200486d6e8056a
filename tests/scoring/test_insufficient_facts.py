"""A row that cannot be scored: everything that it lacks is told, in one language, at its line, with the way to mend it."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from perfeval import Dossier, IndicatorSet, Issue, Project, Registry, ScoringError, evaluate, explain, load_dossier
from perfeval.codec.loading import parse
from perfeval.errors.language import LANGUAGES
from perfeval.model.funds import Funds
from perfeval.model.hierarchy import ChecklistItem, Indicator
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.number_systems.lacking_facts import lacks_of
from perfeval.scoring.protocols import Component, Rate, Unscorable
from perfeval.scoring.scorers.rating_tiers import Rating, Tier
from perfeval.testing.fact_drawing import funds as funds_tables
from perfeval.testing.fact_drawing import rows_for
from perfeval.testing.scorer_drawing import scorers

REGISTRY = Registry.discover()
HEAD = "format: 1\nindicators: demo\nyear: 2024\nproject: {name: 示例}\nfunds:\n  财政拨款: {initial: 10}\nrows:\n"
"""A dossier; its rows begin at line 8, its money is at line 6."""

TIERS = "[{name: 高, from: 80%, to: 100%}, {name: 低, from: 0, to: 80%}]"
COMPLETION = "of: completion, bands: [{from: 0, rate: 0}]"
FUNDS = "fund-rate, numerator: spent, denominator: initial"
WEAKEST = """\
aggregator: {type: weakest-link}
    children:
      - {code: G1, name: 丙, scorer: {type: ratio}}
      - {code: G2, name: 丁, scorer: {type: yes-no}}"""
TABLE = """\
aggregator: {type: lookup-table, table: [{when: {丙: 好, 丁: 高}, rate: 1}]}
    children:
      - {code: G1, name: 丙}
      - {code: G2, name: 丁, scorer: {type: rating, tiers: [{name: 高, from: 1, to: 1}, {name: 低, from: 0, to: 0}]}}"""


def set_of(body: str) -> IndicatorSet:
    """Return a set of one indicator."""
    loaded = parse(
        f"format: 1\nindicator-set: demo\ntitle: 示例\nindicators:\n  - code: A\n    name: 甲\n    points: 100\n    {body}\n"
    )
    assert isinstance(loaded, IndicatorSet)
    return loaded


def problems(folder: Path, body: str, rows: str) -> tuple[Issue, ...]:
    """Return what is told of these rows."""
    file = folder / "dossier.yaml"
    file.write_text(HEAD + rows, encoding="utf-8")
    with pytest.raises(ScoringError) as caught:
        evaluate(load_dossier(file), indicators=set_of(body))
    return caught.value.issues


CASES = [
    ("{type: ratio}", "甲: {reason: 无}", {("target", 8), ("actual", 8)}, ["target: ≥10个", "actual: 8个"]),
    ("{type: ratio}", "甲: {target: 10个, actual: 8个}", {("direction", 8)}, ["10个", "≥10个", "≤10个", "direction"]),
    ("{type: ratio}", "甲: {target: 10个, actual: 若干}", {("direction", 8), ("actual", 8)}, ["若干", "actual: 8个"]),
    ("{type: ratio}", "甲: {target: ≥10个, actual: ≥8个}", {("actual", 8)}, ["≥8个", "actual: 8个"]),
    ("{type: ratio}", "甲: {target: ≥10个, actual: 8件}", {("unit", 8)}, ["8件", "≥10个", "件", "个"]),
    ("{type: ratio}", "甲: {target: ≥95%, actual: 90}", {("unit", 8)}, ["≥95%", "actual: 90%"]),
    ("{type: ratio}", "甲: {target: 尽量, actual: 8个}", {("target", 8)}, ["尽量"]),
    ("{type: ratio}", "甲: {target: 2023年12月前, actual: 8个}", {("target", 8)}, ["2023年12月前"]),
    ("{type: ratio}", "甲: {target: ≤3个, actual: 5个}", {("formula", 8)}, ["at-most", "linear-deviation", "zero"]),
    ("{type: ratio, zero-target: unscorable}", "甲: {target: ≥0个, actual: 5个}", {("target", 8)}, ["full-if-met"]),
    ("{type: ratio, direction: at-least}", "甲: {target: 定性, actual: 8}", {("target", 8)}, ["定性"]),
    (f"{{type: bands, {COMPLETION}}}", "甲: {target: 10个, actual: 8个}", {("direction", 8)}, ["≥10个"]),
    ("{type: interpolate, points: [{at: 0, rate: 0}, {at: 1, rate: 1}]}", "甲: {target: 10}", {("actual", 8)}, []),
    (f"{{type: rating, tiers: {TIERS}}}", "甲: {rating: 搞}", {("tier", 8)}, ["搞", "高 / 低"]),
    (f"{{type: rating, tiers: {TIERS}}}", "甲: {reason: 无}", {("tier", 8)}, ["rating", "高 / 低"]),
    (f"{{type: rating, tiers: {TIERS}}}", "甲: {rating: 高}", {("rate", 8)}, ["[80%, 100%]", "rating-rate: 80%"]),
    ("{type: yes-no}", "甲: {actual: 也许}", {("actual", 8)}, ["也许", "是 / 否"]),
    ("{type: checklist}", "甲: {checks: {1: true}}", {("formula", 8)}, ["checklist"]),
    ("{type: checklist}\n    checklist: [有制度, 已执行]", "甲: {reason: 无}", {("checks", 8)}, ["checks: {1: true"]),
    ("{type: checklist}\n    checklist: [有制度, 已执行]", "甲: {checks: {有制: true, 3: true}}", {("checks", 8)}, ["有制", "3", "2. 已执行"]),
    ("{type: checklist}\n    checklist: [有制度, 已执行]", "甲: {checks: {有制度: true, 1: false}}", {("checks", 8)}, ["有制度"]),
    ("{type: deduction, items: [{name: 迟报, points: 5}]}", "甲: {reason: 无}", {("faults", 8)}, ["deductions"]),
    ("{type: deduction, items: [{name: 迟报, points: 5}]}", "甲: {deductions: {迟到: 1, 迟报: -1}}", {("faults", 8)}, ["迟到: 1", "迟报: -1"]),
    ("{type: deduction, per: 5}", "甲: {actual: 几次}", {("actual", 8)}, ["几次"]),
    (f"{{type: {FUNDS}}}", "甲: {reason: 无}", {("money", 6)}, ["spent", "funds"]),
    ("{type: fund-rate, numerator: spent, denominator: adjusted}", "甲: {reason: 无}", {("money", 6)}, ["spent", "adjusted"]),
    ("{type: stated}", "甲: {reason: 无}", {("score", 8)}, ["score"]),
]  # fmt: skip


@pytest.mark.parametrize(("scorer", "row", "lacks", "words"), CASES)
def test_everything_that_is_lacking_is_told_with_its_line(
    scorer: str, row: str, lacks: set[tuple[str, int]], words: list[str], tmp_path: Path
) -> None:
    """What it is, for programs too; the line of the row, or of the money; the values, and the way to mend it."""
    issues = problems(tmp_path, f"scorer: {scorer}", f"  {row}\n")
    assert {(issue.values["lacks"], issue.location.line) for issue in issues} == lacks
    for language in LANGUAGES:
        text = "\n".join(issue.render(language) for issue in issues)
        assert [word for word in words if word not in text] == []
        assert "dossier.yaml" in text
    for issue in issues:
        assert issue.hint is not None
        assert "score" in str(issue.hint)
        in_one_language(issue)


def in_one_language(issue: Issue) -> None:
    """Refuse English sentences in Chinese ones, and Chinese sentences in English ones; values and keys are in neither."""
    zh, en = issue.render("zh"), issue.render("en")
    assert not re.search(r"[a-z]{2,} [a-z]{2,}", zh.replace("perfeval --", "")), zh
    assert not re.search(r"[，。；：、“”（）]", en), en
    assert re.search(r"[a-z]{2,} [a-z]{2,}", en)


@pytest.mark.parametrize("body", [WEAKEST, TABLE])
def test_each_component_is_told_at_its_own_line(body: str, tmp_path: Path) -> None:
    """Its path, its line, what it lacks; no score is advised, for a component has none."""
    first = {"target: 10个, actual: 8个": "direction"} if body == WEAKEST else {"reason: 无": "tier"}
    second = {"actual: 也许": "actual"} if body == WEAKEST else {"rating: 中": "tier"}
    rows = f"  甲:\n    丙: {{{next(iter(first))}}}\n    丁: {{{next(iter(second))}}}\n"
    issues = problems(tmp_path, body, rows)
    told = [(issue.values["path"], issue.values["lacks"], issue.location.line) for issue in issues]
    assert told == [("甲/丙", next(iter(first.values())), 9), ("甲/丁", next(iter(second.values())), 10)]
    for issue in issues:
        assert "(score)" not in str(issue.hint)
        in_one_language(issue)
    if body == TABLE:
        assert [issue.expected for issue in issues] == ["好", "高 / 低"]


def test_a_row_that_is_not_there_is_told_with_its_path_and_file(tmp_path: Path) -> None:
    """There is no line; the file and the path are."""
    places = [issue.location for issue in problems(tmp_path, WEAKEST, "  甲/丙: {target: ≥1, actual: 1}\n")]
    assert [(place.path, place.line, place.place) for place in places] == [
        (str(tmp_path / "dossier.yaml"), None, "rows/甲/丁")
    ]


def test_a_table_without_a_line_asks_the_set_for_one(tmp_path: Path) -> None:
    """Rated, but no line matches; a component that does not apply matches none either."""
    (issue,) = problems(tmp_path, TABLE, "  甲/丙: {rating: 好}\n  甲/丁: {rating: 低}\n")
    assert (issue.values["path"], issue.values["lacks"]) == ("甲", "formula")
    assert "otherwise" in str(issue.hint)
    (issue,) = problems(tmp_path, TABLE, "  甲/丙: {rating: 坏}\n  甲/丁: {rating: 高}\n")
    assert (issue.values["path"], issue.values["lacks"], issue.expected) == ("甲/丙", "tier", "好")
    (issue,) = problems(tmp_path, TABLE, "  甲/丙: {rating: 好}\n  甲/丁: not-applicable\n")
    assert issue.values["lacks"] == "formula"


@frozen(kw_only=True)
class HandsOn:
    """A plugin's aggregator, which hands on what its last component says."""

    kind = "hands-on"

    def rate(self, components: tuple[Component, ...]) -> Rate | Unscorable:
        """Return the last rate."""
        return components[-1].rate

    def steps(self, components: tuple[Component, ...]) -> tuple[()]:  # noqa: ARG002 - the protocol
        """Say nothing."""
        return ()


def test_a_plugins_aggregator_need_not_say_which_component_it_is() -> None:
    """What it hands on is told of the component that it came from, and of every other without a rate."""
    children = tuple(Indicator(code=code, name=code, scorer=Rating(tiers=(Tier(name="高", lower=1, upper=1),))) for code in "BC")  # fmt: skip
    one = Indicator(code="A", name="甲", points=100, aggregator=HandsOn(), children=children)
    dossier = Dossier(indicators="demo", year=2024, project=Project(name="示例"))
    with pytest.raises(ScoringError) as caught:
        evaluate(dossier, indicators=IndicatorSet(id="demo", title="示例", indicators=(one,)))
    assert [issue.values["path"] for issue in caught.value.issues] == ["甲/B", "甲/C"]


PARAMETERS = {
    "bands": "bands: [{from: 0, rate: 0}, {from: 1, rate: 1}]",
    "by-target": "quantitative: {type: ratio}, qualitative: {type: yes-no}",
    "deduction": "per: 1",
    "fund-rate": "numerator: spent, denominator: adjusted",
    "interpolate": "points: [{at: 0, rate: 0}, {at: 1, rate: 1}]",
    "rating": f"tiers: {TIERS}",
}


@pytest.mark.parametrize("kind", sorted(REGISTRY.scorers))
def test_every_kind_of_scorer_says_what_an_empty_row_lacks(kind: str) -> None:
    """In one word, and how to mend it; no kind leaves it at a reason."""
    indicators = set_of(f"scorer: {{type: {kind}, {PARAMETERS.get(kind, '')}}}")
    with pytest.raises(ScoringError) as caught:
        evaluate(Dossier(indicators="demo", year=2024, project=Project(name="示例")), indicators=indicators)
    for issue in caught.value.issues:
        assert issue.values["lacks"]
        assert issue.hint is not None
        in_one_language(issue)


@given(scorer=scorers(), data=st.data())
def test_what_is_lacking_is_what_keeps_the_formula_from_a_number(scorer: FormulaScorer, data: st.DataObject) -> None:
    """Nothing is lacking where there is a number; else what the formula meets first is among what is told."""
    checklist = (ChecklistItem(text="有依据"), ChecklistItem(text="合规", share=2, required=True))
    indicator = Indicator(code="A", name="甲", points=10, scorer=scorer, checklist=checklist)
    row, table = data.draw(rows_for(indicator)), data.draw(funds_tables())
    for name in data.draw(st.sets(st.sampled_from(["target", "actual", "rating", "rating_rate"]))):
        row = row.replace(**{name: None})
    if data.draw(st.booleans()):
        row, table = row.replace(checks=(), deductions=()), Funds()
    formula = scorer.formula_for(checklist)
    assert formula is not None
    found, rate = lacks_of(formula.expression, indicator, row, table), scorer.rate(indicator, row, table)
    if isinstance(rate, Unscorable):
        assert rate in found
        assert len(set(found)) == len(found)
    else:
        assert found == ()
        assert 0 <= Fraction(*rate) <= 1


@pytest.mark.parametrize(
    ("row", "advice"),
    [
        ("甲: {target: ≥5万人, actual: ≥3万人}", "actual: 3万人"),
        ("甲: {target: ≥5户, actual: 3万人}", "actual: 3万户"),
        ("甲: {target: ≥5万元, actual: 百分之九十}", "actual: 90万元"),
        ("甲: {target: ≥5m², actual: ≥3千m²}", "actual: 3千m²"),
    ],
)
def test_advice_repeats_the_actual_as_written(row: str, advice: str, tmp_path: Path) -> None:
    """3万人, not 30000人."""
    (issue,) = problems(tmp_path, "scorer: {type: ratio}", f"  {row}\n")
    for language in LANGUAGES:
        assert re.search(rf"{advice}\b", issue.render(language))


def test_steps_say_what_the_officer_wrote(tmp_path: Path) -> None:
    """Before the numbers that are reckoned with; nothing more where they stand in what was written."""
    file = tmp_path / "dossier.yaml"
    for row, first in (
        ("{target: ≥5万人, actual: 3万人}", "实际 3万人，指标值 ≥5万人"),
        ("{target: ≥5人, actual: 3人}", "3 ÷ 5 = 60%"),
    ):
        file.write_text(f"{HEAD}  甲: {row}\n", encoding="utf-8")
        (one,) = explain(evaluate(load_dossier(file), indicators=set_of("scorer: {type: ratio}")))
        assert one.steps[0].zh == first
