"""Upgrading files: the worked example of a next format, and what stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from perfeval.codec.text_files import encoded_as, read_text
from perfeval.codec.tree import MappingNode, ScalarNode
from perfeval.codec.upgrading import Edit, upgraded
from perfeval.commands.entry import main
from perfeval.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OLD = """\
# 区级项目，2023
format: 1        # 首版
dossier: demo    # 名称
indicators: cn.mof.2020-10.self
year: 2023
kind: "self"     # 单位自评
project:
  name: 绿化养护
"""


def to_format_2(root: MappingNode) -> Iterator[Edit]:
    """The worked example: in format 2 a dossier says ``evaluation: unit`` where it said ``kind: self``."""
    if "kind" in root.entries:
        yield Edit(node=root.keys["kind"], text="evaluation")
        value = root.entries["kind"]
        if isinstance(value, ScalarNode) and value.text == "self":
            yield Edit(node=value, text="unit")


def to_format_3(root: MappingNode) -> Iterator[Edit]:
    """A second step, so that a file two formats old goes through both."""
    yield Edit(node=root.keys["year"], text="budget-year")


def test_a_step_rewrites_words_and_keeps_the_rest() -> None:
    """Comments, quotes and layout stay; the format's number goes up."""
    new = upgraded(OLD, steps={1: to_format_2}, target=2)
    assert new == OLD.replace("format: 1 ", "format: 2 ").replace('kind: "self"', 'evaluation: "unit"')


def test_an_old_file_goes_through_every_step() -> None:
    """Two formats behind: both steps, in order; at the target nothing happens."""
    steps = {1: to_format_2, 2: to_format_3}
    new = upgraded(OLD, steps=steps, target=3)
    assert "format: 3 " in new
    assert "budget-year: 2023" in new
    assert 'evaluation: "unit"' in new
    assert upgraded(new, steps=steps, target=3) == new


def test_json_is_upgraded_in_place_too() -> None:
    """The same step works on JSON, which keeps its own quotes."""
    new = upgraded('{"format": 1, "kind": "self"}', path="a.json", steps={1: to_format_2}, target=2)
    assert new == '{"format": 2, "evaluation": "unit"}'


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("format: 9\nyear: 2023\n", "format-version", 1),
        ("year: 2023\n", "format-version", 1),
        ("format: one\n", "format-version", 1),
        ("- 1\n", "format-version", 1),
        ("format: " + "9" * 5000 + "\n", "format-version", 1),
        ('format: 1\n"kin\\x64": self\n', "upgrade-place", 2),
    ],
)
def test_what_cannot_be_upgraded_says_where(text: str, code: str, line: int | None) -> None:
    """A newer format, no format, or a word in escapes is an error with its place; nothing is guessed."""
    with pytest.raises(FormatError) as caught:
        upgraded(text, steps={1: to_format_2}, target=2)
    assert (caught.value.issues[0].code, caught.value.issues[0].location.line) == (code, line)


@pytest.mark.parametrize("sign", ["\u2028", "\u0085", "\ufeff"])
def test_signs_that_end_no_line_move_no_place(sign: str) -> None:
    """A text of JSON may hold what other readers take for the end of a line; a byte-order mark is taken off."""
    text = f'{{"format": 1, "n": "a{sign}b",\n "kind": "self"}}'
    new = upgraded(text, path="a.json", steps={1: to_format_2}, target=2)
    assert new == f'{{"format": 2, "n": "a{sign}b",\n "evaluation": "unit"}}'
    assert upgraded("\ufeff" + OLD, steps={1: to_format_2}, target=2).startswith("# 区级")


def test_the_command_leaves_present_files_alone(tmp_path: Path) -> None:
    """A file of the present format is not written; a wrong one is an error and exit code 1."""
    file = tmp_path / "a.yaml"
    file.write_text(OLD, encoding="utf-8")
    before = file.stat().st_mtime_ns
    done = CliRunner().invoke(main, ["upgrade", str(file)])
    assert (done.exit_code, file.stat().st_mtime_ns) == (0, before)
    assert "已是现行格式" in done.output
    file.write_text("format: 9\n", encoding="utf-8")
    wrong = CliRunner().invoke(main, ["upgrade", str(file)])
    assert wrong.exit_code == 1
    assert "format-version" in wrong.output
    assert file.read_text(encoding="utf-8") == "format: 9\n"


@pytest.mark.parametrize(("head", "encoding"), [("", "utf-8"), ("", "utf-8-sig"), ("# encoding: gbk\n", "gb18030")])
def test_the_encoding_stays(tmp_path: Path, head: str, encoding: str) -> None:
    """What is written back has the encoding and the byte-order mark of the file."""
    file = tmp_path / "a.yaml"
    file.write_bytes((head + OLD).encode(encoding))
    assert encoded_as(read_text(file), file) == file.read_bytes()
