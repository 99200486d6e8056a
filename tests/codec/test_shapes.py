"""The right shape, shown where another stands; each example is itself a right one."""

from __future__ import annotations

import pytest
from file_classes import CLASSES
from hypothesis import given
from hypothesis import strategies as st

from perfeval.codec.converter import NodeConverter
from perfeval.codec.file_types import FileField
from perfeval.codec.loading import parse
from perfeval.codec.registered_types import TYPES, make_converter
from perfeval.codec.shapes import flow_text
from perfeval.codec.tree import AnyNode, MappingNode, SequenceNode
from perfeval.codec.vocabulary import Vocabulary
from perfeval.codec.yaml_events import parse_yaml
from perfeval.errors import FormatError, PerfEvalError
from perfeval.errors.language import Language, Text

SET = "format: 1\nindicator-set: x\ntitle: 甲\n"
DOSSIER = "format: 1\nindicators: x\nyear: 2024\nproject: {name: 甲}\n"
FIELDS = [(kind, one) for kind in CLASSES for one in TYPES.fields_of(kind).values()]


@pytest.mark.parametrize(
    ("text", "place", "shapes"),
    [
        (SET + "rounding: 0.01\n", "f.yaml:4:11 [rounding]", "rounding: {quantum: 0.01, mode: half-up}"),
        (
            SET + "grades: {优: 90}\n",
            "f.yaml:4:9 [grades]",
            (
                (
                    "grades: [{name: 优, from: 90, to: 100}, {name: 良, from: 80, to: 90}, {name: 中, from: 60, to: 80}, "
                    "{name: 差, from: 0, to: 60}]"
                ),
                "grades: [{name: pass, from: 60, to: 100}, {name: fail, from: 0, to: 60}]",
            ),
        ),
        (
            SET + "grades: [优]\n",
            "f.yaml:4:10 [grades[1]]",
            ("- {name: 优, from: 90, to: 100}", "- {name: pass, from: 90, to: 100}"),
        ),
        (
            SET + "citations: 财预〔2020〕10号\n",
            "f.yaml:4:12 [citations]",
            (
                "citations: [{document: 财预〔2020〕10号, article: 第十八条}]",
                "citations: [{document: Notice 10 of 2020, article: Article 18}]",
            ),
        ),
        (SET + "effective: 2024-01-01\n", "f.yaml:4:12 [effective]", "effective: {from: 2024-01-01}"),
        (SET + "profile: 90%\n", "f.yaml:4:10 [profile]", "profile: {low-execution: 90%}"),
        (
            SET + "indicators: {A: 1}\n",
            "f.yaml:4:13 [indicators]",
            ("indicators: [{code: A, name: 产出, points: 100}]", "indicators: [{code: A, name: Outputs, points: 100}]"),
        ),
        (
            SET + "indicators:\n  - {code: A, name: 甲, points: 100, scorer: ratio}\n",
            "f.yaml:5:45 [indicators[1]/scorer]",
            "scorer: {type: ratio}",
        ),
        (
            SET + "indicators:\n  - {code: A, name: 甲, points: 100, scorer: {type: bands, bands: 90%}}\n",
            "f.yaml:5:66 [indicators[1]/scorer/bands]",
            "bands: [{from: 90%, rate: 100%}, {from: 60%, rate: 80%}, {from: 0, rate: 0}]",
        ),
        (
            DOSSIER + "funds: 100\n",
            "f.yaml:5:8 [funds]",
            (
                "funds: {unit: 万元, 财政拨款: {initial: 100, adjusted: 120, spent: 90}}",
                "funds: {unit: 万元, Treasury: {initial: 100, adjusted: 120, spent: 90}}",
            ),
        ),
        (
            DOSSIER + "rows: [甲]\n",
            "f.yaml:5:7 [rows]",
            (
                "rows: {产出指标/数量指标: {件数: {target: ≥10个, actual: 8个}}, 效益指标: not-applicable}",
                "rows: {B1: {target: ≥10, actual: 8}, C: not-applicable}",
            ),
        ),
    ],
)
def test_a_wrong_shape_shows_the_right_one(text: str, place: str, shapes: str | tuple[str, str]) -> None:
    """The message ends with a line that could be copied into the file, in the words of its language where it has any."""
    in_chinese, in_english = (shapes, shapes) if isinstance(shapes, str) else shapes
    with pytest.raises(FormatError) as caught:
        parse(text, name="f.yaml")
    (zh,), (en,) = caught.value.render("zh").splitlines(), caught.value.render("en").splitlines()
    assert zh.startswith(f"{place}: 值的类型不对；应为 ")
    assert zh.endswith(f"；建议 请写成 {in_chinese} [wrong-type]")
    assert en.startswith(f"{place}: a value of the wrong kind: expected ")
    assert en.endswith(f"; hint write it like {in_english} [wrong-type]")


