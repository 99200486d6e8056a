"""What a field of a value may hold that is one thing: a text, a truth, a day, a number within bounds, one of some words.

A value that is of its type already passes the quick test, an expression that is compiled once a class. Anything else is taken where
a file would take it (the text of a number is the number), or refused with the field, what was expected and what was found.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from attrs import frozen

from perfeval.errors import Issue, Location, NumberError, did_you_mean, found_text
from perfeval.errors.language import Text
from perfeval.model.numbers import exact, fraction, is_exact, is_short

if TYPE_CHECKING:
    from collections.abc import Callable

Names = dict[str, object]
"""What a quick test names."""
Issues = list[Issue]

YES_NO: dict[object, Fraction] = {"√": Fraction(1), "×": Fraction(0), "是": Fraction(1), "否": Fraction(0)}
"""How far an item of a checklist is met, in a word."""

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_TOO_LONG = 10**18
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def named_in(names: Names, value: object) -> str:
    """Return a name for *value* in a quick test."""
    name = f"given{len(names)}"
    names[name] = value
    return name


def is_whole(value: object) -> bool:
    """Whether *value* is a whole number of as many digits as any field needs; True is none."""
    return isinstance(value, int) and not isinstance(value, bool) and -_TOO_LONG < value < _TOO_LONG


class FieldType:
    """What a field may hold."""

    @property
    def expected(self) -> Text:
        """What it is called in a message."""
        return Text("任何值", "anything")

    def quick(self, value: str, names: Names) -> str:  # noqa: ARG002 - most need it
        """Return a Python expression that holds where *value*, an expression, can stay as it is."""
        return "True"

    def taken(self, value: Any, place: str, issues: Issues) -> Any:  # noqa: ANN401, ARG002 - any value at all
        """Return what *value* is taken as; what is refused is listed with its *place*."""
        return value

    def refused(self, value: object, place: str, issues: Issues, *, code: str = "wrong-type") -> None:
        """List that *value* is not what is expected."""
        where = Location(place=place)
        issues.append(Issue(code=code, location=where, expected=self.expected, found=found_text(value)))


class TextType(FieldType):
    """A text."""

    expected = Text("文字", "a text")

    def quick(self, value: str, names: Names) -> str:  # noqa: ARG002 - as every type
        """A ``str``."""
        return f"type({value}) is str"

    def taken(self, value: Any, place: str, issues: Issues) -> Any:  # noqa: ANN401 - see above
        """Nothing but a text is one: 1.10 could be meant as 1.1."""
        if not isinstance(value, str):
            self.refused(value, place, issues)
        return value


class TruthType(FieldType):
    """True or false."""

    expected = Text("true 或 false", "true or false")

    def quick(self, value: str, names: Names) -> str:  # noqa: ARG002 - as every type
        """A ``bool``."""
        return f"type({value}) is bool"

    def taken(self, value: Any, place: str, issues: Issues) -> Any:  # noqa: ANN401 - see above
        """Nothing but True and False; a 1 or a text is none."""
        if not isinstance(value, bool):
            self.refused(value, place, issues)
        return value


class DayType(FieldType):
    """A calendar day."""

    expected = Text("日期，如 2020-02-25", "a day, such as 2020-02-25")

    def quick(self, value: str, names: Names) -> str:
        """A ``date``."""
        return f"type({value}) is {named_in(names, date)}"

    def taken(self, value: Any, place: str, issues: Issues) -> Any:  # noqa: ANN401 - see above
        """A day, or its text as files write it; never a time of the day."""
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            if isinstance(value, str) and _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.refused(value, place, issues)
        return value


@frozen(slots=False)
class NumberType(FieldType):
    """A number within bounds.

    Args:
        least: The least that is allowed; None: there is none.
        most: The most that is allowed; None: there is none.

    """

    least: int | None = None
    most: int | None = None

    def _within(self, value: str) -> str:
        parts = [] if self.least is None else [f"{value} >= {self.least}"]
        parts += [] if self.most is None else [f"{value} <= {self.most}"]
        return "".join(f" and {part}" for part in parts)

    def bounded(self, number: Any, given: object, place: str, issues: Issues) -> Any:  # noqa: ANN401 - a number
        """Return the number that was *given*; it is refused outside the bounds."""
        if (self.least is not None and number < self.least) or (self.most is not None and number > self.most):
            if self.most is None:
                expected = Text(f"不小于 {self.least}", f"{self.least} or more")
            else:
                expected = Text(f"{self.least} 到 {self.most} 之间", f"from {self.least} to {self.most}")
            where = Location(place=place)
            issues.append(Issue(code="wrong-value", location=where, expected=expected, found=found_text(given)))
        return number

    def made(self, make: Callable[[], Any], value: object, place: str, issues: Issues) -> Any:  # noqa: ANN401 - see above
        """Return the number that *make* makes, bounded; what is none is refused."""
        try:
            number = make()
        except NumberError as error:
            where = Location(place=place)
            issues.extend(
                Issue(code=issue.code, location=where, expected=self.expected, found=found_text(value))
                for issue in error.issues
            )
            return value
        return self.bounded(number, value, place, issues)


class WholeType(NumberType):
    """A whole number."""

    expected = Text("整数", "a whole number")

    def quick(self, value: str, names: Names) -> str:  # noqa: ARG002 - as every type
        """An ``int``; True is none."""
        return f"type({value}) is int and {-_TOO_LONG} < {value} < {_TOO_LONG}{self._within(value)}"

    def taken(self, value: Any, place: str, issues: Issues) -> Any:  # noqa: ANN401 - see above
        """An integer of any library, or the text of one, written without a point."""
        if isinstance(value, str) and _INTEGER.fullmatch(value):
            return self.bounded(int(value), value, place, issues)
        number = value.__index__() if hasattr(value, "__index__") else value
        if not is_whole(number) or isinstance(value, bool):
            code = "not-a-number" if isinstance(value, str) else "wrong-type"
            self.refused(value, place, issues, code=code)
            return value
        return self.bounded(number, value, place, issues)


@frozen(slots=False)
class DecimalType(NumberType):
    """An exact decimal.

    Args:
        is_rate: Whether it may be written as a percentage.

    """

    expected = Text("一个数", "a number")

    is_rate: bool = False

    def quick(self, value: str, names: Names) -> str:
        """A ``Decimal`` that is finite and not too long."""
        return (
            f"type({value}) is {named_in(names, Decimal)} and {named_in(names, is_exact)}({value}){self._within(value)}"
        )

    def taken(self, value: Any, place: str, issues: Issues) -> Any:  # noqa: ANN401 - see above
        """Any number, or its text; a float by its ``repr``."""
        return self.made(lambda: exact(fraction(value) if self.is_rate else value), value, place, issues)


@frozen(slots=False)
class FractionType(NumberType):
    """An exact fraction.

    Args:
        is_share: Whether it says how far something is met, which may be a word or a yes.

    """

    expected = Text("比率，如 0.6 或 60%", "a rate, such as 0.6 or 60%")

    is_share: bool = False

    def quick(self, value: str, names: Names) -> str:
        """A ``Fraction``."""
        return f"type({value}) is {named_in(names, Fraction)} and {named_in(names, is_short)}({value}){self._within(value)}"

    def taken(self, value: Any, place: str, issues: Issues) -> Any:  # noqa: ANN401 - see above
        """Any number, or its text as a file writes rates: 0.6, 60 %, 2/3."""
        if self.is_share and isinstance(value, bool):
            return Fraction(int(value))
        if self.is_share and isinstance(value, str) and value in YES_NO:
            return YES_NO[value]
        return self.made(lambda: fraction(value), value, place, issues)


@frozen(slots=False)
class ChoiceType(FieldType):
    """One of some words.

    Args:
        words: The words.

    """

    words: tuple[str, ...]

    @property
    def expected(self) -> Text:
        """The words."""
        return Text(" / ".join(self.words), " / ".join(self.words))

    def quick(self, value: str, names: Names) -> str:
        """A ``str`` that is one of the words."""
        return f"type({value}) is str and {value} in {named_in(names, frozenset(self.words))}"

    def taken(self, value: Any, place: str, issues: Issues) -> Any:  # noqa: ANN401 - see above
        """Nothing but one of the words."""
        if not isinstance(value, str):
            self.refused(value, place, issues)
        elif value not in self.words:
            hint, where = did_you_mean(value, self.words), Location(place=place)
            found = found_text(value)
            issues.append(Issue(code="wrong-value", location=where, expected=self.expected, found=found, hint=hint))
        return value
