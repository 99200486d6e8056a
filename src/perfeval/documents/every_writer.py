"""The formats that perfeval itself can write; each writer loads the extra it needs when it first draws."""

from __future__ import annotations

from perfeval.documents.excel.xlsx_writer import write_xlsx
from perfeval.documents.pdf.pdf_writer import write_pdf
from perfeval.documents.text.json_writer import write_json
from perfeval.documents.text.markdown_writer import write_markdown
from perfeval.documents.web.html_writer import write_html
from perfeval.documents.word.docx_writer import write_docx
from perfeval.documents.writers import Writer
from perfeval.errors.language import Text

_OFFICE = "application/vnd.openxmlformats-officedocument"

WRITERS = (
    Writer(
        format="docx",
        suffix=".docx",
        title=Text("Word 文档", "Word document"),
        write=write_docx,
        media_type=f"{_OFFICE}.wordprocessingml.document",
    ),
    Writer(
        format="xlsx",
        suffix=".xlsx",
        title=Text("Excel 工作簿", "Excel workbook"),
        write=write_xlsx,
        media_type=f"{_OFFICE}.spreadsheetml.sheet",
    ),
    Writer(
        format="pdf",
        suffix=".pdf",
        title=Text("PDF 文档", "PDF document"),
        write=write_pdf,
        media_type="application/pdf",
    ),
    Writer(
        format="html",
        suffix=".html",
        title=Text("网页", "web page"),
        write=write_html,
        media_type="text/html; charset=utf-8",
    ),
    Writer(
        format="markdown",
        suffix=".md",
        title=Text("Markdown 文本", "Markdown text"),
        write=write_markdown,
        media_type="text/markdown; charset=utf-8",
    ),
    Writer(
        format="json",
        suffix=".json",
        title=Text("JSON 数据", "JSON data"),
        write=write_json,
        media_type="application/json",
    ),
)
