"""Plugins that fail are heard: on the error stream of every command, in the output, and by the exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from plugin_on_disk import install

from perfeval import Registry, dump
from perfeval.commands.entry import main
from perfeval.testing.plugin_trials import sample_evaluation

EXAMPLE = Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml"
FORM = Path(__file__).parents[1] / "data" / "forms" / "29-anhui-jinzhai-bumen-2023.xlsx"
SET = "cn.mof.2020-10.self"
FAILS = "raise RuntimeError('no table')"


def run(*arguments: object) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder on the path, in which plugins are installed."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    return folder


COMMANDS: dict[str, tuple[list[object], str]] = {
    "run": (["run", EXAMPLE, "-o", "out", "--formats", "json", "--force"], "note"),
    "score": (["score", EXAMPLE], "note"),
    "score as data": (["score", EXAMPLE, "--json"], "json"),
    "explain": (["explain", EXAMPLE, "B1.2"], "note"),
    "sets": (["sets"], "note"),
    "show": (["show", SET], "note"),
    "show changes": (["show", "cn.yunnan.self", "--against", SET], "comment"),
    "check": (["check", EXAMPLE], "note"),
    "prove": (["prove", SET], "note"),
    "schema": (["schema", "dossier"], "$comment"),
    "plugins": (["plugins"], "note"),
    "new dossier": (["new", "dossier", "--set", SET], "comment"),
    "new workbook": (["new", "workbook", "--set", SET, "-o", "new.xlsx", "--force"], "note"),
    "read": (["read", FORM, "-o", "read", "--workers", "1"], "note"),
    "pdf": (["pdf", EXAMPLE, "-o", "pdf", "--force"], "note"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_tells_a_plugin_that_failed_and_ends_with_three(
    name: str, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the error stream by its name; in the output, whatever that is, without harming it. Without the plugin it ends with 0."""
    monkeypatch.chdir(tmp_path)
    arguments, kind = COMMANDS[name]
    before = run(*arguments)
    assert (before.exit_code, before.stderr) == (0, ""), before.output
    install(site, "failing", FAILS)
    for language in ("zh", "en"):
        result = run("--lang", language, *arguments)
        assert result.exit_code == 3, result.output
        assert "failing" in result.stderr
        assert "no table" in result.stderr
        last = result.stdout.rstrip("\n").rpartition("\n")[2]
        if kind == "note":
            assert last.startswith({"zh": "注意", "en": "Note"}[language])
        elif kind == "comment":
            assert result.stdout.startswith("# ")
            assert yaml.safe_load(result.stdout)["format"] == 1
        else:
            data = json.loads(result.stdout)
            told = data["plugin-failures"][0] if kind == "json" else data["$comment"]
            assert "no table" in told


def test_what_cannot_change_the_answer_is_told_and_no_more(site: Path, tmp_path: Path) -> None:
    """Upgrading asks no plugin; a stored result that says which plugins failed is replayed."""
    install(site, "failing", FAILS)
    path = tmp_path / "mine.yaml"
    path.write_bytes(EXAMPLE.read_bytes())
    result = run("upgrade", path)
    assert result.exit_code == 0
    assert "failing" in result.stderr
    assert "failing" not in result.stdout
    stored = tmp_path / "result.json"
    stored.write_text(run("score", EXAMPLE, "--json").stdout, "utf-8")
    assert run("replay", stored).exit_code == 3


@pytest.mark.parametrize("suffix", [".json", ".sarif", ".md", ".html"])
def test_the_audits_outputs_say_which_plugin_failed(suffix: str, site: Path, tmp_path: Path) -> None:
    """With findings that stand the exit code is 1; where none stands, 3."""
    install(site, "failing", FAILS)
    output = tmp_path / f"audit{suffix}"
    result = run("audit", EXAMPLE, "-o", output)
    assert result.exit_code == 1
    assert "failing" in result.stderr
    assert "no table" in output.read_text("utf-8")


