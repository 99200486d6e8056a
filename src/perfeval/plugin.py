"""What authors of plugins import: every name that a hook needs, from one place that stays.

Within one major version a name here is neither removed nor changed in meaning; CONTRIBUTING says how one is deprecated.
Names are loaded when they are first used, so that a plugin of YAML costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.facades import facade

if TYPE_CHECKING:
    from perfeval.audit.case import Case, SheetRow
    from perfeval.audit.drafting import about, about_money, about_row, not_checked
    from perfeval.audit.findings import Finding, NotChecked
    from perfeval.audit.inspection import AuditResult, Outcome
    from perfeval.audit.rule import Rule, across, rule
    from perfeval.codec.byte_sources import Readable
    from perfeval.codec.parameter_types import ParameterType
    from perfeval.codec.vocabulary import Vocabulary
    from perfeval.commands.session import Session
    from perfeval.documents.blocks import (
        Bar,
        Block,
        Cell,
        Details,
        Document,
        Figure,
        GradeOf,
        Grid,
        Heading,
        PageBreak,
        Paragraph,
        Quotient,
        SignatureLine,
        Sum,
        Title,
    )
    from perfeval.documents.composing import SheetBuilder, head_cell, label_cell, number_cell, text_cell
    from perfeval.documents.contents.charts_and_losses import score_charts
    from perfeval.documents.contents.common_cells import (
        TreeRow,
        does_not_apply,
        expected_goals,
        leaves_of,
        money_cell,
        points_cell,
        rate_cell,
        score_cell,
        ticked_grade_cell,
        total_cell,
        total_points_cell,
        tree_rows,
    )
    from perfeval.documents.contents.notes import build_scoring_notes
    from perfeval.documents.contents.problem_list import build_problem_list
    from perfeval.documents.contents.report import build_report
    from perfeval.documents.contents.scoresheet import TargetColumn, build_scoresheet
    from perfeval.documents.layouts import Layout
    from perfeval.documents.output_folder import produce
    from perfeval.documents.signing import signature_date, signature_label
    from perfeval.documents.writers import Writer
    from perfeval.errors import (
        ErrorCode,
        FormatError,
        IndicatorSetError,
        Issue,
        Location,
        NotFoundError,
        NumberError,
        PerfEvalError,
        ScoringError,
        did_you_mean,
    )
    from perfeval.errors.language import Language, Text
    from perfeval.forms.national_form import NATIONAL_FORM
    from perfeval.forms.recognition import Reader, read_form
    from perfeval.model.absence_and_vetoes import AbsencePolicy, Veto
    from perfeval.model.citations import Citation, Period
    from perfeval.model.dates import PartialDate
    from perfeval.model.declarations import DeclaredAggregator, DeclaredScorer
    from perfeval.model.domain_words import IndicatorClass, class_of
    from perfeval.model.dossier import (
        Absence,
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
    from perfeval.model.evaluation import Evaluation, Node
    from perfeval.model.file_keys import described, named, pairs, rate_field, written_as
    from perfeval.model.funds import COLUMN_NAMES, FundLine, Funds
    from perfeval.model.grades import Band, GradeScale
    from perfeval.model.hierarchy import ChecklistItem, Indicator
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.model.intentions import Intention
    from perfeval.model.normal_form import half_width, normalise
    from perfeval.model.numbers import exact, fraction, percentage, plain, round_half_up
    from perfeval.model.overlays import Add, Move, Overlay, Remove, SetFields
    from perfeval.model.panels_and_corrections import Correction, Panel
    from perfeval.model.provenance import Contributor, Origin
    from perfeval.model.quantities import SIGNS, Quantity, parse_quantity
    from perfeval.model.reading import Reading, ReadValue
    from perfeval.model.replay import Difference
    from perfeval.model.rounding import Rounding
    from perfeval.office.fonts import FONTS, LATIN, FontRole
    from perfeval.office.grids import FormFile, FormGrid, FormText, GridCell
    from perfeval.office.opening import Opener
    from perfeval.proofs.verdicts import Remark, SetProof, Verdict
    from perfeval.registry.discovery import Failure, Plugin
    from perfeval.registry.hooks import hookimpl
    from perfeval.registry.named_items import NamedItems
    from perfeval.scoring.aggregators import LookupTable, TableEntry, WeakestLink
    from perfeval.scoring.facts import ACTUAL, TARGET, Amount, actual_and_target, as_rate, measured
    from perfeval.scoring.formula_scorers import FormulaScorer
    from perfeval.scoring.number_systems.exact import RateFormula
    from perfeval.scoring.number_systems.expressions import (
        NumberFact,
        Numeric,
        Undefined,
        WordFact,
        held,
        maximum,
        where,
    )
    from perfeval.scoring.number_systems.promises import RowPromise, Sense
    from perfeval.scoring.protocols import Aggregator, Component, Rate, Scorer, Unscorable
    from perfeval.scoring.scorers.bands import Bands, RateBand
    from perfeval.scoring.scorers.by_target import ByTarget
    from perfeval.scoring.scorers.checklist import Checklist
    from perfeval.scoring.scorers.deduction import Deduction, DeductionItem
    from perfeval.scoring.scorers.fund_rate import FundRate
    from perfeval.scoring.scorers.interpolate import Interpolate, RatePoint
    from perfeval.scoring.scorers.rating_tiers import Rating, Tier
    from perfeval.scoring.scorers.ratio import OverFulfilment, Ratio
    from perfeval.scoring.scorers.stated import Stated
    from perfeval.scoring.scorers.yes_no import YesNo
    from perfeval.scoring.step_texts import number_text, percent_equation, percent_text

_NAMES: dict[str, str] = {
    "audit.case": "Case SheetRow",
    "audit.drafting": "about about_money about_row not_checked",
    "audit.findings": "Finding NotChecked",
    "audit.inspection": "AuditResult Outcome",
    "audit.rule": "Rule across rule",
    "codec.byte_sources": "Readable",
    "codec.parameter_types": "ParameterType",
    "codec.vocabulary": "Vocabulary",
    "commands.session": "Session",
    "documents.blocks": "Bar Block Cell Details Document Figure GradeOf Grid Heading PageBreak Paragraph Quotient SignatureLine Sum Title",
    "documents.composing": "SheetBuilder head_cell label_cell number_cell text_cell",
    "documents.contents.charts_and_losses": "score_charts",
    "documents.contents.common_cells": "TreeRow does_not_apply expected_goals leaves_of money_cell points_cell rate_cell score_cell ticked_grade_cell total_cell total_points_cell tree_rows",
    "documents.contents.notes": "build_scoring_notes",
    "documents.contents.problem_list": "build_problem_list",
    "documents.contents.report": "build_report",
    "documents.contents.scoresheet": "TargetColumn build_scoresheet",
    "documents.layouts": "Layout",
    "documents.output_folder": "produce",
    "documents.signing": "signature_date signature_label",
    "documents.writers": "Writer",
    "errors": "ErrorCode FormatError IndicatorSetError Issue Location NotFoundError NumberError PerfEvalError ScoringError did_you_mean",
    "errors.language": "Language Text",
    "forms.national_form": "NATIONAL_FORM",
    "forms.recognition": "Reader read_form",
    "model.absence_and_vetoes": "AbsencePolicy Veto",
    "model.citations": "Citation Period",
    "model.dates": "PartialDate",
    "model.declarations": "DeclaredAggregator DeclaredScorer",
    "model.domain_words": "IndicatorClass class_of",
    "model.dossier": "Absence Acceptance Dossier Evaluator Goals PrintedResult Problem Project Row Section Signature",
    "model.evaluation": "Evaluation Node",
    "model.file_keys": "described named pairs rate_field written_as",
    "model.funds": "COLUMN_NAMES FundLine Funds",
    "model.grades": "Band GradeScale",
    "model.hierarchy": "ChecklistItem Indicator",
    "model.indicator_set": "IndicatorSet",
    "model.intentions": "Intention",
    "model.normal_form": "half_width normalise",
    "model.numbers": "exact fraction percentage plain round_half_up",
    "model.overlays": "Add Move Overlay Remove SetFields",
    "model.panels_and_corrections": "Correction Panel",
    "model.provenance": "Contributor Origin",
    "model.quantities": "Quantity SIGNS parse_quantity",
    "model.reading": "ReadValue Reading",
    "model.replay": "Difference",
    "model.rounding": "Rounding",
    "office.fonts": "FONTS FontRole LATIN",
    "office.grids": "FormFile FormGrid FormText GridCell",
    "office.opening": "Opener",
    "proofs.verdicts": "Remark SetProof Verdict",
    "registry.discovery": "Failure Plugin",
    "registry.hooks": "hookimpl",
    "registry.named_items": "NamedItems",
    "scoring.aggregators": "LookupTable TableEntry WeakestLink",
    "scoring.facts": "ACTUAL Amount TARGET actual_and_target as_rate measured",
    "scoring.formula_scorers": "FormulaScorer",
    "scoring.number_systems.exact": "RateFormula",
    "scoring.number_systems.expressions": "NumberFact Numeric Undefined WordFact held maximum where",
    "scoring.number_systems.promises": "RowPromise Sense",
    "scoring.protocols": "Aggregator Component Rate Scorer Unscorable",
    "scoring.scorers.bands": "Bands RateBand",
    "scoring.scorers.by_target": "ByTarget",
    "scoring.scorers.checklist": "Checklist",
    "scoring.scorers.deduction": "Deduction DeductionItem",
    "scoring.scorers.fund_rate": "FundRate",
    "scoring.scorers.interpolate": "Interpolate RatePoint",
    "scoring.scorers.rating_tiers": "Rating Tier",
    "scoring.scorers.ratio": "OverFulfilment Ratio",
    "scoring.scorers.stated": "Stated",
    "scoring.scorers.yes_no": "YesNo",
    "scoring.step_texts": "number_text percent_equation percent_text",
}

_HOMES: dict[str, str] = {name: module for module, names in _NAMES.items() for name in names.split()}

__all__ = [
    "ACTUAL", "COLUMN_NAMES", "FONTS", "LATIN", "NATIONAL_FORM", "SIGNS", "TARGET", "Absence", "AbsencePolicy",
    "Acceptance", "Add", "Aggregator", "Amount", "AuditResult", "Band", "Bands", "Bar", "Block", "ByTarget", "Case",
    "Cell", "Checklist", "ChecklistItem", "Citation", "Component", "Contributor", "Correction", "DeclaredAggregator",
    "DeclaredScorer", "Deduction", "DeductionItem", "Details", "Difference", "Document", "Dossier", "ErrorCode",
    "Evaluation", "Evaluator", "Failure", "Figure", "Finding", "FontRole", "FormFile", "FormGrid", "FormText",
    "FormatError", "FormulaScorer", "FundLine", "FundRate", "Funds", "Goals", "GradeOf", "GradeScale", "Grid",
    "GridCell", "Heading", "Indicator", "IndicatorClass", "IndicatorSet", "IndicatorSetError", "Intention",
    "Interpolate", "Issue", "Language", "Layout", "Location", "LookupTable", "Move", "NamedItems", "Node",
    "NotChecked", "NotFoundError", "NumberError", "NumberFact", "Numeric", "Opener", "Origin", "Outcome",
    "OverFulfilment", "Overlay", "PageBreak", "Panel", "Paragraph", "ParameterType", "PartialDate", "PerfEvalError",
    "Period", "Plugin", "PrintedResult", "Problem", "Project", "Quantity", "Quotient", "Rate", "RateBand",
    "RateFormula", "RatePoint", "Rating", "Ratio", "ReadValue", "Readable", "Reader", "Reading", "Remark", "Remove",
    "Rounding", "Row", "RowPromise", "Rule", "Scorer", "ScoringError", "Section", "Sense", "Session", "SetFields",
    "SetProof", "SheetBuilder", "SheetRow", "Signature", "SignatureLine", "Stated", "Sum", "TableEntry",
    "TargetColumn", "Text", "Tier", "Title", "TreeRow", "Undefined", "Unscorable", "Verdict", "Veto", "Vocabulary",
    "WeakestLink", "WordFact", "Writer", "YesNo", "about", "about_money", "about_row", "across", "actual_and_target",
    "as_rate", "build_problem_list", "build_report", "build_scoresheet", "build_scoring_notes", "class_of",
    "described", "did_you_mean", "does_not_apply", "exact", "expected_goals", "fraction", "half_width", "head_cell",
    "held", "hookimpl", "label_cell", "leaves_of", "maximum", "measured", "money_cell", "named", "normalise",
    "not_checked", "number_cell", "number_text", "pairs", "parse_quantity", "percent_equation", "percent_text",
    "percentage", "plain", "points_cell", "produce", "rate_cell", "rate_field", "read_form", "round_half_up", "rule",
    "score_cell", "score_charts", "signature_date", "signature_label", "text_cell", "ticked_grade_cell", "total_cell",
    "total_points_cell", "tree_rows", "where", "written_as",
]  # fmt: skip

__getattr__, __dir__ = facade(__name__, _HOMES)
