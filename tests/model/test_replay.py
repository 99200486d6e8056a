"""The replay as a value: what it says, in both languages, and as data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfeval import Issue, Replay
from perfeval.model.replay import PARTS, Difference

DIFFERENCES = (
    Difference(path="total", old="91", new="90"),
    Difference(path="indicators/甲 [A]/reason", old="", new=None),
)


def made(*differences: Difference, issues: tuple[Issue, ...] = ()) -> Replay:
    """Return a replay in which the grade agrees."""
    return Replay(
        set_name="cn.x@1", project="某项目", year=2023, agreed=("grade",), differences=differences, issues=issues
    )


def test_it_says_what_agrees_and_what_does_not() -> None:
    """Part by part, each difference with its path, old and new; in one language at a time."""
    replay = made(*DIFFERENCES)
    assert replay.speak("zh").splitlines() == [
        "某项目（2023）cn.x@1",
        "  总分：不一致",
        "    total: 91 → 90",
        "  评价等次：一致",
        "  各指标：不一致",
        '    indicators/甲 [A]/reason: "" → （无）',
    ]
    assert "  total: differs" in replay.speak("en").splitlines()
    assert "  grade: agrees" in replay.speak("en").splitlines()


COMPARED = (
    *("perfeval", "plugins", "set", "project", "unit", "year", "kind", "total", "full-marks", "grade"),
    *("grade-before-vetoes", "vetoes", "out-of-force", "indicators", "fingerprint"),
)


def test_every_part_of_a_result_is_told_by_name() -> None:
    """Each in its own line, in this order, when nothing agrees; no two by one name."""
    replay = made(*(Difference(path=part, old="1", new="2") for part in reversed(COMPARED)))
    told = [line for line in replay.speak("en").splitlines() if line.endswith(": differs")]
    assert told == [f"  {PARTS[part].en}: differs" for part in COMPARED]
    assert len(set(told)) == len(COMPARED) == len(PARTS)


@pytest.mark.parametrize("part", COMPARED)
def test_scores_agree_where_versions_alone_differ(part: str) -> None:
    """A difference of any part keeps the replay from agreeing; one of a version leaves the scores."""
    replay = made(Difference(path=f"{part}/x", old="1", new="2"))
    assert not replay.agrees
    scores = {"total", "full-marks", "grade", "grade-before-vetoes", "vetoes", "indicators"}
    assert replay.scores_agree == (part not in scores)


@given(st.text(), st.text(), st.text())
def test_no_stored_text_passes_for_a_line(path: str, old: str, project: str) -> None:
    """Whatever a stored result holds, each difference is one line, and so is the head."""
    replay = Replay(
        set_name="cn.x@1",
        project=project,
        year=2023,
        agreed=("grade",),
        differences=(Difference(path=f"total/{path}", old=old, new="1"),),
    )
    assert len(replay.speak("zh").splitlines()) == 4


def test_what_cannot_be_scored_does_not_agree() -> None:
    """The problems are part of the rendering and of the data."""
    replay = made(issues=(Issue(code="score-negative", values={"path": "甲"}),))
    assert not replay.agrees
    assert not replay.scores_agree
    assert "score-negative" in replay.speak("zh")
    data = replay.to_dict()
    assert (data["agrees"], data["scores-agree"], data["agreed"]) == (False, False, ["grade"])
    assert [one["message"] for one in data["issues"]] == [{"zh": "甲 的得分为负", "en": "the score of 甲 is negative"}]


def test_it_is_data_for_services() -> None:
    """Every difference with path, old and new, None included."""
    assert made(*DIFFERENCES).to_dict()["differences"] == [
        {"path": "total", "old": "91", "new": "90"},
        {"path": "indicators/甲 [A]/reason", "old": "", "new": None},
    ]


def test_a_part_that_is_not_compared_is_not_told() -> None:
    """Neither as what agrees nor as what does not."""
    lines = made().speak("en").splitlines()
    assert lines == ["某项目 (2023) cn.x@1", "  grade: agrees"]
