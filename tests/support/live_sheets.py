"""Workbooks recalculated by an office suite."""

from __future__ import annotations

import subprocess
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet


def recalculated(path: Path) -> Worksheet:
    """Return the first sheet of a workbook with every formula computed anew, next to which the new file is written."""
    openpyxl.load_workbook(path).save(path)  # without the values that were kept beside the formulas
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    folder = path.parent / "recalculated"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return openpyxl.load_workbook(folder / path.name, data_only=True).worksheets[0]
