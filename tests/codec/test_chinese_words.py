"""Chinese words for keys, words and kinds: officers are told which word of the file they mean."""

from __future__ import annotations

from typing import Any, ClassVar, Literal, get_args, get_origin

import pytest
from attrs import frozen
from file_classes import CLASSES, VOCABULARY
from told_issues import issues_of

from perfeval.codec.chinese_words import choice_meant, key_in_chinese, near_key, words_of_choices, words_of_keys
from perfeval.codec.loading import parse
from perfeval.codec.vocabulary import Vocabulary
from perfeval.errors import FormatError
from perfeval.errors.language import Text
from perfeval.model.audit_thresholds import THRESHOLDS
from perfeval.model.dossier import ABSENCE_WORDS, Dossier
from perfeval.model.overlays import Overlay

SET = "format: 1\nindicator-set: x\ntitle: 甲\n"
DOSSIER = "format: 1\nindicators: x\nyear: 2024\nproject: {name: 甲}\n"


def choices_of_files() -> set[str]:
    """Return every word that a key of a file may have as its value."""

    def within(kind: Any) -> set[str]:
        if get_origin(kind) is Literal:
            return set(get_args(kind))
        return {word for part in get_args(kind) for word in within(part)}

    return {word for fields in CLASSES.values() for one in fields.values() for word in within(one.type)}


def rendered(text: str, *, vocabulary: Vocabulary | None = None) -> tuple[list[str], list[str]]:
    """Return what is said of a file in Chinese and in English, line by line."""
    with pytest.raises(FormatError) as caught:
        parse(text, name="f.yaml", vocabulary=vocabulary)
    return caught.value.render("zh").splitlines(), caught.value.render("en").splitlines()


def test_every_key_and_every_word_has_its_chinese() -> None:
    """No key, no choice and no kind of the files goes without; nothing is listed that no file knows."""
    keys = {key for fields in CLASSES.values() for key in fields}
    assert keys - words_of_keys().keys() == set()
    choices = choices_of_files() | set(VOCABULARY.scorers) | set(VOCABULARY.aggregators) | {"sum"}
    assert choices - words_of_choices().keys() - set(ABSENCE_WORDS) == set()
    others = {
        "format",
        "drops-citations",
        "overlay",
        "base",
        "operations",
        "set",
        "add",
        "remove",
        "move",
        "before",
        "after",
        "type",
    }
    assert words_of_keys().keys() - keys == (others | THRESHOLDS.keys()) - keys
    assert words_of_choices().keys() - choices == set()


def test_within_a_class_a_word_means_one_key() -> None:
    """Of the first words, which are what keys are called, no two of one class are the same."""
    for kind, fields in CLASSES.items():
        names = [words_of_keys()[key][0] for key in fields]
        assert len(names) == len(set(names)), kind


