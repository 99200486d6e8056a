"""Mutants of what computes scores: ``make mutants`` draws some at random, and the tests must notice nine of ten.

Each mutant is one small change (support/mutation.py) in a copy of the package under build/; the tests of its module run until one
fails, the quick ones first. A mutant that makes the tests run on for ever is killed by the clock, and told apart. ``--seed``
repeats a run. Exits 1 if fewer than 90 % are killed, 2 if the tests fail without a mutant.

No library does this: mutmut leaves out what is decorated and what stands at the top of a module (formulas and tables of units, here),
cosmic-ray has one command for all modules and draws no sample, and mutatest stands still since 2022.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).parent / "support"))

# What every run of the tests needs is loaded once, here; perfeval itself never is, for each mutant has its own.
import attrs
import cattrs
import click
import hypothesis.strategies
import pluggy
import pytest
import sybil
import yaml
from mutation import Mutant, mutants_of

LOADED = (attrs, cattrs, click, hypothesis, pluggy, sybil, yaml)
ROOT = Path(__file__).parents[1]
WORK = ROOT / "build" / "mutants"
COPIED = ("src", "tests", "examples", "plugins", "docs", "conftest.py", "pyproject.toml")
FLOORS = ("model", "scoring")
LEFT_OUT = ("scoring/number_systems/solver.py",)  # the proofs' own tests try it
WANTED = 0.9
QUICK = 3.0  # seconds; what takes longer runs by itself, when all that is quick has passed
OPTIONS = ("-x", "-q", "--no-header", "--tb=line", "--assert=plain", "-p", "no:cacheprovider", "--rootdir=.")
PASSED = (0, 5)  # all tests passed, or there are none in the files

# The tests of a module are its docstrings, and those of both floors; some modules have more on the floors that show what they hold.
LOADING = "tests/codec/test_loading.py"
MORE = {
    "model/citations.py": (LOADING,),
    "model/dates.py": ("tests/audit/families",),
    "model/domain_words.py": ("tests/audit", "tests/forms/test_forms_round_trips.py"),
    "model/dossier.py": (LOADING, "tests/views", "tests/audit"),
    "model/evaluation.py": (LOADING, "tests/views"),
    "model/file_keys.py": (LOADING, "tests/codec/test_schema.py"),
    "model/funds.py": (LOADING, "tests/audit"),
    "model/indicator_set.py": (LOADING, "tests/views", "tests/registry"),
    "model/overlays.py": (LOADING, "tests/registry"),
    "model/plugin_faults.py": ("tests/test_logs.py", "tests/registry/test_admission.py"),
    "model/plain_values.py": (
        LOADING,
        "tests/codec/test_yaml_text.py",
        "tests/codec/test_parameter_types.py",
        "tests/views",
    ),
    "scoring/engine.py": ("tests/test_logs.py",),
    "scoring/number_systems": ("tests/proofs", "tests/workbook/test_live_formulas.py"),
    "scoring/scorers": ("tests/proofs", "tests/audit", "tests/workbook/test_live_formulas.py"),
}


@dataclass(frozen=True)
class Work:
    """One mutant of one module.

    Args:
        module: The module, below ``src/perfeval``.
        original: Its text.
        mutant: The change.

    """

    module: str
    original: str
    mutant: Mutant

    @property
    def place(self) -> str:
        """Where it is: file and line."""
        return f"src/perfeval/{self.module}:{self.mutant.line}"


def all_mutants() -> list[Work]:
    """Return every mutant of both floors."""
    package = ROOT / "src" / "perfeval"
    paths = sorted(path for floor in FLOORS for path in (package / floor).rglob("*.py"))
    modules = [(path.relative_to(package).as_posix(), path.read_text(encoding="utf-8")) for path in paths]
    return [Work(name, text, one) for name, text in modules if name not in LEFT_OUT for one in mutants_of(text)]


def files_of(where: str) -> list[str]:
    """Return the test files at a path of the repository."""
    path = ROOT / where
    return [where] if path.is_file() else sorted(one.relative_to(ROOT).as_posix() for one in path.rglob("test_*.py"))


def more_for(module: str) -> list[str]:
    """Return where a module has tests beside those of both floors."""
    return [where for begins, places in MORE.items() if module.startswith(begins) for where in places]


def tests_of(module: str, seconds: dict[str, float]) -> list[list[str]]:
    """Return the test files of a module by stages: its docstrings, what is called after it and the quick ones; each slow one."""
    stem = Path(module).stem
    places = (*(f"tests/{floor}" for floor in FLOORS), *more_for(module))
    files = {file for file in seconds for where in places if file == where or file.startswith(f"{where}/")}
    own = [file for file in files if file.endswith(f"/test_{stem}.py")]
    quick = sorted((file for file in files if seconds[file] <= QUICK and file not in own), key=seconds.__getitem__)
    slow = sorted((file for file in files if seconds[file] > QUICK and file not in own), key=seconds.__getitem__)
    return [[f"src/perfeval/{module}", *own, *quick], *([file] for file in slow)]


def limit(files: list[str], seconds: dict[str, float]) -> float:
    """Return for how many seconds test files may run: what runs on for ever is killed soon, what is only slow is not."""
    return 60 + 4 * sum(seconds.get(file, 0) for file in files)


def run_tests(folder: Path, stages: list[list[str]], seconds: dict[str, float]) -> NoReturn:
    """Run test files on the copy in *folder*, stage by stage until one fails, in a process of their own that ends here.

    A stage that takes longer than it may ends it by the signal of the clock.
    """
    os.setpgid(0, 0)
    os.chdir(folder)
    with (folder / "output.txt").open("w", encoding="utf-8") as output:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(output.fileno(), stream.fileno())
    os.environ |= {"PYTHONPATH": str(folder / "src"), "PERFEVAL_HYPOTHESIS_PROFILE": "mutants"}
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder / "src"))
    code = 3
    try:
        for files in stages:
            signal.setitimer(signal.ITIMER_REAL, limit(files, seconds))
            code = int(pytest.main([*OPTIONS, *files]))
            if code not in PASSED:
                break
    except BaseException:  # noqa: BLE001 - whatever it is, this process ends here, and says why
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(code)


class Worker:
    """One copy of the project, on which one mutant at a time is tried."""

    def __init__(self, number: int) -> None:
        """Copy the project; see the class."""
        self.folder = WORK / str(number)
        for name in COPIED:
            source, copied = ROOT / name, self.folder / name
            if source.is_dir():
                shutil.copytree(source, copied, ignore=shutil.ignore_patterns("__pycache__", "forms/*.docx"))
            else:
                copied.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, copied)
        self.work: Work | None = None

    def start(self, stages: list[list[str]], seconds: dict[str, float], work: Work | None = None) -> int:
        """Begin to run test files; return the number of their process."""
        self.work = work
        if work is not None:
            (self.folder / "src" / "perfeval" / work.module).write_text(work.mutant.text, encoding="utf-8")
        process = os.fork()
        if not process:
            run_tests(self.folder, stages, seconds)
        return process

    def clear(self, process: int) -> None:
        """End what tests that have ended left running, and make the copy as it was before."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)
        if self.work is not None:
            (self.folder / "src" / "perfeval" / self.work.module).write_text(self.work.original, encoding="utf-8")


