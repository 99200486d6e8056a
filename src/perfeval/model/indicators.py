"""Indicators and indicator sets (指标体系): one recursive value, with points that add up or are refused."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve, field, frozen

from perfeval.errors import IndicatorSetError, Issue, Location, NotFoundError, did_you_mean
from perfeval.model.citations import Citation, Period
from perfeval.model.grades import Band, GradeScale
from perfeval.model.numbers import Rounding, exact, optional_exact, plain
from perfeval.model.shapes import named, pairs, rate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from perfeval.model.dossier import EvaluationKind
    from perfeval.model.protocols import Aggregator, Scorer
    from perfeval.model.quantities import Quantity

NotApplicableEffect = Literal["exclude", "reallocate", "full-marks"]


@frozen(kw_only=True)
class ChecklistItem:
    """One point that the evaluators check (评价要点).

    Args:
        text: What is checked.
        share: Its part of the indicator, relative to the other items' shares.
        required: Whether failing it voids the whole indicator.

    """

    text: str
    share: Decimal = field(default=Decimal(1), converter=exact)
    required: bool = False


@frozen(kw_only=True)
class Indicator:
    """An indicator at any level; a group has children or is open to the dossier's own.

    Args:
        code: Unique in its set.
        name: The name printed on the form; names may repeat, codes never do.
        points: 分值; None is unset: a dossier or an overlay fills it, or a group takes the sum of its children.
        children: The indicators below.
        open: Whether a dossier may add its own indicators below.
        scorer: How a leaf is scored; None leaves it to the evaluators' stated score.
        default_scorer: How the indicators are scored that a dossier adds below, if they bring no scorer of their own.
        aggregator: How the children's rates make this indicator's rate; None adds their points.
        definition: What the indicator means, in one sentence.
        checklist: What the evaluators check.
        target: The target, where the set gives one.
        citations: What the indicator rests on.
        effective: When it is in force.

    """

    code: str
    name: str
    points: Decimal | None = field(default=None, converter=optional_exact)
    children: tuple[Indicator, ...] = ()
    open: bool = False
    scorer: Scorer | None = None
    default_scorer: Scorer | None = None
    aggregator: Aggregator | None = None
    definition: str = ""
    checklist: tuple[ChecklistItem, ...] = ()
    target: Quantity | None = None
    citations: tuple[Citation, ...] = ()
    effective: Period = field(factory=Period)

    @property
    def is_leaf(self) -> bool:
        """Whether the indicator is scored by itself: it has no children and is not open, or it combines rates."""
        return self.aggregator is not None or not (self.children or self.open)

    def walk(self) -> Iterator[Indicator]:
        """Yield the indicator and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def replace(self, **changes: Any) -> Indicator:  # noqa: ANN401 - any field
        """Return a copy with *changes* made."""
        return evolve(self, **changes)


@frozen(kw_only=True)
class AbsencePolicy:
    """What a set does with a row that has no actual value.

    ``missing`` and ``unverifiable`` score zero: missing evidence never raises a score.

    Args:
        missing: ``"zero"``.
        unverifiable: ``"zero"``.
        not_applicable: ``"exclude"``: the row has no points from the start (an error if it has some);
            ``"reallocate"``: its points go to the other indicators in proportion, by largest remainder;
            ``"full-marks"``: it gets its points.

    """

    missing: Literal["zero"] = "zero"
    unverifiable: Literal["zero"] = "zero"
    not_applicable: NotApplicableEffect = "exclude"


@frozen(kw_only=True)
class Veto:
    """A circumstance that lowers the grade, never raises it (一票否决).

    Args:
        code: Its name in a dossier's ``vetoes``.
        name: What it is about.
        lowers_to: The grade it lowers to; a lower grade stays.
        indicator: The indicator whose rate triggers it, by path or code; empty: only the dossier does.
        below: The rate in [0, 1] below which it is triggered.
        citations: What it rests on.

    """

    code: str
    name: str
    lowers_to: str
    indicator: str = ""
    below: Decimal | None = field(default=None, converter=optional_exact, metadata=rate())
    citations: tuple[Citation, ...] = ()


_STANDARD_BANDS = GradeScale(
    (
        Band(name="优", lower=90, upper=100),
        Band(name="良", lower=80, upper=90),
        Band(name="中", lower=60, upper=80),
        Band(name="差", lower=0, upper=60),
    )
)


