"""Parameters of a scorer or an aggregator that cannot be: each problem names the field that it is about, which finds its line in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from perfeval.errors import IndicatorSetError, Issue, Location

if TYPE_CHECKING:
    from collections.abc import Iterable

    from perfeval.errors.language import Phrase, Text

    ParameterProblem = tuple[str, Text, Phrase]
    """Where below the scorer, such as ``bands/1/rate``; what was expected, and found."""


def refuse_parameters(problems: Iterable[ParameterProblem], *, owner: type, kind: str) -> None:
    """Refuse the parameters of a scorer, if there is a problem.

    Args:
        problems: The problems.
        owner: The class that has the fields.
        kind: The word for it in files, such as ``ratio``.

    Raises:
        IndicatorSetError: With every problem, at ``Bands.bands/1/rate``.

    """
    issues = [
        Issue(
            code="scorer-parameters",
            values={"type": kind},
            expected=expected,
            found=found,
            location=Location(place=f"{owner.__name__}.{place}"),
        )
        for place, expected, found in problems
    ]
    if issues:
        raise IndicatorSetError(issues)
