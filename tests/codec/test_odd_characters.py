"""Characters that look like others or like nothing: each is named, with its place and what to write instead."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from perfeval.codec import yaml_events
from perfeval.codec.loading import parse
from perfeval.codec.odd_characters import FULL_WIDTH, UNSEEN, character_name, hidden_in, meant_by, mend_of, odd_hint
from perfeval.codec.yaml_events import parse_yaml
from perfeval.codec.yaml_text import dump_yaml
from perfeval.errors import FormatError

DOSSIER = "format: 1\nindicators: x\nyear: 2024\nproject: {name: 甲}\n"
LOADERS = [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)]


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
@pytest.mark.parametrize(
    ("lines", "zh", "en"),
    [
        (
            "rows:\n  甲: {points: 1，score: 2}\n",
            "f.yaml:6:16: YAML 语法错误：用了全角逗号 ，；建议 请写半角的 , [yaml-syntax]",
            "f.yaml:6:16: YAML syntax error: there is a full-width comma ，: hint write the half-width , [yaml-syntax]",
        ),
        (
            "rows:\n  甲: ｛points: 1, score: 2｝\n",
            "f.yaml:6:6: YAML 语法错误：用了全角花括号 ｛；建议 请写半角的 { [yaml-syntax]",
            "f.yaml:6:6: YAML syntax error: there is a full-width brace ｛: hint write the half-width { [yaml-syntax]",
        ),
        (
            "rows:\n  甲: {points: 1, score: 2｝\n",
            "f.yaml:6:26: YAML 语法错误：用了全角花括号 ｝；建议 请写半角的 } [yaml-syntax]",
            "f.yaml:6:26: YAML syntax error: there is a full-width brace ｝: hint write the half-width } [yaml-syntax]",
        ),
        (
            "remarks: “甲: 乙”\n",
            'f.yaml:5:10: YAML 语法错误：用了中文引号 “；建议 请写半角的 " [yaml-syntax]',
            'f.yaml:5:10: YAML syntax error: there is a Chinese quotation mark “: hint write the half-width " [yaml-syntax]',
        ),
        (
            "remarks:\u00a0甲\n",
            "f.yaml:5:9: YAML 语法错误：用了不间断空格 U+00A0；建议 请改为普通空格 [yaml-syntax]",
            "f.yaml:5:9: YAML syntax error: there is a no-break space U+00A0: hint write a plain space instead [yaml-syntax]",
        ),
        (
            "rows:\n\u00a0\u00a0甲: {points: 1}\n",
            "f.yaml:6:1 [\u00a0\u00a0甲]: 键 \u00a0\u00a0甲 里有不间断空格 U+00A0；建议 请改为普通空格 [odd-character]",
            (
                "f.yaml:6:1 [\u00a0\u00a0甲]: the key \u00a0\u00a0甲 holds a no-break space U+00A0: hint write a plain space instead "
                "[odd-character]"
            ),
        ),
        (
            "rows:\n　甲: {points: 1}\n",
            "f.yaml:6:1 [　甲]: 键 　甲 里有全角空格 U+3000；建议 请改为普通空格 [odd-character]",
            "f.yaml:6:1 [　甲]: the key 　甲 holds a full-width space U+3000: hint write a plain space instead [odd-character]",
        ),
        (
            "rows:\n  甲: {po\u200bints: 1}\n",
            "f.yaml:6:9 [rows/甲/po\\u200bints]: 键 po\\u200bints 里有零宽空格 U+200B；建议 请删去这个字符 [odd-character]",
            (
                "f.yaml:6:9 [rows/甲/po\\u200bints]: the key po\\u200bints holds a zero-width space U+200B: hint delete this character "
                "[odd-character]"
            ),
        ),
        (
            "rows:\n  甲: {points: 1\u200b0}\n",
            (
                "f.yaml:6:15 [rows/甲/points]: 不是数；应为 一个数；实为 1\\u200b0；建议 这里有零宽空格 U+200B，请删去这个字符 "
                "[not-a-number]"
            ),
            (
                "f.yaml:6:15 [rows/甲/points]: not a number: expected a number; found 1\\u200b0; hint there is a zero-width space "
                "U+200B: delete this character [not-a-number]"
            ),
        ),
        (
            "kind: \u200bself\n",
            (
                "f.yaml:5:7 [kind]: 值不在允许范围内；应为 self / department / fiscal；实为 \\u200bself；建议 这里有零宽空格 U+200B，"
                "请删去这个字符 [wrong-value]"
            ),
            (
                "f.yaml:5:7 [kind]: a value that is not allowed: expected self / department / fiscal; found \\u200bself; hint there is "
                "a zero-width space U+200B: delete this character [wrong-value]"
            ),
        ),
        (
            "rows:\n  甲: {points：1, score: 2}\n",
            "f.yaml:6:7 [rows/甲/points：1]: 填报行 没有键 points：1；建议 这里有全角冒号 ：，请写半角的 : [unknown-key]",
            (
                "f.yaml:6:7 [rows/甲/points：1]: a row has no key points：1: hint there is a full-width colon ：: write the half-width : "
                "[unknown-key]"
            ),
        ),
        (
            "evaluators:\n  － name: 姓名甲\n",
            "f.yaml:6:3 [evaluators]: 值的类型不对；应为 列表；实为 键和值；建议 这里有全角减号 －，请写半角的 - [wrong-type]",
            (
                "f.yaml:6:3 [evaluators]: a value of the wrong kind: expected a list; found keys and values; hint there is a full-width "
                "hyphen －: write the half-width - [wrong-type]"
            ),
        ),
        (
            "evaluators: ［甲］\n",
            "f.yaml:5:13 [evaluators]: 值的类型不对；应为 列表；实为 ［甲］；建议 这里有全角方括号 ［，请写半角的 [ [wrong-type]",
            (
                "f.yaml:5:13 [evaluators]: a value of the wrong kind: expected a list; found ［甲］; hint there is a full-width bracket ［: "
                "write the half-width [ [wrong-type]"
            ),
        ),
    ],
)
def test_an_odd_character_is_named_at_its_place(loader: type, lines: str, zh: str, en: str) -> None:
    """The line and column of the character, its name, and the character that is meant, by either parser."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_events, "_LOADER", loader)
        with pytest.raises(FormatError) as caught:
            parse(DOSSIER + lines, name="f.yaml")
    assert (caught.value.render("zh"), caught.value.render("en")) == (zh, en)


