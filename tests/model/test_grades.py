"""Grades: bands that partition the scale, the lower of two, and what is told of bands that do not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from told_issues import Told, told_by

from perfeval import Band, Funds, GradeScale, Indicator, IndicatorSet, Overlay, Row

GOOD, MIDDLING, POOR = (
    Band(name=name, lower=lower, upper=upper) for name, lower, upper in (("优", 80, 100), ("中", 60, 80), ("差", 0, 60))
)
SCALE = GradeScale((POOR, GOOD, MIDDLING))


def test_the_lower_of_two_grades_is_the_lower_whichever_comes_first() -> None:
    """Both ways round, and of a grade with itself."""
    assert SCALE.lower_of(GOOD, POOR) == POOR
    assert SCALE.lower_of(POOR, GOOD) == POOR
    assert SCALE.lower_of(MIDDLING, GOOD) == MIDDLING
    assert SCALE.lower_of(MIDDLING, MIDDLING) == MIDDLING


def test_bands_stand_highest_first_and_are_found_by_name() -> None:
    """Whatever the order in which they were given."""
    assert SCALE.bands == (GOOD, MIDDLING, POOR)
    assert SCALE.full_marks == 100
    assert SCALE.named("中") == MIDDLING
    assert SCALE.named("良") is None
    assert str(GOOD) == "优"


@pytest.mark.parametrize(
    ("total", "grade"), [("0", "差"), ("59.99", "差"), ("60", "中"), ("79.99", "中"), ("80", "优"), ("100", "优")]
)
def test_a_bound_belongs_to_the_band_above(total: str, grade: str) -> None:
    """Lower bounds are included; full marks belong to the highest band."""
    assert SCALE.grade(Decimal(total)).name == grade


@pytest.mark.parametrize("total", ["-0.01", "100.01"])
def test_a_total_outside_the_scale_has_no_grade(total: str) -> None:
    """It is an error, with the scale that was expected."""
    assert told_by(lambda: SCALE.grade(Decimal(total))) == [("grade-bands", "grades", "总分在 0 到 100 之间", total)]


def scale(*bands: tuple[str, object, object]) -> GradeScale:
    """Return a scale of (name, lower, upper)."""
    return GradeScale(tuple(Band(name=name, lower=lower, upper=upper) for name, lower, upper in bands))  # type: ignore[arg-type]


CASES: dict[str, tuple[tuple[tuple[str, object, object], ...], list[Told]]] = {
    "no band": ((), [("grade-bands", "grades", "至少一个等次", "0")]),
    "an empty band": (
        (("优", 60, 100), ("中", 60, 60), ("差", 0, 60)),
        [("grade-bands", "grades", "下限低于上限", "中 60-60")],
    ),
    "a name twice": (
        (("优", 60, 100), ("优", 0, 60)),
        [("grade-bands", "grades", "名称不重复", "优")],
    ),
    "not from zero": (
        (("优", 60, 100), ("差", 10, 60)),
        [("grade-bands", "grades", "最低一档从 0 起", "差 10-")],
    ),
    "a hole": (
        (("优", 60, 100), ("差", 0, 59)),
        [("grade-bands", "grades", "差的上限为优的下限 60", "59 到 60 之间不属于任何等次")],
    ),
    "an overlap": (
        (("优", 60, 100), ("差", 0, 61)),
        [("grade-bands", "grades", "差的上限为优的下限 60", "差与优重叠到 61")],
    ),
    "three at once": (
        (("优", 80, 100), ("中", 60, 70), ("中", 5, 65)),
        [
            ("grade-bands", "grades", "等次名称不重复", "中"),
            ("grade-bands", "grades", "最低一档从 0 起", "中 5-"),
            ("grade-bands", "grades", "中的上限为优的下限 80", "70 到 80 之间不属于任何等次"),
            ("grade-bands", "grades", "中的上限为中的下限 60", "中与中重叠到 65"),
        ],
    ),
}


@pytest.mark.parametrize(("bands", "expected"), CASES.values(), ids=CASES)
def test_bands_that_do_not_partition_are_told(
    bands: tuple[tuple[str, object, object], ...], expected: list[Told]
) -> None:
    """Every problem, with the bound that was expected and the one that was found."""
    found = told_by(lambda: scale(*bands))
    assert [(*one[:2], one[3]) for one in found] == [(*one[:2], one[3]) for one in expected]
    assert all(other[2] in str(one[2]) for one, other in zip(found, expected, strict=True))


def test_a_copy_has_its_changes() -> None:
    """Of the scale, and of each value that can be copied with changes: everything else stays."""
    scale = SCALE
    fewer = scale.replace(bands=(Band(name="合格", lower=60, upper=100), Band(name="不合格", lower=0, upper=60)))
    assert [band.name for band in fewer.bands] == ["合格", "不合格"]
    assert scale.replace() == scale
    assert Row(address="A", reason="甲").replace(reason="乙") == Row(address="A", reason="乙")
    assert Indicator(code="A", name="甲").replace(name="乙") == Indicator(code="A", name="乙")
    assert Funds().replace(unit="元") == Funds(unit="元")
    assert Overlay(id="a", base="b").replace(id="c") == Overlay(id="c", base="b")
    assert IndicatorSet(id="a", title="b").replace(title="c") == IndicatorSet(id="a", title="c")
