"""The Word file a document is drawn into: the built-in look or a region's template, emptied, with our named styles."""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from attrs import frozen

from perfeval.documents.word.page import Page
from perfeval.documents.word.paragraph_styles import DEFAULTS, LOOKS, TABLE_STYLE, TABLE_STYLE_NAME, LookName
from perfeval.documents.word.settings import (
    EXTENDED_PROPERTIES,
    FONT_TABLE,
    PAGE_NUMBERS,
    SETTINGS,
    page_number_xml,
)
from perfeval.errors import PerfEvalError, missing_extra
from perfeval.office.zip_package import corrupt, pack, unpack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document as WordDocument

    from perfeval.errors.language import Language

_KIND, _PLACE = "docx", "template"
_TWIPS_PER_MM = 1440 / 25.4
_A4 = (11906, 16838)
# GB/T 9704-2012, 5.2: 37 mm above, 28 mm left, a text of 156 mm by 225 mm.
_MARGINS: dict[Literal["sheet", "report"], dict[str, int]] = {
    "report": {"top": 37, "bottom": 35, "left": 28, "right": 26, "header": 15, "footer": 25, "gutter": 0},
    "sheet": {"top": 20, "bottom": 20, "left": 18, "right": 18, "header": 10, "footer": 10, "gutter": 0},
}
# What a file keeps when its text goes; the pictures, links and comments of the text go with it.
_KEPT_PARTS = frozenset(
    (
        "styles",
        "settings",
        "webSettings",
        "fontTable",
        "theme",
        "numbering",
        "header",
        "footer",
        "footnotes",
        "endnotes",
    )
)
_BUILT_IN_PARTS = frozenset(("styles", "settings", "fontTable", "theme", "footer"))
_TEMPLATE_TYPE = b"wordprocessingml.template.main+xml"
_DOCUMENT_TYPE = b"wordprocessingml.document.main+xml"


@frozen(kw_only=True)
class Base:
    """A Word file without a text.

    Args:
        parts: Its parts by name, in the order of the zip.
        document: The name of the part that holds the text.
        properties: The name of the part that holds the title.
        section: The section's properties (paper, margins, letterhead, footer), as XML.
        page: What blocks are drawn on.

    """

    parts: Mapping[str, bytes]
    document: str
    properties: str
    section: str
    page: Page

    @property
    def relations(self) -> str:
        """The name of the part that says which parts the text uses."""
        folder, _, name = self.document.rpartition("/")
        return f"{folder}/_rels/{name}.rels"


@lru_cache(maxsize=8)
def base(template: bytes | None, *, style: Literal["sheet", "report"], language: Language) -> Base:
    """Return the file to draw into; a pure function, made once for each template, style and language.

    A template keeps its styles, fonts, theme, paper, margins, headers and footers; its text goes. A style it defines
    under one of our names is the template's; any other is added. A template without a footer gets our page numbers.

    Args:
        template: The bytes of a docx or dotx; None for the built-in look.
        style: What kind of document is drawn.
        language: The language of the document.

    Raises:
        MissingExtraError: python-docx is not installed.
        FormatError: The template is damaged, is no Word file, or holds what :func:`perfeval.office.zip_package.unpack` refuses.

    """
    try:
        return _base(template, style, language)
    except PerfEvalError:
        raise
    except (LookupError, ValueError, AttributeError, TypeError, SyntaxError, _xml_error()) as error:
        # python-docx checks little: a file that lacks a part or an element fails where that is first used.
        if template is None:
            raise
        raise corrupt(error, kind=_KIND, place=_PLACE) from error


def _xml_error() -> type[Exception]:
    from lxml.etree import LxmlError  # noqa: PLC0415 - python-docx's own parser, imported when needed

    return LxmlError


def _base(template: bytes | None, style: Literal["sheet", "report"], language: Language) -> Base:
    word = _open(template)
    _drop_relations(word, _BUILT_IN_PARTS if template is None else _KEPT_PARTS)
    _cut_off_template(word)
    if template is None:
        _prepare(word, style)
    ids, restyled, table_id = _add_styles(word, style)
    section = _section(word)
    looks = LOOKS[style]
    page = Page(
        looks=looks,
        style_ids=ids,
        restyled=restyled,
        table_style_id=table_id,
        width=_extent(section, "page_width", "left_margin", "right_margin", "gutter"),
        height=_extent(section, "page_height", "top_margin", "bottom_margin"),
        language=language,
    )
    if section.footer.is_linked_to_previous:
        _number_pages(section, PAGE_NUMBERS[style, language], page)
    return _emptied(word, section, page, built_in=template is None)


def _open(template: bytes | None) -> WordDocument:
    try:
        from docx import Document as open_word  # noqa: N813, PLC0415 - a function; an extra, imported when needed
    except ImportError as error:
        raise missing_extra(extra="docx", package="python-docx") from error

    if template is None:
        return open_word()
    parts = unpack(template, kind=_KIND, place=_PLACE)
    types = parts.get("[Content_Types].xml", b"").replace(_TEMPLATE_TYPE, _DOCUMENT_TYPE)
    return open_word(BytesIO(pack({**parts, "[Content_Types].xml": types})))


def _drop_relations(word: WordDocument, kept: frozenset[str]) -> None:
    relations = word.part.rels
    for key in [key for key, one in relations.items() if one.reltype.rpartition("/")[2] not in kept]:
        del relations[key]
    package = word.part.package.rels
    for key in [key for key, one in package.items() if one.reltype.endswith("/thumbnail")]:
        del package[key]


