"""Sets and files on the command line: listed, shown, compared, described by their schema, and checked with every problem at its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import EXAMPLE, run


def test_sets_show_and_differences() -> None:
    """Every set is listed; one is shown; what a district changes prints as an overlay that loads."""
    assert "cn.yunnan.kunming.wuhua.department" in run("sets").output.replace("\n", "")
    assert "立项依据充分性" in run("show", "cn.mof.2020-10.department").output
    changed = run(
        "show", "cn.mof.2021-101.without-cost.without-satisfaction", "--against", "cn.mof.2021-101.without-cost"
    )
    assert changed.exit_code == 0
    assert changed.output.startswith("format: 1\noverlay: cn.mof.2021-101.without-cost.without-satisfaction\n")


def test_check_tells_every_file_and_fails_if_one_is_wrong(tmp_path: Path) -> None:
    """A right file is ok, a wrong one prints its errors with line and column; the exit code is 1."""
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("format: 1\nindicators: x\nyear: 二〇二三\nproject: {nam: 甲}\n", "utf-8")
    result = run("check", EXAMPLE, str(wrong))
    assert result.exit_code == 1
    assert f"{EXAMPLE}：无误" in result.output
    assert f"{wrong}:3:7" in result.output
    assert f"{wrong}:4:" in result.output


@pytest.mark.parametrize("kind", ["indicator-set", "overlay", "dossier"])
def test_schema_prints_json(kind: str) -> None:
    """A JSON Schema of draft 2020-12."""
    schema, english = (json.loads(run("--lang", language, "schema", kind).output) for language in ("zh", "en"))
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["properties"]["format"]["title"] == "格式"
    assert english["properties"]["format"]["title"] == "format"


RATED = "scorer: {type: rating, tiers: [{name: 高, from: 0, to: 100%}]}"


GROUP = f"""    aggregator:
      AGGREGATOR
    children:
      - {{code: G1, name: 甲, {RATED}}}
"""


HEAD = "format: 1\nindicator-set: demo\ntitle: 示例\ncitations: [{document: 某}]\n"


SCORED = f"indicators:\n  - {{code: G, name: 质量, points: 100, {RATED}}}\n"


def grouped(aggregator: str) -> str:
    """Return a set with one group; its aggregator stands in line 10."""
    text = GROUP.replace("AGGREGATOR", aggregator)
    return f"{HEAD}indicators:\n  - code: G\n    name: 质量\n    points: 100\n{text}"


def over(text: str) -> str:
    """Return an overlay that begins with two lines."""
    return f"format: 1\noverlay: above\nbase: demo\ntitle: 上层\ncitations: [{{document: 某}}]\n{text}"


TABLE = "{type: lookup-table, table: [{when: {甲: 高}, rate: 1}]}"


ONLY_FOUND_LATE = [
    ([grouped(TABLE.replace("甲", "丙"))], "path-unknown", "demo.yaml:10:47 "),
    ([grouped(TABLE.replace("高", "中"))], "wrong-value", "demo.yaml:10:47 "),
    (
        [grouped("{type: weakest-link}").replace(RATED, "scorer: {type: stated}")],
        "component-unscored",
        "demo.yaml:10:7 ",
    ),
    ([f"{HEAD}panel: {{method: mean}}\n{SCORED}"], "not-scored-yet", "demo.yaml:5:8 "),
    ([f"{HEAD}corrections: [{{code: C, name: 系数, factor: 2}}]\n{SCORED}"], "not-scored-yet", "demo.yaml:5:14 "),
    ([HEAD + SCORED, over("panel: {method: mean}\n")], "not-scored-yet", "above.yaml:6:8 "),
    (
        [grouped(TABLE), over("operations:\n  - {set: 质量/甲, name: 丁}\n")],
        "path-unknown",
        "above.yaml:7:5 ",
    ),
    (
        [
            grouped(TABLE.replace("[{when", "[{when: {甲: 高}, rate: 0}, {when")),
            over("operations:\n  - {add: 质量/丁, code: D, " + RATED + "}\n  - {set: 质量/甲, name: 丙}\n"),
        ],
        "path-unknown",
        "above.yaml:8:5 ",
    ),
    (
        [grouped(TABLE), over("operations:\n  - {remove: 质量/甲}\n  - {add: 质量/丁, code: D, " + RATED + "}\n")],
        "path-unknown",
        "above.yaml:8:5 ",
    ),
]
"""Files (the set, and an overlay), the code of a problem that shows only when the whole is put together, and where it is."""


@pytest.mark.parametrize(("files", "code", "where"), ONLY_FOUND_LATE)
def test_check_says_where_whatever_it_finds_late(tmp_path: Path, files: list[str], code: str, where: str) -> None:
    """What no key shows by itself is told with file, line and column all the same: at the key that is wrong, or the operation that made it so."""
    paths = [tmp_path / name for name in ("demo.yaml", "above.yaml")[: len(files)]]
    for path, text in zip(paths, files, strict=True):
        path.write_text(text, encoding="utf-8")
    result = run("check", *map(str, paths))
    assert result.exit_code == 1
    told = [line for line in result.output.splitlines() if f"[{code}]" in line]
    assert [where in line for line in told] == [True], result.output


def test_check_says_where_a_dossier_names_a_set_that_is_not_scored(tmp_path: Path) -> None:
    """A dossier has no key of the set's: the line that names the set."""
    (tmp_path / "demo.yaml").write_text(f"{HEAD}panel: {{method: mean}}\n{SCORED}", encoding="utf-8")
    dossier = tmp_path / "d.yaml"
    dossier.write_text("format: 1\nindicators: demo\nyear: 2024\nproject: {name: 某}\n", encoding="utf-8")
    result = run("check", str(tmp_path / "demo.yaml"), str(dossier))
    assert f"{dossier}:2:13 [panel]" in result.output


