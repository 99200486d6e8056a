"""A million evaluations against the oracle by fractions: ``make oracle``.

Each indicator set is drawn from a number of its own, and scores eight dossiers; so a run that is interrupted goes on where it stopped
(``--start``), and one number repeats one set with its dossiers (``--start N --sets 1``). Exits 1 if the oracle disagrees anywhere, if
the run is interrupted, or if the counts do not add up.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "support"))

from hypothesis import strategies as st
from oracle_by_fractions import disagreements
from random_draws import drawer

from perfeval import Evaluation, evaluate
from perfeval.testing import dossiers_for, indicator_sets

EACH = 8  # dossiers of a set: to draw a set, and to make its formulas, costs more than to score it
SETS = 10**6 // EACH
BATCH = 25
SHOWN = 5


@st.composite
def scored_by_one_set(draw: st.DrawFn) -> list[Evaluation]:
    """Draw a set, and the evaluations of some dossiers that fit it."""
    indicators = draw(indicator_sets())
    return [evaluate(draw(dossiers_for(indicators)), indicators=indicators) for _ in range(EACH)]


def check(batch: range) -> tuple[range, int, list[tuple[int, list[str]]]]:
    """Return how many evaluations of a batch were compared, and what each that differs says.

    Args:
        batch: The numbers of the sets.

    """
    draw = drawer(scored_by_one_set())
    compared, different = 0, []
    for number in batch:
        try:
            told = [disagreements(one) for one in draw(number)]
        except Exception as error:  # noqa: BLE001 - whatever it is, these differ, and the others are still compared
            told = [[repr(error)]] * EACH
        compared += len(told)
        different += [(number, lines) for lines in told if lines]
    return batch, compared, different


def ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that counts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def main() -> int:
    """Compare, print what differs, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=int, default=0, help="the number of the first set (0)")
    parser.add_argument("--sets", type=int, default=SETS, help=f"how many sets, each with {EACH} dossiers ({SETS})")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    end = options.start + options.sets
    batches = [range(at, min(at + BATCH, end)) for at in range(options.start, end, BATCH)]
    started, done, compared, different = time.monotonic(), options.start, 0, 0
    with multiprocessing.Pool(options.processes, ignore_interrupts) as pool:
        try:
            for batch, here, told in pool.imap(check, batches):
                done, compared, different = batch.stop, compared + here, different + len(told)
                for number, lines in told[:SHOWN]:
                    print(f"\nset {number}: " + "\n  ".join(lines))
                rate = compared / (time.monotonic() - started)
                left = (end - done) * EACH / rate / 60
                shown = f"{compared} of {options.sets * EACH}, {different} differ; {rate:.0f} a second, {left:.0f} minutes left"
                print(f"\r{shown}; go on with --start {done} --sets {end - done} ", end="", flush=True)
        except KeyboardInterrupt:
            pool.terminate()
    print(f"\n{compared} evaluations compared in {time.monotonic() - started:.0f} s, {different} differ")
    if done < end:
        print(f"interrupted: go on with --start {done} --sets {end - done}")
    is_complete = compared == (done - options.start) * EACH
    if not is_complete:
        print(f"the counts do not add up: {compared} compared, {(done - options.start) * EACH} asked for")
    return 1 if different or not is_complete or done < end else 0


if __name__ == "__main__":
    sys.exit(main())