def any_ended() -> tuple[int, int]:
    """Wait until some tests end; return the number of their process and its exit code, negative for a signal."""
    process, status = os.wait()
    return process, os.waitstatus_to_exitcode(status)


def measured(worker: Worker, files: list[str]) -> dict[str, float]:
    """Return how long each test file takes where nothing is changed.

    Raises:
        SystemExit: If one fails.

    """
    seconds = {}
    for file in files:
        started = time.monotonic()
        worker.start([[file]], {file: 900})
        process, code = any_ended()
        worker.clear(process)
        seconds[file] = time.monotonic() - started
        if code not in PASSED:
            print((worker.folder / "output.txt").read_text(encoding="utf-8"))
            print(f"{file} fails without a mutant")
            raise SystemExit(2)
    return seconds


def work_text(work: Work, fate: str) -> str:
    """Return what became of a mutant, with its place and its diff."""
    return f"{work.place} {fate}: {work.mutant.kind}\n{work.mutant.diff(work.original)}"


def tried(chosen: list[Work], workers: list[Worker], seconds: dict[str, float]) -> dict[str, list[Work]]:
    """Return the mutants by what became of them: killed, killed by the clock, survived."""
    waiting, running = list(reversed(chosen)), {}
    results: dict[str, list[Work]] = {"killed": [], "killed by the clock": [], "survived": []}
    free = list(workers)
    started = time.monotonic()
    while waiting or running:
        while waiting and free:
            worker, work = free.pop(), waiting.pop()
            running[worker.start(tests_of(work.module, seconds), seconds, work)] = worker
        process, code = any_ended()
        worker = running.pop(process)
        worker.clear(process)
        assert worker.work is not None
        fate = "killed by the clock" if code == -signal.SIGALRM else "survived" if code in PASSED else "killed"
        results[fate].append(worker.work)
        free.append(worker)
        if fate != "killed":
            print(f"\n{work_text(worker.work, fate)}")
        done = sum(map(len, results.values()))
        counts = ", ".join(f"{len(ones)} {what}" for what, ones in results.items())
        print(f"\r{done} of {len(chosen)}: {counts}; {time.monotonic() - started:.0f} s ", end="", flush=True)
    print()
    return results


def main() -> int:
    """Try the mutants, print those that survive, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6), help="repeat a run")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", default="", help="only modules whose path begins so, such as scoring/scorers")
    options = parser.parse_args()
    there = [one for one in all_mutants() if one.module.startswith(options.only)]
    chosen = random.Random(options.seed).sample(there, min(options.count, len(there)))  # noqa: S311 - no secrets
    print(f"{len(chosen)} of {len(there)} mutants; --seed {options.seed} repeats them")
    shutil.rmtree(WORK, ignore_errors=True)
    workers = [Worker(number) for number in range(options.workers)]
    places = {f"tests/{floor}" for floor in FLOORS} | {where for one in chosen for where in more_for(one.module)}
    seconds = measured(workers[0], sorted({file for where in places for file in files_of(where)}))
    print(f"the tests take {sum(seconds.values()):.0f} s where nothing is changed")
    results = tried(chosen, workers, seconds)
    for fate in ("killed by the clock", "survived"):
        print(f"\n{fate}: {len(results[fate])}")
        for work in sorted(results[fate], key=lambda one: (one.module, one.mutant.line)):
            print(work_text(work, fate))
    counts = Counter({what: len(ones) for what, ones in results.items()})
    assert counts.total() == len(chosen), "every mutant has one fate"
    killed = counts["killed"] + counts["killed by the clock"]
    print(
        f"\n{killed} of {len(chosen)} killed ({killed / len(chosen):.1%}), {counts['survived']} survived; seed {options.seed}"
    )
    return 0 if killed >= WANTED * len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
