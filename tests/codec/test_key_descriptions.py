"""What the schema says of keys: a title, a description and an example of each, in both languages; the loader takes every example."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources import files
from typing import Any, ClassVar

import pytest
import yaml
from attrs import field, frozen
from file_classes import CLASSES
from jsonschema import Draft202012Validator

from perfeval import Registry, hookimpl
from perfeval.codec.file_kinds import KINDS
from perfeval.codec.file_types import FileField
from perfeval.codec.key_descriptions import description_of_field
from perfeval.codec.loading import parse
from perfeval.codec.registered_types import TYPES, make_converter
from perfeval.codec.schema import schema_of
from perfeval.codec.tree import MappingNode, as_mapping
from perfeval.codec.vocabulary import Vocabulary
from perfeval.codec.yaml_events import parse_json
from perfeval.errors.language import LANGUAGES, Language, Text
from perfeval.model.audit_thresholds import THRESHOLDS
from perfeval.model.overlays import Overlay
from perfeval.plugin import Aggregator, Scorer, described, rule

Schema = dict[str, Any]
SAID = ("title", "description", "examples")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
CASES = [(kind, language) for kind in KINDS for language in LANGUAGES]
FIELDS = [one for kind in CLASSES for one in TYPES.fields_of(kind).values()]
FIELDS += [one for one in TYPES.fields_of(Overlay).values() if one.name != "overrides"]


def properties_in(schema: Any, path: str = "") -> Iterator[tuple[str, Schema]]:
    """Yield the schema of every key that a schema knows at any depth, with its path."""
    if isinstance(schema, list):
        for at, one in enumerate(schema):
            yield from properties_in(one, f"{path}/{at}")
    if isinstance(schema, dict):
        for key, one in schema.get("properties", {}).items():
            yield f"{path}/{key}", one
        for word, one in schema.items():
            if word == "properties":
                for key, below in one.items():
                    yield from properties_in(
                        {name: part for name, part in below.items() if name != "examples"}, f"{path}/{key}"
                    )
            elif word != "examples":
                yield from properties_in(one, f"{path}/{word}")


def mappings_in(schema: Any) -> Iterator[Schema]:
    """Yield the schema of every mapping with keys of its own, at any depth."""
    if isinstance(schema, list):
        for one in schema:
            yield from mappings_in(one)
    if isinstance(schema, dict):
        if "required" in schema or schema.get("additionalProperties") is False:
            yield schema
        for word, one in schema.items():
            if word != "examples":
                yield from mappings_in(list(one.values()) if word in {"properties", "$defs"} else one)


def is_in(language: Language, text: str) -> bool:
    """Whether a text is in a language: Chinese has Chinese characters, English none but 万元."""
    return bool(CHINESE.search(text)) == (language == "zh")


def fall_short(schema: Schema, language: Language) -> list[str]:
    """Return the keys that lack a title, a description or an example in a language."""
    found = dict(properties_in(schema))
    return [
        path
        for path, one in found.items()
        if not all(one.get(word) for word in SAID)
        or not (is_in(language, one["title"]) and is_in(language, one["description"]))
    ]


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_every_key_says_what_it_is_in_either_language(kind: str, language: Language) -> None:
    """None lacks a title, a description or an example, at any depth."""
    schema = schema_of(kind, language=language)
    assert len(dict(properties_in(schema))) > 60
    assert fall_short(schema, language) == []


def is_told(one: Schema, language: Language) -> bool:
    """Whether a mapping has a title, a description that says more, and an example, in a language."""
    return (
        all(one.get(word) for word in SAID)
        and all(is_in(language, one[word]) for word in ("title", "description"))
        and one["title"] != one["description"]
    )


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_every_scorer_and_every_mapping_says_what_it_is(kind: str, language: Language) -> None:
    """Each with an example that fulfils its schema, and that a scorer takes whole."""
    schema = schema_of(kind, language=language)
    # The thresholds of a profile, and a group or a row by its keys, are described as keys.
    mappings = [
        one
        for one in mappings_in(schema)
        if set(one) - {"required"} and one.get("properties", {}).keys() != THRESHOLDS.keys()
    ]
    assert [one for one in mappings if not is_told(one, language)] == []
    for one in mappings:
        assert Draft202012Validator({**one, "$defs": schema["$defs"]}).is_valid(one["examples"][0]), one["title"]
    tagged = [one for one in mappings if "const" in one["properties"].get("type", {})]
    assert len(tagged) >= len(Vocabulary().scorers)
    for one in tagged:
        of = Scorer if one["properties"]["type"]["const"] in Vocabulary().scorers else Aggregator
        make_converter(Vocabulary()).read(parse_json(json.dumps(one["examples"][0])), of)


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_every_example_fulfils_the_schema(kind: str, language: Language) -> None:
    """That of its own key."""
    schema = schema_of(kind, language=language)
    for path, one in properties_in(schema):
        validator = Draft202012Validator({**one, "$defs": schema["$defs"]})
        for example in one["examples"]:
            assert validator.is_valid(example), (path, example)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("one", FIELDS, ids=[f"{one.owner.__name__}.{one.key}" for one in FIELDS])
def test_the_loader_takes_every_example(one: FileField, language: Language) -> None:
    """As what stands under its key."""
    said = description_of_field(one, TYPES)
    example = said.example_zh if language == "zh" else said.example_en
    root = as_mapping(parse_json(json.dumps({one.key: example})))
    assert isinstance(root, MappingNode)
    make_converter(Vocabulary()).read_field(root.entries[one.key], one)


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_a_file_of_examples_loads(kind: str, language: Language) -> None:
    """All keys of a file together with their examples make one that is right."""
    schema = schema_of(kind, language=language)
    data = {key: one["examples"][0] for key, one in schema["properties"].items()}
    loaded = parse(json.dumps(data), kind=KINDS[kind])
    assert isinstance(loaded, KINDS[kind])


def test_the_language_changes_words_alone() -> None:
    """Without titles, descriptions and examples the two schemas are one."""

    def bare(schema: Any, *, keys: bool = False) -> Any:
        if isinstance(schema, dict):
            return {
                word: bare(one, keys=word == "properties" and not keys)
                for word, one in schema.items()
                if keys or word not in SAID
            }
        return [bare(one) for one in schema] if isinstance(schema, list) else schema

    for kind in KINDS:
        zh, en = (schema_of(kind, language=language) for language in LANGUAGES)
        assert zh != en
        assert bare(zh) == bare(en)


def test_nothing_is_described_that_no_file_knows() -> None:
    """Each entry of the table is said of some key."""
    text = files("perfeval").joinpath("data", "words", "key_descriptions.yaml").read_text("utf-8")
    said = {json.dumps(one, ensure_ascii=False) for kind in KINDS for _, one in properties_in(schema_of(kind))}
    for section in yaml.safe_load(text).values():
        for key, entry in section["keys"].items():
            assert any(json.dumps(entry["zh"], ensure_ascii=False) in one for one in said), key


@frozen(kw_only=True)
class Tier:
    """A part of a plugin's scorer that is called as one of ours, and says nothing of its keys."""

    name: int