def test_check_names_the_file_whose_base_is_not_there(tmp_path: Path) -> None:
    """Among several files it is said which one asks for a version that is not registered."""
    path = tmp_path / "cn.mine.yaml"
    path.write_text("format: 1\noverlay: cn.mine\nbase: cn.mof.2020-10.self@1999\n", "utf-8")
    result = run("check", EXAMPLE, str(path))
    assert result.exit_code == 1
    assert f"{path}:3:7 [base]: " in result.output
    assert "[set-version-unknown]" in result.output


CITED = "citations: [{document: 某号文}]\n"


def checked(folder: Path, files: dict[str, str], *, lang: str = "zh") -> tuple[int, list[str]]:
    """Write files, check them in one call, and return the exit code and the lines, without the folder."""
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    result = run("--lang", lang, "check", *(str(folder / name) for name in files))
    return result.exit_code, result.output.replace(f"{folder}/", "").splitlines()


def test_files_of_one_call_see_each_other(tmp_path: Path) -> None:
    """District, province and dossier in any order; a file stands before what is registered under its id."""
    files = {
        "d.yaml": "format: 1\nindicators: cn.county\nyear: 2023\nproject: {name: 甲}\n",
        "cn.county.yaml": f"format: 1\noverlay: cn.county\nbase: cn.city\ntitle: 县\n{CITED}",
        "cn.city.yaml": f"format: 1\noverlay: cn.city\nbase: cn.mof.2020-10.self\ntitle: 市\n{CITED}",
        "cn.mof.2020-10.self.yaml": f"format: 1\nindicator-set: cn.mof.2020-10.self\ntitle: 己\n{CITED}"
        "indicators: [{code: A, name: 甲, points: 100, scorer: {type: stated}}]\n",
    }
    code, lines = checked(tmp_path, files)
    assert (code, lines[1:]) == (1, ["cn.county.yaml：无误", "cn.city.yaml：无误", "cn.mof.2020-10.self.yaml：无误"])
    assert lines[0].startswith("d.yaml")
    assert "甲 无法计分" in lines[0]


