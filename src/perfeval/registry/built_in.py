"""The built-in plugin: everything that perfeval itself brings goes through the same hooks as a region's own.

What is brought stands on its own floor. Each hook loads its floor when it is asked, so that who only scores never loads
documents, forms or the audit.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from perfeval.errors import built_in_codes
from perfeval.registry.hooks import hookimpl

if TYPE_CHECKING:
    from perfeval.audit.rule import Rule
    from perfeval.documents.layouts import Layout
    from perfeval.documents.writers import Writer
    from perfeval.errors import ErrorCode
    from perfeval.forms.recognition import Reader
    from perfeval.office.opening import Opener
    from perfeval.scoring.protocols import Aggregator, Scorer

DATA = Path(__file__).parents[1] / "data"


@hookimpl
def perfeval_indicator_sets() -> list[Path]:
    """Return the national sets and overlays."""
    return [DATA / "sets", DATA / "overlays"]


@hookimpl
def perfeval_scorers() -> list[type[Scorer]]:
    """Return the built-in scorers."""
    from perfeval.scoring.kinds import SCORERS  # noqa: PLC0415 - a floor that registering never needs

    return list(SCORERS)


@hookimpl
def perfeval_aggregators() -> list[type[Aggregator]]:
    """Return the aggregators that combine rates; adding points needs none."""
    from perfeval.scoring.kinds import AGGREGATORS  # noqa: PLC0415 - a floor that registering never needs

    return list(AGGREGATORS)


@hookimpl
def perfeval_layouts() -> list[Layout]:
    """Return the three documents of an evaluation, and the notes on how it was scored."""
    from perfeval.documents.contents.every_document import LAYOUTS  # noqa: PLC0415 - a floor that scoring never needs

    return list(LAYOUTS)


@hookimpl
def perfeval_renderers() -> list[Writer]:
    """Return the writers of Word, Excel, PDF, HTML, Markdown and JSON."""
    from perfeval.documents.every_writer import WRITERS  # noqa: PLC0415 - a floor that scoring never needs

    return list(WRITERS)


@hookimpl
def perfeval_readers() -> list[Reader]:
    """Return the reader of official forms: the national sheets, and the forms of regions that are drawn like them."""
    from perfeval.forms.national_form import NATIONAL_FORM  # noqa: PLC0415 - a floor that scoring never needs

    return [NATIONAL_FORM]


@hookimpl
def perfeval_file_openers() -> list[Opener]:
    """Return the openers of Word, Excel and HTML files, and of the old formats where LibreOffice is installed."""
    from perfeval.office.file_formats import OPENERS  # noqa: PLC0415 - a floor that scoring never needs

    return list(OPENERS)


@hookimpl
def perfeval_error_codes() -> list[ErrorCode]:
    """Return the codes of the catalogue."""
    return list(built_in_codes())


@hookimpl
def perfeval_audit_rules() -> list[Rule]:
    """Return the rules of the families A to X (勾稽关系与质量校验), over one dossier and over batches."""
    from perfeval.audit.families.every_family import RULES  # noqa: PLC0415 - a floor that scoring never needs

    return list(RULES)
