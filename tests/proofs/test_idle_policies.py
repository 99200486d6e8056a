"""Vetoes that never count: found where another does all that they could do, and not where they still do something."""

from __future__ import annotations

import pytest

from perfeval import IndicatorSet
from perfeval.codec.loading import parse
from perfeval.proofs.set_proofs import prove

RATIO = "scorer: {type: ratio, at-most: zero}"


def said_of(*vetoes: str) -> list[str]:
    """Return the remarks on a set with these vetoes, the first of which is called V1."""
    written = "".join(f"  - {{code: V{at}, name: V{at}, {one}}}\n" for at, one in enumerate(vetoes, 1))
    loaded = parse(
        "format: 1\nindicator-set: demo\ntitle: 示例\nindicators:\n"
        f"  - {{code: A, name: 甲, points: 10, {RATIO}}}\n  - {{code: B, name: 乙, points: 90, {RATIO}}}\nvetoes:\n{written}"
    )
    assert isinstance(loaded, IndicatorSet)
    return [f"{rule.en}: {one.what.en}" for one in prove(loaded).remarks for rule in one.rules if "veto" in rule.en]


@pytest.mark.parametrize(
    ("vetoes", "covered"),
    [
        (["indicator: A, below: 50%, lowers-to: 中", "indicator: 甲, below: 40%, lowers-to: 良"], ["V2"]),
        (["indicator: A, below: 40%, lowers-to: 良", "indicator: A, below: 50%, lowers-to: 中"], ["V1"]),
        (["indicator: A, below: 50%, lowers-to: 中", "indicator: A, below: 50%, lowers-to: 中"], ["V2"]),
        (["indicator: A, below: 50%, lowers-to: 良", "indicator: A, below: 40%, lowers-to: 中"], []),
        (["indicator: A, below: 50%, lowers-to: 中", "indicator: B, below: 10%, lowers-to: 差"], []),
        (["lowers-to: 差", "indicator: A, below: 40%, lowers-to: 中"], []),
    ],
    ids=["weaker in both", "whatever the order", "alike", "lowers less but sooner", "of another", "of no score"],
)
def test_a_veto_that_another_covers_is_told(vetoes: list[str], covered: list[str]) -> None:
    """One that is triggered wherever it is, and lowers as far, leaves it nothing to do; it is told with the name of that one."""
    told = [one for one in said_of(*vetoes) if "lowers as far" in one]
    assert [one.split("'")[1] for one in told] == covered
    assert all(one.split("'")[3] not in covered for one in told)
