"""Blank dossiers: they load as they are, and offer every indicator and component what its scorer reads."""

from __future__ import annotations

from hypothesis import given

from perfeval import Indicator, IndicatorSet, Registry
from perfeval.codec.blank_dossier import dossier_template
from perfeval.codec.loading import parse
from perfeval.errors.language import Text
from perfeval.model.dossier import Dossier
from perfeval.scoring.aggregators import WeakestLink
from perfeval.scoring.scorers.by_target import ByTarget
from perfeval.scoring.scorers.rating_tiers import Rating, Tier
from perfeval.scoring.scorers.ratio import Ratio
from perfeval.testing import indicator_sets

VOCABULARY = Registry.discover().vocabulary
TIERS = Rating(tiers=[Tier(name="优", lower=1, upper=1)])


class Silent:
    """A plugin's scorer, which does not say what it reads."""

    kind = "silent"

    def rate(self, *_: object) -> tuple[int, int]:
        """Return everything."""
        return (1, 1)

    def steps(self, *_: object) -> tuple[Text, ...]:
        """Say nothing."""
        return ()


def filled(template: str) -> Dossier:
    """Return the dossier of a template, once the project has a name."""
    return parse(template.replace('name: ""', "name: 项目"), vocabulary=VOCABULARY)


def lines_below(template: str, key: str) -> list[str]:
    """Return the keys in a template below the line that begins with *key*."""
    lines = template.splitlines()
    at = next(at for at, line in enumerate(lines) if line.strip().startswith(f"{key}:"))
    depth = len(lines[at]) - len(lines[at].lstrip())
    found = []
    for line in lines[at + 1 :]:
        if len(line) - len(line.lstrip()) <= depth:
            break
        found.append(line.strip().partition(":")[0])
    return found


@given(indicator_sets())
def test_it_loads_and_has_a_row_for_whatever_is_filled_in(indicators: IndicatorSet) -> None:
    """Each leaf, each component but those of the money alone, and each group of components whose points are open has one."""
    dossier = filled(dossier_template(indicators))
    found = {indicators.find(row.address).code for row in dossier.rows}
    inside = {child.code for one in indicators.walk() if one.aggregator is not None for child in one.children}
    wanted = {
        one.code
        for one in indicators.walk()
        if one.is_leaf
        and (not one.children or (one.points is None and one.code not in inside))
        and not (one.code in inside and one.scorer is not None and one.scorer.kind == "fund-rate")
    }
    assert found == wanted


def test_components_are_asked_for_by_what_they_read() -> None:
    """They have neither points nor a stated score; their group, whose points are open, has its own row."""
    child = Indicator(code="C", name="甲", scorer=TIERS)
    group = Indicator(code="G", name="组", aggregator=WeakestLink(), children=[child])
    template = dossier_template(IndicatorSet(id="cn.x", title="试", version="1", indicators=[group]))
    assert lines_below(template, "甲") == ["rating", "rating-rate"]
    assert lines_below(template, "组") == ["甲", "rating", "rating-rate"]
    assert lines_below(template, "G") == ["points"]


def test_a_group_that_is_keyed_by_its_code_and_has_a_row_is_one_key() -> None:
    """Of two groups of one name whose points are open, each is told by its code, and so is its row; the components say theirs."""
    groups = [
        Indicator(
            code=code,
            name="组",
            aggregator=WeakestLink(),
            children=[Indicator(code=f"{code}1", name="甲", scorer=TIERS)],
        )
        for code in "GH"
    ]
    dossier = filled(dossier_template(IndicatorSet(id="cn.x", title="试", version="1", indicators=groups)))
    assert [row.address for row in dossier.rows] == ["G/甲", "G", "H/甲", "H"]


def test_a_scorer_that_does_not_say_what_it_reads_is_offered_target_and_actual() -> None:
    """One within by-target too."""
    for scorer in (Silent(), ByTarget(quantitative=Silent(), qualitative=TIERS)):
        leaf = Indicator(code="A", name="甲", points=100, scorer=scorer)
        template = dossier_template(IndicatorSet(id="cn.x", title="试", version="1", indicators=[leaf]))
        assert lines_below(template, "甲")[:2] == ["target", "actual"]
    both = ByTarget(quantitative=Ratio(), qualitative=TIERS)
    leaf = Indicator(code="A", name="甲", points=100, scorer=both)
    assert "score" in lines_below(
        dossier_template(IndicatorSet(id="cn.x", title="试", version="1", indicators=[leaf])), "甲"
    )
