"""What a page gives its blocks: the styles to name, the width to fill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from perfeval.office.xml_text import element_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from perfeval.documents.blocks import Align
    from perfeval.documents.word.paragraph_styles import Look, LookName
    from perfeval.errors.language import Language


@frozen(kw_only=True)
class Page:
    """The page that blocks are drawn on.

    Args:
        looks: How each part looks.
        style_ids: The id of the Word style of each part, in this document.
        restyled: The parts whose look a template gives: their runs leave the typeface to the style.
        table_style_id: The id of the Word style of tables.
        width: The width of the text, in twips (1/1440 inch).
        height: The height of the text, in twips.
        language: The language of the document.

    """

    looks: Mapping[LookName, Look]
    style_ids: Mapping[LookName, str]
    restyled: frozenset[LookName]
    table_style_id: str
    width: int
    height: int
    language: Language

    def runs(self, look: LookName, text: str) -> str:
        """Return *text* as one Word run, its tabs and line breaks kept; nothing for an empty text."""
        if not text:
            return ""
        content = f'<w:t xml:space="preserve">{element_text(text)}</w:t>'.replace(
            "\n", '</w:t><w:br/><w:t xml:space="preserve">'
        ).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
        return f"<w:r>{self.run_properties(look)}{content}</w:r>"

    def run_properties(self, look: LookName) -> str:
        """Return the typefaces of a run; none where a template's own style says what to take."""
        if look in self.restyled:
            return ""
        return f"<w:rPr>{self.looks[look].fonts_xml(chinese=self.language == 'zh')}</w:rPr>"

    def paragraph(
        self, look: LookName, content: str, *, align: Align | None = None, new_page: bool = False, tabs: str = ""
    ) -> str:
        """Return a paragraph around *content*, which is XML already.

        Args:
            look: Which style it takes.
            content: Its runs.
            align: How its text stands, if not as the style says.
            new_page: Whether it begins on a new page.
            tabs: Its tab stops, as XML.

        """
        page = "<w:pageBreakBefore/>" if new_page else ""
        # Centred text that is indented is not in the middle.
        centred = '<w:ind w:firstLineChars="0" w:firstLine="0"/>' if align and self.looks[look].indent else ""
        direction = f'<w:jc w:val="{align}"/>' if align else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{self.style_ids[look]}"/>{page}{tabs}{centred}{direction}</w:pPr>{content}</w:p>'

    def text(self, look: LookName, text: str, *, align: Align | None = None, new_page: bool = False) -> str:
        """Return a paragraph that says *text*."""
        return self.paragraph(look, self.runs(look, text), align=align, new_page=new_page)
