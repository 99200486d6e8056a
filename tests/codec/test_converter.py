"""Classes read field by field: what is told and not accepted, in files and of a plugin's own classes."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import Any, ClassVar

import attrs
import pytest

from perfeval import FormatError, IndicatorSet, PerfEvalError, Registry
from perfeval.audit.rule import rule
from perfeval.codec.loading import parse
from perfeval.codec.schema import schema_of
from perfeval.codec.vocabulary import Vocabulary
from perfeval.errors.language import Text
from perfeval.registry.hooks import hookimpl

SET = "format: 1\nindicator-set: x\ntitle: 甲\n"
TYPES_ZH = "应为 Decimal、Fraction、int、bool、str、date、Literal、Enum、attrs 类、tuple[X, ...]，或其中之一与 None"


@pytest.mark.parametrize(
    ("lines", "zh", "en"),
    [
        (
            "profile: {low-exection: 90%}\n",
            "f.yaml:4:11 [profile/low-exection]: 审核阈值 profile 没有键 low-exection；建议 是否想写 low-execution？ [unknown-key]",
            "f.yaml:4:11 [profile/low-exection]: the profile has no key low-exection: hint did you mean low-execution? [unknown-key]",
        ),
        (
            "profile: {执行率偏低: 90%}\n",
            "f.yaml:4:11 [profile/执行率偏低]: 审核阈值 profile 没有键 执行率偏低；建议 请写 low-execution [unknown-key]",
            "f.yaml:4:11 [profile/执行率偏低]: the profile has no key 执行率偏低: hint write low-execution [unknown-key]",
        ),
        (
            "indicators:\n  - {code: A, name: 甲, points: 100, children: []}\n",
            (
                "f.yaml:5:47 [indicators[1]/children]: 值不在允许范围内；应为 至少一项；实为 []；建议 没有则删去 children "
                "[wrong-value]"
            ),
            (
                "f.yaml:5:47 [indicators[1]/children]: a value that is not allowed: expected at least one item; found []; hint leave "
                "children out if there is none [wrong-value]"
            ),
        ),
        (
            "effective: {from: 2024-01-02, to: 2024-01-01}\n",
            "f.yaml:4:12 [effective]: 值不在允许范围内；应为 from 不晚于 to；实为 2024-01-02 > 2024-01-01 [wrong-value]",
            (
                "f.yaml:4:12 [effective]: a value that is not allowed: expected from no later than to; found 2024-01-02 > 2024-01-01 "
                "[wrong-value]"
            ),
        ),
    ],
)
def test_it_is_told_and_not_accepted(lines: str, zh: str, en: str) -> None:
    """The place, what was found, and what to do, one language at a time."""
    with pytest.raises(FormatError) as caught:
        parse(SET + lines, name="f.yaml")
    assert (caught.value.render("zh"), caught.value.render("en")) == (zh, en)


def test_a_plugins_rule_brings_thresholds_of_its_own() -> None:
    """A threshold that a registered rule reads may stand in a profile; without the plugin it is told."""

    class Plugin:
        @staticmethod
        @hookimpl
        def perfeval_audit_rules() -> list[object]:
            return [rule("S99", zh="甲", en="a", severity="info", thresholds=("region-share",))(lambda _: ())]

    text = SET + "profile: {region-share: 10%}\n"
    loaded = parse(text, vocabulary=Registry.of(Plugin).vocabulary)
    assert isinstance(loaded, IndicatorSet)
    assert [name for name, _ in loaded.profile] == ["region-share"]
    with pytest.raises(FormatError, match="region-share"):
        parse(text)


class Shade(Enum):
    """Words that a plugin's scorer takes."""

    LIGHT = "light"


def scorer_with(annotation: object) -> type:
    """Return a plugin's scorer with one parameter of some type."""

    def steps(*_: object) -> tuple[Text, ...]:
        return ()

    def rate(_: object, indicator: object, row: object, funds: object) -> tuple[int, int]:  # noqa: ARG001 - the protocol
        return (1, 2)

    names = {"kind": "region-shade", "rate": rate, "steps": steps}
    names["__annotations__"] = {"kind": ClassVar[str], "share": annotation}
    return attrs.frozen(kw_only=True)(type("Shaded", (), {**names, "__module__": __name__}))


def with_share(annotation: object, value: str) -> tuple[str, Vocabulary]:
    """Return a set that names such a scorer, and the vocabulary in which it is known."""
    text = (
        SET + f"indicators:\n  - {{code: A, name: 甲, points: 100, scorer: {{type: region-shade, share: {value}}}}}\n"
    )
    return text, Vocabulary(scorers={"region-shade": scorer_with(annotation)})


@pytest.mark.parametrize(
    ("annotation", "value", "said"),
    [
        (Decimal, "一半", "f.yaml:5:73 [indicators[1]/scorer/share]: 不是数；应为 一个数；实为 一半 [not-a-number]"),
        (int, "1.5", "f.yaml:5:73 [indicators[1]/scorer/share]: 不是数；应为 整数；实为 1.5 [not-a-number]"),
        (
            Shade,
            "dark",
            "f.yaml:5:73 [indicators[1]/scorer/share]: 值不在允许范围内；应为 light；实为 dark [wrong-value]",
        ),
        (
            tuple[int, ...],
            "3",
            "f.yaml:5:73 [indicators[1]/scorer/share]: 值的类型不对；应为 列表；实为 3；建议 请写成 share: [1] [wrong-type]",
        ),
        *(
            (
                annotation,
                "1",
                (
                    f"f.yaml:5:73 [indicators[1]/scorer/share]: 插件参数的类型不能写在文件里，请插件作者更正；{TYPES_ZH}；实为 {name} "
                    "[parameter-type]"
                ),
            )
            for annotation, name in (
                (float, "float"),
                (list[str], "list[str]"),
                (dict[str, int], "dict[str, int]"),
                (Any, "Any"),
                (int | str, "int | str"),
                (tuple[int, int], "tuple[int, int]"),
                (object, "object"),
            )
        ),
        (
            "NoSuchType",
            "1",
            (
                "f.yaml:5:45 [indicators[1]/scorer]: 插件 （未经注册） 的计分方法 region-shade 出错：NameError: name 'NoSuchType' is not "
                "defined [plugin-raised]"
            ),
        ),
    ],
)
def test_a_plugins_parameter_of_the_wrong_type_is_told(annotation: object, value: str, said: str) -> None:
    """In the file, and in the plugin itself: an error at the line, never a crash or a value that is none."""
    text, vocabulary = with_share(annotation, value)
    with pytest.raises(PerfEvalError) as caught:
        parse(text, name="f.yaml", vocabulary=vocabulary)
    assert caught.value.render("zh") == said
    assert schema_of("indicator-set", vocabulary=vocabulary)["type"] == "object"


def test_a_plugins_enum_is_read_by_its_words() -> None:
    """A word of the enum becomes its member."""
    text, vocabulary = with_share(Shade, "light")
    loaded = parse(text, vocabulary=vocabulary)
    assert isinstance(loaded, IndicatorSet)
    assert getattr(loaded.indicators[0].scorer, "share", None) is Shade.LIGHT
