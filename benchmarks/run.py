"""Measure perfeval against what users would do instead, in one run, and print ratios.

Every comparison is interleaved in one process with the garbage collector off, and gives the best of several rounds: times of
one thing move between machines and runs, ratios much less. Nothing here is a test.
"""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from alternatives import wrong_totals
from cases import Sheet, frame_of, pydantic_model_of
from computed_rows import ComputedSheet, computed_rows
from office import by_docxtpl, by_office, by_openpyxl, by_python_docx, calamine_cells, openpyxl_cells, rows_of

from perfeval import Dossier, Evaluation, IndicatorSet, Registry, evaluate, explain, load_dossier
from perfeval.audit.case import Case
from perfeval.audit.inspection import audit_case
from perfeval.batches.audit_in_bulk import audit_files
from perfeval.batches.read_in_bulk import read_forms
from perfeval.documents.excel.xlsx_writer import write_xlsx
from perfeval.documents.web.html_writer import write_html
from perfeval.documents.word.docx_writer import write_docx
from perfeval.forms.recognition import read_form

EXAMPLE = Path(__file__).parents[1] / "examples" / "wuhua-2023.yaml"
FORMS = Path(__file__).parents[1] / "tests" / "data" / "forms"
ROUNDS = 7


def best(work: Callable[[], object], *, number: int) -> float:
    """Return the least seconds that one call of *work* took, over several rounds."""
    work()
    gc.disable()
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        for _ in range(number):
            work()
        times.append((time.perf_counter() - begin) / number)
    gc.enable()
    return min(times)


