"""A case: one dossier with its evaluation, as the rules look at it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import field, frozen

from perfeval.errors import Issue, Location, PerfEvalError
from perfeval.model.address_book import joined_names
from perfeval.model.audit_thresholds import THRESHOLDS
from perfeval.model.domain_words import MANAGEMENT, IndicatorClass, class_of, classes_of
from perfeval.model.dossier import Absence, Row
from perfeval.model.exact_arithmetic import decimal_from, difference, total_of
from perfeval.scoring.engine import evaluate
from perfeval.scoring.formula_scorers import facts_read
from perfeval.scoring.protocols import Scorer, scorer_of

if TYPE_CHECKING:
    from perfeval.model.dossier import Dossier
    from perfeval.model.evaluation import Evaluation
    from perfeval.model.hierarchy import Indicator
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.model.quantities import Quantity

_FACTS = frozenset({"actual", "rating", "checks", "deductions"})
# What a row gives where its scorer does not say what it reads.
_BLANK: tuple[object, ...] = (None, "", ())


@frozen(kw_only=True)
class SheetRow:
    """One scored row as it stands on the scoresheet.

    Args:
        groups: The names of the groups above, level 1 first.
        name: The indicator's name.
        path: groups and name, joined by ``/``.
        points: 分值; None where blank.
        score: The score printed or, where none is stated, computed; None where there is neither.
        stated: The evaluators' stated score.
        computed: What the scorer makes of the facts; None where they do not suffice.
        target: 指标值.
        actual: 实际完成值.
        row: What the dossier filled in; None where it filled in nothing.
        components: What it filled in for the components that a group's score is made of.
        indicator: The set's indicator; None where the dossier could not be matched with a set.

    """

    groups: tuple[str, ...]
    name: str
    path: str
    points: Decimal | None
    score: Decimal | None
    stated: Decimal | None = None
    computed: Decimal | None = None
    target: Quantity | None = None
    actual: Quantity | None = None
    row: Row | None = None
    components: tuple[Row, ...] = ()
    indicator: Indicator | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names from level 1 down to its own."""
        return (*self.groups, self.name)

    @property
    def level_one(self) -> str:
        """The name of the level-1 group; the row's own name where it stands at level 1."""
        return self.groups[0] if self.groups else self.name

    @property
    def level_two(self) -> str:
        """The name of the group just above; empty where there is none."""
        return self.groups[-1] if len(self.groups) > 1 else ""

    @property
    def classes(self) -> frozenset[IndicatorClass]:
        """What the groups above say that the row is about; where it stands at level 1, what its own name says."""
        return frozenset(one for name in self.groups or (self.name,) for one in classes_of(name))

    @property
    def is_managed(self) -> bool:
        """Whether the row is about management, 决策 or 过程, by its level-1 group."""
        return class_of(self.level_one) in MANAGEMENT

    @property
    def lost(self) -> Decimal:
        """Points less score; 0 where either is blank."""
        return Decimal(0) if self.points is None or self.score is None else difference(self.points, self.score)

    @property
    def is_full(self) -> bool:
        """Whether the row has points and all of them were given."""
        return bool(self.points) and self.score == self.points

    @property
    def reason(self) -> str:
        """偏差原因, stripped, those of its components included; empty where blank."""
        return "；".join(reason for row in self._filled if (reason := row.reason.strip()))

    @property
    def _filled(self) -> tuple[Row, ...]:
        return self.components if self.row is None else (self.row, *self.components)

    @property
    def has_facts(self) -> bool:
        """Whether anything is filled in that the score can follow from: an actual value, or what the scorer reads instead."""
        if self.computed is not None and not self.lacks_evidence:
            return True
        read = () if self.indicator is None else facts_read(self.scorer, self.indicator.checklist)
        keys = {key.replace("-", "_") for fact in read for key in fact.fields} - {"target"} or _FACTS
        return any(getattr(row, key) not in _BLANK for row in self._filled for key in ("actual", *keys))

    @property
    def lacks_evidence(self) -> bool:
        """Whether the row says that its evidence is missing or cannot be verified, so that it scores nothing."""
        return self.absence in (Absence.MISSING, Absence.UNVERIFIABLE)

    @property
    def absence(self) -> Absence | None:
        """Why there is no actual value, where the row says so."""
        return None if self.row is None else self.row.absence

    @property
    def applies(self) -> bool:
        """Whether the row is scored at all."""
        return self.absence is not Absence.NOT_APPLICABLE

    @property
    def scorer(self) -> Scorer | None:
        """What scores the row; None if only the evaluators do."""
        return None if self.indicator is None else scorer_of(self.indicator.scorer)

    @property
    def subject(self) -> str:
        """The row as a dossier path, for a finding."""
        return f"rows/{self.path}"

    @property
    def location(self) -> Location:
        """Where the row stood in its file."""
        return Location(place=self.subject) if self.row is None else self.row.place