@frozen(kw_only=True)
class IndicatorSet:
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
        profile: Thresholds for the audit, by name.
        citations: What the set rests on.
        effective: When it is in force.
        layers: The ids of the base and of the overlays it was made from, nation first.

    Raises:
        IndicatorSetError: If codes repeat, points do not add up, or a part contradicts another; every problem is listed,
            with its place as a key path (``indicators/0/children/2/points``).

    """

    id: str = field(metadata=named("indicator-set"))
    title: str
    title_en: str = ""
    version: str = ""
    kind: EvaluationKind = "self"
    indicators: tuple[Indicator, ...] = ()
    full_marks: Decimal = field(default=Decimal(100), converter=exact)
    rounding: Rounding = field(factory=Rounding)
    grades: GradeScale = _STANDARD_BANDS
    absence: AbsencePolicy = field(factory=AbsencePolicy)
    vetoes: tuple[Veto, ...] = ()
    profile: tuple[tuple[str, Decimal], ...] = field(default=(), metadata=pairs(rates=True))
    citations: tuple[Citation, ...] = ()
    effective: Period = field(factory=Period)
    layers: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse a set that contradicts itself."""
        from perfeval.model.set_checks import problems_of  # noqa: PLC0415 - it checks values of this module

        if problems := problems_of(self):
            raise IndicatorSetError(problems)

    def walk(self) -> Iterator[Indicator]:
        """Yield every indicator, parents first, in the order of the form."""
        for indicator in self.indicators:
            yield from indicator.walk()

    def find(self, address: str) -> Indicator:
        """Return the indicator at *address*: a code, or a path of names or codes from level 1 (产出/产出数量).

        Raises:
            NotFoundError: If there is none, with the nearest name; or if the path names several, with their codes.

        """
        return locate(self.indicators, address)[-1]

    def path(self, code: str) -> str:
        """Return the path of names from level 1 to the indicator of *code*."""
        return "/".join(indicator.name for indicator in locate(self.indicators, code))

    def threshold(self, name: str, default: Decimal) -> Decimal:
        """Return the profile's threshold called *name*, or *default*."""
        return dict(self.profile).get(name, default)

    @property
    def is_complete(self) -> bool:
        """Whether every indicator has its points and no group is open."""
        return all(
            indicator.points is not None and not (indicator.open and not indicator.children)
            for indicator in _pointed(self.indicators)
        )

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the set's content: equal for equal rules, in every process."""
        from perfeval.model.plain_values import fingerprint  # noqa: PLC0415 - only when someone asks

        return fingerprint(self)

    def replace(self, **changes: Any) -> IndicatorSet:  # noqa: ANN401 - any field
        """Return a copy with *changes* made."""
        return evolve(self, **changes)

    def to_dict(self) -> dict[str, object]:
        """Return the set as plain values: text, lists and dicts; numbers as decimal text."""
        from perfeval.model.plain_values import to_plain  # noqa: PLC0415 - only when someone asks

        return to_plain(self)

    def _repr_html_(self) -> str:
        from perfeval.model.display import indicator_set_html  # noqa: PLC0415 - only in a notebook

        return indicator_set_html(self)


def _pointed(indicators: tuple[Indicator, ...]) -> Iterator[Indicator]:
    """Yield the indicators that hold points: all but the components of an aggregator."""
    for indicator in indicators:
        yield indicator
        if indicator.aggregator is None:
            yield from _pointed(indicator.children)


def locate(indicators: tuple[Indicator, ...], address: str) -> tuple[Indicator, ...]:
    """Return the chain from level 1 to the indicator at *address*, a code or a path of names or codes.

    Raises:
        NotFoundError: If there is none (``path-unknown``) or there are several (``path-ambiguous``).

    """
    chains = list(_chains(indicators, ()))
    by_code = [chain for chain in chains if chain[-1].code == address]
    parts = address.split("/")
    found = by_code or [
        chain
        for chain in chains
        if len(chain) == len(parts)
        and all(part in (one.name, one.code) for one, part in zip(chain, parts, strict=True))
    ]
    if len(found) == 1:
        return found[0]
    if found:
        codes = ", ".join(chain[-1].code for chain in found)
        raise NotFoundError([Issue(code="path-ambiguous", values={"path": address, "codes": codes})])
    paths = ["/".join(one.name for one in chain) for chain in chains]
    raise NotFoundError(
        [
            Issue(
                code="path-unknown",
                values={"path": address},
                hint=did_you_mean(address, paths + [chain[-1].code for chain in chains]),
            )
        ]
    )


def _chains(indicators: tuple[Indicator, ...], above: tuple[Indicator, ...]) -> Iterator[tuple[Indicator, ...]]:
    for indicator in indicators:
        chain = (*above, indicator)
        yield chain
        yield from _chains(indicator.children, chain)


def points_text(points: Decimal | None) -> str:
    """Print points, or a dash where they are unset."""
    return "-" if points is None else plain(points)


def at(place: str) -> Location:
    """Return the location of a key path inside a set."""
    return Location(place=place)