def _cut_off_template(word: WordDocument) -> None:
    """Forget which file the template itself was made from: Word would look for it on somebody's disk or network."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 - an extra, imported when needed

    settings = word.settings.element
    for element in settings.xpath("w:attachedTemplate"):
        settings.remove(element)
    relations = word.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels
    for key in [key for key, one in relations.items() if one.is_external]:
        del relations[key]


def _prepare(word: WordDocument, style: Literal["sheet", "report"]) -> None:
    """Make python-docx's own template ours: no styles but the defaults, A4, official margins."""
    from docx.shared import Twips  # noqa: PLC0415 - an extra, imported when needed

    styles = word.styles.element
    for element in list(styles):
        styles.remove(element)
    for xml in DEFAULTS:
        styles.append(_parse(xml))
    section = word.sections[0]
    section.page_width, section.page_height = (Twips(length) for length in _A4)
    for name, millimetres in _MARGINS[style].items():
        attribute = name if name == "gutter" else f"{name}_{'distance' if name in {'header', 'footer'} else 'margin'}"
        setattr(section, attribute, Twips(round(millimetres * _TWIPS_PER_MM)))


def _add_styles(
    word: WordDocument, style: Literal["sheet", "report"]
) -> tuple[dict[LookName, str], frozenset[LookName], str]:
    """Add the styles that are missing; return the id of each, those that were there, and the id of the table's."""
    styles = word.styles.element
    by_name = {
        (element.get(_w("type")), name.lower()): element.get(_w("styleId"))
        for element in styles.xpath("w:style[w:name]")
        for name in element.xpath("w:name/@w:val")
    }
    taken = {element.get(_w("styleId")) for element in styles.xpath("w:style")}
    ids: dict[LookName, str] = {}
    restyled = set()
    for key, look in LOOKS[style].items():
        known = by_name.get(("paragraph", look.name.lower()))
        if known is not None:
            ids[key] = known
            restyled.add(key)
        else:
            ids[key] = _free(look.style_id, taken)
            styles.append(_parse(look.style_xml(ids[key])))
    table_id = by_name.get(("table", TABLE_STYLE_NAME))
    if table_id is None:
        table_id = _free("EvaluationTable", taken)
        styles.append(_parse(TABLE_STYLE.format(style_id=table_id)))
    return ids, frozenset(restyled), table_id


def _free(wanted: str, taken: set[str]) -> str:
    """Return an id no style has yet, and take it."""
    free = wanted
    while free in taken:
        free += "_"
    taken.add(free)
    return free


def _section(word: WordDocument) -> Any:  # noqa: ANN401 - python-docx's section, whose type is not public
    """Return the last section, with the headers and footers that it had from the sections before it."""
    sections = list(word.sections)
    last = sections[-1]
    element = last._sectPr  # noqa: SLF001 - python-docx has no other way to the element
    for earlier in reversed(sections[:-1]):
        for reference in earlier._sectPr.xpath("w:headerReference|w:footerReference"):  # noqa: SLF001 - as above
            kind = reference.get(_w("type"))
            if not any(one.tag == reference.tag and one.get(_w("type")) == kind for one in element):
                element.insert(0, deepcopy(reference))
    return last


def _extent(section: Any, whole: str, *taken: str) -> int:  # noqa: ANN401 - as above
    """Return what the margins leave of the paper, in twips; a template that names no size has A4."""
    size = getattr(section, whole)
    paper: int = size.twips if size is not None else _A4[whole == "page_height"]
    margins: list[Any] = [getattr(section, name) for name in taken]
    left: int = paper - sum(abs(one.twips) for one in margins if one is not None)
    return max(_A4[0] // 4, left)


def _number_pages(section: Any, parts: tuple[str, ...], page: Page) -> None:  # noqa: ANN401 - as above
    footer = section.footer
    footer.is_linked_to_previous = False
    for paragraph in list(footer.paragraphs):
        footer._element.remove(paragraph._p)  # noqa: SLF001 - python-docx cannot remove a paragraph
    xml = page_number_xml(
        parts, style_id=page.style_ids["page-number"], run_properties=page.run_properties("page-number")
    )
    footer._element.append(_parse(xml))  # noqa: SLF001 - as above


def _emptied(word: WordDocument, section: Any, page: Page, *, built_in: bool) -> Base:  # noqa: ANN401 - as above
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415 - an extra, imported when needed

    section_xml = section._sectPr.xml  # noqa: SLF001 - python-docx has no other way to the element
    body = word.element.body
    for element in list(body):
        body.remove(element)
    word.core_properties.revision = 1  # makes the part if the file has none; its content is written for each document
    properties = word.part.package.part_related_by(RELATIONSHIP_TYPE.CORE_PROPERTIES).partname
    names = [str(part.partname) for part in word.part.package.iter_parts()]
    if len(set(names)) < len(names):
        # Two parts of one name would overwrite each other in the zip.
        raise corrupt(ValueError(f"duplicate part names in {_PLACE}"), kind=_KIND, place=_PLACE)
    buffer = BytesIO()
    word.save(buffer)
    parts = unpack(buffer.getvalue(), kind=_KIND, place=_PLACE)
    if built_in:
        own = {"word/settings.xml": SETTINGS, "word/fontTable.xml": FONT_TABLE, "docProps/app.xml": EXTENDED_PROPERTIES}
        parts.update(own)
    return Base(
        parts=parts,
        document=word.part.partname.lstrip("/"),
        properties=properties.lstrip("/"),
        section=section_xml,
        page=page,
    )


def _parse(xml: str) -> Any:  # noqa: ANN401 - an element of python-docx's own classes
    from docx.oxml import parse_xml  # noqa: PLC0415 - an extra, imported when needed

    return parse_xml(xml)


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"
