"""Citations (依据): which document, and where in it, a rule rests on; and when it is in force."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from attrs import field, frozen

from perfeval.errors import IndicatorSetError, Issue
from perfeval.errors.language import Text
from perfeval.model.file_keys import named
from perfeval.model.validated import PartOfSet


@frozen(kw_only=True)
class Citation(PartOfSet):
    """The source of a rule.

    Args:
        document: The document's number or name, such as 财预〔2020〕10号.
        title: Its title.
        article: The article, annex or row, such as 第十三条.
        note: What a reader should know of the source: an OCR copy, "in principle", a practice seen on a form.

    """

    called: ClassVar[Text] = Text("依据", "a citation")

    document: str
    title: str = ""
    article: str = ""
    note: str = ""

    def __str__(self) -> str:
        """Print as 财预〔2020〕10号《…》第十三条."""
        title = f"《{self.title}》" if self.title else ""
        return f"{self.document}{title}{self.article}"


@frozen(kw_only=True)
class Period(PartOfSet):
    """The dates within which a rule is in force (施行时间), both included; None is open.

    Args:
        since: The first day, itself in force; in YAML ``from``.
        until: The last day, itself in force; in YAML ``to``.

    Raises:
        IndicatorSetError: If the last day comes before the first.

    """

    called: ClassVar[Text] = Text("施行时间", "a period")

    since: date | None = field(default=None, metadata=named("from"))
    until: date | None = field(default=None, metadata=named("to"))

    def __attrs_post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        super().__attrs_post_init__()
        if self.since is not None and self.until is not None and self.until < self.since:
            expected, found = Text("from 不晚于 to", "from no later than to"), f"{self.since} > {self.until}"
            raise IndicatorSetError([Issue(code="wrong-value", expected=expected, found=found)])

    @property
    def is_open(self) -> bool:
        """Whether it has neither a first nor a last day."""
        return self.since is None and self.until is None

    def has_a_day_in(self, year: int) -> bool:
        """Whether a day of the calendar year lies within; the first and the last day of the period do."""
        return (self.since is None or self.since.year <= year) and (self.until is None or self.until.year >= year)

    @property
    def text(self) -> Text:
        """The period in words: 2020-02-25 起, from 2020-02-25."""
        if self.is_open:
            return Text("不限日期", "at all times")
        if self.until is None:
            return Text(f"{self.since} 起", f"from {self.since}")
        if self.since is None:
            return Text(f"至 {self.until}", f"until {self.until}")
        return Text(f"{self.since} 至 {self.until}", f"from {self.since} to {self.until}")
