"""JSON Schema: it accepts what the loader takes, and what it accepts the loader takes, but for what no schema can say."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import attrs
import pytest
import yaml
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from odd_dossiers import dossiers
from schema_data import changed, data_of

from perfeval import Dossier, Funds, Indicator, IndicatorSet, Overlay, PerfEvalError, Rounding, Row
from perfeval.codec.loading import parse
from perfeval.codec.registered_types import TYPES
from perfeval.codec.schema import schema_of
from perfeval.codec.unstructure import to_file_data
from perfeval.codec.vocabulary import Vocabulary
from perfeval.errors import Issue
from perfeval.errors.language import Text
from perfeval.model.absence_and_vetoes import AbsencePolicy, Veto
from perfeval.model.file_keys import RANGE
from perfeval.model.hierarchy import ChecklistItem
from perfeval.model.panels_and_corrections import Correction, Panel
from perfeval.model.plain_values import shortest
from perfeval.registry.built_in import DATA
from perfeval.testing import dossiers_for, indicator_sets, overlays_of

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


def file_data(path: Path) -> Any:
    """Return a YAML file as JSON data."""
    return yaml.load(path.read_text("utf-8"), Loader=TextLoader)  # noqa: S506 - a safe loader


def validator(kind: str) -> Draft202012Validator:
    """Return the validator of a kind of file."""
    schema = schema_of(kind)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


SCHEMAS = {kind: schema_of(kind) for kind in FILES}
VALIDATORS = {kind: validator(kind) for kind in FILES}
# What the loader says of the shape of a file; all else it refuses because of what the values are.
SHAPES = {
    "file-kind",
    "format-version",
    "missing-key",
    "not-a-number",
    "not-finite",
    "overlay-operation",
    "parameter-type",
    "percent-as-points",
    "unknown-key",
    "unknown-type",
    "wrong-type",
}
VALUES = ("at most", "a terminating decimal")  # too many digits, and 1/3 where a decimal is kept
WORDS = ("at least one item", "keys of a row")
BOUNDS = re.compile(
    r"from [0-9]+ to [0-9]+|[0-9]+ or more"
)  # of a number that is written as a text only the loader tells them


def is_of_shape(issue: Issue) -> bool:
    """Whether an issue is of the shape of a file, which a schema can tell."""
    expected = issue.expected.en if isinstance(issue.expected, Text) else ""
    if issue.code == "wrong-value":
        is_word = not expected and not str(issue.location.place).endswith("lowers-to")  # which names a grade of the set
        return is_word or expected.startswith(WORDS)
    return issue.code in SHAPES and not expected.startswith(VALUES)


def issues_of(data: Any) -> tuple[Issue, ...]:
    """Return what the loader says of data."""
    try:
        parse(json.dumps(data), name="file.json")
    except PerfEvalError as error:
        return error.issues
    return ()


def problems_of_shape(data: Any) -> list[str]:
    """Return what the loader says of the shape of data."""
    return [issue.render("en") for issue in issues_of(data) if is_of_shape(issue)]


def is_of_bounds(issue: Issue) -> bool:
    """Whether an issue is that a number is too small or too large, or that a list has too few items."""
    bounds, too_few = (
        isinstance(issue.expected, Text) and BOUNDS.fullmatch(issue.expected.en),
        issue.found in ("0", "[]"),
    )
    return bool(bounds) or too_few


def refusals(kind: str, data: Any) -> list[str]:
    """Return what a schema says of data."""
    return [f"{list(error.path)} {error.message[:200]}" for error in VALIDATORS[kind].iter_errors(data)]


@pytest.mark.parametrize("kind", FILES)
@given(data=st.data())
def test_what_the_schema_accepts_loads(kind: str, data: st.DataObject) -> None:
    """Data drawn from the schema itself: the loader says nothing of its shape."""
    drawn = data.draw(data_of(SCHEMAS[kind], SCHEMAS[kind]))
    assert refusals(kind, drawn) == []
    assert problems_of_shape(drawn) == []


@pytest.mark.parametrize("kind", FILES)
@given(data=st.data())
def test_schema_and_loader_agree_on_whatever_is_changed(kind: str, data: st.DataObject) -> None:
    """A file with one thing changed anywhere is refused by both or by neither."""
    files = st.sampled_from([file_data(path) for path in sorted(FILES[kind], key=lambda path: path.stat().st_size)[:2]])
    drawn = data.draw(st.one_of(files, data_of(SCHEMAS[kind], SCHEMAS[kind])).flatmap(changed))
    told, refused = problems_of_shape(drawn), refusals(kind, drawn)
    assert refused or not told, told
    assert told or not refused or any(map(is_of_bounds, issues_of(drawn))), refused


BOUNDED: list[tuple[str, tuple[Any, ...], int, int | None]] = [
    ("dossier", ("year",), 0, 9999),
    ("dossier", ("rows", "甲", "rating-rate"), 0, 1),
    ("dossier", ("rows", "甲", "checks", "1"), 0, 1),
    ("indicator-set", ("indicators", 0, "checklist", 0, "share"), 0, None),
    ("indicator-set", ("panel", "least"), 1, None),
    ("indicator-set", ("vetoes", 0, "below"), 0, 1),
]
PLAIN: dict[str, Any] = {
    "dossier": {
        "format": 1,
        "indicators": "x",
        "year": 2024,
        "project": {"name": "某"},
        "rows": {"甲": {"checks": {"1": 1}}},
    },
    "indicator-set": {
        "format": 1,
        "indicator-set": "x",
        "title": "某",
        "panel": {"method": "trimmed-mean", "least": 3},
        "vetoes": [{"code": "V", "name": "某", "lowers-to": "差", "indicator": "A"}],
        "indicators": [{"code": "A", "name": "甲", "points": 100, "checklist": [{"text": "有制度"}]}],
    },
}


@pytest.mark.parametrize(("kind", "keys", "least", "most"), BOUNDED)
def test_schema_and_loader_have_the_same_bounds(kind: str, keys: tuple[Any, ...], least: int, most: int | None) -> None:
    """At the bound both accept a number, beyond it both refuse it; nothing else of the file is wrong."""
    tried = {least: True, least - 1: False} | ({} if most is None else {most: True, most + 1: False})
    for number, is_right in tried.items():
        data = copy.deepcopy(PLAIN[kind])
        inner = data
        for key in keys[:-1]:
            inner = inner[key]
        inner[keys[-1]] = number
        assert any(map(is_of_bounds, issues_of(data))) is not is_right
        assert bool(refusals(kind, data)) is not is_right


def test_every_bound_of_a_file_is_tried() -> None:
    """A field whose numbers are bounded stands among those above."""
    bounded = {
        key
        for kind in (
            Dossier,
            IndicatorSet,
            Row,
            Indicator,
            ChecklistItem,
            Panel,
            Veto,
            Correction,
            AbsencePolicy,
            Rounding,
            Funds,
        )
        for key, one in TYPES.fields_of(kind).items()
        if RANGE in one.attribute.metadata
    }
    assert bounded == {keys[-1] if keys[-1] != "1" else "checks" for _, keys, _, _ in BOUNDED}


def check_dumps(kind: str, value: IndicatorSet | Overlay | Dossier) -> None:
    """Both forms in which a value is written are accepted."""
    assert refusals(kind, to_file_data(value)) == []
    assert refusals(kind, to_file_data(value, number=shortest, shown=True)) == []


@given(indicator_sets(depth=2).flatmap(lambda one: st.tuples(st.just(one), overlays_of(one), dossiers_for(one))))
def test_what_is_written_is_accepted(case: tuple[IndicatorSet, Overlay, Dossier]) -> None:
    """Sets, overlays and dossiers that fit them, as people and as programs have them written."""
    for kind, value in zip(("indicator-set", "overlay", "dossier"), case, strict=True):
        check_dumps(kind, value)


@given(dossiers())
def test_any_dossier_that_is_written_is_accepted(dossier: Dossier) -> None:
    """Whatever stands in its cells."""
    check_dumps("dossier", dossier)


@pytest.mark.parametrize(("kind", "path"), CASES, ids=[path.stem for _, path in CASES])
def test_every_file_of_the_tree_is_accepted(kind: str, path: Path) -> None:
    """No error on any built-in set, overlay, plugin overlay or the example."""
    assert [error.message[:200] for error in validator(kind).iter_errors(file_data(path))] == []


def mutations(kind: str) -> Iterator[tuple[str, Any]]:
    """Yield a right file of *kind* with one thing wrong."""
    right = file_data(FILES[kind][0])

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


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        ("dossier", {"funds": {"财政拨款": {"name": "中央财政", "spent": 1}}}, "unknown-key"),
        ("dossier", {"funds": {"sources": {"甲": {"spent": 1}}, "甲": {"spent": 2}}}, "row-duplicate"),
        ("overlay", {"operations": [{"set": "A", "code": None}]}, "wrong-type"),
    ],
)
def test_nothing_is_overwritten_or_unset_in_silence(kind: str, data: dict[str, Any], code: str) -> None:
    """The name of a line of money is its key; a source stands once; an indicator keeps a code."""
    whole = {**file_data(FILES[kind][0]), **data}
    with pytest.raises(PerfEvalError) as caught:
        parse(json.dumps(whole), name="file.json")
    assert code in {issue.code for issue in caught.value.issues}


def test_two_classes_of_one_name_have_two_schemas() -> None:
    """A plugin's class may be called as one of ours."""

    @frozen(kw_only=True)
    class Tier:
        height: int

    @frozen(kw_only=True)
    class Steps:
        kind: ClassVar[str] = "steps"
        tiers: tuple[Tier, ...]

        def rate(self, *_: object) -> tuple[int, int]:
            return (1, 2)

        def steps(self, *_: object) -> tuple[Text, ...]:
            return ()

    for one in (Tier, Steps):
        attrs.resolve_types(one, {"Tier": Tier, "ClassVar": ClassVar})
    schema = schema_of("indicator-set", vocabulary=Vocabulary(scorers={**Vocabulary().scorers, "steps": Steps}))
    tiers = [one for name, one in schema["$defs"].items() if name.startswith("Tier")]
    assert sorted(sorted(one["properties"]) for one in tiers) == [["from", "name", "to"], ["height"]]
    assert {"Tier", "Tier2"} <= schema["$defs"].keys()
