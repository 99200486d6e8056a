"""What is told of a row that cannot be scored: everything that it lacks, each with its place and the way to mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.errors import Issue, Location
from perfeval.errors.language import Text
from perfeval.model.dossier import row_location
from perfeval.scoring.formula_scorers import FormulaScorer
from perfeval.scoring.number_systems.lacking_facts import lacks_of
from perfeval.scoring.protocols import Unscorable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.model.dossier import Dossier, Row
    from perfeval.model.hierarchy import Indicator

_FILL_IN = Text("填写计分所需的事实", "fill in what the scorer needs")
_STATE = Text(
    "写明评定得分（score），或说明缺失（missing）", "state the score (score), or say that it is missing (missing)"
)
_OR_STATE = Text("；或写明评定得分（score），或说明缺失（missing）", "; or state the score (score), or say missing")
_OR_MISSING = Text("；或说明缺失（missing）", "; or say missing")


def insufficiencies(
    indicator: Indicator, row: Row, rate: Unscorable, dossier: Dossier, *, is_component: bool = False
) -> Iterator[Issue]:
    """Yield the problems of a row that has no rate: of a group, those of each component, at the component's own line.

    Args:
        indicator: What is scored.
        row: Its row.
        rate: Why there is no rate.
        dossier: The dossier that holds the row, for the place of what is not filled in.
        is_component: Whether a group combines its rate; then it has no score that could be stated.

    """
    if rate.parts:
        for part in rate.parts:
            if isinstance(part.rate, Unscorable):
                yield from insufficiencies(part.indicator, part.row, part.rate, dossier, is_component=True)
        return
    for one in _everything(indicator, row, rate, dossier):
        yield Issue(
            code="facts-insufficient",
            values={"path": row.address, "reason": one.reason, "lacks": one.lacks},
            location=_place(one, row, dossier),
            expected=one.expected,
            found=one.found,
            hint=_advice(one, is_component=is_component),
        )


def _everything(indicator: Indicator, row: Row, rate: Unscorable, dossier: Dossier) -> tuple[Unscorable, ...]:
    """Return all that the scorer's formula lacks; *rate* alone where it has no formula, or a group lacks something else."""
    scorer = indicator.scorer
    if indicator.aggregator is not None or not isinstance(scorer, FormulaScorer):
        return (rate,)
    formula = scorer.formula_for(indicator.checklist)
    found = () if formula is None else lacks_of(formula.expression, indicator, row, dossier.funds)
    return found if rate in found else (rate,)


def _place(one: Unscorable, row: Row, dossier: Dossier) -> Location:
    if one.lacks == "money":
        places = [line.place for line in dossier.funds.lines if line.place.path or line.place.line]
        return places[0] if places else Location(path=dossier.source.path, place="funds")
    if row.place.path is None and row.place.line is None:
        return Location(path=dossier.source.path, place=row_location(row).place)
    return row.place


def _advice(one: Unscorable, *, is_component: bool) -> Text:
    if one.lacks == "score" and not is_component:
        return _STATE
    first, then = one.mend or _FILL_IN, _OR_MISSING if is_component else _OR_STATE
    return Text(first.zh + then.zh, first.en + then.en)
