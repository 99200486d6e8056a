"""Issues: one problem each, which says where it is, what was expected, what was found, and how to mend it.

An issue has a stable code; ``CATALOGUE`` holds the sentence of each code in both languages, and ``docs/errors.md``
explains each one.
"""

from __future__ import annotations

import difflib
import reprlib
from numbers import Number
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from perfeval.errors.catalogue import CATALOGUE
from perfeval.errors.language import LANGUAGES, Language, Phrase, Text, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 60
"""How much of a value stands in a message."""
_LABELS = {"expected": Text("应为", "expected"), "found": Text("实为", "found"), "hint": Text("建议", "hint")}


def _speak(value: object, language: Language) -> object:
    return value.speak(language) if isinstance(value, Text) else value


def _filled(sentence: Text, values: dict[str, Any]) -> Text:
    """Return a sentence with its values, each in the language of the sentence."""
    zh, en = (
        sentence.speak(language).format(**{name: _speak(value, language) for name, value in values.items()})
        for language in LANGUAGES
    )
    return Text(zh, en)


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

    def to_dict(self) -> dict[str, str | int | None]:
        """Return file, line, column and place as plain data; null where one is not known."""
        return {"path": self.path, "line": self.line, "column": self.column, "place": self.place}


_NOWHERE = Location()


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
        own_sentence: The sentence of a plugin's own code (:meth:`perfeval.plugin.ErrorCode.issue`), which travels with the issue; None: the catalogue's.

    """

    code: str = field()
    values: dict[str, Any] = field(factory=dict, hash=False)
    location: Location = field(factory=Location)
    expected: Phrase | None = None
    found: Phrase | None = None
    hint: Phrase | None = None
    own_sentence: Text | None = field(default=None, repr=False)

    @code.validator
    def _code_is_in_the_catalogue(self, _: object, value: str) -> None:
        # A sentence of one's own never takes the place of one of the catalogue's.
        if (value in CATALOGUE) == (self.own_sentence is not None):
            message = (
                f"no such error code: {value!r}" if self.own_sentence is None else f"a built-in error code: {value!r}"
            )
            raise KeyError(message)
        if self.own_sentence is not None:
            _filled(self.own_sentence, self.values)  # what a placeholder lacks is told now, not when it is printed

    @property
    def message(self) -> Text:
        """The sentence of the catalogue, its values filled in."""
        return _filled(self.own_sentence or CATALOGUE[self.code].sentence, self.values)

    def at(self, location: Location) -> Issue:
        """Return the same issue standing at *location*."""
        return evolve(self, location=location)

    def advised(self, more: Text) -> Issue:
        """Return the same issue with *more* to its hint."""
        if self.hint is None:
            return evolve(self, hint=more)
        first = self.hint if isinstance(self.hint, Text) else Text(self.hint, self.hint)
        return evolve(self, hint=Text(f"{first.zh}；{more.zh}", f"{first.en}; {more.en}"))

    def render(self, language: Language = "en") -> str:
        """Print the issue on one line, in Chinese or English."""
        text = self.message.speak(language)
        details = [
            f"{label.speak(language)} {_speak(value, language)}"
            for name, label in _LABELS.items()
            if (value := getattr(self, name)) is not None
        ]
        where = str(self.location)
        separator, comma = ("；", "；") if language == "zh" else (": ", "; ")
        body = text if not details else f"{text}{separator}{comma.join(details)}"
        return f"{where}: {body} [{self.code}]" if where else f"{body} [{self.code}]"

    def to_dict(self, language: Language | None = None) -> dict[str, Any]:
        """Return the issue as plain data for services: ``code``, ``message``, ``location``, ``expected``, ``found``, ``hint``.

        Every key is there; what is not known is null.

        Args:
            language: The language of the words; None gives both, as ``{"zh": …, "en": …}``.

        """
        details = {
            name: None if (words := getattr(self, name)) is None else spoken(words, language) for name in _LABELS
        }
        message = spoken(self.message, language)
        return {"code": self.code, "message": message, "location": self.location.to_dict(), **details}

    def __str__(self) -> str:
        """Print in English; :meth:`render` prints either language."""
        return self.render("en")


def found_text(value: object) -> str | Text:
    """Return a value as a message shows it, on one line and cut off where it is long."""
    try:
        text = value if isinstance(value, str) else str(value) if isinstance(value, Number) else reprlib.repr(value)
    except ValueError:  # Python prints no integer of thousands of digits
        return Text("位数过多的数", "a number of too many digits")
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return repr(text) if isinstance(value, str) else text


@frozen(kw_only=True)
class ErrorCode:
    """A code of errors that a plugin brings, with its sentence (错误代码).

    Args:
        code: The code; a plugin's own has a dot, such as ``"cn.example.no-seal"``.
        sentence: What is wrong, in both languages, with the same ``{placeholders}``.

    """

    code: str
    sentence: Text

    def issue(
        self,
        *,
        values: dict[str, Any] | None = None,
        location: Location = _NOWHERE,
        expected: Phrase | None = None,
        found: Phrase | None = None,
        hint: Phrase | None = None,
    ) -> Issue:
        """Return a problem of this code.

        Args:
            values: What fills the placeholders of the sentence.
            location: Where the problem stands.
            expected: What should have been there.
            found: What was there.
            hint: How to mend it.

        Raises:
            KeyError: If a placeholder has no value.

        """
        return Issue(
            code=self.code,
            values=values or {},
            location=location,
            expected=expected,
            found=found,
            hint=hint,
            own_sentence=None if self.code in CATALOGUE else self.sentence,
        )


def built_in_codes() -> tuple[ErrorCode, ...]:
    """Return the codes of the catalogue."""
    return tuple(ErrorCode(code=code, sentence=entry.sentence) for code, entry in CATALOGUE.items())


def did_you_mean(word: str, choices: Iterable[str]) -> Text | None:
    """Return a hint naming the nearest of *choices* to *word*, or None if none is near."""
    near = difflib.get_close_matches(word, sorted(set(choices)), n=1, cutoff=0.5)
    return Text(f"是否想写 {near[0]}？", f"did you mean {near[0]}?") if near else None
