"""What a value is where nothing is said, and how far its numbers go: written here once more, by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from told_issues import issues_of

from perfeval.model.absence_and_vetoes import AbsencePolicy, Veto
from perfeval.model.citations import Citation, Period
from perfeval.model.dates import PartialDate
from perfeval.model.dossier import (
    Acceptance,
    Dossier,
    Evaluator,
    Goals,
    PrintedResult,
    Problem,
    Project,
    Row,
    Section,
    Signature,
)
from perfeval.model.funds import FundLine, Funds
from perfeval.model.hierarchy import ChecklistItem, Indicator
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.intentions import Intention
from perfeval.model.overlays import Add, Move, Overlay, SetFields
from perfeval.model.panels_and_corrections import Correction, Panel
from perfeval.model.provenance import Contribution, Contributor, Origin
from perfeval.model.rounding import Rounding
from perfeval.scoring.aggregators import LookupTable, TableEntry
from perfeval.scoring.scorers.bands import Bands, RateBand
from perfeval.scoring.scorers.deduction import Deduction, DeductionItem
from perfeval.scoring.scorers.fund_rate import FundRate
from perfeval.scoring.scorers.interpolate import Interpolate, RatePoint
from perfeval.scoring.scorers.ratio import OverFulfilment, Ratio
from perfeval.scoring.scorers.yes_no import YesNo

BANDS = (RateBand(lower=0, rate=0),)
POINTS = (RatePoint(at=0, rate=0), RatePoint(at=1, rate=1))

LEFT_OUT: list[tuple[type, dict[str, Any], dict[str, Any]]] = [
    (
        AbsencePolicy,
        {},
        {
            "missing": "zero",
            "unverifiable": "zero",
            "not_applicable": "exclude",
            "within": "set",
            "stated_scores": "refuse",
        },
    ),
    (Veto, {"code": "V", "name": "问题", "lowers_to": "中"}, {"indicator": "", "below": None, "citations": ()}),
    (Citation, {"document": "文"}, {"title": "", "article": "", "note": ""}),
    (Period, {}, {"since": None, "until": None}),
    (PartialDate, {}, {"year": None, "month": None, "day": None}),
    (
        Row,
        {"address": "产出"},
        {
            "code": "",
            "points": None,
            "target": None,
            "actual": None,
            "absence": None,
            "score": None,
            "assessor_scores": (),
            "rating": None,
            "rating_rate": None,
            "checks": (),
            "deductions": (),
            "scorer": None,
            "reason": "",
            "evidence": (),
            "review_score": None,
            "review_note": "",
            "definition": "",
            "names": (),
        },
    ),
    (
        Project,
        {"name": "项目"},
        {"department": "", "unit": "", "leader": "", "phone": "", "type": "", "summary": ""},
    ),
    (Goals, {}, {"expected": (), "actual": ""}),
    (Section, {"heading": "一"}, {"text": "", "sections": ()}),
    (Problem, {"category": "管理"}, {"number": 1, "unit": "", "text": "", "accepted": ""}),
    (Evaluator, {"name": "甲"}, {"role": "", "title": "", "unit": ""}),
    (Signature, {"label": "填表人"}, {"name": "", "date": ""}),
    (PrintedResult, {}, {"total": None, "grade": "", "points": None, "levels": ()}),
    (Acceptance, {"finding": "B05", "reason": "已核"}, {"by": ""}),
    (
        Dossier,
        {"indicators": "cn.x", "project": Project(name="项目"), "year": 2024},
        {
            "id": "",
            "kind": "self",
            "stage": "evaluation",
            "funds": Funds(),
            "goals": Goals(),
            "rows": (),
            "vetoes": (),
            "narrative": (),
            "problems": (),
            "remarks": "",
            "evaluators": (),
            "signatures": (),
            "printed": PrintedResult(),
            "accepted": (),
        },
    ),
    (
        FundLine,
        {"name": "上级"},
        {
            "initial": None,
            "adjusted": None,
            "arrived": None,
            "spent": None,
            "rate": "",
            "points": None,
            "score": None,
        },
    ),
    (Funds, {}, {"unit": "万元", "sources": (), "items": (), "total": None}),
    (ChecklistItem, {"text": "有制度"}, {"share": Decimal(1), "required": False}),
    (
        Indicator,
        {"code": "A", "name": "产出"},
        {
            "points": None,
            "children": (),
            "open": False,
            "scorer": None,
            "default_scorer": None,
            "aggregator": None,
            "definition": "",
            "checklist": (),
            "target": None,
            "citations": (),
            "effective": Period(),
            "intended": (),
        },
    ),
    (
        IndicatorSet,
        {"id": "cn.x", "title": "体系"},
        {
            "title_en": "",
            "version": "",
            "kind": "self",
            "indicators": (),
            "full_marks": Decimal(100),
            "rounding": Rounding(),
            "absence": AbsencePolicy(),
            "vetoes": (),
            "panel": Panel(),
            "corrections": (),
        },
    ),
    (Intention, {"promise": "monotone", "reason": "有意"}, {"citations": ()}),
    (SetFields, {"target": "A", "changes": {"points": 1}}, {}),
    (Add, {"parent": "B", "indicator": Indicator(code="A", name="产出")}, {"address": "", "before": "", "after": ""}),
    (Move, {"target": "A", "to": "B"}, {"before": "", "after": ""}),
    (
        Overlay,
        {"id": "cn.x.y", "base": "cn.x"},
        {"overrides": (), "operations": (), "drops_citations": False, "places": ()},
    ),
    (Panel, {}, {"method": "none", "least": None, "citations": ()}),
    (Correction, {"code": "C", "name": "迟报", "factor": Decimal("0.9")}, {"citations": ()}),
    (Contributor, {"plugin": "yunnan"}, {"distribution": "", "version": ""}),
    (Origin, {}, {"layers": (), "scorers": (), "aggregators": ()}),
    (
        Contribution,
        {"contributor": Contributor(plugin="yunnan")},
        {"indicator_sets": (), "scorers": (), "aggregators": ()},
    ),
    (Rounding, {}, {"quantum": Decimal("0.01"), "mode": "half-up"}),
    (LookupTable, {"table": (TableEntry(when={"A": "好"}, rate=1),)}, {"otherwise": None, "citations": ()}),
    (Bands, {"bands": BANDS}, {"of": "actual", "direction": None, "at_most": None, "citations": ()}),
    (Interpolate, {"points": POINTS}, {"of": "actual", "direction": None, "at_most": None, "citations": ()}),
    (Deduction, {"items": (DeductionItem(name="迟", points=1),)}, {"per": None, "citations": ()}),
    (FundRate, {"numerator": "spent", "denominator": "adjusted"}, {"bands": (), "citations": ()}),
    (OverFulfilment, {"threshold": Fraction(3, 2)}, {"effect": "full", "floor": 0, "citations": ()}),
    (
        Ratio,
        {},
        {
            "direction": None,
            "over_fulfilment": None,
            "pass_gate": None,
            "pass_gate_rescale": False,
            "at_most": None,
            "equal": "at-least",
            "zero_target": "full-if-met",
            "citations": (),
        },
    ),
    (YesNo, {}, {"yes": ("是",), "no": ("否",), "no_rate": 0, "citations": ()}),
]


@pytest.mark.parametrize(("kind", "said", "left_out"), LEFT_OUT, ids=[kind.__name__ for kind, _, _ in LEFT_OUT])
def test_what_is_left_out(kind: type, said: dict[str, Any], left_out: dict[str, Any]) -> None:
    """Each field that may be left out has the value of the table then."""
    made = kind(**said)
    assert {name: getattr(made, name) for name in left_out} == left_out


# A class, what it needs, a field, the least and the most that it takes, and how far beyond is too far; None: no bound.
RANGES: list[tuple[type, dict[str, Any], str, Any, Any, Any]] = [
    (PartialDate, {}, "year", 1, 9999, 1),
    (PartialDate, {"year": 2024}, "month", 1, 12, 1),
    (PartialDate, {"year": 2024, "month": 1}, "day", 1, 31, 1),
    (Dossier, {"indicators": "cn.x", "project": Project(name="项目")}, "year", 0, 9999, 1),
    (Row, {"address": "产出", "rating": "好"}, "rating_rate", 0, 1, Decimal("0.001")),
    (Veto, {"code": "V", "name": "问题", "lowers_to": "中", "indicator": "A"}, "below", 0, 1, Decimal("0.001")),
    (ChecklistItem, {"text": "有制度"}, "share", 0, None, Decimal("0.001")),
    (Panel, {"method": "mean"}, "least", 1, None, 1),
]


@pytest.mark.parametrize(
    ("kind", "said", "name", "least", "most", "step"), RANGES, ids=[f"{one[0].__name__}-{one[2]}" for one in RANGES]
)
def test_how_far_a_number_goes(  # noqa: PLR0913, PLR0917 - one line of the table
    kind: type, said: dict[str, Any], name: str, least: Any, most: Any, step: Any
) -> None:
    """Both ends are taken; a step beyond either is an error that names the field."""
    for end, beyond in ((least, -step), (most, step)):
        if end is None:
            continue
        assert getattr(kind(**said, **{name: end}), name) == end
        (issue,) = issues_of(lambda far=end + beyond: kind(**said, **{name: far}))
        assert issue.location.place == f"{kind.__name__}.{name}"
