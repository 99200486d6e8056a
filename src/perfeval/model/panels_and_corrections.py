"""Panels (评委组) and corrections (修正系数): how assessors' scores become one, and what is done to the total afterwards."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Literal

from attrs import field, frozen

from perfeval.errors import IndicatorSetError, Issue, Location
from perfeval.errors.language import Text
from perfeval.model.citations import Citation
from perfeval.model.file_keys import rate_field, within
from perfeval.model.numbers import given_exact, plain
from perfeval.model.validated import PartOfSet

PanelMethod = Literal["none", "mean", "trimmed-mean", "median", "majority"]
"""未规定, 平均, 去掉最高分和最低分后平均, 中位数, 多数意见."""

# Below three scores nothing is left when the highest and the lowest go.
_LEAST_TRIMMED = 3


@frozen(kw_only=True)
class Panel(PartOfSet):
    """How the scores that several assessors (评委) give to one row become its score.

    Args:
        method: ``"none"``: the set declares none; ``"mean"``, ``"trimmed-mean"`` (without the highest and the lowest), ``"median"`` or ``"majority"``.
        least: How many assessors there must be at least; a trimmed mean needs it, and 3 or more. None: any number.
        citations: What the method rests on.

    Raises:
        IndicatorSetError: If a trimmed mean does not say how many assessors it needs, or fewer than 3.

    """

    called: ClassVar[Text] = Text("评委汇总", "the panel")

    method: PanelMethod = "none"
    least: int | None = field(default=None, metadata=within(1))
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse a trimmed mean of too few scores."""
        super().__attrs_post_init__()
        if self.method == "trimmed-mean" and (self.least is None or self.least < _LEAST_TRIMMED):
            raise IndicatorSetError(
                [
                    Issue(
                        code="wrong-value",
                        expected=Text(
                            "trimmed-mean 须写明 least，至少 3 人", "a trimmed-mean says its least, 3 or more"
                        ),
                        found="-" if self.least is None else str(self.least),
                        location=Location(place="Panel.least"),
                    )
                ]
            )


@frozen(kw_only=True)
class Correction(PartOfSet):
    """A factor by which the total is multiplied, after the rows are added up (修正系数).

    Args:
        code: Its name, unique among the set's corrections.
        name: What it is about, such as 难度系数.
        factor: The factor, above 0; 105 % raises the total by a twentieth.
        citations: What it rests on.

    Raises:
        IndicatorSetError: If the factor is not above 0.

    """

    called: ClassVar[Text] = Text("修正系数", "a correction")

    code: str
    name: str
    factor: Decimal = field(converter=given_exact, metadata=rate_field())
    citations: tuple[Citation, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse a factor that leaves nothing of the total."""
        super().__attrs_post_init__()
        if self.factor <= 0:
            raise IndicatorSetError(
                [
                    Issue(
                        code="wrong-value",
                        expected=Text("大于 0 的系数", "a factor above 0"),
                        found=plain(self.factor),
                        location=Location(place="Correction.factor"),
                    )
                ]
            )
