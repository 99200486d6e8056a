"""Worker processes have the registry of their caller; what cannot travel is worked on in the caller's process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from plugin_on_disk import install

from perfeval import Issue, Registry, Text, hookimpl
from perfeval.batches import worker_processes
from perfeval.batches.audit_in_bulk import audit_files
from perfeval.batches.read_in_bulk import read_forms
from perfeval.batches.worker_processes import worked
from perfeval.model.limits import MEMORY, SECONDS
from perfeval.plugin import NATIONAL_FORM, Reader, Rule, about

EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml"
FORM = Path(__file__).parents[1] / "data" / "forms" / "29-anhui-jinzhai-bumen-2023.xlsx"
BODY = """
@rule("Z01", zh="某", en="some", severity="info")
def always(case):
    yield about("x", TITLE, TITLE)

@hookimpl
def perfeval_audit_rules():
    return [always]
"""


def always(_: object) -> object:
    """Find something."""
    yield about("x", Text("某", "some"), Text("某", "some"))


RULE = Rule(code="Z01", title=Text("某", "some"), severity="info", check=always)
BY_HAND = SimpleNamespace(__name__="by-hand", perfeval_audit_rules=hookimpl(lambda: [RULE]))


def process_of(item: object, registry: Registry) -> tuple[int, tuple[str, ...]]:
    """Return the process that works, and what its registry has beside the built-in plugin."""
    del item
    return os.getpid(), tuple(one.name for one in registry.plugins if one.name != "builtin")


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("count", [3, 19, 20, 41])
def test_a_registry_made_by_hand_is_used_whatever_the_number_of_files(count: int, workers: int, tmp_path: Path) -> None:
    """Its rule finds something in every file, and its blocked plugins are blocked."""
    for number in range(count):
        (tmp_path / f"{number:02}.yaml").write_bytes(EXAMPLE.read_bytes())
    results, errors = audit_files([tmp_path], registry=Registry.of(BY_HAND), workers=workers)
    assert errors == ()
    assert [sum(one.code == "Z01" for one in result.findings) for result in results] == [1] * count
    assert [Path(str(result.case.dossier.source.path)).stem for result in results] == [
        f"{at:02}" for at in range(count)
    ]
    assert all(result.case.issues[0].code == "set-unknown" for result in results)  # the example's plugin is not in it


def test_modules_travel_by_name_and_work_in_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each process has the same plugins, narrowed as the caller's were, and is another process."""
    install(tmp_path, "travelling", BODY)
    monkeypatch.syspath_prepend(tmp_path)
    registry = Registry.discover(environment={"PERFEVAL_PLUGINS": "travelling"})
    found = dict(worked(process_of, list(range(8)), registry=registry, workers=2))
    assert {plugins for _, plugins in found.values()} == {("travelling",)}
    assert os.getpid() not in {process for process, _ in found.values()}
    by_hand = dict(worked(process_of, list(range(8)), registry=Registry.of(BY_HAND), workers=2))
    assert set(by_hand.values()) == {(os.getpid(), ("by-hand",))}


def unpicklable(item: int, registry: Registry) -> object:
    """Return what cannot travel."""
    del registry
    return lambda: item


def test_a_result_that_cannot_travel_is_made_here() -> None:
    """Nothing is lost of it."""
    found = dict(worked(unpicklable, [1, 2, 3], registry=Registry([]), workers=2))
    assert {item: made() for item, made in found.items()} == {1: 1, 2: 2, 3: 3}  # type: ignore[operator]


RAISED = [
    ValueError("坏"),
    KeyError("甲"),
    MemoryError(),
    RecursionError(),
    SystemExit(7),
    UnicodeError(),
    IndexError(),
]


def fails_at(item: int, registry: Registry) -> int:
    """Raise something for some items."""
    del registry
    if item < len(RAISED):
        raise RAISED[item]
    return item


@pytest.mark.parametrize("workers", [1, 2])
def test_whatever_one_item_raises_the_others_are_done(workers: int) -> None:
    """It is an issue with what was raised; everything has one fate."""
    items = list(range(2 * len(RAISED)))
    found = dict(worked(fails_at, items, registry=Registry([]), workers=workers))
    assert sorted(found) == items
    assert [found[item] for item in items[len(RAISED) :]] == items[len(RAISED) :]
    for item, raised in enumerate(RAISED):
        issue = found[item]
        assert isinstance(issue, Issue)
        if isinstance(raised, MemoryError) and workers > 1:  # in a process that has only so much
            assert issue.code == "work-limit"
        else:
            assert (issue.code, type(raised).__name__ in issue.render("zh")) == ("work-failed", True)


Deadly = tuple[Path, int, str]


def dies_at(item: Deadly, registry: Registry) -> int:
    """End the process for some items; for others the first time alone."""
    del registry
    folder, number, how = item
    mark = folder / f"{number}.{how}"
    others = [one for one in folder.iterdir() if one.suffix == ".busy"]
    if how and (how != "once" or not mark.exists()):
        with mark.open("a", encoding="utf-8") as stream:
            stream.write(f"{len(others)}\n")
        os.kill(os.getpid(), signal.SIGKILL) if how != "exit" else os._exit(3)
    busy = folder / f"{number}.busy"
    busy.touch()
    time.sleep(0.01)
    busy.unlink()
    return number


