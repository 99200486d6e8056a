"""Every code block of the README, of docs/ and of the docstrings runs as a test: Python, YAML, TOML and commands alike."""

from __future__ import annotations

import shlex
import tempfile
import tomllib
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from click.testing import CliRunner
from sybil import Sybil
from sybil.parsers.myst import CodeBlockParser, DocTestDirectiveParser, PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

from perfeval.commands.entry import main

if TYPE_CHECKING:
    from sybil import Example

_OPTIONS = ELLIPSIS | NORMALIZE_WHITESPACE
_PROMPT = "$ perfeval "


def _run(*arguments: str) -> None:
    """Run a perfeval command in the repository; it must succeed, and an audit may find something."""
    result = CliRunner().invoke(main, arguments)
    fine = (0, 1) if arguments[0] == "audit" else (0,)
    assert result.exit_code in fine, f"perfeval {shlex.join(arguments)}: {result.output}"


def _check_yaml(example: Example) -> None:
    """A whole file stands the check of the command line; a fragment is at least YAML."""
    text = str(example.parsed)
    if not text.startswith("format:"):
        yaml.safe_load(text)
        return
    loaded = yaml.safe_load(text)
    # A set's file is called after its id.
    stem = loaded.get("indicator-set") or loaded.get("overlay") or "page"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{stem}.yaml"
        path.write_text(text, encoding="utf-8")
        _run("check", str(path))


def _check_toml(example: Example) -> None:
    tomllib.loads(str(example.parsed))


def _run_commands(example: Example) -> None:
    """Run each line that calls perfeval; what it writes under build/ goes into a folder that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        for line in str(example.parsed).splitlines():
            if line.startswith(_PROMPT):
                words = shlex.split(line.removeprefix(_PROMPT), comments=True)
                _run(*(f"{folder}/{word}" if word.startswith("build/") else word for word in words))


_pages = Sybil(
    parsers=[
        PythonCodeBlockParser(doctest_optionflags=_OPTIONS),
        DocTestDirectiveParser(_OPTIONS),
        CodeBlockParser("yaml", _check_yaml),
        CodeBlockParser("toml", _check_toml),
        CodeBlockParser("console", _run_commands),
        SkipParser(),
    ],
    patterns=["README.md", "README.zh-CN.md", "docs/*.md", "docs/**/*.md"],
)
_docstrings = Sybil(
    parsers=[DocTestParser(_OPTIONS)], patterns=["src/perfeval/*.py", "src/perfeval/*/*.py", "src/perfeval/*/*/*.py"]
)

pytest_collect_file = (_pages + _docstrings).pytest()
