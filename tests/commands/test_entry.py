"""The command line: what it prints, what it writes, its exit codes, and that wrong input leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import EXAMPLE, run

from perfeval import load_dossier


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


def test_a_new_dossier_names_the_version_that_was_asked_for() -> None:
    """So that it is scored by what it was made for when another version comes."""
    result = run("new", "dossier", "--set", "cn.mof.2020-10.self@2020-10")
    assert "indicators: cn.mof.2020-10.self@2020-10" in result.output
    assert run("new", "dossier", "--set", "cn.mof.2020-10.self@2019").exit_code == 1
