"""What can go wrong: one root, and issues that say where, what was expected, what was found, how to mend it.

Every error carries *all* the problems that were found, as a tuple of :class:`Issue`. An issue has a stable code;
``CATALOGUE`` holds the sentence of each code in both languages, and ``docs/errors.md`` explains each one.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from perfeval.error_catalogue import CATALOGUE
from perfeval.language import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterable

Phrase = str | Text
"""Words that are the same in both languages (a value, a name), or a sentence in both."""

_LABELS = {"expected": Text("应为", "expected"), "found": Text("实为", "found"), "hint": Text("建议", "hint")}


def _speak(value: object, language: Language) -> object:
    return value.speak(language) if isinstance(value, Text) else value


@frozen(kw_only=True)
class Location:
    """Where something stood.

    Args:
        path: The file, as the caller named it; None for a value that came from no file.
        line: The line, counted from 1.
        column: The column, counted from 1.
        place: The place inside the data: a key path (``rows/产出/产出数量``), a cell (``表1 R4C2``), a sheet (``评价表!C7``).

    """

    path: str | None = None
    line: int | None = None
    column: int | None = None
    place: str | None = None

    def __str__(self) -> str:
        """Print as ``file:line:column [place]``, leaving out what is not known."""
        where = ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)
        if self.place:
            return f"{where} [{self.place}]" if where else self.place
        return where


@frozen(kw_only=True)
class Issue:
    """One problem: its stable code, where it is, what was expected, what was found, and how to mend it.

    Args:
        code: A key of the error catalogue, such as ``"unknown-key"``.
        values: What fills the placeholders of the catalogue's sentence.
        location: Where the problem stands.
        expected: What should have been there.
        found: What was there.
        hint: How to mend it, such as a "did you mean".

    """

    code: str = field()
    values: dict[str, Any] = field(factory=dict, hash=False)
    location: Location = field(factory=Location)
    expected: Phrase | None = None
    found: Phrase | None = None
    hint: Phrase | None = None

    @code.validator
    def _code_is_in_the_catalogue(self, _: object, value: str) -> None:
        if value not in CATALOGUE:
            message = f"no such error code: {value!r}"
            raise KeyError(message)

    def at(self, location: Location) -> Issue:
        """Return the same issue standing at *location*."""
        return evolve(self, location=location)

    def render(self, language: Language = "en") -> str:
        """Print the issue on one line, in Chinese or English."""
        values = {name: _speak(value, language) for name, value in self.values.items()}
        text = CATALOGUE[self.code].sentence.speak(language).format(**values)
        details = [
            f"{label.speak(language)} {_speak(value, language)}"
            for name, label in _LABELS.items()
            if (value := getattr(self, name)) is not None
        ]
        where = str(self.location)
        separator, comma = ("；", "；") if language == "zh" else (": ", "; ")
        body = text if not details else f"{text}{separator}{comma.join(details)}"
        return f"{where}: {body} [{self.code}]" if where else f"{body} [{self.code}]"

    def __str__(self) -> str:
        """Print in English; :meth:`render` prints either language."""
        return self.render("en")


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
    """A plugin cannot be loaded, claims what another plugin has, or implements an unknown hook."""


class MissingExtraError(PerfEvalError, ImportError):
    """An optional library is not installed; the message names the ``pip install`` line."""


def did_you_mean(word: str, choices: Iterable[str]) -> Text | None:
    """Return a hint naming the nearest of *choices* to *word*, or None if none is near."""
    near = difflib.get_close_matches(word, sorted(set(choices)), n=1, cutoff=0.5)
    return Text(f"是否想写 {near[0]}？", f"did you mean {near[0]}?") if near else None


def missing_extra(*, extra: str, package: str) -> MissingExtraError:
    """Build the error for a library of *extra* that is not installed."""
    return MissingExtraError([Issue(code="missing-extra", values={"package": package, "extra": extra})])