def test_every_class_of_a_file_is_called_something() -> None:
    """What is in a file has a word in both languages, and none of the two is the name of the class."""
    for kind in CLASSES:
        word = getattr(kind, "called", None)
        if kind in (*VOCABULARY.scorers.values(), *VOCABULARY.aggregators.values()):  # called by their type
            continue
        assert isinstance(word, Text), kind
        assert kind.__name__ not in (word.zh, word.en)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            SET + "indicators:\n  - {code: A, name: 甲, 分值: 100}\n",
            "f.yaml:5:24 [indicators[1]/分值]: 指标 没有键 分值；建议 请写 points [unknown-key]",
            "f.yaml:5:24 [indicators[1]/分值]: an indicator has no key 分值: hint write points [unknown-key]",
        ),
        (
            SET + "kind: 自评\n",
            "f.yaml:4:7 [kind]: 值不在允许范围内；应为 self / department / fiscal；实为 自评；建议 请写 self [wrong-value]",
            (
                "f.yaml:4:7 [kind]: a value that is not allowed: expected self / department / fiscal; found 自评; hint write self "
                "[wrong-value]"
            ),
        ),
        (
            DOSSIER + "funds: {财政拨款: {年初预算数: 1}}\n",
            "f.yaml:5:16 [funds/财政拨款/年初预算数]: 资金行 没有键 年初预算数；建议 请写 initial [unknown-key]",
            "f.yaml:5:16 [funds/财政拨款/年初预算数]: a line of money has no key 年初预算数: hint write initial [unknown-key]",
        ),
        (
            DOSSIER + "rows: {产出/数量: {分值: 10, 得分: 8}}\n",
            "f.yaml:5:16 [rows/产出/数量/分值]: 填报行 没有键 分值；建议 请写 points [unknown-key]",
            "f.yaml:5:16 [rows/产出/数量/分值]: a row has no key 分值: hint write points [unknown-key]",
        ),
        (
            "format: 1\noverlay: x\nbase: y\noperations:\n  - 修改: 产出\n    分值: 1\n",
            (
                "f.yaml:5:5 [operations[1]]: 叠加操作不成立；应为 一个动词：set / add / remove / move；实为 修改, 分值；"
                "建议 请写 set [overlay-operation]"
            ),
            (
                "f.yaml:5:5 [operations[1]]: the overlay operation cannot be done: expected one verb: set / add / remove / move; "
                "found 修改, 分值; hint write set [overlay-operation]"
            ),
        ),
        (
            "format: 1\n指标体系: x\n标题: y\n",
            (
                "f.yaml:1:1: 文件种类不明；应为 indicator-set: … / overlay: … / dossier: …；实为 format, 指标体系, 标题；"
                "建议 请写 indicator-set [file-kind]"
            ),
            (
                "f.yaml:1:1: the kind of file is not known: expected indicator-set: … / overlay: … / dossier: …; "
                "found format, 指标体系, 标题; hint write indicator-set [file-kind]"
            ),
        ),
    ],
)
def test_chinese_is_understood_and_answered_at_its_place(text: str, zh: str, en: str) -> None:
    """The place, the word that was written, and the word that is meant, in one language at a time."""
    said = rendered(text)
    assert (said[0][0], said[1][0]) == (zh, en)


@pytest.mark.parametrize("written", ["比例", "按比例", "达到指标值得满分，未达到的按完成比例"])
def test_a_kind_of_scorer_is_known_by_its_chinese_words_and_its_title(written: str) -> None:
    """比例 is `ratio`, and so is what the scorer calls itself in documents."""
    zh, en = rendered(SET + f"indicators:\n  - {{code: A, name: 甲, points: 100, scorer: {{type: {written}}}}}\n")
    assert "建议 请写 ratio [" in zh[0]
    assert "hint write ratio [" in en[0]


@frozen(kw_only=True)
class Halving:
    """A plugin's scorer that has a title and a parameter of a common name."""

    kind: ClassVar[str] = "region-halving"
    title: ClassVar[Text] = Text("减半计分", "by halves")

    direction: str = ""

    def rate(self, indicator: object, row: object, funds: object) -> tuple[int, int]:  # noqa: ARG002 - the protocol
        """Return one half."""
        return (1, 2)

    def steps(self, indicator: object, row: object, funds: object) -> tuple[Text, ...]:  # noqa: ARG002 - the protocol
        """Say nothing."""
        return ()


def test_a_plugins_scorer_is_known_by_its_title_and_its_keys_by_the_same_words() -> None:
    """What a plugin calls its scorer is understood, and so are the common words for its keys."""
    vocabulary = Vocabulary(scorers={**VOCABULARY.scorers, "region-halving": Halving})  # type: ignore[dict-item]
    leaf = "indicators:\n  - {{code: A, name: 甲, points: 100, scorer: {{type: {}}}}}\n"
    zh, _ = rendered(SET + leaf.format("减半计分"), vocabulary=vocabulary)
    assert "建议 请写 region-halving [" in zh[0]
    zh, en = rendered(SET + leaf.format("region-halving, 方向: 正向"), vocabulary=vocabulary)
    assert "计分方法 region-halving 没有键 方向；建议 请写 direction [unknown-key]" in zh[0]
    assert "the scorer region-halving has no key 方向: hint write direction [unknown-key]" in en[0]


