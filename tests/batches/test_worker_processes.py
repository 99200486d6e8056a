"""Worker processes have the registry of their caller; what cannot travel is worked on in the caller's process."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from plugin_on_disk import install

from perfeval import Registry, Text, hookimpl
from perfeval.batches.audit_in_bulk import audit_files
from perfeval.batches.read_in_bulk import read_forms
from perfeval.batches.worker_processes import worked
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
