"""Targets that rows bring themselves: one whose direction the scorer's bands or points go against is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.errors import Issue
from perfeval.errors.language import Text
from perfeval.model.dossier import row_location
from perfeval.scoring.compiled import all_components
from perfeval.scoring.falling_rates import against_target
from perfeval.scoring.own_leaves import OwnLeaf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from perfeval.model.declarations import DeclaredScorer
    from perfeval.model.dossier import Row
    from perfeval.model.hierarchy import Indicator
    from perfeval.scoring.compiled import Leaf

_MEND = Text(
    "核对指标值的比较符号；符号无误的，自设指标可写自己的计分方法（scorer），或由指标体系写明 intended: [{promise: monotone, reason: …}]",
    "check the sign of the target; if it is right, an indicator of the project's own may have its own scorer, or the set declares "
    "intended: [{promise: monotone, reason: …}]",
)


def targets_against_scorers(
    leaves: Iterable[Leaf | OwnLeaf], rows: Iterable[Row], rows_by_code: Mapping[str, Row]
) -> Iterator[Issue]:
    """Yield each row whose own target wants more where its scorer gives less for more, or the other way round.

    What a set fixes itself is the affair of whoever writes the set; what it means against a target it declares as intended.

    Args:
        leaves: The leaves.
        rows: The row of each.
        rows_by_code: The rows that the dossier has, by the codes of their indicators; those of components are among them.

    """
    for leaf, row in zip(leaves, rows, strict=True):
        if isinstance(leaf, OwnLeaf):
            group = leaf.group.indicator
            yield from _against(row, row.scorer or group.default_scorer, group)
            continue
        for one in (leaf, *all_components(leaf)):
            given = row if one is leaf else rows_by_code.get(one.code)
            if given is not None and one.indicator.target is None:
                yield from _against(given, one.indicator.scorer, one.indicator)


def _against(row: Row, scorer: DeclaredScorer | None, declared_at: Indicator) -> Iterator[Issue]:
    if row.target is None or row.absence is not None:
        return
    found = against_target(scorer, row.target)
    if found is None or any(one.promise == "monotone" for one in declared_at.intended):
        return
    said = Text(f"{row.target.text}，{found.found.zh}", f"{row.target.text}; {found.found.en}")
    yield Issue(
        code="target-against-scorer",
        values={"path": row.address},
        expected=found.expected,
        found=said,
        hint=_MEND,
        location=row_location(row),
    )
