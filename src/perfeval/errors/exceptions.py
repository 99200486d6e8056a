"""What can be raised: one root, which carries all the problems that were found, and a class for each kind of failure.

Each class is also the builtin that a Python user expects, so that ``except ValueError`` catches what it should.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from perfeval.errors.issues import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from perfeval.errors.language import Language


class PerfEvalError(Exception):
    """The root of every error perfeval raises on purpose; it carries all problems found, as ``issues``."""

    def __init__(self, issues: Iterable[Issue]) -> None:
        """Carry *issues*, of which there is at least one."""
        self.issues: tuple[Issue, ...] = tuple(issues)
        super().__init__(self.issues)

    def __reduce__(self) -> tuple[type[PerfEvalError], tuple[tuple[Issue, ...]]]:
        """Pickle by the issues, so that an error crosses processes."""
        return type(self), (self.issues,)

    def render(self, language: Language = "en") -> str:
        """Print every issue, one on a line, in Chinese or English."""
        return "\n".join(issue.render(language) for issue in self.issues)

    def to_dict(self, language: Language | None = None) -> dict[str, Any]:
        """Return the problems as plain data for services, under ``issues``.

        Args:
            language: The language of the words; None gives both, as ``{"zh": …, "en": …}``.

        """
        return {"issues": [issue.to_dict(language) for issue in self.issues]}

    def __str__(self) -> str:
        """Print in English; :meth:`render` prints either language."""
        return self.render("en")


class FormatError(PerfEvalError, ValueError):
    """A file is not what it should be: not text, not YAML, an unknown key, a value of the wrong kind."""


class FileError(PerfEvalError, OSError):
    """A file or folder cannot be read or written; nothing was half-written."""

    def __str__(self) -> str:
        """Print as every error of ours does (OSError would print its arguments)."""
        return self.render("en")


class NumberError(PerfEvalError, ValueError):
    """A number is not exact or not finite, or does not fit the quantum of the set."""


class IndicatorSetError(PerfEvalError, ValueError):
    """An indicator set or an overlay contradicts itself: points that do not add up, a code twice, a hole between bands."""


class DossierError(PerfEvalError, ValueError):
    """A dossier does not fit its indicator set: an unknown row, a score above its points, points that do not add up."""


class ScoringError(PerfEvalError, ArithmeticError):
    """A score cannot be computed from the facts: a denominator is zero, a fact is not there."""


class NotFoundError(PerfEvalError, LookupError):
    """Nothing is registered, or stands in the set, under this id, code or path."""


class PluginError(PerfEvalError, RuntimeError):
    """A plugin cannot be loaded, claims what another has, brings what cannot be used, or fails while it is used."""


class MissingExtraError(PerfEvalError, ImportError):
    """An optional library is not installed; the message names the ``pip install`` line."""


def missing_extra(*, extra: str, package: str) -> MissingExtraError:
    """Build the error for a library of *extra* that is not installed."""
    return MissingExtraError([Issue(code="missing-extra", values={"package": package, "extra": extra})])
