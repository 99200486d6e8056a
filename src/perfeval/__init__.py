"""perfeval: public money's results, scored exactly, explained, audited and reported (预算绩效评价).

Every name is loaded when it is first used, so that ``import perfeval`` costs little more than attrs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.facades import facade
from perfeval.version import VERSION

if TYPE_CHECKING:
    from perfeval.audit.case import Case
    from perfeval.audit.inspection import audit_case, compare
    from perfeval.batches.audit_in_bulk import draw_findings
    from perfeval.codec.dumping import dump
    from perfeval.codec.loading import load_dossier, load_indicator_set, load_overlay, parse
    from perfeval.documents.output_folder import draw, produce
    from perfeval.documents.writers import DrawnFile
    from perfeval.errors import (
        DossierError,
        FileError,
        FormatError,
        IndicatorSetError,
        Issue,
        Location,
        MissingExtraError,
        NotFoundError,
        NumberError,
        PerfEvalError,
        PluginError,
        ScoringError,
    )
    from perfeval.errors.language import Text
    from perfeval.forms.recognition import read_form
    from perfeval.model.dossier import Absence, Dossier, Project, Row
    from perfeval.model.evaluation import Evaluation, Node
    from perfeval.model.funds import FundLine, Funds
    from perfeval.model.grades import Band, GradeScale
    from perfeval.model.hierarchy import Indicator
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.model.overlay_difference import diff
    from perfeval.model.overlay_effects import apply_overlay
    from perfeval.model.overlays import Overlay
    from perfeval.model.quantities import Quantity, parse_quantity
    from perfeval.model.replay import Replay
    from perfeval.model.rounding import Rounding
    from perfeval.proofs.set_proofs import prove
    from perfeval.registry.hooks import hookimpl
    from perfeval.registry.lookup import Registry
    from perfeval.registry.rescoring import replay
    from perfeval.scoring.engine import evaluate
    from perfeval.scoring.explanation import Explanation, explain


__version__ = VERSION

_HOMES: dict[str, str] = {
    "read_form": "forms.recognition",
    "DrawnFile": "documents.writers",
    "draw": "documents.output_folder",
    "draw_findings": "batches.audit_in_bulk",
    "produce": "documents.output_folder",
    "compare": "audit.inspection",
    "audit_case": "audit.inspection",
    "Case": "audit.case",
    "Absence": "model.dossier",
    "Band": "model.grades",
    "Dossier": "model.dossier",
    "DossierError": "errors",
    "Evaluation": "model.evaluation",
    "Explanation": "scoring.explanation",
    "FileError": "errors",
    "FormatError": "errors",
    "FundLine": "model.funds",
    "Funds": "model.funds",
    "GradeScale": "model.grades",
    "Indicator": "model.hierarchy",
    "IndicatorSet": "model.indicator_set",
    "IndicatorSetError": "errors",
    "Issue": "errors",
    "Location": "errors",
    "MissingExtraError": "errors",
    "Node": "model.evaluation",
    "NotFoundError": "errors",
    "NumberError": "errors",
    "Overlay": "model.overlays",
    "PerfEvalError": "errors",
    "PluginError": "errors",
    "Project": "model.dossier",
    "Quantity": "model.quantities",
    "Registry": "registry.lookup",
    "Replay": "model.replay",
    "Rounding": "model.rounding",
    "Row": "model.dossier",
    "ScoringError": "errors",
    "Text": "errors.language",
    "apply_overlay": "model.overlay_effects",
    "diff": "model.overlay_difference",
    "dump": "codec.dumping",
    "evaluate": "scoring.engine",
    "explain": "scoring.explanation",
    "hookimpl": "registry.hooks",
    "load_dossier": "codec.loading",
    "load_indicator_set": "codec.loading",
    "load_overlay": "codec.loading",
    "parse": "codec.loading",
    "parse_quantity": "model.quantities",
    "prove": "proofs.set_proofs",
    "replay": "registry.rescoring",
}

__all__ = [
    "Absence",
    "Band",
    "Case",
    "Dossier",
    "DossierError",
    "DrawnFile",
    "Evaluation",
    "Explanation",
    "FileError",
    "FormatError",
    "FundLine",
    "Funds",
    "GradeScale",
    "Indicator",
    "IndicatorSet",
    "IndicatorSetError",
    "Issue",
    "Location",
    "MissingExtraError",
    "Node",
    "NotFoundError",
    "NumberError",
    "Overlay",
    "PerfEvalError",
    "PluginError",
    "Project",
    "Quantity",
    "Registry",
    "Replay",
    "Rounding",
    "Row",
    "ScoringError",
    "Text",
    "apply_overlay",
    "audit_case",
    "compare",
    "diff",
    "draw",
    "draw_findings",
    "dump",
    "evaluate",
    "explain",
    "hookimpl",
    "load_dossier",
    "load_indicator_set",
    "load_overlay",
    "parse",
    "parse_quantity",
    "produce",
    "prove",
    "read_form",
    "replay",
]


__getattr__, __dir__ = facade(__name__, _HOMES)