@frozen(kw_only=True)
class Paced:
    """A plugin's scorer that describes one parameter and not the others."""

    kind: ClassVar[str] = "paced"
    title: ClassVar[Text] = Text("按步调", "by a pace")

    pace: str = field(
        default="",
        metadata=described(
            Text("步调", "pace"),
            Text("每步多少天", "how many days each step takes"),
            example="三天",
            example_en="3 days",
        ),
    )
    tiers: tuple[Tier, ...] = ()
    note: str = ""
    share: Decimal | None = None

    def rate(self, *_: object) -> tuple[int, int]:
        """Return one half."""
        return (1, 2)

    def steps(self, *_: object) -> tuple[Text, ...]:
        """Say nothing."""
        return ()


class Plugin:
    """Brings the scorer and a rule with a threshold."""

    @staticmethod
    @hookimpl
    def perfeval_scorers() -> list[type[Scorer]]:
        """Return the scorer."""
        return [Paced]

    @staticmethod
    @hookimpl
    def perfeval_audit_rules() -> list[object]:
        """Return the rule."""
        return [rule("S99", zh="甲", en="a", severity="info", thresholds=("region-share",))(lambda _: ())]


@pytest.mark.parametrize(
    ("language", "title", "pace", "other"),
    [
        ("zh", "按步调", ("步调", "每步多少天", ["三天"]), ("名称", "插件的参数，插件没有说明", [1])),
        (
            "en",
            "by a pace",
            ("pace", "how many days each step takes", ["3 days"]),
            ("name", "a parameter of a plugin, which does not say what it is for", [1]),
        ),
    ],
)
def test_a_plugins_scorer_is_described_by_itself(language: Language, title: str, pace: object, other: object) -> None:
    """By its title and what its fields say; what they do not say is not taken from another's, and still has an example."""
    schema = schema_of("indicator-set", vocabulary=Registry.of(Plugin).vocabulary, language=language)
    made = next(one for one in schema["$defs"]["Scorer"]["anyOf"] if one["properties"]["type"].get("const") == "paced")
    assert (made["title"], made["properties"]["type"]["description"]) == (title, title)
    assert tuple(made["properties"]["pace"][word] for word in SAID) == pace
    part = next(
        one for name, one in schema["$defs"].items() if name.startswith("Tier") and "from" not in one["properties"]
    )
    assert tuple(part["properties"]["name"][word] for word in SAID) == other
    assert all("examples" in one for one in made["properties"].values())
    threshold = schema["properties"]["profile"]["anyOf"][1]["properties"]["region-share"]
    assert threshold["title"] == "region-share"
    assert is_in(language, threshold["description"])


def test_a_description_is_in_both_languages() -> None:
    """A plugin that says it in one is told when it is imported."""
    with pytest.raises(TypeError, match="a Text in both languages"):
        described("步调", Text("每步多少天", "days"), example="三天")  # type: ignore[arg-type]  # as an author may
