"""The indicators that a project brings into open groups (自设指标): known by their rows, made when somebody asks."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from perfeval.model.address_book import joined_names
from perfeval.model.hierarchy import Indicator
from perfeval.model.normal_form import normalise
from perfeval.model.validated import changed, unchecked
from perfeval.scoring.compiled import rate_function
from perfeval.scoring.scorers.stated import Stated

if TYPE_CHECKING:
    from decimal import Decimal

    from perfeval.model.dossier import Row
    from perfeval.scoring.compiled import Group, Leaf
    from perfeval.scoring.protocols import Aggregator

_STATED = Stated()
# How many hexadecimal digits tell a project's own indicator from the others of its group: ten thousand of one group share a code
# once in millions of projects, and then they are refused.
_DIGITS = 12


class OwnLeaf:
    """An indicator that a project brings into an open group.

    Args:
        group: The open group.
        name: The indicator's name.
        row: Its row.

    """

    __slots__ = ("__dict__", "group", "name", "rate", "row")
    aggregator: ClassVar[Aggregator | None] = None
    components: ClassVar[tuple[Leaf, ...]] = ()

    def __init__(self, group: Group, name: str, row: Row) -> None:
        """Note what is known of it; see the class."""
        self.group = group
        self.name = name
        self.row = row
        self.rate = rate_function(row.scorer, ()) if row.scorer is not None else group.default_rate

    @cached_property
    def code(self) -> str:
        """Its code: the row's own, or one that is made of the group and the name."""
        return self.row.code or own_code(self.group.indicator.code, self.name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names from level 1 down to its own."""
        return (*self.group.names, self.name)

    @property
    def path(self) -> str:
        """The names as a text to read."""
        return joined_names(self.names)

    @property
    def home(self) -> str:
        """The code of the group it stands in."""
        return self.group.indicator.code

    @cached_property
    def indicator(self) -> Indicator:
        """The indicator."""
        row = self.row
        return unchecked(
            Indicator,
            code=self.code,
            name=self.name,
            points=row.points,
            scorer=row.scorer or self.group.indicator.default_scorer or _STATED,
            target=row.target,
            definition=row.definition,
        )

    def __reduce__(self) -> tuple[object, tuple[object, ...], dict[str, Indicator]]:
        """Travel to another process without the formula's code, which is made again there."""
        return OwnLeaf, (self.group, self.name, self.row), {"indicator": self.indicator}

    def with_points(self, points: Decimal) -> OwnLeaf:
        """Return the same indicator with other points than its row gives it, which it has after a reallocation."""
        made = OwnLeaf(self.group, self.name, self.row)
        made.indicator = changed(self.indicator, points=points)
        return made


def own_code(group: str, name: str) -> str:
    """Return the code of a project's own indicator: of its group and its name alone, so next year, in any order, the same.

    >>> own_code("QUANTITY", "修路") == own_code("QUANTITY", " 修路 ")
    True

    """
    digest = hashlib.sha256(normalise(name).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{group}.{digest[:_DIGITS]}"
