"""A region's own Word template: its look is kept, its text is not, and nothing in it acts or fetches."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import docx as python_docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Mm, Pt
from hypothesis import example, given
from hypothesis import strategies as st

from perfeval.documents.blocks import Cell, Document, Grid, Heading, Paragraph, Title
from perfeval.documents.word.docx_writer import write_docx
from perfeval.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BLOCKS = (
    Title(text="标题"),
    Heading(text="一、"),
    Paragraph(text="正文"),
    Grid(rows=((Cell(text="甲"), Cell(text="乙")),), widths=(1, 1)),
)


def _write(template: bytes | None) -> bytes:
    return write_docx(Document(name="x", title="x", blocks=BLOCKS, template=template))


def _saved(change: Callable[[python_docx.document.Document], object] = lambda _: None) -> bytes:
    word = python_docx.Document()
    word.add_paragraph("模板里的文字")
    change(word)
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def _changed(name: str, before: bytes, after: bytes) -> bytes:
    parts = _parts(_saved())
    assert before in parts[name]
    return _zipped({**parts, name: parts[name].replace(before, after)})


def _landscape_letterhead(word: python_docx.document.Document) -> None:
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(20)
    section.header.paragraphs[0].text = "某某区财政局文件"
    section.footer.paragraphs[0].text = "自己的页脚"


def test_letterhead_paper_and_footer_are_kept() -> None:
    """Header, footer, paper and margins are the template's; its text is gone and the table fills its page."""
    word = python_docx.Document(BytesIO(_write(_saved(_landscape_letterhead))))
    section = word.sections[0]
    assert section.header.paragraphs[0].text == "某某区财政局文件"
    assert [one.text for one in section.footer.paragraphs] == ["自己的页脚"]
    assert [one.text for one in word.paragraphs if one.text] == ["标题", "一、", "正文"]
    width = sum(int(one.get(f"{W}w")) for one in word.element.body.iter(f"{W}gridCol"))
    assert abs(width - Mm(257).twips) <= 1


def test_the_letterhead_of_an_earlier_section_is_kept() -> None:
    """A last section that only continues the header of the one before it has that header."""

    def two_sections(word: python_docx.document.Document) -> None:
        word.sections[0].header.paragraphs[0].text = "红头"
        word.add_section()

    word = python_docx.Document(BytesIO(_write(_saved(two_sections))))
    assert len(word.sections) == 1
    assert word.sections[0].header.paragraphs[0].text == "红头"


def test_a_style_of_the_template_restyles() -> None:
    """A style the template defines under our name rules its runs; a style it lacks is added with the official look."""

    def own_body(word: python_docx.document.Document) -> None:
        style = word.styles.add_style("评价正文", WD_STYLE_TYPE.PARAGRAPH)
        style.font.size = Pt(14)

    word = python_docx.Document(BytesIO(_write(_saved(own_body))))
    body = next(one for one in word.paragraphs if one.text == "正文")
    assert body.style is not None
    assert body.style.font.size == Pt(14)
    assert body.runs[0]._r.rPr is None
    cell = word.tables[0].cell(0, 0).paragraphs[0]
    assert cell.style is not None
    assert (cell.style.name, cell.style.font.size) == ("评价表文字", Pt(10.5))
    assert cell.runs[0]._r.rPr.rFonts.get(f"{W}eastAsia") == "仿宋_GB2312"


def test_a_style_id_of_the_template_is_not_taken() -> None:
    """Another style that happens to have the id of one of ours stays itself."""

    def same_id(word: python_docx.document.Document) -> None:
        word.styles.add_style("别的样式", WD_STYLE_TYPE.PARAGRAPH).element.set(f"{W}styleId", "EvaluationBody")

    word = python_docx.Document(BytesIO(_write(_saved(same_id))))
    names = {one.text: one.style.name for one in word.paragraphs if one.style is not None}
    assert names["正文"] == "评价正文"


def test_a_template_without_footer_gets_page_numbers() -> None:
    """Pages are numbered unless the template has a footer of its own, even an empty one."""
    assert "PAGE" in python_docx.Document(BytesIO(_write(_saved()))).sections[0].footer._element.xml


def test_a_dotx_is_a_template_too() -> None:
    """A file saved as a Word template gives a document, not a template."""
    main = b"wordprocessingml.document.main+xml"
    dotx = _changed("[Content_Types].xml", main, b"wordprocessingml.template.main+xml")
    assert main in _parts(_write(dotx))["[Content_Types].xml"]


def test_same_template_same_bytes() -> None:
    """A template changes nothing about determinism."""
    template = _saved(_landscape_letterhead)
    assert _write(template) == _write(bytes(bytearray(template)))


