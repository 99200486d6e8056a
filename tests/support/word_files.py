"""What the tests of the Word writer share: hostile texts, and a second reading of the files."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Literal
from xml.etree import ElementTree as ET

from hypothesis import strategies as st

from perfeval.documents.blocks import Document

if TYPE_CHECKING:
    from perfeval.documents.blocks import Block

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = (
    "=1+1", "<w:p>", "</w:t></w:r>", "a&amp;b]]>", "{ PAGE }", "\x00\x1b[31m", "\ud800\ufffe", " 前后 ", "a\tb\nc\r\nd\re",
    "\x85\u2028\u202e", "",
)  # fmt: skip
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet=st.sampled_from("项目绩效评价 aB9=+-@&<>\"'\n\t\r\x00\x1b\ufffe\ud800“”"), max_size=40),
)


def word_document(
    *blocks: Block, style: Literal["sheet", "report"] = "report", template: bytes | None = None, title: str = "标题"
) -> Document:
    """Return a document of these blocks."""
    return Document(
        name="x",
        title=title,
        blocks=blocks,
        style=style,
        template=template,
    )


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of a Word file by their names."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def xml_of(content: bytes, name: str = "word/document.xml") -> ET.Element:
    """Return one part of a Word file as a tree."""
    return ET.fromstring(parts_of(content)[name])  # noqa: S314 - a file we wrote ourselves


def said_in(element: ET.Element) -> str:
    """Return what the runs under *element* say, tabs and line breaks included."""
    signs = {f"{W}t": None, f"{W}tab": "\t", f"{W}br": "\n"}
    found = [one for run in element.iter(f"{W}r") for one in run if one.tag in signs]
    return "".join(one.text or "" if signs[one.tag] is None else str(signs[one.tag]) for one in found)


def expected_in_word(text: str) -> str:
    """Say what a text becomes in Word, in other words than the writer's."""
    joined = "\n".join(re.split("\r\n|\r|\n", text))
    return "".join(
        "\ufffd" if (c < " " and c not in "\t\n") or 0xD800 <= ord(c) <= 0xDFFF or c in "\ufffe\uffff" else c
        for c in joined
    )