@frozen(kw_only=True, slots=False)
class Case:
    """One dossier, the set that scores it, and the evaluation where it can be made.

    A form with defects often cannot be scored; the rules then look at the dossier's own rows, and the problems that
    stopped the scoring are in ``issues``.

    Args:
        dossier: What is audited.
        indicators: The set it names; None if it is not known.
        evaluation: The evaluation; None if it could not be made.
        issues: Why it could not be made.

    """

    dossier: Dossier
    indicators: IndicatorSet | None = None
    evaluation: Evaluation | None = None
    issues: tuple[Issue, ...] = field(default=())

    @classmethod
    def of(cls, dossier: Dossier, *, indicators: IndicatorSet | None) -> Case:
        """Return the case of a dossier, scored if that is possible; by a set out of force too, which a rule reports."""
        if indicators is None:
            return cls(dossier=dossier)
        try:
            evaluation = evaluate(dossier, indicators=indicators, allow_out_of_force=True)
        except PerfEvalError as error:
            return cls(dossier=dossier, indicators=indicators, issues=error.issues)
        return cls(dossier=dossier, indicators=indicators, evaluation=evaluation)

    @cached_property
    def rows(self) -> tuple[SheetRow, ...]:
        """The rows of the scoresheet, in the order of the form."""
        return self._scored_rows() if self.evaluation is not None else self._printed_rows()

    @cached_property
    def scored(self) -> tuple[SheetRow, ...]:
        """The rows that apply (不涉及 left out)."""
        return tuple(row for row in self.rows if row.applies)

    def _scored_rows(self) -> tuple[SheetRow, ...]:
        assert self.evaluation is not None
        return tuple(
            SheetRow(
                groups=node.names[:-1],
                name=node.name,
                path=node.path,
                points=node.points,
                score=node.score,
                stated=node.stated,
                computed=node.computed,
                target=node.row.target if node.row is not None else None,
                actual=node.row.actual if node.row is not None else None,
                row=node.row,
                components=tuple(one.row for one in node.walk() if one is not node and one.row is not None),
                indicator=node.indicator,
            )
            for node in self.evaluation.leaf_nodes
        )

    def _printed_rows(self) -> tuple[SheetRow, ...]:
        return tuple(
            SheetRow(
                groups=names[:-1],
                name=names[-1],
                path=row.address,
                points=row.points,
                score=row.score,
                stated=row.score,
                target=row.target,
                actual=row.actual,
                row=row,
            )
            for row, names in ((row, self._names_of(row)) for row in self.dossier.rows)
        )

    def _names_of(self, row: Row) -> tuple[str, ...]:
        """Return the names of a printed row: as its set knows them, else as the row does."""
        known = None if self.indicators is None else self.indicators.book.names(row.address)
        return row.names_down if known is None else known

    @property
    def total(self) -> Decimal:
        """The exact sum of the scores on the sheet."""
        return total_of(row.score for row in self.rows if row.score is not None)

    @property
    def official_total(self) -> Decimal | None:
        """The total of the evaluation; where there is none, the one the form prints."""
        return self.dossier.printed.total if self.evaluation is None else self.evaluation.total

    @property
    def official_grade(self) -> str:
        """The grade of the evaluation; where there is none, the one the form prints."""
        return self.dossier.printed.grade if self.evaluation is None else self.evaluation.grade.name

    @property
    def full_marks(self) -> Decimal:
        """The set's full marks; 100 where the set is not known."""
        return Decimal(100) if self.indicators is None else self.indicators.full_marks

    def name_of_level(self, printed: str) -> str:
        """Return the name of a group that ``stated.levels`` names by code or by name."""
        if self.evaluation is None:
            return printed
        return next((node.name for node in self.evaluation.nodes if node.code == printed), printed)

    def doubled_groups(self) -> tuple[tuple[str, str, int], ...]:
        """Return the parent's path, the name and the count of groups that stand several times below one parent."""
        if self.evaluation is None:
            return ()
        counts = Counter(node.names for node in self.evaluation.nodes if not node.is_leaf)
        return tuple((joined_names(names[:-1]), names[-1], count) for names, count in counts.items() if count > 1)

    def threshold(self, name: str, default: str = "") -> Decimal:
        """Return the threshold of the set's profile called *name*, else *default* (a decimal text), else its usual value."""
        fallback = decimal_from(default) if default else THRESHOLDS[name].usual
        return fallback if self.indicators is None else self.indicators.threshold(name, fallback)
