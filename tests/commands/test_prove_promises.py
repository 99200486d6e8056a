"""`perfeval prove`: what an officer reads, and what the exit code says."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from perfeval.commands.entry import main

PLANTED = Path(__file__).parents[1] / "data" / "planted-rules.yaml"


def test_a_broken_promise_is_told_in_words() -> None:
    """The rates and points of the counter-example, the mend, and exit code 1."""
    result = CliRunner().invoke(main, ["prove", str(PLANTED)])
    assert result.exit_code == 1
    assert "[不成立] 预算执行率: 做得更好，得分不更低" in result.output
    assert "预算执行率 95% 得 7 分，90% 得 8 分" in result.output
    assert "intended: [{promise: monotone" in result.output
    assert "[缺口] 表中没有这种组合：甲=低, 乙=高" in result.output


def test_one_language_at_a_time() -> None:
    """In English nothing but names of the set is Chinese."""
    result = CliRunner().invoke(main, ["--lang", "en", "prove", str(PLANTED)])
    assert "[broken] 预算执行率: doing better never scores less" in result.output
    assert "execution rate 95% gets 7 points, 90% gets 8 points" in result.output
    assert "不成立" not in result.output


def test_a_sound_set_ends_with_0() -> None:
    """All is proved, and what is proved is listed on demand."""
    result = CliRunner().invoke(main, ["prove", "cn.yunnan.kunming.wuhua.department", "--all"])
    assert result.exit_code == 0, result.output
    assert "[已证明]" in result.output


def test_a_dossier_is_no_set() -> None:
    """A file of another kind is refused."""
    example = Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml"
    result = CliRunner().invoke(main, ["prove", str(example)])
    assert result.exit_code == 1
    assert "指标体系或叠加层" in result.output


def test_one_set_that_cannot_be_had_stops_no_other() -> None:
    """The error is told, the other set is proved, and the exit code is 1."""
    result = CliRunner().invoke(main, ["prove", "cn.nowhere", "cn.yunnan.kunming.wuhua.department"])
    assert result.exit_code == 1
    assert "cn.yunnan.kunming.wuhua.department: 已证明" in result.output
