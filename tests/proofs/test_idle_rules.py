"""What never counts, leaves a gap or overlaps: found where it is, and not where it is not."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfeval import IndicatorSet, evaluate
from perfeval.codec.loading import parse
from perfeval.proofs.set_proofs import prove

HEAD = "format: 1\nindicator-set: demo\ntitle: 示例\n"
TIERS = "{type: rating, tiers: [{name: 高, from: 50%, to: 100%}, {name: 低, from: 0, to: 50%}]}"
TWO_RATED = (
    f"    children:\n      - {{code: G1, name: 甲, scorer: {TIERS}}}\n      - {{code: G2, name: 乙, scorer: {TIERS}}}\n"
)


def set_of(scorer: str, *, extra: str = "", head: str = "") -> IndicatorSet:
    """Return a set of one leaf."""
    loaded = parse(f"{HEAD}{head}indicators:\n  - {{code: A, name: 甲, points: 100, {extra}scorer: {scorer}}}\n")
    assert isinstance(loaded, IndicatorSet)
    return loaded


def table_of(lines: str, children: str = TWO_RATED) -> IndicatorSet:
    """Return a set of one lookup table."""
    loaded = parse(
        f"{HEAD}indicators:\n  - code: G\n    name: 查表\n    points: 100\n"
        f"    aggregator: {{type: lookup-table, otherwise: 0, table: [{lines}]}}\n{children}"
    )
    assert isinstance(loaded, IndicatorSet)
    return loaded


@pytest.mark.parametrize(
    ("scorer", "extra", "said"),
    [
        ("{type: ratio, pass-gate-rescale: true}", "", "pass-gate-rescale (without a gate)"),
        (
            "{type: ratio, at-most: zero, over-fulfilment: {threshold: 130%, effect: full}}",
            "",
            "the over-fulfilment threshold 130%",
        ),
        ("{type: ratio, zero-target: unscorable}", "target: ≥10, ", "zero-target: unscorable"),
        ("{type: ratio, equal: exact}", "target: ≥10, ", "equal: exact"),
        ("{type: ratio, at-most: zero}", "target: ≥10, ", "at-most (zero)"),
        ("{type: ratio}", "target: 90, ", "no row can be scored: the scorer cannot read what the set fixes"),
        ("{type: ratio}", "target: 显著提高, ", "no row can be scored: the scorer cannot read what the set fixes"),
        ("{type: checklist}", "", "no row can be scored: the scorer cannot read what the set fixes"),
        ("{type: fund-rate, numerator: spent, denominator: spent}", "", "every row has the same rate"),
        ("{type: fund-rate, numerator: saved, denominator: spent}", "", "every row has the same rate"),
        ("{type: deduction, per: 0}", "", "every row has the same rate"),
        ("{type: bands, bands: [{from: 0, rate: 0}, {from: 90, rate: 80%}]}", "", "no row can get full points"),
        ("{type: interpolate, points: [{at: 0, rate: 0}, {at: 90, rate: 99%}]}", "", "no row can get full points"),
        (
            "{type: rating, tiers: [{name: 高, from: 50%, to: 100%}, {name: 中, from: 50%, to: 50%}, {name: 低, from: 0, to: 50%}]}",
            "",
            "the rate 50% lies in '中' and in '高'",
        ),
    ],
)
def test_parts_that_never_count_are_found(scorer: str, extra: str, said: str) -> None:
    """Each with the words that say what it is, and none without a mend."""
    remarks = prove(set_of(scorer, extra=extra)).remarks
    assert said in [one.what.en for one in remarks]
    assert all(one.mend.zh and one.mend.en for one in remarks)


@pytest.mark.parametrize(
    "indicators",
    [
        set_of("{type: ratio, at-most: zero, pass-gate: 60%, over-fulfilment: {threshold: 130%, effect: zero}}"),
        set_of(TIERS),
        table_of(
            "{when: {甲: 高, 乙: 高}, rate: 100%}, {when: {甲: 高}, rate: 80%}, {when: {乙: 高}, rate: 60%}, {when: {甲: 低, 乙: 低}, rate: 1%}"
        ),
        table_of(
            "{when: {甲: 高}, rate: 100%}, {when: {甲: 是}, rate: 80%}",
            "    children:\n      - {code: G1, name: 甲, scorer: {type: yes-no}}\n",
        ),
    ],
    ids=["ratio", "rating", "a line before both", "any word of an actual value"],
)
def test_what_counts_is_not_told(indicators: IndicatorSet) -> None:
    """No remark on rules whose every part decides a score, but that otherwise is never asked for."""
    assert [one.what.en for one in prove(indicators).remarks if "otherwise" not in one.what.en] == []


def test_a_line_that_asks_for_two_ratings_of_one_component_never_counts() -> None:
    """It is told once, and overlaps nothing."""
    lines = "{when: {甲: 高}, rate: 100%}, {when: {甲: 低, G1: 高}, rate: 10%}, {when: {甲: 低}, rate: 50%}"
    said = [one.what.en for one in prove(table_of(lines)).remarks]
    assert [one for one in said if "line" in one and "tier" not in one] == [
        "line 2 of the table (甲=低, G1=高: 10%)"
    ] + [one for one in said if one.startswith("no line names")]


SINGLE = "{type: rating, tiers: [{name: 高, from: 1, to: 1}, {name: 低, from: 0, to: 0}]}"
SINGLES = f"    children:\n      - {{code: G1, name: 甲, scorer: {SINGLE}}}\n      - {{code: G2, name: 乙, scorer: {SINGLE}}}\n"


@pytest.mark.parametrize(
    ("lines", "idle"),
    [
        ("{when: {甲: 高}, rate: 100%}, {when: {甲: 低}, rate: 50%}", ["乙"]),
        ("{when: {甲: 高, 乙: 高}, rate: 100%}, {when: {甲: 高, 乙: 低}, rate: 100%}", ["乙"]),
        ("{when: {甲: 高, 乙: 高}, rate: 100%}, {when: {甲: 高, 乙: 低}, rate: 50%}", []),
    ],
    ids=["no line names it", "its lines say the same", "both count"],
)
def test_a_component_whose_rating_decides_nothing_is_told(lines: str, idle: list[str]) -> None:
    """Named or not; and of its single-rate tiers nothing is said, as no rate is chosen in them nor asked for."""
    remarks = prove(table_of(lines, SINGLES)).remarks
    assert [one.what.en for one in remarks if "whatever the rating" in one.what.en] == [
        f"whatever the rating of {name!r}, the rate is the same" for name in idle
    ]
    assert not [one for one in remarks if "no tier allows" in one.what.en]


@settings(max_examples=20, deadline=None)
@given(
    lines=st.lists(
        st.tuples(st.sampled_from(["高", "低", None]), st.sampled_from(["高", "低", None]), st.integers(0, 2)),
        min_size=1,
        max_size=4,
    )
)
def test_components_told_to_decide_nothing_are_those_whose_rating_the_table_ignores(
    lines: list[tuple[str | None, str | None, int]],
) -> None:
    """As trying every pair of ratings says, with the other component or without it."""
    text = ", ".join(
        f"{{when: {{{', '.join(f'{name}: {word}' for name, word in zip('甲乙', words, strict=True) if word)}}}, rate: {rate}/2}}"
        for *words, rate in lines
    )
    found = {}
    for one, two in product(["高", "低", None], repeat=2):  # None: it does not apply, and no line that names it matches
        matching = (rate for first, second, rate in lines if first in (None, one) and second in (None, two))
        found[one, two] = next(matching, 0)
    others = ["高", "低", None]
    moves = {
        "甲": any(found["高", two] != found["低", two] for two in others),
        "乙": any(found[one, "高"] != found[one, "低"] for one in others),
    }
    said = {
        one.what.en.split("'")[1]
        for one in prove(table_of(text, SINGLES)).remarks
        if "whatever the rating" in one.what.en
    }
    still = {name for name, it_moves in moves.items() if not it_moves}
    # Where nothing moves the rate at all, that is told, and of each component it may be.
    assert said == still if any(moves.values()) else said <= still


@pytest.mark.parametrize(
    ("lines", "mend"),
    [
        (
            "{when: {甲: 高}, rate: 1}, {when: {甲: 高, 乙: 高}, rate: 50%}",
            "move it before the line that hides it, or take it out",
        ),
        (
            "{when: {甲: 高, G1: 低}, rate: 1}, {when: {乙: 高}, rate: 50%}",
            "ask for one rating of each component, or take it out",
        ),
        (
            "{when: {甲: 高}, rate: 1}, {when: {甲: 低}, rate: 0}",
            "take it out: what follows gives the same rate without it",
        ),
    ],
    ids=["hidden", "contradicts itself", "as otherwise"],
)
def test_a_line_that_never_counts_is_mended_by_why(lines: str, mend: str) -> None:
    """What hides it, what it contradicts, what it repeats: moving a line helps the first alone."""
    remarks = prove(table_of(lines)).remarks
    assert [one.mend.en for one in remarks if one.what.en.startswith("line ")] == [mend]


def test_a_table_of_every_combination_is_proved() -> None:
    """Sixteen lines of four components take seconds, not hours: equal graphs are compared node by node."""
    names = "甲乙丙丁"
    children = "    children:\n" + "".join(
        f"      - {{code: G{name}, name: {name}, scorer: {TIERS}}}\n" for name in names
    )
    combinations = list(product("低高", repeat=len(names)))
    lines = ", ".join(
        f"{{when: {{{', '.join(map(': '.join, zip(names, words, strict=True)))}}}, rate: {words.count('高') + 1}/5}}"
        for words in combinations
    )
    proof = prove(table_of(lines, children))
    assert proof.is_sound
    # A component that does not apply is in no line, so what is said of the rest still counts.
    assert [one.what.en for one in proof.remarks] == []


@pytest.mark.parametrize(
    ("scorer", "extra", "promise"),
    [
        (
            "{type: bands, bands: [{from: 0, rate: 0}, {from: 5%, rate: 50%}, {from: 10%, rate: 1}]}",
            "target: ≤5%, ",
            "monotone",
        ),
        (
            "{type: bands, bands: [{from: 0, rate: 0}, {from: 90%, rate: 80%}, {from: 95%, rate: 1}]}",
            "target: ≥90%, ",
            "met-is-full",
        ),
        ("{type: interpolate, points: [{at: 0, rate: 0}, {at: 1, rate: 1}]}", "target: ≥90%, ", "met-is-full"),
    ],
)
def test_the_sets_own_target_says_what_is_better(scorer: str, extra: str, promise: str) -> None:
    """Bands of the actual value are proved in the direction of the target that the set fixes, and full points where it is met."""
    broken = [one for one in prove(set_of(scorer, extra=extra)).verdicts if one.state == "broken"]
    assert promise in [one.promise for one in broken]


def test_what_rounding_hides_is_told_as_such() -> None:
    """Both rows get 8 points in whole points; the sentence speaks of scores before rounding."""
    bands = "[{from: 0, rate: 0}, {from: 90%, rate: 80%}, {from: 95%, rate: 79.9%}]"
    scorer = f"{{type: fund-rate, numerator: spent, denominator: adjusted, bands: {bands}}}"
    (broken,) = [
        one for one in prove(set_of(scorer, head="rounding: {quantum: 1}\n")).verdicts if one.state == "broken"
    ]
    assert broken.counter_examples[0].zh == "取整前：预算执行率 95% 得 79.9 分，90% 得 80 分"


def test_a_rate_that_has_no_end_is_told_as_a_quotient() -> None:
    """A cut digit may lie in another band; what is told gets what is told."""
    bands = "[{from: 0, rate: 0}, {from: 1/3, rate: 2/3}, {from: 2/3, rate: 1/3}, {from: 1, rate: 1}]"
    scorer = f"{{type: fund-rate, numerator: spent, denominator: adjusted, bands: {bands}}}"
    (broken,) = [one for one in prove(set_of(scorer)).verdicts if one.state == "broken"]
    assert broken.counter_examples[0].zh == "取整前：预算执行率 2/3 得 100/3 分，1/3 得 200/3 分"


def test_a_veto_counts_where_a_dossier_names_it() -> None:
    """A threshold that lowers nothing is told as a threshold; the veto itself lowers a dossier that names it."""
    head = "vetoes: [{code: V1, name: 虚报, lowers-to: 良, indicator: A, below: 50%}]\n"
    indicators = set_of("{type: ratio}", head=head)
    (what,) = [one.what.en for one in prove(indicators).remarks if one.rules[0].en.startswith("veto")]
    assert what.startswith("below 50% lowers nothing")
    assert "only a dossier that names it counts" in what
    text = "format: 1\nindicators: demo\nyear: 2024\nproject: {name: 某}\nvetoes: [V1]\nrows: {甲: {target: ≥1, actual: 1}}\n"
    assert evaluate(parse(text), indicators=indicators).grade.name == "良"


def test_an_intention_is_its_own_indicators() -> None:
    """Of two indicators of one name, the one that keeps the promise is told."""
    body = (
        "  - {code: A, name: 甲, points: 50, intended: [{promise: monotone, reason: 有意}], scorer: {type: bands, bands: [{from: 0, rate: 0}, {from: 1, rate: 1}, {from: 2, rate: 50%}]}}\n"
        "  - {code: B, name: 甲, points: 50, intended: [{promise: monotone, reason: 有意}], scorer: {type: ratio}}\n"
    )
    proof = prove(parse(f"{HEAD}indicators:\n{body}"))
    assert proof.is_sound
    assert [one.what.en for one in proof.remarks if "intended" in one.what.en] == [
        "intended monotone: the rule keeps this promise"
    ]
