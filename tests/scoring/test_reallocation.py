"""Reallocation of what does not apply: each pool for itself, conserved to the quantum, whatever the order."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_sets import scored, set_of

from perfeval.scoring.reallocation import largest_remainder, reallocated

indicators = st.lists(st.tuples(st.integers(0, 30), st.sampled_from("AB"), st.booleans()), min_size=1, max_size=8)
"""Of each indicator its points, its pool and whether it is dropped."""


def shared(given_: list[tuple[int, str, bool]]) -> tuple[list[int], list[int]]:
    """Return what becomes of the points, and which dropped indicators found no taker."""
    points, pools, dropped = zip(*given_, strict=True)
    gone = [at for at, is_dropped in enumerate(dropped) if is_dropped]
    return reallocated(points, dropped=gone, pools=pools, names=[str(at) for at in range(len(points))])


@given(indicators)
def test_each_pool_keeps_its_points(given_: list[tuple[int, str, bool]]) -> None:
    """Those that are dropped have none left, the others no less than before, in the proportion that they had."""
    after, stranded = shared(given_)
    for pool in {pool for _, pool, _ in given_}:
        before = {at: points for at, (points, one, _) in enumerate(given_) if one == pool}
        dropped = {at for at in before if given_[at][2]}
        takers = {at for at in before.keys() - dropped if before[at]}
        assert sum(after[at] for at in before) == sum(before.values())
        if not dropped or not takers:
            assert {at: after[at] for at in before} == before
            assert {at for at in stranded if at in before} == dropped
            continue
        assert not any(after[at] for at in dropped)
        amount, whole = sum(before[at] for at in dropped), sum(before[at] for at in takers)
        for at in takers:
            assert abs((after[at] - before[at]) * whole - amount * before[at]) < whole
        assert all(after[at] == 0 for at in before.keys() - dropped - takers)


def test_points_go_to_no_indicator_of_none() -> None:
    """An indicator of no points takes none; where there is no other, those of what is dropped stay, and are told."""
    assert shared([(10, "A", True), (0, "A", False), (5, "A", False)]) == ([0, 0, 15], [])
    assert shared([(10, "A", True), (0, "A", False), (5, "B", False)]) == ([10, 0, 5], [0])
    assert shared([(10, "A", True), (4, "A", True), (5, "B", False)]) == ([10, 4, 5], [0, 1])


def test_equal_remainders_go_by_name() -> None:
    """Never by position."""
    found = [
        reallocated([1, 1, 1], dropped=[0], pools=[0, 0, 0], names=names)[0]
        for names in (["a", "b", "c"], ["a", "c", "b"])
    ]
    assert found == [[0, 2, 1], [0, 1, 2]]


@given(st.integers(0, 1000), st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_the_largest_remainders_get_what_is_left(amount: int, weights: list[int]) -> None:
    """Each has its whole part or one more; no smaller remainder gets one before a larger, and of equal ones the first do."""
    shares, whole = largest_remainder(amount, weights), sum(weights)
    assert sum(shares) == amount
    more = [share - amount * weight // whole for share, weight in zip(shares, weights, strict=True)]
    assert set(Counter(more)) <= {0, 1}
    order = sorted(range(len(weights)), key=lambda at: (-(amount * weights[at] % whole), at))
    assert [more[at] for at in order] == sorted(more, reverse=True)


GROUPS = """\
  - code: A
    name: 产出
    children:
      - {code: A1, name: 甲, points: 30, scorer: {type: ratio}}
      - {code: A2, name: 乙, points: 30, scorer: {type: ratio}}
  - code: B
    name: 效益
    children:
      - {code: B1, name: 丙, points: 40}
"""


@pytest.mark.parametrize("stated", ["refuse", "scale"])
def test_a_stated_score_of_another_group_stays_to_the_digit(stated: str) -> None:
    """Where points stay in their group, what is stated elsewhere is neither refused nor rounded."""
    head = f"absence: {{not-applicable: reallocate, within: group, stated-scores: {stated}}}\n"
    rows = "  产出/甲: {target: ≥1, actual: 1}\n  产出/乙: not-applicable\n  效益/丙: {score: 33.333}\n"
    assert scored(set_of(GROUPS, head), rows).total == Decimal("93.333")
