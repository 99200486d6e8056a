"""Wrong indentation is called that: which line, by how much, and with what it should be in line."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from perfeval.codec import yaml_events
from perfeval.codec.indentation import wrong_indent
from perfeval.codec.loading import parse
from perfeval.errors import FormatError

SET = "format: 1\nindicator-set: x\ntitle: 甲\n"
DOSSIER = "format: 1\nindicators: x\nyear: 2024\nproject: {name: 甲}\n"
LOADERS = [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)]


@pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)
@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            DOSSIER + "rows:\n  甲:\n    points: 1\n   score: 1\n",
            (
                "f.yaml:8:4: YAML 语法错误：缩进不对：这一行缩进 3 格，应为 2 或 4 格；建议 请与第 6 行的 甲 对齐（2 格），"
                "或与第 7 行的 points 对齐（4 格） [yaml-syntax]"
            ),
            (
                "f.yaml:8:4: YAML syntax error: wrong indentation: this line is indented by 3, not by 2 or 4: hint put it in line with "
                "甲 of line 6 (by 2), or with points of line 7 (by 4) [yaml-syntax]"
            ),
        ),
        (
            SET + "indicators:\n  - code: A\n     name: 甲\n    points: 100\n",
            "f.yaml:6:6: YAML 语法错误：缩进不对：这一行缩进 5 格，应为 4 格；建议 请与第 5 行的 code 对齐（4 格） [yaml-syntax]",
            (
                "f.yaml:6:6: YAML syntax error: wrong indentation: this line is indented by 5, not by 4: hint put it in line with code "
                "of line 5 (by 4) [yaml-syntax]"
            ),
        ),
        (
            SET + "indicators:\n  - code: A\n    name: 甲\n      points: 100\n",
            "f.yaml:7:7: YAML 语法错误：缩进不对：这一行缩进 6 格，应为 4 格；建议 请与第 6 行的 name 对齐（4 格） [yaml-syntax]",
            (
                "f.yaml:7:7: YAML syntax error: wrong indentation: this line is indented by 6, not by 4: hint put it in line with name "
                "of line 6 (by 4) [yaml-syntax]"
            ),
        ),
        (
            SET + " indicators: []\n",
            "f.yaml:4:2: YAML 语法错误：缩进不对：这一行缩进 1 格，应为 0 格；建议 请与第 3 行的 title 对齐（0 格） [yaml-syntax]",
            (
                "f.yaml:4:2: YAML syntax error: wrong indentation: this line is indented by 1, not by 0: hint put it in line with title "
                "of line 3 (by 0) [yaml-syntax]"
            ),
        ),
        (
            SET + "indicators:\n- code: A\n  name: 甲\n - code: B\n",
            "f.yaml:7:2: YAML 语法错误：缩进不对：这一行缩进 1 格，应为 0 格；建议 请与第 5 行的 - 对齐（0 格） [yaml-syntax]",
            (
                "f.yaml:7:2: YAML syntax error: wrong indentation: this line is indented by 1, not by 0: hint put it in line with - of "
                "line 5 (by 0) [yaml-syntax]"
            ),
        ),
        (
            "format: 1\nindicators: x\nyear: 2024\nproject:\nname: 甲\n",
            (
                "f.yaml:5:1 [name]: 评价档案 没有键 name；建议 project 是空的；name 若属于它，须再缩进两格 [unknown-key]\n"
                "f.yaml:1:1: 评价档案 缺少键 project [missing-key]"
            ),
            (
                "f.yaml:5:1 [name]: a dossier has no key name: hint project is empty: if name belongs to it, indent it by two more "
                "[unknown-key]\nf.yaml:1:1: a dossier lacks the key project [missing-key]"
            ),
        ),
        (
            SET + "indicators:\n  - code: A\n    name: 甲\n    points: 100\n    grades: []\n",
            (
                "f.yaml:8:5 [indicators[1]/grades]: 指标 没有键 grades；建议 grades 是外层（指标体系）的键，请检查缩进或括号 "
                "[unknown-key]"
            ),
            (
                "f.yaml:8:5 [indicators[1]/grades]: an indicator has no key grades: hint grades is a key of an indicator set around it: "
                "check the indentation or the brackets [unknown-key]"
            ),
        ),
    ],
)
def test_a_wrong_indent_is_called_that(loader: type, text: str, zh: str, en: str) -> None:
    """The line itself, how far it is indented, how far it should be, and what stands there, by either parser."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_events, "_LOADER", loader)
        with pytest.raises(FormatError) as caught:
            parse(text, name="f.yaml")
    assert (caught.value.render("zh"), caught.value.render("en")) == (zh, en)


@given(depths=st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_right_indentation_is_never_blamed(depths: list[int]) -> None:
    """In a tree of keys, each no more than one step deeper than the one above, no line is wrong."""
    lines: list[str] = []
    last = -1
    for depth in depths:
        here = min(depth, last + 1)
        lines.append(f"{'  ' * here}k{len(lines)}:")
        last = here
    yaml.compose("\n".join(lines), Loader=yaml.SafeLoader)
    assert [wrong_indent(lines, number) for number in range(len(lines))] == [None] * len(lines)


@given(depth=st.integers(1, 5), off=st.sampled_from([-1, 1]))
def test_a_line_between_two_levels_is_wrong(depth: int, off: int) -> None:
    """One space too few or too many, behind a key that has its value, fits nothing."""
    lines = [f"{'  ' * level}k{level}:" for level in range(depth)] + [
        f"{'  ' * depth}x: 1",
        f"{' ' * (2 * depth + off)}y: 2",
    ]
    found = wrong_indent(lines, depth + 1)
    assert found is not None
    assert f"缩进 {2 * depth + off} 格" in found[0].zh
