"""How much a file may hold (上限): every bound on what comes from outside, in one table; ``perfeval limits`` prints it."""

from __future__ import annotations

from typing import NamedTuple

from perfeval.errors import FormatError, Issue, Location
from perfeval.errors.language import Text


class Limit(NamedTuple):
    """How much of something there may be, counted while it is read: what is beyond it is refused before it costs anything.

    Args:
        most: How many.
        unit: What is counted.
        of: In what.

    """

    most: int
    unit: Text
    of: Text

    @property
    def words(self) -> Text:
        """What is right, as messages say it."""
        return Text(f"至多 {self.most} {self.unit.zh}", f"at most {self.most} {self.unit.en}")

    def check(self, count: int, *, name: str) -> None:
        """Refuse more than that in a filled form.

        Args:
            count: How many there are so far.
            name: What has them: a part, a table, a sheet.

        Raises:
            FormatError: If there are too many.

        """
        if count > self.most:
            cause = Text(f"{name} 多于 {self.most} {self.unit.zh}", f"{name} has more than {self.most} {self.unit.en}")
            raise FormatError([Issue(code="form-bomb", values={"cause": cause}, location=Location(place=name))])


_BYTES = Text("字节", "bytes")
_LEVELS = Text("层", "levels")
_CHARACTERS = Text("个字符", "characters")
_TEXT_FILE = Text("一个 YAML 或 JSON 文件", "a YAML or JSON file")
_FORM = Text("一个填好的表（Word、Excel、HTML）", "a filled form (Word, Excel, HTML)")
_PACKAGE = Text("一个 Word 或 Excel 文件，解压后", "a Word or Excel file, unpacked")
_PART = Text("Word 或 Excel 文件的一个部件", "a part of a Word or Excel file")
_TABLE = Text("一张表格或工作表", "a table or sheet")

_WORK = Text("批量处理中的一个文件", "one file of a batch")

FILE_BYTES = Limit(8 * 2**20, _BYTES, _TEXT_FILE)
DEPTH = Limit(64, _LEVELS, _TEXT_FILE)
VALUES = Limit(200_000, Text("个值", "values"), _TEXT_FILE)
ISSUES = Limit(100, Text("个问题", "problems told"), _TEXT_FILE)
DIGITS = Limit(60, Text("位", "digits"), Text("一个数", "a number"))
QUANTITY = Limit(120, _CHARACTERS, Text("按数量解读的指标值或实际完成值", "a target or actual read as a quantity"))
FORM_BYTES = Limit(50 * 2**20, _BYTES, _FORM)
PACKAGE_BYTES = Limit(64 * 2**20, _BYTES, _PACKAGE)
PACKAGE_PARTS = Limit(2000, Text("个部件", "parts"), _PACKAGE)
ELEMENTS = Limit(1_000_000, Text("个元素", "elements"), _PART)
LEVELS = Limit(500, _LEVELS, _PART)
POSITIONS = Limit(1_000_000, Text("个格位", "positions covered by its cells"), _TABLE)
CELLS = Limit(200_000, Text("个单元格", "cells"), _TABLE)
ROWS = Limit(20_000, Text("行", "rows"), Text("一张工作表", "a sheet"))
MERGED_COLUMNS = Limit(256, Text("列", "columns"), Text("Word 表格的一个合并单元格", "a merged cell of a Word table"))
TEXTS = Limit(100_000, Text("段文字", "paragraphs"), Text("填好的表，表格之外", "a filled form, outside its tables"))
UNFINISHED = Limit(200, Text("个没有写完的标签", "tags without an end"), Text("一个网页", "a page"))
SECONDS = Limit(120, Text("秒", "seconds"), _WORK)
MEMORY = Limit(2**30, Text("字节内存", "bytes of memory"), _WORK)

LIMITS = (
    *(FILE_BYTES, DEPTH, VALUES, ISSUES, DIGITS, QUANTITY),
    *(
        FORM_BYTES,
        PACKAGE_BYTES,
        PACKAGE_PARTS,
        ELEMENTS,
        LEVELS,
        POSITIONS,
        CELLS,
        ROWS,
        MERGED_COLUMNS,
        TEXTS,
        UNFINISHED,
    ),
    *(SECONDS, MEMORY),
)
"""All of them, files that people write first, then filled forms."""