RULE = """
def check(case):
    {body}

@hookimpl
def perfeval_audit_rules():
    return [Rule(code="Z01", title=TITLE, severity="info", check=check)]
"""


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """Return a dossier in which nothing of level error is found."""
    path = tmp_path / "clean.yaml"
    path.write_text(dump(sample_evaluation(Registry.of().indicator_set(SET)).dossier), "utf-8")
    assert run("audit", path).exit_code == 0
    return path


@pytest.mark.parametrize("body", ["raise RuntimeError('no table')", "return ['no table']"])
def test_a_rule_that_fails_is_heard(body: str, site: Path, clean: Path, tmp_path: Path) -> None:
    """In the output and in every file; a dossier without findings that stand ends with 3, not 0."""
    install(site, "failing", RULE.format(body=body))
    result = run("audit", clean)
    assert result.exit_code == 3
    assert "Z01" in result.stdout
    assert "no table" in result.stdout
    for suffix in (".json", ".sarif", ".md"):
        assert run("audit", clean, "-o", tmp_path / f"a{suffix}").exit_code == 3
        assert "no table" in (tmp_path / f"a{suffix}").read_text("utf-8")


def test_an_audit_does_not_lose_its_findings_to_a_plugin_that_claims_the_rules(site: Path, clean: Path) -> None:
    """The findings and the exit code are those without it, and a note follows; a clean dossier ends with 3, for the plugin is told."""
    before = run("audit", EXAMPLE)
    install(site, "claims", "from perfeval.registry.built_in import perfeval_audit_rules, perfeval_scorers")
    after = run("audit", EXAMPLE)
    assert after.exit_code == before.exit_code == 1
    assert after.stdout.startswith(before.stdout)
    assert after.stdout.removeprefix(before.stdout).startswith("注意")
    assert "claims" in after.stderr
    assert run("audit", clean).exit_code == 3


def test_what_cannot_be_read_beside_what_can_is_three(clean: Path, tmp_path: Path) -> None:
    """Alone it is wrong input, 1; beside a file that is done, 3; beside findings that stand, 1."""
    bad, form = tmp_path / "bad.yaml", tmp_path / "bad.docx"
    bad.write_text("format: [", "utf-8")
    form.write_bytes(b"no form")
    assert run("audit", bad).exit_code == 1
    assert run("audit", bad, clean).exit_code == 3
    assert run("audit", bad, EXAMPLE).exit_code == 1
    assert run("read", form, "-o", tmp_path / "one").exit_code == 1
    assert run("read", form, FORM, "-o", tmp_path / "two", "--workers", "1").exit_code == 3


@pytest.mark.parametrize("files", [1, 20])
@pytest.mark.parametrize("hook", ["indicator_sets", "scorers", "readers", "audit_rules"])
def test_what_fails_in_a_hook_is_heard_whatever_the_number_of_processes(
    hook: str, files: int, site: Path, clean: Path, tmp_path: Path
) -> None:
    """In the caller's process; where the files needed it, it counts too."""
    install(site, "failing", f"@hookimpl\ndef perfeval_{hook}():\n    {FAILS}")
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(files):
        (folder / f"{number}.yaml").write_bytes(clean.read_bytes())
    result = run("audit", folder, "--workers", "2")
    is_needed = hook != "readers" or files > 1  # a single dossier is read by no reader
    assert "no table" in result.stderr
    assert result.exit_code in ({1, 3} if is_needed else {0, 1})


def test_a_bad_set_stops_no_audit(site: Path, clean: Path, tmp_path: Path) -> None:
    """Its dossiers are audited unscored and say why; the others are audited as ever."""
    folder = site / "data"
    folder.mkdir()
    (folder / "cn.bad.yaml").write_text("format: 1\nindicator-set: cn.bad\n", "utf-8")
    install(site, "badset", f"@hookimpl\ndef perfeval_indicator_sets():\n    return [Path({str(folder)!r})]")
    other = tmp_path / "other.yaml"
    other.write_text(clean.read_text("utf-8").replace(SET, "cn.bad"), "utf-8")
    result = run("audit", other, clean)
    assert str(folder / "cn.bad.yaml") in result.stdout
    assert result.stdout.count("示例项目") >= 2
    assert run("audit", other, "--fail-on", "error").exit_code in {1, 3}


