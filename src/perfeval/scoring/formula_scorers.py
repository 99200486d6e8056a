"""Scorers with a formula, and what every room may ask of any scorer, a plugin's with ``rate`` and ``steps`` alone included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import attrs

from perfeval.errors import PerfEvalError, PluginError
from perfeval.errors.language import Text
from perfeval.model.plugin_faults import HARM, SCORER, raised_by
from perfeval.model.validated import PartOfSet
from perfeval.scoring.facts import Amount
from perfeval.scoring.number_systems.expressions import Arithmetic, Constant
from perfeval.scoring.number_systems.promises import Sense
from perfeval.scoring.protocols import Scorer, Unscorable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from fractions import Fraction

    from perfeval.model.declarations import DeclaredScorer
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Column, Funds
    from perfeval.model.hierarchy import ChecklistItem, Indicator
    from perfeval.model.quantities import Direction
    from perfeval.scoring.number_systems.exact import RateFormula
    from perfeval.scoring.number_systems.expressions import Fact
    from perfeval.scoring.number_systems.promises import RowPromise
    from perfeval.scoring.protocols import Rate


Answered = TypeVar("Answered")


class FormulaScorer(PartOfSet):
    """What a scorer with a formula is: the one formula gives its rate in every number system.

    ``title`` says in both languages what the kind does. ``formula_for`` records the formula; what is made of it is kept by
    the scorer's own value. A scorer that writes only ``rate`` and ``steps`` is scored row by row everywhere.
    """

    __slots__ = ()
    title: ClassVar[Text]

    def formula_for(self, checklist: tuple[ChecklistItem, ...]) -> RateFormula | None:  # noqa: ARG002 - those with one need it
        """Return the formula for an indicator with *checklist*; None if it has none, and the scorer writes its own ``rate``."""
        return None

    def met_formula(self) -> RateFormula | None:
        """Return the formula that is 1 where a row's target (指标值) is met and 0 where it is missed; None: no target is looked at."""
        return None

    def reads(self, checklist: tuple[ChecklistItem, ...]) -> tuple[Fact, ...]:
        """Return the facts that it reads, of a row, its indicator or the money."""
        formula = self.formula_for(checklist)
        return () if formula is None else formula.facts

    def rate(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:
        """Return what the formula makes of the facts, or why it makes nothing of them."""
        formula = self.formula_for(indicator.checklist)
        assert formula is not None, "a scorer without a formula writes its own rate"
        return formula.value(indicator, row, funds)

    def is_met(self, indicator: Indicator, row: Row, funds: Funds) -> bool | None:
        """Return whether the row's target is met; None where the scorer looks at no target, or the row does not tell."""
        formula = self.met_formula()
        met = None if formula is None else formula.value(indicator, row, funds)
        return None if met is None or isinstance(met, Unscorable) else met[0] > 0

    def direction_read(self, indicator: Indicator, row: Row, funds: Funds) -> Direction | None:  # noqa: ARG002 - some need it
        """Return how the row's actual value is compared with its target; None where nobody says.

        The target's own sign says it; beside a bare target, in which sense the actual value moves the rate.
        """
        if row.target is not None and row.target.direction is not None:
            return row.target.direction
        for one in self.promises(indicator.checklist):
            if isinstance(one, Sense) and not one.under and "actual" in one.fact.fields:
                return "at-least" if one.rises else "at-most"
        return None

    def promises(self, checklist: tuple[ChecklistItem, ...]) -> tuple[RowPromise | Sense, ...]:  # noqa: ARG002 - few need it
        """Return what the formula promises beyond lying in [0, 1]."""
        return ()


def title_of(scorer: DeclaredScorer) -> Text | None:
    """Return what a scorer's kind does, in both languages; None where it does not say."""
    title = getattr(scorer, "title", None)
    return title if isinstance(title, Text) else None


def scorers_within(scorer: DeclaredScorer | None) -> tuple[Scorer, ...]:
    """Return the scorers that a scorer is made of, as its parameters."""
    kind: Any = type(scorer)
    values = (getattr(scorer, one.name) for one in (attrs.fields(kind) if attrs.has(kind) else ()))
    return tuple(value for value in values if isinstance(value, Scorer))


def recorded_formula(scorer: DeclaredScorer | None, checklist: tuple[ChecklistItem, ...]) -> RateFormula | None:
    """Return a scorer's formula for an indicator with *checklist*; None where it has none and is asked row by row."""
    return _asked(scorer, scorer.formula_for, checklist) if isinstance(scorer, FormulaScorer) else None


def facts_read(scorer: DeclaredScorer | None, checklist: tuple[ChecklistItem, ...]) -> tuple[Fact, ...]:
    """Return the facts that a scorer says it reads; none where it does not say."""
    return _asked(scorer, scorer.reads, checklist) if isinstance(scorer, FormulaScorer) else ()


def promises_made(
    scorer: DeclaredScorer | None, checklist: tuple[ChecklistItem, ...]
) -> tuple[RowPromise | Sense, ...]:
    """Return what a scorer promises; nothing where it does not say."""
    return _asked(scorer, scorer.promises, checklist) if isinstance(scorer, FormulaScorer) else ()


def whether_met(scorer: DeclaredScorer | None, indicator: Indicator, row: Row, funds: Funds) -> bool | None:
    """Return whether a row's target is met, as its scorer reads it; None where the scorer does not say."""
    return _asked(scorer, scorer.is_met, indicator, row, funds) if isinstance(scorer, FormulaScorer) else None


def _asked(scorer: FormulaScorer, ask: Callable[..., Answered], *facts: object) -> Answered:
    """Return what a scorer answers; one of a plugin that raises is an error that names its kind."""
    try:
        return ask(*facts)
    except PerfEvalError:
        raise
    except HARM as cause:
        raise PluginError([raised_by(None, SCORER, getattr(scorer, "kind", ""), cause)]) from cause


def direction_of(scorer: DeclaredScorer | None, indicator: Indicator, row: Row, funds: Funds) -> Direction | None:
    """Return how a row's actual value is compared with its target, as its scorer reads it; else as the target's sign says."""
    if isinstance(scorer, FormulaScorer):
        return _asked(scorer, scorer.direction_read, indicator, row, funds)
    return None if row.target is None else row.target.direction


def fields_asked(scorer: DeclaredScorer | None, checklist: tuple[ChecklistItem, ...]) -> tuple[str, ...]:
    """Return the keys of a row that a scorer asks for, the target before the actual value.

    Where a scorer, or one within it, does not say what it reads, those two are asked for all the same.
    """
    facts = facts_read(scorer, checklist)
    read = dict.fromkeys(key for fact in facts for key in fact.fields)
    is_silent = not facts or any(not facts_read(one, checklist) for one in scorers_within(scorer))
    if is_silent or "actual" in read:
        read = {"target": None, "actual": None, **read}
    return tuple(read)


def reads_money_alone(scorer: DeclaredScorer | None) -> bool:
    """Whether a scorer reads nothing but the money, so that its row has nothing to fill in."""
    facts = facts_read(scorer, ())
    return bool(facts) and all(isinstance(fact, Amount) for fact in facts)


def bounds_of_money(indicators: Iterable[Indicator]) -> frozenset[Fraction]:
    """Return every number that is named by the formulas which score money alone, such as the lower bounds of its bands."""
    formulas = [recorded_formula(one.scorer, one.checklist) for one in indicators if reads_money_alone(one.scorer)]
    return frozenset(
        node.value
        for formula in formulas
        if formula is not None
        for node in formula.expression.walk()
        if isinstance(node, Constant)
    )


def declared_budget(indicators: Iterable[Indicator]) -> Column | None:
    """Return what a set divides spending by, by the first indicator that scores the rate of spending; None if none does."""
    spent = Amount("spent")
    for one in indicators:
        formula = recorded_formula(one.scorer, one.checklist)
        for node in () if formula is None else formula.expression.walk():
            if (
                isinstance(node, Arithmetic)
                and node.sign == "/"
                and node.left == spent
                and isinstance(node.right, Amount)
            ):
                return node.right.column
    return None