@pytest.mark.parametrize(
    "text", ["remarks: 甲，乙：“丙”｛丁｝", 'remarks: "甲\u200b，乙"', "remarks: 甲\u00a0乙\u3000丙 # ｛，"]
)
def test_texts_may_hold_any_of_them(text: str) -> None:
    """Within a text, quoted or not, no sign is odd."""
    written = text.split(": ", 1)[1].split(" #", maxsplit=1)[0].strip('"')
    assert parse(DOSSIER + text).remarks == written  # type: ignore[union-attr]


@pytest.mark.parametrize("line", ['a: "，" b: 1', "a: 甲，乙: 丙", "a: [1, 2  # ，"])
def test_what_is_right_is_not_blamed(line: str) -> None:
    """A comma within quotes, in a text or in a comment is not what a parser stumbled over."""
    with pytest.raises(FormatError) as caught:
        parse_yaml(line)
    assert "全角" not in caught.value.render("zh")


@given(key=st.text(min_size=1).filter(lambda text: not any("\ud800" <= one <= "\udfff" for one in text)))
def test_a_key_that_is_dumped_is_never_odd(key: str) -> None:
    """What is refused when it stands plainly is written in quotes, so that every key reads back."""
    parse_yaml(dump_yaml({key: "1"}))


@given(text=st.text())
def test_every_odd_character_has_a_name_and_a_cure(text: str) -> None:
    """Named in both languages; what is not named is not odd."""
    hint = odd_hint(text)
    found = UNSEEN.findall(text) or FULL_WIDTH.findall(text)
    assert (hint is None) == (not found)
    if hint is not None:
        assert character_name(found[0]).zh in hint.zh
        assert mend_of(found[0]).en in hint.en
    at = hidden_in(text)
    assert at is None or UNSEEN.match(text[at])


@pytest.mark.parametrize(
    ("character", "meant"), [("，", ","), ("｛", "{"), ("\u3000", " "), ("\u200b", ""), ("“", '"')]
)
def test_what_is_meant(character: str, meant: str) -> None:
    """A sign stands for its half-width one, a space for a space, what does not show for nothing."""
    assert meant_by(character) == meant
