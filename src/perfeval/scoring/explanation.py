"""Explanations: the steps from the facts to the score of each leaf, in Chinese and English, made when they are asked for."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import frozen

from perfeval.errors.language import Text
from perfeval.model.address_book import joined_names
from perfeval.model.dossier import Absence
from perfeval.model.numbers import decimal_of, plain
from perfeval.model.plain_values import to_plain
from perfeval.scoring.absence import step_of_absence
from perfeval.scoring.binding import bind
from perfeval.scoring.compiled import Leaf, all_components, compiled
from perfeval.scoring.engine import components_of, rate_of, row_of_component
from perfeval.scoring.kinds_that_fail import checked_steps
from perfeval.scoring.protocols import Rate, Unscorable, aggregator_of, scorer_of
from perfeval.scoring.step_texts import product_text

if TYPE_CHECKING:
    from perfeval.errors.language import Language
    from perfeval.model.dossier import Row
    from perfeval.model.evaluation import Evaluation
    from perfeval.model.rounding import Rounding
    from perfeval.scoring.binding import AnyLeaf, Binding


_LEFT_OUT = Text("不涉及，不参与汇总", "not-applicable: left out")
_NO_REASON = Text("未填偏差原因", "no reason is given")


@frozen(kw_only=True)
class Explanation:
    """How one leaf came to its score.

    Args:
        code: The indicator's code.
        names: The names from level 1 down to its own.
        points: 分值, in points; None for a component, whose group holds the points.
        score: The official score, in points; None for a component.
        computed: What the scorer makes of the facts, in points; None where they do not suffice.
        lost: Points less score.
        steps: The steps, in order.
        reason: 偏差原因 as the dossier gives it.
        citations: What the rule rests on, printed, each once.

    """

    code: str
    names: tuple[str, ...]
    points: Decimal | None
    score: Decimal | None
    computed: Decimal | None
    lost: Decimal
    steps: tuple[Text, ...]
    reason: str
    citations: tuple[str, ...]

    @property
    def name(self) -> str:
        """The indicator's name."""
        return self.names[-1]

    @property
    def path(self) -> str:
        """The names as a text to read."""
        return joined_names(self.names)

    def speak(self, language: Language = "zh") -> str:
        """Return the steps as one line."""
        return ("；" if language == "zh" else "; ").join(step.speak(language) for step in self.steps)

    @property
    def outcome(self) -> str:
        """What it came to, such as ``8 / 10``; empty for a component."""
        return "" if self.points is None or self.score is None else f"{plain(self.score)} / {plain(self.points)}"

    def why(self, language: Language = "zh") -> str:
        """Return why points were lost: the reason the dossier gives, or that it gives none; then the steps."""
        reason = self.reason or _NO_REASON.speak(language)
        return f"{reason}{'；' if language == 'zh' else '; '}{self.speak(language)}"

    def to_dict(self, language: Language | None = None) -> dict[str, Any]:
        """Return the explanation as plain data for services: every field, points and scores as decimal text or null.

        Args:
            language: The language of the steps; None gives both, as ``{"zh": …, "en": …}``.

        """
        return to_plain(self, whole=True, language=language)


def explain(evaluation: Evaluation, *, address: str | None = None) -> tuple[Explanation, ...]:
    """Return the explanation of each leaf, in the order of the form, or of those at and below *address*, components included.

    The lost points of all leaves add up to the points the evaluation lost.

    Args:
        evaluation: What is explained.
        address: A code, or a path of names; None explains every leaf.

    Raises:
        NotFoundError: If nothing stands at *address*.
        ScoringError: If a scorer or aggregator of a plugin raises, or says no steps; it is named with its plugin and the row.

    """
    wanted = None
    if address is not None:
        wanted = {one.code for one in evaluation.indicators.find(address).walk()}
    bound = bind(compiled(evaluation.base), evaluation.dossier)
    found: list[Explanation] = []
    for position, leaf in enumerate(bound.leaves):
        if wanted is None or leaf.code in wanted:
            found.append(_explanation(evaluation, bound, position))
        if wanted is not None and isinstance(leaf, Leaf):
            found += (_of_component(one, bound) for one in all_components(leaf) if one.code in wanted)
    return tuple(found)


def _of_component(leaf: Leaf, bound: Binding) -> Explanation:
    """Explain a component: how it came to its rate."""
    row = row_of_component(leaf, bound)
    steps = _not_applicable_step(row) or (
        (step_of_absence(row),) if row.absence is not None else _steps_of_facts(leaf, row, bound)
    )
    return Explanation(
        code=leaf.code,
        names=leaf.names,
        points=None,
        score=None,
        computed=None,
        lost=Decimal(0),
        steps=steps,
        reason=row.reason,
        citations=_citations(leaf),
    )


def _not_applicable_step(row: Row) -> tuple[Text, ...]:
    return (_LEFT_OUT,) if row.absence is Absence.NOT_APPLICABLE else ()


def _citations(leaf: AnyLeaf) -> tuple[str, ...]:
    scorer = leaf.indicator.aggregator or leaf.indicator.scorer
    given = (*leaf.indicator.citations, *getattr(scorer, "citations", ()))
    return tuple(dict.fromkeys(map(str, given))) if given else ()


