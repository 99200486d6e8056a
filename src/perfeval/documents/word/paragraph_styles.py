"""How each part of a Word document looks: one named Word style per part, so that a template can restyle it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from attrs import evolve, frozen

from perfeval.office.fonts import FONTS, LATIN, FontRole

if TYPE_CHECKING:
    from collections.abc import Mapping

    from perfeval.documents.blocks import Align

LookName = Literal[
    "title", "heading1", "heading2", "heading3", "body", "plain", "note", "summary", "figure", "caption", "signature",
    "head", "label", "text", "number", "gap", "page-number",
]  # fmt: skip
TABLE_STYLE_NAME = "评价表格"
TABLE_STYLE = (
    '<w:style xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:type="table" w:customStyle="1" '
    f'w:styleId="{{style_id}}"><w:name w:val="{TABLE_STYLE_NAME}"/><w:qFormat/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/>'
    '<w:bottom w:w="40" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
)
_JUSTIFY = "both"
_STYLE = '<w:style xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:default="1" '
_LATIN, _CHINESE = LATIN.official, FONTS["body"].official
DEFAULTS = (
    (
        '<w:docDefaults xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:rPrDefault><w:rPr>'
        f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:eastAsia="{_CHINESE}" w:cs="{_LATIN}"/>'
        '<w:sz w:val="21"/><w:szCs w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    ),
    f'{_STYLE}w:type="paragraph" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
    f'{_STYLE}w:type="character" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>',
    (
        f'{_STYLE}w:type="table" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    ),
    f'{_STYLE}w:type="numbering" w:styleId="NoList"><w:name w:val="No List"/></w:style>',
)
"""What Word expects every file to define; the parts of our look do not build on it."""


@frozen(kw_only=True)
class Look:
    """How one part of a document looks.

    Args:
        style_id: The id of its Word style, where no other style has it.
        name: The name of its Word style, as people see it; Word's own name where Word has such a style.
        font: Which typeface it takes.
        size: In half points.
        line: The exact line spacing in points; None for single spacing.
        align: How its text stands; None: justified.
        indent: Whether its first line is indented by two characters.
        bold: Whether it is bold.
        before: The space before it, in points.
        after: The space after it, in points.
        outline: Its level in the navigation pane, counted from 0; None: not a heading.
        keep_with_next: Whether the page may not end behind it.

    """

    style_id: str
    name: str
    font: FontRole = "body"
    size: int
    line: int | None = None
    align: Align | None = None
    indent: bool = False
    bold: bool = False
    before: int = 0
    after: int = 0
    outline: int | None = None
    keep_with_next: bool = False

    def style_xml(self, style_id: str) -> str:
        """Return the Word style; based on no other, so that it looks the same in every template."""
        custom = "" if self.name == "Title" or self.name.startswith("heading ") else ' w:customStyle="1"'
        bold = "<w:b/><w:bCs/>" if self.bold else ""
        return (
            '<w:style xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:type="paragraph"'
            f'{custom} w:styleId="{style_id}"><w:name w:val="{self.name}"/><w:qFormat/>'
            f"<w:pPr>{self._paragraph_xml()}</w:pPr>"
            f'<w:rPr>{self.fonts_xml()}{bold}<w:color w:val="auto"/><w:sz w:val="{self.size}"/>'
            f'<w:szCs w:val="{self.size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:style>'
        )

    def _paragraph_xml(self) -> str:
        keep = "<w:keepNext/><w:keepLines/>" if self.keep_with_next else ""
        line = f'w:line="{self.line * 20}" w:lineRule="exact"' if self.line else 'w:line="240" w:lineRule="auto"'
        # The width in characters is what counts; the twentieths of a point are for programs that do not know it.
        indent = f'<w:ind w:firstLineChars="200" w:firstLine="{self.size * 20}"/>' if self.indent else ""
        outline = f'<w:outlineLvl w:val="{self.outline}"/>' if self.outline is not None else ""
        return (
            f'{keep}<w:snapToGrid w:val="0"/><w:spacing w:before="{self.before * 20}" w:after="{self.after * 20}" {line}/>'
            f'{indent}<w:jc w:val="{self.align or _JUSTIFY}"/>{outline}'
        )

    def fonts_xml(self, *, chinese: bool = False) -> str:
        """Return the typefaces: Chinese characters in one, digits and Latin letters in the other.

        Args:
            chinese: Whether quotation marks and other signs that both scripts share are Chinese.

        """
        latin, hint = LATIN.official, ' w:hint="eastAsia"' if chinese else ""
        return (
            f'<w:rFonts{hint} w:ascii="{latin}" w:hAnsi="{latin}" '
            f'w:eastAsia="{FONTS[self.font].official}" w:cs="{latin}"/>'
        )


# The official document after GB/T 9704: 22 pt title, 16 pt text, 30 pt from line to line.
_REPORT: dict[LookName, Look] = {
    "title": Look(
        style_id="Title", name="Title", font="title", size=44, line=36, align="center", bold=True, after=24,
        keep_with_next=True,
    ),
    "heading1": Look(
        style_id="Heading1", name="heading 1", font="heading1", size=32, line=30, align="left", indent=True, outline=0,
        keep_with_next=True,
    ),
    "heading2": Look(
        style_id="Heading2", name="heading 2", font="heading2", size=32, line=30, align="left", indent=True, bold=True,
        outline=1, keep_with_next=True,
    ),
    "heading3": Look(
        style_id="Heading3", name="heading 3", font="heading3", size=32, line=30, align="left", indent=True, outline=2,
        keep_with_next=True,
    ),
    "body": Look(style_id="EvaluationBody", name="评价正文", size=32, line=30, indent=True),
    "plain": Look(style_id="EvaluationPlain", name="评价正文无缩进", size=32, line=30, align="left"),
    "note": Look(style_id="EvaluationNote", name="评价注释", size=21, line=18, align="left"),
    "summary": Look(
        style_id="EvaluationSummary", name="评价说明题", size=32, line=30, align="left", bold=True, keep_with_next=True
    ),
    # A line of exact height would cut a picture off.
    "figure": Look(style_id="EvaluationFigure", name="评价图", size=21, align="center", before=8, keep_with_next=True),
    "caption": Look(
        style_id="EvaluationCaption", name="评价图题", font="table-head", size=24, line=24, align="center", after=6
    ),
    "signature": Look(style_id="EvaluationSignature", name="评价落款", size=32, line=40, align="left", keep_with_next=True),
    # A row of heads is not the last on a page.
    "head": Look(
        style_id="EvaluationTableHead", name="评价表头", font="table-head", size=21, align="center", keep_with_next=True
    ),
    "label": Look(style_id="EvaluationTableLabel", name="评价表栏目", font="table-head", size=21, align="center"),
    "text": Look(style_id="EvaluationTableText", name="评价表文字", font="table", size=21, align="left"),
    "number": Look(style_id="EvaluationTableNumber", name="评价表数字", font="table", size=21, align="center"),
    "gap": Look(style_id="EvaluationGap", name="评价间隔", size=2, line=6),
    "page-number": Look(style_id="EvaluationPageNumber", name="评价页码", font="page-number", size=28, align="center"),
}  # fmt: skip
# A form is a table on one or two pages: everything around the table is smaller too.
_SHEET: dict[LookName, Look] = {
    **_REPORT,
    "title": evolve(_REPORT["title"], size=36, line=30, after=6),
    "heading1": evolve(_REPORT["heading1"], size=28, line=26, indent=False),
    "heading2": evolve(_REPORT["heading2"], size=24, line=24, indent=False),
    "heading3": evolve(_REPORT["heading3"], size=24, line=24, indent=False),
    "body": evolve(_REPORT["body"], size=24, line=22),
    "plain": evolve(_REPORT["plain"], size=24, line=22),
    "note": evolve(_REPORT["note"], size=18, line=15),
    "summary": evolve(_REPORT["summary"], size=24, line=22),
    "caption": evolve(_REPORT["caption"], size=21, line=20),
    "signature": evolve(_REPORT["signature"], size=24, line=30),
    "page-number": evolve(_REPORT["page-number"], size=18),
}
LOOKS: Mapping[Literal["sheet", "report"], Mapping[LookName, Look]] = {"report": _REPORT, "sheet": _SHEET}
"""How every part looks, in each style of document."""
