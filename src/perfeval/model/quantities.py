"""Targets and actuals (指标值, 实际完成值): parsed into direction, value and unit; what cannot be parsed stays text.

| written | direction | value | unit |
|---|---|---|---|
| ``≥207株``, ``不低于207株``, ``207株以上``, ``＞＝207株`` | at-least | 207 | 株 |
| ``≤5%``, ``不能超过5%``, ``5%以内`` | at-most | 5 | % |
| ``>5``, ``大于5``, ``超过5`` | above | 5 | |
| ``＝72890元`` | equal | 72890 | 元 |
| ``1,234.5 万元`` | none | 1234.5 | 万元 |
| ``3万人`` | none | 30000 | 人 |
| ``≤46.5万元/公里``, ``60公里/小时``, ``20mg/L`` | at-most, none, none | 46.5, 60, 20 | 万元/公里, 公里/小时, mg/L |
| ``3千万元``, ``1千元/人``, ``5千克`` | none | 3000, 1000, 5 | 万元, 元/人, 千克 |
| ``1.2万/人`` | none | 12000 | /人 |
| ``100m²``, ``100m2``, ``5元/㎡`` | none | 100, 100, 5 | m², m2, 元/m2 |
| ``百分之九十`` | none | 90 | % |
| ``定性`` | qualitative | none | none |
| ``2023年12月前`` | at-most | none; the date | none |
| ``5-10个``, ``90%左右``, ``3个村5户``, ``≥**``, ``1/3``, ``良好`` | none | none: it stays text | none |
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import ClassVar, Literal

from attrs import field, frozen

from perfeval.errors import Issue, Location, NumberError, found_text
from perfeval.errors.language import Text
from perfeval.model.chinese_numerals import NUMERALS, chinese_number
from perfeval.model.dates import PartialDate, parse_date
from perfeval.model.exact_arithmetic import decimal_from, product
from perfeval.model.limits import QUANTITY
from perfeval.model.normal_form import half_width, normalise
from perfeval.model.numbers import MOST_DIGITS, decimal_places, exact, is_exact, optional_exact, plain, ratio_of
from perfeval.model.units import PER_MILLE, PERCENT, counted_out, factor_between
from perfeval.model.validated import Validated, unchecked

Direction = Literal["at-least", "at-most", "above", "below", "equal", "qualitative"]
"""≥, ≤, >, <, =, 定性."""

SIGNS: dict[Direction, str] = {
    "at-least": "≥",
    "at-most": "≤",
    "above": ">",
    "below": "<",
    "equal": "=",
    "qualitative": "定性",
}

_BEFORE: dict[str, Direction] = {
    "≥": "at-least",
    "≤": "at-most",
    ">": "above",
    "<": "below",
    "=": "equal",
    "大于等于": "at-least",
    "大于或等于": "at-least",
    "不低于": "at-least",
    "不少于": "at-least",
    "不小于": "at-least",
    "至少": "at-least",
    "小于等于": "at-most",
    "小于或等于": "at-most",
    "不高于": "at-most",
    "不超过": "at-most",
    "不能超过": "at-most",
    "不得超过": "at-most",
    "不超": "at-most",
    "不大于": "at-most",
    "不多于": "at-most",
    "至多": "at-most",
    "大于": "above",
    "超过": "above",
    "高于": "above",
    "多于": "above",
    "小于": "below",
    "低于": "below",
    "少于": "below",
    "等于": "equal",
}
_AFTER: dict[str, Direction] = {
    "以上(含)": "at-least",
    "(含)以上": "at-least",
    "及以上": "at-least",
    "以上": "at-least",
    "以下(含)": "at-most",
    "(含)以下": "at-most",
    "及以下": "at-most",
    "以下": "at-most",
    "以内": "at-most",
    "之内": "at-most",
}

_PREFIX = re.compile("|".join(sorted(map(re.escape, _BEFORE), key=len, reverse=True)))
_SUFFIX = re.compile("(?:" + "|".join(sorted(map(re.escape, _AFTER), key=len, reverse=True)) + ")$")
_AMOUNT = re.compile(r"([-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(.*)", re.DOTALL)
_WORDS = re.compile(f"([{NUMERALS}]+)(.*)", re.DOTALL)
_PERCENT_WORDS = re.compile(f"百分之(?:([0-9]+(?:\\.[0-9]+)?)|([{NUMERALS}]+))")
# A unit names a thing: no digits, no comparison, nothing that says "about", nothing that goes on like a sentence.
# It may be a quotient or a product of such: 万元/公里, 元/人*月, mg/L.
# Of digits only an exponent that stands right behind a metre is a part of it: m², km2, ㎡, μg/m³.
_THING = r"[^0-9²³≥≤<>=+*~?!.,;:\-/…%‰]"
_AREA_OR_VOLUME = r"\(?[百千]?[万亿]?[kcdmμnhKCD]?[mM][23²³]\)?"
_BELOW = f"[/*·](?:{_AREA_OR_VOLUME}|{_THING}{{1,8}})"
_UNIT = re.compile(f"(?:{_AREA_OR_VOLUME}|{_THING}{{1,16}})(?:{_BELOW}){{0,3}}|[%‰]")
_PER = re.compile(f"/(?:{_THING}{{1,8}}|{_AREA_OR_VOLUME})(?:{_BELOW}){{0,2}}")
# A digit apart from the letter before it is another number.
_APART = re.compile(r"[A-Za-z]\s+[0-9]")
_EXPONENT = re.compile("([²³])")
_NO_UNIT = ("左右", "约", "余", "多", "上下", "以", "及", "含", "X", "x")
_MYRIADS = "万亿"
# What the unit column of a form says for %.
_PERCENT_UNIT = "百分比"


@frozen(kw_only=True)
class Quantity(Validated):
    """What a target or an actual says: all of it follows from the text.

    Args:
        text: Exactly as written; ``str()`` prints it back.
        direction: The comparison it carries; None for a bare value.
        value: The number, in the unit; None if it is no number.
        unit: The unit as written, half-width; None if there is none.
        date: The date, if it is one.

    Raises:
        DossierError: If something else is given than the text says.

    """

    called: ClassVar[Text] = Text("指标值", "a quantity")

    text: str
    direction: Direction | None = None
    value: Decimal | None = field(default=None, converter=optional_exact)
    unit: str | None = None
    date: PartialDate | None = None

    def __attrs_post_init__(self) -> None:
        """Read the text; what is given besides must be what it says, for a file holds the text alone."""
        super().__attrs_post_init__()
        said, issues = parse_quantity(self.text), []
        for name in _SAID:
            given, meant = getattr(self, name), getattr(said, name)
            if given is not None and given != meant:
                issues.append(_contradiction(name, given, said))
            object.__setattr__(self, name, meant)
        if issues:
            raise self.refusal(issues)

    @classmethod
    def from_plain(cls, value: object) -> Quantity | None:
        """Return what a text says; a number is the text of it, with no unit."""
        if isinstance(value, str):
            return parse_quantity(value)
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            try:
                return parse_quantity(plain(exact(value)))
            except NumberError:
                return None
        return None

    def __str__(self) -> str:
        """Print it as written."""
        return self.text

    @property
    def is_number(self) -> bool:
        """Whether it is one number."""
        return self.value is not None

    @property
    def is_percent(self) -> bool:
        """Whether it is a rate, in % or ‰."""
        return self.unit in (PERCENT, PER_MILLE)

    @property
    def is_date(self) -> bool:
        """Whether it is a date."""
        return self.date is not None

    @property
    def ratio(self) -> tuple[int, int]:
        """The value as two integers, a percentage as a rate: 95 % is 95/100; (0, 1) if it is no number."""
        return (0, 1) if self.value is None else self.in_its_unit(self.value)

    @property
    def whole(self) -> int:
        """How much of its unit makes one: 100 of %, 1000 of ‰, 1 of anything else."""
        return {PERCENT: 100, PER_MILLE: 1000}.get(self.unit or "", 1)

    def in_its_unit(self, value: Decimal) -> tuple[int, int]:
        """Return a value in this quantity's unit as two integers, of a percentage as a rate: 95 beside 90 % is 95/100."""
        return ratio_of(value, Decimal(self.whole))

    @property
    def without_comparison(self) -> str:
        """The text without its comparison, half-width and without spaces: 3万人 of ≥3万人."""
        return _direction(_without_spaces(_plainly_written(self.text)))[1]

    @property
    def shows_its_value(self) -> bool:
        """Whether the digits of the value stand in the text; 30000 does not stand in 3万人."""
        if self.value is None:
            return True
        digits = plain(self.value)
        return digits in self.text or digits in half_width(self.text).replace(",", "")

    def comparable_with(self, other: Quantity) -> bool:
        """Whether both are numbers whose units are the same or convertible (元 and 万元, % and ‰)."""
        return self.is_number and other.is_number and factor_between(self.unit, other.unit) is not None

    def says_the_same_as(self, other: Quantity) -> bool:
        """Whether both say one thing, however it is written: ≥10个 and 不低于10个, 0.5万元 and 5000元."""
        if self.is_number and other.is_number:
            value = other.value_in(self.unit)
            return self.direction == other.direction and value is not None and value == self.value
        return normalise(self.text) == normalise(other.text)

    def value_in(self, unit: str | None) -> Decimal | None:
        """Return the value in *unit*; None if it is no number or the units are not comparable."""
        factor = factor_between(self.unit, unit)
        return None if self.value is None or factor is None else product(self.value, factor)


