"""The reader of official forms: one form or several in a file, each with its continuation tables, as dossiers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve

from perfeval.errors import FormatError, Issue, Location
from perfeval.errors.language import Text
from perfeval.forms.cells_read import TableCells
from perfeval.forms.labels import key
from perfeval.forms.prose import chapters_in, lines_of, signatures_in, year_in
from perfeval.forms.recognition import Reader
from perfeval.forms.table_walk import TableForm
from perfeval.model.domain_words import EXECUTION_RATE, EvaluationKind
from perfeval.model.dossier import Dossier, Evaluator, Row, Section, Signature
from perfeval.model.reading import Reading, ReadValue

if TYPE_CHECKING:
    from perfeval.office.grids import FormFile, FormGrid

_MOST_SURE = 99
# What makes a file a form: each of these that is found adds to how sure the match is.
LANDMARKS = ("project", "funds", "goals", "indicators", "total")
SELF_SET, DEPARTMENT_SET = "cn.mof.2020-10.self", "cn.mof.2020-10.department"
_START_LABELS = frozenset({"项目名称", "单位名称", "专项名称"})


def recognise(file: FormFile) -> int:
    """Return how sure it is that *file* holds official forms, in percent; a region that knows its own form may be surer."""
    return min(_MOST_SURE, max((_confidence(forms) for forms in _forms(file)), default=0))


def read(file: FormFile) -> tuple[Reading, ...]:
    """Return every form in *file*.

    Raises:
        FormatError: If it holds no table, or none of its tables is a form.

    """
    where = Location(path=file.path)
    if not file.grids:
        raise FormatError([Issue(code="form-no-table", location=where)])
    forms = [form for form in _forms(file) if "indicators" in _found(form)]
    if not forms:
        expected = Text("三级指标、分值、得分等栏目", "columns such as 三级指标, 分值, 得分")
        raise FormatError([Issue(code="form-not-recognised", expected=expected, location=where)])
    return tuple(_reading(file, form, number, len(forms)) for number, form in enumerate(forms, start=1))


def _forms(file: FormFile) -> list[list[TableForm]]:
    """Return the tables of each form: one that begins with the project's name, and those that continue it."""
    forms: list[list[TableForm]] = []
    for grid in file.grids:
        starts = _starts(grid)
        bounds = sorted({1, *starts})
        for first, following in zip(bounds, (*bounds[1:], grid.row_count + 1), strict=True):
            table = TableForm(cells=TableCells(file=file, grid=grid, first=first, last=following - 1))
            table.read()
            if first in starts or not forms:
                forms.append([table])
            else:
                forms[-1].append(table)
    return forms


def _starts(grid: FormGrid) -> list[int]:
    """Return the rows in which a form begins; a title above its first row belongs to it."""
    rows = sorted({cell.row for cell in grid.cells if key(cell.text) in _START_LABELS and cell.column <= 2})  # noqa: PLR2004 - a label stands in the first columns
    return [1, *rows[1:]] if rows else []


def _found(form: list[TableForm]) -> set[str]:
    return {landmark for table in form for landmark in table.cells.landmarks_found}


def _confidence(form: list[TableForm]) -> int:
    found = _found(form)
    return 100 * sum(landmark in found for landmark in LANDMARKS) // len(LANDMARKS)


def _reading(file: FormFile, form: list[TableForm], number: int, count: int) -> Reading:
    main = form[0]
    funds = next((table.funds.value() for table in form if table.funds.value().lines), main.funds.value())
    loose = [text.text for text in file.paragraphs]
    cells = [cell.text for table in form for cell in table.cells.grid.cells]
    title = " ".join([*loose[:6], *cells[:4]])
    kind: EvaluationKind = "department" if "部门评价" in title or "部门评价" in key(title) else "self"
    stem = Path(file.path).stem
    narrative = _report(form, loose) if count == 1 else ()
    signatures = signatures_in([*cells, *loose])
    dossier = Dossier(
        id=stem if count == 1 else f"{stem}-{number}",
        indicators=SELF_SET if kind == "self" else DEPARTMENT_SET,
        year=year_in([*loose, *cells]) or 0,
        project=main.project_value(stem),
        kind=kind,
        funds=funds,
        goals=next((table.goals_value() for table in form if table.expected or table.achieved), main.goals_value()),
        rows=_rows(form, main),
        narrative=narrative,
        problems=tuple(problem for table in form for problem in table.problems),
        remarks=next((table.remarks for table in form if table.remarks), ""),
        evaluators=tuple(_with_role(person, signatures) for table in form for person in table.evaluators),
        signatures=signatures,
        printed=next(
            (table.printed_value() for table in form if table.printed_points is not None), main.printed_value()
        ),
        source=Location(path=file.path, place=main.cells.grid.name),
    )
    return Reading(
        dossier=dossier,
        confidence=_confidence(form),
        values=tuple(value for table in form for value in table.cells.values),
        not_understood=(*(value for table in form for value in table.cells.not_understood()), *_unread(file, dossier)),
        problems=file.problems,
    )


def _report(form: list[TableForm], loose: list[str]) -> tuple[Section, ...]:
    """Return the report: the file's paragraphs or, in a workbook, the lines below its tables."""
    if found := chapters_in(loose):
        return found
    narrative = chapters_in(cell.text for table in form for cell in table.lines)
    read = set(lines_of(narrative))
    for table in form:
        for cell in table.lines:
            if cell.text.strip() in read:
                table.cells.take("narrative", cell)
    return narrative


def _with_role(person: Evaluator, signatures: tuple[Signature, ...]) -> Evaluator:
    """Return an evaluator with the role under which the form is signed; who only stands on the list is 评价人员."""
    signed = next((one.label for one in signatures if one.name == person.name and "评价" in one.label), "评价人员")
    return evolve(person, role=person.role or signed)


def _rows(form: list[TableForm], main: TableForm) -> tuple[Row, ...]:
    """Return the rows of all tables; the execution rate that the funds table scores is a row of its own."""
    rows = [row for table in form for row in table.indicators.rows]
    total = main.funds.total
    if total is not None and (total.points is not None or total.score is not None):
        rows.insert(0, Row(address=EXECUTION_RATE, points=total.points, score=total.score, place=total.place))
    seen: dict[str, int] = {}
    result = []
    for row in rows:
        seen[row.address] = seen.get(row.address, 0) + 1
        again = seen[row.address]
        result.append(row if again == 1 else evolve(row, address=f"{row.address}#{again}"))
    return tuple(result)


def _unread(file: FormFile, dossier: Dossier) -> list[ReadValue]:
    """Return the paragraphs that are neither the report nor a title, so that nothing is dropped in silence."""
    if dossier.narrative:
        return []
    return [
        ReadValue(path="", text=text.text, location=Location(path=file.path, place=f"段落 {text.index}"))
        for text in file.paragraphs
        if text.text.strip()
    ]


NATIONAL_FORM = Reader(
    id="cn.mof.form",
    title=Text("评价表、自评表", "scoresheets and self-evaluation sheets"),
    recognise=recognise,
    read=read,
)
"""The official forms, and the forms of regions that are drawn like them."""
