"""What a scorer or aggregator does wrong: it raises, or gives what is no rate; told with its plugin, its kind and the row.

A formula of ours always gives an exact rate; what writes its own rate is looked at each time.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

from perfeval.errors import IndicatorSetError, Issue, ScoringError
from perfeval.errors.language import Text
from perfeval.model.declarations import is_declared
from perfeval.model.dossier import row_location
from perfeval.model.plugin_faults import AGGREGATOR, HARM, SCORER, UNKNOWN, nonsense_from, raised_by
from perfeval.scoring.protocols import Rate, Unscorable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from perfeval.errors import Location
    from perfeval.model.declarations import DeclaredAggregator, DeclaredScorer
    from perfeval.model.dossier import Row
    from perfeval.model.indicator_set import IndicatorSet
    from perfeval.model.provenance import Contributor

    Kind = DeclaredScorer | DeclaredAggregator

_RATE = Text("两个整数 (n, d)，或 Unscorable", "a pair of integers (n, d), or Unscorable")
_FACTS_OF_A_SCORER = 3
_STEPS = Text("Text 的元组", "a tuple of Text")


class NoRateError(Exception):
    """What a scorer gave that is no rate."""

    def __init__(self, value: object) -> None:
        """Carry *value*."""
        super().__init__(value)
        self.value = value


def is_exact_rate(value: object) -> bool:
    """Whether a value is a pair of plain integers; no float, no bool, no fraction."""
    return isinstance(value, tuple) and [type(part) for part in value] == [int, int]


def is_rate_in_range(rate: Rate) -> bool:
    """Whether an exact rate lies in [0, 1]."""
    return 0 <= rate[0] <= rate[1] != 0


def out_of_range(rate: Rate, row: Row, kind: Kind | None, indicators: IndicatorSet) -> Issue:
    """Return the issue of a rate outside [0, 1], with who gave it."""
    hint = None
    if kind is not None:
        contributor, what = contributor_of(kind, indicators)
        by = UNKNOWN if contributor is None else Text(str(contributor), str(contributor))
        hint = Text(
            f"插件 {by.zh} 的{what.zh} {kind.kind} 有误，请告知其作者",
            f"tell the author of the plugin {by.en}, whose {what.en} {kind.kind} gave it",
        )
    return Issue(
        code="rate-out-of-range",
        values={"path": row.address},
        location=row_location(row),
        expected="0 ≤ n/d ≤ 1",
        found=f"{rate[0]}/{rate[1]}",
        hint=hint,
    )


def answer(value: Any) -> Rate | Unscorable:  # noqa: ANN401 - whatever a plugin gives
    """Return what is a rate, or a reason why there is none.

    Raises:
        NoRateError: If it is neither.

    """
    if is_exact_rate(value) or (isinstance(value, Unscorable) and _is_told(value)):
        return value  # type: ignore[no-any-return]
    raise NoRateError(value)


def _is_told(reason: Unscorable) -> bool:
    return isinstance(reason.reason, Text) and (reason.mend is None or isinstance(reason.mend, Text))


def guarded(rate: Callable[..., object]) -> Callable[..., Rate | Unscorable]:
    """Return a function that asks *rate* and looks at what it gives."""
    return partial(_asked, rate)


def _asked(rate: Callable[..., object], *facts: object) -> Rate | Unscorable:
    return answer(rate(*facts))


def raising(cause: BaseException) -> Callable[..., NoReturn]:
    """Return a function that raises *cause* when it is asked, so that it is told of the row."""
    return partial(_raise, cause)


def _raise(cause: BaseException, *_: object) -> NoReturn:
    raise cause


def failed(kind: Kind, row: Row, indicators: IndicatorSet, cause: BaseException) -> ScoringError:
    """Return the error of a scorer or aggregator that raised, or gave no rate, for a row.

    Args:
        kind: The scorer or aggregator.
        row: The row that it was asked about.
        indicators: The set, which knows who registered the kind.
        cause: What it raised.

    """
    return ScoringError([_told(kind, indicators, cause, row_location(row))])


def failed_check(kind: Kind, indicators: IndicatorSet, cause: BaseException, at: Location) -> IndicatorSetError:
    """Return the error of an aggregator that raised while it looked at its group."""
    return IndicatorSetError([_told(kind, indicators, cause, at)])


def checked_steps(
    steps: Callable[[], Iterable[Text]], kind: Kind, row: Row, indicators: IndicatorSet
) -> tuple[Text, ...]:
    """Return the steps that a scorer or aggregator says for a row.

    Raises:
        ScoringError: If it raises, or says anything else than texts in both languages.

    """
    try:
        said = tuple(steps())
    except HARM as cause:
        raise failed(kind, row, indicators, cause) from cause
    if all(isinstance(one, Text) for one in said):
        return said
    contributor, what = contributor_of(kind, indicators)
    issue = nonsense_from(contributor, what, kind.kind, said, expected=_STEPS, at=row_location(row))
    raise ScoringError([issue])


def contributor_of(kind: Kind, indicators: IndicatorSet) -> tuple[Contributor | None, Text]:
    """Return who registered a kind, as far as the set knows, and what it is."""
    if is_declared(kind, _FACTS_OF_A_SCORER):
        return dict(indicators.origin.scorers).get(kind.kind), SCORER
    return dict(indicators.origin.aggregators).get(kind.kind), AGGREGATOR


def _told(kind: Kind, indicators: IndicatorSet, cause: BaseException, at: Location) -> Issue:
    contributor, what = contributor_of(kind, indicators)
    if isinstance(cause, NoRateError):
        return nonsense_from(contributor, what, kind.kind, cause.value, expected=_RATE, at=at)
    return raised_by(contributor, what, kind.kind, cause, at=at)
