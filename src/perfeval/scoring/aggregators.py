"""Aggregators: how a group's children make its score, where adding points is not the rule.

``sum`` needs no code: the engine adds the points of leaves. The others combine the children's rates into one, so the
group holds the points and is rounded once, like a leaf; its children are components without points.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from attrs import evolve, field, frozen

from perfeval.errors import Issue, Location, NotFoundError, did_you_mean
from perfeval.errors.language import Text
from perfeval.model.address_book import AddressBook
from perfeval.model.citations import Citation
from perfeval.model.file_keys import by_name, pairs
from perfeval.model.numbers import given_fraction, optional_fraction
from perfeval.model.validated import PartOfSet
from perfeval.scoring.facts import ActualWord
from perfeval.scoring.formula_scorers import facts_read
from perfeval.scoring.lack_sentences import of_components, unknown_word
from perfeval.scoring.parameter_problems import refuse_parameters
from perfeval.scoring.protocols import Component, Rate, Unscorable
from perfeval.scoring.scorers.stated import Stated
from perfeval.scoring.step_texts import number_text, percent_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from perfeval.model.hierarchy import Indicator
    from perfeval.scoring.parameter_problems import ParameterProblem

_NO_COMPONENTS = Unscorable(Text("没有组成项", "there are no components"), lacks="component")


@frozen(kw_only=True)
class WeakestLink(PartOfSet):
    """The group is as good as its worst child (短板法).

    Args:
        citations: What the rule rests on.

    """

    kind: ClassVar[str] = "weakest-link"
    title: ClassVar[Text] = Text("取得分率最低者", "the weakest component")

    citations: tuple[Citation, ...] = ()

    def problems(self, children: tuple[Indicator, ...]) -> Iterator[Issue]:
        """Yield the components that nothing computes: evaluators state no score of a component."""
        what = Text("没有算出得分率的计分方法（scorer）", "has no scorer that computes a rate")
        for child in children:
            is_scored_by_itself = child.is_leaf and child.aggregator is None
            if is_scored_by_itself and (child.scorer is None or isinstance(child.scorer, Stated)):
                yield _unscored(child, what, self.kind)

    def rate(self, components: Sequence[Component]) -> Rate | Unscorable:
        """Return the least rate; a component that cannot be scored leaves the group without one."""
        worst = self._worst(components)
        return worst if isinstance(worst, Unscorable) else worst[0]

    def _worst(self, components: Sequence[Component]) -> tuple[Rate, Component] | Unscorable:
        unscored = [component for component in components if isinstance(component.rate, Unscorable)]
        if unscored:
            return of_components(unscored)
        worst: tuple[Rate, Component] | None = None
        for component in components:
            rate = component.rate
            assert not isinstance(rate, Unscorable), "all have a rate"
            if worst is None or rate[0] * worst[0][1] < worst[0][0] * rate[1]:
                worst = (rate, component)
        return worst or _NO_COMPONENTS

    def steps(self, components: Sequence[Component]) -> tuple[Text, ...]:
        """Say each rate, and which is the least."""
        worst = self._worst(components)
        if isinstance(worst, Unscorable):
            return (worst.reason,)
        rate, component = worst
        percent, name = percent_text(Fraction(*rate)), component.indicator.name
        return (*_component_steps(components), Text(f"取最低：{name} {percent}", f"the least counts: {name} {percent}"))


@frozen(kw_only=True)
class TableEntry(PartOfSet):
    """One line of a lookup table: which ratings together give which rate.

    Args:
        when: The rating of each component named, by the component's name or code.
        rate: The rate in [0, 1].

    """

    called: ClassVar[Text] = Text("表中一行", "an entry of the table")

    when: tuple[tuple[str, str], ...] = field(eq=by_name, metadata=pairs())
    rate: Fraction = field(converter=given_fraction)

    def matches(self, ratings: dict[str, str], book: AddressBook) -> bool:
        """Whether every component named has the rating asked for; one that does not apply has none."""
        return all(book.knows(name) and ratings.get(book.find(name).code) == rating for name, rating in self.when)


@frozen(kw_only=True)
class LookupTable(PartOfSet):
    """The group's rate stands in a table of its children's ratings (查表法); the first line that matches counts.

    Args:
        table: The lines, in order.
        otherwise: The rate if no line matches, in [0, 1]; None: such a group cannot be scored.
        citations: What the table rests on.

    """

    kind: ClassVar[str] = "lookup-table"
    title: ClassVar[Text] = Text("查表", "by a table")

    table: tuple[TableEntry, ...]
    otherwise: Fraction | None = field(default=None, converter=optional_fraction)
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse rates outside [0, 1] and an empty table."""
        super().__attrs_post_init__()
        rates = [(f"table/{at}/rate", entry.rate) for at, entry in enumerate(self.table)]
        rates += [] if self.otherwise is None else [("otherwise", self.otherwise)]
        problems: list[ParameterProblem] = [
            (place, Text("得分率在 0 到 1 之间", "a rate in [0, 1]"), number_text(rate))
            for place, rate in rates
            if not 0 <= rate <= 1
        ]
        if not self.table:
            problems.append(("table", Text("至少一行", "at least one line"), "0"))
        refuse_parameters(problems, owner=LookupTable, kind=self.kind)

    def problems(self, children: tuple[Indicator, ...]) -> Iterator[Issue]:
        """Yield what the table names and the group does not have: components, and tiers of components that are rated."""
        what = Text("自己有汇总方法，没有评级可查", "has an aggregator of its own, so no rating to look up")
        yield from (_unscored(child, what, self.kind) for child in children if child.aggregator is not None)
        book = AddressBook(children)
        for number, entry in enumerate(self.table):
            for name, rating in entry.when:
                where = Location(place=f"table/{number}/when/{name}")
                try:
                    tiers = _tiers(book.find(name))
                except NotFoundError as error:
                    yield from (issue.at(where) for issue in error.issues)
                    continue
                if tiers and rating not in tiers:
                    hint, found = did_you_mean(rating, tiers), f"{name}: {rating}"
                    yield Issue(code="wrong-value", expected=" / ".join(tiers), found=found, hint=hint, location=where)

    def rate(self, components: Sequence[Component]) -> Rate | Unscorable:
        """Return the rate of the first line that matches; a component whose evidence is missing leaves nothing."""
        if any(component.row.absence is not None for component in components):
            return (0, 1)
        unrated = [evolve(one, rate=wrong) for one in components if (wrong := self._wrong_rating(one, components))]
        if unrated:
            return of_components(unrated)
        ratings, book = {component.indicator.code: _rating(component) for component in components}, _book_of(components)
        for entry in self.table:
            if entry.matches(ratings, book):
                return entry.rate.as_integer_ratio()
        if self.otherwise is not None:
            return self.otherwise.as_integer_ratio()
        shown = _shown(components)
        return Unscorable(
            Text(f"查找表中没有这种组合：{shown}", f"no line of the table matches {shown}"),
            lacks="formula",
            mend=Text(
                "在指标体系的查找表（table）中补上这种组合，或写明 otherwise",
                "add a line for it to the set's table, or declare otherwise",
            ),
        )

    def _wrong_rating(self, component: Component, components: Sequence[Component]) -> Unscorable | None:
        """Return that a component is not rated, or not by one of its scorer's tiers; None if it is."""
        rating, tiers = _rating(component), _tiers(component.indicator)
        book = _book_of(components)
        asked = [
            word
            for entry in self.table
            for name, word in entry.when
            if book.knows(name) and book.find(name).code == component.indicator.code
        ]
        known = tiers or list(dict.fromkeys((*own_words(component.indicator), *asked)))
        # Where words are free, one that no line names is what otherwise is for.
        if rating and (rating in known or (not tiers and (not known or self.otherwise is not None))):
            return None
        return unknown_word(Text("评定档次（rating）", "rating"), rating, known, lacks="tier")

    def steps(self, components: Sequence[Component]) -> tuple[Text, ...]:
        """Say the ratings and the rate they give."""
        rate = self.rate(components)
        if isinstance(rate, Unscorable):
            return (rate.reason,)
        lacking = [one for one in components if one.row.absence is not None]
        if lacking:
            told = [(one.indicator.name, one.row.absence.text) for one in lacking if one.row.absence is not None]
            zh, en = (
                "、".join(f"{name} {text.zh}" for name, text in told),
                ", ".join(f"{name} {text.en}" for name, text in told),
            )
            return (Text(f"{zh}：不查表，按 0 计", f"{en}: nothing is looked up, so the rate is 0"),)
        percent, shown = percent_text(Fraction(*rate)), _shown(components)
        return (Text(f"{shown}：查表得分率 {percent}", f"{shown}: the table gives the rate {percent}"),)


