"""The same documents and forms by the means users would take otherwise: docxtpl, python-docx, openpyxl, calamine, LibreOffice."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

import docx
import openpyxl
from docxtpl import DocxTemplate
from python_calamine import CalamineWorkbook

if TYPE_CHECKING:
    from pathlib import Path

    from perfeval import Evaluation

_HEADS = ("一级指标", "二级指标", "三级指标", "分值", "得分")


def rows_of(evaluation: Evaluation) -> list[tuple[str, ...]]:
    """Return the scoresheet as plain rows of text."""
    return [
        (*(*node.names, "", "")[:3], str(node.points or ""), str(node.score or "")) for node in evaluation.leaf_nodes
    ]


def by_docxtpl(evaluation: Evaluation, folder: Path) -> Callable[[], bytes]:
    """Return the filling of a Word template with one repeated row; the template is made once."""
    template = docx.Document()
    table = template.add_table(rows=4, cols=len(_HEADS))
    for cell, head in zip(table.rows[0].cells, _HEADS, strict=True):
        cell.text = head
    table.rows[1].cells[0].text = "{%tr for row in rows %}"
    for index, cell in enumerate(table.rows[2].cells):
        cell.text = f"{{{{ row[{index}] }}}}"
    table.rows[3].cells[0].text = "{%tr endfor %}"
    path = folder / "template.docx"
    template.save(str(path))
    return partial(_fill, path, rows_of(evaluation))


def _fill(path: Path, rows: list[tuple[str, ...]]) -> bytes:
    template, buffer = DocxTemplate(str(path)), BytesIO()
    template.render({"rows": rows})
    template.save(buffer)
    return buffer.getvalue()


def by_python_docx(rows: list[tuple[str, ...]]) -> bytes:
    """Write the rows cell by cell with python-docx, a row's cells taken at once."""
    document, buffer = docx.Document(), BytesIO()
    table = document.add_table(rows=len(rows) + 1, cols=len(_HEADS))
    for line, values in zip(table.rows, (_HEADS, *rows), strict=True):
        for cell, value in zip(line.cells, values, strict=True):
            cell.text = value
    document.save(buffer)
    return buffer.getvalue()


def by_openpyxl(rows: list[tuple[str, ...]]) -> bytes:
    """Write the rows with openpyxl, without any look."""
    book, buffer = openpyxl.Workbook(), BytesIO()
    for values in (_HEADS, *rows):
        book.worksheets[0].append(values)
    book.save(buffer)
    return buffer.getvalue()


def openpyxl_cells(path: Path) -> list[object]:
    """Read a sheet's cells by openpyxl."""
    return [cell.value for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in row]


def calamine_cells(path: Path) -> object:
    """Read a sheet's cells by calamine."""
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


def by_office(path: Path, folder: Path, target: str) -> None:
    """Convert a file by LibreOffice."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True)
