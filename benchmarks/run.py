"""Measure perfeval against what users would do instead, in one run, and print ratios.

Every comparison is interleaved in one process with the garbage collector off, and gives the best of several rounds: times of
one thing move between machines and runs, ratios much less. Nothing here is a test.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from alternatives import wrong_totals
from cases import frame_of, pydantic_model_of

from perfeval import Registry, evaluate, explain, load_dossier
from perfeval.documents.docx import write_docx
from perfeval.documents.html import write_html
from perfeval.documents.xlsx import write_xlsx

EXAMPLE = Path(__file__).parents[1] / "examples" / "wuhua-2023.yaml"
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


def imports(statement: str) -> float:
    """Return the least seconds that a fresh process needs for an import."""
    program = f"import time; begin = time.perf_counter(); {statement}; print(time.perf_counter() - begin)"
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        for _ in range(9)
    ]
    return min(float(run) for run in runs)


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

    print("# Scoring, the Wuhua evaluation (45 rows)")
    ours = best(lambda: evaluate(dossier, indicators=indicators), number=200)
    line("evaluate()", ours, "<= 80 µs", unit="µs")
    line(
        "evaluate() of a dossier seen for the first time",
        best(lambda: evaluate(dossier.replace(), indicators=indicators), number=20),
        "",
    )
    line("explain(), every step of every row", best(lambda: explain(evaluation), number=20), "<= 1 ms")
    line(
        "load and validate the YAML",
        best(lambda: load_dossier(EXAMPLE, vocabulary=registry.vocabulary), number=5),
        "< 15 ms",
    )

    print("\n# The same sums by other means")
    model = pydantic_model_of(evaluation)
    theirs = best(lambda: model.total, number=200)
    line("pydantic models with Decimal", theirs, f"{theirs / ours:.1f} x evaluate()", unit="µs")
    make_frame = frame_of(evaluation)
    theirs = best(make_frame, number=10)
    line("a pandas frame per evaluation", theirs, f"{theirs / ours:.1f} x evaluate()", unit="µs")

    print("\n# Wrong totals among 10 000 random evaluations (40 rows, scores to 0.01, exact halves among them)")
    for name, wrong in wrong_totals(10_000).items():
        print(f"{name:<58} {wrong:10d}")

    print("\n# Import")
    attrs, perfeval = imports("import attrs"), imports("import perfeval")
    line("import attrs", attrs, "")
    line("import perfeval", perfeval, f"{perfeval / attrs:.2f} x import attrs, <= 1.8")

    print("\n# Documents, the Wuhua scoresheet")
    layout = {one.name: one for one in registry.layouts_for(indicators)}["scoresheet"]
    document = layout.build(evaluation, "zh")
    line("layout", best(lambda: layout.build(evaluation, "zh"), number=5), "")
    line("docx", best(lambda: write_docx(document), number=5), "< 45 ms")
    line("xlsx", best(lambda: write_xlsx(document), number=5), "< 15 ms")
    line("html", best(lambda: write_html(document), number=5), "< 5 ms")


if __name__ == "__main__":
    main()