def test_a_set_that_cannot_be_made_costs_itself_alone(site: Path) -> None:
    """The others are listed, and the exit code says that one is not."""
    folder = site / "data"
    folder.mkdir()
    (folder / "cn.bad.yaml").write_text("format: 1\nindicator-set: cn.bad\n", "utf-8")
    install(site, "badset", f"@hookimpl\ndef perfeval_indicator_sets():\n    return [Path({str(folder)!r})]")
    listed = run("sets")
    assert listed.exit_code == 3
    assert SET in listed.stdout.replace("\n", "")
    assert str(folder / "cn.bad.yaml") in listed.stderr
    assert run("score", EXAMPLE).exit_code == 0  # it has nothing to do with that set
    told = run("plugins")
    assert told.exit_code == 3
    assert "badset" in told.stderr
    assert str(folder / "cn.bad.yaml") in told.stderr


def test_what_is_not_found_is_told_with_the_plugin_that_failed(site: Path, tmp_path: Path) -> None:
    """A set, a format, and a command that is not there."""
    install(site, "failing", FAILS)
    path = tmp_path / "mine.yaml"
    path.write_text(EXAMPLE.read_text("utf-8").replace("kunming.wuhua", "kunmin"), "utf-8")
    for arguments in (["score", path], ["run", EXAMPLE, "-o", tmp_path / "out", "--formats", "odt"], ["show", "cn.x"]):
        result = run("--lang", "en", *arguments)
        assert result.exit_code == 1
        assert "may be of the plugin failing, which failed" in result.stderr
    nobody = run("nobody")
    assert nobody.exit_code == 2
    assert "failing" in nobody.stderr


def test_a_command_that_shadows_a_built_in_is_told(site: Path) -> None:
    """The built-in one runs."""
    body = "import click\n@hookimpl\ndef perfeval_commands():\n    return [click.Command('score', callback=lambda: print('taken'))]"
    install(site, "shadow", body)
    assert "taken" not in run("score", EXAMPLE).output
    assert "score" in run("plugins").stderr


def test_a_print_at_import_corrupts_no_output(site: Path) -> None:
    """Nor one in a hook, nor one of a scorer: the JSON of a result reads back."""
    install(site, "loud", "print('{')\n@hookimpl\ndef perfeval_scorers():\n    print('{')\n    return []")
    for arguments in (["score", EXAMPLE, "--json"], ["schema", "dossier"]):
        result = run(*arguments)
        assert result.exit_code == 0
        assert json.loads(result.stdout)
        assert "{" in result.stderr


def test_a_slow_import_is_named(site: Path) -> None:
    """With its seconds; it is no failure."""
    install(site, "slow", "import time\ntime.sleep(2.01)\n@hookimpl\ndef perfeval_scorers():\n    return []")
    result = run("sets")
    assert result.exit_code == 0
    assert "perfeval-slow" in result.stderr
    assert "[plugin-slow]" in result.stderr
    assert Registry.discover(strict=True).slow == ()  # it is loaded by now


SLEEPS = RULE.format(body="import time\n    Path(FLAG).touch()\n    time.sleep(30)")


@pytest.mark.parametrize("files", [1, 20])
def test_an_interruption_ends_with_130(files: int, site: Path, tmp_path: Path) -> None:
    """At once, in one process and in several, without a traceback."""
    flag = tmp_path / "flag"
    install(site, "sleeping", f"FLAG = {str(flag)!r}\n{SLEEPS}")
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(files):
        (folder / f"{number}.yaml").write_bytes(EXAMPLE.read_bytes())
    command = [sys.executable, "-m", "perfeval", "audit", str(folder), "--workers", "2"]
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONIOENCODING": "utf-8"}
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        waited = 0
        while not flag.exists() and process.poll() is None and waited < 600:
            time.sleep(0.1)
            waited += 1
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in stderr
    assert "已中断" in stderr.decode()