def test_the_template_of_the_template_is_forgotten() -> None:
    """Word would look for the attached template on a disk or a network; the reference goes."""
    parts = _parts(_saved())
    reference = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        b'Target="file:///C:/a.dotm" TargetMode="External"/></Relationships>'
    )
    start = parts["word/settings.xml"].index(b"<w:proofState")
    attached = (
        b'<w:attachedTemplate r:id="rId1" '
        b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
    )
    settings = parts["word/settings.xml"][:start] + attached + parts["word/settings.xml"][start:]
    template = _zipped({**parts, "word/settings.xml": settings, "word/_rels/settings.xml.rels": reference})
    assert b"attachedTemplate" not in b"".join(_parts(_write(template)).values())


def _refusal(template: bytes) -> str:
    with pytest.raises(FormatError) as caught:
        _write(template)
    assert [issue.location.place for issue in caught.value.issues] == ["template"]
    return caught.value.issues[0].code


def test_macros_are_refused() -> None:
    """A macro project, an ActiveX control, and a macro-enabled type are each refused."""
    parts = _parts(_saved())
    assert _refusal(_zipped({**parts, "word/vbaProject.bin": b"x"})) == "form-macro"
    assert _refusal(_zipped({**parts, "word/activeX/activeX1.xml": b"<x/>"})) == "form-macro"
    main = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    assert (
        _refusal(_changed("[Content_Types].xml", main, b"vnd.ms-word.document.macroEnabled.main+xml")) == "form-macro"
    )


def test_entities_are_refused() -> None:
    """A document type declaration is refused before anything is parsed, in UTF-16 too."""
    bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'
    parts = _parts(_saved())
    assert _refusal(_zipped({**parts, "word/styles.xml": bomb.encode()})) == "form-entity"
    assert _refusal(_zipped({**parts, "word/styles.xml": bomb.encode("utf-16")})) == "form-entity"


def test_references_to_the_outside_are_refused() -> None:
    """A picture that Word would fetch from a network is refused."""
    end = b"</Relationships>"
    picture = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
        b'Target="http://a.example/x.png" TargetMode="External"/>'
    )
    assert _refusal(_changed("word/_rels/document.xml.rels", end, picture + end)) == "form-entity"


def test_bombs_are_refused() -> None:
    """A file that unfolds beyond the limit is refused unread."""
    assert _refusal(_zipped({**_parts(_saved()), "word/media/x.bin": bytes(70 * 1024 * 1024)})) == "form-bomb"


def test_an_encrypted_zip_is_refused() -> None:
    """An entry marked as encrypted is named as such."""
    content = bytearray(_saved())
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1
    assert _refusal(bytes(content)) == "form-encrypted"


@pytest.mark.parametrize(
    "template",
    [
        b"",
        b"\x89PNG\r\n\x1a\nphoto",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
        _zipped({}),
        _zipped({"a.txt": b"x"}),
        _zipped({name: part for name, part in _parts(_saved()).items() if name != "word/document.xml"}),
        _zipped({name: part for name, part in _parts(_saved()).items() if name != "_rels/.rels"}),
        _zipped({**_parts(_saved()), "word/styles.xml": b"<w:styles"}),
        _zipped({**_parts(_saved()), "word/document.xml": b"<x/>"}),
    ],
    ids=[  # the bytes hold the time at which they were made, so two workers would not agree on the name of a test
        "empty",
        "picture",
        "old Word",
        "empty archive",
        "other archive",
        "no document",
        "no relations",
        "broken styles",
        "other document",
    ],
)
def test_what_is_no_word_file_is_refused(template: bytes) -> None:
    """An empty file, a photo, an old .doc, another zip, a missing or malformed part: one clear error."""
    assert _refusal(template) == "form-corrupt"


_WHOLE = _saved(_landscape_letterhead)
_PARTS = _parts(_WHOLE)
_NAMES = sorted(name for name in _PARTS if name.endswith((".xml", ".rels")) and "Effects" not in name)


@given(st.sampled_from(_NAMES), st.floats(0, 1, exclude_max=True), st.integers(0, 40), st.binary(max_size=3))
@example("_rels/.rels", 0.0, 40, b"")
@example("word/styles.xml", 0.5, 40, b"<")
def test_a_damaged_part_is_an_error_or_harmless(name: str, share: float, cut: int, instead: bytes) -> None:
    """A part with a piece cut out or overwritten gives our error or a file that is well formed, nothing else."""
    part = _PARTS[name]
    start = int(len(part) * share)
    template = _zipped({**_PARTS, name: part[:start] + instead + part[start + cut :]})
    try:
        content = _write(template)
    except FormatError as error:
        codes = {issue.code for issue in error.issues}
    else:
        codes = {ET.fromstring(_parts(content)["word/document.xml"]).tag}  # noqa: S314 - a file we wrote ourselves
    assert codes <= {"form-corrupt", "form-entity", f"{W}document"}


@given(st.integers(0, len(_WHOLE) - 1))
def test_a_truncated_template_is_refused(length: int) -> None:
    """A file cut off anywhere is damaged."""
    assert _refusal(_WHOLE[:length]) == "form-corrupt"