def _book_of(components: Sequence[Component]) -> AddressBook:
    """Return the names of the group's components; one that does not apply keeps its own."""
    group = next((one.group for one in components if one.group), tuple(one.indicator for one in components))
    return AddressBook(group)


def _unscored(child: Indicator, what: Text, kind: str) -> Issue:
    return Issue(code="component-unscored", values={"name": child.name, "parent": kind, "what": what})


def own_words(indicator: Indicator) -> tuple[str, ...]:
    """Return the words that a component's own scorer reads in its actual value."""
    facts = facts_read(indicator.scorer, indicator.checklist)
    return next((one.words for one in facts if isinstance(one, ActualWord)), ())


def _tiers(indicator: Indicator) -> list[str]:
    return [tier.name for tier in getattr(indicator.scorer, "tiers", ())]


def _rating(component: Component) -> str:
    row = component.row
    return row.rating or (row.actual.text if row.actual is not None else "")


def _shown(components: Sequence[Component]) -> str:
    return ", ".join(f"{component.indicator.name}={_rating(component) or '-'}" for component in components)


def _component_steps(components: Sequence[Component]) -> tuple[Text, ...]:
    steps = []
    for component in components:
        if not isinstance(component.rate, Unscorable):
            name, percent = component.indicator.name, percent_text(Fraction(*component.rate))
            steps.append(Text(f"{name} {percent}", f"{name} {percent}"))
    return tuple(steps)
