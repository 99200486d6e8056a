"""Values as plain data for services: an evaluation, and what a file of a set or a dossier holds; numbers as decimal text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.codec.file_kinds import FORMAT, FORMAT_KEY
from perfeval.codec.unstructure import to_file_data
from perfeval.model.numbers import plain
from perfeval.model.plain_values import to_plain

if TYPE_CHECKING:
    from decimal import Decimal

    from perfeval.model.dossier import Dossier
    from perfeval.model.evaluation import Evaluation, Node
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.model.overlays import Overlay
    from perfeval.model.provenance import Contribution


def file_dict(value: IndicatorSet | Overlay | Dossier) -> dict[str, object]:
    """Return what the file of a set, an overlay or a dossier holds."""
    return to_file_data(value)


def evaluation_dict(evaluation: Evaluation) -> dict[str, object]:
    """Return an evaluation as plain values: which versions and rules, which project, the total, the grade, the tree, the dossier."""
    provenance = evaluation.provenance
    return {
        FORMAT_KEY: FORMAT,
        "perfeval": provenance.perfeval,
        "plugins": [_contribution_dict(one) for one in provenance.contributions],
        "set": {
            "id": evaluation.base.id,
            "version": evaluation.base.version,
            "fingerprint": evaluation.base.fingerprint,
            "layers": list(evaluation.base.layers),
        },
        "project": evaluation.dossier.project.name,
        "unit": evaluation.dossier.project.unit,
        "year": evaluation.dossier.year,
        "kind": evaluation.dossier.kind,
        "total": plain(evaluation.total),
        "full-marks": plain(evaluation.full_marks),
        "grade": evaluation.grade.name,
        "grade-before-vetoes": evaluation.grade_before_vetoes.name,
        "vetoes": list(evaluation.vetoes),
        "out-of-force": [{"zh": one.note.zh, "en": one.note.en} for one in evaluation.out_of_force],
        "fingerprint": evaluation.fingerprint,
        "indicators": [_node_dict(node) for node in evaluation.tree],
        "dossier": file_dict(evaluation.dossier),
    }


def _contribution_dict(one: Contribution) -> dict[str, object]:
    data = to_plain(one)
    data.pop("contributor")
    return {**to_plain(one.contributor), **data}


def _node_dict(node: Node) -> dict[str, object]:
    result: dict[str, object] = {"code": node.code, "name": node.name}
    for name in ("points", "score", "computed", "stated"):
        value: Decimal | None = getattr(node, name)
        if value is not None:
            result[name] = plain(value)
    row = node.row
    if row is not None:
        texts = {"target": row.target_text, "actual": row.actual_text, "reason": row.reason}
        result.update({name: text for name, text in texts.items() if text})
    if node.children:
        result["children"] = [_node_dict(child) for child in node.children]
    return result
