"""What stands behind ``-o``: the suffix of a file tells its format, a plugin's too, in every command that writes one."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from plugin_on_disk import install

from perfeval.commands.entry import main

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml")
DRAWS = """
@hookimpl
def perfeval_renderers():
    return [Writer(format="own", suffix=".own", title=TITLE, write=lambda document: f"own {document.title}".encode())]
"""
SHARES = 'Writer(format="{}", suffix=".own", title=TITLE, write=lambda document: b"{}")'


def run(*arguments: str) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def own_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a plugin that writes ``.own`` beside the regional one."""
    install(tmp_path, "draws", DRAWS)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PERFEVAL_PLUGINS", "yunnan,draws")


def commands_that_write(group: click.Group, above: tuple[str, ...] = ()) -> dict[tuple[str, ...], click.Option]:
    """Return the option ``-o`` of every command that has one."""
    found = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= commands_that_write(command, (*above, name))
        found |= {(*above, name): one for one in command.params if isinstance(one, click.Option) and "-o" in one.opts}
    return found


ARGUMENTS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("audit",): (EXAMPLE,),
    ("new", "dossier"): ("--set", "cn.mof.2020-10.self"),
    ("new", "workbook"): ("--set", "cn.mof.2020-10.self"),
    ("run",): (EXAMPLE,),
}


def test_every_command_that_writes_a_file_is_tried() -> None:
    """``read`` and ``pdf`` write a folder whatever it is called; the others write by suffix."""
    written = commands_that_write(main)
    folders = {name for name, one in written.items() if isinstance(one.type, click.Path) and not one.type.file_okay}
    assert folders == {("read",), ("pdf",)}
    assert set(written) - folders == set(ARGUMENTS)


@pytest.mark.parametrize("command", [name for name in ARGUMENTS if name != ("run",)])
def test_a_suffix_that_nobody_writes_is_refused(command: tuple[str, ...], tmp_path: Path) -> None:
    """No file holds other things than its name says; the suffixes that there are are told."""
    output = tmp_path / "x.odd"
    result = run(*command, *ARGUMENTS[command], "-o", str(output))
    assert result.exit_code == 1
    assert "suffix-unknown" in result.output
    assert not output.exists()


@pytest.mark.parametrize("arguments", [("--document", "report"), ()])
@pytest.mark.usefixtures("own_format")
def test_a_file_is_one_document_in_the_format_of_its_suffix(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """The scoresheet, or the one that is asked for; a plugin's format too."""
    for suffix in (".own", ".docx", ".MD"):
        output = tmp_path / f"一{suffix}"
        result = run("run", EXAMPLE, "-o", str(output), *arguments)
        assert result.exit_code == 0, result.output
        assert output.is_file()
    text = (tmp_path / "一.own").read_text("utf-8")
    assert text.startswith("own ")
    assert text.endswith("报告" if arguments else "评价表"), text


@pytest.mark.usefixtures("own_format")
def test_formats_are_named_or_told_by_their_suffixes(tmp_path: Path) -> None:
    """In a folder, of all documents or of one."""
    assert run("run", EXAMPLE, "-o", str(tmp_path / "out"), "--formats", "own,.md,json").exit_code == 0
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".own", ".md", ".json"}
    assert run("run", EXAMPLE, "-o", str(tmp_path / "one"), "--formats", ".own", "--document", "notes").exit_code == 0
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["notes.own"]


def test_a_folder_that_stands_there_is_a_folder(tmp_path: Path) -> None:
    """Whatever it is called."""
    (tmp_path / "old.docx").mkdir()
    assert run("run", EXAMPLE, "-o", str(tmp_path / "old.docx"), "--formats", "markdown").exit_code == 0
    assert (tmp_path / "old.docx" / "notes.md").is_file()


def test_one_file_has_one_format(tmp_path: Path) -> None:
    """Two, or none, are a misuse; an unknown document is told with the nearest."""
    output = str(tmp_path / "x.docx")
    assert run("run", EXAMPLE, "-o", output, "--formats", "docx,html").exit_code == 2
    assert run("run", EXAMPLE, "-o", output, "--formats", ",").exit_code == 2
    result = run("run", EXAMPLE, "-o", output, "--document", "reprot")
    assert (result.exit_code, "report" in result.output) == (1, True)
    assert not Path(output).exists()


@pytest.mark.usefixtures("own_format")
def test_the_audit_writes_a_plugins_format(tmp_path: Path) -> None:
    """By the suffix, or by ``--format``, which needs a file."""
    assert run("audit", EXAMPLE, "-o", str(tmp_path / "a.own")).exit_code == 1  # findings stand
    assert (tmp_path / "a.own").read_text("utf-8") == "own 绩效评价勾稽校验"
    assert run("audit", EXAMPLE, "-o", str(tmp_path / "a.txt"), "--format", "own").exit_code == 1
    assert (tmp_path / "a.txt").read_bytes() == (tmp_path / "a.own").read_bytes()
    assert run("audit", EXAMPLE, "--format", "own").exit_code == 2


def test_formats_that_share_a_suffix_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which is meant is not guessed, and neither writes over the other's files."""
    both = ", ".join(SHARES.format(one, one) for one in ("a", "b"))
    install(tmp_path, "shares", f"@hookimpl\ndef perfeval_renderers():\n    return [{both}]\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PERFEVAL_PLUGINS", "yunnan,shares")
    for arguments in (
        ("audit", EXAMPLE, "-o", str(tmp_path / "x.own")),
        ("run", EXAMPLE, "-o", str(tmp_path / "x.own")),
        ("run", EXAMPLE, "-o", str(tmp_path / "out"), "--formats", "a,b"),
    ):
        result = run(*arguments)
        assert result.exit_code == 1
        assert "suffix-shared" in result.output
    assert run("run", EXAMPLE, "-o", str(tmp_path / "x.own"), "--formats", "b").exit_code == 0
    assert (tmp_path / "x.own").read_bytes() == b"b"
