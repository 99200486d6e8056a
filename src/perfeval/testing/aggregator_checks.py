"""Test a plugin's aggregator, which has no formula: by components of every sort, down to the fewest that break a promise."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from perfeval.errors import missing_extra
from perfeval.errors.language import Text
from perfeval.model.dossier import Absence, Row
from perfeval.model.plugin_faults import HARM, words_of_cause
from perfeval.scoring.kinds_that_fail import is_exact_rate, is_rate_in_range
from perfeval.scoring.protocols import Component, Unscorable, aggregator_of
from perfeval.scoring.scorers.rating_tiers import Rating
from perfeval.scoring.step_texts import percent_text

try:
    from hypothesis import strategies as st

    from perfeval.testing.scorer_drawing import rates
    from perfeval.testing.smallest_breach import smallest_breach
except ImportError:
    raise missing_extra(extra="testing", package="hypothesis") from None

if TYPE_CHECKING:
    from perfeval.model.declarations import DeclaredAggregator
    from perfeval.model.hierarchy import Indicator
    from perfeval.scoring.protocols import Aggregator, Rate

Components = tuple[Component, ...]

_ABSENCES = (Absence.MISSING, Absence.UNVERIFIABLE)
_WORDS = ("优", "良", "差")


def breach_of_bounds(aggregator: DeclaredAggregator, *, children: tuple[Indicator, ...]) -> Text | None:
    """Return components of which *aggregator* makes no rate in [0, 1], or two different ones; None if none were found.

    Some components may not apply, and are then left out, and some may be absent. Its steps must say something too. The same
    components are drawn every time.

    Args:
        aggregator: The aggregator.
        children: The components of its group.

    """
    tested = aggregator_of(aggregator)
    assert tested is not None, "there is one"
    return smallest_breach(_components(children), lambda drawn: _out_of_bounds(tested, drawn))


def breach_of_absence(aggregator: DeclaredAggregator, *, children: tuple[Indicator, ...]) -> Text | None:
    """Return components that get more once one of them is missing or unverifiable; None if none were found.

    Args:
        aggregator: The aggregator.
        children: The components of its group.

    """
    tested = aggregator_of(aggregator)
    assert tested is not None, "there is one"
    cases = st.tuples(_components(children), st.integers(0, len(children) - 1), st.sampled_from(_ABSENCES))
    return smallest_breach(cases, lambda case: _helped_by_absence(tested, *case))


@st.composite
def _components(draw: st.DrawFn, children: tuple[Indicator, ...]) -> Components:
    """Draw at least one of *children*, in their order, each with what the engine hands an aggregator."""
    left = draw(st.sets(st.integers(0, len(children) - 1), min_size=1))
    return tuple(draw(_component(child)) for at, child in enumerate(children) if at in left)


@st.composite
def _component(draw: st.DrawFn, child: Indicator) -> Component:
    absence = draw(st.sampled_from((None, None, None, *_ABSENCES)))
    if absence is not None:
        return _absent(child, absence)
    tiers = tuple(tier.name for tier in child.scorer.tiers) if isinstance(child.scorer, Rating) else _WORDS
    rating = draw(st.sampled_from(tiers))
    row = Row(address=child.code, rating=rating, rating_rate=draw(st.none() | rates))
    return Component(indicator=child, row=row, rate=draw(rates).as_integer_ratio())


def _absent(child: Indicator, absence: Absence) -> Component:
    return Component(indicator=child, row=Row(address=child.code, absence=absence), rate=(0, 1))


def _out_of_bounds(aggregator: Aggregator, components: Components) -> Text | None:
    rate = _rate(aggregator, components)
    if isinstance(rate, Text):
        return rate
    if rate != _rate(aggregator, components):
        told = _told(components)
        return Text(f"{told.zh}：两次得分率不同", f"{told.en}: two different rates")
    return _wrong_steps(aggregator, components)


def _helped_by_absence(aggregator: Aggregator, components: Components, at: int, absence: Absence) -> Text | None:
    one = components[at % len(components)]
    if one.row.absence is not None:
        return None
    without = tuple(_absent(one.indicator, absence) if other is one else other for other in components)
    before, after = _rate(aggregator, components), _rate(aggregator, without)
    if not (isinstance(before, tuple) and isinstance(after, tuple)) or Fraction(*after) <= Fraction(*before):
        return None
    told, more, less = _told(components), percent_text(Fraction(*after)), percent_text(Fraction(*before))
    name = one.indicator.name
    return Text(
        f"{told.zh} 得 {less}；{name} {absence.text.zh}时得 {more}",
        f"{told.en} gets {less}; with {name} {absence.text.en} it gets {more}",
    )


def _rate(aggregator: Aggregator, components: Components) -> Rate | Unscorable | Text:
    """Return a rate in [0, 1] or why there is none; a text says what is wrong with what the aggregator gave."""
    told = _told(components)
    try:
        rate = aggregator.rate(components)
    except HARM as cause:
        words = words_of_cause(cause)
        return Text(f"{told.zh}：{words.zh}", f"{told.en}: {words.en}")
    if isinstance(rate, Unscorable) or (is_exact_rate(rate) and is_rate_in_range(rate)):
        return rate
    return Text(f"{told.zh}：得分率 {rate!r}", f"{told.en}: the rate {rate!r}")


def _wrong_steps(aggregator: Aggregator, components: Components) -> Text | None:
    told = _told(components)
    try:
        steps = tuple(aggregator.steps(components))
    except HARM as cause:
        words = words_of_cause(cause)
        return Text(f"{told.zh}：steps {words.zh}", f"{told.en}: steps {words.en}")
    if all(isinstance(step, Text) for step in steps):
        return None
    return Text(f"{told.zh}：steps 不是双语文字", f"{told.en}: its steps are no texts in both languages")


def _told(components: Components) -> Text:
    """Return the components with what each got."""
    zh, en = [], []
    for one in components:
        name, rating = one.indicator.name, f" {one.row.rating}" if one.row.rating else ""
        assert isinstance(one.rate, tuple), "as it was drawn"
        got = percent_text(Fraction(*one.rate))
        absence = one.row.absence
        zh.append(f"{name} {absence.text.zh}" if absence else f"{name}{rating} {got}")
        en.append(f"{name} {absence.text.en}" if absence else f"{name}{rating} {got}")
    return Text("，".join(zh), ", ".join(en))
