"""A million evaluations against the oracle by fractions: ``make oracle``.

Each evaluation is drawn from a number of its own, so a run that is interrupted goes on where it stopped (``--start``), and one
number repeats one evaluation (``--start N --count 1``). Exits 1 if the oracle disagrees anywhere, or if the counts do not add up.
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

from oracle_by_fractions import disagreements
from random_draws import drawer

from perfeval.testing import evaluations

BATCH = 200
MILLION = 10**6
SHOWN = 5


def check(batch: range) -> tuple[range, int, list[tuple[int, list[str]]]]:
    """Return how many evaluations of a batch were compared, and what each that differs says.

    Args:
        batch: The numbers of the evaluations.

    """
    draw = drawer(evaluations())
    compared, different = 0, []
    for number in batch:
        try:
            told = disagreements(draw(number))
        except Exception as error:  # noqa: BLE001 - whatever it is, this one differs, and the others are still compared
            told = [repr(error)]
        compared += 1
        if told:
            different.append((number, told))
    return batch, compared, different


def ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that counts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def main() -> int:
    """Compare, print what differs, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=int, default=0, help="the number of the first evaluation (0)")
    parser.add_argument("--count", type=int, default=MILLION, help="how many (a million)")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    end = options.start + options.count
    batches = [range(at, min(at + BATCH, end)) for at in range(options.start, end, BATCH)]
    started, done, compared, different = time.monotonic(), options.start, 0, 0
    with multiprocessing.Pool(options.processes, ignore_interrupts) as pool:
        try:
            for batch, here, told in pool.imap(check, batches):
                done, compared, different = batch.stop, compared + here, different + len(told)
                for number, lines in told[:SHOWN]:
                    print(f"\n{number}: " + "\n  ".join(lines))
                rate = compared / (time.monotonic() - started)
                left = (end - done) / rate / 60
                print(
                    f"\r{compared} of {options.count}, {different} differ; {rate:.0f} a second, {left:.0f} minutes left; "
                    f"go on with --start {done} --count {end - done} ",
                    end="",
                    flush=True,
                )
        except KeyboardInterrupt:
            pool.terminate()
    print(f"\n{compared} evaluations compared in {time.monotonic() - started:.0f} s, {different} differ")
    if done < end:
        print(f"interrupted: go on with --start {done} --count {end - done}")
    is_complete = compared == done - options.start
    if not is_complete:
        print(f"the counts do not add up: {compared} compared, {done - options.start} asked for")
    return 1 if different or not is_complete or done < end else 0


if __name__ == "__main__":
    sys.exit(main())
