"""The command line, run in the test's own process."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from perfeval.commands.entry import main

EXAMPLE = str(Path(__file__).parents[2] / "examples" / "wuhua-2023.yaml")


def run(*arguments: str) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(main, list(arguments))
