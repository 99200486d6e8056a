"""A type of a plugin's own: one object reads it, dumps it and has its schema, wherever a field holds it; what it does wrong is told."""

from __future__ import annotations

import json
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest
from attrs import field, frozen, make_class
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from told_issues import issues_of

from perfeval import FormatError, Indicator, IndicatorSet, PerfEvalError, Registry, dump, hookimpl
from perfeval.codec.loading import parse
from perfeval.codec.registered_types import unreadable_in
from perfeval.codec.schema import schema_of
from perfeval.codec.unstructure import to_file_data
from perfeval.codec.vocabulary import Vocabulary
from perfeval.errors.language import Text
from perfeval.model.plain_values import shortest
from perfeval.plugin import Issue, ParameterType, pairs, written_as
from perfeval.scoring.scorers.stated import Stated


class Length:
    """A length in metres, which is no attrs class."""

    def __init__(self, metres: Decimal) -> None:
        """Keep the metres."""
        self.metres = metres

    def __eq__(self, other: object) -> bool:
        """As long."""
        return isinstance(other, Length) and self.metres == other.metres

    def __hash__(self) -> int:
        """By the metres."""
        return hash(self.metres)


@frozen
class Span:
    """From where to where, in a shorthand of its own."""

    first: int
    last: int


def read_length(text: str) -> Length:
    """Return what ``3 m`` says."""
    if text == "3 km":
        raise FormatError([Issue(code="wrong-value", expected=Text("米", "metres"), found=text)])
    if text == "0 m":
        message = "of the plugin's own"
        raise KeyError(message)
    if text == "1 m":
        return 1  # type: ignore[return-value]  # what a plugin may do wrong
    if not text.endswith(" m") or not text[:-2].isdecimal():
        raise ValueError(text)
    return Length(Decimal(text[:-2]))


LENGTH = ParameterType(
    kind=Length,
    title=Text("长度，如 3 m", "a length, such as 3 m"),
    example="3 m",
    read=read_length,
    dump=lambda one: f"{one.metres} m",
    schema={"type": "string", "pattern": "^[0-9]+ m$"},
)
SPAN = ParameterType(
    kind=Span,
    title=Text("起止", "a span"),
    example={"first": 1, "last": 2},
    read=lambda data: Span(int(data["first"]), int(data["last"])),
    dump=lambda one: {"first": one.first, "last": Decimal(one.last)},
)


@frozen(kw_only=True)
class Part:
    """A part of the scorer, with a field of the type."""

    name: str
    size: Length = field(metadata=written_as(LENGTH))


@frozen(kw_only=True)
class Measured:
    """A scorer whose parameters are of types of its own."""

    kind: ClassVar[str] = "measured"
    title: ClassVar[Text] = Text("量长度", "measured")

    length: Length = field(metadata=written_as(LENGTH))
    other: Length | None = field(default=None, metadata=written_as(LENGTH))
    all: tuple[Length, ...] = field(default=(), metadata=written_as(LENGTH))
    named: tuple[tuple[str, Length], ...] = field(default=(), metadata=pairs() | written_as(LENGTH))
    span: Span | None = field(default=None, metadata=written_as(SPAN))
    parts: tuple[Part, ...] = ()

    def rate(self, *_: object) -> tuple[int, int]:
        """Return one half."""
        return (1, 2)

    def steps(self, *_: object) -> tuple[Text, ...]:
        """Say so."""
        return (Text("一半", "one half"),)


class Plugin:
    """Brings the scorer, through the hook for scorers alone."""

    @staticmethod
    @hookimpl
    def perfeval_scorers() -> list[type]:
        """Return it."""
        return [Measured]


VOCABULARY = Registry.of(Plugin).vocabulary
lengths = st.integers(2, 99).map(Decimal).map(Length)
scorers = st.builds(
    Measured,
    length=lengths,
    other=st.none() | lengths,
    all=st.lists(lengths, max_size=2).map(tuple),
    named=st.lists(st.tuples(st.text(max_size=3), lengths), max_size=2, unique_by=lambda one: one[0]).map(tuple),
    span=st.none() | st.builds(Span, st.integers(), st.integers()),
    parts=st.lists(st.builds(Part, name=st.just("甲"), size=lengths), max_size=2).map(tuple),
)


def set_with(scorer: Measured) -> IndicatorSet:
    """Return a set of one indicator, scored so."""
    return IndicatorSet(id="x", title="甲", indicators=(Indicator(code="A", name="甲", points=100, scorer=scorer),))


