"""What the values know of a scorer and an aggregator: that a set declares one, of some kind, with its parameters.

How any of them computes is the business of the floor above (:mod:`perfeval.scoring.protocols`), and of plugins.
"""

from __future__ import annotations

from functools import cache
from inspect import signature
from typing import Any, ClassVar, Protocol

from perfeval.errors.language import Text


class DeclaredScorer(Protocol):
    """A scorer (计分方法) as an indicator declares it: a frozen value whose fields are its parameters.

    ``kind`` is the ``type:`` tag in YAML.
    """

    kind: ClassVar[str]


class DeclaredAggregator(Protocol):
    """An aggregator (汇总方法) as a group declares it: a frozen value whose fields are its parameters.

    ``kind`` is the ``type:`` tag in YAML.
    """

    kind: ClassVar[str]


DECLARATIONS: dict[type, tuple[Text, int]] = {
    DeclaredScorer: (Text("计分方法", "a scorer"), 3),
    DeclaredAggregator: (Text("汇总方法", "an aggregator"), 1),
}
"""What each is called, and of how many things its rate is asked: indicator, row and money; or components."""


def is_declared(value: object, facts: int) -> bool:
    """Whether *value* is a scorer or an aggregator: it has a kind, and a rate that can be asked of so many things."""
    kind: Any = type(value)
    return isinstance(getattr(value, "kind", None), str) and not isinstance(value, type) and _asks(kind, facts)


@cache
def _asks(kind: Any, facts: int) -> bool:  # noqa: ANN401 - a class, for which mypy knows no hash
    rate, steps = getattr(kind, "rate", None), getattr(kind, "steps", None)
    if not (callable(rate) and callable(steps)):
        return False
    try:
        signature(rate).bind(*range(facts + 1))
    except (TypeError, ValueError):
        return False
    return True
