"""The types that a file writes in a shorthand of their own, each beside its annotation; and what reads all of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.codec.converter import NodeConverter
from perfeval.codec.declared_kinds import AggregatorType, ScorerType
from perfeval.codec.fund_lines import FundsType, LinesByName, TotalLine
from perfeval.codec.overlay_operations import OperationType
from perfeval.codec.rows import AbsenceType, RowsType
from perfeval.codec.shorthands import ChecklistItemType, GradesType, QuantityType, SignaturesType
from perfeval.codec.type_table import TypeTable
from perfeval.codec.whole_files import DossierFile, OverlayFile, SetFile
from perfeval.codec.written_containers import ClassOf, ListOf, PairsOf, Unreadable
from perfeval.model.declarations import DeclaredAggregator, DeclaredScorer
from perfeval.model.dossier import Absence, Dossier, Row, Signature
from perfeval.model.funds import FundLine, Funds
from perfeval.model.grades import GradeScale
from perfeval.model.hierarchy import ChecklistItem
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.overlays import Operation, Overlay
from perfeval.model.quantities import Quantity
from perfeval.scoring.protocols import Aggregator, Scorer

if TYPE_CHECKING:
    from perfeval.codec.file_types import FileType
    from perfeval.codec.vocabulary import Vocabulary

TYPES = TypeTable(
    {
        IndicatorSet: SetFile(),
        Dossier: DossierFile(),
        Overlay: OverlayFile(),
        Quantity: QuantityType(),
        GradeScale: GradesType(),
        ChecklistItem: ChecklistItemType(),
        tuple[Signature, ...]: SignaturesType(),
        tuple[Row, ...]: RowsType(),
        Absence: AbsenceType(),
        Operation: OperationType(),
        Funds: FundsType(),
        tuple[FundLine, ...]: LinesByName(),
        FundLine: TotalLine(),
        DeclaredScorer: ScorerType(),
        Scorer: ScorerType(),
        DeclaredAggregator: AggregatorType(),
        Aggregator: AggregatorType(),
    }
)
"""The types of everything that a file may hold."""


def unreadable_in(kind: type, *, seen: frozenset[type] = frozenset()) -> str | None:
    """Return the key of the first field of an attrs class, or of a class within it, whose type no file can hold; None if there is none.

    Raises:
        NameError: If the annotation of a field names nothing.

    """
    for key, one in TYPES.fields_of(kind).items():
        held: FileType = one.type
        while isinstance(held, ListOf | PairsOf):
            held = held.item
        below = None
        if isinstance(held, ClassOf) and held.kind not in seen:
            below = unreadable_in(held.kind, seen=seen | {kind})
        if isinstance(held, Unreadable) or below is not None:
            return key if below is None else f"{key}/{below}"
    return None


def make_converter(vocabulary: Vocabulary, *, types: TypeTable = TYPES) -> NodeConverter:
    """Return what reads all values that files hold.

    Args:
        vocabulary: The scorers and aggregators that may be named.
        types: Which type is whose.

    """
    return NodeConverter(types, vocabulary)