def test_findings_do_not_hide_that_a_plugin_failed(site: Path) -> None:
    """The exit code says that findings stand, the output that there may be others, the error stream which plugin."""
    install(site, "failing", FAILS)
    result = run("audit", EXAMPLE, "--fail-on", "info")
    assert result.exit_code == 1
    assert result.stdout.rstrip("\n").rpartition("\n")[2].startswith("注意")
    assert "no table" in result.stderr


RAISING_RULE = """
@rule("Z01", zh="某", en="some", severity="info")
def raising(case):
    raise ValueError("too late")

@hookimpl
def perfeval_audit_rules():
    return [raising]
"""


def test_a_rule_that_raises_is_told_on_the_error_stream_too(site: Path, tmp_path: Path) -> None:
    """Once, however many files it is asked about, and whatever the output is."""
    install(site, "raising", RAISING_RULE)
    for number in range(3):
        (tmp_path / f"{number}.yaml").write_bytes(EXAMPLE.read_bytes())
    for output in ([], ["-o", str(tmp_path / "found.json")]):
        result = run("audit", str(tmp_path), "--fail-on", "error", *output)
        assert result.exit_code in (1, 3)
        assert result.stderr.count("too late") == 1
        assert "raising (perfeval-raising 1.0)" in result.stderr
        assert "Z01" in result.stderr


BOOM = """
import click

@click.command()
def boom():
    raise RuntimeError("no table")

@hookimpl
def perfeval_commands():
    return [boom]

@hookimpl
def perfeval_scorers():
    raise ValueError("no scorers")
"""


def test_a_command_of_a_plugin_that_raises_is_told_with_its_plugin(site: Path) -> None:
    """Not as a fault of the input, nor by a traceback; what else failed is told as well."""
    install(site, "boom", BOOM)
    result = run("boom")
    assert result.exit_code == 3
    assert "Traceback" not in result.output
    assert "命令 boom" in result.stderr
    assert "boom (perfeval-boom 1.0)" in result.stderr
    assert "no scorers" in result.stderr


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_command_that_there_is_not_is_told_with_the_nearest(language: str, site: Path) -> None:
    """In one language; with the plugin that failed and may have brought it."""
    install(site, "failing", FAILS)
    result = run("--lang", language, "scroe", EXAMPLE)
    assert result.exit_code == 2
    assert {"zh": "没有命令 scroe", "en": "there is no command scroe"}[language] in result.stderr
    assert "failing" in result.stderr
    assert "No such command" not in result.stderr


HOOKS_FAIL = """
@hookimpl
def perfeval_layouts():
    raise ValueError("no layouts")
"""


def test_every_failure_is_told_and_only_what_was_asked_counts(site: Path) -> None:
    """What a command does not use cannot change its answer."""
    install(site, "half", HOOKS_FAIL)
    for command in (["score", EXAMPLE], ["upgrade", EXAMPLE, "--check"], ["sets"]):
        result = run(*command)
        assert "no layouts" in result.stderr
        assert result.exit_code == 0
        assert "注意" not in result.stdout


def test_an_output_whose_suffix_no_format_has_is_refused(tmp_path: Path) -> None:
    """It is no folder's name; one with a year and a month is."""
    result = run("run", EXAMPLE, "-o", str(tmp_path / "o.zzz"), "--formats", "json")
    assert result.exit_code == 0 or "suffix-unknown" in result.stderr
    refused = run("run", EXAMPLE, "-o", str(tmp_path / "p.zzz"))
    assert (refused.exit_code, "suffix-unknown" in refused.stderr) == (1, True)
    assert not (tmp_path / "p.zzz").exists()
    assert run("run", EXAMPLE, "-o", str(tmp_path / "2024.12"), "--formats", "json").exit_code == 0
    assert (tmp_path / "2024.12").is_dir()
