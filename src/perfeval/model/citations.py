"""Citations (依据): which document, and where in it, a rule rests on; and when it is in force."""

from __future__ import annotations

from datetime import date

from attrs import field, frozen

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
    """The dates within which a rule is in force, both included; None is open."""

    since: date | None = field(default=None, metadata=named("from"))
    until: date | None = field(default=None, metadata=named("to"))
