"""An evaluation as a data frame of pandas, polars or pyarrow, through narwhals."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

from perfeval.errors import missing_extra

if TYPE_CHECKING:
    from perfeval.model.evaluation import Evaluation, Node

BACKENDS = ("pandas", "polars", "pyarrow")


def evaluation_frame(evaluation: Evaluation, *, backend: str | None = None) -> Any:  # noqa: ANN401 - see Evaluation.to_frame
    """Return one row per leaf as a native data frame; :meth:`perfeval.Evaluation.to_frame` says more."""
    try:
        import narwhals as nw  # noqa: PLC0415 - an extra
    except ImportError:
        raise missing_extra(extra="frames", package="narwhals") from None
    chosen: Any = backend or next((name for name in BACKENDS if importlib.util.find_spec(name) is not None), None)
    if chosen is None:
        raise missing_extra(extra="frames", package="pandas / polars / pyarrow")
    return nw.from_dict(_columns(evaluation), backend=chosen).to_native()


def _columns(evaluation: Evaluation) -> dict[str, list[object]]:
    notes = _notes(evaluation)
    records = [_record(node) | {"note": "\n".join(notes.get(node.code, ()))} for node in evaluation.leaf_nodes]
    depth = max((len(node.names) for node in evaluation.leaf_nodes), default=0)
    names = ["code", *(f"level_{level}" for level in range(1, depth)), *_FACTS]
    return {name: [record.get(name) for record in records] for name in names}


_FACTS = ("indicator", "target", "actual", "points", "score", "computed", "stated", "lost", "reason", "note")


def _notes(evaluation: Evaluation) -> dict[str, list[str]]:
    """Return what is noted of each leaf, by its code: which of its rules was not in force."""
    found: dict[str, list[str]] = {}
    for one in evaluation.out_of_force:
        concerned = (node for node in evaluation.nodes if node.code == one.code) if one.code else evaluation.tree
        for node in concerned:
            for below in node.walk():
                found.setdefault(below.code, []).append(one.note.zh)
    return found


def _record(node: Node) -> dict[str, object]:
    groups = node.names[:-1]
    row = node.row
    return {
        "code": node.code,
        **{f"level_{level}": name for level, name in enumerate(groups, start=1)},
        "indicator": node.name,
        "target": node.target_text,
        "actual": node.actual_text,
        "points": node.points,
        "score": node.score,
        "computed": node.computed,
        "stated": node.stated,
        "lost": node.lost,
        "reason": "" if row is None else row.reason,
    }
