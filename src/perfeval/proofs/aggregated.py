"""Aggregators as formulas over what their components get, so that their promises can be proved too.

The engine combines rates row by row; a test holds these formulas to it.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from itertools import product
from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.errors.language import Text
from perfeval.model.address_book import AddressBook
from perfeval.model.dossier import Absence
from perfeval.scoring.aggregators import LookupTable, WeakestLink, own_words
from perfeval.scoring.number_systems.expressions import NumberFact, Undefined, WordFact, minimum, number, where
from perfeval.scoring.number_systems.promises import Sense
from perfeval.scoring.scorers.rating_tiers import Rating
from perfeval.scoring.scorers.yes_no import YesNo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from perfeval.model.declarations import DeclaredAggregator
    from perfeval.model.hierarchy import Indicator
    from perfeval.scoring.aggregators import TableEntry
    from perfeval.scoring.number_systems.expressions import Numeric

LEFT_OUT = Absence.NOT_APPLICABLE.text.zh
"""The rating of a component that does not apply, which no line can name."""

_ANOTHER = "其他评级"

_NO_LINE = Undefined(Text("查找表中没有这种组合", "no line of the table matches"))


@frozen(order=False, cache_hash=True)
class ComponentRate(NumberFact):
    """The rate that a component gets.

    Args:
        name: The component's name.
        code: Its code.

    """

    name: str
    code: str

    @property
    def title(self) -> Text:
        """The component's name."""
        return Text(self.name, self.name)

    @property
    def lower(self) -> Fraction:
        """Nothing."""
        return Fraction(0)

    @property
    def upper(self) -> Fraction:
        """Full points."""
        return Fraction(1)


@frozen(order=False, cache_hash=True)
class ComponentRating(WordFact):
    """The rating that a component gets.

    Args:
        name: The component's name.
        code: Its code.
        known: Every rating that it can get, from worst to best where that is known.

    """

    name: str
    code: str
    known: tuple[str, ...]

    @property
    def title(self) -> Text:
        """The component's name."""
        return Text(self.name, self.name)

    @property
    def words(self) -> tuple[str, ...]:
        """The ratings that are known."""
        return self.known


def formula_of(aggregator: DeclaredAggregator, children: tuple[Indicator, ...]) -> Numeric | None:
    """Return the formula of a group's rate by those of its *children*; None for a plugin's aggregator, whose rule is unknown."""
    if isinstance(aggregator, WeakestLink):
        rates: list[Numeric] = [ComponentRate(one.name, one.code) for one in children]
        return reduce(minimum, rates)
    if isinstance(aggregator, LookupTable):
        return table_formula(aggregator.table, aggregator.otherwise, ratings_of(aggregator, children), children)
    return None


def promises_of(aggregator: DeclaredAggregator, children: tuple[Indicator, ...]) -> tuple[Sense, ...]:
    """Return what a built-in aggregator promises beyond lying in [0, 1]: a better component never costs."""
    if isinstance(aggregator, WeakestLink):
        return tuple(Sense(fact=ComponentRate(one.name, one.code), rises=True) for one in children)
    if not isinstance(aggregator, LookupTable):
        return ()
    ratings = ratings_of(aggregator, children)
    return tuple(
        Sense(fact=ratings[one.code], rises=True, under=(ratings[one.code].is_one_of(*words),))
        for one in children
        if one.code in ratings
        for words in _rising(one)
    )


def ratings_of(table: LookupTable, children: tuple[Indicator, ...]) -> dict[str, ComponentRating]:
    """Return the rating of each component that a table names, by the component's code."""
    book = AddressBook(children)
    named: dict[str, dict[str, None]] = {}
    for entry in table.table:
        for name, rating in entry.when:
            named.setdefault(book.find(name).code, {})[rating] = None
    return {
        one.code: ComponentRating(
            one.name, one.code, (*_words(one, tuple(named[one.code]), is_free=table.otherwise is not None), LEFT_OUT)
        )
        for one in children
        if one.code in named
    }


def _tiers(component: Indicator) -> tuple[str, ...]:
    """Return the tiers by which a component is rated, from worst to best; none where it is scored otherwise."""
    scorer = component.scorer
    return (
        tuple(one.name for one in sorted(scorer.tiers, key=lambda tier: tier.lower))
        if isinstance(scorer, Rating)
        else ()
    )


def _rising(component: Indicator) -> list[tuple[str, ...]]:
    """Return the words by which a component is rated, from worst to best: its tiers; a no and a yes, of all that mean one or the other."""
    scorer = component.scorer
    if isinstance(scorer, YesNo):
        return list(product(scorer.no, scorer.yes))
    return [tiers] if (tiers := _tiers(component)) else []


def _words(component: Indicator, named: tuple[str, ...], *, is_free: bool) -> tuple[str, ...]:
    """Return every rating that a component can get, from worst to best where that is known.

    Its scorer's words and those that lines name; and any other, where otherwise is there for it.
    """
    if tiers := _tiers(component):
        return tiers
    scorer = component.scorer
    own = (*scorer.no, *scorer.yes) if isinstance(scorer, YesNo) else own_words(component)
    return tuple(dict.fromkeys((*own, *named, *((_ANOTHER,) if is_free else ()))))


def table_formula(
    entries: tuple[TableEntry, ...],
    otherwise: Fraction | None,
    ratings: Mapping[str, ComponentRating],
    children: tuple[Indicator, ...],
) -> Numeric:
    """Return the formula of a table: the rate of the first line whose every rating is there."""
    book = AddressBook(children)
    result: Numeric = _NO_LINE if otherwise is None else number(otherwise)
    for entry in reversed(entries):
        matched: Numeric = number(entry.rate)
        for name, rating in entry.when:
            matched = where(ratings[book.find(name).code].is_one_of(rating), matched, result)
        result = matched
        hash(result)  # kept by the node, so that no hash is ever sought down the whole table
    return result