def _reason(leaf: AnyLeaf, row: Row, bound: Binding) -> str:
    """Return the reason that the row gives; where a group's own gives none, those of its components."""
    if row.reason or not isinstance(leaf, Leaf) or not leaf.components:
        return row.reason
    rows = ((one.indicator.name, row_of_component(one, bound)) for one in all_components(leaf))
    return "；".join(f"{name}：{found.reason}" for name, found in rows if found.reason)


def _explanation(evaluation: Evaluation, bound: Binding, position: int) -> Explanation:
    leaf, row = bound.leaves[position], bound.rows[position]
    places, units = bound.places, evaluation.computed[position]
    in_points, in_scores = evaluation.points[position], evaluation.scores[position]
    points, score = decimal_of(in_points, places), decimal_of(in_scores, places)
    computed = None if units is None else decimal_of(units, places)
    return Explanation(
        code=leaf.code,
        names=leaf.names,
        points=points,
        score=score,
        computed=computed,
        lost=decimal_of(in_points - in_scores, places),
        steps=_steps(bound, leaf, row, points, score, computed),
        reason=_reason(leaf, row, bound),
        citations=_citations(leaf),
    )


def _steps(  # noqa: PLR0913, PLR0917 - the facts that one leaf's story is made of
    bound: Binding, leaf: AnyLeaf, row: Row, points: Decimal, score: Decimal, computed: Decimal | None
) -> tuple[Text, ...]:
    if row.absence is Absence.NOT_APPLICABLE:
        return (_not_applicable(points),)
    rate = rate_of(leaf, row, bound)
    steps = [step_of_absence(row)] if row.absence is not None else list(_steps_of_facts(leaf, row, bound))
    if computed is not None and not isinstance(rate, Unscorable):
        steps.append(_product(points, rate, computed, bound.compiled.base.rounding))
    if row.score is not None:
        steps += _evaluators_step(row.score, score, computed, has_steps=bool(steps))
    return tuple(steps)


def _evaluators_step(given: Decimal, score: Decimal, computed: Decimal | None, *, has_steps: bool) -> tuple[Text, ...]:
    """Say what the evaluators state, unless it is what the steps come to."""
    stated = plain(score)
    if given != score:
        return (_scaled(given, score),)
    if computed is None or not has_steps:
        return (Text(f"由评价人评定 {stated} 分", f"the evaluators state {stated}"),)
    if score != computed:
        return (Text(f"评价人评定 {stated} 分，以评定为准", f"the evaluators state {stated}, which counts"),)
    return ()


def _steps_of_facts(leaf: AnyLeaf, row: Row, bound: Binding) -> tuple[Text, ...]:
    if (aggregator := aggregator_of(leaf.indicator.aggregator)) is not None:
        components = components_of(leaf, bound)
        return checked_steps(lambda: aggregator.steps(components), aggregator, row, bound.compiled.base)
    scorer = scorer_of(leaf.indicator.scorer)
    if scorer is None:
        return ()
    steps = checked_steps(
        lambda: scorer.steps(leaf.indicator, row, bound.dossier.funds), scorer, row, bound.compiled.base
    )
    return (*written, *steps) if (written := _as_written(row)) else steps


def _as_written(row: Row) -> tuple[Text, ...]:
    """Say what the officer wrote, where steps that reckon with it print other digits: 3万人 is 30000, and 450元 beside 万元 is 0.045."""
    actual, target = row.actual, row.target
    is_converted = (
        actual is not None and target is not None and target.is_number and actual.unit not in (None, target.unit)
    )
    if not is_converted and (actual is None or actual.shows_its_value) and (target is None or target.shows_its_value):
        return ()
    words = ((Text("实际", "actual"), actual), (Text("指标值", "target"), target))
    given = [(word, quantity) for word, quantity in words if quantity is not None]
    zh = "，".join(f"{word.zh} {quantity.text}" for word, quantity in given)
    return (Text(zh, ", ".join(f"{word.en} {quantity.text}" for word, quantity in given)),)


def _scaled(given: Decimal, score: Decimal) -> Text:
    """Say that a stated score grew or shrank with its points, as the set declares (stated-scores: scale)."""
    before, after = plain(given), plain(score)
    return Text(
        f"评价人评定 {before} 分；不涉及的分值重新分配后，按分值折算为 {after} 分",
        f"the evaluators state {before}; in proportion to its points after reallocation it is {after}",
    )


def _not_applicable(points: Decimal) -> Text:
    if points:
        return Text(f"不涉及，按规定得满分 {plain(points)} 分", f"not-applicable: full marks, {plain(points)} points")
    return Text("不涉及，不设分值", "not-applicable: no points")


def _product(points: Decimal, rate: Rate, computed: Decimal, rounding: Rounding) -> Text:
    """Say the multiplication and the rounding, if there was one."""
    multiplied = product_text(points, Fraction(*rate), rounding)
    (top, bottom), (rounded, by) = points.as_integer_ratio(), computed.as_integer_ratio()
    if top * rate[0] * by == rounded * bottom * rate[1]:
        return Text(multiplied, multiplied)
    result = plain(computed)
    return Text(f"{multiplied}，取整为 {result}", f"{multiplied}, rounded to {result}")
