"""A million evaluations against the oracle by fractions: ``make oracle``.

Each indicator set is drawn from a number of its own, with eight dossiers, whose rows are then put together anew; so a run that is
interrupted goes on where it stopped (``--start``), and one number repeats one set with its dossiers (``--start N --evaluations 1``).
Only what differs from the dossiers of its set before it is counted. Exits 1 if the oracle disagrees anywhere, if the run is
interrupted, or if the counts do not add up.
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import multiprocessing.pool
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent / "support"))

from attrs import frozen
from hypothesis import strategies as st
from oracle_by_fractions import disagreements
from random_draws import drawer
from recombined import recombined

from perfeval import Dossier, IndicatorSet, PerfEvalError, evaluate
from perfeval.testing import dossiers_for, indicator_sets

if TYPE_CHECKING:
    from collections.abc import Iterator

WANTED = 10**6
DRAWN = 8  # dossiers of a set
RECOMBINED = 72  # to draw a dossier costs as much as to compare a dozen
SETS_AT_ONCE = 5
SHOWN = 5


@frozen
class Told:
    """What was found under one set.

    Args:
        number: The number that draws it.
        compared: How many evaluations were compared.
        repeated: How many dossiers were equal to one before, and not compared again.
        refused: How many of those put together anew the engine refuses.
        different: What each evaluation that differs says.

    """

    number: int
    compared: int
    repeated: int
    refused: int
    different: tuple[list[str], ...]

    @property
    def is_complete(self) -> bool:
        """Whether every dossier of the set has one fate."""
        return self.compared + self.repeated + self.refused == DRAWN + RECOMBINED


@st.composite
def sets_with_dossiers(draw: st.DrawFn) -> tuple[IndicatorSet, list[Dossier]]:
    """Draw a set, and some dossiers that fit it."""
    indicators = draw(indicator_sets())
    return indicators, [draw(dossiers_for(indicators)) for _ in range(DRAWN)]


def check(numbers: range) -> list[Told]:
    """Return what is found under each of some sets.

    Args:
        numbers: The numbers of the sets.

    """
    draw = drawer(sets_with_dossiers())
    return [told_of(number, *draw(number)) for number in numbers]


def told_of(number: int, indicators: IndicatorSet, drawn: list[Dossier]) -> Told:
    """Compare the drawn dossiers of a set, which the engine must score, and those that are made of their rows."""
    data = indicators.to_dict()
    anew = recombined(indicators, drawn, count=RECOMBINED, chance=random.Random(number))  # noqa: S311 - no secrets
    seen: set[Dossier] = set()
    compared = repeated = refused = 0
    different = []
    for at, dossier in enumerate(itertools.chain(drawn, anew)):
        if dossier in seen:
            repeated += 1
            continue
        seen.add(dossier)
        try:
            told = disagreements(evaluate(dossier, indicators=indicators), data)
        except Exception as error:  # noqa: BLE001 - whatever it is, this one differs, and the others are still compared
            if at >= DRAWN and isinstance(error, PerfEvalError):
                refused += 1
                continue
            told = [repr(error)]
        compared += 1
        different += [told] if told else []
    return Told(number, compared, repeated, refused, tuple(different))


def ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that counts."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def main() -> int:
    """Compare, print what differs, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--start", type=int, default=0, help="the number of the first set (0)")
    parser.add_argument("--evaluations", type=int, default=WANTED, help=f"how many at least, whole sets ({WANTED})")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    started, following, is_complete = time.monotonic(), options.start, True
    compared = repeated = refused = different = 0
    with multiprocessing.Pool(options.processes, ignore_interrupts) as pool:
        try:
            for one in in_order(pool, options.start, options.processes):
                following = one.number + 1
                compared, different = compared + one.compared, different + len(one.different)
                repeated, refused = repeated + one.repeated, refused + one.refused
                is_complete = is_complete and one.is_complete
                for lines in one.different[:SHOWN]:
                    print(f"\nset {one.number}: " + "\n  ".join(lines))
                rate = compared / (time.monotonic() - started)
                left = max(options.evaluations - compared, 0)
                shown = f"{compared} of {options.evaluations}, {different} differ; {rate:.0f} a second"
                print(f"\r{shown}; go on with --start {following} --evaluations {left} ", end="", flush=True)
                if not left:
                    break
        except KeyboardInterrupt:
            print("\ninterrupted")
        pool.terminate()
    print(
        f"\n{compared} evaluations under {following - options.start} sets compared in {time.monotonic() - started:.0f} s, "
        f"{different} differ; of the dossiers put together anew {repeated} were repetitions, {refused} the engine refuses"
    )
    if not is_complete:
        print("the counts do not add up: a dossier has no fate")
    return 1 if different or not is_complete or compared < options.evaluations else 0


def in_order(pool: multiprocessing.pool.Pool, start: int, processes: int) -> Iterator[Told]:
    """Yield what is found under the sets from *start* on, for ever; a few more are asked for than are waited for."""
    numbers = (range(at, at + SETS_AT_ONCE) for at in itertools.count(start, SETS_AT_ONCE))
    waiting = [pool.apply_async(check, (next(numbers),)) for _ in range(2 * processes)]
    while True:
        yield from waiting.pop(0).get()
        waiting.append(pool.apply_async(check, (next(numbers),)))


if __name__ == "__main__":
    sys.exit(main())