def imports(*statements: str) -> list[float]:
    """Return the least seconds that a fresh process needs for each import, in turn, with everything compiled before."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def seconds(statement: str) -> float:
            program = f"import time; begin = time.perf_counter(); {statement}; print(time.perf_counter() - begin)"
            command = [sys.executable, "-c", program]
            run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
            return float(run.stdout)

        rounds = [[seconds(statement) for statement in statements] for _ in range(10)]
    return [min(times) for times in zip(*rounds[1:], strict=True)]


def line(what: str, seconds: float, demand: str, *, unit: str = "ms") -> None:
    """Print one measurement beside what is demanded of it."""
    scale = {"ms": 1e3, "µs": 1e6}[unit]
    print(f"{what:<58} {seconds * scale:10.2f} {unit}   {demand}")


def main() -> None:
    """Run every measurement."""
    registry = Registry.discover()
    dossier = load_dossier(EXAMPLE, vocabulary=registry.vocabulary)
    indicators = registry.indicator_set(dossier.indicators)
    evaluation = evaluate(dossier, indicators=indicators)

    scoring(dossier, indicators)
    line(
        "load and validate the YAML",
        best(lambda: load_dossier(EXAMPLE, vocabulary=registry.vocabulary), number=5),
        "< 15 ms",
    )
    make_frame = frame_of(evaluation)
    line("a pandas frame per evaluation", best(make_frame, number=10), "", unit="µs")

    print("\n# Wrong totals among 10 000 random evaluations (40 rows, scores to 0.01, exact halves among them)")
    for name, wrong in wrong_totals(10_000).items():
        print(f"{name:<58} {wrong:10d}")

    print("\n# Import")
    libraries, names = "import attrs, cattrs, pluggy, yaml", "from perfeval import Registry, evaluate, load_dossier"
    attrs, perfeval, core, embedded = imports("import attrs", "import perfeval", libraries, names)
    line("import attrs", attrs, "")
    line("import perfeval", perfeval, f"{perfeval / attrs:.2f} x import attrs, <= 1.8")
    line(libraries, core, "")
    line(names, embedded, f"{embedded / core:.2f} x these libraries, <= 1.5")

    print("\n# Documents, the Wuhua scoresheet")
    layout = {one.name: one for one in registry.layouts_for(indicators)}["scoresheet"]
    document = layout.build(evaluation, "zh")
    line("layout", best(lambda: layout.build(evaluation, "zh"), number=5), "")
    line("docx", best(lambda: write_docx(document), number=5), "< 45 ms")
    line("xlsx", best(lambda: write_xlsx(document), number=5), "< 15 ms")
    line("html", best(lambda: write_html(document), number=5), "< 5 ms")
    if "pdf" in registry.writers:
        line("pdf, fonts loaded", best(lambda: registry.writers["pdf"].write(document), number=3), "< 120 ms")
    other_documents(evaluation, write_docx(document))
    forms_and_audit(registry, evaluation)


def scoring(dossier: Dossier, indicators: IndicatorSet) -> None:
    """Measure scoring and explaining new dossiers under a compiled set, and the same sums by pydantic models with Decimal."""
    print(
        "# Scoring a new dossier: the Wuhua evaluation (45 rows, nearly all stated), and rows computed by seven kinds"
    )
    wuhua = pydantic_model_of(evaluate(dossier, indicators=indicators))
    cases: list[tuple[str, int, Dossier, IndicatorSet, Sheet | ComputedSheet]] = [
        ("Wuhua", 45, dossier, indicators, wuhua)
    ]
    for count in (10, 45, 1_000, 10_000):
        made, filled, models = computed_rows(count)
        assert evaluate(filled, indicators=made).total == models.total[0], "the models sum something else"
        cases.append((f"{count} computed rows", count, filled, made, models))
    for what, count, filled, rules, sheet in cases:
        number = max(1, 5_000 // count)
        theirs = best(partial(getattr, sheet, "total"), number=number)
        ours = best(partial(evaluate, filled, indicators=rules), number=number)
        steps = best(partial(explain, evaluate(filled, indicators=rules)), number=max(1, number // 10))
        line(f"{what}: the same sums, pydantic models with Decimal", theirs, "", unit="µs")
        line(f"{what}: evaluate()", ours, f"{ours / theirs:.1f} x, <= 5; {ours / count * 1e6:.2f} µs a row", unit="µs")
        line(f"{what}: explain(), every step of every row", steps, f"{steps / ours:.1f} x evaluate(), <= 10", unit="µs")


def other_documents(evaluation: Evaluation, word: bytes) -> None:
    """Measure the bare table, five columns without merged cells or looks, by other means."""
    rows = rows_of(evaluation)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        line("the bare table by docxtpl", best(by_docxtpl(evaluation, folder), number=2), "")
        line("the bare table by python-docx, row by row", best(lambda: by_python_docx(rows), number=2), "")
        line("the bare table by openpyxl", best(lambda: by_openpyxl(rows), number=2), "")
        if shutil.which("soffice"):
            (folder / "form.docx").write_bytes(word)
            line(
                "our docx to pdf by LibreOffice headless",
                elapsed(lambda: by_office(folder / "form.docx", folder, "pdf")),
                "",
            )


def forms_and_audit(registry: Registry, evaluation: Evaluation) -> None:
    """Measure reading forms and auditing, and the same work by other means."""
    readers = tuple(registry.readers.values())
    word, excel = FORMS / "29-anhui-jinzhai-bumen-2023.docx", FORMS / "29-anhui-jinzhai-bumen-2023.xlsx"
    print("\n# Forms in")
    line("read one Word form", best(lambda: read_form(word, readers=readers), number=5), "< 25 ms")
    line(
        "read the Word file of the seed (three annexes)",
        best(lambda: read_form(FORMS / "wuhua-2023.docx", readers=readers), number=2),
        "",
    )
    line("read one Excel form", best(lambda: read_form(excel, readers=readers), number=5), "< 10 ms")
    line("the same sheet by openpyxl, cells only", best(lambda: openpyxl_cells(excel), number=3), "")
    line("the same sheet by calamine, cells only", best(lambda: calamine_cells(excel), number=3), "")
    with tempfile.TemporaryDirectory() as folder:
        many = [Path(folder) / f"{number}{form.suffix}" for number in range(100) for form in (word, excel)]
        for path in many:
            path.write_bytes((word if path.suffix == ".docx" else excel).read_bytes())
        seconds = elapsed(lambda: read_forms(many, folder=Path(folder) / "out", registry=registry, workers=2))
        line("read 200 forms into dossiers, 2 processes", seconds, f"{seconds * 5:.1f} s for 1 000, < 20 s")
        if shutil.which("soffice"):
            line(
                "LibreOffice headless, one Word form to text",
                elapsed(lambda: by_office(word, Path(folder), "txt:Text")),
                "",
            )
        dossiers = [Path(folder) / "dossiers" / f"{number}.yaml" for number in range(200)]
        dossiers[0].parent.mkdir()
        for path in dossiers:
            path.write_bytes(EXAMPLE.read_bytes())
        print("\n# Audit")
        rules = tuple(registry.audit_rules.values())
        line(
            "all rules over the Wuhua dossier",
            best(lambda: audit_case(Case.of(evaluation.dossier, indicators=evaluation.base), rules=rules), number=5),
            "< 15 ms",
        )
        seconds = elapsed(lambda: audit_files(dossiers, registry=registry, workers=2))
        line("a folder of 200 dossiers, 2 processes", seconds, f"{seconds * 5:.1f} s for 1 000, < 12 s")


def elapsed(work: Callable[[], object]) -> float:
    """Return the seconds of one call."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
