"""The command line: what it prints, what it writes, its exit codes, and that wrong input leaves nothing behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from perfeval import load_dossier
from perfeval.commands.entry import main

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml")


def run(*arguments: str) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(main, list(arguments))


def test_run_prints_the_result_and_writes_every_document(tmp_path: Path) -> None:
    """The tree, the total, the grade, the lost points with their reasons, and the paths."""
    result = run("run", EXAMPLE, "-o", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    for expected in ("预算执行率  2 / 3", "总分 91 / 100，评价等次 优", "失分 9 分", "取整为 2", "附件1-评价表.docx"):
        assert expected in result.output
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == sorted(
        f"{name}{suffix}"
        for name in ("附件1-评价表", "附件2-评价报告", "附件3-问题清单", "notes")
        for suffix in (".docx", ".xlsx", ".html", ".md", ".json")
    )


def test_a_second_run_writes_the_same_bytes(tmp_path: Path) -> None:
    """Every format, byte for byte."""
    for folder in ("a", "b"):
        assert (
            run("run", EXAMPLE, "-o", str(tmp_path / folder), "--formats", "docx,xlsx,html,markdown,json").exit_code
            == 0
        )
    for first in (tmp_path / "a").iterdir():
        assert first.read_bytes() == (tmp_path / "b" / first.name).read_bytes(), first.name


def test_english_speaks_english() -> None:
    """--lang en."""
    result = run("--lang", "en", "score", EXAMPLE)
    assert result.exit_code == 0
    assert "Total 91 of 100, grade 优" in result.output
    assert "no reason is given" in result.output


def test_explain_takes_a_code_or_a_path() -> None:
    """One leaf by code; a group by path, with all below it."""
    by_code = run("explain", EXAMPLE, "B1.2")
    assert "293.08 ÷ 397.80 ≈ 73.68%；3 × 73.68% ≈ 2.21，取整为 2" in by_code.output
    by_path = run("explain", EXAMPLE, "产出/产出时效")
    assert by_path.output.count("产出/产出时效/") == 2


def test_an_unknown_code_gives_a_hint() -> None:
    """path-unknown, with the nearest path."""
    result = run("explain", EXAMPLE, "产出/产出时限")
    assert result.exit_code == 1
    assert "产出/产出时效" in result.output


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


def test_plugins_are_listed() -> None:
    """The built-in one and the regional one."""
    assert "builtin" in run("plugins").output


@pytest.mark.parametrize(
    "set_id", ["cn.mof.2020-10.self", "cn.mof.2020-10.department", "cn.yunnan.kunming.wuhua.department"]
)
def test_a_new_dossier_loads(tmp_path: Path, set_id: str) -> None:
    """What `new dossier` writes is a dossier; scoring it names what is not filled in, and `check` says so."""
    path = tmp_path / "new.yaml"
    assert run("new", "dossier", "--set", set_id, "-o", str(path)).exit_code == 0
    assert load_dossier(path).indicators == set_id
    assert run("check", str(path)).exit_code == 1


def bad_inputs(folder: Path) -> dict[str, tuple[Path, str]]:
    """Return files that must be refused, each with a word of its error."""
    files: dict[str, tuple[bytes, str]] = {
        "empty": (b"", "file-empty"),
        "binary": (b"PK\x03\x04\x00\x00", "file-binary"),
        "gbk-undeclared": ("format: 1\nproject: 五华区政务服务".encode("gbk"), "file-encoding"),
        "alias-bomb": (b"format: 1\na: &a [1]\nb: [*a, *a]\n", "yaml-alias"),
        "deep": (b"format: 1\na: " + b"[" * 10_000, "too-deep"),
        "doubled-key": (b"format: 1\nyear: 1\nyear: 2\n", "duplicate-key"),
        "no-format": (b"year: 2023\n", "format-version"),
        "negative-money": (
            "format: 1\nindicators: x\nyear: 2024\nproject: {name: 甲}\nfunds: {甲: {spent: -1}}\n".encode(),
            "negative-amount",
        ),
        "nan": (
            "format: 1\nindicators: x\nyear: 2024\nproject: {name: 甲}\nrows: {甲: {score: .nan}}\n".encode(),
            "not-finite",
        ),
        "percent": (
            "format: 1\nindicators: x\nyear: 2024\nproject: {name: 甲}\nrows: {甲: {points: 100%}}\n".encode(),
            "percent-as-points",
        ),
        "unknown-set": (
            "format: 1\nindicators: cn.mof.2020-10.slef\nyear: 2024\nproject: {name: 甲}\n".encode(),
            "set-unknown",
        ),
    }
    result = {}
    for name, (content, code) in files.items():
        path = folder / f"{name}.yaml"
        path.write_bytes(content)
        result[name] = (path, code)
    huge = folder / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(50 * 2**20)
    return {**result, "huge": (huge, "file-too-large"), "missing": (folder / "none.yaml", "file-not-found")}


def test_wrong_input_is_an_error_that_names_the_file_and_writes_nothing(tmp_path: Path) -> None:
    """Each bad file ends with exit code 1, its code in the message, and no output folder."""
    for name, (path, code) in bad_inputs(tmp_path).items():
        out = tmp_path / "out"
        result = run("run", str(path), "-o", str(out))
        assert result.exit_code == 1, (name, result.output)
        assert code in result.output, (name, result.output)
        assert not out.exists(), name


def test_an_output_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "file").write_text("x")
    result = run("run", EXAMPLE, "-o", str(tmp_path / "file" / "out"))
    assert result.exit_code == 1
    assert "file-unwritable" in result.output


def test_an_unknown_format_gives_a_hint() -> None:
    """not-registered; nothing is written."""
    result = run("run", EXAMPLE, "-o", "nowhere", "--formats", "docs")
    assert result.exit_code == 1
    assert "docx" in result.output
    assert not Path("nowhere").exists()


def test_misuse_ends_with_two() -> None:
    """No argument where one is needed."""
    assert run("run").exit_code == 2


def test_read_makes_dossiers_of_forms(tmp_path: Path) -> None:
    """A folder of forms; each file's outcome, and counts that add up."""
    forms = Path(__file__).parents[1] / "data" / "forms"
    for name in ("24-yunnan-yongde-mingliang-yingyang-2022.docx", "29-anhui-jinzhai-bumen-2023.xlsx"):
        (tmp_path / name).write_bytes((forms / name).read_bytes())
    result = run("read", str(tmp_path), "-o", str(tmp_path / "out"), "--workers", "1")
    assert result.exit_code == 0, result.output
    assert "共 2: 已读 2, 部分读入 0, 失败 0" in result.output
    assert len(list((tmp_path / "out").glob("*.yaml"))) == 2


