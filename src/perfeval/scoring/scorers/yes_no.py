"""``yes-no``: full points or none, or a stated part (直接赋分; 财预〔2021〕101号)."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, ClassVar

from attrs import field, frozen

from perfeval.errors import IndicatorSetError, Issue
from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.model.numbers import fraction
from perfeval.scoring.facts import FULL, NO_ACTUAL, as_rate, percent_text
from perfeval.scoring.protocols import Rate, Unscorable

if TYPE_CHECKING:
    from perfeval.model.dossier import Row
    from perfeval.model.funds import Funds
    from perfeval.model.hierarchy import Indicator


@frozen(kw_only=True)
class YesNo:
    """Score a yes with full points and a no with none, or with a stated part.

    Args:
        yes: The words that mean yes.
        no: The words that mean no.
        no_rate: The rate of a no, in [0, 1]; below 1.
        citations: What the rule rests on.

    """

    kind: ClassVar[str] = "yes-no"

    yes: tuple[str, ...] = field(default=("是",), converter=tuple)
    no: tuple[str, ...] = field(default=("否",), converter=tuple)
    no_rate: Fraction = field(default=Fraction(0), converter=fraction)
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse a word that means both, and a no that costs nothing."""
        both = sorted(set(self.yes) & set(self.no))
        problems = [(Text("一个词只表示是或否", "a word that means yes or no"), word) for word in both]
        if not 0 <= self.no_rate < 1:
            problems.append((Text("no-rate 在 [0, 1) 内", "no-rate in [0, 1)"), percent_text(self.no_rate)))
        if problems:
            raise IndicatorSetError(
                Issue(code="scorer-parameters", values={"type": self.kind}, expected=expected, found=found)
                for expected, found in problems
            )

    def rate(self, indicator: Indicator, row: Row, funds: Funds) -> Rate | Unscorable:  # noqa: ARG002 - the protocol
        """Return full for a yes, the stated part for a no."""
        if row.actual is None:
            return NO_ACTUAL
        word = row.actual.text
        if word in self.yes:
            return FULL
        if word in self.no:
            return as_rate(self.no_rate)
        words = " / ".join((*self.yes, *self.no))
        return Unscorable(Text(f"实际完成值“{word}”应为：{words}", f"the actual value {word!r} is none of: {words}"))

    def steps(self, indicator: Indicator, row: Row, funds: Funds) -> tuple[Text, ...]:
        """Say which of the two it is."""
        rate = self.rate(indicator, row, funds)
        if isinstance(rate, Unscorable):
            return (rate.reason,)
        word, percent = row.actual.text if row.actual is not None else "", percent_text(Fraction(*rate))
        return (Text(f"{word}，得分率 {percent}", f"{word}: rate {percent}"),)
