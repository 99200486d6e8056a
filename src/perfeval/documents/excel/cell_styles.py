"""How cells look, and how a text gets into a cell as itself: never a formula, a link, a number or markup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from attrs import define, field

if TYPE_CHECKING:
    from perfeval.documents.blocks import Align
    from perfeval.documents.excel.placed_cells import CellLook
    from perfeval.errors.language import Language

_BODY_FONT = "仿宋"
_HEAD_FONT = "黑体"
_KAI_FONT = "楷体"
_HEAD_COLOUR = "#EEF2F6"
_FOOTERS: dict[Language, str] = {"zh": "&C第 &P 页　共 &N 页", "en": "&CPage &P of &N"}
_LOOKS: dict[CellLook, dict[str, object]] = {
    "title": {"font_name": _HEAD_FONT, "align": "center"},
    "heading1": {"font_name": _HEAD_FONT},
    "heading2": {"font_name": _KAI_FONT, "bold": True},
    "heading3": {"bold": True},
    "body": {"valign": "top"},
    "plain": {"valign": "top"},
    "note": {"valign": "top"},
    "signature": {},
    "head": {"font_name": _HEAD_FONT, "align": "center", "border": 1, "bg_color": _HEAD_COLOUR},
    "label": {"align": "center", "border": 1},
    "text": {"border": 1},
    "number": {"align": "center", "border": 1},
}


@define(kw_only=True)
class Styles:
    """The formats of one workbook, each made once.

    Args:
        workbook: The XlsxWriter workbook.
        sizes: The font size of each look, in points.
        language: The language of the page footer.

    """

    workbook: Any
    sizes: dict[CellLook, float]
    language: Language
    _formats: dict[tuple[object, ...], Any] = field(factory=dict, init=False)

    @property
    def footer(self) -> str:
        """The footer of every page: its number, and how many there are."""
        return _FOOTERS[self.language]

    def look(
        self, name: CellLook, *, align: Align | None = None, number_format: str | None = None, wrap: bool = True
    ) -> Any:  # noqa: ANN401 - XlsxWriter has no types
        """Return the format of a look, with its own alignment and number format if given."""
        key = (name, align, number_format, wrap)
        if key not in self._formats:
            properties = {
                "font_name": _BODY_FONT, "font_size": self.sizes[name], "valign": "vcenter", "text_wrap": wrap,
                "align": "left", **_LOOKS[name],
            }  # fmt: skip
            if not wrap:
                properties["shrink"] = True
            if align:
                properties["align"] = align
            # @ keeps a text that looks like a number a text when somebody edits the cell.
            properties["num_format"] = number_format or "@"
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    @staticmethod
    def write_text(sheet: Any, row: int, column: int, text: str, look: Any) -> None:  # noqa: ANN401 - as above
        """Write *text* as a string cell.

        A string cell is never computed: ``=1+1``, ``+``, ``-``, ``@`` or a tab at its start is only a character, in
        this workbook and after it is saved again. (A CSV file has no string cells; there the same text is dangerous.)
        ``write_string`` is used, not ``write``, which would guess at formulas, numbers and links.
        """
        if not text:
            sheet.write_blank(row, column, None, look)
        elif text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter puts such a text into the file as markup, unescaped: it is handed over as one escaped run.
            sheet.write_string(row, column, f'<r><t xml:space="preserve">{escape(text)}</t></r>', look)
        else:
            sheet.write_string(row, column, text, look)
