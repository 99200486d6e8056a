"""What is to be proved of a set: each rule with its formula, its promises, and what the set fixes."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from perfeval.errors.language import Text
from perfeval.model.dossier import Absence, Row
from perfeval.model.funds import Funds
from perfeval.model.panels_and_corrections import Panel
from perfeval.proofs.aggregated import formula_of, promises_of
from perfeval.proofs.solving import reaches
from perfeval.proofs.witness_sentences import Wording
from perfeval.scoring.absence import rate_of_absence
from perfeval.scoring.aggregators import LookupTable
from perfeval.scoring.compiled import Leaf, compiled
from perfeval.scoring.facts import (
    DIRECTIONS,
    MEASURED,
    NUMERIC,
    POINTS,
    QUALITATIVE,
    TARGET,
    TARGET_DIRECTION,
    TARGET_KIND,
)
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.number_systems.expressions import OneOf, Undefined, Where, facts_of, substituted
from perfeval.scoring.number_systems.promises import RowPromise, Sense
from perfeval.scoring.protocols import Unscorable
from perfeval.scoring.scorers.stated import Stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.model.absence_and_vetoes import AbsencePolicy
    from perfeval.model.declarations import DeclaredAggregator, DeclaredScorer
    from perfeval.model.hierarchy import Indicator
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.scoring.facts import Target, TargetDirection
    from perfeval.scoring.number_systems.expressions import Condition, Expression, Numeric


@frozen(kw_only=True)
class ScoringRule:
    """One rule of a set: how an indicator, a component, or the project's own rows of an open group are scored.

    Args:
        path: The indicator's path of names.
        indicator: The indicator; of an open group, the group.
        scorer: What scores a row.
        aggregator: What combines components instead.
        policy: What the set does with absences.
        is_looked_up: Whether only its rating counts: it is a component of a lookup table, which asks for no rate.

    """

    path: str
    indicator: Indicator
    scorer: DeclaredScorer | None = None
    aggregator: DeclaredAggregator | None = None
    policy: AbsencePolicy
    is_looked_up: bool = False
    formula: Numeric | None = field(init=False)

    @formula.default
    def _formula(self) -> Numeric | None:
        if self.aggregator is not None:
            return formula_of(self.aggregator, self.indicator.children)
        if not isinstance(self.scorer, FormulaScorer):
            return None
        formula = self.scorer.formula_for(self.indicator.checklist)
        return None if formula is None else formula.expression

    @property
    def title(self) -> Text:
        """The path, which is the same in both languages."""
        return Text(self.path, self.path)

    @property
    def fixed(self) -> tuple[Condition, ...]:
        """What the set says of every row of the rule: its target, and its points."""
        indicator, target = self.indicator, self.indicator.target
        known: list[Condition] = []
        if indicator.points is not None and indicator.is_leaf:
            known.append(POINTS.equals(Fraction(indicator.points)))
        if target is not None:
            known.append(TARGET_KIND.is_one_of(NUMERIC if target.is_number else QUALITATIVE))
            if target.value is not None:
                known.append(TARGET.equals(Fraction(target.value)))
            if target.direction in DIRECTIONS:
                known.append(TARGET_DIRECTION.is_one_of(target.direction))
        return tuple(known)

    @property
    def promises(self) -> tuple[RowPromise | Sense, ...]:
        """What the rule promises: to lie in [0, 1], to give an absence no more than any value, and what its kind says."""
        assert self.formula is not None, "only a formula promises"
        if self.aggregator is not None:
            own: tuple[RowPromise | Sense, ...] = promises_of(self.aggregator, self.indicator.children)
        else:
            assert isinstance(self.scorer, FormulaScorer), "it has given the formula"
            own = self._in_the_targets_sense(self.scorer.promises(self.indicator.checklist))
        return (*bounds_of(self.formula), *absence_below(self.formula, self.policy), *own)

    def _in_the_targets_sense(self, promises: tuple[RowPromise | Sense, ...]) -> tuple[RowPromise | Sense, ...]:
        """Return the promises as the set's own target has them: what is better, and that what meets it gets full points.

        A scorer of the actual value alone knows no target; where the set fixes one, its direction says what is better.
        """
        target = self.indicator.target
        assert self.formula is not None, "only a formula promises"
        if target is None or target.value is None or MEASURED not in facts_of(self.formula):
            return promises
        level = Fraction(*target.in_its_unit(target.value))
        met: dict[str | None, Condition] = {
            "at-least": level <= MEASURED,
            "above": level < MEASURED,
            "at-most": level >= MEASURED,
            "below": level > MEASURED,
            "equal": MEASURED.equals(level),
        }
        if target.direction not in met:
            return promises
        rises = target.direction in ("at-least", "above")
        own = [
            evolve(one, rises=rises) if isinstance(one, Sense) and one.fact == MEASURED else one
            for one in promises
            if target.direction != "equal" or not isinstance(one, Sense) or one.fact != MEASURED
        ]
        full = RowPromise(promise="met-is-full", under=(met[target.direction],), holds=self.formula.equals(1))
        return (*own, full)

    @property
    def wording(self) -> Wording:
        """How the values of its rows are written."""
        spoken = [one.spoken for one in self.promises if isinstance(one, Sense) and one.spoken is not None]
        return Wording(target=self.indicator.target, percentages=tuple(one.value for one in spoken if one.is_rate))

    @property
    def is_ever_scored(self) -> bool:
        """Whether a row can have a rate at all: the set's own target may be one that the scorer cannot read."""
        if self.formula is None:
            return True
        unread: dict[Expression, Expression] = {}
        if self.indicator.target is not None:
            row = Row(address="-", target=self.indicator.target)
            for node in self.formula.walk():
                fact = _target_fact(node)
                why = None if fact is None else fact.read(self.indicator, row, Funds())
                if isinstance(why, Unscorable):
                    unread[node] = Undefined.of(why)
        return reaches((), rate=substituted(self.formula, unread), assuming=self.fixed) is not False


