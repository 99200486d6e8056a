"""The evaluation (评价结果): one object with parallel tuples; a view of an indicator is made when it is asked for."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from attrs import evolve, field, frozen

from perfeval.errors import DossierError, Issue, Location
from perfeval.errors.language import Text
from perfeval.model.address_book import joined_names
from perfeval.model.dossier import Dossier, Row
from perfeval.model.exact_arithmetic import difference, total_of
from perfeval.model.file_keys import within
from perfeval.model.grades import Band
from perfeval.model.hierarchy import Indicator
from perfeval.model.in_force import OutOfForce, out_of_force
from perfeval.model.indicator_set import IndicatorSet
from perfeval.model.numbers import decimal_of, plain
from perfeval.model.plain_values import fingerprint_of, plain_in_any_order
from perfeval.model.provenance import Provenance, provenance_of
from perfeval.model.validated import Validated, changed

if TYPE_CHECKING:
    from collections.abc import Iterator


@frozen(kw_only=True)
class Node(Validated):
    """One indicator of an evaluation, with what it got.

    Args:
        indicator: The indicator, complete: with its points, and with the children a dossier added.
        names: The names from level 1 down to its own; a name may hold a ``/``, so nobody cuts a path to learn them.
        level: 1, 2, 3, …
        points: 分值; 0 where the row does not apply. None for a component, whose group holds the points.
        score: The official score, in points; None for a component.
        computed: What the scorer makes of the facts, in points; None where they do not suffice, and for a group.
        stated: The evaluators' stated score, in points; None where they gave none, and for a group.
        row: What the dossier filled in; None for a group that has children.
        children: The nodes below.

    """

    indicator: Indicator
    names: tuple[str, ...]
    level: int
    points: Decimal | None
    score: Decimal | None
    computed: Decimal | None = None
    stated: Decimal | None = None
    row: Row | None = None
    children: tuple[Node, ...] = ()

    @property
    def code(self) -> str:
        """The indicator's code."""
        return self.indicator.code

    @property
    def name(self) -> str:
        """The indicator's name."""
        return self.indicator.name

    @property
    def path(self) -> str:
        """The names as a text to read."""
        return joined_names(self.names)

    @property
    def lost(self) -> Decimal:
        """The points not reached; 0 for a component."""
        return Decimal(0) if self.points is None or self.score is None else difference(self.points, self.score)

    @property
    def target_text(self) -> str:
        """The target as the officer wrote it; empty if there is none."""
        return "" if self.row is None else self.row.target_text

    @property
    def actual_text(self) -> str:
        """The actual value as the officer wrote it, or the Chinese word for why there is none."""
        return "" if self.row is None else self.row.actual_text

    @property
    def is_leaf(self) -> bool:
        """Whether the indicator is scored by itself."""
        return self.indicator.is_leaf

    def walk(self) -> Iterator[Node]:
        """Yield the node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


@runtime_checkable
class ScoredLeaf(Protocol):
    """Where a leaf of an evaluation comes from: the set, or an open group that the project fills."""

    @property
    def code(self) -> str:
        """The indicator's code."""
        ...

    @property
    def indicator(self) -> Indicator:
        """The indicator, with the points that it has in the dossier."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """The names from level 1 down to its own."""
        ...

    @property
    def path(self) -> str:
        """The names as a text to read."""
        ...

    @property
    def home(self) -> str:
        """The code of the group in which it stands; empty at level 1."""
        ...


@frozen(kw_only=True)
class Evaluation(Validated):
    """The result of scoring one dossier with one indicator set.

    Scores are exact: integers that count ``unit`` points; the total is the sum of the leaves, so the printed rows add
    up to the printed totals at every level. Make one with :func:`perfeval.evaluate`.

    Args:
        base: The set as it was registered; its id, version and fingerprint say which rules were used.
        dossier: What was scored.
        unit: What 1 means in the integer tuples, in points (0.01).
        places: How many decimals a unit has.
        scored_leaves: Where each leaf comes from, in the order of the form: its code, indicator, names and group.
        rows: The row of each leaf.
        points: The points of each leaf, in units.
        scores: The official score of each leaf, in units.
        computed: What the scorer makes of the facts, in units; None where they do not suffice.
        total_units: The sum of the scores, in units.
        grade: The grade of the printed total, after the vetoes.
        grade_before_vetoes: The grade of the printed total.
        vetoes: The codes of the vetoes that apply.
        rows_by_code: The rows of the set's own indicators by their codes, those of components and of empty groups included.

    """

    base: IndicatorSet = field(repr=False)
    dossier: Dossier = field(repr=False)
    unit: Decimal
    places: int = field(repr=False, metadata=within(0))
    scored_leaves: tuple[ScoredLeaf, ...] = field(repr=False, eq=False)
    rows: tuple[Row, ...] = field(repr=False)
    points: tuple[int, ...] = field(repr=False)
    scores: tuple[int, ...] = field(repr=False)
    computed: tuple[int | None, ...] = field(repr=False)
    total_units: int
    grade: Band
    grade_before_vetoes: Band
    vetoes: tuple[str, ...] = ()
    rows_by_code: dict[str, Row] = field(factory=dict, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Refuse parallel tuples of different lengths."""
        super().__attrs_post_init__()
        count = len(self.scored_leaves)
        issues = [
            Issue(
                code="wrong-value",
                location=Location(place=f"Evaluation.{name}"),
                expected=Text(f"{count} 项，每个指标一项", f"{count} items, one for each leaf"),
                found=str(len(getattr(self, name))),
            )
            for name in ("rows", "points", "scores", "computed")
            if len(getattr(self, name)) != count
        ]
        if issues:
            raise DossierError(issues)

    @cached_property
    def leaves(self) -> tuple[Indicator, ...]:
        """The scored indicators with the points that they have here, in the order of the form."""
        return tuple(leaf.indicator for leaf in self.scored_leaves)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The path of names of each leaf."""
        return tuple(leaf.path for leaf in self.scored_leaves)

    @cached_property
    def indicators(self) -> IndicatorSet:
        """The complete set: the one that was asked for, with the indicators and the points that the dossier fills in."""
        leaves = {leaf.code: leaf for leaf in self.leaves}
        own: dict[str, list[Indicator]] = {}
        known = {one.code for one in self.base.walk()}
        for leaf in self.scored_leaves:
            if leaf.code not in known:
                own.setdefault(leaf.home, []).append(leaf.indicator)
        return self.base.replace(indicators=tuple(_completed(top, leaves, own) for top in self.base.indicators))

    @property
    def total(self) -> Decimal:
        """The exact sum of the printed rows (总分), in points."""
        return self.in_points(self.total_units)

    def in_points(self, units: int) -> Decimal:
        """Return a number of units as points."""
        return decimal_of(units, self.places)

    @property
    def full_marks(self) -> Decimal:
        """Full marks (满分), in points."""
        return self.base.full_marks

    @property
    def lost(self) -> Decimal:
        """The points not reached; the leaves' lost points add up to it."""
        return difference(self.full_marks, self.total)

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the rules, the facts and the scores: equal results have equal fingerprints, in every process."""
        return fingerprint_of(
            {
                "set": self.base.fingerprint,
                "dossier": self._facts(),
                "scores": {leaf.code: score for leaf, score in zip(self.scored_leaves, self.scores, strict=True)},
                "total": self.total_units,
                "unit": plain(self.unit),
                "grade": self.grade.name,
            }
        )

    def _facts(self) -> dict[str, object]:
        """Return the dossier's plain data without its own name; rows by what they mean, however their addresses are spelled."""
        meant = {row.address: code for code, row in self.rows_by_code.items()}
        own = zip(self.scored_leaves, self.rows, strict=True)
        meant |= {row.address: f"{leaf.path} [{leaf.code}]" for leaf, row in own}
        rows = (changed(row, address=meant.get(row.address, row.address)) for row in self.dossier.rows)
        return dict(plain_in_any_order(changed(self.dossier, id="", rows=tuple(rows))))

    @cached_property
    def provenance(self) -> Provenance:
        """By which versions of perfeval and of plugins it was made, as far as its set knows."""
        return provenance_of(self.base.origin, self.leaves)

    @cached_property
    def out_of_force(self) -> tuple[OutOfForce, ...]:
        """What of the set was not in force when the dossier's year was evaluated, and was allowed all the same."""
        return out_of_force(self.base, self.dossier.year)

    @cached_property
    def tree(self) -> tuple[Node, ...]:
        """The level-1 nodes; each holds its children."""
        return _Tree(self).nodes()

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node, parents first, in the order of the form."""
        return tuple(node for top in self.tree for node in top.walk())

    @cached_property
    def leaf_nodes(self) -> tuple[Node, ...]:
        """The nodes that are scored by themselves, in the order of the form."""
        codes = {leaf.code for leaf in self.scored_leaves}
        return tuple(node for node in self.nodes if node.code in codes)

    def node(self, address: str) -> Node:
        """Return the node at *address*: a code, or a path of names or codes from level 1.

        Raises:
            NotFoundError: If there is none, with the nearest name.

        """
        code = self.indicators.find(address).code
        return next(node for node in self.nodes if node.code == code)

    def replace(self, **changes: Any) -> Evaluation:  # noqa: ANN401 - any field
        """Return a copy with *changes* made."""
        return evolve(self, **changes)

    def to_dict(self) -> dict[str, object]:
        """Return the result as plain values: text, lists and dicts; numbers as decimal text."""
        from perfeval.views.as_dict import evaluation_dict  # noqa: PLC0415 - only when someone asks

        return evaluation_dict(self)

    def to_frame(self, *, backend: str | None = None) -> Any:  # noqa: ANN401 - the frame of whichever library is there
        """Return one row per leaf as a data frame of pandas, polars or pyarrow, whichever is there (or *backend*).

        Columns: code, level_1 … level_n, indicator, target, actual, points, score, computed, stated, lost, reason, note;
        points and scores are exact Decimals, and ``note`` says which rule of a row was not in force and was allowed all the same.

        Raises:
            MissingExtraError: If narwhals or every one of the three libraries is missing.

        """
        from perfeval.views.data_frame import evaluation_frame  # noqa: PLC0415 - only when someone asks

        return evaluation_frame(self, backend=backend)

    def _repr_html_(self) -> str:
        from perfeval.views.notebook import evaluation_html  # noqa: PLC0415 - only in a notebook

        return evaluation_html(self)


class _Tree:
    """Builds the nodes of an evaluation; sums of children make the groups."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._positions = {leaf.code: position for position, leaf in enumerate(evaluation.scored_leaves)}

    def nodes(self) -> tuple[Node, ...]:
        return tuple(self._node(indicator, (), 1) for indicator in self._evaluation.indicators.indicators)

    def _node(self, indicator: Indicator, above: tuple[str, ...], level: int) -> Node:
        names = (*above, indicator.name)
        position = self._positions.get(indicator.code)
        if position is not None:
            return self._leaf(indicator, names, level, position)
        children = tuple(self._node(child, names, level + 1) for child in indicator.children)
        return Node(
            indicator=indicator,
            names=names,
            level=level,
            points=total_of(child.points for child in children if child.points is not None),
            score=total_of(child.score for child in children if child.score is not None),
            # Only an empty group has a row: the one that says why it is empty (不涉及).
            row=None if children else self._evaluation.rows_by_code.get(indicator.code),
            children=children,
        )

    def _leaf(self, indicator: Indicator, names: tuple[str, ...], level: int, position: int) -> Node:
        evaluation = self._evaluation
        computed = evaluation.computed[position]
        row = evaluation.rows[position]
        return Node(
            indicator=indicator,
            names=names,
            level=level,
            points=evaluation.in_points(evaluation.points[position]),
            score=evaluation.in_points(evaluation.scores[position]),
            computed=None if computed is None else evaluation.in_points(computed),
            stated=row.score,
            row=row,
            children=tuple(self._component(child, names, level + 1) for child in indicator.children),
        )

    def _component(self, indicator: Indicator, above: tuple[str, ...], level: int) -> Node:
        names = (*above, indicator.name)
        row = self._evaluation.rows_by_code.get(indicator.code)
        children = tuple(self._component(child, names, level + 1) for child in indicator.children)
        return Node(indicator=indicator, names=names, level=level, points=None, score=None, row=row, children=children)


def _completed(one: Indicator, leaves: dict[str, Indicator], own: dict[str, list[Indicator]]) -> Indicator:
    """Return an indicator of the set with its points, and its groups with what the dossier brings."""
    if one.is_leaf:
        return leaves.get(one.code, one)
    children = (*(_completed(child, leaves, own) for child in one.children), *own.get(one.code, ()))
    return one.replace(
        children=children, points=total_of(child.points for child in children if child.points is not None)
    )
