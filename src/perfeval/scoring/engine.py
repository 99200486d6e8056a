"""The engine: the only place that turns rates into points.

It asks absence first, then the scorer or the aggregator; it multiplies before it divides, in integers, and rounds once, at a
leaf: ``(2·points·n + d) // (2·d)`` in quanta for half-up. Bounds, rounding and additivity are thus properties of one
function, and hold for every plugin's scorer.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from perfeval.errors import DossierError, Issue, ScoringError, did_you_mean
from perfeval.errors.language import Text
from perfeval.logs import record
from perfeval.model.dossier import Absence, Row, row_location
from perfeval.model.evaluation import Evaluation
from perfeval.model.in_force import out_of_force
from perfeval.model.numbers import decimal_of
from perfeval.model.plugin_faults import HARM
from perfeval.model.set_names import SetName, parse_set_name
from perfeval.model.validated import changed, unchecked
from perfeval.scoring.absence import rate_of_absence
from perfeval.scoring.binding import Binding, bind
from perfeval.scoring.compiled import Leaf, all_components, compiled
from perfeval.scoring.insufficient_facts import insufficiencies
from perfeval.scoring.kinds_that_fail import answer, failed, is_rate_in_range, out_of_range
from perfeval.scoring.lack_sentences import of_components
from perfeval.scoring.protocols import Aggregator, Component, Rate, Unscorable
from perfeval.scoring.scorers.stated import BY_EVALUATORS

if TYPE_CHECKING:
    from perfeval.model.dossier import Dossier
    from perfeval.model.grades import Band
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.scoring.binding import AnyLeaf

_NOTHING_APPLIES = Unscorable(
    Text("各组成项均不涉及", "none of its components applies"),
    lacks="component",
    mend=Text(
        "把该指标本身标为不涉及（not-applicable），或填写至少一个组成项",
        "say of the indicator itself that it does not apply (not-applicable), or fill in a component",
    ),
)


def evaluate(dossier: Dossier, *, indicators: IndicatorSet, allow_out_of_force: bool = False) -> Evaluation:
    """Score *dossier* by *indicators*.

    A stated score counts in the official result; what the scorer computes stands beside it. Points are exact multiples of
    the set's quantum; the total is the exact sum of the printed rows; the grade is read from the printed total.

    Args:
        dossier: The facts of one project and year.
        indicators: The set that scores them; the dossier fills in what it leaves open.
        allow_out_of_force: Whether the set may be used though it, or an indicator of it, was not in force in the year after
            the dossier's, in which that is evaluated; the result then notes it (``out_of_force``), and so does every output.

    Raises:
        DossierError: If the dossier is made for another set, or does not fit this one: the set was not in force, unknown rows,
            unknown vetoes, a score above its points, points that do not add up.
        IndicatorSetError: If an aggregator of the set names what is not there.
        ScoringError: If the set declares what is not scored yet, a row has neither a stated score nor enough facts for its
            scorer, or a scorer gives no rate in [0, 1]. Every problem is listed.

    """
    _check_set(dossier, indicators)
    bound = _bound(dossier, indicators, allow_out_of_force=allow_out_of_force)
    round_to_quantum, step = indicators.rounding.round, bound.step
    computed: list[int | None] = []
    scores: list[int] = []
    issues: list[Issue] = []
    for leaf, row, points, stated in zip(bound.leaves, bound.rows, bound.points, bound.stated, strict=True):
        if leaf.rate is None and leaf.aggregator is None and row.absence is None:
            rate: Rate | Unscorable = BY_EVALUATORS
        else:
            try:
                rate = rate_of(leaf, row, bound)
            except ScoringError as error:
                issues += error.issues
                continue
        if isinstance(rate, Unscorable):
            value = None if points else 0
        else:
            numerator, denominator = rate
            if not 0 <= numerator <= denominator or not denominator:
                issues.append(out_of_range(rate, row, leaf.aggregator or leaf.indicator.scorer, indicators))
                continue
            value = round_to_quantum(points * numerator, step * denominator) * step
        official = value if stated is None else stated
        if official is None:
            assert isinstance(rate, Unscorable), "a rate is a score"
            issues += (
                [_only_assessors(row)] if row.assessor_scores else insufficiencies(leaf.indicator, row, rate, dossier)
            )
            continue
        computed.append(value)
        scores.append(official)
    if issues:
        raise ScoringError(issues)
    total = sum(scores)
    before = indicators.grades.grade(decimal_of(total, bound.places))
    vetoes = _vetoes(bound, scores)
    evaluation = unchecked(
        Evaluation,
        base=indicators,
        dossier=dossier,
        unit=decimal_of(1, bound.places),
        places=bound.places,
        scored_leaves=bound.leaves,
        rows=bound.rows,
        points=bound.points,
        scores=tuple(scores),
        computed=tuple(computed),
        total_units=total,
        grade=_lowered(before, vetoes, indicators) if vetoes else before,
        grade_before_vetoes=before,
        vetoes=vetoes,
        rows_by_code=bound.rows_by_code,
    )
    record("scoring", "DEBUG", "scored %s by %s: %s rows", dossier.id, indicators.id, len(scores))
    return evaluation


def _bound(dossier: Dossier, indicators: IndicatorSet, *, allow_out_of_force: bool) -> Binding:
    """Return the dossier bound to the set; everything in which the two do not fit is raised at once."""
    issues = [] if allow_out_of_force else [one.issue(dossier.source) for one in out_of_force(indicators, dossier.year)]
    issues += _unknown_vetoes(dossier, indicators)
    try:
        bound = bind(compiled(indicators), dossier)
    except DossierError as error:
        raise DossierError((*issues, *error.issues)) from None
    if issues:
        raise DossierError(issues)
    return bound


def _unknown_vetoes(dossier: Dossier, indicators: IndicatorSet) -> list[Issue]:
    if not dossier.vetoes:
        return []
    known = [veto.code for veto in indicators.vetoes]
    return [
        Issue(code="veto-unknown", values={"code": code}, hint=did_you_mean(code, known), location=dossier.source)
        for code in dossier.vetoes
        if code not in known
    ]


def rate_of(leaf: AnyLeaf, row: Row, bound: Binding) -> Rate | Unscorable:
    """Return the rate of a leaf or component: what its absence gives, else what its scorer or aggregator makes of the facts.

    Raises:
        ScoringError: If its scorer or aggregator, or one below it, raises or gives no rate.

    """
    if row.absence is not None:
        absent = rate_of_absence(row, bound.compiled.base.absence)
        if absent is not None:
            return absent
        if row.absence is Absence.NOT_APPLICABLE:
            return (1, 1)  # of its points, which the policy on such rows has set
    if (rate := leaf.rate) is not None:
        try:
            return rate(leaf.indicator, row, bound.dossier.funds)
        except HARM as cause:
            scorer = leaf.indicator.scorer
            assert scorer is not None, "who has a rate has a scorer"
            raise failed(scorer, row, bound.compiled.base, cause) from cause
    return BY_EVALUATORS if leaf.aggregator is None else _combined(leaf, leaf.aggregator, row, bound)


def components_of(leaf: AnyLeaf, bound: Binding) -> tuple[Component, ...]:
    """Return the components of a leaf that apply, each with its row and its rate."""
    components = []
    for one in leaf.components:
        row = row_of_component(one, bound)
        if row.absence is not None:
            # Of what is absent nothing else is known, whatever the row says: no aggregator meets a rating without evidence.
            row = changed(row, actual=None, rating=None, rating_rate=None, checks=(), deductions=())
        if row.absence is not Absence.NOT_APPLICABLE:
            rate = rate_of(one, row, bound)
            if not isinstance(rate, Unscorable) and not is_rate_in_range(rate):
                kind = one.aggregator or one.indicator.scorer
                raise ScoringError([out_of_range(rate, row, kind, bound.compiled.base)])
            components.append(Component(indicator=one.indicator, row=row, rate=rate, group=leaf.indicator.children))
    return tuple(components)


def row_of_component(leaf: Leaf, bound: Binding) -> Row:
    """Return what is filled in for a component, with the target that the set gives it."""
    row = bound.rows_by_code.get(leaf.code) or unchecked(Row, address=leaf.path)
    return (
        changed(row, target=leaf.indicator.target) if row.target is None and leaf.indicator.target is not None else row
    )


def _combined(leaf: AnyLeaf, aggregator: Aggregator, row: Row, bound: Binding) -> Rate | Unscorable:
    components = components_of(leaf, bound)
    if not components:
        return _NOTHING_APPLIES
    try:
        rate = answer(aggregator.rate(components))
    except HARM as cause:
        raise failed(aggregator, row, bound.compiled.base, cause) from cause
    if isinstance(rate, Unscorable) and any(rate is component.rate for component in components):
        # What the aggregator hands on is a component's own: it is told of the component, and so is what the others lack.
        return of_components(component for component in components if isinstance(component.rate, Unscorable))
    return rate


def _check_set(dossier: Dossier, indicators: IndicatorSet) -> None:
    if dossier.indicators == indicators.id:
        return
    asked = parse_set_name(dossier.indicators)
    if asked.id != indicators.id or asked.version not in (None, indicators.version):
        values = {"dossier": dossier.indicators, "set": str(SetName(id=indicators.id, version=indicators.version))}
        raise DossierError([Issue(code="dossier-set", values=values, location=dossier.source)])


def _only_assessors(row: Row) -> Issue:
    what = Text(
        f"{row.address} 的评委打分（assessor-scores）", f"what the assessors gave {row.address} (assessor-scores)"
    )
    return Issue(code="not-scored-yet", values={"what": what}, location=row_location(row))


def _vetoes(bound: Binding, scores: list[int]) -> tuple[str, ...]:
    """Return the codes of the vetoes that apply: those the dossier names, and those a low rate triggers."""
    dossier, vetoes = bound.dossier, bound.compiled.base.vetoes
    return tuple(
        veto.code
        for veto in vetoes
        if veto.code in dossier.vetoes
        or (veto.indicator and veto.below is not None and _rate_reached(bound, veto.indicator, scores) < veto.below)
    )


def rate_of_component(bound: Binding, code: str) -> Fraction:
    """Return the rate that a component reached; where its group, or one above that, is absent, what that gives.

    Raises:
        ScoringError: If its facts give no rate: nobody can say then whether a veto upon it applies.

    """
    holder = bound.compiled.components[code]
    at = next(at for at, leaf in enumerate(bound.leaves) if leaf.code == holder)
    leaf, row = bound.leaves[at], bound.rows[at]
    assert isinstance(leaf, Leaf), "what a project brings has no components"
    for below in _way_down(leaf, code):
        if row.absence is not None:
            break
        leaf, row = below, row_of_component(below, bound)
    rate = rate_of(leaf, row, bound)
    if isinstance(rate, Unscorable):
        raise ScoringError(insufficiencies(leaf.indicator, row, rate, bound.dossier, is_component=True))
    return Fraction(*rate)


def _way_down(leaf: Leaf, code: str) -> tuple[Leaf, ...]:
    """Return the components from the one below *leaf* down to the one with *code*."""
    below = next(one for one in leaf.components if code in {one.code, *(inner.code for inner in all_components(one))})
    return (below,) if below.code == code else (below, *_way_down(below, code))


def _rate_reached(bound: Binding, address: str, scores: list[int]) -> Fraction:
    indicator = bound.compiled.book.find(address)
    if indicator.code in bound.compiled.components:
        return rate_of_component(bound, indicator.code)
    below = {one.code for one in indicator.walk()}
    positions = [at for at, leaf in enumerate(bound.leaves) if leaf.code in below or leaf.home in below]
    points = sum(bound.points[at] for at in positions)
    return Fraction(sum(scores[at] for at in positions), points) if points else Fraction(1)


def _lowered(grade: Band, vetoes: tuple[str, ...], indicators: IndicatorSet) -> Band:
    for veto in indicators.vetoes:
        limit = indicators.grades.named(veto.lowers_to)
        if veto.code in vetoes and limit is not None:
            grade = indicators.grades.lower_of(grade, limit)
    return grade
