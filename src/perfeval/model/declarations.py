"""What the values know of a scorer and an aggregator: that a set declares one, of some kind, with its parameters.

How any of them computes is the business of the floor above (:mod:`perfeval.scoring.protocols`), and of plugins.
"""

from __future__ import annotations

from typing import ClassVar, Protocol


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
