"""What pyproject.toml asks for is used, and constraints.txt has a version for all of it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distributions, packages_distributions
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PROJECTS = [ROOT, *(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))]
OWN = {path.name for path in PROJECTS[1:]} | {"perfeval"}


def settings_of(folder: Path) -> dict[str, Any]:
    """Return the pyproject.toml of a folder."""
    return tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))


def run_time(folder: Path) -> dict[str, Requirement]:
    """Return what a project needs to run, extras included, by name; our own packages left out."""
    project = settings_of(folder)["project"]
    lines = [*project["dependencies"], *chain.from_iterable(project.get("optional-dependencies", {}).values())]
    return by_name(lines)


def by_name(lines: list[str]) -> dict[str, Requirement]:
    """Return the requirements that are not our own."""
    requirements = [Requirement(line) for line in lines]
    return {name: one for one in requirements if (name := canonicalize_name(one.name)) not in OWN}


def asked_for() -> list[Requirement]:
    """Return every requirement of every project: to build, to run, to develop."""
    files = [settings_of(folder) for folder in PROJECTS]
    groups = chain.from_iterable(chain.from_iterable(file.get("dependency-groups", {}).values()) for file in files)
    lines = [
        *chain.from_iterable(file["build-system"]["requires"] for file in files),
        *(line for line in groups if isinstance(line, str)),
    ]
    return [*by_name(lines).values(), *chain.from_iterable(run_time(folder).values() for folder in PROJECTS)]


def imported_in(folder: Path) -> set[str]:
    """Return the top-level modules that the code of a folder imports."""
    trees = [ast.parse(path.read_text("utf-8")) for path in folder.rglob("*.py")]
    nodes = list(chain.from_iterable(map(ast.walk, trees)))
    names = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module]
    return {name.partition(".")[0] for name in names}


def pinned() -> dict[str, Version]:
    """Return the versions of constraints.txt, by name."""
    lines = map(Requirement, (ROOT / "constraints.txt").read_text("utf-8").splitlines())
    return {canonicalize_name(line.name): Version(str(line.specifier).removeprefix("==")) for line in lines}


@pytest.mark.parametrize("folder", PROJECTS, ids=lambda folder: folder.name)
def test_every_requirement_is_imported(folder: Path) -> None:
    """What nothing imports is not asked for."""
    used = chain.from_iterable(packages_distributions().get(name, ()) for name in imported_in(folder / "src"))
    assert set(run_time(folder)) <= {canonicalize_name(name) for name in used}


def test_every_requirement_has_a_version_that_satisfies_it() -> None:
    """constraints.txt covers what is needed to build, to run and to develop."""
    versions = pinned()
    assert not [str(one) for one in asked_for() if versions[canonicalize_name(one.name)] not in one.specifier]


def test_constraints_are_exact_versions_and_nothing_else() -> None:
    """No range, no host, no path; each package once, none of our own."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert not [line for line in lines if not re.fullmatch(r"[A-Za-z0-9][\w.-]*==[0-9][\w.!+]*", line)]
    names = [canonicalize_name(line.partition("==")[0]) for line in lines]
    assert len(names) == len(set(names))
    assert not OWN & set(names)


def test_the_floor_is_the_lowest_version_of_each_requirement() -> None:
    """``make test-floor`` installs what the lower bounds name; each requirement has one."""
    program = [sys.executable, str(ROOT / "tests" / "floors.py")]
    lines = subprocess.run(program, capture_output=True, text=True, check=True).stdout.splitlines()
    floors = {Requirement(line).name: Requirement(line).specifier for line in lines if not line.startswith("#")}
    for name, requirement in chain.from_iterable(run_time(folder).items() for folder in PROJECTS):
        bounds = [bound.version for bound in requirement.specifier if bound.operator == ">="]
        assert [bound in floors[name] for bound in bounds] == [True]


def test_the_makefile_installs_the_constraints() -> None:
    """Setting up is told the versions; the newest ones are not."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    calls = dict(re.findall(r"\$\(call install,([^,]+),(.*?),", makefile))
    assert calls["$(VENV)"] == "--constraint constraints.txt"
    assert calls["build/latest"] == ""


def test_constraints_serve_every_python_that_is_promised() -> None:
    """No pinned version that is installed here asks for a later Python than the first of those pyproject.toml names."""
    first = settings_of(ROOT)["project"]["requires-python"].removeprefix(">=")
    pins = pinned()
    installed = [one for one in distributions() if pins.get(canonicalize_name(one.name)) == Version(one.version)]
    assert installed
    asked = {one.name: one.metadata.get("Requires-Python") or "" for one in installed}
    assert {name: python for name, python in asked.items() if not SpecifierSet(python).contains(f"{first}.0")} == {}
