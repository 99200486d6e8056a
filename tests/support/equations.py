"""Printed equations read back: found in any text, their left side computed by fractions, compared with what is printed."""

from __future__ import annotations

import re
from fractions import Fraction

from attrs import define, frozen

_LEFT = r"(?P<left>[-+0-9.%/()×÷ ]*[×÷][-+0-9.%/()×÷ ]*?)"
_RIGHT = r"(?:扣 )?(?P<right>-?[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?%?)"
_EQUATION = re.compile(rf"{_LEFT} ?(?P<sign>[=≈]) ?{_RIGHT}")
_SIGN_AND_OPERATION = re.compile(r"[0-9%)] ?[×÷][^；;。]*[=≈]")
_TOKEN = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:/[0-9]+)?%?|[-+×÷()]")


@frozen
class Equation:
    """One printed equation.

    Args:
        left: Its left side, computed from what is printed.
        sign: = or ≈.
        right: Its right side.
        unit: One unit of the last digit of the right side.
        text: As printed.

    """

    left: Fraction
    sign: str
    right: Fraction
    unit: Fraction
    text: str

    @property
    def is_true(self) -> bool:
        """Whether = is exact, and ≈ within half a unit of the last digit printed."""
        return self.left == self.right if self.sign == "=" else abs(self.left - self.right) * 2 <= self.unit


def equations_in(text: str) -> list[Equation]:
    """Return every equation of a text; an operation before an = or ≈ that cannot be read is refused."""
    found = [_equation(match) for match in _EQUATION.finditer(text)]
    assert len(found) >= len(_SIGN_AND_OPERATION.findall(text)), text
    return found


def _equation(match: re.Match[str]) -> Equation:
    right = match["right"]
    digits = len(right.rstrip("%").partition(".")[2])
    unit = Fraction(1, 10**digits * (100 if right.endswith("%") else 1))
    return Equation(_Terms(_TOKEN.findall(match["left"])).total(), match["sign"], number(right), unit, match[0])


def number(text: str) -> Fraction:
    """Return a printed number: 2.5, 2/3, 73.68%."""
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


@define
class _Terms:
    """Computes a printed expression, brackets first, then × and ÷, then + and -."""

    tokens: list[str]

    def total(self) -> Fraction:
        value = self._product()
        while self.tokens and self.tokens[0] in "+-":
            sign = self.tokens.pop(0)
            value += self._product() if sign == "+" else -self._product()
        return value

    def _product(self) -> Fraction:
        value = self._one()
        while self.tokens and self.tokens[0] in "×÷":
            value = value * self._one() if self.tokens.pop(0) == "×" else value / self._one()
        return value

    def _one(self) -> Fraction:
        token = self.tokens.pop(0)
        if token == "-":
            return -self._one()
        if token != "(":
            return number(token)
        value = self.total()
        assert self.tokens.pop(0) == ")"
        return value