@given(scorers)
def test_it_is_read_dumped_and_described_by_one_object(scorer: Measured) -> None:
    """Alone, optional, in a tuple, under names and in a part: what is written reads back, as YAML and JSON, and fulfils the schema."""
    indicators = set_with(scorer)
    validator = Draft202012Validator(schema_of("indicator-set", vocabulary=VOCABULARY))
    for read in (
        parse(dump(indicators), vocabulary=VOCABULARY),
        parse(json.dumps(indicators.to_dict()), name="x.json", vocabulary=VOCABULARY),
    ):
        assert read == indicators
        assert isinstance(read, IndicatorSet)
        assert read.fingerprint == indicators.fingerprint
    assert validator.is_valid(to_file_data(indicators))
    assert validator.is_valid(to_file_data(indicators, number=shortest, shown=True))


def test_other_values_have_another_fingerprint() -> None:
    """The fingerprint sees the values of the type."""
    assert (
        set_with(Measured(length=Length(Decimal(2)))).fingerprint
        != set_with(Measured(length=Length(Decimal(3)))).fingerprint
    )


def told(parameters: str) -> tuple[str, str]:
    """Return what is said of parameters, in Chinese and in English."""
    scorer = f"{{type: measured, {parameters}}}"
    text = f"format: 1\nindicator-set: x\ntitle: 甲\nindicators:\n  - {{code: A, name: 甲, points: 100, scorer: {scorer}}}\n"
    with pytest.raises(PerfEvalError) as caught:
        parse(text, name="f.yaml", vocabulary=VOCABULARY)
    return caught.value.render("zh"), caught.value.render("en")


@pytest.mark.parametrize(
    ("parameters", "zh", "en"),
    [
        (
            "length: 三米",
            "f.yaml:5:70 [indicators[1]/scorer/length]: 值不在允许范围内；应为 长度，如 3 m；实为 三米 [wrong-value]",
            "f.yaml:5:70 [indicators[1]/scorer/length]: a value that is not allowed: expected a length, such as 3 m; found 三米 [wrong-value]",
        ),
        (
            "length: [3 m]",
            "f.yaml:5:70 [indicators[1]/scorer/length]: 值的类型不对；应为 文字；实为 列表；建议 请写成 length: 3 m [wrong-type]",
            "f.yaml:5:70 [indicators[1]/scorer/length]: a value of the wrong kind: expected a text; found a list; hint write it like length: 3 m [wrong-type]",
        ),
        (
            "length: 2 m, span: 1 m",
            "f.yaml:5:81 [indicators[1]/scorer/span]: 值的类型不对；应为 键和值；实为 1 m；建议 请写成 span: {first: 1, last: 2} [wrong-type]",
            "f.yaml:5:81 [indicators[1]/scorer/span]: a value of the wrong kind: expected keys and values; found 1 m; hint write it like span: {first: 1, last: 2} [wrong-type]",
        ),
        (
            "length: 3 km",
            "f.yaml:5:70 [indicators[1]/scorer/length]: 值不在允许范围内；应为 米；实为 3 km [wrong-value]",
            "f.yaml:5:70 [indicators[1]/scorer/length]: a value that is not allowed: expected metres; found 3 km [wrong-value]",
        ),
        (
            "length: 0 m",
            'f.yaml:5:70 [indicators[1]/scorer/length]: 插件 （未经注册） 的参数类型 Length 出错：KeyError: "of the plugin\'s own" [plugin-raised]',
            'f.yaml:5:70 [indicators[1]/scorer/length]: the parameter type Length of the plugin (registered by none) raised KeyError: "of the plugin\'s own" [plugin-raised]',
        ),
        (
            "length: 1 m",
            "f.yaml:5:70 [indicators[1]/scorer/length]: 插件 （未经注册） 的参数类型 Length 返回了不能用的值；应为 Length；实为 1 [plugin-returned]",
            "f.yaml:5:70 [indicators[1]/scorer/length]: the parameter type Length of the plugin (registered by none) returned what cannot be used: expected Length; found 1 [plugin-returned]",
        ),
    ],
)
def test_what_is_none_is_told_at_its_line(parameters: str, zh: str, en: str) -> None:
    """A value that it refuses, another shape, words of its own, and what the plugin itself does wrong."""
    assert told(parameters) == (zh, en)


