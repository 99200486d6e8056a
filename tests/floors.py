"""Print pip constraints that hold every run-time requirement, the plugins' too, at the lowest version it allows.

All else stays at its version of constraints.txt, but for a tool which asks for more than such a lowest version, as a newer
pytest asks for a newer pluggy: it goes down to its own. Run it where constraints.txt is installed.
"""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, requires
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Print one line for each line of constraints.txt."""
    main_file, *plugin_files = (
        tomllib.loads(path.read_text("utf-8"))
        for path in (ROOT / "pyproject.toml", *ROOT.glob("plugins/*/pyproject.toml"))
    )
    floors = lowest(chain.from_iterable(run_time(file["project"]) for file in (main_file, *plugin_files)))
    tools = lowest(line for line in main_file["dependency-groups"]["test"] if isinstance(line, str))
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        name = canonicalize_name(Requirement(line).name)
        if name in floors or asks_for_more(name, floors):
            floor = floors.get(name) or tools.get(name)
            line = f"{name}=={floor}" if floor else f"# {name}"  # noqa: PLW2901 - what pip then finds will do
        print(line)


def run_time(project: dict[str, Any]) -> list[str]:
    """Return what a project needs to run, extras included."""
    return [*project["dependencies"], *chain.from_iterable(project.get("optional-dependencies", {}).values())]


def lowest(requirements: Iterable[str]) -> dict[str, Version]:
    """Return the lowest version that the requirements allow, by name; our own packages are none of them."""
    floors: dict[str, Version] = {}
    for requirement in map(Requirement, requirements):
        name = canonicalize_name(requirement.name)
        if not name.startswith("perfeval"):
            (floor,) = (Version(one.version) for one in requirement.specifier if one.operator == ">=")
            floors[name] = max(floor, floors.get(name, floor))
    return floors


def asks_for_more(name: str, floors: dict[str, Version]) -> bool:
    """Whether the installed *name* refuses one of the lowest versions."""
    try:
        requirements = [Requirement(line) for line in requires(name) or ()]
    except PackageNotFoundError:  # of another system
        return False
    return any(
        floor not in requirement.specifier
        for requirement in requirements
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if (floor := floors.get(canonicalize_name(requirement.name))) is not None
    )


if __name__ == "__main__":
    main()