def test_no_class_name_stands_in_a_message() -> None:
    """For each class of a file, a key that nobody knows names the thing, not the class, in both languages."""
    names = {kind.__name__ for kind in (*CLASSES, Overlay)}
    text = (
        DOSSIER.replace("name: 甲", "name: 甲, zzz: 1")
        + "funds: {财政拨款: {zzz: 1}}\ngoals: {zzz: 1}\nrows: {甲: {points: 1, zzz: 1}}\nnarrative: [{heading: 甲, zzz: 1}]\n"
        "problems: [{zzz: 1}]\nevaluators: [{zzz: 1}]\nsignatures: [{zzz: 1}]\nstated: {zzz: 1}\naccepted: [{zzz: 1}]\n"
    )
    for said in (*rendered(text), *rendered(SET + "absence: {zzz: 1}\nvetoes: [{zzz: 1}]\npanel: {zzz: 1}\n")):
        words = {word.strip(":;；") for line in said for word in line.split()}
        assert words & names == set()
        assert any("zzz" in line for line in said)


def test_what_is_near_a_chinese_word_is_offered_with_it() -> None:
    """指标分值 is 分值; what is only alike is asked back; what is like nothing gets no hint."""
    assert key_in_chinese("分值指标", ["points"]) == Text("请写 points", "write points")
    assert near_key("实际完成数值", ["actual", "points"]) == Text(
        "是否想写 actual（实际完成值）？", "did you mean actual (实际完成值)?"
    )
    assert near_key("无关", ["points"]) is None
    assert choice_meant("四舍5入", ["half-up", "down"]) == Text(
        "是否想写 half-up（四舍五入）？", "did you mean half-up (四舍五入)?"
    )


HEAD = "format: 1\nindicators: x\nyear: 2024\n"


@pytest.mark.parametrize(
    ("text", "line", "column", "zh"),
    [
        (f'{HEAD}project: {{name: "某项目”, unit: 乙}}\n', 4, 21, "中文引号 ”"),
        (f"{HEAD}project: {{name: 某项目}}\n＃ 注释\n", 5, 1, "全角井号 ＃"),
        ("ｆormat: 1\nindicators: x\n", 1, 1, "半角字符：format: 1"),
        ("format: １\nindicators: x\n", 1, 9, "半角字符：format: 1"),
        (f"{HEAD}project: {{name: 某}}\nfunds: {{total: {{initial: 1,000}}}}\n", 5, 28, "请写 1000"),
        (
            f"{HEAD}project: {{name: 某}}\nrows:\n  A/B:\n    件数:\n    points: 50\n",
            7,
            5,
            "points 若属于它，须再缩进两格",
        ),
    ],
)
def test_what_a_keyboard_left_full_width_or_too_far_out_is_named(text: str, line: int, column: int, zh: str) -> None:
    """At its place, with what to write."""
    issue = issues_of(lambda: parse(text))[0]
    assert (issue.location.line, issue.location.column) == (line, column)
    assert zh in issue.render("zh")


def test_a_dossier_in_chinese_keys_is_told_key_by_key() -> None:
    """It is a dossier, whatever its keys are called; no key is lacking besides."""
    text = "format: 1\n指标体系: x\n年度: 2024\n项目: {名称: 某}\n"
    told = [(one.code, one.location.line) for one in issues_of(lambda: parse(text))]
    assert told == [("unknown-key", 2), ("unknown-key", 3), ("unknown-key", 4)]


def test_a_file_of_another_kind_is_told_as_that() -> None:
    """Whatever else is wrong in it."""
    (issue,) = issues_of(lambda: parse("format: 1\nindicator-set: x\n", kind=Dossier, name="a.yaml"))
    assert (issue.code, issue.expected, issue.found) == ("file-kind", "dossier", "indicator-set")