# What a text says.
_SAID = ("direction", "value", "unit", "date")


def _contradiction(name: str, given: object, said: Quantity) -> Issue:
    """Return the issue that a field is *given* as what the text does not say."""
    meant, shown = getattr(said, name), found_text(said.text)
    return Issue(
        code="wrong-value",
        location=Location(place=f"Quantity.{name}"),
        expected=Text("（无）", "(nothing)") if meant is None else _shown(meant),
        found=_shown(given),
        hint=Text(f"由文字 {shown} 得出，不必给出", f"it follows from the text {shown}; leave it out"),
    )


def _shown(part: object) -> str:
    return plain(part) if isinstance(part, Decimal) else str(part)


# A form repeats its values, and a quantity is frozen.
@lru_cache(maxsize=8192)
def parse_quantity(text: str) -> Quantity:
    """Return what *text* says; a text that is not plainly one number or date stays text.

    >>> parse_quantity("不低于40台(套)").value
    Decimal('40')

    """
    if len(text) > QUANTITY.most:  # a sentence
        return unchecked(Quantity, text=text)
    spaced = _plainly_written(text)
    bare = _without_spaces(spaced)
    if bare == SIGNS["qualitative"]:
        return unchecked(Quantity, text=text, direction="qualitative")
    dated = parse_date(bare)
    if dated is not None:
        date, is_limit = dated
        return unchecked(Quantity, text=text, date=date, direction="at-most" if is_limit else None)
    direction, rest = _direction(bare)
    amount = None if _APART.search(spaced) else _amount(rest)
    if amount is None or not is_exact(amount[0]):
        return unchecked(Quantity, text=text)
    value, unit = amount
    return unchecked(Quantity, text=text, direction=direction, value=value, unit=unit)