def _converter() -> NodeConverter:
    return make_converter(Vocabulary())


def _refusals(value: str, one: FileField, language: Language) -> dict[str, str]:
    """Return why a value of a field is refused, with the hint in a language, by code."""
    root = parse_yaml(f"x: {value}\n")
    assert isinstance(root, MappingNode)
    try:
        _converter().read_field(root.entries["x"], one)
    except PerfEvalError as error:
        return {
            issue.code: issue.hint.speak(language) if isinstance(issue.hint, Text) else "" for issue in error.issues
        }
    return {}


@pytest.mark.parametrize(("language", "prefix"), [("zh", "请写成 x: "), ("en", "write it like x: ")])
@pytest.mark.parametrize(("kind", "one"), FIELDS, ids=[f"{kind.__name__}.{one.key}" for kind, one in FIELDS])
def test_every_example_has_the_shape_it_shows(kind: type, one: FileField, language: Language, prefix: str) -> None:
    """For each field of every class: what is shown where the shape is wrong is read without any complaint."""
    del kind
    for wrong in ("[[1]]", "{zzz: {zzz: {}}}", "zzz"):
        hint = _refusals(wrong, one, language).get("wrong-type", "")
        if hint.startswith(prefix):
            assert _refusals(hint.removeprefix(prefix), one, language) == {}


words = st.one_of(
    st.sampled_from(
        [
            "",
            "a: b",
            "a, b",
            "- x",
            "#",
            "[",
            "'",
            '"',
            "≥90%",
            "受理量（件/年）",
            "x:",
            ":",
            "-",
            "?",
            "a #b",
            " a",
            "…",
            "@",
            "3 m",
        ]
    ),
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=6),
)


@given(
    st.recursive(words, lambda one: st.lists(one, max_size=3) | st.dictionaries(words, one, max_size=3), max_leaves=8)
)
def test_data_on_one_line_is_data_again(data: object) -> None:
    """Within brackets, whatever the words: quoted where they would be read as something else."""
    root = parse_yaml(f"x: {flow_text(data)}\n")
    assert isinstance(root, MappingNode)

    def plain(node: AnyNode) -> object:
        if isinstance(node, MappingNode):
            return {key: plain(child) for key, child in node.entries.items()}
        return [plain(one) for one in node.items] if isinstance(node, SequenceNode) else node.text

    assert plain(root.entries["x"]) == data


def test_truths_are_written_as_such() -> None:
    """And numbers; a word that must be quoted is."""
    assert flow_text({"a": [1, {"b": True}], "c": "甲", "d": "x: y"}) == '{a: [1, {b: true}], c: 甲, d: "x: y"}'


@pytest.mark.parametrize(
    ("text", "zh"),
    [
        ("signatures: [甲]\n", "- {label: 填报人}"),
        ("signatures: 甲\n", "signatures: {填报人: 姓名乙}"),
        ("rows: {A: {丙: [1]}}\n", "件数: {target: ≥10个, actual: 8个}"),
    ],
)
def test_a_wrong_shape_of_a_shorthand_shows_the_right_one(text: str, zh: str) -> None:
    """What was expected and the example say the same."""
    with pytest.raises(FormatError) as caught:
        parse(f"format: 1\nindicators: x\nyear: 2024\nproject: {{name: 甲}}\n{text}")
    (issue,) = caught.value.issues
    assert "应为 键和值" in issue.render("zh")
    assert zh in issue.render("zh")


@pytest.mark.parametrize("operation", ["set: {}", "{move: [A], to: B}"])
def test_an_operation_without_an_address_shows_one(operation: str) -> None:
    """Behind the verb."""
    with pytest.raises(FormatError) as caught:
        parse(f"format: 1\noverlay: x\nbase: y\noperations:\n  - {operation}\n")
    assert "set: 一级指标" in caught.value.render("zh")
