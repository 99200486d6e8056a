"""The indicator set (指标体系): the hierarchy with the rules that make a grade of it; points add up or are refused."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import evolve, field, frozen

from perfeval.errors import IndicatorSetError
from perfeval.errors.language import Text
from perfeval.model.absence_and_vetoes import AbsencePolicy, Veto
from perfeval.model.address_book import AddressBook
from perfeval.model.citations import Citation, Period
from perfeval.model.consistency import problems_of
from perfeval.model.domain_words import EvaluationKind
from perfeval.model.file_keys import by_name, named, thresholds
from perfeval.model.grades import Band, GradeScale
from perfeval.model.hierarchy import Indicator
from perfeval.model.numbers import given_exact
from perfeval.model.panels_and_corrections import Correction, Panel
from perfeval.model.plain_values import fingerprint
from perfeval.model.provenance import Origin
from perfeval.model.rounding import Rounding
from perfeval.model.set_names import naming_problems
from perfeval.model.validated import PartOfSet

if TYPE_CHECKING:
    from collections.abc import Iterator

STANDARD_GRADES = GradeScale(
    (
        Band(name="优", lower=90, upper=100),
        Band(name="良", lower=80, upper=90),
        Band(name="中", lower=60, upper=80),
        Band(name="差", lower=0, upper=60),
    )
)
"""The grades of 财预〔2020〕10号第十八条."""


@frozen(kw_only=True)
class IndicatorSet(PartOfSet):
    """A whole indicator set (指标体系) with the rules that make a grade of it.

    Args:
        id: Unique among all registered sets, such as ``cn.mof.2020-10.self``.
        title: Its title.
        title_en: The title in English.
        version: The version of the rules.
        kind: Which kind of evaluation it serves.
        indicators: The level-1 indicators.
        full_marks: 满分, in points.
        rounding: How a leaf's score is rounded.
        grades: The grade scale; the default is 财预〔2020〕10号第十八条.
        absence: What happens to rows without an actual value.
        vetoes: What lowers a grade.
        panel: How the scores of several assessors become one. Not scored yet.
        corrections: What the total is multiplied by, after the rows are added up. Not scored yet.
        profile: Thresholds for the audit, by name.
        citations: What the set rests on.
        effective: When it is in force (施行时间), both days included; a fiscal year is evaluated in the next.
        layers: The ids of the base and of the overlays it was made from, nation first.
        origin: Who registered it and the kinds it names; not part of its value.

    Raises:
        IndicatorSetError: If codes repeat, points do not add up, or a part contradicts another; every problem is listed,
            with its place as a key path (``indicators/0/children/2/points``).

    """

    called: ClassVar[Text] = Text("指标体系", "an indicator set")

    id: str = field(metadata=named("indicator-set"))
    title: str
    title_en: str = ""
    version: str = ""
    kind: EvaluationKind = "self"
    indicators: tuple[Indicator, ...] = ()
    full_marks: Decimal = field(default=Decimal(100), converter=given_exact)
    rounding: Rounding = field(factory=Rounding)
    grades: GradeScale = STANDARD_GRADES
    absence: AbsencePolicy = field(factory=AbsencePolicy)
    vetoes: tuple[Veto, ...] = ()
    panel: Panel = field(factory=Panel)
    corrections: tuple[Correction, ...] = ()
    profile: tuple[tuple[str, Decimal], ...] = field(default=(), eq=by_name, metadata=thresholds())
    citations: tuple[Citation, ...] = ()
    effective: Period = field(factory=Period)
    layers: tuple[str, ...] = ()
    origin: Origin = field(factory=Origin, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse a set that contradicts itself."""
        super().__attrs_post_init__()
        problems = problems_of(
            self.indicators,
            full_marks=self.full_marks,
            rounding=self.rounding,
            grades=self.grades,
            vetoes=self.vetoes,
            corrections=self.corrections,
        )
        if problems := [*naming_problems(("indicator-set", self.id), ("version", self.version)), *problems]:
            raise IndicatorSetError(problems)

    @cached_property
    def book(self) -> AddressBook:
        """The address book of the set."""
        return AddressBook(self.indicators)

    @cached_property
    def dated(self) -> tuple[tuple[str, Period], ...]:
        """The periods that are not open: the set's own under an empty code, then its indicators' under theirs."""
        parts = [("", self.effective), *((one.code, one.effective) for one in self.walk())]
        return tuple((code, period) for code, period in parts if not period.is_open)

    def walk(self) -> Iterator[Indicator]:
        """Yield every indicator, parents first, in the order of the form."""
        for indicator in self.indicators:
            yield from indicator.walk()

    def find(self, address: str) -> Indicator:
        """Return the indicator at *address*: a code, or a path of names or codes from level 1 (产出/产出数量).

        Raises:
            NotFoundError: If there is none, with the nearest name; or if the path names several, with their codes.

        """
        return self.book.find(address)

    def path(self, code: str) -> str:
        """Return the path of names from level 1 to the indicator of *code*."""
        return self.book.path(code)

    def threshold(self, name: str, default: Decimal) -> Decimal:
        """Return the profile's threshold called *name*, or *default*."""
        return dict(self.profile).get(name, default)

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the set's content: equal for equal rules, in every process."""
        return fingerprint(self)

    def replace(self, **changes: Any) -> IndicatorSet:  # noqa: ANN401 - any field
        """Return a copy with *changes* made; it is nobody's registered set any more."""
        return evolve(self, **{"origin": evolve(self.origin, layers=()), **changes})

    def to_dict(self) -> dict[str, object]:
        """Return the set as the plain data of its file, which reads back; numbers as decimal text."""
        from perfeval.views.as_dict import file_dict  # noqa: PLC0415 - only when someone asks

        return file_dict(self)

    def _repr_html_(self) -> str:
        from perfeval.views.notebook import indicator_set_html  # noqa: PLC0415 - only in a notebook

        return indicator_set_html(self)
