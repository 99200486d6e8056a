"""JSON Schema: it accepts every built-in file and the example, and refuses each mutated one."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from perfeval.codec.schema import schema_of
from perfeval.registry.built_in import DATA

ROOT = Path(__file__).parents[2]
FILES = {
    "indicator-set": sorted((DATA / "sets").glob("*.yaml")),
    "overlay": [*sorted((DATA / "overlays").glob("*.yaml")), *sorted(ROOT.glob("plugins/*/src/*/data/*.yaml"))],
    "dossier": [ROOT / "examples" / "wuhua-2023.yaml"],
}
CASES = [(kind, path) for kind, paths in FILES.items() for path in paths]


class TextLoader(yaml.SafeLoader):
    """Reads dates as text, as JSON has them."""


TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def data_of(path: Path) -> Any:
    """Return a YAML file as JSON data."""
    return yaml.load(path.read_text("utf-8"), Loader=TextLoader)  # noqa: S506 - a safe loader


def validator(kind: str) -> Draft202012Validator:
    """Return the validator of a kind of file."""
    schema = schema_of(kind)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize(("kind", "path"), CASES, ids=[path.stem for _, path in CASES])
def test_every_file_of_the_tree_is_accepted(kind: str, path: Path) -> None:
    """No error on any built-in set, overlay, plugin overlay or the example."""
    assert [error.message[:200] for error in validator(kind).iter_errors(data_of(path))] == []


def mutations(kind: str) -> Iterator[tuple[str, Any]]:
    """Yield a right file of *kind* with one thing wrong."""
    right = data_of(FILES[kind][0])

    def changed(**changes: object) -> Any:
        return {**copy.deepcopy(right), **changes}

    yield "format 2", changed(format=2)
    yield "no format", {key: value for key, value in right.items() if key != "format"}
    yield "unknown key", changed(pionts=1)
    if kind == "indicator-set":
        yield "no id", {key: value for key, value in right.items() if key != "indicator-set"}
        yield "kind", changed(kind="selfish")
        for name, change in (
            ("points text", {"points": "5%"}),
            ("unknown field", {"pionts": 5}),
            ("unknown scorer", {"scorer": {"type": "fund-rat"}}),
            ("scorer parameter", {"scorer": {"type": "fund-rate", "numerator": "spent"}}),
            ("children", {"children": "none"}),
        ):
            wrong = copy.deepcopy(right)
            wrong["indicators"][0].update(change)
            yield name, wrong
        yield "band", changed(grades=[{"name": "优", "from": 90}])
    if kind == "overlay":
        yield "no base", {key: value for key, value in right.items() if key != "base"}
        yield "two verbs", changed(operations=[{"set": "A", "remove": "B"}])
        yield "no verb", changed(operations=[{"points": 1}])
        yield "add without code", changed(operations=[{"add": "A/B"}])
    if kind == "dossier":
        yield "no project", {key: value for key, value in right.items() if key != "project"}
        yield "year", changed(year="二〇二三")
        yield "row", changed(rows={"决策": {"立项": {"points": 1, "scroe": 1}}})
        yield "absence", changed(rows={"决策": {"立项": "missed"}})
        yield "money", changed(funds={"财政": {"spent": "十万"}})


MUTATIONS = [(kind, name, data) for kind in FILES for name, data in mutations(kind)]


@pytest.mark.parametrize(("kind", "name", "data"), MUTATIONS, ids=[f"{kind}: {name}" for kind, name, _ in MUTATIONS])
def test_every_mutation_is_refused(kind: str, name: str, data: Any) -> None:
    """One wrong thing is enough."""
    assert not validator(kind).is_valid(data), name
