"""Any console: GBK as on a Chinese Windows, or one without a single Chinese character; no command fails, and JSON stays JSON."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from perfeval import Registry, evaluate, load_dossier

ROOT = Path(__file__).parents[2]
ODD = "园区²绿化💰项目𠮷"
COMMANDS = [
    ["score"],
    ["--lang", "en", "score"],
    ["score", "--json"],
    ["explain"],
    ["audit"],
    ["check"],
    ["run", "--output", "documents"],
]


@pytest.fixture(name="odd")
def odd_dossier(tmp_path: Path) -> Path:
    """Return a dossier with characters that GBK has not, in its name, its values and its file's name."""
    text = (ROOT / "examples" / "wuhua-2023.yaml").read_text(encoding="utf-8")
    name = next(line for line in text.splitlines() if line.strip().startswith("name:"))
    path = tmp_path / "档案²💰.yaml"
    path.write_text(text.replace(name, f"{name.partition('name:')[0]}name: {ODD}", 1), encoding="utf-8")
    return path


def printed(folder: Path, encoding: str, *arguments: str) -> tuple[int, bytes, bytes]:
    """Run the command line on a console of this encoding."""
    variables = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "perfeval", *arguments], capture_output=True, cwd=folder, env=variables, check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_no_command_fails_for_a_character(odd: Path, command: list[str], encoding: str) -> None:
    """It ends as on a console that has them all, and prints what the console can read; what is told to be ASCII gets UTF-8 at times."""
    code, out, err = printed(odd.parent, encoding, *command, odd.name)
    assert b"Traceback" not in err
    assert code == (1 if "audit" in command else 0)
    assert (out + err).decode("gbk" if encoding == "gbk" else "utf-8")


def test_what_gbk_has_is_printed_as_it_is(odd: Path) -> None:
    """And what it has not by number, once, where it stands."""
    _, out, _ = printed(odd.parent, "gbk", "score", odd.name)
    assert out.decode("gbk").startswith("园区\\u00b2绿化\\ud83d\\udcb0项目\\ud842\\udfb7")


def test_printed_json_is_the_same_data(odd: Path) -> None:
    """Whatever the console."""
    registry = Registry.discover()
    dossier = load_dossier(odd, vocabulary=registry.vocabulary)
    wanted = evaluate(dossier, indicators=registry.set_for(dossier)).to_dict()
    for encoding in ("gbk", "cp1252", "utf-8"):
        _, out, _ = printed(odd.parent, encoding, "score", "--json", odd.name)
        assert json.loads(out.decode(encoding)) == wanted


@pytest.mark.parametrize("arguments", [["--help"], ["nonsense"], ["check", "无²此.yaml"]])
def test_help_and_misuse_are_printed_too(tmp_path: Path, arguments: list[str]) -> None:
    """What comes before any command runs."""
    code, out, err = printed(tmp_path, "ascii", *arguments)
    assert code in (0, 1, 2)
    assert out + err
    assert b"Traceback" not in err
