"""The formulas of aggregators are the engine's own rules: the two agree on every combination that is drawn."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import IndicatorSet
from perfeval.codec.loading import parse
from perfeval.model.dossier import Row
from perfeval.model.funds import Funds
from perfeval.model.hierarchy import Indicator
from perfeval.proofs.aggregated import LEFT_OUT, ComponentRate, ComponentRating, formula_of
from perfeval.proofs.kind_proofs import Parameter
from perfeval.proofs.set_proofs import prove
from perfeval.proofs.solving import Answer, ask
from perfeval.scoring.aggregators import LookupTable, TableEntry, WeakestLink
from perfeval.scoring.number_systems.expressions import NumberFact, Numeric, WordFact, facts_of
from perfeval.scoring.number_systems.promises import RowPromise
from perfeval.scoring.protocols import Component, Unscorable
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.rating_tiers import Rating, Tier
from perfeval.scoring.scorers.ratio import Ratio
from perfeval.scoring.scorers.yes_no import YesNo
from perfeval.testing.scorer_drawing import rates

TIERS = (
    Tier(name="高", lower="80%", upper="1"),
    Tier(name="中", lower="60%", upper="80%"),
    Tier(name="低", lower="0", upper="60%"),
)
CHILDREN = tuple(
    Indicator(code=code, name=name, scorer=Rating(tiers=TIERS))
    for code, name in (("X", "甲"), ("Y", "乙"), ("Z", "丙/丁"))
)
words = st.sampled_from([tier.name for tier in TIERS])


def is_always(formula: Numeric, value: Fraction, facts: dict[object, object]) -> Answer:
    """Ask whether a formula has *value* where its facts are what they are."""
    known = [
        fact.equals(facts[fact]) if isinstance(fact, NumberFact) else fact.is_one_of(facts[fact])  # type: ignore[arg-type]
        for fact in facts_of(formula)
    ]
    return ask(formula, RowPromise(promise="band", holds=formula.equals(value)), assuming=known)


@given(st.lists(rates, min_size=3, max_size=3))
def test_the_weakest_link_is_the_engines(found: list[Fraction]) -> None:
    """The least rate counts."""
    components = [
        Component(indicator=one, row=Row(address=one.code), rate=rate.as_integer_ratio())
        for one, rate in zip(CHILDREN, found, strict=True)
    ]
    rate = WeakestLink().rate(components)
    assert not isinstance(rate, Unscorable)
    formula = formula_of(WeakestLink(), CHILDREN)
    assert formula is not None
    facts = {ComponentRate(one.name, one.code): rate for one, rate in zip(CHILDREN, found, strict=True)}
    assert is_always(formula, Fraction(*rate), facts).holds


@st.composite
def tables(draw: st.DrawFn) -> LookupTable:
    """Draw a table of up to four lines, with a rate for the rest."""
    lines = draw(
        st.lists(
            st.tuples(st.dictionaries(st.sampled_from(["甲", "Y", "丙/丁"]), words), rates), min_size=1, max_size=4
        )
    )
    return LookupTable(
        table=tuple(TableEntry(when=tuple(when.items()), rate=rate) for when, rate in lines), otherwise=draw(rates)
    )


@given(tables(), st.lists(st.one_of(words, st.just(LEFT_OUT)), min_size=3, max_size=3))
def test_a_lookup_table_is_the_engines(table: LookupTable, ratings: list[str]) -> None:
    """The first line that matches counts; a component that does not apply matches none."""
    components = [
        Component(indicator=one, row=Row(address=one.code, rating=rating), rate=(0, 1))
        for one, rating in zip(CHILDREN, ratings, strict=True)
        if rating != LEFT_OUT
    ]
    rate = table.rate(components)
    assert not isinstance(rate, Unscorable)
    formula = formula_of(table, CHILDREN)
    assert formula is not None
    said = {one.code: rating for one, rating in zip(CHILDREN, ratings, strict=True)}
    facts = {fact: said[fact.code] for fact in facts_of(formula) if isinstance(fact, ComponentRating)}
    assert is_always(formula, Fraction(*rate), facts).holds


def yes_no_table(lines: str) -> IndicatorSet:
    """Return a set of one lookup table over a yes-no component and a rating."""
    loaded = parse(
        "format: 1\nindicator-set: demo\ntitle: 示例\nindicators:\n  - code: G\n    name: 查表\n    points: 100\n"
        f"    aggregator: {{type: lookup-table, table: [{lines}]}}\n    children:\n"
        "      - {code: G1, name: 甲, scorer: {type: yes-no}}\n"
        "      - {code: G2, name: 乙, scorer: {type: rating, tiers: [{name: 高, from: 50%, to: 100%}, {name: 低, from: 0, to: 50%}]}}\n"
    )
    assert isinstance(loaded, IndicatorSet)
    return loaded


def test_a_no_that_gets_more_than_a_yes_breaks_the_order() -> None:
    """The order of a yes-no component is that of its words."""
    proof = prove(yes_no_table("{when: {甲: 是}, rate: 50%}, {when: {甲: 否}, rate: 100%}"))
    (verdict,) = [one for one in proof.verdicts if one.promise == "monotone" and one.rule.zh == "查表"]
    assert verdict.state == "broken"
    assert "是 gets 50 points, 否 gets 100 points" in verdict.counter_examples[0].en


def test_a_gap_where_a_component_does_not_apply_is_told() -> None:
    """In one language each; of words that nothing is there for, no gap is told."""
    lines = ", ".join(f"{{when: {{甲: {one}, 乙: {two}}}, rate: 1}}" for one in "是否" for two in "高低")
    (gap,) = [one for one in prove(yes_no_table(lines)).remarks if one.kind == "gap"]
    assert "不涉及" in gap.what.zh
    assert "not-applicable" in gap.what.en
    assert "不涉及" not in gap.what.en


@pytest.mark.parametrize("fact", [ComponentRate("甲", "A"), ComponentRating("甲", "A", ("高",)), Parameter("limit")])
def test_what_only_proofs_know_is_read_of_no_row(fact: NumberFact | WordFact) -> None:
    """It says so, as any fact that a row does not hold; nothing is raised."""
    found = fact.read(Indicator(code="A", name="甲"), Row(address="A"), Funds())
    assert isinstance(found, Unscorable)
    assert found.reason.zh != found.reason.en


def test_the_words_of_a_scorer_within_another_are_a_components_too() -> None:
    """Where a target decides which scorer is asked, its words can be there, though no line names them."""
    both = ByTarget(quantitative=Ratio(), qualitative=YesNo(yes=("有",), no=("无",)))
    children = (Indicator(code="A", name="甲", scorer=both),)
    table = LookupTable(table=(TableEntry(when=(("甲", "有"),), rate=1),))
    formula = formula_of(table, children)
    assert formula is not None
    (fact,) = [one for one in facts_of(formula) if isinstance(one, ComponentRating)]
    assert set(fact.words) == {"有", "无", LEFT_OUT}