def _plainly_written(text: str) -> str:
    """Return a text half-width, but for exponents: of m² it would make m2, and of 10² a hundred and two."""
    return "".join(part if _EXPONENT.fullmatch(part) else half_width(part) for part in _EXPONENT.split(text))


def _without_spaces(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _direction(bare: str) -> tuple[Direction | None, str]:
    """Take the comparison off the front or the end; one only, or none is meant."""
    before, after = _PREFIX.match(bare), _SUFFIX.search(bare)
    if before and after:
        return None, bare
    if before:
        return _BEFORE[before[0]], bare[before.end() :]
    if after:
        return _AFTER[after[0]], bare[: after.start()]
    return None, bare


def _amount(text: str) -> tuple[Decimal, str | None] | None:
    """Return the number and the unit that make up all of *text*."""
    percent = _PERCENT_WORDS.fullmatch(text)
    if percent:
        number = decimal_from(percent[1]) if percent[1] else _from_words(percent[2])
        return None if number is None else (number, PERCENT)
    digits = _AMOUNT.fullmatch(text)
    if digits:
        if len(digits[1]) > MOST_DIGITS:
            return None
        return _with_unit(decimal_from(digits[1].replace(",", "")), digits[2])
    words = _WORDS.fullmatch(text)
    if words:
        # The numeral may end in the unit's own 万 (五万元): then it belongs to the unit.
        numeral, rest = words[1], words[2]
        if rest.startswith("元") and numeral[-1] in _MYRIADS:
            numeral, rest = numeral[:-1], numeral[-1] + rest
        number = _from_words(numeral)
        return None if number is None or not rest else _with_unit(number, rest)
    return None


def _from_words(text: str) -> Decimal | None:
    number = chinese_number(text)
    return None if number is None else Decimal(number)


def _with_unit(number: Decimal, rest: str) -> tuple[Decimal, str | None] | None:
    if rest == _PERCENT_UNIT:
        return number, PERCENT
    many, rest = counted_out(number, rest)
    if not rest:
        return many, None
    # Only 万 and its like may stand before a bare /人: 3/人 is no number.
    is_unit = _UNIT.fullmatch(rest) or (many != number and _PER.fullmatch(rest))
    if not is_unit or rest.startswith(_NO_UNIT) or rest.endswith(_NO_UNIT):
        return None
    return many, rest


def format_quantity(*, direction: Direction | None, value: Decimal, unit: str | None) -> Quantity:
    """Return the quantity in its canonical spelling, such as ``≥207株``.

    Args:
        direction: The comparison; None for a bare value; ``"qualitative"`` has no value and is refused.
        value: The number.
        unit: The unit; None for none.

    Raises:
        ValueError: If the direction is ``"qualitative"``.

    """
    if direction == "qualitative":
        message = "a qualitative target has no value"
        raise ValueError(message)
    number = f"{value:f}" if decimal_places(value) else plain(value)
    sign = "" if direction is None else SIGNS[direction]
    return parse_quantity(f"{sign}{number}{unit or ''}")
