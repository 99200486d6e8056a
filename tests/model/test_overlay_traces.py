"""Where a problem of an overlay comes from: the operation's own line, and no second error in the wake of one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import IndicatorSet, Overlay, PerfEvalError, apply_overlay
from perfeval.codec.loading import parse
from perfeval.model.overlays import SetFields

BASE_TEXT = """format: 1
indicator-set: base
title: 甲
indicators:
  - code: A
    name: 产出
    points: 60
    children:
      - {code: A1, name: 数量, points: 40}
      - {code: A2, name: 质量, points: 20}
  - {code: B, name: 效益, points: 40}
"""
HEAD = "format: 1\noverlay: region\nbase: base\n"


def base_set() -> IndicatorSet:
    """Return the base."""
    base = parse(BASE_TEXT)
    assert isinstance(base, IndicatorSet)
    return base


def said(text: str) -> tuple[list[str], list[str]]:
    """Return what is said of an overlay on the base, in Chinese and in English, line by line."""
    overlay = parse(HEAD + text, name="o.yaml")
    assert isinstance(overlay, Overlay)
    with pytest.raises(PerfEvalError) as caught:
        apply_overlay(overlay, base=base_set())
    return caught.value.render("zh").splitlines(), caught.value.render("en").splitlines()


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "operations:\n  - {set: 产出/数量, points: 30}\n",
            [
                "o.yaml:5:5 [operations[1]]: 产出 的分值与下级指标分值之和不等；应为 30 + 20 = 50；实为 60 [points-not-adding]"
            ],
            [
                (
                    "o.yaml:5:5 [operations[1]]: the points of 产出 differ from the sum of its children: expected 30 + 20 = 50; found 60 "
                    "[points-not-adding]"
                )
            ],
        ),
        (
            "operations:\n  - {set: A1, points: 30}\n  - {set: B, definition: 甲}\n  - {remove: A2}\n  - {set: B, points: 50}\n",
            [
                (
                    "o.yaml:7:5 [operations[3]]: 产出 的分值与下级指标分值之和不等；应为 30 = 30；实为 60；建议 另见第 5 行的操作 "
                    "[points-not-adding]"
                ),
                "o.yaml:8:5 [operations[4]]: 分值合计不等于满分；应为 100；实为 60 + 50 = 110 [full-marks-not-met]",
            ],
            [
                (
                    "o.yaml:7:5 [operations[3]]: the points of 产出 differ from the sum of its children: expected 30 = 30; found 60; hint "
                    "see the operations in line 5 too [points-not-adding]"
                ),
                (
                    "o.yaml:8:5 [operations[4]]: the points do not add up to full marks: expected 100; found 60 + 50 = 110 "
                    "[full-marks-not-met]"
                ),
            ],
        ),
        (
            "operations:\n  - {move: A2, to: B}\n",
            [
                "o.yaml:5:5 [operations[1]]: 产出 的分值与下级指标分值之和不等；应为 40 = 40；实为 60 [points-not-adding]",
                "o.yaml:5:5 [operations[1]]: 效益 的分值与下级指标分值之和不等；应为 20 = 20；实为 40 [points-not-adding]",
            ],
            [
                (
                    "o.yaml:5:5 [operations[1]]: the points of 产出 differ from the sum of its children: expected 40 = 40; found 60 "
                    "[points-not-adding]"
                ),
                (
                    "o.yaml:5:5 [operations[1]]: the points of 效益 differ from the sum of its children: expected 20 = 20; found 40 "
                    "[points-not-adding]"
                ),
            ],
        ),
        (
            "full-marks: 120\n",
            [
                "o.yaml:2:10 [overlay]: 等次划分不成立；应为 等次上限为满分 120；实为 100 [grade-bands]",
                "o.yaml:4:13 [full-marks]: 分值合计不等于满分；应为 120；实为 60 + 40 = 100 [full-marks-not-met]",
            ],
            [
                (
                    "o.yaml:2:10 [overlay]: the grade bands do not partition the scale: expected bands up to the full marks 120; found 100 "
                    "[grade-bands]"
                ),
                (
                    "o.yaml:4:13 [full-marks]: the points do not add up to full marks: expected 120; found 60 + 40 = 100 "
                    "[full-marks-not-met]"
                ),
            ],
        ),
        (
            "rounding: {quantum: 50}\n",
            [
                f"o.yaml:4:11 [rounding]: {name} 不是取整单位 50 的整数倍；实为 {points} [not-in-quanta]"
                for name, points in (("产出", 60), ("数量", 40), ("质量", 20), ("效益", 40))
            ],
            [
                f"o.yaml:4:11 [rounding]: {name} is not a multiple of the quantum 50: found {points} [not-in-quanta]"
                for name, points in (("产出", 60), ("数量", 40), ("质量", 20), ("效益", 40))
            ],
        ),
    ],
)
def test_what_does_not_add_up_is_told_at_the_operation(text: str, zh: list[str], en: list[str]) -> None:
    """The last operation that touched it, with the lines of the others; else the key that was overridden."""
    assert said(text) == (zh, en)


@pytest.mark.parametrize(
    ("operations", "lines"),
    [
        (
            ["{add: 产处/新增, code: N}", "{set: N, definition: 甲}", "{move: 新增, to: 效益}", "{remove: 产处/新增}"],
            [5],
        ),
        (["{set: A9, name: 新名, code: Z}", "{set: 新名, points: 1}", "{set: Z, points: 1}"], [5]),
        (["{remove: A9}", "{add: 效益/数量, code: A1}"], [5]),
        (["{move: A9, to: B}", "{set: B/A9, points: 1}"], [5]),
        (["{add: 产处/新增, code: N}", "{set: 别的, definition: 甲}"], [5, 6]),
        (["{set: A9, points: 1}", "{set: A9, points: 2}"], [5, 6]),
        (["{add: 效益/甲, code: A1}", "{add: 效益/乙, code: A2}"], [5, 6]),
        (["{add: 产处/新增, code: N}", "{add: 新增/下级, code: M}", "{remove: M}"], [5]),
    ],
)
def test_no_second_error_comes_in_the_wake_of_one(operations: list[str], lines: list[int]) -> None:
    """What another operation was to bring about is not told as lacking; a mistake of its own is."""
    zh, _ = said("operations:\n" + "".join(f"  - {one}\n" for one in operations))
    assert [int(line.split(":")[1]) for line in zh] == lines


@given(points=st.lists(st.integers(0, 100), min_size=2, max_size=6))
def test_every_sum_is_told_at_a_line_of_the_overlay(points: list[int]) -> None:
    """Whatever points are set, in whatever order, each problem stands in the overlay's file, at an operation that touched it."""
    targets = ["A1", "A2", "B", "A"]
    lines = [f"  - {{set: {targets[number % 4]}, points: {one}}}\n" for number, one in enumerate(points)]
    overlay = parse(HEAD + "operations:\n" + "".join(lines), name="o.yaml")
    assert isinstance(overlay, Overlay)
    try:
        apply_overlay(overlay, base=base_set())
    except PerfEvalError as error:
        for issue in error.issues:
            assert issue.location.path == "o.yaml"
            assert issue.location.line is not None
            assert 5 <= issue.location.line < 5 + len(points)


def test_an_overlay_made_in_python_has_no_line_to_tell() -> None:
    """Its problems name the indicator, and no file."""
    overlay = Overlay(id="region", base="base", operations=(SetFields(target="A1", changes={"points": 30}),))
    with pytest.raises(PerfEvalError) as caught:
        apply_overlay(overlay, base=base_set())
    (issue,) = caught.value.issues
    assert (issue.code, issue.location.path, issue.location.line) == ("points-not-adding", None, None)
    assert issue.location.place == "indicators/0/points"
