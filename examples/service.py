"""perfeval as a web service (FastAPI): a dossier in JSON is scored, drawn or audited, a filled form becomes dossiers.

FastAPI runs these functions in threads. Values of perfeval never change, so all threads share one registry and its sets.
"""

from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request, Response, UploadFile
from fastapi.responses import JSONResponse

from perfeval import Case, Dossier, Evaluation, PerfEvalError, Registry, audit_case, draw, evaluate, parse, read_form

app = FastAPI(title="perfeval")
registry = Registry.discover(strict=True)


@app.exception_handler(PerfEvalError)
def refused(_: Request, error: PerfEvalError) -> JSONResponse:
    """Answer 422 with every problem: its code, its place, and its words in both languages."""
    return JSONResponse([issue.to_dict() for issue in error.issues], status_code=422)


async def body_of(request: Request) -> bytes:
    """Take the body as it came: in JSON of Python, numbers would pass through floats."""
    return await request.body()


def dossier_in(body: Annotated[bytes, Depends(body_of)]) -> Dossier:
    """Read the dossier."""
    return parse(body, kind=Dossier, name="body.json", vocabulary=registry.vocabulary)


def evaluation_of(dossier: Annotated[Dossier, Depends(dossier_in)]) -> Evaluation:
    """Score it by the set that it names."""
    return evaluate(dossier, indicators=registry.set_for(dossier))


@app.post("/results")
def result(evaluation: Annotated[Evaluation, Depends(evaluation_of)]) -> JSONResponse:
    """Return what is stored of an evaluation."""
    return JSONResponse(evaluation.to_dict())


@app.post("/documents/{name}.{suffix}")
def document(name: str, suffix: str, evaluation: Annotated[Evaluation, Depends(evaluation_of)]) -> Response:
    """Return one document, such as report.docx or scoresheet.xlsx."""
    layout, writer = registry.layout_for(evaluation.base, name), registry.writer_for(f".{suffix}")
    (file,) = draw(evaluation, layouts=[layout], writers=[writer])
    return Response(file.content, media_type=file.media_type)


@app.post("/audits")
def audit(dossier: Annotated[Dossier, Depends(dossier_in)]) -> dict[str, Any]:
    """Return what is wrong in a dossier, what was checked, and what was not."""
    case = Case.of(dossier, indicators=registry.set_for(dossier))
    return audit_case(case, rules=registry.audit_rules.values()).to_dict()


@app.post("/forms")
def forms(file: UploadFile) -> list[dict[str, Any]]:
    """Return the dossiers of a filled Word, Excel or HTML form, each with what was doubtful."""
    readings = read_form(
        file.file, readers=registry.readers.values(), openers=registry.openers.values(), name=file.filename or ""
    )
    return [one.to_dict() for one in readings]