@pytest.mark.parametrize("suffix", [".json", ".sarif", ".md", ".html", ".xlsx", ".docx"])
def test_the_audit_writes_every_format(tmp_path: Path, suffix: str) -> None:
    """The seed has findings at error level, so the exit code is 1; the file is there all the same."""
    output = tmp_path / f"audit{suffix}"
    result = run("audit", EXAMPLE, "-o", str(output))
    assert result.exit_code == 1, result.output
    assert output.stat().st_size > 1000


def test_the_audit_prints_findings_and_fails_as_asked() -> None:
    """What disagrees, where, and what to do."""
    result = run("audit", EXAMPLE)
    assert result.exit_code == 1
    assert "X02" in result.output
    assert "经费到位数为293.08万元" in result.output


def test_an_unknown_audit_format_gives_a_hint(tmp_path: Path) -> None:
    """suffix-unknown, with the suffixes that there are."""
    result = run("audit", EXAMPLE, "-o", str(tmp_path / "audit.dcx"))
    assert result.exit_code == 1
    assert "suffix-unknown" in result.output
    assert ".sarif" in result.output


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


def test_a_stored_result_is_replayed(tmp_path: Path) -> None:
    """What `score --json` prints agrees; what was changed is listed with old and new, in either language, and ends with 1."""
    printed = run("score", EXAMPLE, "--json")
    assert printed.exit_code == 0
    stored = tmp_path / "result.json"
    stored.write_text(printed.output, "utf-8")
    agreeing = run("replay", str(stored))
    assert (agreeing.exit_code, "不一致" in agreeing.output) == (0, False)
    assert "总分：一致" in agreeing.output
    changed = json.loads(printed.output)
    changed["grade"] = "良\x1b[31m"
    stored.write_text(json.dumps(changed), "utf-8")
    differing = run("--lang", "en", "replay", str(stored))
    assert differing.exit_code == 1
    assert "grade: 良[31m → 优" in differing.output
    assert "total: agrees" in differing.output


def test_replays_go_on_behind_a_file_that_is_none(tmp_path: Path) -> None:
    """Each file is told; the exit code is 1 if one of them is wrong."""
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(run("score", EXAMPLE, "--json").output, "utf-8")
    bad.write_text("{}", "utf-8")
    result = run("replay", str(bad), str(good))
    assert result.exit_code == 1
    assert "[format-version]" in result.output
    assert f"{good}: " in result.output


def test_a_json_document_is_replayed(tmp_path: Path) -> None:
    """The scoresheet that `run` writes as JSON holds the result whole."""
    assert run("run", EXAMPLE, "-o", str(tmp_path), "--formats", "json").exit_code == 0
    assert run("replay", str(tmp_path / "附件1-评价表.json")).exit_code == 0


def test_a_new_dossier_names_the_version_that_was_asked_for() -> None:
    """So that it is scored by what it was made for when another version comes."""
    result = run("new", "dossier", "--set", "cn.mof.2020-10.self@2020-10")
    assert "indicators: cn.mof.2020-10.self@2020-10" in result.output
    assert run("new", "dossier", "--set", "cn.mof.2020-10.self@2019").exit_code == 1


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
