"""Aggregators without a formula: what breaks a promise is found, on the fewest components; what keeps it is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from attrs import frozen

from perfeval import Indicator, prove
from perfeval.errors.language import Text
from perfeval.model.dossier import Absence
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.intentions import Intention
from perfeval.scoring.aggregators import LookupTable, TableEntry, WeakestLink
from perfeval.scoring.protocols import Component
from perfeval.scoring.scorers.rating_tiers import Rating, Tier
from perfeval.testing.aggregator_checks import breach_of_absence, breach_of_bounds
from perfeval.testing.rule_checks import breaches_of

TIERS = Rating(tiers=[Tier(name="高", lower=1, upper=1), Tier(name="低", lower=0, upper="1/2")])
CHILDREN = (Indicator(code="G1", name="甲", scorer=TIERS), Indicator(code="G2", name="乙", scorer=TIERS))
TABLE = LookupTable(table=[TableEntry(when={"甲": "高", "乙": "高"}, rate=1)], otherwise=0)


class Steps:
    """An aggregator that says one step."""

    kind = "plain"

    def steps(self, components: Sequence[Component]) -> tuple[Text, ...]:
        """Say how many there are."""
        return (Text(str(len(components)), str(len(components))),)


@frozen
class Mean(Steps):
    """The mean of the rates."""

    def rate(self, components: Sequence[Component]) -> tuple[int, int]:
        """Return it."""
        return (sum(Fraction(*one.rate) for one in components) / len(components)).as_integer_ratio()


@frozen
class KindToTheMissing(Steps):
    """The mean of those that are there."""

    def rate(self, components: Sequence[Component]) -> tuple[int, int]:
        """Return it; nothing where none is there."""
        there = [Fraction(*one.rate) for one in components if one.row.absence is None]
        return (sum(there) / len(there) if there else Fraction(0)).as_integer_ratio()


@frozen
class Sum(Steps):
    """More than everything."""

    def rate(self, components: Sequence[Component]) -> tuple[int, int]:
        """Return the sum of the rates."""
        return sum(Fraction(*one.rate) for one in components).as_integer_ratio()


@frozen
class NeedsBoth(Steps):
    """Raises where a component does not apply."""

    def rate(self, components: Sequence[Component]) -> tuple[int, int]:
        """Return the second rate."""
        return components[1].rate


@frozen
class Moody(Steps):
    """Another rate each time."""

    asked: list[int]

    def rate(self, components: Sequence[Component]) -> tuple[int, int]:
        """Return 0 and 1 in turn."""
        self.asked.append(len(components))
        return (len(self.asked) % 2, 1)


@frozen
class Mute(Mean):
    """Says no step in both languages."""

    def steps(self, components: Sequence[Component]) -> tuple[str, ...]:
        """Return bare words."""
        return ("均值",) * len(components)


@pytest.mark.parametrize("aggregator", [WeakestLink(), TABLE, Mean()])
def test_what_keeps_its_promises_passes(aggregator: object) -> None:
    """The built-in ones do, and a mean."""
    assert breach_of_bounds(aggregator, children=CHILDREN) is None
    assert breach_of_absence(aggregator, children=CHILDREN) is None


@pytest.mark.parametrize(
    ("aggregator", "zh", "en"),
    [
        (Sum(), "得分率 (", "the rate ("),
        (NeedsBoth(), "IndexError", "IndexError"),
        (Moody([]), "两次得分率不同", "two different rates"),
        (Mute(), "steps 不是双语文字", "its steps are no texts in both languages"),
    ],
)
def test_what_gives_no_rate_is_told_with_its_components(aggregator: object, zh: str, en: str) -> None:
    """A rate above 1, a raise where one component does not apply, two answers, no steps."""
    breach = breach_of_bounds(aggregator, children=CHILDREN)
    assert breach is not None
    assert zh in breach.zh
    assert en in breach.en
    assert "甲" in breach.zh or "乙" in breach.zh


def test_an_absence_that_helps_is_told() -> None:
    """The mean of those that are there rises when the worse one is missing."""
    breach = breach_of_absence(KindToTheMissing(), children=CHILDREN)
    assert breach is not None
    assert Absence.MISSING.text.zh in breach.zh or Absence.UNVERIFIABLE.text.zh in breach.zh
    assert "时得" in breach.zh
    assert "it gets" in breach.en
    assert breach_of_bounds(KindToTheMissing(), children=CHILDREN) is None


def test_a_set_with_such_an_aggregator_is_not_sound_unless_it_means_it() -> None:
    """The rule is listed promise by promise; an intention makes the broken one meant."""
    group = Indicator(code="G", name="组", points=100, aggregator=KindToTheMissing(), children=CHILDREN)
    indicators = IndicatorSet(id="cn.x", title="试", version="1", indicators=[group])
    proof = prove(indicators, tested=breaches_of)
    found = {one.promise: one.state for one in proof.verdicts if one.code == "G"}
    assert found == {"bounded": "tested", "absence": "broken"}
    assert not proof.is_sound
    meant = group.replace(intended=[Intention(promise="absence", reason="只看已有材料")])
    assert prove(indicators.replace(indicators=[meant]), tested=breaches_of).is_sound
    assert indicators.indicators[0].points == Decimal(100)