def test_a_dump_that_raises_or_cannot_be_written_is_told() -> None:
    """When a set is dumped, and when its fingerprint is made."""
    for wrong, said in ((lambda _: 1 / 0, "ZeroDivisionError"), (lambda _: 0.5, "cannot be written exactly")):
        broken = ParameterType(kind=Length, title=LENGTH.title, example="3 m", read=read_length, dump=wrong)

        @frozen(kw_only=True)
        class Broken:
            kind: ClassVar[str] = "broken"
            length: Length = field(metadata=written_as(broken))
            rate, steps = Measured.rate, Measured.steps

        indicators = set_with(Broken(length=Length(Decimal(2))))  # type: ignore[arg-type]  # another class
        with pytest.raises(FormatError, match=said):
            dump(indicators)


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "Length"}, {"title": "长度"}, {"example": 3}, {"read": None}, {"dump": "x"}, {"schema": "x"}],
)
def test_an_object_that_is_none_is_refused_where_it_is_made(wrong: dict[str, Any]) -> None:
    """A plugin's import fails, and says at which argument."""
    right: dict[str, Any] = {"kind": Length, "title": LENGTH.title, "example": "3 m", "read": read_length, "dump": str}
    with pytest.raises((TypeError, ValueError)):
        ParameterType(**{**right, **wrong})


@pytest.mark.parametrize("example", ["a: b, [c", ["3 m", "#"], {"x: y": "{"}])
def test_its_example_is_shown_whatever_it_holds(example: Any) -> None:
    """In the schema as data; a key says what it is by the type's own example, where it is not described itself."""
    odd = ParameterType(kind=Length, title=LENGTH.title, example=example, read=read_length, dump=str)

    @frozen(kw_only=True)
    class Odd:
        kind: ClassVar[str] = "odd"
        length: Length = field(metadata=written_as(odd))
        rate, steps = Measured.rate, Measured.steps

    vocabulary = Vocabulary(scorers={"odd": Odd})
    made = schema_of("indicator-set", vocabulary=vocabulary)["$defs"]["Scorer"]["anyOf"][0]
    assert made["properties"]["length"]["examples"] == [example]
    assert made["properties"]["length"]["description"] == LENGTH.title.zh
    assert made["examples"] == [{"type": "odd", "length": example}]


@frozen(kw_only=True)
class Within:
    """A part with a parameter that no file can hold."""

    step: float = 0.5


@pytest.mark.parametrize(
    ("annotation", "key"),
    [
        (Decimal, None),
        (tuple[Decimal, ...], None),
        (float, "p"),
        (object, "p"),
        (dict[str, int], "p"),
        (tuple[float, ...], "p"),
        (Within, "p/step"),
        (tuple[Within, ...], "p/step"),
    ],
)
def test_what_no_file_can_hold_is_found_before_a_file_uses_it(annotation: Any, key: str | None) -> None:
    """Also within lists and parts; such a scorer is not admitted, and the message lists the types that are."""
    kind = make_class(
        "Odd",
        {"p": field(type=annotation, default=None)},
        bases=(Stated,),
        class_body={"kind": "odd", "__module__": __name__},
        frozen=True,
        kw_only=True,
    )
    assert unreadable_in(kind) == key
    module = SimpleNamespace(__name__="odd", perfeval_scorers=hookimpl(lambda: [kind]))
    registry = Registry.of(module, strict=False)
    assert ("odd" in registry.scorers) == (key is None)
    assert [one.issue.code for one in registry.failures] == ([] if key is None else ["plugin-item"])


def test_a_scorer_that_refuses_its_parameters_is_told_with_its_plugin() -> None:
    """Whatever it raises while a set is read."""

    @frozen(kw_only=True)
    class Picky(Stated):
        kind: ClassVar[str] = "picky"
        most: int = 1

        def __attrs_post_init__(self) -> None:
            raise ValueError(self.most)

    module = SimpleNamespace(__name__="picky-plugin", perfeval_scorers=hookimpl(lambda: [Picky]))
    text = (
        "format: 1\nindicator-set: x\ntitle: 甲\n"
        "indicators: [{code: A, name: 甲, points: 100, scorer: {type: picky, most: 9}}]\n"
    )
    (issue,) = issues_of(lambda: parse(text, vocabulary=Registry.of(module).vocabulary))
    assert issue.code == "plugin-raised"
    assert "picky-plugin" in str(issue.values["name"])
    assert issue.location.line == 4