def _target_fact(node: Expression) -> Target | TargetDirection | None:
    """Return the fact of the target that a node cannot do without: the target itself, or the direction that is asked."""
    if isinstance(node, Where) and isinstance(node.condition, OneOf) and node.condition.fact == TARGET_DIRECTION:
        return TARGET_DIRECTION
    return TARGET if node == TARGET else None


def rules_of(indicators: IndicatorSet) -> Iterator[ScoringRule]:
    """Yield every rule by which a set computes scores, in the order of the form: leaves, components, open groups.

    Raises:
        IndicatorSetError: If an aggregator names what is not there.

    """
    # Panels and corrections are no part of a rule; a set that declares them is not scored yet, but its rules are proved.
    made = compiled(indicators.replace(panel=Panel(), corrections=()))
    for one in made.form:
        if isinstance(one, Leaf):
            yield from _rules_of_leaf(one, indicators.absence)
        elif one.indicator.open and is_computed(one.indicator.default_scorer):
            group = one.indicator
            yield ScoringRule(path=one.path, indicator=group, scorer=group.default_scorer, policy=indicators.absence)


def is_computed(scorer: DeclaredScorer | None) -> bool:
    """Whether a scorer computes: there is one, and it does not leave the score to the evaluators."""
    return scorer is not None and not isinstance(scorer, Stated)


def _rules_of_leaf(leaf: Leaf, policy: AbsencePolicy, *, is_looked_up: bool = False) -> Iterator[ScoringRule]:
    indicator = leaf.indicator
    if indicator.aggregator is not None:
        yield ScoringRule(path=leaf.path, indicator=indicator, aggregator=indicator.aggregator, policy=policy)
    elif is_computed(indicator.scorer):
        yield ScoringRule(
            path=leaf.path, indicator=indicator, scorer=indicator.scorer, policy=policy, is_looked_up=is_looked_up
        )
    for one in leaf.components:
        yield from _rules_of_leaf(one, policy, is_looked_up=isinstance(indicator.aggregator, LookupTable))


def bounds_of(rate: Numeric) -> tuple[RowPromise, ...]:
    """Return the promises that every formula makes: its rate lies in [0, 1]."""
    return RowPromise(promise="bounded", holds=rate >= 0), RowPromise(promise="bounded", holds=rate <= 1)


def absence_below(rate: Numeric, policy: AbsencePolicy) -> Iterator[RowPromise]:
    """Yield that what the engine gives for an absence, by the set's *policy*, is never above the *rate* of a real value."""
    for absence in (Absence.MISSING, Absence.UNVERIFIABLE):
        given = rate_of_absence(Row(address="", absence=absence), policy)
        assert given is not None, "an absence of evidence has a rate"
        yield RowPromise(promise="absence", holds=rate >= Fraction(*given))
