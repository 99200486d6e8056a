"""The parts of a Word file that do not depend on its blocks: settings, fonts, page numbers, properties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from perfeval.office.fonts import FANGSONG, HEITI, KAITI, LATIN, SONGTI, XIAOBIAOSONG
from perfeval.office.xml_text import element_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from perfeval.errors.language import Language
    from perfeval.office.fonts import Typeface

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Word 2013 and later: without it Word opens the file in compatibility mode. The rest is what Word itself writes for
# Chinese text: punctuation may be compressed, and a line broken by hand is not stretched.
SETTINGS = (
    f'{_DECLARATION}<w:settings xmlns:w="{NAMESPACE}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:spaceForUL/>'
    "<w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/>"
    "<w:adjustLineHeightInTable/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
).encode()
EXTENDED_PROPERTIES = (
    f'{_DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>perfeval</Application></Properties>"
).encode()
_PAGE, _PAGES = "PAGE", "NUMPAGES"
PAGE_NUMBERS: Mapping[tuple[Literal["sheet", "report"], Language], tuple[str, ...]] = {
    # GB/T 9704-2012, 7.5: the number between two dashes.
    ("report", "zh"): ("— ", _PAGE, " —"),
    ("report", "en"): ("— ", _PAGE, " —"),
    ("sheet", "zh"): ("第 ", _PAGE, " 页　共 ", _PAGES, " 页"),
    ("sheet", "en"): ("Page ", _PAGE, " of ", _PAGES),
}
"""What stands in the footer, by style and language: words and fields."""


def page_number_xml(parts: tuple[str, ...], *, style_id: str, run_properties: str) -> str:
    """Return the paragraph of the footer."""
    runs = "".join(
        f'<w:fldSimple w:instr="{part}"><w:r>{run_properties}<w:t>1</w:t></w:r></w:fldSimple>'
        if part in {_PAGE, _PAGES}
        else f'<w:r>{run_properties}<w:t xml:space="preserve">{part}</w:t></w:r>'
        for part in parts
    )
    return f'<w:p xmlns:w="{NAMESPACE}"><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>{runs}</w:p>'


def _font(face: Typeface) -> str:
    # Other names to look for where the font is not installed (ECMA-376 17.8.3.1, a list with commas).
    others = ",".join(face.substitutes)
    charset = "00" if face is LATIN else "86"
    return f'<w:font w:name="{face.official}"><w:altName w:val="{others}"/><w:charset w:val="{charset}"/></w:font>'


FONT_TABLE = (
    f'{_DECLARATION}<w:fonts xmlns:w="{NAMESPACE}">'
    + "".join(_font(face) for face in (LATIN, XIAOBIAOSONG, HEITI, KAITI, FANGSONG, SONGTI))
    + "</w:fonts>"
).encode()


def core_properties(title: str, language: Language) -> bytes:
    """Return the file's properties: its title, and no date, because a file made twice must be equal."""
    return (
        f"{_DECLARATION}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{element_text(title)}</dc:title><dc:creator>perfeval</dc:creator>"
        f"<dc:language>{'zh-CN' if language == 'zh' else 'en'}</dc:language></cp:coreProperties>"
    ).encode()