def test_an_item_that_kills_its_process_is_tried_once_more_alone(tmp_path: Path) -> None:
    """What dies twice is told with the signal or the exit code; what lives the second time is done; so are all the others."""
    kinds = {3: "kill", 7: "exit", 11: "once", 12: "once", 20: "kill"}
    items = [(tmp_path, number, kinds.get(number, "")) for number in range(30)]
    found = {item[1]: made for item, made in worked(dies_at, items, registry=Registry([]), workers=2)}
    assert sorted(found) == list(range(30))
    told = {number: made for number, made in found.items() if isinstance(made, Issue)}
    assert {number: issue.render("en") for number, issue in told.items()} == {
        number: f"the process that worked on it died twice ({how}), the second time with no other file at work [work-killed]"
        for number, how in ((3, "SIGKILL"), (7, "exit code 3"), (20, "SIGKILL"))
    }
    assert all(found[number] == number for number in found if number not in told)
    for number in told:
        (tries,) = (one.read_text().split() for one in tmp_path.glob(f"{number}.*"))
        assert (len(tries), tries[1]) == (2, "0")


HOST = """
import os, sys, time
from pathlib import Path
sys.path[:0] = {tests!r}
from perfeval import Registry
from perfeval.batches.worker_processes import worked
from test_worker_processes import sleeps
for item, made in worked(sleeps, [Path({folder!r}, str(number)) for number in range(4)], registry=Registry([]), workers=2):
    print(made, flush=True)
"""


def sleeps(path: Path, registry: Registry) -> int:
    """Say which process works, and go on for long."""
    del registry
    path.write_text(str(os.getpid()), encoding="utf-8")
    if path.name != "0":
        time.sleep(60)
    return os.getpid()


def is_running(process: int) -> bool:
    """Whether there is such a process that is not a corpse."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_processes_do_not_outlive_the_caller(how: signal.Signals, tmp_path: Path) -> None:
    """However it ends, and whatever they are doing, within a second or two."""
    program = HOST.format(
        tests=[str(Path(__file__).parent), str(Path(__file__).parents[1] / "support")], folder=str(tmp_path)
    )
    host = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while len([one for one in tmp_path.iterdir() if one.read_text()]) < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    workers = {int(one.read_text()) for one in tmp_path.iterdir()}
    assert len(workers) == 2
    host.send_signal(how)
    host.wait(10)
    while any(map(is_running, workers)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not any(map(is_running, workers))
    assert host.stdout is not None
    host.stdout.close()


def test_a_name_that_is_no_text_is_in_the_journal(tmp_path: Path) -> None:
    """A file whose name is not UTF-8 is read, told, and known again."""
    name = os.fsdecode(b"\xb1\xed.xlsx")
    path = tmp_path / name
    path.write_bytes(FORM.read_bytes())
    registry = Registry.of(strict=False)
    first = read_forms([path], folder=tmp_path / "out", registry=registry, workers=1)
    assert [one.state for one in first.outcomes] == ["read"]
    assert read_forms([path], folder=tmp_path / "out", registry=registry, workers=1) == first


@pytest.mark.parametrize("workers", [1, 2])
def test_a_name_that_is_too_long_fails_alone(workers: int, tmp_path: Path) -> None:
    """Its dossier cannot be called after it; the other file is read."""
    long, short = tmp_path / ("表" * 83 + ".xlsx"), tmp_path / "短.xlsx"
    for path in (long, short):
        path.write_bytes(FORM.read_bytes())
    result = read_forms([long, short], folder=tmp_path / "out", registry=Registry.of(strict=False), workers=workers)
    assert [one.state for one in result.outcomes] == ["failed", "read"]
    assert "file-unwritable" in result.outcomes[0].message.zh


def test_readers_that_cannot_be_pickled_read_in_many_processes(tmp_path: Path) -> None:
    """A reader made of lambdas reads every file."""
    own = Reader(
        id="own", title=Text("某", "some"), recognise=lambda _: 100, read=lambda file: tuple(NATIONAL_FORM.read(file))
    )
    registry = Registry.of(SimpleNamespace(__name__="own", perfeval_readers=hookimpl(lambda: [own])))
    files = [tmp_path / f"{number}.xlsx" for number in range(4)]
    for path in files:
        path.write_bytes(FORM.read_bytes())
    result = read_forms(files, folder=tmp_path / "out", registry=registry, workers=2)
    assert [one.state for one in result.outcomes] == ["read"] * 4


def takes(item: str, _: Registry) -> str:
    """Take a very long time, or very much memory; or neither."""
    if item == "time":
        time.sleep(3600)
    if item == "memory":
        return str(len(bytearray(8 * 2**30)))
    return item


def test_a_file_that_takes_too_long_is_ended_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process is ended; it is not tried again."""
    monkeypatch.setattr(worker_processes, "SECONDS", SECONDS._replace(most=1))
    began = time.monotonic()
    found = dict(worked(takes, ["time", "a", "b", "time", "c"], registry=Registry.of(), workers=2))
    assert time.monotonic() - began < 20
    assert {one for one, made in found.items() if made == one} == {"a", "b", "c"}
    assert isinstance(late := found["time"], Issue)
    assert (late.code, str(late.expected)) == ("work-limit", str(Text("至多 1 秒", "at most 1 seconds")))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems do not bound a process")
def test_a_file_that_takes_too_much_memory_is_told_and_the_others_go_on() -> None:
    """Before anything is taken; the process lives on."""
    found = dict(worked(takes, ["a", "memory", "b"], registry=Registry.of(), workers=2))
    assert {one for one, made in found.items() if made == one} == {"a", "b"}
    assert isinstance(large := found["memory"], Issue)
    assert (large.code, large.expected) == ("work-limit", MEMORY.words)