@pytest.mark.parametrize(
    ("lang", "ring", "missing"),
    [
        (
            "zh",
            "a.yaml:3:7 [base]: 叠加层相互依赖成环：a (a.yaml:3) → b (b.yaml:3) → a (a.yaml:3) [overlay-cycle]",
            "c.yaml:3:7 [base]: 叠加层的基础 cn.mof.2020-10.sel 找不到；建议 是否想写 cn.mof.2020-10.self？ [overlay-base]",
        ),
        (
            "en",
            "a.yaml:3:7 [base]: overlays depend on each other in a ring: a (a.yaml:3) → b (b.yaml:3) → a (a.yaml:3) [overlay-cycle]",
            "c.yaml:3:7 [base]: the overlay's base cn.mof.2020-10.sel is not known: hint did you mean cn.mof.2020-10.self? [overlay-base]",
        ),
    ],
)
def test_a_ring_and_a_missing_base_are_told_with_file_and_line(
    tmp_path: Path, lang: str, ring: str, missing: str
) -> None:
    """Each step of the ring with its line; the base that is not there, with the nearest."""
    files = {
        "a.yaml": f"format: 1\noverlay: a\nbase: b\n{CITED}",
        "b.yaml": f"format: 1\noverlay: b\nbase: a\n{CITED}",
        "c.yaml": f"format: 1\noverlay: c\nbase: cn.mof.2020-10.sel\n{CITED}",
    }
    code, lines = checked(tmp_path, files, lang=lang)
    assert (code, lines[0], lines[2]) == (1, ring, missing)
    assert lines[1].startswith("b.yaml:3:7 [base]: ")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            [
                "o.yaml:2:10 [overlay]: 值不在允许范围内；应为 o；实为 other；建议 请把文件改名为 other，或改编号 [wrong-value]",
                "o.yaml:1:1: 叠加层 缺少键 citations；建议 请写明所依据的文件，如 citations: [{document: 文号, article: 条款}] [missing-key]",
                "o.yaml:3:7 [base]: 叠加层的基础 bad 找不到；建议 先改正 bad.yaml 中的错误 [overlay-base]",
                "bad.yaml:1:9 [format]: 文件首部须写 format: 1；应为 format: 1；实为 2 [format-version]",
            ],
        ),
        (
            "en",
            [
                (
                    "o.yaml:2:10 [overlay]: a value that is not allowed: expected o; found other; hint rename the file to other, or change "
                    "the id [wrong-value]"
                ),
                (
                    "o.yaml:1:1: an overlay lacks the key citations: hint name the documents it rests on, like citations: [{document: …, "
                    "article: …}] [missing-key]"
                ),
                "o.yaml:3:7 [base]: the overlay's base bad is not known: hint mend bad.yaml first [overlay-base]",
                "bad.yaml:1:9 [format]: the file must begin with format: 1: expected format: 1; found 2 [format-version]",
            ],
        ),
    ],
)
def test_check_tells_the_name_the_citations_and_which_file_to_mend_first(
    tmp_path: Path, lang: str, said: list[str]
) -> None:
    """An id that is not the file's name, no citations, a base whose file is wrong itself: all at once."""
    files = {"o.yaml": "format: 1\noverlay: other\nbase: bad\n", "bad.yaml": "format: 2\n"}
    assert checked(tmp_path, files, lang=lang) == (1, said)


def test_a_set_in_two_files_is_told_at_the_second(tmp_path: Path) -> None:
    """With the first, in words; what stands on it is checked against the first."""
    text = (
        "format: 1\nindicator-set: cn.p.self\ntitle: 甲\ncitations: [{document: 文}]\n"
        "indicators: [{code: A, name: 甲, points: 100, scorer: {type: stated}}]\n"
    )
    (tmp_path / "other").mkdir()
    district = "format: 1\noverlay: cn.p.d.self\nbase: cn.p.self\ncitations: [{document: 文}]\noperations: [{set: A, name: 乙}]\n"
    files = {"cn.p.self.yaml": text, "other/cn.p.self.yaml": text, "cn.p.d.self.yaml": district}
    code, lines = checked(tmp_path, files)
    assert code == 1
    (told,) = [line for line in lines if "set-twice" in line]
    assert told.startswith("other/cn.p.self.yaml")
    assert "实为 cn.p.self.yaml" in told
    assert sum(line.endswith("：无误") for line in lines) == 2


def test_an_overlay_is_not_proposed_as_its_own_base(tmp_path: Path) -> None:
    """However near its name is."""
    text = "format: 1\noverlay: cn.r1.self\nbase: cn.r2.self\ncitations: [{document: 文}]\noperations: [{set: A, name: 乙}]\n"
    _, lines = checked(tmp_path, {"cn.r1.self.yaml": text})
    assert any("overlay-base" in line for line in lines)
    assert not any("是否想写 cn.r1.self" in line for line in lines)


def test_what_is_wrong_with_a_base_is_told_once(tmp_path: Path) -> None:
    """However many rest on it: of each it is said that it waits."""
    base = (
        "format: 1\noverlay: cn.p.self\nbase: cn.mof.2020-10.self\ncitations: [{document: 文}]\n"
        "operations: [{set: 产出指标, points: 40}]\n"
    )
    files = {"cn.p.self.yaml": base}
    for name in ("a", "b"):
        files[f"cn.p.{name}.self.yaml"] = (
            f"format: 1\noverlay: cn.p.{name}.self\nbase: cn.p.self\ncitations: [{{document: 文}}]\n"
            "operations: [{set: 产出指标, name: 产出}]\n"
        )
    code, lines = checked(tmp_path, files)
    assert code == 1
    assert sum("full-marks-not-met" in line or "points-not-adding" in line for line in lines) == 1
    assert [line for line in lines if "先改正" in line] == [
        f"cn.p.{name}.self.yaml：先改正 cn.p.self.yaml 中的错误" for name in ("a", "b")
    ]
