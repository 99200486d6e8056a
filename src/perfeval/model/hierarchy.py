"""The hierarchy (指标层级): one recursive indicator of any depth."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

from attrs import evolve, field, frozen

from perfeval.errors.language import Text
from perfeval.model.citations import Citation, Period
from perfeval.model.declarations import DeclaredAggregator, DeclaredScorer
from perfeval.model.file_keys import filled, within
from perfeval.model.intentions import Intention
from perfeval.model.numbers import given_exact, optional_exact
from perfeval.model.quantities import Quantity
from perfeval.model.validated import PartOfSet

if TYPE_CHECKING:
    from collections.abc import Iterator


_ALWAYS = Period()


@frozen(kw_only=True)
class ChecklistItem(PartOfSet):
    """One point that the evaluators check (评价要点).

    Args:
        text: What is checked.
        share: Its part of the indicator, relative to the other items' shares.
        required: Whether failing it voids the whole indicator.

    """

    called: ClassVar[Text] = Text("评价要点", "a checklist item")

    text: str
    share: Decimal = field(default=Decimal(1), converter=given_exact, metadata=within(0))
    required: bool = False

    @classmethod
    def from_plain(cls, value: object) -> ChecklistItem | None:
        """Return the item that a text alone is."""
        return cls(text=value) if isinstance(value, str) else None


@frozen(kw_only=True)
class Indicator(PartOfSet):
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
        intended: The promises of scoring that its rule is meant to break.

    """

    called: ClassVar[Text] = Text("指标", "an indicator")

    code: str
    name: str
    points: Decimal | None = field(default=None, converter=optional_exact)
    children: tuple[Indicator, ...] = field(default=(), metadata=filled())
    open: bool = False
    scorer: DeclaredScorer | None = None
    default_scorer: DeclaredScorer | None = None
    aggregator: DeclaredAggregator | None = None
    definition: str = ""
    checklist: tuple[ChecklistItem, ...] = ()
    target: Quantity | None = None
    citations: tuple[Citation, ...] = ()
    effective: Period = _ALWAYS
    intended: tuple[Intention, ...] = ()

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
