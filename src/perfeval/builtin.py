"""The default plugin: everything that is built in goes through the same hooks as a region's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from perfeval.audit.rule_book import RULES
from perfeval.audit.rules import Rule
from perfeval.documents.blocks import Document
from perfeval.documents.layouts import Layout
from perfeval.documents.problem_list import build_problem_list
from perfeval.documents.report import build_report
from perfeval.documents.scoresheet import build_scoresheet
from perfeval.documents.scoring_notes import build_scoring_notes
from perfeval.documents.writers import Writer
from perfeval.forms import official_form
from perfeval.forms.readers import Reader
from perfeval.hookspecs import hookimpl
from perfeval.language import Text
from perfeval.scoring.kinds import AGGREGATORS, SCORERS

if TYPE_CHECKING:
    from perfeval.model.protocols import Aggregator, Scorer

DATA = Path(__file__).parent / "data"


@hookimpl
def perfeval_indicator_sets() -> list[Path]:
    """Return the national sets and overlays."""
    return [DATA / "sets", DATA / "overlays"]


@hookimpl
def perfeval_scorers() -> list[type[Scorer]]:
    """Return the scorers of DESIGN's table of kinds."""
    return list(SCORERS)


@hookimpl
def perfeval_aggregators() -> list[type[Aggregator]]:
    """Return the aggregators that combine rates; adding points needs none."""
    return list(AGGREGATORS)


@hookimpl
def perfeval_layouts() -> list[Layout]:
    """Return the three documents of an evaluation, and the notes on how it was scored."""
    return [
        Layout(id="cn.mof.scoresheet", name="scoresheet", title=Text("评价表", "scoresheet"), build=build_scoresheet),
        Layout(id="cn.mof.report", name="report", title=Text("评价报告", "report"), build=build_report),
        Layout(id="cn.mof.problems", name="problems", title=Text("问题清单", "problem list"), build=build_problem_list),
        Layout(id="cn.mof.notes", name="notes", title=Text("计分说明", "scoring notes"), build=build_scoring_notes),
    ]


@hookimpl
def perfeval_renderers() -> list[Writer]:
    """Return the writers; each loads its library when it first draws."""
    return [
        Writer(format="docx", suffix=".docx", title=Text("Word 文档", "Word document"), write=_docx),
        Writer(format="xlsx", suffix=".xlsx", title=Text("Excel 工作簿", "Excel workbook"), write=_xlsx),
        Writer(format="html", suffix=".html", title=Text("网页", "web page"), write=_html),
        Writer(format="markdown", suffix=".md", title=Text("Markdown 文本", "Markdown text"), write=_markdown),
        Writer(format="json", suffix=".json", title=Text("JSON 数据", "JSON data"), write=_json),
    ]


@hookimpl
def perfeval_readers() -> list[Reader]:
    """Return the reader of official forms: the national sheets, and the forms of regions that are drawn like them."""
    return [
        Reader(
            id="cn.mof.form",
            title=Text("评价表、自评表", "scoresheets and self-evaluation sheets"),
            recognise=official_form.recognise,
            read=official_form.read,
        )
    ]


@hookimpl
def perfeval_audit_rules() -> list[Rule]:
    """Return the rules of the families A to X (勾稽关系与质量校验), over one dossier and over batches."""
    return list(RULES)


# The libraries that open Office files or draw are extras, so each writer is imported when it first draws.
def _docx(document: Document) -> bytes:
    from perfeval.documents.word.writer import write_docx  # noqa: PLC0415

    return write_docx(document)


def _xlsx(document: Document) -> bytes:
    from perfeval.documents.excel.writer import write_xlsx  # noqa: PLC0415

    return write_xlsx(document)


def _html(document: Document) -> bytes:
    from perfeval.documents.html import write_html  # noqa: PLC0415

    return write_html(document)


def _markdown(document: Document) -> bytes:
    from perfeval.documents.markdown import write_markdown  # noqa: PLC0415

    return write_markdown(document)


def _json(document: Document) -> bytes:
    from perfeval.documents.json_writer import write_json  # noqa: PLC0415

    return write_json(document)
