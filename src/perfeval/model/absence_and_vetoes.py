"""The policies of a set: what an absence does, and which circumstances lower a grade."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from attrs import field, frozen

from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.model.file_keys import rate_field, within
from perfeval.model.numbers import optional_exact
from perfeval.model.validated import PartOfSet

NotApplicableEffect = Literal["exclude", "reallocate", "full-marks"]


@frozen(kw_only=True)
class AbsencePolicy(PartOfSet):
    """What a set does with a row that has no actual value.

    ``missing`` and ``unverifiable`` score zero: missing evidence never raises a score.

    Args:
        missing: ``"zero"``.
        unverifiable: ``"zero"``.
        not_applicable: ``"exclude"``: the row has no points from the start (an error if it has some);
            ``"reallocate"``: its points go to the other indicators in proportion, by largest remainder;
            ``"full-marks"``: it gets its points.
        within: Where ``"reallocate"`` finds the indicators that take the points: in the whole ``"set"``, or in the
            ``"group"`` just above.
        stated_scores: What ``"reallocate"`` does with a stated score whose indicator takes points: ``"refuse"`` it, for it
            was given out of fewer points; or ``"scale"`` it as the points grow, rounded as the set rounds.

    """

    called: ClassVar[Text] = Text("缺项处理", "the policy of absence")

    missing: Literal["zero"] = "zero"
    unverifiable: Literal["zero"] = "zero"
    not_applicable: NotApplicableEffect = "exclude"
    within: Literal["set", "group"] = "set"
    stated_scores: Literal["refuse", "scale"] = "refuse"


@frozen(kw_only=True)
class Veto(PartOfSet):
    """A circumstance that lowers the grade, never raises it (一票否决).

    Args:
        code: Its name in a dossier's ``vetoes``.
        name: What it is about.
        lowers_to: The grade it lowers to; a lower grade stays.
        indicator: The indicator whose rate triggers it, by path or code; empty: only the dossier does.
        below: The rate in [0, 1] below which it is triggered.
        citations: What it rests on.

    """

    called: ClassVar[Text] = Text("否决项", "a veto")

    code: str
    name: str
    lowers_to: str
    indicator: str = ""
    below: Decimal | None = field(default=None, converter=optional_exact, metadata=rate_field() | within(0, 1))
    citations: tuple[Citation, ...] = ()
